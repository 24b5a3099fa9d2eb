"""The clock by tables: limits, rules, holds, standing, and what is left."""

from __future__ import annotations

import csv
from datetime import time
from pathlib import Path

import pytest

from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import (
    Effect,
    Hold,
    Limit,
    Policy,
    Remaining,
    Rule,
    Standing,
    Unit,
    add_months,
    due,
    original_due,
    prolonged,
    remaining,
    sentence,
    standing,
)
from motcua.kernel.refusals import CalendarUnknown, Invalid
from motcua.kernel.tests.calendars import SEASONS, at, bare_years, raw_years, vietnam

VECTORS = list(csv.DictReader((Path(__file__).parent / "data" / "deadline_vectors.csv").open()))


def rule(limit: str, **ways) -> Rule:
    return Rule(Limit.parse(limit), **ways)


def hold(start: str, end: str | None, effect: Effect = Effect.SUSPEND, reason: str = "") -> Hold:
    return Hold(at(start), at(end) if end else None, effect, reason)


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['received']} + {row['value']} {row['unit']}")
def test_the_vectors_of_the_field(row: dict[str, str]) -> None:
    assert due(vietnam(), at(row["received"]), rule(f"{row['value']} {row['unit']}")).at == at(row["due"])


def test_there_are_22_vectors() -> None:
    assert len(VECTORS) == 22


def test_a_swap_that_gets_verified_moves_the_promise() -> None:
    """2026-01-02 with 2026-01-10, once both days are in force."""
    years = [dict(year) for year in raw_years()]
    swapped = next(year for year in years if year["year"] == 2026)
    listed = swapped.pop("unverified")
    swapped["off"], swapped["work"] = swapped["off"] | listed["off"], swapped["work"] | listed["work"]
    assert due(Calendar.parse(years), at("2025-12-31 09:00"), rule("1 wd")).at == at("2026-01-05 17:30")


@pytest.mark.parametrize(
    ("text", "limit", "words"),
    [
        ("5 wd", Limit(5, Unit.WORKING_DAYS), "5 ngày làm việc"),
        ("8wh", Limit(8, Unit.WORKING_HOURS), "8 giờ làm việc"),
        (" 30 cd ", Limit(30, Unit.CALENDAR_DAYS), "30 ngày"),
        ("3 mo", Limit(3, Unit.MONTHS), "3 tháng"),
    ],
)
def test_a_limit_reads_and_writes_itself(text: str, limit: Limit, words: str) -> None:
    assert Limit.parse(text) == limit
    assert Limit.parse(str(limit)) == limit
    assert limit.in_words() == words


@pytest.mark.parametrize(
    "text", ["", "5", "wd", "5 d", "5 ngày", "-5 wd", "1.5 wd", "0 wd", "10000 wd", "5 wd wd"]
)
def test_a_limit_without_a_clear_unit_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Thời hạn"):
        Limit.parse(text)


@pytest.mark.parametrize(("limit", "minutes"), [("2 wd", 960), ("3 wh", 180), ("5 cd", None), ("1 mo", None)])
def test_a_limit_in_working_minutes(limit: str, minutes: int | None) -> None:
    assert Limit.parse(limit).working_minutes == minutes


@pytest.mark.parametrize(
    ("received", "limit", "promised"),
    [
        ("2026-03-02 10:00", "1 wd", "2026-03-03 10:00"),
        ("2026-03-06 15:30", "2 wd", "2026-03-10 15:30"),
        ("2026-03-06 17:30", "1 wd", "2026-03-09 17:30"),
        ("2026-03-07 09:00", "1 wd", "2026-03-09 17:30"),
        ("2026-02-13 16:30", "1 wd", "2026-02-23 16:30"),
    ],
)
def test_clock_hours_count_a_day_as_eight_hours(received: str, limit: str, promised: str) -> None:
    assert due(vietnam(), at(received), rule(limit, policy=Policy.CLOCK_HOURS)).at == at(promised)


@pytest.mark.parametrize("limit", ["3 cd", "1 mo"])
def test_clock_hours_leave_calendar_days_and_months_alone(limit: str) -> None:
    received = at("2026-03-02 10:00")
    by_hours = due(vietnam(), received, rule(limit, policy=Policy.CLOCK_HOURS)).at
    assert by_hours == due(vietnam(), received, rule(limit)).at


