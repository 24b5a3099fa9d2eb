"""Reading cases: rows for pages, API and jobs. Who may see what is an argument, never a habit of the caller."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.cases import store, telling
from motcua.kernel.refusals import Missing
from motcua.kernel.states import State
from motcua.kernel.text import fold
from motcua.people import access
from motcua.people.actors import Actor
from motcua.people.reads import names_of
from motcua.procedures.reads import definition
from motcua.web.paging import LIMIT, Page, Place, page_of


def rows(query: str, values: Mapping[str, Any] | Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of a query as mappings."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# --- the inbox -----------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What part of the inbox is wanted; ``standing`` is overdue, soon or in-time against the given moments."""

    role: str = ""
    mine: bool = False
    waiting: bool = False
    standing: str = ""
    channel: int | None = None
    field: str = ""
    cases: tuple[UUID, ...] = ()


INBOX = """
SELECT s.id AS step, c.id AS case, c.code, p.title AS procedure, c.applicant_name AS applicant, s.title,
  g.short_name AS agency,
  s.role, s.opened_at, s.due_at, s.owner_id AS owner, o.full_name AS owner_name, s.claimed_at IS NOT NULL AS claimed,
  c.state, c.channel, c.supplements, s.name, s.agency_id, c.version_id AS version, c.revision
FROM unnest(%(agencies)s::bigint[], %(roles)s::text[]) AS q(agency, role)
CROSS JOIN LATERAL (
  SELECT s.* FROM cases_step s {joins}
  WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND s.held = {held} {conditions}
  ORDER BY s.due_at {direction}, s.id {direction} LIMIT %(limit)s
) s
JOIN cases_case c ON c.id = s.case_id
JOIN procedures_procedure p ON p.id = c.procedure_id
JOIN agencies_agency g ON g.id = s.agency_id
JOIN people_account o ON o.id = s.owner_id
ORDER BY s.due_at {direction}, s.id {direction} LIMIT %(limit)s"""


def inbox(
    actor: Actor,
    wanted: InboxFilter,
    *,
    now: datetime,
    soon: datetime,
    place: Place | None = None,
    limit: int = LIMIT,
) -> Page[InboxRow]:
    """The open steps of one's roles by due time; ``soon`` is the moment before which a due time counts as near."""
    queues = [(agency, role) for agency, role in actor.queues if wanted.role in ("", role)]
    conditions, values = _conditions(wanted, place)
    backwards = place is not None and place.backwards
    joined = wanted.channel is not None or wanted.field
    query = INBOX.format(
        joins="JOIN cases_case f ON f.id = s.case_id JOIN procedures_procedure fp ON fp.id = f.procedure_id"
        if joined
        else "",
        held="true" if wanted.waiting else "false",
        conditions=conditions,
        direction="DESC" if backwards else "ASC",
    )
    values |= {
        "agencies": [agency for agency, _ in queues],
        "roles": [role for _, role in queues],
        "limit": limit + 1,
        "now": now,
        "soon": soon,
        "me": actor.account,
        "channel": wanted.channel,
        "field": wanted.field,
        "cases": list(wanted.cases),
    }
    found = [InboxRow(**row) for row in rows(query, values)]
    return page_of(found, key=lambda row: (row.due_at, row.step), place=place, limit=limit)


def _conditions(wanted: InboxFilter, place: Place | None) -> tuple[str, dict[str, Any]]:
    parts = {
        "overdue": "s.due_at < %(now)s",
        "soon": "s.due_at >= %(now)s AND s.due_at < %(soon)s",
        "in-time": "s.due_at >= %(soon)s",
    }
    conditions = [parts[wanted.standing]] if wanted.standing in parts else []
    if wanted.mine:
        conditions.append("s.owner_id = %(me)s AND s.claimed_at IS NOT NULL")
    if wanted.channel is not None:
        conditions.append("f.channel = %(channel)s")
    if wanted.field:
        conditions.append("fp.field = %(field)s")
    if wanted.cases:
        conditions.append("s.case_id = ANY(%(cases)s)")
    values: dict[str, Any] = {}
    if place is not None:
        conditions.append(f"(s.due_at, s.id) {'<' if place.backwards else '>'} (%(key_due)s, %(key_step)s)")
        values = {"key_due": place.key[0], "key_step": place.key[1]}
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


