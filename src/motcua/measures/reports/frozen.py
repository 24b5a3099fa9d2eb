"""A report as JSON and back, every number with its kind: what was issued can be read again when facts have moved on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from motcua.measures.reports.report import Cell, Change, Column, Percent, Report, Row, Section, Table


def plain(report: Report) -> dict[str, Any]:
    """The report as JSON holds it."""
    sections = [asdict(one) | {"tables": [_table(table) for table in one.tables]} for one in report.sections]
    return asdict(report) | {"as_of": report.as_of.isoformat(), "sections": sections}


def _table(one: Table) -> dict[str, Any]:
    rows = [{"cells": [_cell(cell) for cell in row.cells], "strong": row.strong} for row in one.rows]
    return asdict(one) | {"rows": rows}


def _cell(cell: Cell) -> Any:
    match cell:
        case Percent(value):
            return {"percent": str(value)}
        case Change(value):
            return {"change": _cell(value)}
        case Decimal():
            return {"decimal": str(cell)}
    return cell


def thawed(said: Mapping[str, Any]) -> Report:
    """The report that was kept as JSON."""
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    kept |= {
        "as_of": datetime.fromisoformat(said["as_of"]),
        "sections": tuple(map(_section, said["sections"])),
    }
    return Report(**kept)


def _section(said: Mapping[str, Any]) -> Section:
    tables = tuple(
        Table(
            one["caption"],
            tuple(Column(**column) for column in one["columns"]),
            tuple(Row(tuple(map(_thawed, row["cells"])), row["strong"]) for row in one["rows"]),
        )
        for one in said["tables"]
    )
    return Section(said["heading"], tuple(said["sentences"]), tables, said["chapter"])


def _thawed(cell: Any) -> Cell:
    match cell:
        case {"percent": value}:
            return Percent(Decimal(value))
        case {"change": {"decimal": value}}:
            return Change(Decimal(value))
        case {"change": value}:
            return Change(value)
        case {"decimal": value}:
            return Decimal(value)
    known: Cell = cell
    return known
