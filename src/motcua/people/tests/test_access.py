"""Who may do what with Hoa's case in Thành Sen: one table, read against the law and against the code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from motcua.kernel.refusals import Missing, NotAllowed
from motcua.people import access
from motcua.people.actors import Actor
from motcua.people.models import Applicant, Appointment
from tests import province

pytestmark = pytest.mark.django_db

#: Everybody who might try, by a letter; “-” is a visitor who is not signed in.
PEOPLE = {
    "H": "hoa, whose case it is",
    "A": "anphat, another applicant",
    "B": "binh, the outsider",
    "M": "minh, one-stop officer",
    "D": "the head of minh's one-stop unit",
    "L": "lan, who examines",
    "T": "ha, head of lan's division",
    "Q": "quan, chairman",
    "U": "tu, administrator",
    "N": "nga, who controls procedures",
    "S": "the chairman of another commune",
    "-": "a visitor",
}

#: Where the case lies: at the one-stop unit, with the specialist, before the leader, nowhere any more.
PLACES = ("reception", "examine", "sign", "ended")

#: Who may, in each of these places.
TABLE = {
    "case.see":               ("HMDLTQ", "HMDLTQ", "HMDLTQ", "HMDLTQ"),
    "case.see-inside":        ("MDLTQ",  "MDLTQ",  "MDLTQ",  "MDLTQ"),
    "case.oversee":           ("DTQ",    "TQ",     "TQ",     "TQ"),
    "case.attend":            ("MD",     "MD",     "MD",     "MD"),
    "case.work":              ("M",      "L",      "Q",      ""),
    "case.amend":             ("",       "L",      "Q",      ""),
    "case.assign":            ("DQ",     "TQ",     "Q",      "Q"),
    "case.pause":             ("MDQ",    "LTQ",    "Q",      "Q"),
    "case.resume":            ("MDQ",    "MDLTQ",  "MDQ",    "MDQ"),
    "case.supplement":        ("HMD",    "HMD",    "HMD",    "HMD"),
    "case.withdraw":          ("HMD",    "HMD",    "HMD",    "HMD"),
    "case.answer-withdrawal": ("MDQ",    "MDTQ",   "MDQ",    "MDQ"),
    "case.stop":              ("DQ",     "TQ",     "Q",      "Q"),
    "case.apologise":         ("TQ",     "TQ",     "TQ",     "TQ"),
    "case.approve-override":  ("DQ",     "DTQ",    "DQ",     "DQ"),
    "case.correct":           ("TQ",     "TQ",     "TQ",     "TQ"),
    "case.issue-slip":        ("MDLTQ",  "MDLTQ",  "MDLTQ",  "MDLTQ"),
}  # fmt: skip


def _holder(slug: str, role: str) -> str:
    """The user name of somebody who holds a role at an agency."""
    held = Appointment.objects.filter(post__agency_id=province.agency(slug), post__roles__contains=[role])
    return str(held.values_list("account__username", flat=True).order_by("id")[0])


@pytest.fixture
def people(province) -> dict[str, Actor | None]:
    names = {
        "H": "hoa", "A": "anphat", "B": "binh", "M": "minh", "L": "lan", "T": "ha", "Q": "quan", "U": "tu", "N": "nga",
        "D": _holder("gso-18073.mot-cua", "one-stop-head"), "S": _holder("gso-18100", "leader"),
    }  # fmt: skip
    return {letter: province.who(name) for letter, name in names.items()} | {"-": None}


@pytest.fixture
def matters(province) -> dict[str, access.Matter]:
    one_stop, commune = province.agency("gso-18073.mot-cua"), province.agency("gso-18073")
    hoa = Applicant.objects.get(account__username="hoa").id
    ended = access.Matter(hoa, reception=one_stop, competent=commune, return_at=one_stop)
    office = province.agency("gso-18073.van-phong")
    return {
        "reception": replace(ended, step_agency=one_stop, step_role="one-stop"),
        "examine": replace(ended, step_agency=office, step_role="civil-status"),
        "sign": replace(ended, step_agency=commune, step_role="leader"),
        "ended": ended,
    }


def test_the_table_tells_every_rule():
    assert TABLE.keys() == access.RULES.keys()


@pytest.mark.parametrize("verb", access.RULES)
def test_those_may_who_stand_in_the_table_and_nobody_else(verb, people, matters):
    for place, allowed in zip(PLACES, TABLE[verb], strict=True):
        found = {letter for letter in PEOPLE if access.may(people[letter], verb, matters[place])}
        assert found == set(allowed), place


@pytest.mark.parametrize("verb", ["case.stop", "case.apologise"])
def test_at_a_step_that_another_agency_settles_its_head_answers_and_nobody_else(verb, people, matters):
    department = province.agency("so-noi-vu")
    there = replace(
        matters["sign"], step_agency=department, elsewhere=department, worked_at=frozenset({department})
    )
    assert access.may(province.who(_holder("so-noi-vu", "leader")), verb, there)
    assert not any(access.may(one, verb, there) for one in people.values())


def test_a_verb_that_no_rule_knows_is_refused_to_everybody(people, matters):
    for who in people.values():
        assert not access.may(who, "case.delete", matters["examine"])


@pytest.mark.parametrize("letter", "ABUNS-")
@pytest.mark.parametrize("verb", [*access.RULES, "case.delete"])
def test_outsiders_are_told_that_there_is_no_such_case(letter, verb, people, matters):
    """Not even that it exists: a case that is not theirs looks like one that was never filed."""
    for matter in matters.values():
        with pytest.raises(Missing):
            access.require(people[letter], verb, matter)


def test_who_sees_the_case_is_told_that_this_is_not_theirs_to_do(people, matters):
    with pytest.raises(NotAllowed, match="thuộc người khác"):
        access.require(people["M"], "case.work", matters["examine"])


def test_only_the_administrator_administers(people):
    for letter in PEOPLE.keys() - {"U"}:
        with pytest.raises(Missing):
            access.require_administrator(people[letter])
    access.require_administrator(people["U"])


def test_only_who_controls_procedures_writes_them(people):
    for letter in PEOPLE.keys() - {"N"}:
        with pytest.raises(Missing):
            access.require_control(people[letter])
    access.require_control(people["N"])


@pytest.mark.parametrize(
    ("where", "seen_by"),
    [
        ("gso-18073", "QNX"),
        ("gso-18073.van-phong", "TQNX"),
        ("gso-18073.mot-cua", "DQNX"),
        ("so-noi-vu", "NX"),
    ],
)
def test_the_head_of_an_agency_sees_the_marks_of_all_its_parts_and_the_head_of_a_part_those_of_the_part(
    where, seen_by, people
):
    officers = {letter: who for letter, who in people.items() if who and who.officer} | {
        "X": province.who("lan")
    }
    whose = province.who("lan").account
    found = {
        letter
        for letter, who in officers.items()
        if access.marks_seen(who, on=province.MONDAY.date()).of(
            province.agency(where), whose if letter == "X" else 0
        )
    }
    assert found == set(seen_by), "X is whose marks they are"


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("desk", "MDLTQSN"),
        ("counter", "MD"),
        ("apply", "HAB"),
        ("administer", "U"),
        ("control", "N"),
        ("board", "MDLTQSN"),
        ("survey", "QSN"),
        ("report", "QSN"),
        ("unknown", ""),
    ],
)
def test_pages_open_to_those_who_have_business_there(permission, allowed, people, rf):
    request = rf.get("/")
    opened = set()
    for letter, who in people.items():
        request.actor = who
        if access.page_permission(request, permission):
            opened.add(letter)
    assert opened == set(allowed)


def test_every_page_permission_is_in_this_test():
    assert access.PAGES.keys() == {
        "desk", "board", "counter", "apply", "administer", "delegate", "control", "survey", "report",
    }  # fmt: skip
