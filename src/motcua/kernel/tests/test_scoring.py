"""Scorecards (TT 01/2018/TT-VPCP Đ.13, 15): means to one decimal, sums of what is known, classes that are certain."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.measures import Tally
from motcua.kernel.scoring import Class, Grade, graded, mean, standing

STAFF = [
    Class(Decimal(5), "100 %"),
    Class(Decimal("3.5"), "70–100 %"),
    Class(Decimal(0), "dưới 70 %"),
]
ONLINE = [
    Grade(2, {"offered": Fraction(20, 100), "online": Fraction(30, 100)}, "failed"),
    Grade(1, {"online": Fraction(15, 100)}, "failed"),
]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(7, 4, "1.8"), (5, 4, "1.3"), (0, 4, "0.0"), (8, 4, "2.0"), (0, 0, None), (None, None, None)],
)
def test_an_index_is_a_mean_to_one_decimal_half_up(part, whole, said):
    assert mean(Tally(part, whole)) == (Decimal(said) if said else None)


@pytest.mark.parametrize(
    ("points", "said"), [("5.0", "100 %"), ("4.9", "70–100 %"), ("3.5", "70–100 %"), ("3.4", "dưới 70 %")]
)
def test_the_borders_of_the_classes_belong_to_the_better_one(points, said):
    assert standing([(Decimal(points), 10)], STAFF).title == said


def test_an_unknown_index_is_left_out_of_the_sum_and_not_zero():
    found = standing([(Decimal("1.5"), 2), (None, 2), (Decimal("2.0"), 2)], STAFF)
    assert (found.total, found.best, found.complete) == (Decimal("3.5"), Decimal("5.5"), False)
    assert found.title == "", "with the third index it could still be the best class"


def test_a_class_is_told_when_what_is_unknown_cannot_change_it():
    assert standing([(Decimal("5.2"), 8), (None, 2)], STAFF).title == "100 %"


@pytest.mark.parametrize(
    ("offered", "online", "failed", "said"),
    [
        ((2, 10), (3, 10), 0, 2), ((2, 10), (29, 100), 0, 1), ((1, 10), (3, 10), 0, 1), ((2, 10), (15, 100), 0, 1),
        ((2, 10), (14, 100), 0, 0), ((2, 10), (3, 10), 1, 0), ((0, 0), (3, 10), 0, None), ((0, 0), (0, 10), 0, 0),
        ((2, 10), (3, 10), None, None),
    ],
)  # fmt: skip
def test_online_services_are_graded_from_the_top(offered, online, failed, said):
    tallies = {"offered": Tally(*offered), "online": Tally(*online), "failed": Tally(failed, 10)}
    assert graded(ONLINE, tallies) == said


@given(st.lists(st.none() | st.integers(0, 20).map(lambda tenths: Decimal(tenths) / 10), min_size=1))
def test_to_learn_more_never_takes_a_class_back(points):
    told = standing([(one, 2) for one in points], STAFF).title
    learnt = [(Decimal(1) if one is None else one, 2) for one in points]
    assert told in ("", standing(learnt, STAFF).title)
