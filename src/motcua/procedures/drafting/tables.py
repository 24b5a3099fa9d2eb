"""Parts as forms: facts, sentences and rows with cells that are typed, and the change of the text that they mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import structure
from motcua.procedures.drafting import asking, nested, texts
from motcua.procedures.drafting.cells import HOW, Cell, RowForm, TableForm, read, said
from motcua.procedures.drafting.columns import Column, Manner, Part, Table, of_type
from motcua.web import catalogue_files

MANNER = "manner"
"""The cell in which the manner of a row is chosen."""
TYPE = "type"
"""The cell in which the type of a question is chosen: some types have cells of their own."""
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Form:
    """A part as it is typed."""

    facts: tuple[Cell, ...]
    lines: tuple[Cell, ...]
    rows: tuple[RowForm, ...]

    def moved(self, deed: str, part: Part) -> Form:
        """The form after ``add-2``, ``up-2``, ``down-2`` or ``drop-2``, ``cut-r0-moves-1`` or ``lift-r0-moves-1``."""
        what, _, name = deed.partition("-")
        if what == "lift":
            return replace(self, rows=tuple(one.over_tables(lambda x: x.lifted(name)) for one in self.rows))
        if what == "cut":
            return replace(self, rows=tuple(one.over_tables(lambda x: x.without(name)) for one in self.rows))
        rows, place = list(self.rows), int(name) if name.isdecimal() else -1
        if what == "add" and place <= len(rows):
            rows.insert(place, _row(part, "", {}))
        elif what == "drop" and 0 <= place < len(rows):
            del rows[place]
        elif what in ("up", "down") and 0 <= place < len(rows):
            other = place + (1 if what == "down" else -1)
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
        return replace(self, rows=_numbered(rows))

    def with_spares(self) -> Form:
        """The form with an empty row at the end of each small table, to write in."""
        return replace(self, rows=tuple(one.over_tables(TableForm.with_spare) for one in self.rows))

    def with_faults(self, faults: Sequence[Fault]) -> Form:
        """The form with what is wrong beside each cell."""
        told = {fault.where: fault.message for fault in faults}
        return self._each(lambda one: replace(one, error=told.get(one.name, "")))

    def with_codes(
        self, asked: Sequence[asking.Question], stand: Collection[str], faults: list[Fault]
    ) -> Form:
        """The form with codes for labels in its conditions, but in those that stand in the text already.

        Faults say what they name that the form does not have.
        """

        def coded(one: Cell) -> Cell:
            if one.column.kind != "condition" or one.value in stand or one.value[:1] in ("", "{", "["):
                return one
            told = asking.coded(one.value, asked)
            faults.extend(filter(None, [asking.fault(told, one.name, asked)]))
            return replace(one, value=told)

        return self._each(coded)

    def conditions(self) -> set[str]:
        """What stands in the cells of conditions."""
        return {one.value for row in self.rows for _, one in row.every() if one.column.kind == "condition"}

    def with_choices(self, known: Mapping[str, Choices]) -> Form:
        """The form with what the cells of a column may be chosen from, by its name; what stands there has its title."""

        def offered(one: Cell) -> Cell:
            if one.column.name not in known:
                return one
            choices, titles = known[one.column.name]
            more = {now: titles[now] for now in one.chosen if now in titles and now not in choices}
            return replace(one, column=replace(one.column, choices={**more, **choices}))

        return self._each(offered)

    def _each(self, change: Callable[[Cell], Cell]) -> Form:
        def done(given: Sequence[Cell]) -> tuple[Cell, ...]:
            return tuple(map(change, given))

        return Form(done(self.facts), done(self.lines), tuple(one.each(change) for one in self.rows))

    def has(self, kind: str) -> bool:
        """Whether one of its cells is of a kind."""
        return any(one.column.kind == kind for row in self.rows for _, one in row.every())

    def named(self, faults: Sequence[Fault]) -> list[Fault]:
        """Faults that name their cells as the page does: by the label, and the row that it stands in."""
        labels = {one.name: gettext(one.column.label) for one in self.facts}
        for row in self.rows:
            standing = f"{row.place + 1}. {row.title}".rstrip(". ")
            labels |= {
                one.name: f"{gettext(one.column.label)} ({', '.join(filter(None, (standing, small)))})"
                for small, one in row.every()
            }
        return [Fault(labels.get(one.where, one.where), one.message) for one in faults]


Choices = tuple[Mapping[str, str], Mapping[str, str]]
"""What is offered, with its titles; and the titles of what may stand there besides."""


def _numbered(rows: Sequence[RowForm]) -> tuple[RowForm, ...]:
    return tuple(row.named(f"r{place}", place) for place, row in enumerate(rows))


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
    facts = tuple(
        Cell(f"f-{one.name}", one, said(one, texts.value_at(value, one.name))) for one in part.facts
    )
    lines = tuple(
        Cell(f"l-{key}", Column(key, key, "long"), "\n".join(map(str, value.get(key) or ())))
        for key in part.lines
    )
    return Form(facts, lines, _numbered([_row(part, name, row) for name, row in named_rows(part, value)]))


def _row(part: Part, name: str, row: Mapping[str, Any]) -> RowForm:
    """A row of the file as a form; an empty one for a new row."""
    manner, kind = manner_of(part, row), row.get(TYPE)
    return RowForm(
        "",
        name,
        tuple(Cell("", one, said(one, texts.value_at(row, one.name))) for one in of_type(part.columns, kind)),
        tuple(nested.shown(one, texts.value_at(row, one.name)) for one in of_type(part.tables, kind)),
        Cell("", _manners(part), manner.id if manner else "") if part.manners else None,
        _inside(manner, row) if manner else None,
    )


def _inside(manner: Manner, row: Mapping[str, Any]) -> RowForm:
    return RowForm(
        "",
        "",
        tuple(Cell("", one, said(one, texts.value_at(row, one.name))) for one in manner.facts),
        tuple(nested.shown(one, texts.value_at(row, one.name)) for one in manner.tables),
    )


def manner_of(part: Part, row: Mapping[str, Any]) -> Manner | None:
    """In which manner a row of the file waits."""
    return next((one for one in part.manners if one.is_of(row)), None)


def _manners(part: Part) -> Column:
    return Column(
        MANNER, gettext_noop("Trong bước này có"), "choice", {one.id: one.title for one in part.manners}
    )


def named_rows(part: Part, value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a part, each by a name that it alone has."""
    rows = texts.value_at(value, part.rows) if part.rows else None
    seen: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            raise Invalid("Phần này viết chưa đúng mẫu; sửa ở dạng văn bản.")
        name = str(row.get(part.columns[0].name, ""))
        seen[name] = seen.get(name, 0) + 1
        yield f"{name}#{seen[name]}", row


