"""Points: capped, in proportion, and never zero where nothing was counted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.measures import Nothing, Scale, Tally, points, rounded, total

TWENTY = Scale(Fraction(20))
AT_HALF = Scale(Fraction(6), Fraction(1, 2))


@pytest.mark.parametrize(
    ("scale", "part", "whole", "said"),
    [
        (TWENTY, 528_684, 597_918, "17.68"),
        (AT_HALF, 589_496, 597_894, "6.00"),
        (AT_HALF, 1, 4, "3.00"),
        (TWENTY, 0, 5, "0.00"),
        (Scale(Fraction(6), nothing=Nothing.FULL), 0, 0, "6.00"),
        (Scale(Fraction(6), nothing=Nothing.ZERO), 0, 0, "0.00"),
    ],
)
def test_a_share_earns_its_points(scale, part, whole, said):
    assert rounded(points(scale, Tally(part, whole))) == Decimal(said)


@pytest.mark.parametrize("tally", [Tally(None, None), Tally(3, None), Tally(None, 3), Tally(0, 0)])
def test_what_was_not_counted_has_no_points(tally):
    assert points(TWENTY, tally) is None
    assert tally.share is None


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 100), st.integers(1, 100))
def test_points_lie_between_nothing_and_all_and_grow_with_the_part(part, whole, most, percent):
    scale = Scale(Fraction(most), Fraction(percent, 100))
    part = min(part, whole)
    earned = points(scale, Tally(part, whole))
    assert 0 <= earned <= most
    assert points(scale, Tally(whole, whole)) == most
    assert points(scale, Tally(max(part - 1, 0), whole)) <= earned


def test_groups_are_sums_of_exact_points_rounded_once():
    thirds = [points(Scale(Fraction(1)), Tally(1, 3))] * 3
    assert total(thirds) == 1
    assert rounded(total([*thirds, None])) == Decimal("1.00")
    assert total([None, None]) is None


def test_half_goes_up():
    assert rounded(Fraction(7955, 1000)) == Decimal("7.96")
