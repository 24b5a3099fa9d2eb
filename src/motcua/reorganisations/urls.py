"""The addresses of reorganisations."""

from __future__ import annotations

from django.urls import path



urlpatterns: list[object] = []