COUNTS = """
SELECT q.role, coalesce(sum(n.open), 0)::int AS open, coalesce(sum(n.overdue), 0)::int AS overdue,
  coalesce(sum(n.soon), 0)::int AS soon, coalesce(sum(n.mine), 0)::int AS mine, coalesce(sum(w.waiting),
    0)::int AS waiting
FROM unnest(%(agencies)s::bigint[], %(roles)s::text[]) AS q(agency, role)
CROSS JOIN LATERAL (
  SELECT count(*) AS open, count(*) FILTER (WHERE s.due_at < %(now)s) AS overdue,
    count(*) FILTER (WHERE s.due_at >= %(now)s AND s.due_at < %(soon)s) AS soon,
    count(*) FILTER (WHERE s.owner_id = %(me)s AND s.claimed_at IS NOT NULL) AS mine
  FROM cases_step s WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND s.held = false) n
CROSS JOIN LATERAL (
  SELECT count(*) AS waiting FROM cases_step s
  WHERE s.agency_id = q.agency AND s.role = q.role AND s.closed_at IS NULL AND s.held = true) w
GROUP BY q.role ORDER BY q.role"""


def counts(actor: Actor, *, now: datetime, soon: datetime) -> list[QueueCount]:
    """What waits in each of one's queues, exactly."""
    values = {
        "agencies": [agency for agency, _ in actor.queues],
        "roles": [role for _, role in actor.queues],
        "now": now,
        "soon": soon,
        "me": actor.account,
    }
    return [QueueCount(**row) for row in rows(COUNTS, values)]


# --- one case ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as the timeline shows it."""

    id: int
    name: str
    title: str
    agency: str
    role: str
    owner: int
    owner_name: str
    product: str
    opened_at: datetime
    due_at: datetime
    transfer_due: datetime | None
    claimed_at: datetime | None
    closed_at: datetime | None
    closed_by_name: str | None
    verb: str
    note: str
    held: bool
    worked: int | None

    @property
    def late(self) -> bool | None:
        return None if self.closed_at is None else self.closed_at > self.due_at


STEPS = """
SELECT s.id, s.name, s.title, g.short_name AS agency, s.role, s.owner_id AS owner, o.full_name AS owner_name, s.product,
  s.opened_at, s.due_at, s.transfer_due, s.claimed_at, s.closed_at, b.full_name AS closed_by_name, s.verb,
    s.note, s.held, s.worked
FROM cases_step s JOIN agencies_agency g ON g.id = s.agency_id JOIN people_account o ON o.id = s.owner_id
LEFT JOIN people_account b ON b.id = s.closed_by_id
WHERE s.case_id = %s ORDER BY s.opened_at, s.id"""


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One pause as the timeline shows it."""

    id: int
    kind: str
    reason: str
    items: list[dict[str, Any]]
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    due_before: datetime | None
    due_after: datetime | None
    breach: bool
    late: bool


HOLDS = """
SELECT h.id, h.kind, h.reason, h.items, h.opened_at, a.full_name AS opened_by_name, h.closed_at, h.due_before,
  h.due_after,
  h.breach, h.late
FROM cases_hold h JOIN people_account a ON a.id = h.opened_by_id WHERE h.case_id = %s ORDER BY h.opened_at, h.id"""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the journal as a sentence."""

    seq: int
    at: datetime
    kind: str
    sentence: str


