"""Places on pages that upper slices fill by name: a page never learns what stands above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

#: A filler renders its part of a page from the request and what the page shows.
Filler = Callable[[HttpRequest, Any], str]
_fillers: dict[str, list[Filler]] = {}


def fill(place: str) -> Callable[[Filler], Filler]:
    """Have a function render into a place; called from an upper slice's ``wiring``."""

    def known(filler: Filler) -> Filler:
        _fillers.setdefault(place, []).append(filler)
        return filler

    return known


def render(place: str, request: HttpRequest, shown: Any) -> list[str]:
    """What the upper slices have to show in a place, in the order of their wiring."""
    return [filler(request, shown) for filler in _fillers.get(place, ())]
