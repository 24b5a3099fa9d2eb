"""The inputs of a page: what stands in each as people read it, and the value of the file that it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from motcua.kernel.clock import Limit
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import structure
from motcua.procedures.drafting import choosing, filling, shorthand, texts
from motcua.procedures.drafting.columns import Column, Table
from motcua.procedures.importing import limits

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_WHOLE = re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)", re.ASCII)
_WEEKS = "tuần"
"""What no limit is counted in: a week may mean five working days, or seven days."""
SEVERAL = ", "
"""Between the values of a cell that holds several."""
FOREVER = "vô thời hạn"
HOW: Mapping[str, str] = {
    "number": "Nhập một số nguyên; dấu chấm chỉ để ngăn hàng nghìn, ví dụ 100.000.",
    "bound": "Nhập một số, hoặc một ngày như 31/12/2026.",
    "day": "Viết ngày/tháng/năm, ví dụ 31/12/2026.",
    "limit": "Viết số và đơn vị, ví dụ 7 ngày làm việc, 3 giờ làm việc, 15 ngày, 6 tháng; "
    "tuần thì ghi số ngày làm việc.",
    "validity": f"Viết “{FOREVER}”, hoặc số và đơn vị, ví dụ 6 tháng.",
    "condition": shorthand.HOW,
    "sources": "Mỗi dòng một mục: mã mục của hồ sơ con, dấu =, mã mục của tờ khai này; hoặc: mã mục là có.",
    "choices": "Mỗi dòng một lựa chọn: Quốc lộ, hoặc quoc-lo = Quốc lộ; gợi ý ghi sau dấu |. "
    "Lấy cả một danh mục thì viết “danh mục” và mã của nó.",
    "prefill": filling.HOW,
    "procedure": "Chọn một thủ tục của danh mục, hoặc nhập mã của nó.",
}
"""How the cells of a kind are written."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One input: its name on the page, its column, what stands in it, what is wrong with it."""

    name: str
    column: Column
    value: str
    error: str = ""

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """What may be chosen, with its label; what stands there stays offered though nobody knows it."""
        known = self.column.choices
        offered = ("true", "false") if self.column.kind == "yes-no" else known
        unknown = [(one, one) for one in self.chosen if one not in offered]
        return [*unknown, *known.items()]

    @property
    def chosen(self) -> Sequence[str]:
        """The values that stand in it."""
        several = self.value.split(SEVERAL) if self.column.kind == "many" else [self.value]
        return [one for one in several if one]

    @property
    def lines(self) -> int:
        """How many lines it needs."""
        return self.value.count("\n") + 2


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row as it is typed: its cells, its small tables, and, when it waits in some manner, what belongs to that.

    ``key`` begins the names of its inputs; ``was`` is the name of the row of the text that it was, empty for a new one.
    """

    key: str
    was: str
    cells: tuple[Cell, ...]
    tables: tuple[TableForm, ...] = ()
    manner: Cell | None = None
    inside: RowForm | None = None
    place: int = 0

    @property
    def title(self) -> str:
        """What people call the row: its first long text."""
        return next((cell.value for cell in self.cells if cell.column.kind == "long"), "")

    def value_of(self, name: str) -> str:
        """What stands in the cell of a column."""
        return next((cell.value for cell in self.cells if cell.column.name == name), "")

    @property
    def at_once(self) -> Sequence[Cell]:
        """The cells that are seen at once."""
        return [one for one in self.cells if not one.column.folded]

    @property
    def folded(self) -> Sequence[Cell]:
        """The cells that are seldom needed."""
        return [one for one in self.cells if one.column.folded]

    @property
    def unfolds(self) -> bool:
        """Whether something stands in the cells that are seldom needed."""
        return any(one.value or one.error for one in self.folded)

    @property
    def is_empty(self) -> bool:
        return not any(cell.value for cell in self.cells)

    def named(self, key: str, place: int) -> RowForm:
        """The row at another place, all its inputs named after it."""
        return replace(
            self,
            key=key,
            place=place,
            cells=tuple(replace(one, name=f"{key}-{one.column.name}") for one in self.cells),
            tables=tuple(one.named(f"{key}-{one.table.id}") for one in self.tables),
            manner=self.manner and replace(self.manner, name=f"{key}-{self.manner.column.name}"),
            inside=self.inside and self.inside.named(key, place),
        )

    def each(self, change: Callable[[Cell], Cell]) -> RowForm:
        """The row with every cell changed."""
        return replace(
            self,
            cells=tuple(map(change, self.cells)),
            tables=tuple(
                replace(one, rows=tuple(row.each(change) for row in one.rows)) for one in self.tables
            ),
            manner=self.manner and change(self.manner),
            inside=self.inside and self.inside.each(change),
        )

    def every(self) -> Sequence[tuple[str, Cell]]:
        """Every cell of the row, each with the name of the small row in which it stands, if any."""
        inner = self.inside.every() if self.inside else ()
        own = [("", one) for one in (*self.cells, *([self.manner] if self.manner else []))]
        small = [
            (f"{one.table.one} {row.place + 1}", cell)
            for one in self.tables
            for row in one.rows
            for _, cell in row.every()
        ]
        return [*own, *small, *inner]

    def over_tables(self, change: Callable[[TableForm], TableForm]) -> RowForm:
        """The row with its small tables changed."""
        return replace(
            self,
            tables=tuple(map(change, self.tables)),
            inside=self.inside and self.inside.over_tables(change),
        )


@dataclass(frozen=True, slots=True)
class TableForm:
    """A small table as it is typed."""

    key: str
    table: Table
    rows: tuple[RowForm, ...] = field(default=())

    def named(self, key: str) -> TableForm:
        """The table under another name, its rows numbered anew."""
        rows = tuple(row.named(f"{key}-{place}", place) for place, row in enumerate(self.rows))
        return replace(self, key=key, rows=rows)

    def with_spare(self) -> TableForm:
        """The table with an empty row at its end, to write in."""
        spare = RowForm("", "", tuple(Cell("", column, "") for column in self.table.columns))
        return replace(self, rows=(*self.rows, spare)).named(self.key)

    def lifted(self, key: str) -> TableForm:
        """The table with one of its rows before the one above it."""
        rows = list(self.rows)
        for place, row in enumerate(rows[1:]):
            if row.key == key:
                rows[place : place + 2] = [row, rows[place]]
                break
        return replace(self, rows=tuple(rows)).named(self.key)

    def without(self, key: str) -> TableForm:
        """The table without one of its rows."""
        return replace(self, rows=tuple(row for row in self.rows if row.key != key)).named(self.key)


# --- values --------------------------------------------------------------------------------------------------


def said(column: Column, value: Any) -> str:
    """A value of the file as its cell shows it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if column.kind in ("day", "bound") else value.isoformat()
    if column.kind == "validity" and value == "forever":
        return FOREVER
    if column.kind in ("limit", "validity") and value:
        return _limit_said(str(value))
    plain = structure.plain(value)
    if shown := _SAID.get(column.kind):
        return shown(plain)
    if column.kind == "many" and isinstance(plain, list):
        return SEVERAL.join(map(str, plain))
    return texts.flow(plain)


