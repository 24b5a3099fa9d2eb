"""The addresses of reorganisations."""

from __future__ import annotations

urlpatterns: list[object] = []
