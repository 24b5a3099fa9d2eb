"""The steps of a procedure as officials keep them in Excel: TT, nội dung, đơn vị/người, thời gian, biểu mẫu/kết quả.

To the right of the official form stand the codes that it has no column for; with them :mod:`importing.excel` reads
back the very same steps. A row that somebody adds without codes is read as any other table is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from motcua.kernel.clock import Limit
from motcua.procedures.exporting.titles import Titles

HEAD = (
    "TT", "Nội dung công việc", "Đơn vị/người thực hiện", "Thời gian", "Biểu mẫu/Kết quả",
    "Mã bước", "Nơi làm", "Vai trò", "Hướng xử lý", "Phần khác",
)  # fmt: skip
WIDTHS = (6, 44, 40, 18, 44, 14, 13, 16, 40, 40)
TITLE_ROW, HEAD_ROW = 1, 3
_IN_COLUMNS = frozenset({"id", "title", "at", "role", "within", "moves", "product"})


def workbook(file: Mapping[str, Any], titles: Titles) -> bytes:
    """The table of steps of a sound procedure file, of plain values, on a sheet that its code names."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise LookupError("A new workbook has a sheet")
    sheet.title = str(file["code"])
    rows = [(), (), HEAD, *(_row(number, step, titles) for number, step in enumerate(file["steps"], 1))]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            _write(sheet.cell(number, column), value, is_head=number == HEAD_ROW)
    title = sheet.cell(TITLE_ROW, 1)
    _write(title, f"Quy trình nội bộ: {file.get('title', file['code'])}", is_head=False)
    title.font, title.alignment = Font(bold=True, size=14), Alignment(wrap_text=False)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _row(number: int, step: Mapping[str, Any], titles: Titles) -> Sequence[str | int]:
    rest = {key: value for key, value in step.items() if key not in _IN_COLUMNS}
    return (
        number,
        step["title"],
        titles.who(step),
        Limit.parse(step["within"]).in_words(),
        step.get("product", ""),
        step["id"],
        step["at"],
        step["role"],
        json.dumps(step["moves"], ensure_ascii=False),
        json.dumps(rest, ensure_ascii=False) if rest else "",
    )


def _write(cell: Any, value: str | int, *, is_head: bool) -> None:
    """Write a text as a text, even when it begins like a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="FFE8EEF4")
