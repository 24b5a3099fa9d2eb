"""How long one due() takes, beside a loop that walks the days and beside a bare bisection.

    python bench/clock.py [--record]

Prints microseconds of CPU a call, best and median of nine rounds, for the four units, without holds, with two that
are left out, and best with one after which the limit counts anew and one that is left out.
The peer is the loop that many systems run: day by day until the count is reached, the lists of holidays in sets. It
is checked to give the same dates. The floor is one call of bisect_left on a list as long as the calendar's.
"""

from __future__ import annotations

import statistics
import sys
import time
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._report import options, report
from motcua.kernel.calendar import LOCAL, Calendar
from motcua.kernel.clock import Effect, Hold, Limit, Rule, due

FILES = Path(__file__).parents[1] / "catalogue" / "vietnam" / "calendars"
ROUNDS, DAY = 9, timedelta(days=1)
STARTS = [
    datetime(2024, 1, 2, 1, tzinfo=UTC) + step * timedelta(hours=17, minutes=13) for step in range(1000)
]
LIMITS = ["5 wd", "30 wd", "40 wh", "30 cd", "3 mo"]
BUDGET = 10.0  # microseconds a call
HEADS = (
    f"{'limit':>6} {'due()':>8} {'median':>8} {'2 holds':>8} {'median':>8} {'restart':>8} {'why':>8} {'walking':>8}"
    f" {'ratio':>6} {'× floor':>8} {'due()/s':>9}  (µs a call)"
)


def main() -> None:
    told = options(__doc__)
    calendar = Calendar.parse([yaml.safe_load(path.read_text()) for path in FILES.glob("*.yaml")])
    walker = DayWalker(set(calendar.off), set(calendar.work))
    began = time.process_time()
    due(calendar, STARTS[0], Rule(Limit.parse("1 wh")))
    tables = (time.process_time() - began) * 1000
    with report("clock", record=told.record) as say:
        floor = rounds(bisecting(calendar))[0]
        say(
            f"tables of {len(calendar.years)} years, built once: {tables:.1f} ms; bare bisect_left: {floor:.3f} µs"
        )
        say(HEADS)
        for limit in LIMITS:
            say(row(calendar, walker, limit, floor))


def row(calendar: Calendar, walker: DayWalker, limit: str, floor: float) -> str:
    rule = Rule(Limit.parse(limit))
    held = [(start, two_holds(start)) for start in STARTS]
    assert all(walker.due(start, rule.limit) == due(calendar, start, rule).at for start in STARTS)
    free, free_median = rounds(lambda: [due(calendar, start, rule) for start in STARTS])
    hold, hold_median = rounds(lambda: [due(calendar, start, rule, holds) for start, holds in held])
    anew = [(start, [restart(start), two_holds(start)[1]]) for start in STARTS]
    again, _ = rounds(lambda: [due(calendar, start, rule, holds) for start, holds in anew])
    why, _ = rounds(lambda: [due(calendar, start, rule).why for start in STARTS[:50]], calls=50)
    walk, _ = rounds(lambda: [walker.due(start, rule.limit) for start in STARTS])
    mark = "" if max(free, hold, again) <= BUDGET else f"  over {BUDGET:.0f} µs"
    return (
        f"{limit:>6} {free:8.2f} {free_median:8.2f} {hold:8.2f} {hold_median:8.2f} {again:8.2f} {why:8.1f} {walk:8.2f}"
        f" {walk / free:6.1f} {free / floor:8.0f} {1e6 / free:9,.0f}{mark}"
    )


def two_holds(start: datetime) -> list[Hold]:
    return [
        Hold(start + DAY, start + 3 * DAY, Effect.SUSPEND, "chờ nộp phí"),
        Hold(start + 4 * DAY, start + 4.5 * DAY, Effect.SUSPEND, "chờ xác minh"),
    ]


def restart(start: datetime) -> Hold:
    return Hold(start + DAY, start + 3 * DAY, Effect.RESTART, "chờ bổ sung")


def bisecting(calendar: Calendar) -> Callable[[], object]:
    minutes = list(range(0, 480 * 365 * len(calendar.years), 480))
    return lambda: [bisect_left(minutes, 617_431) for _ in STARTS]


def rounds(work: Callable[[], object], calls: int = len(STARTS)) -> tuple[float, float]:
    """Best and median microseconds a call."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) / calls * 1e6)
    return min(times), statistics.median(times)


class DayWalker:
    """The peer: no tables, a loop over days and windows."""

    windows = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60 + 30))

    def __init__(self, off: set[date], work: set[date]) -> None:
        self.off, self.work = off, work

    def works(self, day: date) -> bool:
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def due(self, start: datetime, limit: Limit) -> datetime:
        here = start.astimezone(LOCAL)
        if limit.unit == "wh":
            return self.hours(here, limit.value * 60)
        day = here.date()
        if limit.unit == "wd":
            for _ in range(limit.value):
                day = self.next(day + DAY)
        elif limit.unit == "cd":
            day = self.next(day + limit.value * DAY)
        else:
            year, month = divmod(day.year * 12 + day.month - 1 + limit.value, 12)
            day = self.next(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])))
        return datetime(day.year, day.month, day.day, 17, 30, tzinfo=LOCAL)

    def next(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def hours(self, here: datetime, left: int) -> datetime:
        day, now = here.date(), here.hour * 60 + here.minute
        while True:
            for opens, closes in self.windows if self.works(day) else ():
                begin = max(opens, now)
                if left <= closes - begin:
                    return datetime(day.year, day.month, day.day, tzinfo=LOCAL) + timedelta(
                        minutes=begin + left
                    )
                left -= max(closes - begin, 0)
            day, now = day + DAY, 0


if __name__ == "__main__":
    main()
