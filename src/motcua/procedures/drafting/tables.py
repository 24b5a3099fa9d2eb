"""Parts as forms: facts, sentences and rows with cells that are typed, and the change of the text that they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import structure
from motcua.procedures.drafting import texts
from motcua.procedures.drafting.parts import Column, Part
from motcua.procedures.importing import limits
from motcua.web import catalogue_files

MOST_ROWS = 300
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


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
        unknown = [(self.value, self.value)] if self.value and self.value not in offered else []
        return [*unknown, *known.items()]


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row as it is typed; ``was`` is the name of the row of the text that it was, empty for a new one."""

    place: int
    was: str
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        """What people call the row: its first long text."""
        return next((cell.value for cell in self.cells if cell.column.kind == "long"), "")


@dataclass(frozen=True, slots=True)
class Form:
    """A part as it is typed."""

    facts: tuple[Cell, ...]
    lines: tuple[Cell, ...]
    rows: tuple[RowForm, ...]

    def moved(self, deed: str, columns: Sequence[Column]) -> Form:
        """The form after ``add-2``, ``up-2``, ``down-2`` or ``drop-2``; anything else leaves it."""
        what, _, number = deed.partition("-")
        rows, place = list(self.rows), int(number) if number.isdecimal() else -1
        if what == "add" and place <= len(rows):
            rows.insert(place, RowForm(0, "", tuple(Cell("", column, "") for column in columns)))
        elif what == "drop" and 0 <= place < len(rows):
            del rows[place]
        elif what in ("up", "down") and 0 <= place < len(rows):
            other = place + (1 if what == "down" else -1)
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
        return replace(self, rows=_numbered(rows))

    def with_faults(self, faults: Sequence[Fault]) -> Form:
        """The form with what is wrong beside each cell."""
        told = {fault.where: fault.message for fault in faults}
        return self._each(lambda one: replace(one, error=told.get(one.name, "")))

    def with_choices(self, name: str, choices: Mapping[str, str]) -> Form:
        """The form with what the cells of a column may be chosen from."""

        def offered(one: Cell) -> Cell:
            return (
                replace(one, column=replace(one.column, choices=choices)) if one.column.name == name else one
            )

        return self._each(offered)

    def _each(self, change: Callable[[Cell], Cell]) -> Form:
        def done(cells: Sequence[Cell]) -> tuple[Cell, ...]:
            return tuple(map(change, cells))

        rows = tuple(replace(one, cells=done(one.cells)) for one in self.rows)
        return Form(done(self.facts), done(self.lines), rows)

    def named(self, faults: Sequence[Fault]) -> list[Fault]:
        """Faults that name their cells as the page does: by the label, and the row that it stands in."""
        labels = {one.name: gettext(one.column.label) for one in self.facts}
        for row in self.rows:
            standing = f"{row.place + 1}. {row.title}".rstrip(". ")
            labels |= {one.name: f"{gettext(one.column.label)} ({standing})" for one in row.cells}
        return [Fault(labels.get(one.where, one.where), one.message) for one in faults]


def _numbered(rows: Sequence[RowForm]) -> tuple[RowForm, ...]:
    return tuple(
        RowForm(place, row.was, tuple(replace(one, name=f"r{place}-{one.column.name}") for one in row.cells))
        for place, row in enumerate(rows)
    )


def value_of(text: str) -> Mapping[str, Any]:
    """What a text says; raises Invalid when it is no catalogue file at all."""
    value = catalogue_files.parse(Path("du-thao.yaml"), text).value
    if not isinstance(value, Mapping):
        raise Invalid("Dự thảo chưa phải là một tệp danh mục.")
    return value


# --- from the text -------------------------------------------------------------------------------------------


def shown(part: Part, text: str) -> Form:
    """A part of a text as a form; Invalid when the text cannot be read so."""
    value = value_of(text)
    facts = tuple(Cell(f"f-{one.name}", one, _typed(texts.value_at(value, one.name))) for one in part.facts)
    lines = tuple(
        Cell(f"l-{key}", Column(key, key, "long"), "\n".join(map(str, value.get(key) or ())))
        for key in part.lines
    )
    rows = [
        RowForm(0, name, tuple(Cell("", one, _typed(texts.value_at(row, one.name))) for one in part.columns))
        for name, row in named_rows(part, value)
    ]
    return Form(facts, lines, _numbered(rows))


