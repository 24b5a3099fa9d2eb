"""What is hidden stays hidden, also from who can subtract."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.anonymity import FEWEST, hidden


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
