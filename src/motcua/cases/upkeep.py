"""What the system itself does to cases: rings alarms, each once and in order; recounts promises; passes steps on.

An alarm is found by a query over columns, not by a timer that could be lost: after a day of downtime the next run rings
everything that came due meanwhile, the earliest first.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from motcua.cases import calendars, reads, store
from motcua.kernel import casework, clock, pauses
from motcua.kernel.calendar import LOCAL
from motcua.kernel.position import Change
from motcua.kernel.refusals import Conflict
from motcua.people import acts as people

ALARMS = {
    "answer": "chưa trả lời người nộp sau 8 giờ làm việc",
    "supplement": "sắp hết 3 ngày làm việc được yêu cầu bổ sung (NĐ 61/2018 Đ.19.4)",
    "transfer": "chưa chuyển hồ sơ đến người xử lý đúng hạn (NĐ 61/2018 Đ.18)",
    "step": "bước đang mở đã quá hạn",
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
  UNION ALL SELECT s.case_id, 'step', s.due_at FROM cases_step s
    WHERE s.closed_at IS NULL AND NOT s.held AND NOT s.awaits_collection AND s.due_at <= %(at)s
  UNION ALL SELECT s.case_id, 'transfer', s.transfer_due FROM cases_step s JOIN cases_case c ON c.id = s.case_id
    WHERE s.closed_at IS NULL AND NOT s.held AND s.transfer_due <= %(at)s AND c.state = 2
)
SELECT due.id, due.kind, due.due_at FROM due
WHERE NOT EXISTS (SELECT 1 FROM cases_alarm a WHERE a.case_id = due.id AND a.kind = due.kind AND a.due_at = due.due_at)
ORDER BY due.due_at, due.id LIMIT %(limit)s"""

"""An apology is called for only while :func:`clock.too_late_to_redate` has nothing against it, until the day before."""


def ring(*, at: datetime, limit: int = 1000) -> int:
    """Ring the alarms that have come due, the earliest first, and say how many; a second run rings none of them."""
    common = calendars.common()
    today = clock.local(at).date()
    values = {
        "at": at,
        "soon": common.add_minutes(at, clock.MINUTES_A_DAY // 2),
        "today": datetime.combine(today, time.max, LOCAL),
        "tomorrow": common.close_of(common.nth_working_day(today, 1)),
        "limit": limit,
    }
    return sum(_ring(row, at) for row in reads.rows(DUE, values))


def _ring(row: dict[str, Any], at: datetime) -> bool:
    """Ring one alarm; when the case has just moved on, the next run looks again."""
    here = store.fetch(row["id"]).position
    change = Change("case.alarmed", {"alarm": ALARMS[row["kind"]], "due": row["due_at"].isoformat()})
    alarm = {"kind": row["kind"], "due_at": row["due_at"]}
    try:
        store.apply(here.id, here.revision, change, by=people.system(), at=at, alarm=alarm)
    except Conflict:
        return False
    return True


OPEN = "SELECT id FROM cases_case WHERE finished_at IS NULL AND due_at IS NOT NULL ORDER BY id"


def recount(*, at: datetime) -> int:
    """Count the promises of open cases anew under the latest calendar and say how many moved; each says so itself."""
    edition = calendars.latest()
    moved = 0
    for row in reads.rows(OPEN, []):
        here = store.fetch(row["id"]).position
        change = pauses.recount(here, at, calendar=str(edition))
        if change is not None:
            store.apply(here.id, here.revision, change, by=people.system(), at=at)
            moved += 1
    return moved


LEFT = """
SELECT s.case_id AS id, next.account_id AS heir FROM cases_step s
CROSS JOIN LATERAL (
  SELECT a.account_id FROM people_appointment a JOIN agencies_post p ON p.id = a.post_id
  WHERE p.agency_id = s.agency_id AND s.role = ANY(p.roles)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
  ORDER BY a.valid_from, a.id LIMIT 1
) next
WHERE s.closed_at IS NULL AND NOT EXISTS (
  SELECT FROM people_appointment a JOIN agencies_post p ON p.id = a.post_id
  WHERE a.account_id = s.owner_id AND p.agency_id = s.agency_id AND s.role = ANY(p.roles)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s))
ORDER BY s.due_at, s.id LIMIT %(limit)s"""


def pass_on(*, at: datetime, limit: int = 1000) -> int:
    """Name the open steps of people who have left their post to who is longest there now, and say how many.

    A step whose role nobody holds any more waits until somebody is appointed.
    """
    found = reads.rows(LEFT, {"day": clock.local(at).date(), "limit": limit})
    return sum(_pass_on(row, at) for row in found)


def _pass_on(row: dict[str, Any], at: datetime) -> bool:
    """Pass one step on; when the case has just moved on, the next run looks again."""
    here = store.fetch(row["id"]).position
    if here.step is None:
        return False
    try:
        store.apply(here.id, here.revision, casework.pass_on(here, row["heir"]), by=people.system(), at=at)
    except Conflict:
        return False
    return True