def named_rows(part: Part, value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a part, each by a name that it alone has."""
    rows = value.get(part.rows) if part.rows else None
    seen: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            raise Invalid("Phần này viết chưa đúng mẫu; sửa ở dạng văn bản.")
        name = str(row.get(part.columns[0].name, ""))
        seen[name] = seen.get(name, 0) + 1
        yield f"{name}#{seen[name]}", row


def _typed(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else texts.flow(structure.plain(value))


def told(part: Part) -> list[tuple[str, str]]:
    """How the values of a part are written, as the schema of the file tells."""
    inside = structure.schema()["properties"]
    inside = inside[part.rows]["items"]["properties"] if part.rows else inside
    return [
        (one.label, str(of.get("description", "")))
        for one in columns_of(part)
        if (of := _at(inside, one.name))
    ]


def columns_of(part: Part) -> Sequence[Column]:
    return part.columns if part.rows else part.facts


def _at(inside: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What the schema says of ``limit.value``."""
    first, _, rest = name.partition(".")
    here: Mapping[str, Any] = inside.get(first, {})
    return _at(here.get("properties", {}), rest) if rest else here


# --- from the page -------------------------------------------------------------------------------------------


def typed(part: Part, sent: Mapping[str, str]) -> Form:
    """The form as a page sent it."""

    def cell(name: str, column: Column) -> Cell:
        return Cell(name, column, sent.get(name, "").replace("\r\n", "\n").strip())

    count = next((n for n in range(MOST_ROWS) if f"r{n}-row" not in sent), MOST_ROWS) if part.rows else 0
    return Form(
        tuple(cell(f"f-{one.name}", one) for one in part.facts),
        tuple(cell(f"l-{key}", Column(key, key, "long")) for key in part.lines),
        tuple(
            RowForm(n, sent[f"r{n}-row"], tuple(cell(f"r{n}-{one.name}", one) for one in part.columns))
            for n in range(count)
        ),
    )


def change(part: Part, form: Form) -> Callable[[str], str]:
    """The change of a text that a form means; raises Invalid with a fault for each cell that says nothing."""

    def done(text: str) -> str:
        value = value_of(text)
        faults: list[Fault] = []
        facts = _read(form.facts, value, faults)
        known = {name: (place, row) for place, (name, row) in enumerate(named_rows(part, value))}
        rows = []
        for row in form.rows:
            place, was = known.get(row.was, (None, {}))
            rows.append((place, _read(row.cells, was, faults)))
        if faults:
            raise Invalid("Có ô viết chưa đúng.", faults=faults)
        text = texts.with_facts(text, facts)
        for cell in form.lines:
            said = [line.strip() for line in cell.value.splitlines() if line.strip()]
            text = texts.with_lines(text, cell.column.name, said)
        return texts.with_rows(text, part.rows, rows) if part.rows else text

    return done


def _read(cells: Sequence[Cell], was: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The values of cells; one that says what stood there keeps the value that stood there."""
    found = {}
    for cell in cells:
        now = texts.value_at(was, cell.column.name)
        try:
            found[cell.column.name] = now if _typed(now) == cell.value else _value(cell)
        except Invalid as refusal:
            faults += refusal.faults
    return found


def _value(cell: Cell) -> Any:
    if not cell.value:
        return None
    if cell.column.kind == "yaml":
        return texts.unflow(cell.value, cell.name)
    if cell.column.kind == "yes-no":
        return True
    if cell.column.kind == "number":
        if not cell.value.lstrip("-").isdecimal():
            raise Invalid("", faults=[Fault(cell.name, "Nhập một số nguyên, không có dấu chấm.")])
        return int(cell.value)
    if cell.column.kind == "day":
        return _day(cell)
    words = " ".join(cell.value.split())
    return _limit(words) if cell.column.kind == "limit" else words


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


def _limit(words: str) -> str:
    """``7 ngày làm việc`` as files write it, ``7 wd``; what is no limit, or a doubtful one, stays for the linter."""
    found = limits.found_in(words)
    sure = len(found) == 1 and not found[0].doubt and not found[0].same_day
    return found[0].value if sure and found[0].words == words else words