EVENTS = """
SELECT e.seq, e.at, e.kind, e.by, e.data, c.version_id AS version,
  (SELECT full_name FROM people_account
    WHERE id = CASE WHEN e.kind = 'case.assigned' THEN (e.data ->> 'to')::bigint END) AS whom
FROM journal_event e JOIN cases_case c ON c.id = e.stream WHERE e.stream = %s ORDER BY e.seq"""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case whole: its standing, and what lies around it."""

    standing: store.Standing
    procedure_code: str
    procedure: str
    agencies: Mapping[int, str]
    steps: tuple[StepRow, ...]
    holds: tuple[HoldRow, ...]

    @property
    def row(self) -> Mapping[str, Any]:
        return self.standing.row

    @property
    def answers(self) -> Mapping[str, Any]:
        """What the applicant declared, in its normal form."""
        declared: Mapping[str, Any] = _json(self.row["form"])
        return declared

    @property
    def state(self) -> State:
        return self.standing.position.state

    @property
    def open_hold(self) -> HoldRow | None:
        return next((hold for hold in self.holds if hold.closed_at is None), None)

    @property
    def open_step(self) -> StepRow | None:
        return next((step for step in self.steps if step.closed_at is None), None)


AROUND = """
SELECT p.code, p.title, (SELECT jsonb_object_agg(g.id,
  g.name) FROM agencies_agency g WHERE g.id = ANY(%(agencies)s)) AS agencies
FROM procedures_procedure p WHERE p.id = %(procedure)s"""


def case(number: UUID, *, actor: Actor | None) -> CaseView:
    """One case for somebody who may see it; :class:`Missing` for everybody else. Five queries."""
    standing = store.fetch(number)
    access.require(actor, "case.see", standing.matter)
    row = standing.row
    around = rows(AROUND, {"procedure": row["procedure_id"], "agencies": [*standing.matter.agencies]})[0]
    return CaseView(
        standing,
        around["code"],
        around["title"],
        {int(key): name for key, name in _json(around["agencies"]).items()},
        tuple(StepRow(**step) for step in rows(STEPS, [number])),
        tuple(HoldRow(**(hold | {"items": _json(hold["items"])})) for hold in rows(HOLDS, [number])),
    )


def events(number: UUID) -> tuple[EventRow, ...]:
    """The journal of a case in sentences."""
    found = rows(EVENTS, [number])
    names = names_of({row["by"] for row in found})
    return tuple(
        EventRow(
            row["seq"],
            row["at"],
            row["kind"],
            telling.event(
                row["kind"],
                names.get(row["by"], row["by"]),
                _json(row["data"]),
                definition(row["version"]).flow,
                whom=row["whom"],
            ),
        )
        for row in found
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


# --- lists and tracking --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: UUID
    code: str
    procedure: str
    applicant: str
    state: int
    submitted_at: datetime
    due_at: datetime | None
    finished_at: datetime | None

    @property
    def state_title(self) -> str:
        return State(self.state).title


LIST = """
SELECT c.id, c.code, p.title AS procedure, c.applicant_name AS applicant, c.state, c.submitted_at, c.due_at,
  c.finished_at
FROM cases_case c JOIN procedures_procedure p ON p.id = c.procedure_id WHERE {where}
ORDER BY c.submitted_at DESC, c.id DESC LIMIT %(limit)s"""


def of_applicant(applicant: int, *, limit: int = 100) -> list[CaseRow]:
    """An applicant's own cases, newest first."""
    return [
        CaseRow(**row)
        for row in rows(
            LIST.format(where="c.applicant_id = %(applicant)s"), {"applicant": applicant, "limit": limit}
        )
    ]


CODE_LIKE = re.compile(r"[a-z]?[0-9][0-9a-z.\-]*")
FOUND = """c.id IN (
  SELECT found.id FROM (SELECT DISTINCT hit.id, hit.submitted_at
  FROM unnest(%(agencies)s::bigint[]) AS mine(agency) CROSS JOIN LATERAL (
    (SELECT c.id, c.submitted_at FROM cases_case c WHERE c.reception_id = mine.agency AND {matches}
     ORDER BY c.submitted_at DESC LIMIT %(limit)s)
    UNION
    (SELECT c.id, c.submitted_at FROM cases_case c WHERE c.competent_id = mine.agency AND {matches}
     ORDER BY c.submitted_at DESC LIMIT %(limit)s)
    UNION
    (SELECT c.id, c.submitted_at FROM cases_case c
     WHERE c.return_at_id = mine.agency AND NOT c.return_at_id = c.reception_id AND {matches}
     ORDER BY c.submitted_at DESC LIMIT %(limit)s)
  ) hit) found ORDER BY found.submitted_at DESC LIMIT %(limit)s)"""
