"""Excel sheets that people fill in: the empty one with its heads, and a filled one read back row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any, Protocol
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from motcua.kernel.forms import Checked, Field, Json
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.text import fold

MOST_ROWS = 2_000
_LAST_HEADER_ROW = 20
_NUMBERS = ("number", "money")


class Rows(Protocol):
    """What a sheet is about: its fields are the columns, those of its key say which rows are the same."""

    @property
    def title(self) -> str: ...

    @property
    def fields(self) -> Sequence[Field]: ...

    @property
    def key(self) -> Sequence[str]: ...

    def key_of(self, values: Mapping[str, Json]) -> list[str]: ...

    def check(self, raw: Mapping[str, Json], *, today: date) -> Checked: ...


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the table of a sheet stands: its header row, and the column of each field."""

    sheet: Any
    header: int
    columns: Mapping[str, int]


def workbook(form: Rows, rows: Iterable[Mapping[str, Json]]) -> bytes:
    """The sheet of a form with some rows: filled on, it can be read back."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = form.title[:31].translate(str.maketrans("[]:*?/\\", "       "))
    sheet.append([one.label for one in form.fields])
    for values in rows:
        sheet.append([_cell(one, values.get(one.id)) for one in form.fields])
    for number, one in enumerate(form.fields, 1):
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


def read(
    form: Rows, content: IO[bytes], *, today: date, most: int = MOST_ROWS
) -> Sequence[Mapping[str, Json]]:
    """The rows of a filled sheet, all of them; raises Invalid with row and reason of everything that is wrong."""
    table = _table(form, _opened(content, data_only=True), most)
    faults = [*_merged(table), *_uncounted(table, _opened(content))]
    rows: list[Mapping[str, Json]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in _filled(table, most):
        wrong, values = _row(form, cells, today)
        faults += [Fault(f"Dòng {number}", message) for message in wrong]
        if wrong:
            continue
        key = tuple(form.key_of(values))
        if key in seen:
            told = ", ".join(filter(None, (_written(cells[name]) for name in form.key if name in cells)))
            faults.append(Fault(f"Dòng {number}", f"Trùng khóa {told} với dòng {seen[key]}."))
        seen.setdefault(key, number)
        rows.append(values)
    if not rows and not faults:
        faults.append(Fault("", "Dưới dòng tiêu đề không có dòng số liệu nào."))
    if faults:
        raise Invalid(f"Tệp có {len(faults)} lỗi, chưa nhập dòng nào.", faults=faults)
    return rows


def _written(cell: Cell) -> str:
    """What a cell says, as people read it there."""
    value: Any = cell.value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value).strip()


def _opened(content: IO[bytes], *, data_only: bool = False) -> Workbook:
    """The workbook as it was written, or with the value of each formula in its place."""
    content.seek(0)
    try:
        return load_workbook(content, data_only=data_only)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Invalid(
            "Tệp không phải sổ Excel.", faults=[Fault("", "Lưu lại dạng .xlsx rồi chọn lại.")]
        ) from error


def _table(form: Rows, book: Workbook, most: int) -> _Table:
    """The one table that has the columns of the form; Invalid says which it wants, or that there are two."""
    found = [table for sheet in book.worksheets if (table := _in_sheet(form, sheet))]
    if not found:
        wanted = ", ".join(f"“{one.label}”" for one in form.fields if one.required)
        todo = f"Cần dòng tiêu đề có các cột {wanted}; tải tệp mẫu xuống rồi điền."
        raise Invalid("Không thấy bảng cần có trong tệp.", faults=[Fault("", todo)])
    filled = [table for table in found if any(_filled(table, most))]
    if len(filled) > 1:
        todo = "cũng có bảng này: gộp vào một trang tính, hoặc bỏ trang không nhập."
        faults = [Fault(f"Trang tính “{table.sheet.title}”", todo) for table in filled[1:]]
        raise Invalid("Tệp có nhiều bảng cần nhập.", faults=faults)
    return (filled or found)[0]


def _in_sheet(form: Rows, sheet: Any) -> _Table | None:
    """The table of a sheet, under the first row that has the heads of all that is required."""
    labels = {one.id: fold(one.label) for one in form.fields}
    for row in range(1, min(_LAST_HEADER_ROW, sheet.max_row or 0) + 1):
        told = [(fold(str(cell.value)), cell.column) for cell in sheet[row] if cell.value is not None]
        heads = dict(told)
        columns = {name: heads[label] for name, label in labels.items() if label in heads}
        if all(one.id in columns for one in form.fields if one.required):
            _no_more(form, sheet, columns, row)
            _no_twice([head for head, _ in told], sheet, row)
            return _Table(sheet, row, columns)
    return None


def _no_twice(heads: Sequence[str], sheet: Any, row: int) -> None:
    """Refuse two columns of one head: nobody can say which of the numbers counts."""
    twice = {head for head in heads if heads.count(head) > 1}
    cells = [cell for cell in sheet[row] if cell.value is not None and fold(str(cell.value)) in twice]
    if cells:
        raise Invalid(
            "Tệp có cột trùng tên.",
            faults=[
                Fault(f"Dòng {row}", f"Ô {cell.coordinate}: cột “{cell.value}” có nhiều lần; chỉ để một cột.")
                for cell in cells
            ],
        )


def _no_more(form: Rows, sheet: Any, columns: Mapping[str, int], row: int) -> None:
    """Refuse columns that nobody asked for, named as they are written."""
    labels = {fold(one.label) for one in form.fields}
    heads = dict.fromkeys(str(cell.value).strip() for cell in sheet[row] if cell.value is not None)
    unknown = [head for head in heads if fold(head) not in labels]
    if unknown:
        known = ", ".join(f"“{one.label}”" for one in form.fields)
        raise Invalid(
            "Tệp có cột lạ.",
            faults=[
                Fault(f"Dòng {row}", f"Cột “{name}” không có trong mẫu; mẫu có: {known}.") for name in unknown
            ],
        )


def _merged(table: _Table) -> Iterator[Fault]:
    for area in sorted(table.sheet.merged_cells.ranges, key=lambda area: area.min_row):
        if area.max_row > table.header:
            first = max(area.min_row, table.header)
            yield Fault(f"Dòng {first}", f"Ô {area.coord} là ô gộp: bỏ gộp và ghi đủ từng ô.")


def _uncounted(table: _Table, written: Workbook) -> Iterator[Fault]:
    """Formulas that nobody has counted yet: taken as empty, a number would be lost without a word."""
    for row in written[table.sheet.title].iter_rows(min_row=table.header + 1):
        for cell in row:
            if cell.data_type == "f" and table.sheet[cell.coordinate].value is None:
                message = f"Ô {cell.coordinate} là công thức chưa có kết quả: mở tệp bằng Excel rồi lưu, hoặc gõ số."
                yield Fault(f"Dòng {cell.row}", message)


def _filled(table: _Table, most: int) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The rows under the header that hold anything, by field."""
    last = table.sheet.max_row or 0
    if last - table.header > most:
        raise Invalid("Tệp quá dài.", faults=[Fault("", f"Mỗi lần nhập tối đa {most} dòng.")])
    for number in range(table.header + 1, last + 1):
        cells = {name: table.sheet.cell(number, column) for name, column in table.columns.items()}
        if any(cell.value not in (None, "") for cell in cells.values()):
            yield number, cells


def _row(form: Rows, cells: Mapping[str, Cell], today: date) -> tuple[Sequence[str], Mapping[str, Json]]:
    """What is wrong with a row, in sentences, and its values in their normal form."""
    wrong: list[str] = []
    raw: dict[str, Json] = {}
    for name, cell in cells.items():
        field = next(one for one in form.fields if one.id == name)
        try:
            raw[name] = _value(field, cell)
        except Invalid as refusal:
            wrong.append(refusal.message)
    if wrong:
        return wrong, {}
    checked = form.check(raw, today=today)
    return [_sentence(fault) for fault in checked.faults], checked.values


def _sentence(fault: Fault) -> str:
    return f"{fault.message.rstrip('.')}."


def _value(field: Field, cell: Cell) -> Json:
    """The answer that a cell gives; Excel's own types, and nothing guessed from a text."""
    value: Any = cell.value
    if cell.data_type == "e" or value in ERROR_CODES:  # a program that keeps no errors writes them as texts
        todo = "là lỗi của Excel, không phải số liệu: sửa công thức, hoặc gõ giá trị đúng."
        raise Invalid(f"Cột “{field.label}”, ô {cell.coordinate}: “{value}” {todo}")
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
