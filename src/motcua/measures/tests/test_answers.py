"""Answers are facts: counted at the end of their month, and not before, so that nobody watches a single one come."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.measures import reads, refreshing
from motcua.measures.counting import Asked
from motcua.people import acts as people
from motcua.surveys import acts
from motcua.surveys.tests.answers import lie
from motcua.surveys.tests.conftest import RETURNED, give_back
from tests.province import THANH_SEN, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

SOON = later(RETURNED, minutes=5)


def satisfied(last, *by):
    asked = Asked(SOON, date(2026, 10, 1), last, by)
    return [
        (line.tally.part, line.tally.whole) for line in reads.lines(reads.chosen(["survey.satisfied"]), asked)
    ]


def test_an_answer_follows_the_journal_into_the_facts_and_counts_when_its_month_has_ended():
    case = give_back()
    refreshing.rebuild(at=SOON)
    acts.answer(acts.token_of(case), {"overall": "4"}, by=people.system(), at=SOON)
    assert refreshing.refresh(at=SOON).streams == 1
    lie(THANH_SEN, [5, 5, 4, 1], month=date(2026, 11, 1))
    refreshing.rebuild(at=SOON)
    assert satisfied(date(2026, 11, 30)) == [(4, 5)]
    assert satisfied(date(2026, 11, 29)) in ([(0, 0)], [(None, None)])


def test_few_answers_of_an_agency_are_not_shown_nor_what_gives_them_away():
    for slug, count in ((THANH_SEN, 30), ("gso-18100", 9), ("gso-18754", 2)):
        lie(slug, [5] * count)
    refreshing.rebuild(at=SOON)
    assert satisfied(date(2026, 10, 31)) == [(41, 41)]
    assert sorted(satisfied(date(2026, 10, 31), "agency"), key=str) == [(30, 30), (None, None), (None, None)]
