"""Rows of form II.06, counted from the facts for the days of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from motcua.kernel.situation import COLUMNS, Situation, added_up
from motcua.kernel.text import in_order
from motcua.measures import reads
from motcua.measures.counting import Asked, Row

FORM = "ii-06"
BY_FIELD, BY_AGENCY = ("level", "field"), ("successor",)
BY_ALL = ("level", "successor", "field")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row was counted: the level, the agency that carries its work now, the field of procedures.

    What an old log does not say, or nobody told apart, is empty or 0.
    """

    level: str = ""
    agency: int = 0
    field: str = ""


Counted = Mapping[Spot, Situation]


def count(asked: Asked, agency: int | None = None, by: tuple[str, ...] = BY_ALL) -> Counted:
    """The rows that have anything to tell, of the province or of one agency; raises :class:`Invalid` if one breaks.

    They are told apart ``by`` some of :data:`BY_ALL`; of one agency by all.
    """
    by = by if agency is None else BY_ALL
    measures = {f"{FORM}.{number}": name for name, number in COLUMNS.items()}
    names = {one.part: measures[one.code] for one in reads.chosen([FORM]) if one.part}
    numbers: dict[Row, dict[str, int]] = defaultdict(dict)
    for one, counted in reads.counted(reads.chosen([FORM]), replace(asked, by=by)).items():
        if one in names:
            for key, number in counted.items():
                numbers[key][names[one]] = number
    rows = ((_spot(by, key), columns) for key, columns in numbers.items() if columns.get("received"))
    return {spot: Situation(**columns) for spot, columns in rows if agency in (None, spot.agency)}


def _spot(by: Iterable[str], key: Row) -> Spot:
    said = {name: value for name, value in zip(by, key, strict=True) if value is not None}
    return Spot(said.get("level", ""), said.get("successor", 0), said.get("field", ""))


def by_field(counted: Counted, level: str) -> dict[str, Situation]:
    """The fields of a level, in the order of their names."""
    found: dict[str, list[Situation]] = defaultdict(list)
    for spot, row in counted.items():
        if spot.level == level:
            found[spot.field].append(row)
    return {field: added_up(found[field]) for field in sorted(found, key=in_order)}


def by_agency(counted: Counted) -> dict[int, Situation]:
    """The agencies, each with all that it settles."""
    found: dict[int, list[Situation]] = defaultdict(list)
    for spot, row in counted.items():
        found[spot.agency].append(row)
    return {agency: added_up(rows) for agency, rows in found.items()}
