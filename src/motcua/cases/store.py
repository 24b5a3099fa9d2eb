"""Where a case stands, in one query; what an act changes, in one statement.

The statement compares the revision that the decision was made on and sets the next one, closes and opens steps
and holds, records the event and enqueues its deliveries. Either all of it happens or none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.rows import dict_row

from motcua.agencies import reads as agencies
from motcua.cases import calendars
from motcua.cases.constraints import refused_by_database
from motcua.journal import acts as journal
from motcua.kernel.calendar import LOCAL
from motcua.kernel.clock import Effect, Hold, Limit, Rule
from motcua.kernel.flow import Place
from motcua.kernel.position import Change, Law, OpenHold, OpenStep, Position
from motcua.kernel.refusals import Conflict, Missing
from motcua.kernel.states import State
from motcua.people.access import Matter
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition

POSITION = """
SELECT c.*, s.step, h.hold, p.holds, o.full_name AS owner_name,
  (SELECT max(number) FROM cases_calendaredition) AS edition,
  (SELECT array_agg(w.agency_id) FROM (SELECT agency_id FROM cases_step WHERE case_id = c.id
    UNION SELECT competent_id FROM cases_case WHERE id = c.parent_id) w) AS worked_at
FROM cases_case c
LEFT JOIN LATERAL (SELECT to_jsonb(s) AS step, s.owner_id FROM cases_step s
  WHERE s.case_id = c.id AND s.closed_at IS NULL AND s.branch = '') s ON true
LEFT JOIN people_account o ON o.id = s.owner_id
LEFT JOIN LATERAL (SELECT to_jsonb(h) AS hold FROM cases_hold h
  WHERE h.case_id = c.id AND h.closed_at IS NULL) h ON true
LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(h.step_id, h.opened_at, h.closed_at, h.effect, h.kind)
  ORDER BY h.opened_at) AS holds FROM cases_hold h WHERE h.case_id = c.id AND h.closed_at IS NOT NULL) p ON true
WHERE c.id = %s"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A fetched case: its row, its position for the kernel, its matter for the access rules."""

    row: Mapping[str, Any]
    position: Position
    matter: Matter
    owner_name: str


def fetch(case: UUID) -> Standing:
    """Where a case stands; :class:`Missing` when there is none."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = dict_row
        cursor.execute(POSITION, [case])
        row: dict[str, Any] | None = cursor.fetchone()
    if row is None:
        raise Missing("Không tìm thấy hồ sơ này.")
    step, hold = _json(row["step"]), _json(row["hold"])
    return Standing(row, _position(row, step, hold), _matter(row, step), row["owner_name"] or "")


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _position(row: Mapping[str, Any], step: Any, hold: Any) -> Position:
    definition = procedures.definition(row["version_id"])
    ledger = [
        (step_id, Hold(_at(start), _at(end), Effect(effect), kind))
        for step_id, start, end, effect, kind in _json(row["holds"]) or ()
    ]
    received = row["received_at"]
    return Position(
        id=row["id"],
        state=State(row["state"]),
        revision=row["revision"],
        law=law_of(definition, _json(row["form"]), row["share"], limit_from=row["limit_from_id"]),
        places=places(row["reception_id"], row["competent_id"], row["return_at_id"]),
        calendar_of=calendars.edition(row["edition"]),
        edition=row["edition"],
        agency_of=named_agency,
        submitted_at=row["submitted_at"],
        answer_due=row["answer_due"],
        step=_open_step(step, ledger, row["version_id"]) if step else None,
        hold=OpenHold(hold["id"], hold["kind"], _at(hold["opened_at"]), Effect(hold["effect"]))
        if hold
        else None,
        holds=tuple(pause for _, pause in ledger if received and pause.start >= received),
        received_at=received,
        due_original=row["due_original"],
        due_at=row["due_at"],
        redated_at=row["redated_at"],
        finished_at=row["finished_at"],
        corrected_at=row["corrected_at"],
        supplement_alarm_at=row["supplement_alarm_at"],
        supplements=row["supplements"],
        state_before=State(row["state_before"]) if row["state_before"] else None,
        return_how=row["return_how"],
    )


def _open_step(step: Mapping[str, Any], ledger: list[tuple[int, Hold]], version: int) -> OpenStep:
    opened_in = None if step["version_id"] == version else procedures.definition(step["version_id"])
    return OpenStep(
        id=step["id"],
        name=step["name"],
        agency=step["agency_id"],
        role=step["role"],
        owner=step["owner_id"],
        opened_at=_at(step["opened_at"]),
        due_at=_at(step["due_at"]),
        claimed_at=_at(step["claimed_at"]) if step["claimed_at"] else None,
        awaits_collection=step["awaits_collection"],
        holds=tuple(pause for step_id, pause in ledger if step_id == step["id"]),
        within=opened_in.flow.steps[step["name"]].within if opened_in else None,
    )


def _matter(row: Mapping[str, Any], step: Any) -> Matter:
    law = procedures.definition(row["version_id"])
    return Matter(
        row["applicant_id"], row["reception_id"], row["competent_id"], row["return_at_id"],
        step["agency_id"] if step else None, step["role"] if step else None,
        law.code, law.field, frozenset(row["worked_at"] or ()),
    )  # fmt: skip


def law_of(
    definition: Definition, answers: Mapping[str, Any], share: str = "", *, limit_from: int | None = None
) -> Law:
    """What decisions on a case need of its procedure; its promise is a part's share, else of ``limit_from``."""
    promising = procedures.definition(limit_from) if limit_from else definition
    rule = Rule(Limit.parse(share)) if share else promising.rule
    return Law(definition.flow.decided(answers), rule, definition.effects)


