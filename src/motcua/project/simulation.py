"""A province at work: cases drawn from a seed and driven through the real acts, in the order of time."""

from __future__ import annotations

import heapq
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from motcua.cases import calendars
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.refusals import Missing, Refusal
from motcua.people.models import Appointment
from motcua.project import crew, plans
from motcua.project.crew import Tell
from motcua.project.lives import Life
from motcua.project.plans import DRAFT, Plan, Province
from motcua.project.stage import Stage
from motcua.project.waits import BY_OTHERS

FIRST = datetime(2025, 7, 1, tzinfo=LOCAL)
"""From this day on communes decide and the procedures of the demonstration are in force."""

AHEAD = timedelta(days=60)
"""How far a promise given on the last day may reach."""

FILERS = 0.45
"""People for each case: most file more than once in a season."""

ALONE = 300
"""Cases up to which one process is faster than starting another."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be simulated; on the same catalogue it gives the same cases, except for their ids."""

    cases: int
    seed: int
    begins: datetime
    at: datetime
    scenes: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done: how often each thing happened, between which moments, in how many seconds."""

    done: Counter[str]
    work: Work
    seconds: float

    @property
    def events(self) -> int:
        """How many events the journals of the cases hold."""
        return sum(self.done[act] for act in ACTS)

    @property
    def lines(self) -> Iterator[str]:
        """The summary in Vietnamese."""
        first, last = local(self.work.begins), local(self.work.at)
        yield (
            f"{self.done['cases']} hồ sơ từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}, {self.events} thao tác, "
            f"{self.seconds:.0f} giây."
        )
        yield ", ".join(f"{title} {self.done[name]}" for name, title in TOLD.items()) + "."


ACTS = (
    "cases", "received", "claimed", "steps", "finished", "handed-over", "refused", "returned", "supplements",
    "supplemented", "held", "resumed", "redated", "withdrawals", "withdrawn", "withdrawal-declined", "stopped",
    "corrected", BY_OTHERS,
)  # fmt: skip
"""Each is one event of a case's journal."""

TOLD = {
    "online": "Trực tuyến",
    "counter": "tại quầy",
    "post": "qua bưu chính",
    "drafts": "bản nháp",
    "handed-over": "đã trả kết quả",
    "supplements": "yêu cầu bổ sung",
    "refused": "từ chối",
    "returned": "lãnh đạo trả lại",
    "redated": "xin lỗi và hẹn lại",
    "withdrawn": "rút",
    "held": "tạm dừng khác",
    "stopped": "dừng",
    "corrected": "đính chính",
}


def run(
    *,
    cases: int,
    days: int,
    seed: int,
    at: datetime,
    scenes: bool = True,
    progress: Tell | None = None,
    processes: int = 0,
) -> Summary:
    """Simulate cases filed during the days before ``at``; nothing happens after ``at``, so many stay on their way.

    ``scenes`` adds the cases of the cast, one for each thing that is worth a look.
    :class:`Refusal` when no calendar covers these days, no procedure is in force or nobody holds a post.
    """
    started, tell = time.perf_counter(), progress or bar()
    work = Work(cases, seed, *period(days, at), scenes)
    plans.settle(_province(work))
    last_job = _last_job()
    processes = processes or (1 if cases <= ALONE else min(os.cpu_count() or 1, 4))
    done = crew.together(f"{__name__}:share", work, processes, tell)
    _deliver_gently(after=last_job)
    tell(1, done["cases"])
    return Summary(done, work, time.perf_counter() - started)


def period(days: int, at: datetime) -> tuple[datetime, datetime]:
    """The first and the last moment, moved into what calendar and catalogue cover; says so when it moves them."""
    last_year = calendars.common().years[-1]
    end = datetime(last_year + 1, 1, 1, tzinfo=LOCAL)
    if not FIRST < at < end:
        raise Refusal(
            f"Chỉ mô phỏng được từ ngày {FIRST:%d/%m/%Y} đến hết năm {last_year}: ngoài khoảng đó chưa có lịch "
            "làm việc hoặc thủ tục đang áp dụng. Thêm lịch vào catalogue, chạy `motcua load` rồi mô phỏng lại.",
            code="no-calendar",
        )
    last = min(at, end - AHEAD)
    first = max(last - timedelta(days=days), FIRST)
    if (first, last) != (at - timedelta(days=days), at):
        moved = f"từ {local(first):%d/%m/%Y} đến {local(last):%d/%m/%Y}"
        print(f"Lịch làm việc và thủ tục hiện có chỉ cho phép mô phỏng {moved}.", file=sys.stderr)
    return first, last


