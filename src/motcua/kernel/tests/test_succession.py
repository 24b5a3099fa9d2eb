"""Who carries on when agencies are rearranged: cases, desks, posts."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.kernel.succession import (
    Asked,
    Call,
    Desk,
    Heir,
    Offered,
    Succession,
    Way,
    called,
    desk,
    heir,
    posts_for,
)

HEALTH, HOME, SCHOOL = 1, 2, 3
SPLIT = Succession(
    frozenset({HEALTH, HOME, SCHOOL}),
    HOME,
    (
        Way({"fields": ["Bảo trợ xã hội"]}, HEALTH),
        Way({"levels": ["province"], "procedures": ["2.000632"]}, SCHOOL),
        Way({"says": "tổ dân phố 6"}, SCHOOL),
        Way({"levels": ["commune"]}, None),
    ),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked("1", "Bảo trợ xã hội", "province"), Heir(HEALTH, sure=True)),
        (Asked("2.000632", "Việc làm", "province"), Heir(SCHOOL, sure=True)),
        (Asked("2.000632", "Việc làm", "district"), Heir(HOME, sure=False)),
        (Asked("1", "Việc làm", "commune", communes=(9, SCHOOL, HEALTH)), Heir(SCHOOL, sure=True)),
        (Asked("1", "Việc làm", "commune", communes=(9,)), Heir(HOME, sure=False)),
        (Asked("1", "Việc làm", "province", text="nha so 2, to dan pho 6"), Heir(SCHOOL, sure=True)),
        (Asked("1", "Việc làm", "province"), Heir(HOME, sure=False)),
    ],
)
def test_the_first_rule_of_a_split_that_fits_decides_else_the_default_and_says_it_is_not_sure(asked, found):
    assert heir(SPLIT, asked) == found


def test_a_choice_by_hand_goes_before_every_rule_but_only_among_the_successors():
    asked = Asked("1", "Bảo trợ xã hội", "province")
    assert heir(SPLIT, asked, placed=SCHOOL) == Heir(SCHOOL, sure=True)
    assert heir(SPLIT, asked, placed=99) == Heir(HEALTH, sure=True)


def test_an_only_successor_takes_everything():
    assert heir(Succession(frozenset({HEALTH}), HEALTH), Asked("1", "", "")) == Heir(HEALTH, sure=True)


def at(
    agency: int, account: int, *, since: int = 1, roles: str = "civil-status", within: bool = False
) -> Desk:
    return Desk(agency, account, date(2025, 7, since), frozenset(roles.split()), within)


def test_a_step_stays_with_its_owner_who_came_along_else_goes_to_who_is_longest_in_the_agency_itself():
    own, first, inside = at(1, 7, since=3), at(1, 8, since=2), at(2, 9, since=1, within=True)
    assert desk([inside, first, own], owner=7, beside=[]) == own
    assert desk([inside, own, first], owner=0, beside=[]) == first


def test_among_parts_the_one_that_holds_most_of_the_roles_beside_takes_the_step():
    poor, rich = at(2, 9, within=True), at(3, 5, since=9, roles="civil-status one-stop", within=True)
    assert desk([poor, rich], owner=0, beside=["one-stop"]) == rich
    assert desk([], owner=0, beside=["one-stop"]) is None


@pytest.mark.parametrize(
    ("key", "roles", "taken"),
    [
        ("tu-phap", "civil-status", [1]),
        ("tu-phap", "civil-status justice", [1, 3]),
        ("dia-chinh", "land", [2]),
        ("khac", "land civil-status", [4]),
        ("khac", "nothing-there", []),
    ],
)
def test_an_officer_takes_the_same_post_else_as_few_as_carry_the_same_roles(key, roles, taken):
    offered = [
        Offered(1, "tu-phap", frozenset({"civil-status"})),
        Offered(2, "dia-chinh", frozenset({"land"})),
        Offered(3, "phap-che", frozenset({"justice"})),
        Offered(4, "tong-hop", frozenset({"land", "civil-status"})),
    ]
    assert posts_for(key, frozenset(roles.split()), offered) == taken


@pytest.mark.parametrize(
    ("post", "person", "found"),
    [
        ("tre-em", "lan", Heir(HEALTH, sure=True)),
        ("tre-em", "minh", Heir(SCHOOL, sure=True)),
        ("van-thu", "quan", Heir(SCHOOL, sure=True)),
        ("van-thu", "minh", Heir(HOME, sure=False)),
    ],
)
def test_an_officer_of_a_split_agency_goes_where_the_first_rule_says(post, person, found):
    rules = [({"tre-em"}, {"lan"}, HEALTH), ({"tre-em"}, (), SCHOOL), ((), {"quan"}, SCHOOL)]
    calls = tuple(Call(frozenset(posts), frozenset(people), new) for posts, people, new in rules)
    assert called(Succession(SPLIT.heirs, HOME, calls=calls), post, person) == found


def test_officers_follow_the_only_successor_without_a_rule():
    assert called(Succession(frozenset({HOME}), HOME), "van-thu", "minh") == Heir(HOME, sure=True)