def test_eight_hours_are_a_day_even_where_the_office_closes_earlier() -> None:
    calendar = vietnam().with_hours(SEASONS)  # 7½ hours a day
    assert due(calendar, at("2026-03-02 07:30"), rule("8 wh")).at == at("2026-03-03 08:00")
    assert due(calendar, at("2026-03-02 07:30"), rule("1 wd")).at == at("2026-03-03 16:30")


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        ("2026-03-02 08:00", "2026-03-02 17:30"),
        ("2026-03-02 05:00", "2026-03-02 17:30"),
        ("2026-03-02 15:00:59", "2026-03-02 17:30"),
        ("2026-03-02 15:01", "2026-03-03 17:30"),
        ("2026-03-06 15:01", "2026-03-09 17:30"),
        ("2026-03-07 08:00", "2026-03-09 17:30"),  # a Saturday
        ("2025-04-26 08:00", "2025-04-26 17:30"),  # a make-up Saturday
    ],
)
@pytest.mark.parametrize("policy", Policy)
def test_same_day_procedures_turn_at_three_in_the_afternoon(
    received: str, promised: str, policy: Policy
) -> None:
    at_once = rule("1 wd", same_day_until=time(15), policy=policy)
    assert due(vietnam(), at(received), at_once).at == at(promised)


def test_the_same_day_rule_is_for_one_working_day_only() -> None:
    with pytest.raises(Invalid, match="1 wd"):
        rule("2 wd", same_day_until=time(15))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-03-31", 1, "2025-04-30"),
        ("2025-12-15", 1, "2026-01-15"),
    ],
)
def test_a_month_ends_on_the_same_number_or_its_last_day(day: str, months: int, later: str) -> None:
    assert add_months(at(day).date(), months) == at(later).date()


def test_a_leap_day_is_a_day() -> None:
    calendar = Calendar.parse(bare_years())
    assert due(calendar, at("2024-02-28 09:00"), rule("1 wd")).at == at("2024-02-29 17:30")
    assert due(calendar, at("2024-02-29 09:00"), rule("12 mo")).at == at("2025-02-28 17:30")


MONDAY = "2026-03-02 10:00"


