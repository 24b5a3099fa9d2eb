"""Tables of boards: the same rows for the page and for Excel, each number with the address of what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import slugify

from motcua.web import sheets

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


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, heads and rows; ``numeric`` are the columns of figures, ``name`` is that of its file."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell | str]]
    numeric: Sequence[int] = ()
    name: str = "bang"
    note: str = ""

    @property
    def plain(self) -> list[list[str]]:
        """The rows without their addresses."""
        return [[str(cell) for cell in row] for row in self.rows]

    def excel(self, days: str) -> HttpResponse:
        """The table as an Excel file."""
        rows = [[strip_tags(text) for text in row] for row in self.plain]
        widths = [32, *[18] * (len(self.head) - 1)]
        content = sheets.table(strip_tags(self.caption), days, self.head, rows, widths, self.name)
        answer = HttpResponse(content, content_type=sheets.EXCEL)
        answer["Content-Disposition"] = f'attachment; filename="{slugify(self.name)}.xlsx"'
        return answer


def wanted(request: HttpRequest, tables: Sequence[Table]) -> Table | None:
    """The table that an address wants as a file; None when it wants the page."""
    named = request.GET.get(EXCEL)
    return next((table for table in tables if named in (table.name, "")), None) if named is not None else None
