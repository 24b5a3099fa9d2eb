"""What the system itself does to cases: rings alarms, each once and in order; recounts dates; passes steps on.

An alarm is found by a query over columns, not by a timer that could be lost: after a day of downtime the next run rings
everything that came due meanwhile, the earliest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from typing import Any
from uuid import UUID

from motcua.cases import calendars, opinions, reads, store
from motcua.journal import acts as journal
from motcua.kernel import casework, clock, pauses
from motcua.kernel.calendar import LOCAL
from motcua.kernel.position import Change
from motcua.kernel.refusals import CalendarUnknown, Conflict
from motcua.people import acts as people

ALARMS = {
    "answer": "chưa trả lời người nộp sau 8 giờ làm việc",
    "supplement": "sắp hết 3 ngày làm việc được yêu cầu bổ sung (NĐ 61/2018 Đ.19.4)",
    "transfer": "chưa chuyển hồ sơ đến người xử lý đúng hạn (NĐ 61/2018 Đ.18)",
    "step": "bước đang mở đã quá hạn",
    "opinion": "cơ quan được lấy ý kiến chưa trả lời đúng hạn: báo người đứng đầu Bộ phận Một cửa (NĐ 61/2018 Đ.19.5b)",
    "apology": "hồ sơ sắp hết hạn: xin lỗi và hẹn lại ngay hôm nay nếu không kịp (NĐ 61/2018 Đ.19.9)",
    "case": "hồ sơ đã quá hạn trả kết quả",
}

DUE = """
WITH running AS (SELECT * FROM cases_case WHERE finished_at IS NULL AND NOT held AND due_at IS NOT NULL),
due AS (
  SELECT id, 'answer' AS kind, answer_due AS due_at FROM cases_case WHERE state = 1 AND answer_due <= %(at)s
  UNION ALL SELECT id, 'supplement', supplement_alarm_at FROM running
    WHERE supplements = 0 AND supplement_alarm_at <= %(soon)s AND due_at > supplement_alarm_at
  UNION ALL SELECT id, 'apology', due_at FROM running WHERE redated_at IS NULL AND due_at > %(today)s
    AND due_at <= %(tomorrow)s
  UNION ALL SELECT id, 'case', due_at FROM running WHERE due_at <= %(at)s
  UNION ALL SELECT DISTINCT s.case_id, CASE WHEN s.branch = '' THEN 'step' ELSE 'opinion' END, s.due_at
    FROM cases_step s
    WHERE s.closed_at IS NULL AND NOT s.held AND NOT s.awaits_collection AND s.due_at <= %(at)s
  UNION ALL SELECT s.case_id, 'transfer', s.transfer_due FROM cases_step s JOIN cases_case c ON c.id = s.case_id
    WHERE s.closed_at IS NULL AND NOT s.held AND s.transfer_due <= %(at)s AND c.state = 2
)
SELECT due.id, due.kind, due.due_at, c.revision FROM due JOIN cases_case c ON c.id = due.id
WHERE NOT EXISTS (SELECT 1 FROM cases_alarm a WHERE a.case_id = due.id AND a.kind = due.kind AND a.due_at = due.due_at)
ORDER BY due.due_at, due.id LIMIT %(limit)s"""

"""An apology is called for only while :func:`clock.too_late_to_redate` has nothing against it, until the day before."""


def ring(*, at: datetime, limit: int = 1000) -> int:
    """Ring the alarms that have come due, the earliest first, and say how many; a second run rings none of them.

    Each rings on the case as it was found: when that has moved on meanwhile, the next run looks again.
    """
    common = calendars.common()
    today = clock.local(at).date()
    values = {
        "at": at,
        "soon": common.add_minutes(at, clock.MINUTES_A_DAY // 2),
        "today": datetime.combine(today, time.max, LOCAL),
        "tomorrow": common.close_of(common.nth_working_day(today, 1)),
        "limit": limit,
    }
    rung, revisions = 0, dict[UUID, int]()
    for row in reads.rows(DUE, values):
        case, due = row["id"], row["due_at"]
        change = Change("case.alarmed", {"alarm": ALARMS[row["kind"]], "due": due.isoformat()})
        seen = revisions.get(case, row["revision"])
        try:
            revisions[case] = store.apply(
                case, seen, change, by=people.system(), at=at, alarm={"kind": row["kind"], "due_at": due}
            )
        except Conflict:
            continue
        rung += 1
    return rung


# --- a changed calendar --------------------------------------------------------------------------------------

BATCH = 500
"""Cases that one job counts anew."""

OPEN = """
SELECT id, code FROM cases_case
WHERE finished_at IS NULL AND id >= %(since)s AND (%(until)s::uuid IS NULL OR id < %(until)s)
ORDER BY id"""

STARTS = """
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM cases_case WHERE finished_at IS NULL) numbered
WHERE place %% %(batch)s = 1 ORDER BY id"""

BEGINNING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many cases moved, and the codes of those that could not be counted."""

    moved: int
    left: tuple[str, ...]