def told(part: Part) -> list[tuple[str, str]]:
    """How the cells of a part are written: by their kind, else as the schema of the file tells."""
    whole = structure.schema()["properties"]
    row = _at(whole, part.rows).get("items", {}).get("properties", {}) if part.rows else {}
    asked = [*((one, whole) for one in part.facts), *((one, row) for one in part.columns)]
    cells = [
        (one.label, HOW.get(one.kind) or str(of.get("description", "")))
        for one, inside in asked
        if (of := _at(inside, one.name)) and one.kind not in ("choice", "many", "yes-no")
    ]
    return [*cells, *((one.title, one.how) for one in part.tables if one.how)]


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

    def row(key: str, columns: Sequence[Column]) -> RowForm:
        return RowForm(
            key, sent.get(f"{key}-row", ""), tuple(cell(f"{key}-{one.name}", one) for one in columns)
        )

    def table(key: str, one: Table) -> TableForm:
        rows = [row(f"{key}-{n}", one.columns) for n in range(_count(f"{key}-{{}}-row", sent))]
        return TableForm(key, one, tuple(one for one in rows if not one.is_empty)).named(key)

    def within(key: str, manner: Manner) -> RowForm:
        tables = tuple(table(f"{key}-{one.id}", one) for one in manner.tables)
        return replace(row(key, manner.facts), tables=tables)

    def filled(key: str) -> RowForm:
        chosen = cell(f"{key}-{MANNER}", _manners(part)) if part.manners else None
        manner = next((one for one in part.manners if chosen and one.id == chosen.value), None)
        kind = sent.get(f"{key}-{TYPE}", "")
        return replace(
            row(key, of_type(part.columns, kind)),
            tables=tuple(table(f"{key}-{one.id}", one) for one in of_type(part.tables, kind)),
            manner=chosen,
            inside=within(key, manner) if manner else None,
        )

    count = _count("r{}-row", sent) if part.rows else 0
    return Form(
        tuple(cell(f"f-{one.name}", one) for one in part.facts),
        tuple(cell(f"l-{key}", Column(key, key, "long")) for key in part.lines),
        _numbered([filled(f"r{n}") for n in range(count)]),
    )


