"""Indices as trees: sums and means, and what holds for every what-if."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motcua.kernel.indices import Component, RollUp, levers, scaled, together, value


def leaf(name: str, weight: int = 1, low: int = 1, high: int = 10) -> Component:
    return Component(name, name, Fraction(weight), Fraction(low), Fraction(high))


def tree(roll_up: RollUp, *parts: Component, times: Fraction = Fraction(1)) -> Component:
    return Component("all", roll_up=roll_up, parts=parts, times=times)


SCORES = {"a": Fraction(4), "b": Fraction(6)}


@pytest.mark.parametrize(
    ("roll_up", "said"),
    [(RollUp.SUM, Fraction(10)), (RollUp.MEAN, Fraction(5)), (RollUp.WEIGHTED_MEAN, Fraction(11, 2))],
)
def test_parts_roll_up(roll_up, said):
    assert value(tree(roll_up, leaf("a", 1), leaf("b", 3)), SCORES) == said


def test_what_is_missing_is_not_zero():
    assert value(tree(RollUp.SUM, leaf("a"), leaf("c")), SCORES) is None


def test_what_is_known_of_a_branch_stands_for_its_parts():
    branch = replace(tree(RollUp.MEAN, leaf("x"), leaf("y")), id="a", high=Fraction(10))
    assert value(tree(RollUp.SUM, branch, leaf("b")), SCORES) == 10
    scores = {"x": Fraction(2), "y": Fraction(4), "b": Fraction(6)}
    assert value(tree(RollUp.SUM, branch, leaf("b")), scores) == 9


@pytest.mark.parametrize(
    ("reverse", "said"), [(False, [1, Fraction(11, 2), 10]), (True, [10, Fraction(11, 2), 1])]
)
def test_the_worst_unit_has_one_and_the_best_has_ten(reverse, said):
    of = tree(RollUp.MEAN, replace(leaf("days"), raw=True, reverse=reverse), leaf("b"))
    units = [{"days": Fraction(days), "b": Fraction(6)} for days in (0, 25, 50)]
    assert [one["days"] for one in scaled(of, units)] == said
    assert all(one["b"] == 6 for one in scaled(of, units)), "what is a score stays"


def test_where_all_units_are_alike_none_is_best():
    of = tree(RollUp.MEAN, replace(leaf("days"), raw=True))
    assert scaled(of, [{"days": Fraction(5)}, {"days": Fraction(5)}, {}]) == [{}, {}, {}]


def test_the_heaviest_component_takes_the_least_effort():
    found = levers(tree(RollUp.WEIGHTED_MEAN, leaf("a", 1), leaf("b", 3)), SCORES, Fraction(6))
    assert [(one.component.id, one.rise) for one in found] == [("b", Fraction(2, 3)), ("a", Fraction(2))]
    assert [one.suffices for one in found] == [True, True]


def test_a_component_that_is_at_its_best_can_do_no_more():
    found = levers(
        tree(RollUp.MEAN, leaf("a"), leaf("b")), {"a": Fraction(10), "b": Fraction(6)}, Fraction(9)
    )
    assert [(one.component.id, one.effort) for one in found] == [("b", Fraction(1, 2)), ("a", None)]


# --- properties ----------------------------------------------------------------------------------------------

POINTS = st.fractions(1, 10, max_denominator=100)
TREES = st.builds(
    lambda roll_up, weights: tree(roll_up, *(leaf(str(n), weight) for n, weight in enumerate(weights))),
    st.sampled_from(RollUp),
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
)


@settings(max_examples=40)
@given(TREES, st.lists(POINTS, min_size=6, max_size=6), st.fractions(0, 60, max_denominator=100))
def test_the_rise_that_is_told_closes_the_gap_exactly(of, points, goal):
    scores = {part.id: points[n] for n, part in enumerate(of.parts)}
    total = value(of, scores)
    for one in levers(of, scores, goal):
        raised = value(of, {**scores, one.component.id: one.now + one.rise})
        assert raised == max(goal, total)
        assert not one.suffices or one.now + one.rise <= one.component.high


@settings(max_examples=40)
@given(TREES, st.lists(POINTS, min_size=6, max_size=6), st.fractions(0, 60, max_denominator=100))
def test_all_together_they_close_the_gap_or_nothing_does(of, points, goal):
    scores = {part.id: points[n] for n, part in enumerate(of.parts)}
    part_of_way = together(of, scores, goal)
    best = value(of, {part.id: part.high for part in of.parts})
    assert (part_of_way is None) == (goal > best)
    assume(part_of_way is not None)
    moved = {part.id: scores[part.id] + part_of_way * (part.high - scores[part.id]) for part in of.parts}
    assert value(of, moved) == max(goal, value(of, scores))


@settings(max_examples=40)
@given(TREES, st.lists(POINTS, min_size=6, max_size=6))
def test_an_index_stays_between_its_worst_and_its_best(of, points):
    scores = {part.id: points[n] for n, part in enumerate(of.parts)}
    worst, best = (value(of, {part.id: getattr(part, end) for part in of.parts}) for end in ("low", "high"))
    assert worst <= value(of, scores) <= best


@settings(max_examples=40)
@given(st.lists(POINTS, min_size=2, max_size=8), st.booleans())
def test_a_raw_number_keeps_its_place_on_the_scale(found, reverse):
    of = tree(RollUp.MEAN, replace(leaf("raw"), raw=True, reverse=reverse))
    told = [one.get("raw") for one in scaled(of, [{"raw": number} for number in found])]
    assume(min(found) != max(found))
    assert {min(told), max(told)} == {1, 10}
    pairs = sorted(zip(found, told, strict=True))
    in_order = [score for _, score in pairs]
    assert in_order == sorted(in_order, reverse=reverse)