SEEN = " OR ".join(f"c.{column} = ANY(%(agencies)s)" for column in ("reception_id", "competent_id", "return_at_id"))


def search(actor: Actor, text: str, *, limit: int = 25) -> list[CaseRow]:
    """Cases of one's agencies by code, its beginning, personal number, or the applicant's name without accents.

    Words may be in any order and unfinished. An agency's cases are read newest first from an index that holds the
    names, so that a common name ends early and a rare one costs no more than the agency's own list.
    """
    words = fold(text).split()
    if not words:
        return []
    values: dict[str, Any] = {"agencies": actor.agencies, "limit": limit}
    if len(words) == 1 and words[0].isdigit() and len(words[0]) in (10, 12, 13):
        where = f"({SEEN}) AND c.applicant_id = (SELECT id FROM people_applicant WHERE identity = %(text)s)"
        values["text"] = words[0]
    elif len(words) == 1 and CODE_LIKE.fullmatch(words[0]):
        where, values["text"] = f"({SEEN}) AND c.code LIKE %(text)s", escape(words[0].upper()) + "%"
    else:
        where = FOUND.format(matches="c.search LIKE ALL(%(words)s)")
        values["words"] = [f"% {escape(word)}%" for word in words[:8]]
    return [CaseRow(**row) for row in rows(LIST.format(where=where), values)]


def escape(word: str) -> str:
    """A word that LIKE takes by the letter."""
    return re.sub(r"([\\%_])", r"\\\1", word)


@dataclass(frozen=True, slots=True)
class Tracked:
    """What anybody may know who has the code: how far it is (TT 01/2018 Đ.16)."""

    code: str
    state: State
    percent: int


PERCENT: Mapping[State, int] = {
    State.REGISTERED: 10,
    State.RECEIVED: 25,
    State.NOT_RECEIVED: 100,
    State.STOPPED: 100,
    State.FINISHED: 90,
    State.RETURNED: 100,
}


def track(code: str) -> Tracked:
    """The degree of completion of a case by its code; :class:`Missing` when there is none."""
    found = rows("SELECT id, code, state FROM cases_case WHERE code = %s", [code])
    if not found:
        raise Missing("Không có hồ sơ nào mang mã này. Kiểm tra lại mã in trên giấy tiếp nhận.")
    state = State(found[0]["state"])
    return Tracked(found[0]["code"], state, PERCENT.get(state) or _percent(found[0]["id"]))


def _percent(number: UUID) -> int:
    """Between reception and result: the share of the flow's steps that lie behind."""
    position = store.fetch(number).position
    flow = position.law.flow
    done = flow.order[position.step.name] if position.step else len(flow.order)
    return 25 + round(65 * done / len(flow.order))


def id_of(code: str) -> UUID | None:
    """The case with a code."""
    found = rows("SELECT id FROM cases_case WHERE code = %s", [code])
    return found[0]["id"] if found else None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that can be taken up again, on any device."""

    id: UUID
    code: str
    procedure: str
    updated_at: datetime


DRAFTS = """
SELECT d.id, p.code, p.title AS procedure, d.updated_at FROM cases_draft d
JOIN procedures_procedureversion v ON v.id = d.version_id JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE d.account_id = %s ORDER BY d.updated_at DESC LIMIT 50"""


def drafts(actor: Actor) -> list[DraftRow]:
    """One's own drafts, the last touched first."""
    return [DraftRow(**row) for row in rows(DRAFTS, [actor.account])]