def batches() -> Iterator[tuple[UUID, UUID | None]]:
    """The open cases in portions: the first case of each, and that of the next."""
    starts = [row["id"] for row in reads.rows(STARTS, {"batch": BATCH})]
    yield from pairwise([*starts, None])


def recount(*, at: datetime, since: UUID = BEGINNING, until: UUID | None = None) -> Recounted:
    """Count the dates of open cases anew under the latest calendar; each case that moves says so itself.

    A case that cannot be counted stays as it is and is named in the journal of the calendar.
    """
    edition, moved, left = calendars.latest(), 0, list[str]()
    for row in reads.rows(OPEN, {"since": since, "until": until}):
        try:
            moved += _recount(row["id"], edition, at)
        except (CalendarUnknown, Conflict):
            left.append(row["code"])
    if left:
        told = {"edition": edition, "left": left}
        journal.record(calendars.STREAM, "calendar.not-counted", told, by=people.system().username, at=at)
    return Recounted(moved, tuple(left))


def _recount(case: UUID, edition: int, at: datetime, *, again: int = 3) -> bool:
    """Count one case and its branches anew and say whether it moved; when somebody acts on it just now, look again."""
    moved = False
    for branch in ("", *(one.branch for one in opinions.waiting(case))):
        here = store.fetch(case, branch).position
        change = pauses.recount(here, calendar=str(edition))
        if change is None:
            continue
        try:
            store.apply(case, here.revision, change, by=people.system(), at=at)
        except Conflict:
            if not again:
                raise
            return _recount(case, edition, at, again=again - 1)
        moved = True
    return moved


# --- people who have left --------------------------------------------------------------------------------------

LEFT = """
SELECT s.case_id AS id, s.branch, next.account_id AS heir, c.revision
FROM cases_step s JOIN cases_case c ON c.id = s.case_id
CROSS JOIN LATERAL (
  SELECT a.account_id FROM people_appointment a JOIN agencies_post p ON p.id = a.post_id
  JOIN people_account o ON o.id = a.account_id AND o.is_active
  WHERE p.agency_id = s.agency_id AND s.role = ANY(p.roles)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
  ORDER BY a.valid_from, a.id LIMIT 1
) next
WHERE s.closed_at IS NULL AND NOT EXISTS (
  SELECT FROM people_appointment a JOIN agencies_post p ON p.id = a.post_id
  JOIN people_account o ON o.id = a.account_id AND o.is_active
  WHERE a.account_id = s.owner_id AND p.agency_id = s.agency_id AND s.role = ANY(p.roles)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s))
  AND NOT EXISTS (
    SELECT FROM people_delegation d JOIN people_appointment mine ON mine.id = d.receiver_id
    JOIN people_appointment theirs ON theirs.id = d.giver_id JOIN agencies_post p ON p.id = theirs.post_id
    JOIN people_account o ON o.id = mine.account_id AND o.is_active
    JOIN people_account g ON g.id = theirs.account_id AND g.is_active
    JOIN procedures_procedure law ON law.id = c.procedure_id
    WHERE mine.account_id = s.owner_id AND p.agency_id = s.agency_id AND d.role = s.role
      AND d.scope IN ('', law.code, law.field) AND d.valid_from <= %(day)s
      AND least(d.valid_to, mine.valid_to, theirs.valid_to) > %(day)s)
ORDER BY s.due_at, s.id LIMIT %(limit)s"""


def pass_on(*, at: datetime, limit: int = 1000) -> int:
    """Name the open steps of people who have left their post to who is longest there now, and say how many.

    A step whose role nobody holds any more waits until somebody is appointed.
    """
    found = reads.rows(LEFT, {"day": clock.local(at).date(), "limit": limit})
    return sum(_pass_on(row, at) for row in found)


def _pass_on(row: dict[str, Any], at: datetime) -> bool:
    """Pass one step on; when the case has just moved on, the next run looks again."""
    here = store.fetch(row["id"], row["branch"]).position
    if here.step is None or here.revision != row["revision"]:
        return False
    try:
        store.apply(here.id, here.revision, casework.pass_on(here, row["heir"]), by=people.system(), at=at)
    except Conflict:
        return False
    return True