def stands(cell: Cell, value: Any) -> bool:
    """Whether a cell says just what stands in the file."""
    if cell.column.kind == "many":
        return sorted(cell.chosen) == sorted(Cell("", cell.column, said(cell.column, value)).chosen)
    return said(cell.column, value) == cell.value


def read(cells: Sequence[Cell], was: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The values of cells; one that says what stood there keeps the value that stood there."""
    found = {}
    for cell in cells:
        now = texts.value_at(was, cell.column.name)
        try:
            found[cell.column.name] = now if stands(cell, now) else meant(cell)
            if cell.column.kind == "many":
                found[cell.column.name] = _in_order(found[cell.column.name], now)
        except Invalid as refusal:
            faults += refusal.faults
    return found


def _in_order(several: Any, now: Any) -> Any:
    """Several values in the order in which they stood; new ones come last."""
    if not isinstance(several, list) or not isinstance(now, list):
        return several
    return sorted(several, key=lambda one: now.index(one) if one in now else len(now))


def meant(cell: Cell) -> Any:
    """The value of the file that a cell means, None for an empty one; Invalid names the cell."""
    if not cell.value:
        return None
    if found := _READ.get(cell.column.kind):
        return found(cell)
    words = " ".join(cell.value.split())
    if cell.column.kind == "validity" and words.casefold() == FOREVER:
        return "forever"
    if cell.column.kind in ("limit", "validity"):
        return _limit(words)
    return int(words) if cell.column.kind == "choice" and words.isdecimal() else words


def _number(cell: Cell) -> int:
    """A whole number, its thousands apart by dots or not; ``1.5`` and ``100,000`` could mean two things."""
    if not _WHOLE.fullmatch(cell.value):
        message = "Nhập một số nguyên; dấu chấm chỉ để ngăn hàng nghìn, ví dụ 100.000 hoặc 100000."
        raise Invalid("", faults=[Fault(cell.name, message)])
    return int(cell.value.replace(".", ""))


def _bound(cell: Cell) -> Any:
    """The least or the most of an answer: a number or a day; what is neither stays for the linter."""
    if _WHOLE.fullmatch(cell.value):
        return _number(cell)
    return _day(cell) if _DAY.fullmatch(cell.value) else texts.unflow(cell.value, cell.name)


def _day(cell: Cell) -> date:
    """A day as people write it, ``31/12/2026``, or as files do."""
    written = _DAY.fullmatch(cell.value)
    try:
        return (
            date(int(written[3]), int(written[2]), int(written[1]))
            if written
            else date.fromisoformat(cell.value)
        )
    except ValueError:
        message = "Viết ngày có thật theo ngày/tháng/năm, ví dụ 31/12/2026."
        raise Invalid("", faults=[Fault(cell.name, message)]) from None


_SAID: Mapping[str, Callable[[Any], str]] = {
    "condition": shorthand.said,
    "sources": shorthand.sources,
    "choices": choosing.said,
    "prefill": filling.said,
}
_READ: Mapping[str, Callable[[Cell], Any]] = {
    "condition": lambda cell: shorthand.meant(cell.value, cell.name),
    "choices": lambda cell: choosing.meant(cell.value, cell.name),
    "prefill": lambda cell: filling.meant(cell.value, cell.name),
    "sources": lambda cell: shorthand.sources_meant(cell.value, cell.name),
    "many": lambda cell: list(cell.chosen),
    "yes-no": lambda cell: True,
    "number": _number,
    "bound": _bound,
    "day": _day,
}


def _limit_said(value: str) -> str:
    """``7 wd`` as people write it, where that means the same again."""
    try:
        words = Limit.parse(value).in_words()
    except Invalid:
        return value
    return words if _limit(words) == value else value


def _limit(words: str) -> str:
    """``7 ngày làm việc`` as files write it, ``7 wd``; what is no limit, or a doubtful one, stays for the linter."""
    found = limits.found_in(words)
    sure = len(found) == 1 and not found[0].doubt and not found[0].same_day and _WEEKS not in words
    return found[0].value if sure and found[0].words == words else words
