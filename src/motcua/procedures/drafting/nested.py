"""The small tables of a row: the value of the file as rows of cells, and typed rows as the value that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from motcua.kernel.refusals import Fault
from motcua.procedures import structure
from motcua.procedures.drafting import cells, texts
from motcua.procedures.drafting.cells import Cell, RowForm, TableForm
from motcua.procedures.drafting.columns import Table

Item = tuple[str, Mapping[str, Any]]
"""A row of a small table, by a name that it alone has."""


def shown(table: Table, value: Any) -> TableForm:
    """A small table as a form."""
    rows = [
        RowForm("", name, tuple(_cell(one, item) for one in table.columns))
        for name, item in items(table, value)
    ]
    return TableForm("", table, tuple(rows))


def _cell(column: Any, item: Mapping[str, Any]) -> Cell:
    return Cell("", column, cells.said(column, texts.value_at(item, column.name)))


def items(table: Table, value: Any) -> Sequence[Item]:
    """The rows of a value of the file; nothing of one that is no table."""
    plain = structure.plain(value)
    found = list(_ways(plain)) if table.moves else plain if isinstance(plain, list) else []
    seen: dict[str, int] = {}
    named = []
    for item in found:
        if not isinstance(item, Mapping):
            continue
        name = str(item.get("id") or texts.digest_of(texts.flow(item))[:8])
        seen[name] = seen.get(name, 0) + 1
        named.append((f"{name}#{seen[name]}", item))
    return named


def _ways(moves: Any) -> Iterator[Mapping[str, Any]]:
    """Each way of each move as a row; a move without conditions has one."""
    for verb, target in moves.items() if isinstance(moves, Mapping) else ():
        for way in target if isinstance(target, list) else [target]:
            yield {"verb": verb, **way} if isinstance(way, Mapping) else {"verb": verb, "to": way}


def read(form: TableForm, value: Any, faults: list[Fault]) -> Any:
    """The value that a typed table means; the one that stood there when it says the same."""
    now = items(form.table, value)
    typed = [row for row in form.rows if not row.is_empty]
    if [row.was for row in typed] == [name for name, _ in now] and all(
        cells.stands(cell, texts.value_at(item, cell.column.name))
        for row, (_, item) in zip(typed, now, strict=True)
        for cell in row.cells
    ):
        return value
    known = dict(now)
    told = []
    for row in typed:
        was = known.get(row.was, {})
        told.append((row, whole(was, cells.read(row.cells, was, faults))))
    if form.table.moves:
        return _moves(told, faults) or None
    return _identified([item for _, item in told], form.table) or None


def whole(was: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the file with what its cells say; None takes a value out, other values stay."""
    kept = {name: value for name, value in was.items() if told.get(name, value) is not None}
    return kept | {name: value for name, value in told.items() if value is not None}


def _moves(told: Sequence[tuple[RowForm, Mapping[str, Any]]], faults: list[Fault]) -> dict[str, Any]:
    """A verb to its step, or to its ways in their order: the last of them has no condition."""
    found: dict[str, list[tuple[RowForm, Mapping[str, Any]]]] = {}
    for row, way in told:
        lacking = [name for name in ("verb", "to") if not way.get(name)]
        faults += [Fault(f"{row.key}-{name}", _LACKING[name]) for name in lacking]
        if not lacking:
            found.setdefault(way["verb"], []).append((row, way))
    for ways in found.values():
        faults += [Fault(f"{row.key}-when", LAST) for row, _ in ways[:-1] if not row.value_of("when")]
        faults += [Fault(f"{row.key}-when", OTHERWISE) for row, way in ways[-1:] if way.get("when")]
    return {verb: _target([way for _, way in ways]) for verb, ways in found.items()}


_LACKING = {"verb": "Chọn việc làm.", "to": "Chọn bước đi tới."}
LAST = "Cùng một việc thì chỉ dòng cuối không có điều kiện: ghi điều kiện, hoặc bỏ dòng này."
OTHERWISE = "Thêm một dòng cùng việc, không có điều kiện, cho các trường hợp còn lại."


def _target(ways: Sequence[Mapping[str, Any]]) -> Any:
    if len(ways) == 1 and not ways[0].get("when"):
        return ways[0]["to"]
    return [{"to": way["to"], "when": way["when"]} if way.get("when") else way["to"] for way in ways]


def _identified(given: Sequence[dict[str, Any]], table: Table) -> list[dict[str, Any]]:
    """The items, each with an id of its own where the table's items have one: a new one is called by whom it is for."""
    if not table.identified:
        return list(given)
    taken = {str(item["id"]) for item in given if item.get("id")}
    found = []
    for item in given:
        if not item.get("id"):
            name = _free(_called(item), taken)
            taken.add(name)
            found.append({"id": name, **item})
        else:
            found.append(item)
    return found


def _called(item: Mapping[str, Any]) -> str:
    """``so-xay-dung``, ``commune``, ``part-1-001193``."""
    if code := str(item.get("procedure") or ""):
        return f"part-{code.replace('.', '-')}"
    return str(item.get("agency") or "commune")


def _free(name: str, taken: set[str]) -> str:
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
