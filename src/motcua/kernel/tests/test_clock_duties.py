"""The small clocks of the law: answer, hand-over, supplement, apology, and the QĐ 766 measure."""

from __future__ import annotations

import pytest

from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import (
    Effect,
    Hold,
    Limit,
    answer_due,
    apology_due,
    check_redate,
    measure_766,
    redate_floor,
    supplement_alarm,
    supplement_cutoff,
    too_late_to_redate,
    transfer_due,
)
from motcua.kernel.refusals import Invalid, OutOfOrder
from motcua.kernel.tests.calendars import at, bare_years, vietnam


@pytest.mark.parametrize(
    ("submitted", "answer"),
    [
        ("2026-03-02 10:00", "2026-03-03 10:00"),
        ("2026-03-06 20:00", "2026-03-09 17:30"),
        ("2026-02-13 16:30", "2026-02-23 16:30"),
    ],
)
def test_an_online_submission_is_answered_within_eight_working_hours(submitted: str, answer: str) -> None:
    assert answer_due(vietnam(), at(submitted)) == at(answer)


@pytest.mark.parametrize(
    ("received", "handed_over"),
    [
        ("2026-03-02 08:00", "2026-03-02 17:30"),
        ("2026-03-02 15:00:30", "2026-03-02 17:30"),
        ("2026-03-02 15:01", "2026-03-03 07:30"),
        ("2026-03-06 16:00", "2026-03-09 07:30"),
        ("2026-03-07 09:00", "2026-03-09 07:30"),
        ("2025-04-25 15:30", "2025-04-26 07:30"),
    ],
)
def test_a_dossier_is_handed_over_the_same_day_or_first_thing_next(received: str, handed_over: str) -> None:
    assert transfer_due(vietnam(), at(received)) == at(handed_over)


def test_supplements_are_asked_for_within_three_working_days() -> None:
    alarm = supplement_alarm(vietnam(), at("2026-02-12 16:00"))
    assert alarm == at("2026-02-24 17:30")
    assert at("2026-02-24 23:59:59") <= supplement_cutoff(alarm) < at("2026-02-25 00:00")


@pytest.mark.parametrize(
    ("promised", "apology", "floor"),
    [
        ("2026-03-05 17:30", "2026-03-04 17:30", "2026-03-06 17:30"),
        ("2026-03-09 17:30", "2026-03-06 17:30", "2026-03-10 17:30"),
        ("2026-02-23 17:30", "2026-02-13 17:30", "2026-02-24 17:30"),
    ],
)
def test_an_apology_comes_a_working_day_ahead(promised: str, apology: str, floor: str) -> None:
    assert apology_due(vietnam(), at(promised)) == at(apology)
    assert redate_floor(vietnam(), at(promised)) == at(floor)


@pytest.mark.parametrize(
    ("when", "redated", "why"),
    [
        ("2026-03-06 10:00", 0, ""),
        ("2026-03-08 23:59", 0, ""),  # Sunday is still one day before Monday
        (
            "2026-03-09 00:00",
            0,
            "chậm nhất 01 ngày trước ngày hết hạn (thứ Hai 09/03/2026; NĐ 61/2018 Đ.19.9)",
        ),
        ("2026-03-06 10:00", 1, "đã hẹn lại một lần"),
        ("2026-03-09 00:00", 1, "đã hẹn lại một lần"),
    ],
)
def test_a_promise_is_moved_once_and_a_day_ahead(when: str, redated: int, why: str) -> None:
    told = too_late_to_redate(vietnam(), at("2026-03-09 17:30"), at(when), redated)
    assert why in told
    assert bool(told) is bool(why)


def test_a_due_day_that_became_a_day_off_expires_with_the_next_working_day() -> None:
    printed, calendar = at("2026-03-05 17:30"), Calendar.parse(bare_years())
    changed = Calendar.parse([year | {"off": {f"{year['year']}-03-05": "Nghỉ"}} for year in bare_years()])
    assert too_late_to_redate(calendar, printed, at("2026-03-05 08:00"))
    assert not too_late_to_redate(changed, printed, at("2026-03-05 08:00"))


PROMISE = at("2026-03-09 17:30")


def test_a_lawful_redating_passes() -> None:
    check_redate(vietnam(), PROMISE, at("2026-03-12 17:30"), at("2026-03-06 10:00"), 0)


def test_a_second_redating_is_refused() -> None:
    with pytest.raises(OutOfOrder, match="không quá một lần"):
        check_redate(vietnam(), PROMISE, at("2026-03-12 17:30"), at("2026-03-06 10:00"), 1)


def test_a_redating_on_the_last_day_is_refused() -> None:
    with pytest.raises(OutOfOrder, match=r"thứ Hai 09/03/2026"):
        check_redate(vietnam(), PROMISE, at("2026-03-12 17:30"), at("2026-03-09 07:30"), 0)


