"""Answers are facts: counted at the end of their month, and not before, so that nobody watches a single one come."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.measures import reads, refreshing
from motcua.measures.counting import Asked
from motcua.people import acts as people
from motcua.surveys import acts
from motcua.surveys.tests.conftest import RETURNED, give_back
from tests.province import later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

SOON = later(RETURNED, minutes=5)


def satisfied(last):
    [line] = reads.lines(reads.chosen(["survey.satisfied"]), Asked(SOON, date(2026, 11, 1), last))
    return line.tally.part, line.tally.whole


def test_an_answer_follows_the_journal_into_the_facts_and_counts_when_its_month_has_ended():
    case = give_back()
    refreshing.rebuild(at=SOON)
    acts.answer(acts.token_of(case), {"overall": "4"}, by=people.system(), at=SOON)
    assert refreshing.refresh(at=SOON).streams == 1
    assert satisfied(date(2026, 11, 30)) == (1, 1)
    assert satisfied(date(2026, 11, 29)) in [(0, 0), (None, None)]
