"""What the system itself does to cases: rings alarms, each once and in order; recounts open promises.

An alarm is found by a query over columns, not by a timer that could be lost: after a day of downtime the next run rings
everything that came due meanwhile, the earliest first.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.cases import calendars, reads, store
from motcua.kernel import clock, pauses
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
  UNION ALL SELECT id, 'apology', due_at FROM running WHERE redated_at IS NULL AND due_at <= %(tomorrow)s
  UNION ALL SELECT id, 'case', due_at FROM running WHERE due_at <= %(at)s
  UNION ALL SELECT s.case_id, 'step', s.due_at FROM cases_step s JOIN cases_case c ON c.id = s.case_id
    WHERE s.closed_at IS NULL AND NOT s.held AND s.due_at <= %(at)s AND c.state <> 9
  UNION ALL SELECT s.case_id, 'transfer', s.transfer_due FROM cases_step s
    WHERE s.closed_at IS NULL AND NOT s.held AND s.claimed_at IS NULL AND s.transfer_due <= %(at)s
)
SELECT due.id, due.kind, due.due_at FROM due
WHERE NOT EXISTS (SELECT 1 FROM cases_alarm a WHERE a.case_id = due.id AND a.kind = due.kind AND a.due_at = due.due_at)
ORDER BY due.due_at, due.id LIMIT %(limit)s"""


def ring(*, at: datetime, limit: int = 1000) -> int:
    """Ring the alarms that have come due, the earliest first, and say how many; a second run rings none of them."""
    common = calendars.common()
    values = {
        "at": at,
        "soon": common.add_minutes(at, clock.MINUTES_A_DAY // 2),
        "tomorrow": common.close_of(common.nth_working_day(clock.local(at).date(), 1)),
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
