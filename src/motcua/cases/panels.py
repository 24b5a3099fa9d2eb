"""Places on the engine's pages that upper slices fill by name: the engine never learns that papers exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.kernel.refusals import Fault
from motcua.web.panels import fill, render

__all__ = [
    "CASE_ON_DESK",
    "CASE_ON_PORTAL",
    "COUNTER",
    "DRAFT_PAGES",
    "ENCLOSED",
    "INBOX",
    "DraftPage",
    "fill",
    "keep",
    "keeps",
    "render",
]  # fmt: skip

#: The first two are shown a CaseView, the counter a Draft, the files of a deed where they are kept (enclosing.Place),
#: the inbox its rows.
CASE_ON_DESK = "case.desk"
CASE_ON_PORTAL = "case.portal"
COUNTER = "counter"
ENCLOSED = "enclosed"
INBOX = "inbox"

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
