"""Quarters of reports: every day has one, they follow each other without gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Invalid
from motcua.kernel.reporting import Quarter, Year, parse, quarter_of


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 14), (2026, 4)), (date(2026, 12, 15), (2027, 1)), (date(2027, 3, 14), (2027, 1)),
        (date(2027, 3, 15), (2027, 2)), (date(2026, 9, 15), (2026, 4)), (date(2026, 6, 1), (2026, 2)),
    ],
)  # fmt: skip
def test_a_quarter_ends_on_the_fourteenth_of_its_last_month(day, said):
    found = quarter_of(day, 15)
    assert (found.year, found.number) == said


def test_its_days_are_those_of_the_circular():
    found = quarter_of(date(2027, 1, 1), 15)
    assert (found.first, found.last) == (date(2026, 12, 15), date(2027, 3, 14))


@given(st.dates(date(2019, 1, 1), date(2100, 1, 1)), st.integers(1, 28))
def test_each_day_lies_in_its_quarter_and_the_next_begins_the_day_after(day, closing):
    found = quarter_of(day, closing)
    assert found.first <= day <= found.last
    assert quarter_of(found.last + timedelta(days=1), closing).first == found.following


def test_a_year_of_reports_is_its_four_quarters():
    year = parse("2026", 15)
    assert (year.first, year.last) == (date(2025, 12, 15), date(2026, 12, 14))
    assert year.before == Year(2025, 15)
    assert parse("2026-4", 15) == Quarter(2026, 4, 15)


@pytest.mark.parametrize("wrong", ["", "2026-", "2026-5", "26-1", "quý 4", "12026", "2026-04"])
def test_a_period_that_is_none_is_refused(wrong):
    with pytest.raises(Invalid, match="2026-4"):
        parse(wrong, 15)
