"""Uncertainty of shares and ranks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.intervals import Interval, places, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (1, 1, 0.2065, 1.0)],
)
def test_wilson_gives_the_published_intervals(part, whole, low, high):
    """81 of 263 is the example of Newcombe (1998)."""
    found = wilson(Fraction(part, whole), Fraction(whole))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval_and_more_cases_narrow_it(counted):
    part, whole = counted
    share = Fraction(part, whole)
    few, many = wilson(share, Fraction(whole)), wilson(share, Fraction(100 * whole))
    assert few.low - 1e-12 <= share <= few.high + 1e-12
    assert many.high - many.low < few.high - few.low


def test_many_told_together_are_each_less_sure():
    """With 111 the deviations of Bonferroni are 3.51 (Φ⁻¹(1 − 0.05/222))."""
    alone, of_many = wilson(Fraction(0), Fraction(5)), wilson(Fraction(0), Fraction(5), among=111)
    assert of_many.high > alone.high
    assert of_many.high == pytest.approx(3.51**2 / (5 + 3.51**2), abs=1e-3)


def test_a_rank_is_told_as_the_places_that_it_could_be():
    sure, unsure, last = Interval(0.9, 0.95), Interval(0.5, 0.92), Interval(0.1, 0.4)
    assert places([sure, unsure, last]) == [(1, 2), (1, 2), (3, 3)]
    assert [one.stands_to(Fraction(1, 2)) for one in (sure, unsure, last)] == [1, 0, -1]
