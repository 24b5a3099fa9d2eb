"""Places on the engine's pages that upper slices fill by name: the engine never learns that papers exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.kernel.refusals import Fault

#: A filler renders its part of a page from the request and what the page shows (a CaseView or a Draft).
Filler = Callable[[HttpRequest, Any], str]
_fillers: dict[str, list[Filler]] = {}

CASE_ON_DESK = "case.desk"
CASE_ON_PORTAL = "case.portal"
COUNTER = "counter"


def fill(place: str) -> Callable[[Filler], Filler]:
    """Have a function render into a place; called from an upper slice's ``wiring``."""

    def known(filler: Filler) -> Filler:
        _fillers.setdefault(place, []).append(filler)
        return filler

    return known


def render(place: str, request: HttpRequest, shown: Any) -> list[str]:
    """What the upper slices have to show in a place, in the order of their wiring."""
    return [filler(request, shown) for filler in _fillers.get(place, ())]


#: A keeper keeps its part of what a page sent and answers with what is wrong with it.
Keeper = Callable[[HttpRequest, Any], Sequence[Fault]]
_keepers: dict[str, list[Keeper]] = {}


def keeps(place: str) -> Callable[[Keeper], Keeper]:
    """Have a function keep what its part of a place sent; called from an upper slice's ``wiring``."""

    def known(keeper: Keeper) -> Keeper:
        _keepers.setdefault(place, []).append(keeper)
        return keeper

    return known


def keep(place: str, request: HttpRequest, shown: Any) -> list[Fault]:
    """Have the upper slices keep their parts of what was sent; all that is wrong, in the order of their wiring."""
    return [fault for keeper in _keepers.get(place, ()) for fault in keeper(request, shown)]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page of the citizen's journey that an upper slice serves, between the form and the place of filing."""

    slug: str
    title: str
    url: Callable[[UUID], str]
    applies: Callable[[Any], bool]
    faults: Callable[[Any], Sequence[Fault]]
    summary: Callable[[Any], Sequence[tuple[str, str]]]


DRAFT_PAGES: list[DraftPage] = []
