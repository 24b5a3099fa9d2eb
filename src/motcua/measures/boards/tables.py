"""Tables of boards: the same rows for the page and for Excel, each number with the address of what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext

from motcua.web import sheets, words

EXCEL = "xlsx"
"""What an address says that wants its table as a file; by the name of the table where there are several."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, where it leads, and by which name others lead to it."""

    text: str
    href: str = ""
    anchor: str = ""

    def __str__(self) -> str:
        return self.text


Row = Sequence[Cell | str]


class Later(Sequence[Row]):
    """Rows that are made when somebody looks at them: a page shows the first of many."""

    def __init__(self, of: Sequence[Any], make: Callable[[Any], Row]) -> None:
        self._of, self._make = of, make

    def __len__(self) -> int:
        return len(self._of)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self._make(one) for one in self._of[place]]
        return self._make(self._of[place])


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, heads and rows; ``numeric`` are the columns of figures, ``name`` is that of its file.

    A page shows the first ``most`` rows and says how many there are; the file has them all.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Row]
    numeric: Sequence[int] = ()
    name: str = "bang"
    note: str = ""
    most: int | None = None

    @property
    def shown(self) -> Sequence[Row]:
        """The rows of the page."""
        return self.rows[: self.most]

    @property
    def told(self) -> str:
        """What the page says beneath: the note, before it how many rows there are where it shows but the first."""
        if self.most is None or len(self.rows) <= self.most:
            return self.note
        said = gettext("%(most)s dòng đầu trong %(number)s; tệp Excel có đủ.")
        cut = said % {"most": words.number(self.most), "number": words.number(len(self.rows))}
        return f"{cut} {self.note}".strip()

    @property
    def plain(self) -> list[list[str]]:
        """The rows of the page without their addresses."""
        return [[str(cell) for cell in row] for row in self.shown]

    def excel(self, days: str) -> HttpResponse:
        """The table as an Excel file."""
        rows = [[_value(cell) for cell in row] for row in self.rows]
        widths = [32, *[18] * (len(self.head) - 1)]
        content = sheets.table(strip_tags(self.caption), days, self.head, rows, widths, self.name)
        answer = HttpResponse(content, content_type=sheets.EXCEL)
        answer["Content-Disposition"] = f'attachment; filename="{slugify(self.name)}.xlsx"'
        return answer


def _value(cell: Cell | str) -> str:
    """What Excel gets: a figure as it is, a text without its marks."""
    text = cell.text if isinstance(cell, Cell) else cell
    return text if isinstance(text, sheets.Figure) else strip_tags(text)


def wanted(request: HttpRequest, tables: Sequence[Table]) -> Table | None:
    """The table that an address wants as a file; None when it wants the page."""
    named = request.GET.get(EXCEL)
    return next((table for table in tables if named in (table.name, "")), None) if named is not None else None