def named_agency(slug: str, day: date) -> int:
    """The agency that a step names, as it is on a day."""
    return agencies.agency_by_key(slug, day).id


def places(reception: int, competent: int, return_at: int) -> dict[Place, int]:
    return {Place.RECEPTION: reception, Place.COMPETENT: competent, Place.RETURN: return_at}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


#: Columns of a case that acts change; the rest is written once, when the case is filed.
CASE_COLUMNS = (
    "state", "state_before", "outcome", "held", "answer_due", "calendar_edition", "received_at", "supplement_alarm_at",
    "due_original", "due_at", "redated_at", "finished_at", "handed_over_at", "corrected_at", "receiver",
    "receiver_identity", "receipt_how", "supplements",
)  # fmt: skip
STEP_COLUMNS = ("owner_id", "claimed_at", "held", "due_at", "soon_at")

OPEN_STEP = """
  opened AS (
    INSERT INTO cases_step (case_id, version_id, name, title, agency_id, role, owner_id, product, branch,
      opened_at, due_at, soon_at, awaits_collection, transfer_due, held, verb, note)
    SELECT {case}.id, {case}.version_id, x.name, x.title, coalesce(d.agency_id, x.agency_id), x.role,
      d.account_id,
      x.product, '', x.opened_at, x.due_at, x.soon_at, x.awaits_collection, x.transfer_due, false, '', ''
    FROM {case}, {after} jsonb_populate_record(NULL::cases_step, %(open_step)s::jsonb) x
    LEFT JOIN LATERAL (
      SELECT p.agency_id, a.account_id FROM agencies_agency g
      JOIN agencies_post p ON p.agency_id = g.id AND x.role = ANY(p.roles)
      JOIN people_appointment a ON a.post_id = p.id AND a.valid_from <= %(day)s
        AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
      JOIN people_account o ON o.id = a.account_id AND o.is_active
      WHERE g.id = x.agency_id OR (g.parent_id = x.agency_id AND g.part <> '')
      ORDER BY g.id <> x.agency_id,
        (SELECT count(*) FROM agencies_post near WHERE near.agency_id = g.id AND near.roles && %(beside)s) DESC,
        a.valid_from, a.id LIMIT 1
    ) d ON true
    WHERE x.name IS NOT NULL
    RETURNING id, version_id, agency_id, owner_id
  )"""
"""Opens a step at the desk that holds its role: in the agency itself, or in the part of it that is concerned because it
holds the flow's other roles too; owned by who is longest there."""

