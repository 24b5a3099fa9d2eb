"""A clock that walks: minute by minute, day by day, written from the rules and not from the fast clock.

It takes the raw years of a calendar and plain windows, and shares no code with ``motcua.kernel``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Wait(NamedTuple):
    """A hold as the walker sees it, in local time without a zone."""

    start: datetime
    end: datetime | None
    effect: str


@dataclass
class Walker:
    """Days off and on as sets, the windows of a day as pairs of minutes since midnight."""

    off: frozenset[date]
    work: frozenset[date]
    windows: Callable[[date], list[tuple[int, int]]]
    open_minutes: Callable[[date], list[datetime]] = field(init=False)

    def __post_init__(self) -> None:
        self.open_minutes = lru_cache(maxsize=None)(self._open_minutes)

    def works(self, day: date) -> bool:
        return day in self.work or (day.weekday() not in (5, 6) and day not in self.off)

    def _open_minutes(self, day: date) -> list[datetime]:
        if not self.works(day):
            return []
        midnight = datetime.combine(day, time())
        return [midnight + m * MINUTE for start, end in self.windows(day) for m in range(start, end)]

    def minutes_from(self, moment: datetime) -> Iterator[datetime]:
        """The start of every working minute from a moment on."""
        day = moment.date()
        while True:
            yield from (minute for minute in self.open_minutes(day) if minute >= moment)
            day += DAY

    def close(self, day: date) -> datetime:
        return datetime.combine(day, time()) + self.windows(day)[-1][1] * MINUTE

    def next_working(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def between(self, a: datetime, b: datetime) -> int:
        """Working minutes from a to b, counted one at a time."""
        return sum(1 for _ in takewhile(whole(b).__gt__, self.minutes_from(whole(a))))


def whole(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def months_later(day: date, months: int) -> date:
    """Walk month by month; fall back to the last day that the month has."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError("unreachable")


class Question(NamedTuple):
    """What the walker is asked: a limit of ``value`` ``unit`` and how it is counted."""

    value: int
    unit: str
    by_hours: bool = False
    same_day_until: tuple[int, int] | None = None
    late_at_close: bool = False

    @property
    def by_minutes(self) -> bool:
        return self.unit == "wh" or (self.unit == "wd" and self.by_hours and not self.same_day_until)


def due(walker: Walker, start: datetime, ask: Question, waits: Sequence[Wait]) -> datetime:
    begin = start
    for wait in sorted(waits, key=lambda wait: wait.start):
        if wait.effect == "restart" and wait.end:
            in_time = not _is_late(_due(walker, begin, ask, waits), ask, wait.start)
            begin = max(begin, wait.end) if in_time else begin
    return _due(walker, begin, ask, waits)


def _is_late(promise: datetime, ask: Question, moment: datetime) -> bool:
    to_the_minute = ask.by_minutes or ask.late_at_close
    return moment > promise if to_the_minute else moment.date() > promise.date()


def _due(walker: Walker, begin: datetime, ask: Question, waits: Sequence[Wait]) -> datetime:
    held = [wait for wait in waits if wait.effect == "suspend" and wait.end and wait.end > begin]
    if ask.by_minutes:
        return _walk_minutes(walker, begin, ask.value * (60 if ask.unit == "wh" else 8 * 60), held)
    return walker.close(_walk_days(walker, begin, ask, held))


def _walk_minutes(walker: Walker, begin: datetime, minutes: int, held: list[Wait]) -> datetime:
    spans = [(whole(wait.start), whole(wait.end)) for wait in held if wait.end]
    for minute in walker.minutes_from(whole(begin)):
        if not any(start <= minute < end for start, end in spans):
            minutes -= 1
        if minutes == 0:
            return minute + MINUTE
    raise AssertionError("unreachable")


def _walk_days(walker: Walker, begin: datetime, ask: Question, held: list[Wait]) -> date:
    day, left = begin.date(), _days_to_count(walker, begin, ask)
    while left:
        day += DAY
        counts = ask.unit != "wd" or walker.works(day)
        left -= counts and not any(_dawned_on_hold(day, begin, wait) for wait in held)
    day = walker.next_working(day)
    while any(_on_hold_at_the_end(walker, day, ask, wait) for wait in held):
        day = walker.next_working(day + DAY)
    return day


def _days_to_count(walker: Walker, begin: datetime, ask: Question) -> int:
    if ask.same_day_until:
        in_time = (begin.hour, begin.minute) <= ask.same_day_until and walker.works(begin.date())
        return 0 if in_time else 1
    if ask.unit == "mo":
        return (months_later(begin.date(), ask.value) - begin.date()).days
    return ask.value


def _dawned_on_hold(day: date, begin: datetime, wait: Wait) -> bool:
    dawn = datetime.combine(day, time())
    return wait.end is not None and max(wait.start, begin) < dawn <= wait.end


def _on_hold_at_the_end(walker: Walker, day: date, ask: Question, wait: Wait) -> bool:
    last = walker.close(day) if ask.late_at_close else datetime.combine(day, time.max)
    return wait.end is not None and wait.start <= last < wait.end
