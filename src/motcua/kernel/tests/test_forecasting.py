"""Forecasts: the chance follows from the curve, grows as time runs out, and is scored honestly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.forecasting import Bin, Calibration, Curve, Trial, brier, calibration, chance_late

HALF_LATE = Curve((60, 120, 240), (0.5, 0.25, 0.0), 8)


@pytest.mark.parametrize(
    ("elapsed", "left", "chance"),
    [
        (0, 0, 1.0),
        (0, 60, 0.5),
        (0, 120, 0.25),
        (60, 60, 0.5),
        (60, 0, 1.0),
        (0, 240, 0.0),
        (240, 0, None),
        (0, -5, 1.0),
    ],
)
def test_the_chance_is_of_those_that_took_as_long_already(elapsed, left, chance):
    assert chance_late(HALF_LATE, elapsed, left) == chance


@given(st.integers(0, 239), st.integers(0, 300), st.integers(0, 60))
def test_less_time_left_is_never_a_smaller_chance(elapsed, left, fewer):
    assert chance_late(HALF_LATE, elapsed, left - fewer) >= chance_late(HALF_LATE, elapsed, left)


def test_the_brier_score_rewards_who_knows():
    told = [Trial(0.9, True), Trial(0.1, False)]
    guessed = [Trial(0.5, True), Trial(0.5, False)]
    assert brier(told) == pytest.approx(0.01)
    assert brier(guessed) == pytest.approx(0.25)


def test_calibration_sets_what_was_said_beside_what_came():
    trials = [Trial(0.1, False), Trial(0.1, False), Trial(0.9, True), Trial(1.0, False)]
    assert calibration(trials) == [Bin(2, 0.1, 0.0), Bin(2, 0.95, 0.5)]


def test_a_calibration_that_nobody_learnt_leaves_chances_as_they_are():
    assert Calibration().of(0.3) == pytest.approx(0.3)
    assert (Calibration().of(0.0), Calibration().of(1.0)) == (pytest.approx(0.001), pytest.approx(0.999))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 3), st.floats(-5, 5))
def test_what_was_likelier_stays_likelier_when_it_is_set_right(one, other, slope, intercept):
    right = Calibration(slope, intercept)
    low, high = sorted((one, other))
    assert 0 <= right.of(low) <= right.of(high) <= 1