APPLIED = """WITH
  moved AS (
    UPDATE cases_case c SET revision = c.revision + 1, ({columns}) =
      (SELECT {columns} FROM jsonb_populate_record(c, %(case)s::jsonb) r)
    WHERE c.id = %(stream)s AND c.revision = %(revision)s
    RETURNING c.id, c.version_id, c.revision, c.salt
  ),
  closed AS (
    UPDATE cases_step s SET closed_at = x.closed_at, closed_by_id = %(account)s, verb = x.verb, note = x.note,
      worked = x.worked, delegation_id = x.delegation_id, held = false
    FROM moved, jsonb_populate_record(NULL::cases_step, %(close_step)s::jsonb) x
    WHERE s.id = x.id AND s.closed_at IS NULL RETURNING 1
  ),
  touched AS (
    UPDATE cases_step s SET ({step_columns}) =
      (SELECT {step_columns} FROM jsonb_populate_record(s, %(touch_step)s::jsonb) r)
    FROM moved WHERE s.id = (%(touch_step)s::jsonb ->> 'id')::bigint
  ),
  ended AS (
    UPDATE cases_hold h SET closed_at = x.closed_at, due_after = x.due_after, note = x.note
    FROM moved, jsonb_populate_record(NULL::cases_hold, %(close_hold)s::jsonb) x
    WHERE h.id = x.id AND h.closed_at IS NULL RETURNING 1
  ),
  paused AS (
    INSERT INTO cases_hold (case_id, step_id, kind, effect, reason_code, reason, items, opened_at, opened_by_id, note,
      due_before, breach, late, override)
    SELECT moved.id, x.step_id, x.kind, x.effect, x.reason_code, x.reason, x.items, x.opened_at, %(account)s, '',
      x.due_before, x.breach, x.late, x.override
    FROM moved, (SELECT count(*) FROM ended) before,
      jsonb_populate_record(NULL::cases_hold, %(open_hold)s::jsonb) x
    WHERE x.kind IS NOT NULL RETURNING id
  ),
  {kept} rung AS (
    INSERT INTO cases_alarm (case_id, kind, due_at, rung_at)
    SELECT moved.id, x.kind, x.due_at, %(at)s FROM moved,
      jsonb_populate_record(NULL::cases_alarm, %(alarm)s::jsonb) x WHERE x.kind IS NOT NULL
    ON CONFLICT DO NOTHING
  ),
  {opened},{recorded}
SELECT (SELECT revision FROM moved), (SELECT jobs FROM told)"""


def _applying(columns: Sequence[str], kept: str = "", steps: Sequence[str] = STEP_COLUMNS) -> str:
    """The statement that writes a change of these columns of the case; ``kept`` is a part of it besides.

    On one line, because psycopg remembers how it read a statement only below 4 kB.
    """
    statement = APPLIED.format(
        columns=", ".join(columns),
        step_columns=", ".join(steps),
        kept=kept,
        opened=OPEN_STEP.format(case="moved", after="(SELECT count(*) FROM closed) before,"),
        recorded=journal.RECORDED.format(
            source="moved LEFT JOIN opened ON true LEFT JOIN paused ON true",
            seq="moved.revision",
            data="%(event_data)s::jsonb || cases_told(moved.salt, %(told)s, to_jsonb(opened), to_jsonb(paused))",
        ),
    )
    return " ".join(statement.split())


KEPT = """kept AS (
    INSERT INTO cases_amendment (case_id, at, by_id, reason, before)
    SELECT moved.id, x.at, %(account)s, x.reason, x.before
    FROM moved, jsonb_populate_record(NULL::cases_amendment, %(keep)s::jsonb) x
  ),"""
APPLY = _applying(CASE_COLUMNS)
AMEND = _applying((*CASE_COLUMNS, "form"), KEPT)
MOVE = _applying((*CASE_COLUMNS, "version_id", "limit_from_id"), steps=(*STEP_COLUMNS, "title", "product"))
"""The same for the rare acts that set the declaration or the version right; too long to be remembered."""


def apply(
    case: UUID,
    revision: int,
    change: Change,
    *,
    by: Actor,
    at: datetime,
    alarm: Mapping[str, Any] | None = None,
) -> int:
    """Write a change decided on ``revision`` and return the new one; :class:`Conflict` when the case has moved on."""
    told = change.told(by.account) | ({"rings": alarm} if alarm else {})
    values = journal.parameters(case, change.event, change.data, by=by.username, at=at) | {
        "told": _dump(told),
        "revision": revision,
        "account": by.account,
        "day": at.astimezone(LOCAL).date(),
        "case": _dump(change.case or {}),
        "close_step": _dump(change.close_step),
        "touch_step": _dump(change.touch_step),
        **_opening(change.open_step),
        "close_hold": _dump(change.close_hold),
        "open_hold": _dump(change.open_hold),
        "keep": _dump(change.keep),
        "alarm": _dump(alarm),
    }
    with refused_by_database(), _whole(), connection.cursor() as cursor:
        cursor.execute(MOVE if "version_id" in change.case else AMEND if change.keep else APPLY, values)
        moved = cursor.fetchone()[0]
    if moved is None:
        raise Conflict(overtaken(case, revision) or MOVED_ON)
    return int(moved)


