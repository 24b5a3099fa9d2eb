"""Keyset paging: the next page starts after the last row seen, however long the list and whatever was added.

The place in the list travels as a signed text: nobody reads from a place that the server has not given out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.core import signing

from motcua.kernel.refusals import Fault, Invalid

Row = TypeVar("Row")
Scalar = str | int | bool | date | datetime | None
Key = tuple[Scalar, ...]

SALT = "motcua.web.paging"
LIMIT = 25
MOST = 100
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page starts: the sort key of the row beside it, and whether the page lies before that row."""

    key: Key
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list and the signed places of its neighbours (None at either end)."""

    rows: tuple[Row, ...]
    next_key: str | None = None
    previous_key: str | None = None


def page_of(
    fetched: Sequence[Row],
    *,
    key: Callable[[Row], Key],
    place: Place | None = None,
    limit: int = LIMIT,
    of: str = "",
) -> Page[Row]:
    """The page made of the rows that a read fetched from ``place`` on.

    The read asks for ``limit + 1`` rows: the one too many only says that the list goes on. A read that goes
    backwards (``place.backwards``) hands them in the order it met them, nearest first.
    """
    rows, more = tuple(fetched[:limit]), len(fetched) > limit
    backwards = place is not None and place.backwards
    if backwards:
        rows = rows[::-1]
    has_next, has_previous = (True, more) if backwards else (more, place is not None)
    return Page(
        rows,
        next_key=encode(Place(key(rows[-1])), of) if rows and has_next else None,
        previous_key=encode(Place(key(rows[0]), backwards=True), of) if rows and has_previous else None,
    )


def page_of_list(rows: Sequence[Row], text: str, *, limit: int = LIMIT, of: str = "") -> Page[Row]:
    """A page of rows that are all at hand: ``text`` is the place among them that an earlier page gave out."""
    place = decode(text, of)
    at = int(str(place.key[0])) if place else -1
    numbered = list(enumerate(rows))
    beside = numbered[:at][::-1] if place and place.backwards else numbered[at + 1 :]
    page = page_of(beside[: limit + 1], key=lambda one: (one[0],), place=place, limit=limit, of=of)
    return Page(tuple(row for _, row in page.rows), page.next_key, page.previous_key)


def encode(place: Place, of: str = "") -> str:
    """A place as a signed, address-safe text that is good for the list ``of`` only."""
    return signing.dumps([place.backwards, [_flat(part) for part in place.key]], salt=f"{SALT}.{of}")


def decode(text: str, of: str = "") -> Place | None:
    """The place that :func:`encode` wrote for this list; None for an empty text.

    Raises Invalid when the text was not written here, or for another list.
    """
    if not text:
        return None
    try:
        backwards, key = signing.loads(text, salt=f"{SALT}.{of}")
    except signing.BadSignature:
        message = "Liên kết chuyển trang không còn dùng được. Hãy mở lại danh sách từ đầu."
        raise Invalid(message, code="bad-cursor", faults=[Fault("tu", message)]) from None
    return Place(tuple(_full(part) for part in key), backwards)


def limit_of(text: str | None, *, usual: int = LIMIT, most: int = MOST) -> int:
    """How many rows a page holds: the number asked for, between 1 and ``most``; ``usual`` when it is none."""
    if not text or not text.isdecimal() or len(text) > MOST_DIGITS:
        return usual
    return max(1, min(int(text), most))


def _flat(part: Scalar) -> object:
    if isinstance(part, datetime):
        return {"at": part.isoformat()}
    return {"on": part.isoformat()} if isinstance(part, date) else part


def _full(part: object) -> Scalar:
    match part:
        case {"at": str(text)}:
            return datetime.fromisoformat(text)
        case {"on": str(text)}:
            return date.fromisoformat(text)
        case str() | int() | bool() | None:
            return part
    raise TypeError(f"a signed place holds {part!r}")
