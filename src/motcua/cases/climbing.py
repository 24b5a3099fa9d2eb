"""The ladders of late steps and opinions, climbed by the system: each rung once, in order, after a downtime too.

The row of a step keeps which rung comes next and when; climbing it is an event like any other, on the revision that was
read, so that of two workers one climbs and the other finds nothing left.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import store
from motcua.cases.reads import rows
from motcua.kernel import casework
from motcua.kernel.flow import LEADER, ONE_STOP_HEAD, Place
from motcua.kernel.ladder import Told
from motcua.kernel.position import Position
from motcua.kernel.refusals import Conflict, OutOfOrder
from motcua.people import acts as people

DUE = """
SELECT s.case_id AS id, s.branch FROM cases_step s JOIN cases_case c ON c.id = s.case_id AND NOT c.held
WHERE s.closed_at IS NULL AND NOT s.held AND s.rung_at <= %(at)s ORDER BY s.rung_at, s.id LIMIT %(limit)s"""

ABOVE = """
WITH RECURSIVE above AS (
  SELECT id, parent_id, part, 0 AS height FROM agencies_agency WHERE id = %(agency)s
  UNION ALL SELECT a.id, a.parent_id, a.part, height + 1 FROM agencies_agency a JOIN above ON a.id = above.parent_id
)
SELECT (SELECT id FROM above WHERE part = '' ORDER BY height LIMIT 1) AS head,
  (SELECT id FROM above ORDER BY height DESC LIMIT 1) AS province"""
"""The agency whose division or counter has a step, and the one at the top above it."""


def climb(*, at: datetime, limit: int = 1000) -> int:
    """Climb all the rungs that have come due, the earliest first, and say how many; a second run climbs none."""
    return sum(_climb(row["id"], row["branch"], at) for row in rows(DUE, {"at": at, "limit": limit}))


def _climb(case: UUID, branch: str, at: datetime) -> int:
    """Climb what has come due of one step; whoever acts on it meanwhile goes first, and the next run looks again."""
    climbed = 0
    try:
        while True:
            here = store.fetch(case, branch).position
            change = casework.climb(here, at, _told(here))
            store.apply(case, here.revision, change, by=people.system(), at=at)
            climbed += 1
    except (Conflict, OutOfOrder):
        return climbed


def _told(here: Position) -> dict[str, Any]:
    """Whom the next rung tells: who has the step by name, a head by the role, whoever holds it."""
    step = here.open_step
    tells = here.ladder[step.rung].tells if step.rung < len(here.ladder) else Told.HOLDER
    if tells is Told.HOLDER:
        return {"agency_id": step.agency, "role": step.role, "account_id": step.owner}
    if tells is Told.ONE_STOP:
        return {"agency_id": here.places[Place.RECEPTION], "role": ONE_STOP_HEAD, "account_id": None}
    (found,) = rows(ABOVE, {"agency": step.agency})
    return {"agency_id": found[tells.value], "role": LEADER, "account_id": None}