@pytest.mark.parametrize("new", ["2026-03-09 17:30", "2026-03-05 17:30", "2026-03-14 17:30"])
def test_a_new_promise_is_a_later_working_day(new: str) -> None:
    with pytest.raises(Invalid, match=r"sớm nhất thứ Ba 10/03/2026") as refusal:
        check_redate(vietnam(), PROMISE, at(new), at("2026-03-06 10:00"), 0)
    assert refusal.value.faults[0].where == "new_due"


def test_a_new_promise_is_later_than_the_one_that_a_changed_calendar_brought_forward() -> None:
    original = at("2026-03-11 17:30")
    with pytest.raises(Invalid, match=r"sớm nhất thứ Năm 12/03/2026"):
        check_redate(vietnam(), PROMISE, original, at("2026-03-06 10:00"), 0, original)
    check_redate(vietnam(), PROMISE, at("2026-03-12 17:30"), at("2026-03-06 10:00"), 0, original)


START, DUE = at("2026-03-02 10:00"), at("2026-03-09 17:30")


def asked(start: str, end: str | None) -> Hold:
    return Hold(at(start), at(end) if end else None, Effect.RESTART, "bổ sung hồ sơ")


@pytest.mark.parametrize(
    ("finished", "as_of", "supplements", "on_time"),
    [
        ("2026-03-09 17:30", "2026-03-31 23:59", [], True),
        ("2026-03-09 23:00", "2026-03-31 23:59", [], True),  # no working minute has passed
        ("2026-03-10 08:00", "2026-03-31 23:59", [], False),
        (None, "2026-03-09 12:00", [], True),  # open, and in time at the period's end
        (None, "2026-03-31 23:59", [], False),
        ("2026-03-12 10:00", "2026-03-05 23:59", [], True),  # finished after the period: measured at its end
        ("2026-03-11 17:30", "2026-03-31 23:59", [asked("2026-03-03 17:30", "2026-03-05 17:30")], True),
        ("2026-03-12 07:31", "2026-03-31 23:59", [asked("2026-03-03 17:30", "2026-03-05 17:30")], False),
        ("2026-03-31 10:00", "2026-03-31 23:59", [asked("2026-03-03 17:30", None)], True),  # never answered
        ("2026-03-31 10:00", "2026-03-31 23:59", [asked("2026-03-10 17:30", None)], False),
        (None, "2026-03-31 23:59", [asked("2026-03-03 17:30", "2026-04-05 17:30")], True),  # answered later
        (
            "2026-03-04 10:00",
            "2026-03-31 23:59",
            [asked("2026-03-02 11:00", "2026-03-02 14:00"), asked("2026-03-03 11:00", "2026-03-03 14:00")],
            False,  # more than one request
        ),
        (
            "2026-03-04 10:00",
            "2026-03-31 23:59",
            [asked("2026-03-02 11:00", "2026-03-02 14:00"), asked("2026-04-03 11:00", "2026-04-03 14:00")],
            True,  # the second lies outside the period
        ),
    ],
)
def test_punctual_as_766_measures_it(
    finished: str | None, as_of: str, supplements: list, on_time: bool
) -> None:
    end = at(finished) if finished else None
    assert measure_766(vietnam(), START, DUE, end, at(as_of), supplements).on_time is on_time


def test_766_shows_its_working() -> None:
    supplement = asked("2026-03-03 10:00", "2026-03-03 16:00")
    measured = measure_766(
        vietnam(), START, DUE, at("2026-03-04 10:00"), at("2026-03-31 23:59"), [supplement]
    )
    assert (measured.taken, measured.allowed, measured.supplements) == (2 * 480 - 240, 330 + 5 * 480, 1)
    assert measured.measured_at == at("2026-03-04 10:00")


@pytest.mark.parametrize(
    ("legal_max", "finished", "on_time"),
    [
        ("1 wd", "2026-03-03 10:00", True),
        ("1 wd", "2026-03-03 10:01", False),
        ("4 wh", "2026-03-02 16:00", True),
        ("4 wh", "2026-03-02 16:01", False),
        ("3 cd", "2026-03-05 17:30", True),
        ("3 cd", "2026-03-06 07:31", False),
    ],
)
def test_results_without_a_promise_are_held_against_the_legal_maximum(
    legal_max: str, finished: str, on_time: bool
) -> None:
    maximum = Limit.parse(legal_max)
    assert measure_766(vietnam(), START, None, at(finished), at(finished), [], maximum).on_time is on_time


def test_766_needs_a_promise_or_a_maximum() -> None:
    with pytest.raises(ValueError, match="legal_max"):
        measure_766(vietnam(), START, None, DUE, DUE, [])
