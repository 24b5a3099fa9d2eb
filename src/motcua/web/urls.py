"""The addresses of the web slice."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from motcua.web import gallery, language, pages

urlpatterns: list[URLPattern] = [
    path("ngon-ngu/", language.switch, name="language"),
    path("tro-giup/", pages.help_and_contact, name="help"),
    path("kha-nang-tiep-can/", pages.accessibility, name="accessibility"),
    path("healthz", pages.health, name="health"),
]

if settings.DEBUG:
    urlpatterns += [
        path("web/gallery/", gallery.portal, name="gallery"),
        path("web/gallery/desk/", gallery.desk, name="gallery-desk"),
    ]
