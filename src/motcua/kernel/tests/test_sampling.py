"""Samples: sizes by the formula, places in proportion, draws that anybody repeats."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.sampling import allocate, draw, sample_size, shuffled, weights

FIVE = Fraction(5, 100)
SIZES = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 500), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("population", "size"), [(0, 0), (1, 1), (400, 200), (1_000, 286), (10_000, 385), (873_387, 400)]
)
def test_the_size_of_a_sample_is_that_of_the_formula(population, size):
    assert sample_size(population, FIVE) == size


@given(SIZES, st.data())
def test_places_add_up_go_to_everybody_and_beyond_that_by_the_exact_share(sizes, data):
    whole, there = sum(sizes.values()), [name for name, size in sizes.items() if size]
    places = data.draw(st.integers(0, whole))
    given_ = allocate(sizes, places)
    assert sum(given_.values()) == places
    first = len(there) <= places
    shared, left = (places - len(there), whole - len(there)) if first else (places, whole)
    for stratum, size in sizes.items():
        mine = first and size > 0
        assert mine <= given_[stratum] <= size
        assert abs(given_[stratum] - mine - Fraction(shared * (size - mine), left or 1)) < 1


def test_more_places_than_members_are_refused():
    with pytest.raises(ValueError, match="3 places for 2"):
        allocate({"a": 2}, 3)


@given(st.lists(st.text(max_size=6), unique=True), st.randoms())
def test_a_draw_does_not_depend_on_the_order_of_the_list(members, chance):
    turned = members[:]
    chance.shuffle(turned)
    assert shuffled("seed", members) == shuffled("seed", turned)


@given(SIZES, st.integers(0, 60))
def test_nobody_is_drawn_twice_and_everybody_from_their_own_stratum(sizes, replacements):
    strata = {name: [f"{name}/{n}" for n in range(size)] for name, size in sizes.items()}
    places = sample_size(sum(sizes.values()), FIVE)
    drawn = draw("2026", strata, places, replacements)
    assert sum(len(one.chosen) for one in drawn.values()) == places
    for name, one in drawn.items():
        together = [*one.chosen, *one.replacements]
        assert len(set(together)) == len(together)
        assert set(together) <= set(strata[name])


def test_another_seed_draws_others():
    members = [str(number) for number in range(200)]
    one, other = (draw(seed, {"": members}, 20, 0)[""].chosen for seed in ("a", "b"))
    assert set(one) != set(other)


@given(SIZES, st.data())
def test_weighted_answers_stand_for_all_members_of_strata_that_answered(sizes, data):
    answered = {name: data.draw(st.integers(0, size)) for name, size in sizes.items()}
    weight = weights(sizes, answered)
    assert sum(weight[name] * answered[name] for name in weight) == sum(sizes[name] for name in weight)
