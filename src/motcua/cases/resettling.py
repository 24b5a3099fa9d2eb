"""The day the map changes: open cases, their steps and drafts go to the agencies that carry on.

Planned by reading, so that a rehearsal and the day itself decide alike; applied a portion at a time, each in one
statement that compares revisions. What has moved is no longer at an old agency: a run that was killed just goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.agencies.reorganising import Map
from motcua.cases.reads.querying import json_of, rows
from motcua.journal import acts as journal
from motcua.kernel.forms import Schema
from motcua.kernel.succession import Asked, Desk, Heir, desk, heir
from motcua.kernel.text import fold
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures

PORTION = 500
"""Cases that move in one statement."""

BEGINNING = UUID(int=0)
Desks = Mapping[tuple[int, str], Iterable[Desk]]
"""Who takes work over, by the agency in its own right and the role."""

OPEN = """
SELECT c.id, c.code, c.revision, c.finished_at, c.reception_id, c.competent_id, c.return_at_id, c.version_id,
  coalesce(s.steps, '[]') AS steps, b.id AS bundle, coalesce(b.form, c.form) AS form,
  coalesce(b.version_id, c.version_id) AS form_version
FROM cases_case c LEFT JOIN cases_case b ON b.id = c.parent_id LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'role', s.role, 'agency', s.agency_id,
    'owner', s.owner_id, 'claimed_at', s.claimed_at, 'notices', coalesce(n.told, '[]')) ORDER BY s.id) AS steps,
    bool_or(s.agency_id = ANY(%(old)s) OR n.concerned) AS concerned
  FROM cases_step s LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('rung', n.rung, 'agency', n.agency_id, 'account', n.account_id)) AS told,
      bool_or(n.agency_id = ANY(%(old)s)) AS concerned
    FROM cases_notice n WHERE n.step_id = s.id) n ON true
  WHERE s.case_id = c.id AND s.closed_at IS NULL) s ON true
WHERE c.id > %(after)s AND (c.finished_at IS NULL OR s.steps IS NOT NULL)
  AND (s.concerned OR c.return_at_id = ANY(%(old)s)
    OR c.finished_at IS NULL AND (c.reception_id = ANY(%(old)s) OR c.competent_id = ANY(%(old)s)))
ORDER BY c.id LIMIT %(portion)s"""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A role that nobody holds at the successor: a step of this case would have no owner."""

    agency: int
    role: str


@dataclass(frozen=True, slots=True)
class Resettled:
    """One case on its way: its agencies before and after, its open steps after, what is in the way."""

    id: UUID
    code: str
    revision: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    steps: tuple[Mapping[str, Any], ...]
    notices: tuple[Mapping[str, Any], ...]
    bodies: Mapping[int, Heir]
    unfilled: tuple[Unfilled, ...]

    @property
    def sure(self) -> bool:
        """Whether every successor followed from a rule or was chosen by hand."""
        return all(one.sure for one in self.bodies.values())


def plan(
    on: Map, desks: Desks, placed: Mapping[UUID, int], *, after: UUID = BEGINNING, portion: int = PORTION
) -> list[Resettled]:
    """Where the next open cases of old agencies go, in the order of their ids; ``placed`` are choices by hand.

    A part goes with its bundle unless it was placed itself.
    Of a case that is decided only the place of return and the hand-over follow: who decided stays who decided.
    """
    found = rows(OPEN, {"old": on.old, "after": after, "portion": portion})
    return [_resettled(row, on, desks, placed.get(row["id"]) or placed.get(row["bundle"])) for row in found]


def planned(on: Map, desks: Desks, placed: Mapping[UUID, int]) -> Iterator[Resettled]:
    """Where every open case goes."""
    after: UUID | None = BEGINNING
    while after is not None:
        found = plan(on, desks, placed, after=after)
        yield from found
        after = found[-1].id if found else None


