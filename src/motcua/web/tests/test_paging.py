"""Keyset paging: forwards and backwards through a list that changes, with places that nobody can forge."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Invalid
from motcua.web.paging import Page, Place, decode, encode, limit_of, page_of

NUMBERS = list(range(1, 11))
KEYS = st.lists(
    st.none() | st.text() | st.integers() | st.booleans() | st.dates() | st.datetimes(timezones=st.just(UTC)),
    max_size=4,
).map(tuple)


def fetch(place, limit):
    """A read over the numbers 1 to 10, as a query would do it: one row more than asked."""
    if place is None:
        return NUMBERS[: limit + 1]
    if place.backwards:
        return [n for n in reversed(NUMBERS) if n < place.key[0]][: limit + 1]
    return [n for n in NUMBERS if n > place.key[0]][: limit + 1]


def page_at(text, limit=4):
    place = decode(text)
    return page_of(fetch(place, limit), key=lambda n: (n,), place=place, limit=limit)


def test_a_list_is_walked_to_its_end_and_back():
    first = page_at("")
    second = page_at(first.next_key)
    last = page_at(second.next_key)
    assert [page.rows for page in (first, second, last)] == [(1, 2, 3, 4), (5, 6, 7, 8), (9, 10)]
    assert first.previous_key is None
    assert last.next_key is None
    assert page_at(last.previous_key).rows == second.rows
    assert page_at(second.previous_key) == Page(first.rows, next_key=page_at(second.previous_key).next_key)


def test_an_empty_list_has_one_empty_page():
    assert page_of([], key=lambda row: (row,)) == Page(())


@given(KEYS, st.booleans())
def test_a_place_comes_back_as_it_went(key, backwards):
    assert decode(encode(Place(key, backwards))) == Place(key, backwards)


def test_days_and_instants_are_told_apart():
    key = (date(2026, 11, 24), datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "2026-11-24")
    assert decode(encode(Place(key))).key == key


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "X" + t[1:], lambda t: "x", lambda t: t + "=="]
)
def test_a_place_that_was_tampered_with_is_refused(change):
    with pytest.raises(Invalid, match="mở lại danh sách") as refused:
        decode(change(encode(Place((7,)))))
    assert refused.value.code == "bad-cursor"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, 25),
        ("", 25),
        ("10", 10),
        ("0", 1),
        ("5000", 100),
        ("-3", 25),
        ("x", 25),
        ("²", 25),
        ("9" * 5000, 25),
    ],
)
def test_a_page_is_neither_empty_nor_endless(asked, given):
    assert limit_of(asked) == given