def _count(name: str, sent: Mapping[str, str]) -> int:
    """How many rows were sent, one after the other."""
    return next((n for n in range(MOST_ROWS) if name.format(n) not in sent), MOST_ROWS)


def change(part: Part, form: Form) -> Callable[[str], str]:
    """The change of a text that a form means; raises Invalid with a fault for each cell that says nothing."""

    def done(text: str) -> str:
        value = value_of(text)
        faults: list[Fault] = []
        asked = asking.of_rows(form.rows) if part.rows == "form" else asking.of_file(value)
        coded = form.with_codes(asked, shown(part, text).conditions(), faults)
        facts = read(form.facts, value, faults)
        known = {name: (place, row) for place, (name, row) in enumerate(named_rows(part, value))}
        rows = []
        for row in coded.rows:
            place, was = known.get(row.was, (None, {}))
            rows.append((place, _told(part, row, was, faults)))
        if faults:
            first = {fault.where: fault for fault in reversed(faults)}
            raise Invalid("Có ô viết chưa đúng.", faults=[*reversed(first.values())])
        text = texts.with_facts(text, facts)
        for cell in form.lines:
            said = [line.strip() for line in cell.value.splitlines() if line.strip()]
            text = texts.with_lines(text, cell.column.name, said)
        return _with_rows(text, part, rows, [row for _, row in known.values()])

    return done


def _with_rows(text: str, part: Part, rows: Sequence[texts.Row], was: Sequence[Mapping[str, Any]]) -> str:
    if "." not in part.rows:
        return texts.with_rows(text, part.rows, rows) if part.rows else text
    plain = [structure.plain(one) for one in was]
    told = [nested.whole(plain[place] if place is not None else {}, cells) for place, cells in rows]
    return text if told == plain else texts.with_facts(text, {part.rows: told or None})


def _told(part: Part, row: RowForm, was: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """What a typed row says of the row that it was: what its manner no longer owns is taken out."""
    found = _of_other_types(part, row, was) | read(row.cells, was, faults) | _small(row, was, faults)
    if row.manner is None:
        return found
    before = manner_of(part, was)
    manner = next((one for one in part.manners if one.id == row.manner.value), None)
    if before and before is not manner:
        found |= dict.fromkeys(before.keys)
    if manner and before is not manner:
        found |= manner.fixed
    if row.inside and manner:
        stays = was if before is manner else {}
        known = len(faults)
        told = read(row.inside.cells, stays, faults) | _small(row.inside, stays, faults)
        if len(faults) == known and (lacking := _lacking(manner, told)):
            faults.append(Fault(row.manner.name, lacking))
        found |= told
    return found


def _of_other_types(part: Part, row: RowForm, was: Mapping[str, Any]) -> dict[str, Any]:
    """What only the type that a row was may have, taken out once it is of another."""
    own: list[Column | Table] = [*of_type(part.columns, was.get(TYPE)), *of_type(part.tables, was.get(TYPE))]
    return {one.name: None for one in own if one.types and row.value_of(TYPE) not in one.types}


def _lacking(manner: Manner, told: Mapping[str, Any]) -> str:
    """What is missing of a manner that was chosen, when nothing of it would stand in the file."""
    if empty := next((one for one in manner.tables if told[one.name] is None), None):
        return f"Ghi ít nhất một dòng ở “{empty.title}”."
    nothing = not manner.fixed and all(value is None for value in told.values())
    return "Điền các ô của việc này." if nothing else ""


def _small(row: RowForm, was: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    return {
        one.table.name: nested.read(one, texts.value_at(was, one.table.name), faults) for one in row.tables
    }
