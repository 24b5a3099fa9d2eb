"""What the ladders of late steps have told somebody: notices that stand as long as the step is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases.reads.querying import rows
from motcua.cases.reads.queues import OWN, only_of, scopes_of
from motcua.people.actors import Actor
from motcua.web.paging import LIMIT, Page, Place, page_of


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice: which step of which case, who has it, what has happened, when the step is due, when it was told."""

    id: int
    case: UUID
    code: str
    procedure: str
    title: str
    agency: str
    owner: str
    what: str
    due_at: datetime
    told_at: datetime


MINE = """cases_notice n JOIN cases_step s ON s.id = n.step_id AND s.closed_at IS NULL
WHERE ((n.account_id IS NOT NULL AND (s.owner_id = %(me)s{instead})) OR (n.account_id IS NULL AND EXISTS (
  SELECT FROM {queues} AS q(agency, role, scope) WHERE q.agency = n.agency_id AND q.role = n.role{only})))"""
"""Notices to whoever has a step, which is who has it now, and to the roles that one has: one's own, or lent for some
procedures or fields."""

INSTEAD = """ OR EXISTS (
  SELECT FROM people_delegation d JOIN people_appointment a ON a.id = d.giver_id
  JOIN agencies_post p ON p.id = a.post_id AND p.agency_id = s.agency_id
  JOIN cases_case k ON k.id = s.case_id JOIN procedures_procedure law ON law.id = k.procedure_id
  WHERE d.id = ANY(%(given)s) AND a.account_id = s.owner_id AND d.role = s.role
    AND d.scope IN ('', law.code, law.field))"""
"""A step of whom one stands in for by written act; asked when there is such an act."""

NOTICES = """
SELECT n.id, c.id AS case, c.code, s.title, n.what, s.due_at, n.told_at,
  (SELECT title FROM procedures_procedure WHERE id = c.procedure_id) AS procedure,
  (SELECT short_name FROM agencies_agency WHERE id = s.agency_id) AS agency,
  (SELECT full_name FROM people_account WHERE id = s.owner_id) AS owner
FROM cases_case c, {mine} AND c.id = n.case_id {there}
ORDER BY n.told_at {direction}, n.id {direction} LIMIT %(limit)s"""


def notices(actor: Actor, *, place: Place | None = None, limit: int = LIMIT) -> Page[NoticeRow]:
    """What an officer was told of steps that are still open, the latest first."""
    mine, values = _mine(actor)
    backwards = place is not None and place.backwards
    there = ""
    if place is not None:
        there = f"AND (n.told_at, n.id) {'>' if backwards else '<'} (%(key_at)s, %(key_id)s)"
        values |= {"key_at": place.key[0], "key_id": place.key[1]}
    query = NOTICES.format(mine=mine, there=there, direction="ASC" if backwards else "DESC")
    found = [NoticeRow(**row) for row in rows(query, values | {"limit": limit + 1})]
    return page_of(found, key=lambda row: (row.told_at, row.id), place=place, limit=limit, of="notices")


def notices_count(actor: Actor) -> int:
    """How many notices stand for an officer."""
    mine, values = _mine(actor)
    (found,) = rows(f"SELECT count(*)::int AS standing FROM {mine}", values)  # noqa: S608 - constants of the module
    return int(found["standing"])


def _mine(actor: Actor) -> tuple[str, dict[str, Any]]:
    scopes = scopes_of(actor, actor.queues)
    given = [post.given.id for post in actor.posts if post.given]
    values = {
        "given": given,
        "me": actor.account,
        "agencies": [agency for agency, _ in actor.queues],
        "roles": [role for _, role in actor.queues],
        "scopes": scopes,
    }
    return MINE.format(queues=OWN, only=only_of(scopes), instead=INSTEAD if given else ""), values
