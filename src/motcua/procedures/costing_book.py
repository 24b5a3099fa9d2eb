"""The computation of compliance costs as an Excel file: totals are formulas, so a reviewer can change a figure."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from motcua.procedures.costing import Costing

HEAD = (
    "TT", "Công việc khi thực hiện thủ tục", "Hoạt động, giấy tờ", "Thời gian (giờ)", "Thu nhập một giờ (đồng)",
    "Chi phí in, sao, đi lại (đồng)", "Phí, lệ phí (đồng)", "Số lượt một năm", "Chi phí một lượt (đồng)",
    "Chi phí một năm (đồng)",
)  # fmt: skip
WIDTHS = (5, 24, 48, 12, 14, 16, 14, 12, 16, 18)
BOLD = Font(bold=True)
SHADE = PatternFill("solid", start_color="FFE8EEF4")
MONEY = "#,##0"
FIRST = 4


def workbook(costings: Sequence[tuple[str, Costing]]) -> bytes:
    """One sheet for each costing by its title (hiện hành, dự kiến), and one that compares the first two."""
    book = Workbook()
    sheets = [_sheet(book, title, costing) for title, costing in costings]
    if len(sheets) == 2:
        _compared(book, sheets, costings)
    del book["Sheet"]
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet(book: Workbook, title: str, costing: Costing) -> tuple[str, int]:
    """Write one computation; the name of its sheet and the row of its total."""
    sheet = book.create_sheet(title)
    sheet.append([f"Chi phí tuân thủ thủ tục {costing.code}: {costing.name}"])
    sheet.append([f"Số hồ sơ một năm: {costing.cases}"])
    sheet.append(list(HEAD))
    for row, one in enumerate(costing.activities, start=FIRST):
        each, year = f"=ROUND(D{row}*E{row},0)+F{row}+G{row}", f"=I{row}*H{row}"
        sheet.append(
            [
                row - FIRST + 1,
                one.part,
                one.what,
                one.hours,
                one.wage,
                one.expense,
                one.fee,
                one.times,
                each,
                year,
            ]
        )
    total = FIRST + len(costing.activities)
    sheet.append([None, "Tổng cộng", *[None] * 7, f"=SUM(J{FIRST}:J{total - 1})"])
    sheet.append([None, "Bình quân một hồ sơ", *[None] * 7, f"=ROUND(J{total}/{max(costing.cases, 1)},0)"])
    if costing.left_out:
        sheet.append([None, "Không tính: chưa biết bao nhiêu hồ sơ cần", "; ".join(costing.left_out)])
    _dress(sheet, total)
    return title, total


def _dress(sheet: Worksheet, total: int) -> None:
    sheet["A1"].font = BOLD
    for column, width in zip("ABCDEFGHIJ", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for cell in sheet[FIRST - 1]:
        cell.font, cell.fill = BOLD, SHADE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in sheet.iter_rows(min_row=FIRST, min_col=5, max_col=10):
        for cell in row:
            cell.number_format = MONEY
    for cell in sheet[total]:
        cell.font = BOLD
    sheet.freeze_panes = f"A{FIRST}"


def _compared(
    book: Workbook, sheets: Sequence[tuple[str, int]], costings: Sequence[tuple[str, Costing]]
) -> None:
    sheet = book.create_sheet("So sánh", 0)
    sheet.append(["", "Số hồ sơ một năm", "Chi phí một năm (đồng)"])
    for (title, total), (_, costing) in zip(sheets, costings, strict=True):
        sheet.append([title, costing.cases, f"='{title}'!J{total}"])
    sheet.append(["Tiết kiệm", None, "=C2-C3"])
    sheet.append(["Tỷ lệ cắt giảm", None, "=IF(C2=0,0,(C2-C3)/C2)"])
    sheet["C5"].number_format = "0.0%"
    for row in (2, 3, 4):
        sheet[f"C{row}"].number_format = MONEY
    for cell in sheet[1]:
        cell.font, cell.fill = BOLD, SHADE
    for column, width in zip("ABC", (28, 20, 26), strict=True):
        sheet.column_dimensions[column].width = width