def _opening(step: Mapping[str, Any] | None) -> dict[str, Any]:
    """What :data:`OPEN_STEP` wants: the row, and the roles beside which it is worked."""
    row = dict(step or {})
    return {"beside": row.pop("beside", []), "open_step": _dump(row)}


def _whole() -> AbstractContextManager[object]:
    """A statement is a transaction by itself; within another a savepoint lets that go on after a refusal."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


MOVED_ON = "Hồ sơ không còn như lúc bạn mở; mở lại hồ sơ rồi thử lại."


def overtaken(case: UUID, revision: int) -> str:
    """Who was faster, for the one who was not: the last deed since; that a step was taken tells least.

    Empty when only the system was, by what changes nothing decided on.
    """
    from motcua.cases.sentences import DEEDS

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.kind, e.at, coalesce(a.full_name, e.by) FROM journal_event e
            LEFT JOIN people_account a ON a.username = e.by
            WHERE e.stream = %s AND e.seq > %s AND e.kind = ANY(%s)
            ORDER BY e.kind = 'case.claimed', e.seq DESC LIMIT 1""",
            [case, revision, list(DEEDS)],
        )
        row = cursor.fetchone()
    if row is None:
        return ""
    kind, at, name = row
    when = at.astimezone(LOCAL).strftime("%H:%M ngày %d/%m")
    return f"{name} đã {DEEDS[kind]} lúc {when}. Mở lại hồ sơ để xem hiện trạng."


def _dump(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(dict(value), default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


FILE = (
    """WITH
  draft AS (DELETE FROM cases_draft WHERE id = %(stream)s AND updated_at = %(updated_at)s RETURNING *),
  number AS (
    INSERT INTO cases_number (prefix, day, last) SELECT %(prefix)s, %(day)s, 1 FROM draft
    ON CONFLICT (prefix, day) DO UPDATE SET last = cases_number.last + 1 RETURNING last
  ),
  filed AS (
    INSERT INTO cases_case (id, code, procedure_id, version_id, applicant_id, applicant_name, search, channel,
      reception_id, competent_id, return_at_id, return_how, form, state, outcome, held, revision, submitted_at,
        answer_due,
      calendar_edition, receiver, receipt_how, supplements, parent_id, bundle_part, share)
    SELECT draft.id, %(code)s || lpad(number.last::text, %(digits)s, '0'), %(procedure)s, draft.version_id,
      draft.applicant_id,
      %(applicant_name)s, lower(%(code)s || lpad(number.last::text, %(digits)s, '0')) || ' ' || %(folded)s,
        draft.channel,
      %(reception)s, %(competent)s, %(return_at)s, draft.return_how, %(form)s::jsonb, 1, '', false, 1, %(at)s,
        %(answer_due)s,
      %(edition)s, '', '', 0, %(parent)s, %(bundle_part)s, %(share)s
    FROM draft, number RETURNING id, version_id, code, salt, to_jsonb(cases_case) AS row
  ),"""
    + OPEN_STEP.format(case="filed", after="")
    + ","
    + journal.RECORDED.format(
        source="filed LEFT JOIN opened ON true",
        seq="1",
        data="""%(event_data)s::jsonb || jsonb_build_object('code', filed.code) || cases_told(filed.salt,
    jsonb_build_object('opens', %(open_step)s::jsonb, 'set', jsonb_build_object('identity', %(identity)s::text) || (
      SELECT jsonb_object_agg(key, value) FROM jsonb_each(filed.row - '{id,revision,salt,search}'::text[])
      WHERE value <> 'null')), to_jsonb(opened), NULL)""",
    )
    + """
SELECT (SELECT code FROM filed), (SELECT jobs FROM told), (SELECT count(*) FROM opened)"""
)


ALONE: Mapping[str, Any] = {"parent": None, "bundle_part": "", "share": ""}
"""What is said of a case that is no part of a bundle."""


def file(
    draft: UUID, updated_at: datetime, change: Change, facts: Mapping[str, Any], *, by: Actor, at: datetime
) -> str | None:
    """Turn a draft into a case and return its code; None when the draft is not there as it was read."""
    values = journal.parameters(draft, change.event, change.data, by=by.username, at=at) | {
        "updated_at": updated_at,
        "day": at.astimezone(LOCAL).date(),
        "answer_due": change.case["answer_due"],
        **_opening(change.open_step),
        **ALONE,
        **facts,
    }
    with refused_by_database(), _whole(), connection.cursor() as cursor:
        cursor.execute(FILE, values)
        code = cursor.fetchone()[0]
    return None if code is None else str(code)
