"""Tables as Excel files: a title, a line under it, bold heads, rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | None


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
        sheet.append([plain(value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(sheet: Any, text: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet, value=plain(text))
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    return cell


def plain(value: Value) -> Value:
    """A value that Excel takes for what it is: no text of an applicant becomes a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
