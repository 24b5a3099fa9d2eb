"""The minutes that steps of a case have, of sittings that were held or are announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.cases.reads.querying import json_of, rows
from motcua.kernel.sittings import Minutes


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """What was written down once: ``participants`` have a name and a capacity; votes are 0 where none was taken."""

    id: int
    step: str
    kind: str
    held_at: datetime
    place: str
    participants: Sequence[Mapping[str, str]]
    content: str
    present: int
    in_favour: int
    at: datetime
    by_name: str


MINUTES = """
SELECT m.id, s.title AS step, m.kind, m.held_at, m.place, m.participants, m.content, m.present, m.in_favour, m.at,
  a.full_name AS by_name
FROM cases_minutes m JOIN cases_step s ON s.id = m.step_id JOIN people_account a ON a.id = m.by_id
WHERE m.case_id = %s ORDER BY m.at, m.id"""


def minutes(case: UUID) -> tuple[MinutesRow, ...]:
    """All minutes of a case, the first written down first."""
    found = rows(MINUTES, [case])
    return tuple(MinutesRow(**(row | {"participants": json_of(row["participants"])})) for row in found)


OF_STEP = "SELECT held_at, present, in_favour FROM cases_minutes WHERE step_id = %s ORDER BY at, id"


def minutes_of(step: int) -> tuple[Minutes, ...]:
    """What decisions need of a step's minutes, the last written down last."""
    return tuple(Minutes(**row) for row in rows(OF_STEP, [step]))
