"""Form II.06: a row adds up or is none; rows add up to rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Invalid
from motcua.kernel.situation import COLUMNS, IDENTITIES, Situation, added_up

NUMBERS = st.integers(0, 900_000)


@st.composite
def situations(draw):
    """What came is what was settled and what is left."""
    early, on_time, late, in_time, overdue = draw(st.tuples(*[NUMBERS] * 5))
    received = early + on_time + late + in_time + overdue
    online = draw(st.integers(0, received))
    direct = draw(st.integers(0, received - online))
    return Situation(
        received, online, direct, received - online - direct,
        early + on_time + late, early, on_time, late, in_time + overdue, in_time, overdue,
    )  # fmt: skip


@given(situations(), situations())
def test_the_sum_of_two_rows_is_a_row(one, other):
    both = added_up([one, other])
    assert both.received == one.received + other.received
    assert both.late == one.late + other.late


@given(situations(), st.sampled_from(list(COLUMNS)), st.integers(1, 1000))
def test_no_column_can_be_wrong_alone(right, column, by):
    with pytest.raises(Invalid) as refused:
        replace(right, **{column: getattr(right, column) + by})
    assert refused.value.faults
    with pytest.raises(Invalid):
        replace(right, **{column: -by})


def test_a_refusal_names_the_columns_of_the_form():
    with pytest.raises(Invalid) as refused:
        Situation(received=5, online=5, settled=4, early=4)
    assert [fault.message for fault in refused.value.faults] == ["Cột 3 là 5, còn 7 + 11 là 4."]


def test_the_identities_are_those_of_the_form():
    said = {
        COLUMNS[whole]: [[COLUMNS[part] for part in parts] for parts in ways]
        for whole, ways in IDENTITIES.items()
    }
    assert said == {3: [[4, 5, 6], [7, 11]], 7: [[8, 9, 10]], 11: [[12, 13]]}


# Control totals of Hà Tĩnh for 2018, as the province published them (catphatinh.gov.vn). The report doesn't
# tell early from on time, nor how many of the open ones were overdue.
LEVELS_2018 = {
    # level: received, online, direct or by post, carried over
    "province": (77_833, 689, 75_914, 1_230),
    "district": (119_649, 1_008, 116_042, 2_599),
    "commune": (675_905, 1_291, 672_935, 1_679),
}


def test_what_ha_tinh_received_in_2018_adds_up_level_by_level_and_in_the_whole():
    rows = [
        Situation(received, online, direct, over, received, on_time=received)
        for received, online, direct, over in LEVELS_2018.values()
    ]
    whole = added_up(rows)
    assert (whole.received, whole.online, whole.direct, whole.carried_over) == (
        873_387,
        2_988,
        864_891,
        5_508,
    )


def test_what_ha_tinh_settled_in_2018_and_what_was_left_is_what_it_had_received():
    whole = Situation(
        received=873_387, online=2_988, direct=864_891, carried_over=5_508,
        settled=864_408, on_time=863_393, late=1_015, running=8_979, in_time=8_979,
    )  # fmt: skip
    assert f"{float(whole.in_time_share):.4%}" == "99.8826%"
