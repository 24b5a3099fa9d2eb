"""Tables as Excel files: a title, a line under it, bold heads, rows of values that Excel can count with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Plain = str | int | float | None
WHOLE, SHARE, DAY, MOMENT = "#,##0", "0.0%", "dd/mm/yyyy", "hh:mm dd/mm/yyyy"
"""How Excel shows a number, a share of one, a day, a moment; points have as many places as they are told with."""


class Figure(str):
    """A figure as people read it on a page, that knows what it is: Excel takes its value, in its format."""

    value: int | float | datetime
    shape: str

    def __new__(cls, text: str, value: int | float | datetime, shape: str = WHOLE) -> Self:
        made = super().__new__(cls, text)
        made.value, made.shape = value, shape
        return made

    def __getnewargs__(self) -> tuple[str, int | float | datetime, str]:  # type: ignore[override]
        return str(self), self.value, self.shape


Value = Plain | Figure


def table(
    title: str,
    subtitle: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[int],
    name: str = "",
) -> bytes:
    """A workbook with one table, written row by row however long; ``widths`` in characters, ``name`` of the sheet.

    Without a ``subtitle`` the heads stand right below the title.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet((name or title)[:31])
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C4" if subtitle else "C3"
    bold = Font(bold=True)
    sheet.append([_cell(sheet, title, bold)])
    if subtitle:
        sheet.append([subtitle])
    sheet.append([_cell(sheet, text, bold) for text in head])
    for row in rows:
        sheet.append([_written(sheet, value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(sheet: Any, text: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet, value=plain(text))
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    return cell


def _written(sheet: Any, value: Value) -> Any:
    if not isinstance(value, Figure):
        return plain(value)
    cell = WriteOnlyCell(sheet, value=value.value)
    cell.number_format = value.shape
    return cell


def plain(value: Plain) -> Plain:
    """A value that Excel takes for what it is: no text of an applicant becomes a formula; other signs stay a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith("=") else value
