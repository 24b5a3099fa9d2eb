"""Numbers and days as documents spell them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (111, "một trăm mười một"),
        (1000, "một nghìn"),
        (1992, "một nghìn chín trăm chín mươi hai"),
        (2005, "hai nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (50_000_000, "năm mươi triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_035_000_000, "hai tỷ không trăm ba mươi lăm triệu"),
        (1_000_000_000_001, "một nghìn tỷ không trăm linh một"),
    ],
)
def test_a_number_is_said_as_people_say_it(value, words):
    assert spoken.number(value) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11-10", "ngày mười tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("2024-04-04", "ngày bốn tháng tư năm hai nghìn không trăm hai mươi tư"),
        ("1962-03", "tháng ba năm một nghìn chín trăm sáu mươi hai"),
        ("1962", "năm một nghìn chín trăm sáu mươi hai"),
    ],
)
def test_a_day_is_said_as_far_as_it_is_known(iso, words):
    assert spoken.day(iso) == words


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_different_numbers_are_said_differently(one, other):
    assert (spoken.number(one) == spoken.number(other)) == (one == other)
