"""What is hidden stays hidden, also from who can subtract."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.kernel.anonymity import FEWEST, by_group, hidden, hidden_beside, hidden_both


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
    tables = [{(group, "births"): count for group, count in one.items()} for one in (received, finished)]
    assert hidden_both(tables) == ({"a", "b", "c"}, set())


def test_one_more_agency_is_hidden_rather_than_the_fields_of_its_block():
    communes = {("A", "births"): 4, ("B", "births"): 9, ("C", "births"): 200, ("C", "land"): 30}
    police = {("D", "homes"): 2, ("E", "homes"): 3, ("F", "homes"): 40}
    assert hidden_both([communes | police]) == ({"A", "B", "D", "E"}, set())


def test_what_is_alone_with_its_only_field_hides_behind_another_one():
    """Births, told beside C, would leave the one case of D."""
    cells = {("A", "births"): 1, ("B", "births"): 4, ("C", "land"): 5, ("D", "homes"): 1}
    assert hidden_both([cells]) == ({"A", "B", "D"}, {"births", "homes"})


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


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["births", "land", "homes", "gas"])), st.integers(1, 12),
    min_size=2,
)  # fmt: skip


@pytest.mark.parametrize("agencies_first", [False, True])
@given(CELLS)
def test_no_agency_or_field_with_few_is_a_combination_of_what_is_told(agencies_first, cells):
    """Whoever knows which agency handles which field has all sums that are told, and adds and subtracts them."""
    assume(len({agency for agency, _ in cells}) > 1 < len({field for _, field in cells}))
    assume(sum(cells.values()) >= FEWEST)
    gone = hidden_both([cells])
    if agencies_first:
        agencies = hidden(by_group(cells))
        gone = agencies, hidden_beside(cells, agencies)
    told, few = [[True] * len(cells)], []
    for place in (0, 1):
        for name in {key[place] for key in cells}:
            counted = [key[place] == name for key in cells]
            if name not in gone[place]:
                told.append(counted)
            if sum(count for key, count in cells.items() if key[place] == name) < FEWEST:
                few.append(counted)
    known = np.linalg.matrix_rank(told)
    assert all(np.linalg.matrix_rank([*told, one]) > known for one in few)