def _resettled(row: Mapping[str, Any], on: Map, desks: Desks, placed: int | None) -> Resettled:
    steps = json_of(row["steps"])
    names = ("return_at_id",) if row["finished_at"] else ("competent_id", "reception_id", "return_at_id")
    before = {name: row[name] for name in names}
    old = dict.fromkeys(
        on.body[agency]
        for agency in (*before.values(), *(place["agency"] for place in _places_of(steps)))
        if agency in on.body
    )
    asked = _asked(row, on)
    bodies = {body: heir(on.successions[body], asked, placed) for body in old}
    after = {name: _place(agency, on, bodies) for name, agency in before.items()}
    flow = procedures.definition(row["version_id"]).flow
    shifted: list[Mapping[str, Any]] = []
    owners = {step["id"]: step["owner"] for step in steps}
    unfilled: list[Unfilled] = []
    for step in steps:
        if step["agency"] not in on.body:
            continue
        body = bodies[on.body[step["agency"]]].agency
        worked = flow.steps.get(step["name"])
        took = desk(
            desks.get((body, step["role"]), ()),
            owner=step["owner"],
            beside=flow.roles_beside(worked) if worked else [],
        )
        if took is None:
            unfilled.append(Unfilled(body, step["role"]))
        else:
            shifted.append(_shifted(step, took))
            owners[step["id"]] = took.account
    return Resettled(
        row["id"], row["code"], row["revision"], before, after, tuple(shifted),
        tuple(_passed(steps, owners, on, bodies)), bodies, tuple(unfilled),
    )  # fmt: skip


