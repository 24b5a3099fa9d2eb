"""Scores and their intervals; what may be shown when few have answered."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.anonymity import FEWEST, hidden
from motcua.kernel.intervals import wilson
from motcua.kernel.satisfaction import Tally, score

COUNTS = st.dictionaries(st.integers(0, 40), st.integers(0, 30), max_size=12)


@pytest.mark.parametrize(
    ("satisfied", "valid", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)],
)
def test_intervals_are_those_of_the_textbook(satisfied, valid, low, high):
    """The last two are Newcombe's (1998), table I."""
    found = wilson(Fraction(satisfied, valid), Fraction(valid))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 400), st.data())
def test_a_share_lies_within_its_interval(valid, data):
    share = Fraction(data.draw(st.integers(0, valid)), valid)
    found = wilson(share, Fraction(valid))
    assert 0 <= found.low <= share + Fraction(1, 10**9)
    assert share - Fraction(1, 10**9) <= found.high <= 1


@pytest.mark.parametrize("p", [0.5, 0.85, 0.9])
def test_intervals_cover_the_truth_about_95_times_in_100(p):
    n = 200
    covered = 0.0
    for satisfied in range(n + 1):
        found = wilson(Fraction(satisfied, n), Fraction(n))
        if found.low <= p <= found.high:
            covered += comb(n, satisfied) * p**satisfied * (1 - p) ** (n - satisfied)
    assert 0.93 <= covered <= 0.97


def test_a_factor_is_the_mean_of_its_questions_and_what_nobody_answered_is_left_out():
    said = [(Fraction(1), Tally.of(8, 10)), (Fraction(1), Tally.of(6, 10)), (Fraction(1), Tally())]
    found = score(said)
    assert found is not None
    assert found.share == Fraction(7, 10)
    assert found.interval == wilson(Fraction(7, 10), Fraction(10))
    assert score([(Fraction(1), Tally())]) is None


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 9)), min_size=1, max_size=6))
def test_weights_never_make_answers_tell_more(strata):
    """Equal weights keep the number of answers, unequal ones lower it."""
    tally = sum((Tally.of(0, valid, Fraction(weight)) for valid, weight in strata), Tally())
    answers = sum(valid for valid, _ in strata)
    assert tally.effective <= answers
    if len({weight for _, weight in strata}) == 1:
        assert tally.effective == answers


@given(COUNTS)
def test_what_is_hidden_cannot_be_subtracted(counts):
    gone = hidden(counts)
    assert all(count == 0 or count >= FEWEST for group, count in counts.items() if group not in gone)
    if gone:
        together = sum(counts[group] for group in gone)
        alone = gone == {group for group, count in counts.items() if count}
        assert alone or (len(gone) > 1 and together >= FEWEST)


@given(COUNTS)
def test_nothing_is_hidden_where_all_groups_are_large(counts):
    if all(count >= FEWEST for count in counts.values()):
        assert hidden(counts) == set()