@pytest.mark.parametrize(
    ("limit", "holds", "promised"),
    [
        # working days: the days that dawned on hold are left out
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-03 16:00")], "2026-03-09 17:30"),
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-05 09:00")], "2026-03-11 17:30"),
        ("5 wd", [hold("2026-03-03 16:59", "2026-03-04 07:31")], "2026-03-10 17:30"),
        ("5 wd", [hold("2026-03-06 16:00", "2026-03-08 10:00")], "2026-03-09 17:30"),  # a weekend costs nothing
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-04 09:00"), hold("2026-03-05 10:00", "2026-03-06 09:00")],
         "2026-03-11 17:30"),
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-05 09:00"), hold("2026-03-04 10:00", "2026-03-04 16:00")],
         "2026-03-11 17:30"),  # overlaps count once
        # a hold on the last day: the limit does not run out on hold
        ("1 wd", [hold("2026-03-03 16:00", "2026-03-05 09:00")], "2026-03-05 17:30"),
        ("1 wd", [hold("2026-03-03 16:00", "2026-03-07 09:00")], "2026-03-09 17:30"),
        # what had run out before stays run out
        ("1 wd", [hold("2026-03-04 08:00", "2026-03-06 09:00")], "2026-03-03 17:30"),
        ("2 wh", [hold("2026-03-02 14:00", "2026-03-06 09:00")], "2026-03-02 14:00"),
        ("1 wh", [hold("2026-03-02 11:00", "2026-03-06 09:00")], "2026-03-02 11:00"),
        # hours: minutes on hold are left out
        ("8 wh", [hold("2026-03-02 11:00", "2026-03-02 14:00")], "2026-03-03 11:00"),
        ("8 wh", [hold("2026-03-02 17:30", "2026-03-03 07:30")], "2026-03-03 10:00"),
        ("8 wh", [hold("2026-03-02 09:00", "2026-03-02 11:00")], "2026-03-03 11:00"),
        # calendar days and months: calendar days on hold are left out, then off days rolled over
        ("5 cd", [hold("2026-03-03 10:00", "2026-03-05 09:00")], "2026-03-09 17:30"),
        ("1 mo", [hold("2026-03-03 10:00", "2026-03-13 09:00")], "2026-04-13 17:30"),
        ("5 cd", [hold("2026-03-09 09:00", "2026-03-11 09:00")], "2026-03-11 17:30"),
        ("6 cd", [hold("2026-03-09 09:00", "2026-03-12 09:00"), hold("2026-03-12 14:00", "2026-03-13 09:00")],
         "2026-03-13 17:30"),  # its last day, a Sunday, had rolled to the Monday on which it was held
        # a restart counts anew from its end
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-12 17:30"),
        ("8 wh", [hold("2026-03-02 11:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-06 16:00"),
        ("5 cd", [hold("2026-03-03 10:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-10 17:30"),
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-04 09:00"),
                  hold("2026-03-04 10:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-12 17:30"),
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-05 16:00", Effect.RESTART),
                  hold("2026-03-06 10:00", "2026-03-09 09:00")], "2026-03-13 17:30"),
        ("1 wd", [hold("2026-03-03 23:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-06 17:30"),
        ("2 wh", [hold("2026-03-02 14:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-06 08:00"),  # just in time
        # and only if it began in time: what is late stays late
        ("1 wd", [hold("2026-03-04 08:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-03 17:30"),
        ("2 wh", [hold("2026-03-02 14:01", "2026-03-05 16:00", Effect.RESTART)], "2026-03-02 14:00"),
        ("3 cd", [hold("2026-03-06 08:00", "2026-03-10 16:00", Effect.RESTART)], "2026-03-05 17:30"),
        ("1 mo", [hold("2026-04-03 08:00", "2026-04-10 16:00", Effect.RESTART)], "2026-04-02 17:30"),
        ("1 wd", [hold("2026-03-03 10:00", "2026-03-04 09:00"),
                  hold("2026-03-04 10:00", "2026-03-05 16:00", Effect.RESTART)], "2026-03-06 17:30"),
        ("1 wd", [hold("2026-03-03 10:00", "2026-03-04 09:00", Effect.RESTART),
                  hold("2026-03-06 10:00", "2026-03-09 16:00", Effect.RESTART)], "2026-03-05 17:30"),
        # no effect, or none yet
        ("5 wd", [hold("2026-03-03 10:00", "2026-03-05 16:00", Effect.NONE)], "2026-03-09 17:30"),
        ("5 wd", [hold("2026-03-03 10:00", None)], "2026-03-09 17:30"),
        ("5 wd", [hold("2026-03-03 10:00", None, Effect.RESTART)], "2026-03-09 17:30"),
    ],
)  # fmt: skip
def test_holds_move_the_promise(limit: str, holds: list[Hold], promised: str) -> None:
    moved = due(vietnam(), at(MONDAY), rule(limit), holds)
    assert moved.at == at(promised)
    assert due(vietnam(), at(MONDAY), rule(limit), holds[::-1]).at == moved.at
    assert original_due(vietnam(), at(MONDAY), rule(limit)).at <= moved.at


@pytest.mark.parametrize(
    ("holds", "promised"),
    [
        ([hold("2026-03-03 18:00", "2026-03-05 09:00")], "2026-03-03 17:30"),  # too late: the office had closed
        ([hold("2026-03-03 16:00", "2026-03-03 18:00")], "2026-03-04 17:30"),  # it closed on hold
        ([hold("2026-03-03 17:31", "2026-03-05 09:00", Effect.RESTART)], "2026-03-03 17:30"),
        ([hold("2026-03-02 11:00", "2026-03-03 18:00"), hold("2026-03-03 17:00", "2026-03-05 09:00")],
         "2026-03-06 17:30"),
    ],
)  # fmt: skip
def test_a_promise_judged_at_the_close_runs_out_at_the_close(holds: list[Hold], promised: str) -> None:
    assert due(vietnam(), at(MONDAY), rule("1 wd", late_cutoff="close"), holds).at == at(promised)


PROMISE = "2026-03-12 17:30"  # a Thursday, given anew with an apology


@pytest.mark.parametrize(
    ("limit", "pause", "promised"),
    [
        # what was left out is put on top, in working days or minutes
        ("3 wd", hold("2026-03-09 10:00", "2026-03-09 16:00"), PROMISE),
        ("3 wd", hold("2026-03-09 10:00", "2026-03-11 09:00"), "2026-03-16 17:30"),
        ("3 wd", hold("2026-03-06 16:00", "2026-03-08 10:00"), PROMISE),  # a weekend costs nothing
        ("15 cd", hold("2026-03-09 10:00", "2026-03-11 09:00"), "2026-03-16 17:30"),
        ("3 wd", hold("2026-03-12 10:00", "2026-03-14 09:00"), "2026-03-16 17:30"),  # no promise ends on hold
        ("8 wh", hold("2026-03-09 10:00", "2026-03-09 16:00"), "2026-03-13 11:30"),
        # counted anew it is no earlier than it was given
        ("3 wd", hold("2026-03-06 10:00", "2026-03-09 09:00", Effect.RESTART), PROMISE),
        ("3 wd", hold("2026-03-09 10:00", "2026-03-12 09:00", Effect.RESTART), "2026-03-17 17:30"),
        ("8 wh", hold("2026-03-09 10:00", "2026-03-13 09:00", Effect.RESTART), "2026-03-16 09:00"),
        # what is late stays late; what has no effect has none
        ("3 wd", hold("2026-03-13 00:00", "2026-03-16 09:00"), PROMISE),
        ("3 wd", hold("2026-03-13 00:00", "2026-03-16 09:00", Effect.RESTART), PROMISE),
        ("3 wd", hold("2026-03-09 10:00", "2026-03-11 09:00", Effect.NONE), PROMISE),
        ("3 wd", hold("2026-03-09 10:00", None), PROMISE),
    ],
)
def test_a_promise_given_anew_is_not_taken_back(limit: str, pause: Hold, promised: str) -> None:
    assert prolonged(vietnam(), at(PROMISE), rule(limit), pause) == at(promised)


def test_a_hold_on_a_same_day_procedure() -> None:
    at_once = rule("1 wd", same_day_until=time(15))
    assert due(vietnam(), at(MONDAY), at_once, [hold("2026-03-02 11:00", "2026-03-04 16:00")]).at == at(
        "2026-03-04 17:30"
    )
    restarted = hold("2026-03-02 11:00", "2026-03-04 16:00", Effect.RESTART)
    assert due(vietnam(), at(MONDAY), at_once, [restarted]).at == at("2026-03-05 17:30")


def test_a_hold_that_ends_before_it_starts_is_a_bug() -> None:
    with pytest.raises(ValueError, match="before its start"):
        hold("2026-03-03 10:00", "2026-03-03 09:59")


def test_a_promise_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarUnknown, match="2028"):
        due(vietnam(), at("2027-12-30 10:00"), rule("5 wd"))
    with pytest.raises(CalendarUnknown, match="2034"):
        due(vietnam(), at("2026-03-02 10:00"), rule("99 mo"))
    with pytest.raises(CalendarUnknown, match="2017"):
        due(vietnam(), at("2017-12-29 10:00"), rule("1 wh"))


@pytest.mark.parametrize(
    ("finished", "late_cutoff", "verdict"),
    [
        ("2026-03-08 23:59", "midnight", Standing.EARLY),
        ("2026-03-09 00:00", "midnight", Standing.ON_TIME),
        ("2026-03-09 17:30", "close", Standing.ON_TIME),
        ("2026-03-09 17:31", "close", Standing.LATE),
        ("2026-03-09 23:59:59", "midnight", Standing.ON_TIME),
        ("2026-03-10 00:00", "midnight", Standing.LATE),
    ],
)
def test_a_finished_case_was_early_on_time_or_late(finished: str, late_cutoff, verdict: Standing) -> None:
    counted = rule("5 wd", late_cutoff=late_cutoff)
    promise, now = at("2026-03-09 17:30"), at("2026-04-01 08:00")
    assert standing(vietnam(), counted, promise, at(finished), now) is verdict


def test_hours_are_judged_to_the_minute() -> None:
    hours, promise = rule("8 wh"), at("2026-03-03 10:00")
    assert standing(vietnam(), hours, promise, at("2026-03-02 16:00"), promise) is Standing.EARLY
    assert standing(vietnam(), hours, promise, promise, promise) is Standing.ON_TIME
    assert standing(vietnam(), hours, promise, at("2026-03-03 10:01"), promise) is Standing.LATE
    assert standing(vietnam(), hours, promise, None, at("2026-03-03 10:01")) is Standing.OVERDUE


@pytest.mark.parametrize(
    ("limit", "promise", "now", "verdict"),
    [
        ("5 wd", "2026-03-09 17:30", "2026-03-06 17:29", Standing.IN_TIME),
        ("5 wd", "2026-03-09 17:30", "2026-03-06 17:30", Standing.DUE_SOON),  # one working day
        ("20 wd", "2026-03-30 17:30", "2026-03-24 17:29", Standing.IN_TIME),
        ("20 wd", "2026-03-30 17:30", "2026-03-24 17:30", Standing.DUE_SOON),  # a fifth: four days
        ("8 wh", "2026-03-03 10:00", "2026-03-02 17:00", Standing.IN_TIME),
        ("8 wh", "2026-03-03 10:00", "2026-03-03 08:24", Standing.DUE_SOON),  # a fifth: 96 minutes
        ("8 wh", "2026-03-03 10:00", "2026-03-03 08:23", Standing.IN_TIME),
        ("30 cd", "2026-04-01 17:30", "2026-03-26 17:29", Standing.IN_TIME),
        ("30 cd", "2026-04-01 17:30", "2026-03-26 17:30", Standing.DUE_SOON),  # a fifth: six days
        ("3 cd", "2026-03-05 17:30", "2026-03-04 17:30", Standing.DUE_SOON),
        ("1 mo", "2026-04-01 17:30", "2026-03-26 17:30", Standing.DUE_SOON),
        ("5 wd", "2026-03-09 17:30", "2026-03-09 20:00", Standing.DUE_SOON),  # the day is not over
        ("5 wd", "2026-03-09 17:30", "2026-03-10 00:00", Standing.OVERDUE),
    ],
)
def test_an_open_case_is_in_time_due_soon_or_overdue(limit: str, promise: str, now: str, verdict) -> None:
    assert standing(vietnam(), rule(limit), at(promise), None, at(now)) is verdict


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-20 14:30", "còn 1 ngày 3 giờ làm việc, hạn 17:30 thứ Hai 23/11"),
        ("2026-11-20 17:30", "còn 1 ngày làm việc, hạn 17:30 thứ Hai 23/11"),
        ("2026-11-23 10:00", "còn 5 giờ 30 phút làm việc, hạn 17:30 thứ Hai 23/11"),
        ("2026-11-23 17:29", "còn 1 phút làm việc, hạn 17:30 thứ Hai 23/11"),
        ("2026-11-23 17:30", "vừa đến hạn, hạn 17:30 thứ Hai 23/11"),
        ("2026-11-23 19:00", "vừa quá hạn, hạn 17:30 thứ Hai 23/11"),
        ("2026-11-25 09:30", "quá hạn 2 giờ làm việc, hạn 17:30 thứ Hai 23/11"),
        ("2027-01-04 09:30", "quá hạn 27 ngày 2 giờ làm việc, hạn 17:30 thứ Hai 23/11/2026"),
    ],
)
def test_the_clock_in_one_sentence(now: str, words: str) -> None:
    assert sentence(vietnam(), at("2026-11-23 17:30"), at(now)) == words


def test_with_its_rule_a_promise_is_not_overdue_before_its_day_is_over() -> None:
    promise, evening = at("2026-11-23 17:30"), at("2026-11-23 19:00")
    assert remaining(vietnam(), promise, evening) == Remaining(0, late=True)
    assert remaining(vietnam(), promise, evening, rule("5 wd")) == Remaining(0, late=False)
    assert sentence(vietnam(), promise, evening, rule("5 wd")).startswith("vừa đến hạn")