def _places_of(steps: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The steps, and what the ladder has told of them: whatever lies at an agency."""
    for step in steps:
        yield step
        yield from step["notices"]


def _passed(
    steps: Iterable[Mapping[str, Any]], owners: Mapping[int, int], on: Map, bodies: Mapping[int, Heir]
) -> Iterator[Mapping[str, Any]]:
    """The notices of open steps at old agencies, for whoever has the step now or the same role at the successor."""
    for step in steps:
        for told in step["notices"]:
            if told["agency"] in on.body:
                account = owners[step["id"]] if told["account"] else None
                agency = _place(told["agency"], on, bodies)
                yield {
                    "step_id": step["id"],
                    "rung": told["rung"],
                    "agency_id": agency,
                    "account_id": account,
                }


def _place(agency: int, on: Map, bodies: Mapping[int, Heir]) -> int:
    return on.place(agency, bodies[on.body[agency]].agency) if agency in on.body else agency


def _shifted(step: Mapping[str, Any], took: Desk) -> Mapping[str, Any]:
    """A step's columns at its new desk; who comes along keeps it claimed, anybody else has not seen it yet."""
    claimed = step["claimed_at"] if took.account == step["owner"] else None
    return {"id": step["id"], "agency_id": took.agency, "owner_id": took.account, "claimed_at": claimed}


def _asked(row: Mapping[str, Any], on: Map) -> Asked:
    """What the rules of a split ask of a case, of a part by the declaration of its bundle.

    Where no commune is named, that of the one-stop it came in at.
    """
    of, form = procedures.definition(row["version_id"]), json_of(row["form"])
    schema = procedures.definition(row["form_version"]).schema
    named = [on.communes[code] for code in _communes(form, schema) if code in on.communes]
    came = on.body.get(row["reception_id"], row["reception_id"])
    if came in on.successions:
        named.append(on.successions[came].default)
    return Asked(of.code, of.field, of.level, tuple(named), fold(json.dumps(form, ensure_ascii=False)))


def _communes(form: Any, schema: Schema) -> Iterator[str]:
    """The codes of communes that a declaration names, in the order of its fields."""
    names = {"commune", *(field.name for field in schema.walk() if field.type == "commune")}
    return _named(form, names)


def _named(value: Any, names: set[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in names and isinstance(inner, str):
                yield inner
            else:
                yield from _named(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner, names)


DESKS = """
SELECT CASE WHEN g.part = '' THEN g.id ELSE g.parent_id END AS body, p.agency_id AS agency, a.account_id AS account,
  a.valid_from AS since, p.roles,
  (SELECT array_agg(DISTINCT role) FROM agencies_post near, unnest(near.roles) role
    WHERE near.agency_id = p.agency_id) AS beside,
  g.part <> '' AS within
FROM people_appointment a JOIN agencies_post p ON p.id = a.post_id JOIN agencies_agency g ON g.id = p.agency_id
JOIN people_account o ON o.id = a.account_id AND o.is_active
WHERE a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)"""


def desks(day: date, carried: Iterable[Mapping[str, Any]] = ()) -> Desks:
    """Who holds which role where on a day; ``carried`` are appointments that are only planned yet, as such rows."""
    found: dict[tuple[int, str], list[Desk]] = {}
    for row in (*rows(DESKS, {"day": day}), *carried):
        one = Desk(row["agency"], row["account"], row["since"], frozenset(row["beside"]), row["within"])
        for role in row["roles"]:
            found.setdefault((row["body"], role), []).append(one)
    return found


# --- the move ------------------------------------------------------------------------------------------------

APPLY = """WITH
  plan AS (SELECT * FROM jsonb_to_recordset(%(plan)s::jsonb) AS x(id uuid, revision integer, data jsonb)),
  moved AS (
    UPDATE cases_case c SET revision = c.revision + 1, (reception_id, competent_id, return_at_id) =
      (SELECT r.reception_id, r.competent_id, r.return_at_id FROM jsonb_populate_record(c, p.data -> 'set') r)
    FROM plan p WHERE c.id = p.id AND c.revision = p.revision RETURNING c.id, c.revision, p.data
  ),
  shifted AS (
    UPDATE cases_step s SET agency_id = x.agency_id, owner_id = x.owner_id, claimed_at = x.claimed_at
    FROM moved, jsonb_to_recordset(moved.data -> 'shifts')
      AS x(id bigint, agency_id bigint, owner_id integer, claimed_at timestamptz)
    WHERE s.id = x.id AND s.case_id = moved.id AND s.closed_at IS NULL
  ),
  passed AS (
    UPDATE cases_notice n SET agency_id = x.agency_id, account_id = x.account_id
    FROM moved, jsonb_to_recordset(moved.data -> 'passes')
      AS x(step_id bigint, rung smallint, agency_id bigint, account_id integer)
    WHERE n.step_id = x.step_id AND n.rung = x.rung
  ),
  kept AS (
    INSERT INTO cases_resettlement (case_id, reorganisation_id, at, reception_id, competent_id, return_at_id)
    SELECT moved.id, x.reorganisation_id, x.at, x.reception_id, x.competent_id, x.return_at_id
    FROM moved, jsonb_populate_record(NULL::cases_resettlement, moved.data -> 'resettles') x
  ),""" + journal.RECORDED.replace("%(stream)s", "moved.id").format(
    source="moved", seq="moved.revision", data="moved.data"
) + "SELECT (SELECT count(*) FROM moved), (SELECT jobs FROM told)"  # fmt: skip


def apply(cases: Iterable[Resettled], on: Map, *, by: Actor, at: datetime) -> int:
    """Move cases and say how many; one that was worked on since it was planned, or lacks an owner, stays.

    Due times stay as they are: the applicant was promised them.
    """
    told = [
        {"id": case.id, "revision": case.revision, "data": _told(case, on, at)}
        for case in cases
        if not case.unfilled
    ]
    if not told:
        return 0
    values = journal.parameters(BEGINNING, "case.moved-to-agency", {}, by=by.username, at=at)
    with connection.cursor() as cursor:
        cursor.execute(APPLY, values | {"plan": json.dumps(told, ensure_ascii=False, default=str)})
        return int(cursor.fetchone()[0])


def _told(case: Resettled, on: Map, at: datetime) -> dict[str, Any]:
    """The event of a move: its words, and the columns that it writes."""
    heirs = {body: one.agency for body, one in case.bodies.items()}
    columns = {"reception_id": None, "competent_id": None, "return_at_id": None}
    return {
        "from": "; ".join(on.names[body] for body in heirs),
        "to": "; ".join(dict.fromkeys(on.names[new] for new in heirs.values())),
        "decision": on.decision,
        "set": dict(case.after),
        "shifts": list(case.steps),
        "passes": list(case.notices),
        "resettles": {"reorganisation_id": on.id, "at": at.isoformat(), **_before(case, columns)},
    }


def _before(case: Resettled, columns: Mapping[str, None]) -> Mapping[str, int | None]:
    return {name: case.before.get(name) for name in columns}


DRAFTS = """
UPDATE cases_draft d SET reception_id = CASE WHEN d.reception_id = ANY(%(old)s) THEN
    (%(heirs)s::jsonb ->> d.reception_id::text)::bigint ELSE d.reception_id END,
  competent_id = CASE WHEN d.competent_id = ANY(%(old)s) THEN
    (%(heirs)s::jsonb ->> d.competent_id::text)::bigint ELSE d.competent_id END
WHERE d.reception_id = ANY(%(old)s) OR d.competent_id = ANY(%(old)s)"""


def move_drafts(on: Map) -> int:
    """Have drafts name the successors and say how many; where there are several, the applicant chooses anew."""
    heirs = {
        old: on.place(old, on.successions[body].default)
        for old, body in on.body.items()
        if len(on.successions[body].heirs) == 1
    }
    with connection.cursor() as cursor:
        cursor.execute(DRAFTS, {"old": on.old, "heirs": json.dumps(heirs)})
        return int(cursor.rowcount)


def drafts(on: Map) -> int:
    """How many drafts name an old agency."""
    found = rows(
        "SELECT count(*) AS n FROM cases_draft WHERE reception_id = ANY(%s) OR competent_id = ANY(%s)",
        [on.old, on.old],
    )
    return int(found[0]["n"])
