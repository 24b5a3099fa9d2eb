"""The statements that write what an act changes: each does all of it at once, or nothing.

They compare the revision that the decision was made on and set the next one, close and open steps and holds, record
the event and enqueue its deliveries.
"""

from __future__ import annotations

from collections.abc import Sequence

from motcua.journal import acts as journal
from motcua.kernel.position import Change

#: Columns of a case that acts change; the rest is written once, when the case is filed.
CASE_COLUMNS = (
    "state", "state_before", "outcome", "held", "answer_due", "calendar_edition", "received_at", "supplement_alarm_at",
    "due_original", "due_at", "soon_at", "late_after", "redated_at", "finished_at", "handed_over_at", "corrected_at",
    "receiver", "receiver_identity", "receipt_how", "supplements",
)  # fmt: skip
STEP_COLUMNS = ("owner_id", "claimed_at", "held", "due_at", "soon_at", "rung_at")

OPEN_STEP = """
  opened AS (
    INSERT INTO cases_step (case_id, version_id, name, title, agency_id, role, owner_id, product, branch,
      opened_at, due_at, soon_at, awaits_collection, transfer_due, proposal, rung_at)
    SELECT {case}.id, {case}.version_id, x.name, x.title, coalesce(d.agency_id, x.agency_id), x.role,
      d.account_id,
      x.product, x.branch, x.opened_at, x.due_at, x.soon_at, x.awaits_collection, x.transfer_due, x.proposal,
      x.rung_at
    FROM {case}, {after} jsonb_populate_record(NULL::cases_step, %(open_step)s::jsonb) x
    LEFT JOIN LATERAL (
      SELECT p.agency_id, a.account_id FROM agencies_agency g
      JOIN agencies_post p ON p.agency_id = g.id AND x.role = ANY(p.roles)
      JOIN people_appointment a ON a.post_id = p.id AND a.valid_from <= %(day)s
        AND coalesce(a.valid_to > %(day)s, true)
      JOIN people_account o ON o.id = a.account_id AND o.is_active
      WHERE g.id = x.agency_id OR (g.parent_id = x.agency_id AND g.part <> '')
      ORDER BY g.id <> x.agency_id,
        (SELECT count(*) FROM agencies_post n WHERE n.agency_id = g.id AND n.roles && %(beside)s) DESC,
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
      waited = x.waited, worked = x.worked, delegation_id = x.delegation_id, held = false
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
    FROM moved, (SELECT count(*) FROM ended) e,
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

    On one line and close together, because psycopg remembers how it read a statement only up to 4,096 bytes: what only
    rare acts write has a statement of its own.
    """
    statement = APPLIED.format(
        columns=",".join(columns),
        step_columns=",".join(steps),
        kept=kept,
        opened=OPEN_STEP.format(case="moved", after="(SELECT count(*) FROM closed) c,"),
        recorded=journal.RECORDED.format(
            source="moved LEFT JOIN opened ON true LEFT JOIN paused ON true",
            seq="moved.revision",
            data="%(event_data)s::jsonb || cases_told(moved.salt, %(told)s, to_jsonb(opened), to_jsonb(paused))",
        ),
    )
    return " ".join(statement.split()).replace("( ", "(").replace(" )", ")")


KEPT = """kept AS (
    INSERT INTO cases_amendment (case_id, at, by_id, reason, before)
    SELECT moved.id, x.at, %(account)s, x.reason, x.before
    FROM moved, jsonb_populate_record(NULL::cases_amendment, %(keep)s::jsonb) x
  ),"""
MINUTED = """kept AS (
    INSERT INTO cases_minutes (case_id, step_id, kind, held_at, place, participants, content, present, in_favour,
      at, by_id)
    SELECT moved.id, x.step_id, x.kind, x.held_at, x.place, x.participants, x.content, x.present, x.in_favour, x.at,
      %(account)s
    FROM moved, jsonb_populate_record(NULL::cases_minutes, %(keep)s::jsonb) x
  ),"""
NOTIFIED = """kept AS (
    INSERT INTO cases_notice (case_id, step_id, rung, what, agency_id, role, account_id, due_at, told_at)
    SELECT moved.id, x.step_id, x.rung, x.what, x.agency_id, x.role, x.account_id, x.due_at, x.told_at
    FROM moved, jsonb_populate_record(NULL::cases_notice, %(keep)s::jsonb) x
  ),"""
REPLIED = """kept AS (
    INSERT INTO cases_reply (case_id, step_id, number, dated, files)
    SELECT moved.id, x.step_id, x.number, x.dated, x.files
    FROM moved, jsonb_populate_record(NULL::cases_reply, %(keep)s::jsonb) x
  ),"""
APPLY = _applying(CASE_COLUMNS)
MINUTE = _applying(CASE_COLUMNS, MINUTED)
REPLY = _applying(CASE_COLUMNS, REPLIED)
CLIMB = _applying(CASE_COLUMNS, NOTIFIED, (*STEP_COLUMNS, "rung"))
AMEND = _applying((*CASE_COLUMNS, "form"), KEPT)
MOVE = _applying(
    (*CASE_COLUMNS, "version_id", "limit_from_id"), steps=(*STEP_COLUMNS, "title", "product", "rung")
)
"""The same for the rare acts that set the declaration or the version right, keep minutes or a reply, or climb a
rung; too long to be remembered."""

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


def for_change(change: Change) -> str:
    """The statement that writes a change: the common one, or a longer one of its own."""
    beside = {AMEND: change.keep, MINUTE: change.minute, CLIMB: change.tell, REPLY: change.reply}
    moves = "version_id" in change.case or "rung" in (change.touch_step or {})
    return next((statement for statement, kept in beside.items() if kept), MOVE if moves else APPLY)