def _province(work: Work) -> Province:
    if not Appointment.objects.exists():
        raise Missing("Chưa có ai giữ vị trí nào; chạy `motcua demo`, hoặc bổ nhiệm người rồi mô phỏng lại.")
    found = Province(seed=work.seed, people=max(60, round(work.cases * FILERS)), on=local(work.at).date())
    if not found.procedures:
        raise Missing("Chưa có thủ tục nào đang áp dụng; chạy `motcua load` rồi mô phỏng lại.")
    return found


def share(work: Work, number: int, of: int, tell: Tell) -> Counter[str]:
    """Live one share of the cases, all those of every ``of``-th one-stop, in the order of time."""
    province = _province(work)
    stage = Stage(province)
    own = _portions(list(_plans(work, province)), of)[number]
    queue = [(plan.at, plan.number, Life(plan, stage).run()) for plan in own]
    heapq.heapify(queue)
    span, told = work.at - work.begins, 0.0
    with _unhurried_disk():
        while queue:
            when, which, life = heapq.heappop(queue)
            following = next(life, None)
            if following is not None and following <= work.at:
                heapq.heappush(queue, (following, which, life))
            if time.monotonic() - told > crew.EVERY:
                told = time.monotonic()
                tell((when - work.begins) / span, stage.done["cases"])
    return stage.done


def _portions(all_plans: list[Plan], of: int) -> list[list[Plan]]:
    """Plans in portions of about one size; each one-stop is in one portion, so its numbers come in order."""
    portions: list[list[Plan]] = [[] for _ in range(of)]
    by_reception: dict[int, list[Plan]] = defaultdict(list)
    for plan in all_plans:
        by_reception[plan.reception].append(plan)
    for together in sorted(by_reception.values(), key=len, reverse=True):
        min(portions, key=len).extend(together)
    return portions


def _plans(work: Work, province: Province) -> Iterator[Plan]:
    for number in range(work.cases):
        yield plans.draw(province, number, begins=work.begins, at=work.at)
    for number in range(
        work.cases, work.cases + round(work.cases * plans.traffic()["chances"]["draft_only"])
    ):
        yield plans.draw(province, number, begins=work.begins, at=work.at, rests_at=DRAFT)
    if work.scenes:
        yield from plans.scenes(province, at=work.at)


@contextmanager
def _unhurried_disk() -> Iterator[None]:
    """Commits don't wait for the disk meanwhile: what a power cut takes of a simulation can be simulated again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        try:
            yield
        finally:
            cursor.execute("RESET synchronous_commit")


# --- what the simulated events have set off ------------------------------------------------------------------

GENTLY = 0.6
"""Seconds between two deliveries of simulated events: a slip takes 50 ms of processor time, so pages hardly notice."""

DELIVER_GENTLY = """
WITH waiting AS (
  SELECT j.id, row_number() OVER (ORDER BY (a.username = ANY(%(first)s)) IS NOT TRUE, e.id) AS place
  FROM procrastinate_jobs j JOIN journal_event e ON e.id = (j.args ->> 'event')::bigint
  LEFT JOIN cases_case c ON c.id = e.stream
  LEFT JOIN people_applicant p ON p.id = c.applicant_id LEFT JOIN people_account a ON a.id = p.account_id
  WHERE j.id > %(after)s AND j.status = 'todo' AND j.task_name = 'journal.deliver'
)
UPDATE procrastinate_jobs j SET priority = -10, scheduled_at = now() + waiting.place * make_interval(secs => %(gently)s)
FROM waiting WHERE j.id = waiting.id"""


def _last_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def _deliver_gently(*, after: int) -> None:
    """Let the worker issue the slips of thousands of past events one by one, behind all live work, the cast's first."""
    cast = sorted({scene["who"] for scene in plans.traffic()["scenes"]})
    with connection.cursor() as cursor:
        cursor.execute(DELIVER_GENTLY, {"after": after, "first": cast, "gently": GENTLY})


# --- progress ------------------------------------------------------------------------------------------------


def bar() -> Tell:
    """Tells on standard error how far it is: on a terminal in one line that is written over, else at each tenth."""
    over, told = sys.stderr.isatty(), 0

    def tell(fraction: float, cases: int) -> None:
        nonlocal told
        done = min(fraction, 1)
        if not over and int(done * 10) <= told:
            return
        told, filled = int(done * 10), round(done * 30)
        line = f"[{'█' * filled}{'·' * (30 - filled)}] {done:4.0%}  {cases} hồ sơ"
        start, end = ("\r", "\n" if fraction >= 1 else "") if over else ("", "\n")
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)

    return tell
