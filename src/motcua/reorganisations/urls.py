"""The addresses of reorganisations."""

from __future__ import annotations

from django.urls import path

from motcua.reorganisations import desk

urlpatterns = [
    path("quan-tri/sap-xep/", desk.listing, name="reorganisations"),
    path("quan-tri/sap-xep/<str:key>/", desk.show, name="reorganisation"),
]
