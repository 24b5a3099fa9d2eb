"""What waits for whom: the open steps of one's roles by due time, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases.reads.lists import meaning
from motcua.cases.reads.querying import rows
from motcua.people.access import HEADS
from motcua.people.actors import Actor
from motcua.web.paging import LIMIT, Page, Place, page_of


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A step that waits for somebody of one's role."""

    step: int
    case: UUID
    code: str
    procedure: str
    applicant: str
    title: str
    agency: str
    role: str
    opened_at: datetime
    due_at: datetime
    soon_at: datetime
    owner: int
    owner_name: str
    claimed: bool
    state: int
    channel: int
    supplements: int
    name: str
    agency_id: int
    version: int
    revision: int
    branch: str
    law: str
    """The procedure's code."""
    case_due: datetime | None


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What part of the inbox is wanted; ``standing`` is overdue, soon or in-time at the given moment.

    ``waiting`` is what waits for the applicant to act, ``to_collect`` the results that wait to be fetched, ``headed``
    what is to be done in the agencies that one heads, whoever works it.
    """

    role: str = ""
    mine: bool = False
    waiting: bool = False
    to_collect: bool = False
    headed: bool = False
    text: str = ""
    standing: str = ""
    channel: int | None = None
    field: str = ""
    cases: tuple[UUID, ...] = ()


WORKING = "s.held = false AND s.awaits_collection = false"
"""What is somebody's to do; the rest waits for the applicant."""

OWN = "unnest(%(agencies)s::bigint[], %(roles)s::text[], %(scopes)s::text[])"
HEADED = """(SELECT DISTINCT p.agency_id, called.role, NULL::text
  FROM agencies_post p CROSS JOIN unnest(p.roles) AS called(role)
  WHERE p.agency_id = ANY(%(headed)s))"""
"""The queues in which one works, and those of all posts in the agencies that one heads."""

SCOPED = """ AND (q.scope IS NULL OR EXISTS (
  SELECT FROM cases_case k JOIN procedures_procedure law ON law.id = k.procedure_id
  WHERE k.id = s.case_id AND ARRAY[law.code, law.field] && string_to_array(q.scope, '|')))"""
"""Of a role that was given for some procedures or fields only, their cases; asked when there is such a role."""

INBOX = """
SELECT s.id AS step, c.id AS case, c.code, c.applicant_name AS applicant, s.title,
  (SELECT title FROM procedures_procedure WHERE id = c.procedure_id) AS procedure,
  (SELECT code FROM procedures_procedure WHERE id = c.procedure_id) AS law, c.due_at AS case_due,
  (SELECT short_name FROM agencies_agency WHERE id = s.agency_id) AS agency,
  (SELECT full_name FROM people_account WHERE id = s.owner_id) AS owner_name,
  s.role, s.opened_at, s.due_at, s.soon_at, s.owner_id AS owner, s.claimed_at IS NOT NULL AS claimed,
  c.state, c.channel, c.supplements, s.name, s.agency_id, c.version_id AS version, c.revision, s.branch
FROM {queues} AS q(agency, role, scope)
CROSS JOIN LATERAL (
  SELECT s.* FROM cases_step s {joins}
  WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND {queue} {conditions}{scoped}
  ORDER BY s.{order} {direction}, s.id {direction} LIMIT %(limit)s
) s
JOIN cases_case c ON c.id = s.case_id
ORDER BY s.{order} {direction}, s.id {direction} LIMIT %(limit)s"""
"""One index scan for each queue; names come row by row, so that few tables are joined and PostgreSQL keeps its plan."""


def inbox(
    actor: Actor, wanted: InboxFilter, *, now: datetime, place: Place | None = None, limit: int = LIMIT
) -> Page[InboxRow]:
    """The open steps of one's roles by due time; results to be collected with the oldest first."""
    queues = [(agency, role) for agency, role in actor.queues if wanted.role in ("", role)]
    scopes = scopes_of(actor, queues)
    order = "opened_at" if wanted.to_collect else "due_at"
    conditions, values = _conditions(wanted, place, order)
    backwards = place is not None and place.backwards
    joined = wanted.channel is not None or wanted.field or wanted.text
    query = INBOX.format(
        queues=HEADED if wanted.headed else OWN,
        joins="JOIN cases_case c ON c.id = s.case_id JOIN procedures_procedure p ON p.id = c.procedure_id"
        if joined
        else "",
        queue="s.awaits_collection" if wanted.to_collect else "s.held" if wanted.waiting else WORKING,
        conditions=conditions,
        scoped=only_of(scopes),
        order=order,
        direction="DESC" if backwards else "ASC",
    )
    values |= {
        "agencies": [agency for agency, _ in queues],
        "roles": [role for _, role in queues],
        "scopes": scopes,
        "headed": headed(actor),
        "limit": limit + 1,
        "now": now,
        "me": actor.account,
        "channel": wanted.channel,
        "field": wanted.field,
        "cases": list(wanted.cases),
    }
    found = [InboxRow(**row) for row in rows(query, values)]
    return page_of(
        found, key=lambda row: (getattr(row, order), row.step), place=place, limit=limit, of="inbox"
    )


