"""Targets: the known story of Hà Tĩnh's ranks, and what holds for every promise."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Invalid
from motcua.kernel.targets import Going, Promise, Reading, Status, Threshold, Way, reduction, share, status

SINCE, DEADLINE = date(2022, 1, 1), date(2025, 12, 31)
THE_EVE, THE_DAY_AFTER = date(2025, 6, 30), date(2025, 7, 1)


def of_year(year: int, value: float, *, beyond: bool = False) -> Reading:
    return Reading(date(year, 12, 31), Fraction(str(value)), beyond)


def promise(threshold: str, baseline: Reading | None = None, until: date | None = None) -> Promise:
    return Promise(Threshold.parse(threshold), SINCE, DEADLINE, baseline, until)


PAR = promise("<= 10", of_year(2020, 16))


@pytest.mark.parametrize(
    ("readings", "on", "said"),
    [
        ([], date(2023, 6, 1), Status.NO_DATA),
        ([of_year(2021, 8)], date(2023, 6, 1), Status.NO_DATA),
        ([of_year(2022, 28)], date(2023, 6, 1), Status.NOT_MET),
        ([of_year(2022, 13)], date(2023, 6, 1), Status.ON_TRACK),
        ([of_year(2022, 13)], date(2026, 1, 1), Status.NOT_MET),
        ([of_year(2022, 28), of_year(2023, 18), of_year(2024, 15)], date(2026, 11, 1), Status.NOT_MET),
        ([of_year(2023, 10)], date(2024, 6, 1), Status.MET),
        ([of_year(2024, 9)], date(2023, 6, 1), Status.NO_DATA),
    ],
    ids=["nothing", "before it was promised", "behind", "on the line", "too late", "as it was", "met", "not yet known"],
)  # fmt: skip
def test_the_rank_in_administrative_reform(readings, on, said):
    assert status(PAR, readings, on=on) is said


def test_who_is_not_among_the_first_thirty_is_not_among_the_first_twenty():
    assert status(promise("<= 20"), [of_year(2023, 30, beyond=True)], on=date(2024, 6, 1)) is Status.NOT_MET


def test_who_is_not_among_the_first_thirty_may_be_among_the_first_forty():
    assert status(promise("<= 40"), [of_year(2023, 30, beyond=True)], on=date(2024, 6, 1)) is Status.NO_DATA


def test_what_is_promised_for_each_year_is_broken_by_one():
    talents = Promise(Threshold.parse(">= 20"), SINCE, DEADLINE, each=True)
    years = [of_year(2022, 25), of_year(2023, 19), of_year(2024, 30)]
    assert status(talents, years, on=date(2025, 3, 1)) is Status.NOT_MET
    assert status(talents, [years[0], years[2]], on=date(2025, 3, 1)) is Status.MET


def test_nobody_asks_a_district_after_the_last_district():
    district = promise(">= 80", until=THE_EVE)
    assert status(district, [of_year(2024, 95)], on=THE_EVE) is Status.MET
    assert status(district, [of_year(2024, 95)], on=THE_DAY_AFTER) is Status.NOT_APPLICABLE


@pytest.mark.parametrize(("text", "kept"), [(">= 50", True), ("> 50", False), ("<= 50", True)])
def test_at_least_and_more_than_differ_at_the_threshold(text, kept):
    assert Threshold.parse(text).kept_by(Fraction(50)) is kept


def test_a_threshold_is_compared_unrounded():
    assert not Threshold.parse(">= 80").kept_by(Fraction(79_999, 1_000))


@pytest.mark.parametrize("text", ["80", "= 80", ">= tám mươi", "≥ 80", ">= -1"])
def test_what_is_no_threshold_is_refused(text):
    with pytest.raises(Invalid):
        Threshold.parse(text)


def test_nothing_of_nothing_is_no_share():
    assert share(0, 0) is None
    assert share(1, 3) == Fraction(100, 3)
    assert reduction(Fraction(0), Fraction(5)) is None
    assert reduction(Fraction(800), Fraction(700)) == Fraction(25, 2)


# --- properties ----------------------------------------------------------------------------------------------

VALUES = st.fractions(0, 200, max_denominator=50)
DAYS = st.dates(date(2019, 1, 1), date(2028, 1, 1))
READINGS = st.lists(st.builds(Reading, DAYS, VALUES, st.booleans()), max_size=5, unique_by=lambda one: one.on)
PROMISES = st.builds(
    Promise,
    st.builds(Threshold, st.sampled_from(Way), VALUES),
    st.just(SINCE),
    st.just(DEADLINE),
    st.none() | st.builds(Reading, st.dates(date(2019, 1, 1), date(2021, 12, 31)), VALUES),
)


@given(PROMISES, READINGS, DAYS)
def test_only_the_newest_reading_counts(one, readings, on):
    known = [reading for reading in readings if SINCE <= reading.on <= on]
    last = [max(known, key=lambda reading: reading.on)] if known else []
    assert status(one, readings, on=on) is status(one, last, on=on)


@given(PROMISES, READINGS, DAYS)
def test_it_is_met_only_by_a_value_that_keeps_it(one, readings, on):
    if status(one, readings, on=on) is Status.MET:
        assert any(one.threshold.kept_by(reading.value) and not reading.beyond for reading in readings)


@given(PROMISES, READINGS, st.dates(DEADLINE + timedelta(days=1), date(2028, 1, 1)))
def test_nothing_is_on_track_after_the_deadline(one, readings, on):
    assert status(one, readings, on=on) is not Status.ON_TRACK


@given(PROMISES, VALUES, st.dates(SINCE, DEADLINE))
def test_without_a_baseline_nothing_is_on_track(one, value, on):
    bare = Promise(one.threshold, SINCE, DEADLINE)
    assert status(bare, [Reading(on, value)], on=on) in (Status.MET, Status.NOT_MET)


@given(PROMISES, VALUES, VALUES, st.dates(SINCE, DEADLINE))
def test_a_better_value_never_stands_worse(one, a, b, on):
    better, worse = (min(a, b), max(a, b)) if one.threshold.way is Way.AT_MOST else (max(a, b), min(a, b))
    order = [Status.NOT_MET, Status.ON_TRACK, Status.MET]
    stands = [order.index(status(one, [Reading(on, value)], on=on)) for value in (worse, better)]
    assert stands[0] <= stands[1]


@given(PROMISES)
def test_the_line_ends_at_the_threshold(one):
    assert one.needed(DEADLINE) in (None, one.threshold.value)


@pytest.mark.parametrize(
    ("threshold", "readings", "said"),
    [
        ("<= 10", [of_year(2023, 18), of_year(2024, 15)], Going.BETTER),
        ("<= 10", [of_year(2023, 4), of_year(2024, 16)], Going.WORSE),
        (">= 80", [of_year(2023, 70), of_year(2024, 75)], Going.BETTER),
        ("> 50", [of_year(2023, 70), of_year(2024, 60)], Going.WORSE),
        ("> 50", [of_year(2023, 70), of_year(2024, 70)], Going.ALIKE),
        ("<= 20", [of_year(2022, 18), of_year(2023, 30, beyond=True)], None),
        ("<= 20", [of_year(2022, 18)], None),
        ("<= 20", [], None),
    ],
)
def test_where_a_value_goes_is_seen_from_its_threshold(threshold, readings, said):
    assert Threshold.parse(threshold).going(readings) is said


@given(st.lists(st.fractions(0, 100), min_size=1), st.sampled_from(["<= 10", ">= 80", "> 50"]))
def test_the_worst_keeps_a_promise_only_if_all_do(values, said):
    threshold = Threshold.parse(said)
    assert threshold.kept_by(threshold.worst(values)) is all(threshold.kept_by(one) for one in values)


def test_a_share_that_may_be_worse_than_the_threshold_is_no_failure_yet():
    assert status(promise(">= 85"), [of_year(2024, 85, beyond=True)], on=THE_EVE) is Status.NO_DATA
    assert status(promise(">= 85"), [of_year(2024, 84, beyond=True)], on=THE_EVE) is Status.NOT_MET
