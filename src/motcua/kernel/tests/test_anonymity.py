"""What is hidden stays hidden, also from who can subtract."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.anonymity import FEWEST, hidden, hidden_beside, hidden_in_all


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"a": 9, "b": 20}, set()),
        ({"a": 0, "b": 20}, set()),
        ({"a": 3, "b": 9, "c": 20}, {"a", "b"}),
        ({"a": 3, "b": 4, "c": 20}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 20}, {"a", "b", "c"}),
        ({"a": 3}, {"a"}),
    ],
)
def test_few_are_hidden_and_so_is_what_would_give_them_away(counts, said):
    assert hidden(counts) == said


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=12))
def test_no_hidden_group_can_be_had_by_subtraction(counts):
    few = hidden(counts)
    shown = {group for group, count in counts.items() if count and group not in few}
    assert all(counts[group] >= FEWEST for group in shown)
    assert not shown or not few or (len(few) > 1 and sum(counts[group] for group in few) >= FEWEST)


def test_where_a_group_is_hidden_in_one_table_it_is_in_the_others():
    received, finished = {"a": 9, "b": 3, "c": 20}, {"a": 9, "b": 0, "c": 8}
    assert hidden_in_all([received, finished]) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("cells", "gone", "said"),
    [
        ({("A", "land"): 14, ("A", "gas"): 2, ("B", "births"): 6}, set(), {"land", "gas"}),
        ({("A", "land"): 14, ("A", "gas"): 8, ("B", "births"): 6}, set(), set()),
        ({("A", "births"): 20, ("B", "births"): 2, ("C", "land"): 9, ("D", "gas"): 9}, {"B", "C"}, {"births", "land"}),
    ],
)  # fmt: skip
def test_beside_the_groups_told_no_other_gives_a_hidden_one_away(cells, gone, said):
    assert hidden_beside(cells, gone) >= said
    assert (hidden_beside(cells, gone) == set()) is (said == set())