def headed(actor: Actor) -> list[int]:
    """The agencies in which one holds a head's post."""
    return sorted({agency for role in HEADS for agency in actor.agencies_with(role)})


def scopes_of(actor: Actor, queues: Sequence[tuple[int, str]]) -> list[str | None]:
    """For each queue the procedures and fields for which alone its role was given; None: for all."""
    return ["|".join(sorted(actor.scopes(*queue))) or None for queue in queues]


def only_of(scopes: Sequence[str | None]) -> str:
    """The condition that leaves the cases for which lent roles were lent; empty when no role was lent for some only."""
    return SCOPED if any(scopes) else ""


def _conditions(wanted: InboxFilter, place: Place | None, order: str) -> tuple[str, dict[str, Any]]:
    parts = {
        "overdue": "s.due_at < %(now)s",
        "soon": "s.due_at >= %(now)s AND s.soon_at <= %(now)s",
        "in-time": "s.due_at >= %(now)s AND s.soon_at > %(now)s",
    }
    conditions = [parts[wanted.standing]] if wanted.standing in parts else []
    values: dict[str, Any] = {}
    if wanted.mine:
        conditions.append("s.owner_id = %(me)s AND s.claimed_at IS NOT NULL")
    if wanted.channel is not None:
        conditions.append("c.channel = %(channel)s")
    if wanted.field:
        conditions.append("p.field = %(field)s")
    if wanted.cases:
        conditions.append("s.case_id = ANY(%(cases)s)")
    if meant := meaning(wanted.text):
        conditions.append(meant.condition)
        values |= meant.values
    if place is not None:
        conditions.append(f"(s.{order}, s.id) {'<' if place.backwards else '>'} (%(key_at)s, %(key_step)s)")
        values |= {"key_at": place.key[0], "key_step": place.key[1]}
    return "".join(f" AND {condition}" for condition in conditions), values


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How much waits in one queue."""

    role: str
    open: int
    overdue: int
    soon: int
    mine: int
    waiting: int
    to_collect: int


COUNTS = """
SELECT q.role, coalesce(sum(n.open), 0)::int AS open, coalesce(sum(n.overdue), 0)::int AS overdue,
  coalesce(sum(n.soon), 0)::int AS soon, coalesce(sum(n.mine), 0)::int AS mine, coalesce(sum(w.waiting),
    0)::int AS waiting, coalesce(sum(r.to_collect), 0)::int AS to_collect
FROM {queues} AS q(agency, role, scope)
CROSS JOIN LATERAL (
  SELECT count(*) AS open, count(*) FILTER (WHERE s.due_at < %(now)s) AS overdue,
    count(*) FILTER (WHERE s.due_at >= %(now)s AND s.soon_at <= %(now)s) AS soon,
    count(*) FILTER (WHERE s.owner_id = %(me)s AND s.claimed_at IS NOT NULL) AS mine
  FROM cases_step s WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND {working}{scoped}) n
CROSS JOIN LATERAL (
  SELECT count(*) AS waiting FROM cases_step s
  WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND s.held = true{scoped}) w
CROSS JOIN LATERAL (
  SELECT count(*) AS to_collect FROM cases_step s
  WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND s.awaits_collection{scoped}) r
GROUP BY q.role ORDER BY q.role"""


def counts(actor: Actor, *, now: datetime, of_headed: bool = False) -> list[QueueCount]:
    """What waits in each of one's queues, or in those of the agencies that one heads, exactly."""
    scopes = scopes_of(actor, actor.queues)
    values = {
        "agencies": [agency for agency, _ in actor.queues],
        "roles": [role for _, role in actor.queues],
        "scopes": scopes,
        "headed": headed(actor),
        "now": now,
        "me": actor.account,
    }
    query = COUNTS.format(queues=HEADED if of_headed else OWN, working=WORKING, scoped=only_of(scopes))
    return [QueueCount(**row) for row in rows(query, values)]
