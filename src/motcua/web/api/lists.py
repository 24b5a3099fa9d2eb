"""Lists in pages: a signed cursor that belongs to one list leads on and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from ninja import Field, Schema
from pydantic import StringConstraints

from motcua.kernel.refusals import Fault, Invalid
from motcua.web import paging

Row = TypeVar("Row")


class Window(Schema):
    """Which part of a list is wanted."""

    cursor: Annotated[str, StringConstraints(max_length=1000)] = Field(
        "", description="next hoặc previous của trang trước / From the page before; empty: the first page."
    )
    limit: int = Field(paging.LIMIT, ge=1, le=paging.MOST, description="Số dòng một trang / Rows of a page.")

    def place(self, of: str) -> paging.Place | None:
        """Where the page of a list starts; :class:`Invalid` when the cursor is not one of that list."""
        try:
            return paging.decode(self.cursor, of)
        except Invalid:
            message = "Con trỏ trang này không phải của danh sách này; lấy lại từ trang đầu."
            raise Invalid(message, code="bad-cursor", faults=[Fault("cursor", message)]) from None


class PageOut(Schema):
    """A page of a list: ``next`` and ``previous`` go into ``cursor``; null at either end."""

    next: str | None
    previous: str | None


def cursors(page: paging.Page[Any]) -> dict[str, str | None]:
    """The neighbours of a page."""
    return {"next": page.next_key, "previous": page.previous_key}


def cut(rows: Sequence[Row], window: Window, of: str, key: Callable[[Row], str]) -> paging.Page[Row]:
    """A page of rows that are all at hand; ``key`` names a row and the rows keep their order."""
    place = window.place(of)
    at = next((n for n, row in enumerate(rows) if place and key(row) == place.key[0]), -1)
    if place and place.backwards:
        nearest = list(reversed(rows[: max(at, 0)]))
        return paging.page_of(
            nearest[: window.limit + 1], key=lambda row: (key(row),), place=place, limit=window.limit, of=of
        )
    later = rows[at + 1 :][: window.limit + 1]
    return paging.page_of(later, key=lambda row: (key(row),), place=place, limit=window.limit, of=of)
