"""What is true of the clock whatever the day: order, sums, working days, and holds that never hurt."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.calendar import LOCAL, Calendar
from motcua.kernel.clock import (
    Effect,
    Hold,
    Limit,
    Policy,
    Rule,
    Standing,
    Unit,
    cutoff,
    due,
    original_due,
    prolonged,
    remaining,
    soon_from,
    standing,
)
from motcua.kernel.tests.calendars import NIGHT, SEASONS, bare_years, rough_years, vietnam

CALENDARS = [
    vietnam(),
    vietnam().with_hours(SEASONS),
    Calendar.parse(rough_years(), NIGHT),
    Calendar.parse(bare_years()),
]
FIRST, MINUTE = datetime(2018, 1, 1, tzinfo=LOCAL), timedelta(minutes=1)

always = settings(max_examples=200, derandomize=True, deadline=None, database=None)

calendars = st.sampled_from(CALENDARS)
instants = st.integers(0, 8 * 365 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)
spans = st.integers(0, 20 * 24 * 60).map(MINUTE.__mul__)
limits = st.builds(Limit, st.integers(1, 30), st.sampled_from([*Unit][:3])) | st.builds(
    Limit, st.integers(1, 6), st.just(Unit.MONTHS)
)
rules = st.builds(Rule, limits, st.sampled_from(Policy), st.none(), st.sampled_from(["close", "midnight"]))
day_rules = st.builds(Rule, st.builds(Limit, st.integers(1, 30), st.sampled_from([Unit.WORKING_DAYS])))
same_day = Rule(Limit(1, Unit.WORKING_DAYS), same_day_until=time(15))


@st.composite
def ledgers(draw: st.DrawFn, start: datetime, effects: list[Effect]) -> list[Hold]:
    moments = sorted(draw(st.lists(spans, min_size=2, max_size=6)))
    pairs = zip(moments[::2], moments[1::2], strict=False)
    return [Hold(start + a, start + b, draw(st.sampled_from(effects))) for a, b in pairs]


@always
@given(calendars, instants, spans, rules | st.just(same_day))
def test_who_comes_later_is_due_no_earlier(calendar, start, later, rule) -> None:
    assert due(calendar, start, rule).at <= due(calendar, start + later, rule).at


@always
@given(calendars, instants, spans, rules | st.just(same_day), st.data())
def test_who_comes_later_is_due_no_earlier_under_the_same_holds(calendar, start, later, rule, data) -> None:
    holds = data.draw(ledgers(start + later, [Effect.SUSPEND, Effect.RESTART]))
    assert due(calendar, start, rule, holds).at <= due(calendar, start + later, rule, holds).at


@always
@given(calendars, instants, rules)
def test_a_longer_limit_is_due_no_earlier(calendar, start, rule) -> None:
    longer = Rule(Limit(rule.limit.value + 1, rule.limit.unit), rule.policy)
    assert due(calendar, start, rule).at <= due(calendar, start, longer).at


@always
@given(calendars, instants, day_rules)
def test_one_working_day_more_is_due_strictly_later(calendar, start, rule) -> None:
    longer = Rule(Limit(rule.limit.value + 1, rule.limit.unit))
    assert due(calendar, start, rule).at < due(calendar, start, longer).at


@always
@given(calendars, instants, st.integers(1, 80), st.integers(1, 80))
def test_working_hours_add_up(calendar, start, a, b) -> None:
    def after(at: datetime, hours: int) -> datetime:
        return due(calendar, at, Rule(Limit(hours, Unit.WORKING_HOURS))).at

    assert after(after(start, a), b) == after(start, a + b)


@always
@given(calendars, instants, st.integers(1, 5000))
def test_minutes_added_are_minutes_between(calendar, start, minutes) -> None:
    assert calendar.minutes_between(start, calendar.add_minutes(start, minutes)) == minutes


@always
@given(calendars, instants, spans, spans)
def test_minutes_between_telescope(calendar, start, a, b) -> None:
    middle, end = start + a, start + a + b
    parts = calendar.minutes_between(start, middle) + calendar.minutes_between(middle, end)
    assert parts == calendar.minutes_between(start, end)


@always
@given(calendars, instants)
def test_the_next_opening_is_where_nothing_is_lost(calendar, start) -> None:
    opening = calendar.next_open(start)
    assert opening >= start.replace(second=0)
    assert calendar.minutes_between(start, opening) == 0
    assert calendar.next_open(opening) == opening


@always
@given(calendars, instants, rules | st.just(same_day), st.data())
def test_a_promise_is_kept_in_working_time_and_after_its_beginning(calendar, start, rule, data) -> None:
    holds = data.draw(ledgers(start, [Effect.SUSPEND, Effect.RESTART]))
    promise = due(calendar, start, rule, holds).at
    assert calendar.is_working(promise.date())
    assert calendar.next_open(promise) == promise
    assert promise.tzinfo is LOCAL
    assert cutoff(rule, promise) >= start


@always
@given(calendars, instants, st.integers(0, 1439), rules)
def test_a_limit_in_days_does_not_ask_for_the_time_of_day(calendar, start, minute, rule) -> None:
    if rule.by_the_minute:
        return
    other = datetime.combine(start.date(), time(minute // 60, minute % 60), LOCAL)
    assert due(calendar, start, rule).at == due(calendar, other, rule).at


@always
@given(st.sampled_from([Calendar.parse(bare_years())]), instants, day_rules)
def test_without_holidays_it_is_weekday_arithmetic(calendar, start, rule) -> None:
    day = start.date()
    for _ in range(rule.limit.value):
        day += timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
    assert due(calendar, start, rule).at.date() == day


@always
@given(calendars, instants, rules, st.data())
def test_holds_never_make_a_promise_earlier(calendar, start, rule, data) -> None:
    holds = data.draw(ledgers(start, [*Effect]))
    assert original_due(calendar, start, rule).at <= due(calendar, start, rule, holds).at


@always
@given(calendars, instants, rules, spans, st.data())
def test_a_longer_hold_never_makes_a_promise_earlier(calendar, start, rule, more, data) -> None:
    *before, last = data.draw(ledgers(start, [Effect.SUSPEND, Effect.RESTART]))
    longer = Hold(last.start, last.end + more, last.effect)
    assert due(calendar, start, rule, [*before, last]).at <= due(calendar, start, rule, [*before, longer]).at


@always
@given(calendars, instants, rules, spans, spans, spans)
def test_a_hold_told_in_two_parts_is_one_hold(calendar, start, rule, gap, first, second) -> None:
    held, middle = start + gap, start + gap + first
    parts = [Hold(held, middle, Effect.SUSPEND), Hold(middle, middle + second, Effect.SUSPEND)]
    whole = [Hold(held, middle + second, Effect.SUSPEND)]
    assert due(calendar, start, rule, parts).at == due(calendar, start, rule, whole).at


@always
@given(calendars, instants, rules, spans, spans, spans, st.sampled_from(Effect))
def test_no_hold_takes_a_promise_back_that_was_given_anew(
    calendar, start, rule, longer, gap, length, effect
) -> None:
    promise = calendar.close_of(calendar.roll_forward((start + longer).date()))
    held = Hold(start + gap, start + gap + length, effect)
    moved = prolonged(calendar, promise, rule, held)
    assert moved >= promise
    assert calendar.next_open(moved) == moved
    assert effect is Effect.NONE or not held.start < cutoff(rule, moved) < held.end


@always
@given(calendars, instants, rules, spans, spans)
def test_no_limit_runs_out_on_hold(calendar, start, rule, gap, length) -> None:
    held = Hold(start + gap, start + gap + length, Effect.SUSPEND)
    last = cutoff(rule, due(calendar, start, rule, [held]).at)
    assert not held.start < last < held.end


@always
@given(calendars, instants, st.integers(1, 100), spans, spans)
def test_hours_lost_on_hold_are_given_back_to_the_minute(calendar, start, hours, gap, length) -> None:
    held = Hold(start + gap, start + gap + length, Effect.SUSPEND)
    rule = Rule(Limit(hours, Unit.WORKING_HOURS))
    promise = due(calendar, start, rule, [held]).at
    lost = max(calendar.minutes_between(held.start, min(held.end, promise)), 0)
    assert calendar.minutes_between(start, promise) - lost == hours * 60


@always
@given(calendars, instants, rules, spans)
def test_standing_and_remaining_tell_the_same_story(calendar, start, rule, later) -> None:
    promise, now = due(calendar, start, rule).at, start + later
    verdict = standing(calendar, rule, promise, None, now)
    left = remaining(calendar, promise, now, rule)
    assert left.late is (verdict is Standing.OVERDUE)
    assert left.late is (standing(calendar, rule, promise, now, now) is Standing.LATE)
    assert left.minutes == abs(calendar.minutes_between(now, promise))


@always
@given(calendars, instants, rules, st.integers(-30 * 24 * 60, 3 * 24 * 60).map(MINUTE.__mul__))
def test_near_runs_from_its_moment_to_the_last_that_keeps_the_promise(calendar, start, rule, apart) -> None:
    promise = due(calendar, start, rule).at
    near, now = soon_from(calendar, rule.limit, promise), max(promise + apart, FIRST)
    assert near <= promise
    verdict = standing(calendar, rule, promise, None, now)
    assert (verdict is Standing.DUE_SOON) is (near <= now <= cutoff(rule, promise))
    if verdict is not Standing.OVERDUE:
        assert (verdict is Standing.DUE_SOON) is nearly_over(calendar, rule.limit, promise, now)


def nearly_over(calendar, limit, promise, now) -> bool:
    """The rule as it is said: a working day is left, or a fifth of the limit; of limits in hours only the fifth."""
    left = calendar.minutes_between(now, promise)
    if limit.unit is Unit.WORKING_HOURS:
        return left * 5 <= limit.value * 60
    if limit.unit is Unit.WORKING_DAYS:
        return left <= 480 or left * 5 <= limit.value * 480
    days = limit.value * (30 if limit.unit is Unit.MONTHS else 1)
    return left <= 480 or (promise - now) * 5 <= timedelta(days=days)


@always
@given(calendars, instants, rules | st.just(same_day), st.data())
def test_every_promise_explains_itself(calendar, start, rule, data) -> None:
    promise = due(calendar, start, rule, data.draw(ledgers(start, [*Effect])))
    assert promise.why.startswith(f"Nhận {start:%H:%M}")
    assert f"hạn {promise.at:%H:%M} " in promise.why
    assert f"{promise.at:%d/%m/%Y}" in promise.why.rpartition("; hạn ")[2]
    assert all(not calendar.is_working(day) for day, _ in promise.skipped)
    assert all(day < promise.at.date() for day, _ in promise.skipped)


@always
@given(st.dates(date(2018, 1, 1), date(2027, 6, 30)), st.integers(-30, 60))
def test_the_nth_working_day_and_back(day, n) -> None:
    calendar = vietnam()
    if day < date(2018, 3, 1):
        n = abs(n)
    found = calendar.nth_working_day(day, n)
    assert calendar.is_working(found)
    if n > 0:
        assert calendar.working_days_between(day, found) == n
