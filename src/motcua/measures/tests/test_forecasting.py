"""Forecasts: learnt from the past, tried on it, silent where the past says too little."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from motcua.kernel.forecasting import Calibration
from motcua.measures import forecasting, refreshing
from motcua.measures.tests import made
from tests.province import THANH_SEN, agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

MORNING = datetime(2026, 11, 16, 1, 0)  # noqa: DTZ001 - facts are UTC without a zone: eight o'clock in Việt Nam
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def past(number: int, *, late_from: int = 6):
    """So many cases of a morning: each tenth takes 20 minutes longer than the one before, an hour is allowed."""
    there = agency(THANH_SEN)
    first = MORNING - timedelta(days=7 * (number // 100 + 1))
    return [
        made.case(place, first + timedelta(days=7 * (place // 100)), 10 + 10 * (place % late_from), 45, there)
        for place in range(number)
    ]


def still_open(number: int, opened: datetime):
    case, step = made.case(number, opened, 0, 45, agency(THANH_SEN))
    return case | {"finished_at": None, "finished_day": None, "outcome": ""}, step | {
        "closed_at": None,
        "worked": None,
    }


def overdue(number: int, opened: datetime):
    """A case of which a step opened after it was due."""
    case, step = made.case(number, opened, 20, 45, agency(THANH_SEN))
    return case | {"due_at": opened - timedelta(minutes=5)}, step


def learnt(*cases):
    made.put(NOW, case=[case for case, _ in cases], step=[step for _, step in cases])
    return forecasting.learn(at=NOW)


def test_the_curve_is_the_share_of_the_past_that_took_longer():
    found = learnt(*past(600))
    (curve,) = found.curves.values()
    assert curve.minutes == (10, 20, 30, 40, 50, 60)
    assert curve.survival == pytest.approx((5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6, 0), abs=1e-6)
    assert curve.cases == 600


def test_an_open_case_counts_as_having_needed_more_than_so_far():
    (curve,) = learnt(*past(600), *(still_open(9000 + one, MORNING) for one in range(60))).curves.values()
    assert curve.cases == 660
    assert curve.beyond(10) == pytest.approx(5 / 6, abs=1e-6), "an open one knows nothing against it"


def test_the_likelier_case_comes_first_and_a_late_one_is_no_forecast():
    opened = NOW.replace(tzinfo=None)
    cases = [
        still_open(9001, opened - timedelta(minutes=40)), still_open(9002, opened - timedelta(minutes=5)),
        still_open(9003, opened - timedelta(minutes=50)),
    ]  # fmt: skip
    as_said = replace(learnt(*past(600), *cases), calibration=Calibration())
    told = forecasting.forecasts(as_said, forecasting.open_cases(at=NOW), at=NOW)
    assert [(one.case.code, round(one.chance, 2)) for one in told] == [("H27-9001", 1.0), ("H27-9002", 0.33)]


def test_too_short_a_past_says_nothing():
    opened = NOW.replace(tzinfo=None)
    found = learnt(*past(40), still_open(9001, opened - timedelta(minutes=40)))
    assert found.curves == {}
    assert not found.useful
    assert forecasting.forecasts(found, forecasting.open_cases(at=NOW), at=NOW) == []


def test_what_is_no_better_than_the_share_of_late_cases_is_of_no_use():
    """A third of the cases become late, and until shortly before nothing tells which."""
    first, there = MORNING - timedelta(days=70), agency(THANH_SEN)
    cases = [
        made.case(place, first + timedelta(days=7 * (place // 60)), 9 if place % 3 else 500, 10, there)
        for place in range(600)
    ]
    found = learnt(*cases)
    assert found.tried
    assert found.score == pytest.approx(found.base, abs=0.01)
    assert not found.useful


def test_time_that_runs_out_is_what_it_knows():
    """Of those that are still there when half the time has gone more become late."""
    found = learnt(*past(600))
    assert found.useful
    assert found.trials > found.late >= forecasting.FEWEST_LATE
    for one in found.bins:
        assert one.said == pytest.approx(one.late, abs=0.1)


def test_what_came_true_otherwise_sets_it_right_where_that_betters_the_trial_and_only_there():
    """Since the sixth tenth of the past hardly a case takes long any more, which the curves know but slowly."""
    slow, quick = past(600), past(600, late_from=3)
    assert not learnt(*slow).set_right
    found = learnt(*slow[:360], *(quick[place] if place % 10 else slow[place] for place in range(360, 600)))
    assert found.set_right
    assert found.calibration.of(0.3) < 0.3


def test_what_is_late_before_it_opens_is_neither_learnt_nor_tried():
    late = [overdue(5_000 + place, MORNING - timedelta(days=7 * (place % 6 + 1))) for place in range(200)]
    assert learnt(*past(600), *late) == learnt(*past(600))


def test_few_late_cases_decide_nothing():
    cases = [
        made.case(
            place,
            MORNING - timedelta(days=7 * (place % 10 + 1)),
            500 if place % 100 == 0 else 5,
            45,
            agency(THANH_SEN),
        )
        for place in range(300)
    ]
    found = learnt(*cases)
    assert found.late < forecasting.FEWEST_LATE
    assert not replace(found, score=0.0).useful


def test_years_that_no_calendar_knows_are_left_out():
    old = datetime(1990, 1, 8, 1, 0)  # noqa: DTZ001 - as above
    cases = [
        made.case(place, old + timedelta(days=7 * (place // 60)), 30, 45, agency(THANH_SEN))
        for place in range(600)
    ]
    unknown = [(case, step | {"worked": None}) for case, step in cases]
    assert learnt(*unknown).trials == 0


def test_what_was_learnt_is_read_again_and_a_broken_file_is_nothing():
    found = learnt(*past(600))
    assert forecasting.forecaster() == found
    refreshing.store().keep(forecasting.FILE, b"{")
    assert forecasting.forecaster() is None
