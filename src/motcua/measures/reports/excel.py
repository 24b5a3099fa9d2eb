"""A report as an Excel file: the head and the sentences on the first sheet, tables of plain numbers beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from motcua.documents import slips
from motcua.kernel.calendar import local
from motcua.measures.reports.report import Cell, Change, Column, Percent, Report, Table, groups, told
from motcua.web import sheets

TYPE = sheets.EXCEL

FACE = "Times New Roman"
THIN = Side("thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
HALF = 4
"""Columns of the left half of the head where no table sets the width."""


def write(report: Report, *, at: datetime) -> bytes:
    """The report as .xlsx; ``at`` dates it. One table stands under the head, several have a sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    first = book.create_sheet("Báo cáo")
    tables = list(report.tables)
    width = len(tables[0].columns) if len(tables) == 1 else 2 * HALF
    _paged(first, across=report.across)
    _head(first, report, at, width)
    for section in report.sections:
        for text, bold in ((section.heading, True), *((said, False) for said in section.sentences)):
            if text:
                _line(first, text, 1, width, bold=bold)
        if len(tables) == 1:
            for table in section.tables:
                _table(first, table)
    _signed(first, report, width)
    if len(tables) != 1:
        for column in range(1, width + 1):
            first.column_dimensions[get_column_letter(column)].width = 13
        for table in tables:
            sheet = book.create_sheet(_name(table, book))
            _paged(sheet, across=len(table.columns) > 6)
            _table(sheet, table)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _paged(sheet: Worksheet, *, across: bool) -> None:
    """On A4, as wide as one page, however long."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _name(table: Table, book: Workbook) -> str:
    name = "".join(letter for letter in table.caption if letter not in "[]:*?/\\")[:28] or "Bảng"
    return name if name not in book.sheetnames else f"{name} {len(book.sheetnames)}"


def _head(sheet: Worksheet, report: Report, at: datetime, width: int) -> None:
    half = max(2, width * 2 // 5)
    left = [*([(report.parent.upper(), False)] if report.parent else []), (report.agency.upper(), True)]
    right = [(NATION, True), (MOTTO, True)]
    while len(left) < len(right):
        left.append(("", False))
    left.append((f"Số:          /{report.symbol}", False))
    right.append((f"{report.place}, {slips.date_in_words(local(at).date())}", False))
    for (one, bold), (other, other_bold) in zip(left, right, strict=True):
        _line(sheet, one, 1, half, bold=bold, horizontal="center")
        _put(sheet, other, half + 1, width, bold=other_bold, horizontal="center", italic=not other_bold)
    sheet.append([])
    known = f"Số liệu đến {slips.moment_in_words(report.as_of)}" + (
        f" – {report.form}" if report.form else ""
    )
    for text, bold, italic in (
        ("BÁO CÁO", True, False), (report.subject, True, False), (report.days, False, False), (known, False, True),
    ):  # fmt: skip
        _line(sheet, text, 1, width, bold=bold, italic=italic, horizontal="center")
    sheet.append([])


def _signed(sheet: Worksheet, report: Report, width: int) -> None:
    half = max(2, width // 2)
    sheet.append([])
    left = ["Nơi nhận:", *(f"- {recipient}" for recipient in report.recipients)]
    right = [*report.signed_as, *[""] * (len(left) - len(report.signed_as))]
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        _line(sheet, one, 1, half, bold=not place, italic=not place)
        _put(sheet, other, half + 1, width, bold=True, horizontal="center")


def _line(
    sheet: Worksheet,
    text: str,
    first: int,
    last: int,
    *,
    bold: bool = False,
    italic: bool = False,
    horizontal: str = "left",
) -> None:
    """A text on a line of its own, over some columns."""
    sheet.append([""])
    _put(sheet, text, first, last, bold=bold, italic=italic, horizontal=horizontal)
    room = 12 * (last - first + 1)
    sheet.row_dimensions[sheet.max_row].height = 17 * (1 + len(text) // room)


def _put(
    sheet: Worksheet, text: str, first: int, last: int, *, bold: bool, horizontal: str, italic: bool = False
) -> None:
    row = sheet.max_row
    cell = sheet.cell(row, first, sheets.plain(text))
    cell.font = Font(FACE, 12, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal, "center", wrap_text=True)
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _table(sheet: Worksheet, table: Table) -> None:
    top = sheet.max_row + 1 if sheet.max_row > 1 else 1
    below = _heads(sheet, table.columns, top)
    for place, row in enumerate(table.rows, start=below):
        for number, value in enumerate(row.cells, start=1):
            cell = sheet.cell(place, number, _value(value))
            cell.number_format = _format(value)
            _framed(
                sheet,
                place,
                number,
                bold=row.strong,
                horizontal="left" if isinstance(value, str) else "right",
            )
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width + 2
    if top == 1:
        sheet.freeze_panes = f"A{below}"


def _heads(sheet: Worksheet, columns: tuple[Column, ...], top: int) -> int:
    """The lines of heads, as in Word; returns the row below them."""
    shared = any(column.group for column in columns)
    row = top + shared
    for number, column in enumerate(columns, start=1):
        over = shared and not column.group
        sheet.cell(top if over else row, number, column.title)
        if column.number:
            sheet.cell(row + 1, number, column.number)
        if over:
            sheet.merge_cells(start_row=top, start_column=number, end_row=row, end_column=number)
    place = 1
    for group, covered in groups(columns) if shared else []:
        if group:
            sheet.cell(top, place, group)
            sheet.merge_cells(start_row=top, start_column=place, end_row=top, end_column=place + covered - 1)
        place += covered
    below = row + 1 + any(column.number for column in columns)
    for line in range(top, below):
        for number in range(1, len(columns) + 1):
            _framed(sheet, line, number, bold=line <= row, horizontal="center")
    return below


def _framed(sheet: Worksheet, row: int, column: int, *, bold: bool, horizontal: str) -> None:
    cell = sheet.cell(row, column)
    cell.border, cell.font = FRAME, Font(FACE, 11, bold=bold)
    cell.alignment = Alignment(horizontal, "center", wrap_text=True)


def _value(value: Cell) -> str | int | float | Decimal:
    """A value that Excel counts with; what nobody knows stays words."""
    match value:
        case Percent(of):
            return of / 100
        case Change(by):
            return by
        case None:
            return told(None)
        case str():
            return str(sheets.plain(value))
    return value


def _format(value: Cell) -> str:
    match value:
        case Percent():
            return "0.00%"
        case Change(by):
            return "+#,##0.00;-#,##0.00;0" if isinstance(by, Decimal) else "+#,##0;-#,##0;0"
        case Decimal():
            return "#,##0.00"
        case int():
            return "#,##0"
    return "General"
