"""The ledger: what a start, a rule and the holds in between come to on a working calendar.

Holds are taken in the order of time, overlapping or touching ones as one, and only if they begin before the
deadline has run out: what is already late stays late. An open hold does not count yet: the answer is as
computed up to now.

A SUSPEND leaves its time out. By the minute (``wh``, clock hours) the limit is used up by the office minutes
outside holds. By days (``wd``, ``cd``, ``mo``) a hold is measured like any span of days, the first day not
counted and the last one counted (BLDS Đ.147.2, 148.1): the due day moves by the working days, or calendar
days, after the day on which the hold began up to the day on which it ended; and no limit runs out while on
hold. In other words, a day is left out exactly when it dawned on hold.

A RESTART counts the full limit anew from its end (NĐ 61/2018 Đ.19.4); what lies before is forgotten, save that a
limit which had run out before is not given again.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from motcua.kernel.calendar import LOCAL, Calendar, local
from motcua.kernel.terms import Effect, Hold, Limit, Rule, Unit

_ONE_DAY = timedelta(days=1)
_LAST_INSTANT = time(23, 59, 59, 999999, tzinfo=LOCAL)


def due_at(calendar: Calendar, start: datetime, rule: Rule, holds: Sequence[Hold]) -> datetime:
    """The local instant at which the rule's limit runs out; raises CalendarUnknown."""
    return _due_from(calendar, begin_of(calendar, start, rule, holds), rule, holds)


def begin_of(calendar: Calendar, start: datetime, rule: Rule, holds: Sequence[Hold]) -> datetime:
    """The local instant from which the limit counts: the reception, or the end of the last restart in time."""
    begin = local(start)
    for hold in sorted(holds, key=attrgetter("start")) if holds else ():
        if hold.effect is not Effect.RESTART or hold.end is None:
            continue
        if not _ran_out(calendar, begin, rule, holds, hold.start):
            begin = max(begin, local(hold.end))
    return begin


def _ran_out(calendar: Calendar, begin: datetime, rule: Rule, holds: Sequence[Hold], at: datetime) -> bool:
    """Whether the limit has run out by then; suspensions are looked at only where it would have without them."""
    return _has_run_out(rule, _due_from(calendar, begin, rule, ()), at) and _has_run_out(
        rule, _due_from(calendar, begin, rule, holds), at
    )


def _due_from(calendar: Calendar, begin: datetime, rule: Rule, holds: Sequence[Hold]) -> datetime:
    if rule.by_the_minute:
        return _due_by_minutes(calendar, begin, rule, holds)
    if rule.limit.unit is Unit.WORKING_DAYS:
        return calendar.close_of_rank(_due_rank(calendar, begin, rule, holds))
    return _close_from(calendar, last_day(calendar, begin, rule, holds))


def prolonged(calendar: Calendar, promise: datetime, rule: Rule, hold: Hold) -> datetime:
    """A promise that was given anew (NĐ 61/2018 Đ.19.9), after one hold more: it is never taken back.

    A suspension moves it by the working days, or minutes, that it left out; a restart gives the full limit if that
    ends later. What is late already stays late.
    """
    if hold.end is None or hold.effect is Effect.NONE or _has_run_out(rule, promise, hold.start):
        return promise
    if hold.effect is Effect.RESTART:
        return max(promise, due_at(calendar, hold.end, rule, ()))
    return max(promise, _moved(calendar, promise, rule, local(hold.start), local(hold.end)))


def _moved(calendar: Calendar, promise: datetime, rule: Rule, held: datetime, resumed: datetime) -> datetime:
    if rule.by_the_minute:
        return calendar.moment(calendar.position(promise) + calendar.minutes_between(held, resumed))
    due = calendar.rank_from(local(promise).date())
    due += calendar.working_days_between(held.date(), resumed.date())
    return calendar.close_of_rank(max(due, calendar.rank_from(_first_to_run_out(calendar, rule, resumed))))


def pauses(begin: datetime, holds: Sequence[Hold]) -> list[tuple[datetime, datetime]]:
    """The stretches after ``begin`` that were on hold by closed suspensions: local, in order, apart."""
    stretches: list[tuple[datetime, datetime]] = []
    for hold in sorted(holds, key=attrgetter("start")):
        if hold.effect is not Effect.SUSPEND or hold.end is None:
            continue
        held, resumed = max(local(hold.start), begin), local(hold.end)
        if stretches and held <= stretches[-1][1]:
            held, before = stretches.pop()
            resumed = max(resumed, before)
        if resumed > begin:
            stretches.append((held, resumed))
    return stretches


def cutoff(rule: Rule, due: datetime) -> datetime:
    """The last instant that still keeps a promise due then.

    The due minute itself, or the end of its day for a limit in days judged at midnight (BLDS Đ.148.6).
    """
    if rule.by_the_minute or rule.late_cutoff == "close":
        return due
    return datetime.combine(local(due).date(), _LAST_INSTANT)


def last_day(calendar: Calendar, begin: datetime, rule: Rule, holds: Sequence[Hold]) -> date:
    """The last day of a limit in calendar days or months, before it rolls off a day off."""
    last, floor = _after(begin.date(), rule.limit), begin.date()
    for held, resumed in pauses(begin, holds):
        if _has_run_out(rule, _close_from(calendar, max(last, floor)), held):
            break
        last += resumed.date() - held.date()
        floor = _first_to_run_out(calendar, rule, resumed)
    return max(last, floor)


def _has_run_out(rule: Rule, close: datetime, at: datetime) -> bool:
    return at > close and at > cutoff(rule, close)  # one comparison decides the common case


def _first_to_run_out(calendar: Calendar, rule: Rule, resumed: datetime) -> date:
    """The first day that can end a limit which was on hold until then."""
    day = resumed.date()
    if rule.late_cutoff == "close" and resumed > _close_from(calendar, day):
        return day + _ONE_DAY
    return day


def _close_from(calendar: Calendar, day: date) -> datetime:
    return calendar.close_of_rank(calendar.rank_from(day))


def _due_by_minutes(calendar: Calendar, begin: datetime, rule: Rule, holds: Sequence[Hold]) -> datetime:
    due = calendar.position(begin) + (rule.limit.working_minutes or 0)
    for held, resumed in pauses(begin, holds):
        stopped = calendar.position(held)
        if stopped >= due:
            break
        due += calendar.position(resumed) - stopped
    return calendar.moment(due)


def _due_rank(calendar: Calendar, begin: datetime, rule: Rule, holds: Sequence[Hold]) -> int:
    due, floor = calendar.rank(begin.date()) + _working_days(calendar, begin, rule), 0
    for held, resumed in pauses(begin, holds):
        if _has_run_out(rule, calendar.close_of_rank(max(due, floor)), held):
            break
        due += calendar.working_days_between(held.date(), resumed.date())
        floor = calendar.rank_from(_first_to_run_out(calendar, rule, resumed))
    return max(due, floor)


def _working_days(calendar: Calendar, begin: datetime, rule: Rule) -> int:
    if rule.same_day_until is None:
        return rule.limit.value
    in_time = begin.time().replace(second=0, microsecond=0) <= rule.same_day_until
    return 0 if in_time and calendar.is_working(begin.date()) else 1


def _after(day: date, limit: Limit) -> date:
    return add_months(day, limit.value) if limit.unit is Unit.MONTHS else day + timedelta(days=limit.value)


def add_months(day: date, months: int) -> date:
    """The same-numbered day so many months later, or that month's last day if it has none (BLDS Đ.148.3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = day.day if day.day <= 28 else min(day.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, last)
