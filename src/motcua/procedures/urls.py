"""The addresses of the public catalogue."""

from __future__ import annotations

from django.urls import path

from motcua.procedures import portal

urlpatterns = [
    path("thu-tuc/", portal.search, name="procedures"),
    path("thu-tuc/<str:code>/", portal.procedure, name="procedure"),
]
