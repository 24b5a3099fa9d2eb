"""What the kernel says in Vietnamese phrases, said in English from the same numbers and facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext

from motcua.kernel import wording
from motcua.kernel.calendar import local
from motcua.kernel.clock import Due, Remaining
from motcua.kernel.explain import Explanation
from motcua.kernel.terms import MINUTES_A_DAY, Hold, Limit, Unit

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = {
    Unit.WORKING_DAYS: "working day",
    Unit.WORKING_HOURS: "working hour",
    Unit.CALENDAR_DAYS: "day",
    Unit.MONTHS: "month",
}


def counted(count: int, noun: str) -> str:
    """``1 working day``, ``2 working days``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def limit(of: Limit) -> str:
    """A limit: ``5 working days``."""
    return counted(of.value, UNITS[of.unit])


def span(minutes: int) -> str:
    """Working minutes in the two largest units: ``1 working day 3 working hours``."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    hours, left = divmod(rest, 60)
    units = ((days, "working day"), (hours, "working hour"), (0 if days else left, "working minute"))
    return " ".join(counted(count, unit) for count, unit in units if count)


def left(remaining: Remaining) -> str:
    """The working time left: ``2 working hours left``."""
    if not remaining.minutes:
        return "just overdue" if remaining.late else "due now"
    told = span(remaining.minutes)
    return f"overdue by {told}" if remaining.late else f"{told} left"


def why(due: Due) -> str:
    """How a promise came about: start, limit, holds, skipped days, due."""
    return "; ".join(_clauses(due.explanation)) + "."


def _clauses(of: Explanation) -> Iterator[str]:
    year = of.begin.year
    if of.begin == of.start:
        yield f"Received {_moment(of.start)}, {_limit(of)}"
    else:
        yield f"Received {_moment(of.start)}"
        yield f"counted anew from {_moment(of.begin)}{_because(of.restart_reason())}, {_limit(of)}"
    yield from (_pause(hold, year) for hold in of.suspensions())
    if left_out := of.left_out():
        yield f"{_left_out(of, left_out)} of pauses left out"
    if skipped := of.skipped():
        yield f"skipped {_days_off(*wording.stretches(skipped), year)}"
    if made_up := of.made_up():
        yield "counted " + ", ".join(f"{_day(day, year)} (a make-up day)" for day in made_up)
    awaited = (f" (the calendar of {one} is provisional)" for one in of.provisional())
    yield f"due {_moment(of.due)}{''.join(awaited)}"


def _limit(of: Explanation) -> str:
    if of.rule.same_day_until is not None:
        until = f"{of.rule.same_day_until:%H:%M}"
        return f"a procedure of the same day (received after {until}: of the next working day)"
    first, year = of.counted_from(), of.begin.year
    since = _moment(first, year) if isinstance(first, datetime) else _day(first, year)
    return f"a limit of {limit(of.rule.limit)} counted from {since}"


def _pause(hold: Hold, year: int) -> str:
    since = f"paused from {_moment(hold.start, year)}"
    if hold.end is None:
        return f"{since}{_because(hold.reason)}, to be counted again when the pause ends"
    return f"{since} to {_moment(hold.end, year)}{_because(hold.reason)}"


def _left_out(of: Explanation, amount: int) -> str:
    if of.rule.by_the_minute:
        return span(amount)
    return counted(amount, "working day" if of.rule.limit.unit is Unit.WORKING_DAYS else "day")


def _days_off(stretches: list[wording.Stretch], weekends: int, year: int) -> str:
    told = [f"{one.in_figures(year)} ({', '.join(map(_reason, one.reasons))})" for one in stretches]
    return ", ".join(told + ([f"{weekends} weekends"] if weekends else []))


def _reason(told: str) -> str:
    """The name of a day off; a day exchanged for another names that one at its end."""
    if told == wording.WEEKEND:
        return "weekend"
    name, _, other = told.rpartition(" ")
    return f"{gettext(name)} {other}" if other[:1].isdigit() else gettext(told)


def _because(reason: str) -> str:
    return f" ({gettext(reason)})" if reason else ""


def _day(day: date, year: int | None = None) -> str:
    return f"{WEEKDAYS[day.weekday()]} {wording.day_month(day, year)}"


def _moment(at: datetime, year: int | None = None) -> str:
    here = local(at)
    return f"{here:%H:%M} {_day(here.date(), year)}"
