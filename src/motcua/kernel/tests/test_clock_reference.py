"""The fast clock against one that walks, over random ledgers: starts, limits, policies, hours and holds.

``MOTCUA_LEDGERS`` sets how many ledgers are tried in all (10000 unless told).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.calendar import DEFAULT_HOURS, LOCAL, Calendar
from motcua.kernel.clock import Effect, Hold, Limit, Policy, Rule, Unit, due
from motcua.kernel.tests import reference_clock as reference
from motcua.kernel.tests.calendars import NIGHT, SEASONS, bare_years, raw_years, rough_years

LEDGERS = int(os.environ.get("MOTCUA_LEDGERS", "10000"))
MINUTE, DAY = timedelta(minutes=1), 24 * 60

thorough = settings(
    max_examples=LEDGERS // len(Unit),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def walker(years: list[dict], windows: Callable[[date], str]) -> reference.Walker:
    off = frozenset(day for year in years for day in year.get("off", {}))
    work = frozenset(day for year in years for day in year.get("work", {}))
    return reference.Walker(off, work, lambda day: [_pair(window) for window in windows(day).split()])


def _pair(window: str) -> tuple[int, int]:
    numbers = [int(number) for part in window.split("-") for number in part.split(":")]
    return numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]


def _by_season(day: date) -> str:
    summer = date(day.year, 4, 16) <= day < date(day.year, 10, 16)
    return "06:45-11:00 13:45-17:00" if summer else "07:30-11:30 13:00-16:30"


PAIRS = [
    (Calendar.parse(years, hours), walker(years, windows))
    for years, hours, windows in [
        (raw_years(), DEFAULT_HOURS, lambda _: "07:30-11:30 13:30-17:30"),
        (raw_years(), SEASONS, _by_season),
        (rough_years(), NIGHT, lambda _: "00:00-02:30 09:00-09:01 20:15-23:59"),
        (bare_years(), DEFAULT_HOURS, lambda _: "07:30-11:30 13:30-17:30"),
    ]
]

TURNING_DAYS = [
    date(2024, 2, 28),  # a leap day follows
    date(2024, 2, 29),
    date(2026, 2, 13),  # the last day before Tết
    date(2025, 1, 24),
    date(2025, 4, 25),  # a make-up Saturday follows
    date(2025, 4, 26),
    date(2024, 5, 3),
    date(2026, 8, 21),
    date(2018, 12, 28),
    date(2025, 12, 31),
    date(2025, 1, 31),  # no such day in the next month
    date(2025, 4, 15),  # the summer hours begin the next day
    date(2025, 10, 15),
]
TURNING_MINUTES = [0, 1, 405, 449, 450, 689, 690, 691, 809, 810, 899, 900, 901, 1049, 1050, 1051, 1439]

ANY_DAYS = [date(2018, 6, 1) + timedelta(days=step) for step in range(0, 2900, 3)]
FEW_DAYS = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, *range(5, 11)]

# One draw each, turning points weighted by hand: drawing is what this test spends its time on.
days = st.sampled_from(TURNING_DAYS * 70 + ANY_DAYS)
minutes = st.sampled_from(TURNING_MINUTES * 12 + list(range(0, DAY, 7)))
few_days = st.sampled_from(FEW_DAYS)
seconds = st.sampled_from([0, 1, 59])
ends = st.sampled_from(
    [(effect, True) for effect in [*Effect] + [Effect.SUSPEND] * 6] + [(Effect.SUSPEND, False)]
)

limits = {
    Unit.WORKING_DAYS: st.sampled_from([1] * 8 + [2, 3] * 2 + list(range(4, 13))),
    Unit.WORKING_HOURS: st.sampled_from([1, 2, 4, 8] * 5 + list(range(1, 61))),
    Unit.CALENDAR_DAYS: st.sampled_from([1, 2, 3, 4, 5] * 5 + list(range(6, 46))),
    Unit.MONTHS: st.sampled_from([1, 2, 3, 4]),
}
ways = st.sampled_from([*product(Policy, ["close", "midnight"], [None, time(15)])])
waits = st.lists(st.tuples(few_days, minutes, few_days, minutes, ends), max_size=3)


def as_start(day: date, minute: int, second: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60, second))


def as_rule(limit: Limit, policy: Policy, late_cutoff, until: time | None) -> Rule:
    return Rule(limit, policy, until if limit == Limit(1, Unit.WORKING_DAYS) else None, late_cutoff)


def as_wait(start: datetime, wait: tuple[int, int, int, int, tuple[Effect, bool]]) -> reference.Wait:
    days_until, from_minute, days_long, to_minute, (effect, closed) = wait
    midnight = datetime.combine(start.date(), time()) + days_until * DAY * MINUTE
    begin = max(start, midnight + from_minute * MINUTE)
    end = max(begin, midnight + (days_long * DAY + to_minute) * MINUTE)
    return reference.Wait(begin, end if closed else None, effect.value)


def as_hold(wait: reference.Wait) -> Hold:
    end = wait.end.replace(tzinfo=LOCAL) if wait.end else None
    return Hold(wait.start.replace(tzinfo=LOCAL), end, Effect(wait.effect))


def as_question(rule: Rule) -> reference.Question:
    until = rule.same_day_until and (rule.same_day_until.hour, rule.same_day_until.minute)
    by_hours, late_at_close = rule.policy is Policy.CLOCK_HOURS, rule.late_cutoff == "close"
    return reference.Question(rule.limit.value, rule.limit.unit.value, by_hours, until, late_at_close)


@pytest.mark.parametrize("unit", Unit)
def test_a_random_ledger_is_due_when_the_walker_says(unit: Unit) -> None:
    @thorough
    @given(st.sampled_from(PAIRS), days, minutes, seconds, limits[unit], ways, waits)
    def agree(pair, day, minute, second, value, way, drawn) -> None:
        calendar, slow = pair
        start, rule = as_start(day, minute, second), as_rule(Limit(value, unit), *way)
        told = [as_wait(start, wait) for wait in drawn]
        fast = due(calendar, start.replace(tzinfo=LOCAL), rule, [as_hold(wait) for wait in told])
        assert fast.at.replace(tzinfo=None) == reference.due(slow, start, as_question(rule), told)

    agree()


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.sampled_from(PAIRS), days, minutes, seconds, st.integers(0, 20 * DAY))
def test_working_minutes_between_are_those_that_the_walker_counts(pair, day, minute, second, length) -> None:
    calendar, slow = pair
    start = as_start(day, minute, second)
    end = start + length * MINUTE
    counted = calendar.minutes_between(start.replace(tzinfo=LOCAL), end.replace(tzinfo=LOCAL))
    assert counted == slow.between(start, end)
