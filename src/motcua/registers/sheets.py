"""Registers in Excel: the sheet to fill in, with the rows in force, and a filled one read back row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from motcua.kernel.forms import Field, Json
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.text import fold
from motcua.registers.declaring import Register

MOST_ROWS = 2_000
_LAST_HEADER_ROW = 20
_NUMBERS = ("number", "money")


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the table of a sheet stands: its header row, and the column of each field."""

    sheet: Any
    header: int
    columns: Mapping[str, int]


def workbook(register: Register, rows: Iterable[Mapping[str, Json]]) -> bytes:
    """The sheet of a register with its rows: filled on, it can be read back."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = register.title[:31].translate(str.maketrans("[]:*?/\\", "       "))
    sheet.append([one.label for one in register.fields])
    for values in rows:
        sheet.append([_cell(one, values.get(one.id)) for one in register.fields])
    for number, one in enumerate(register.fields, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.cell(1, number).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = max(12, min(30, len(one.label)))
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(field: Field, value: Json) -> Any:
    if field.type == "choice":
        return next((one.label for one in field.choices if one.value == value), value)
    return value


def read(register: Register, content: IO[bytes], *, today: date) -> Sequence[Mapping[str, Json]]:
    """The rows of a filled sheet, all of them; raises Invalid with row and reason of everything that is wrong."""
    table = _table(register, _opened(content))
    faults = list(_merged(table))
    rows: list[Mapping[str, Json]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in _filled(table):
        wrong, values = _row(register, cells, today)
        faults += [Fault(f"Dòng {number}", message) for message in wrong]
        if wrong:
            continue
        key = tuple(register.key_of(values))
        if key in seen:
            faults.append(Fault(f"Dòng {number}", f"Trùng khóa {', '.join(key)} với dòng {seen[key]}."))
        seen.setdefault(key, number)
        rows.append(values)
    if not rows and not faults:
        faults.append(Fault("", "Dưới dòng tiêu đề không có dòng số liệu nào."))
    if faults:
        raise Invalid(f"Tệp có {len(faults)} lỗi, chưa nhập dòng nào.", faults=faults)
    return rows


def _opened(content: IO[bytes]) -> Workbook:
    content.seek(0)
    try:
        return load_workbook(content, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Invalid(
            "Tệp không phải sổ Excel.", faults=[Fault("", "Lưu lại dạng .xlsx rồi chọn lại.")]
        ) from error


def _table(register: Register, book: Workbook) -> _Table:
    """The first table that has the columns of the register; Invalid says which it wants."""
    for sheet in book.worksheets:
        for row in range(1, min(_LAST_HEADER_ROW, sheet.max_row or 0) + 1):
            heads = {fold(str(cell.value)): cell.column for cell in sheet[row] if cell.value is not None}
            columns = {one.id: heads[fold(one.label)] for one in register.fields if fold(one.label) in heads}
            if all(one.id in columns for one in register.fields if one.required):
                _no_more(register, heads, columns, row)
                return _Table(sheet, row, columns)
    wanted = ", ".join(f"“{one.label}”" for one in register.fields if one.required)
    todo = f"Cần dòng tiêu đề có các cột {wanted}; tải tệp mẫu xuống rồi điền."
    raise Invalid("Không thấy bảng của sổ này trong tệp.", faults=[Fault("", todo)])


def _no_more(register: Register, heads: Mapping[str, int], columns: Mapping[str, int], row: int) -> None:
    unknown = [name for name, column in heads.items() if column not in columns.values()]
    if unknown:
        known = ", ".join(f"“{one.label}”" for one in register.fields)
        raise Invalid(
            "Tệp có cột lạ.",
            faults=[
                Fault(f"Dòng {row}", f"Cột “{name}” không có trong sổ; sổ có: {known}.") for name in unknown
            ],
        )


def _merged(table: _Table) -> Iterator[Fault]:
    for area in sorted(table.sheet.merged_cells.ranges, key=lambda area: area.min_row):
        if area.max_row > table.header:
            first = max(area.min_row, table.header)
            yield Fault(f"Dòng {first}", f"Ô {area.coord} là ô gộp: bỏ gộp và ghi đủ từng ô.")


def _filled(table: _Table) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The rows under the header that hold anything, by field."""
    last = table.sheet.max_row or 0
    if last - table.header > MOST_ROWS:
        raise Invalid("Tệp quá dài.", faults=[Fault("", f"Mỗi lần nhập tối đa {MOST_ROWS} dòng.")])
    for number in range(table.header + 1, last + 1):
        cells = {name: table.sheet.cell(number, column) for name, column in table.columns.items()}
        if any(cell.value not in (None, "") for cell in cells.values()):
            yield number, cells


def _row(
    register: Register, cells: Mapping[str, Cell], today: date
) -> tuple[Sequence[str], Mapping[str, Json]]:
    """What is wrong with a row, in sentences, and its values in their normal form."""
    wrong: list[str] = []
    raw: dict[str, Json] = {}
    for name, cell in cells.items():
        field = next(one for one in register.fields if one.id == name)
        try:
            raw[name] = _value(field, cell.value)
        except Invalid as refusal:
            wrong.append(refusal.message)
    if wrong:
        return wrong, {}
    checked = register.check(raw, today=today)
    return [_sentence(fault) for fault in checked.faults], checked.values


def _sentence(fault: Fault) -> str:
    return f"{fault.message.rstrip('.')}."


def _value(field: Field, value: Any) -> Json:
    """The answer that a cell gives; Excel's own types, and nothing guessed from a text."""
    if value is None or value == "":
        return None
    if field.type in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Invalid(f"Cột “{field.label}”: “{value}” không phải số; đổi ô sang dạng số rồi nhập lại.")
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 10)
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if field.type == "choice":
        return _choice(field, str(value))
    return value if isinstance(value, int) else str(value).strip()


def _choice(field: Field, text: str) -> str:
    folded = fold(text)
    for one in field.choices:
        if folded in (fold(one.label), fold(one.value)):
            return one.value
    offered = ", ".join(one.label for one in field.choices)
    raise Invalid(f"Cột “{field.label}”: “{text}” không có trong danh sách: {offered}.")
