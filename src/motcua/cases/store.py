"""Where a case stands, in one query; what an act changes, in one statement.

The statement compares the revision that the decision was made on and sets the next one, closes and opens steps
and holds, records the event and enqueues its deliveries. Either all of it happens or none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.rows import dict_row

from motcua.agencies import reads as agencies
from motcua.cases import calendars, statements
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
SELECT c.*, s.step, s.body, h.hold, p.holds, o.full_name AS owner_name,
  (SELECT max(number) FROM cases_calendaredition) AS edition,
  (SELECT array_agg(DISTINCT agency_id) FROM cases_notice WHERE case_id = c.id AND account_id IS NULL) AS told,
  (SELECT array_agg(w.agency_id) FROM (SELECT agency_id FROM cases_step WHERE case_id = c.id
    UNION SELECT competent_id FROM cases_case WHERE id = c.parent_id) w) AS worked_at,
  EXISTS (SELECT FROM cases_case part WHERE part.parent_id = c.id) AS has_parts,
  EXISTS (SELECT FROM cases_resettlement r WHERE r.case_id = c.id) AS resettled
FROM cases_case c
LEFT JOIN LATERAL (SELECT to_jsonb(s) AS step, s.owner_id,
    (SELECT CASE WHEN part = '' THEN id ELSE parent_id END FROM agencies_agency WHERE id = s.agency_id) AS body
  FROM cases_step s
  WHERE s.case_id = c.id AND s.closed_at IS NULL AND s.branch = %s) s ON true
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


def fetch(case: UUID, branch: str = "") -> Standing:
    """Where a case stands, or one of its branches; :class:`Missing` when there is no such case."""
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = dict_row
        cursor.execute(POSITION, [branch, case])
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
        branch=step["branch"],
        claimed_at=_at(step["claimed_at"]) if step["claimed_at"] else None,
        awaits_collection=step["awaits_collection"],
        proposal=step["proposal"] or {},
        rung=step["rung"],
        rung_at=_at(step["rung_at"]) if step["rung_at"] else None,
        holds=tuple(_waited(step, ledger)),
        within=opened_in.flow.steps[step["name"]].within if opened_in else None,
    )


def _waited(step: Mapping[str, Any], ledger: list[tuple[int, Hold]]) -> Iterator[Hold]:
    """The pauses in a step's time: its own, and those before a move that was undone, for which it was open too."""
    opened_at = _at(step["opened_at"])
    for step_id, pause in ledger:
        if step_id == step["id"] or (not step["branch"] and pause.start >= opened_at):
            yield pause


def _matter(row: Mapping[str, Any], step: Any) -> Matter:
    law = procedures.definition(row["version_id"])
    at = law.flow.steps.get(step["name"]) if step and not step["branch"] else None
    return Matter(
        row["applicant_id"], row["reception_id"], row["competent_id"], row["return_at_id"],
        step["agency_id"] if step else None, step["role"] if step else None,
        law.code, law.field, frozenset(row["worked_at"] or ()), frozenset(row["told"] or ()),
        row["body"] if at and at.settled_elsewhere else None,
    )  # fmt: skip


def law_of(
    definition: Definition, answers: Mapping[str, Any], share: str = "", *, limit_from: int | None = None
) -> Law:
    """What decisions on a case need of its procedure; its promise is a part's share, else of ``limit_from``."""
    promising = procedures.definition(limit_from) if limit_from else definition
    rule = Rule(Limit.parse(share)) if share else promising.rule
    return Law(definition.flow.decided(answers), rule, definition.effects, definition.ladder)


def named_agency(slug: str, day: date) -> int:
    """The agency that a step names, as it is on a day, or who carries on for it."""
    return agencies.agency_carrying(slug, day).id


def places(reception: int, competent: int, return_at: int) -> dict[Place, int]:
    return {Place.RECEPTION: reception, Place.COMPETENT: competent, Place.RETURN: return_at}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


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
        "keep": _dump(change.keep or change.minute or change.tell or change.reply),
        "alarm": _dump(alarm),
    }
    with refused_by_database(), _whole(), connection.cursor() as cursor:
        cursor.execute(statements.for_change(change), values)
        moved = cursor.fetchone()[0]
    if moved is None:
        raise Conflict(overtaken(case, revision) or MOVED_ON)
    return int(moved)


def _opening(step: Mapping[str, Any] | None) -> dict[str, Any]:
    """What :data:`statements.OPEN_STEP` wants: the row, and the roles beside which it is worked."""
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
    return value.isoformat() if isinstance(value, date) else str(value)


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
        cursor.execute(statements.FILE, values)
        code = cursor.fetchone()[0]
    return None if code is None else str(code)
