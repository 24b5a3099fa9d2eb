"""Rows of form II.06, counted from the facts for the days of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from motcua.kernel.situation import COLUMNS, Situation
from motcua.kernel.text import fold
from motcua.measures import reads
from motcua.measures.counting import Asked

FORM = "ii-06"
BY = ("level", "successor", "field")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row was counted: the level, the agency that carries its work now, the field of procedures.

    An old log may say none of them: empty, 0, empty.
    """

    level: str
    agency: int
    field: str


Counted = Mapping[Spot, Situation]


def count(asked: Asked, agency: int | None = None) -> Counted:
    """The rows that have anything to tell, of the province or of one agency; raises :class:`Invalid` if one breaks."""
    numbers: dict[Spot, dict[str, int]] = defaultdict(dict)
    names = {f"{FORM}.{number}": name for name, number in COLUMNS.items()}
    for line in reads.lines(reads.chosen([FORM]), Asked(asked.as_of, asked.first, asked.last, BY)):
        level, carrying, field = line.key
        numbers[Spot(level or "", carrying or 0, field or "")][names[line.measure.code]] = (
            line.tally.part or 0
        )
    rows = {spot: Situation(**columns) for spot, columns in numbers.items()}
    return {spot: row for spot, row in rows.items() if row.received and agency in (None, spot.agency)}


def total(rows: Iterable[Situation]) -> Situation:
    """Rows added up."""
    return reduce(add, rows, Situation())


def by_field(counted: Counted, level: str) -> dict[str, Situation]:
    """The fields of a level, in the order of their names."""
    found: dict[str, list[Situation]] = defaultdict(list)
    for spot, row in counted.items():
        if spot.level == level:
            found[spot.field].append(row)
    return {field: total(found[field]) for field in sorted(found, key=fold)}


def by_agency(counted: Counted) -> dict[int, Situation]:
    """The agencies, each with all that it settles."""
    found: dict[int, list[Situation]] = defaultdict(list)
    for spot, row in counted.items():
        found[spot.agency].append(row)
    return {agency: total(rows) for agency, rows in found.items()}
