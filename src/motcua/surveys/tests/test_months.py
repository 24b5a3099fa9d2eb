"""What a month that has ended comes to is kept, and is never anything else than what its answers say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from unittest import mock

import pytest

from motcua.people import acts as people
from motcua.surveys import acts, months, reads
from motcua.surveys.models import Box, Month
from motcua.surveys.questionnaires import questionnaire
from motcua.surveys.tests.answers import SURVEY, lie
from tests.province import THANH_SEN

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 1, 17, 20, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.fixture
def answered(province):
    """Answers of three months, of which one still runs."""
    lie(THANH_SEN, [5] * 8 + [2] * 3, month=date(2026, 9, 1), comment="Chờ lâu quá")
    lie(THANH_SEN, [4] * 6, month=date(2026, 10, 1), comment="Chờ lâu, thái độ khó chịu")
    lie("gso-18754", [3] * 7, month=date(2026, 10, 1), comment="Cảm ơn")
    lie(THANH_SEN, [1] * 9, month=date(2026, 11, 1))


def results():
    return reads.results(questionnaire(SURVEY), 2026, today=TODAY)


def test_the_months_that_have_ended_are_kept_and_say_what_was_counted(answered):
    before = results()
    months.keep(at=NIGHT)
    assert list(Month.objects.order_by("month").values_list("month", flat=True)) == [
        date(2026, 9, 1), date(2026, 10, 1),
    ]  # fmt: skip
    assert results() == before
    assert before.n == 24


def test_a_kept_month_is_not_counted_again(answered):
    months.keep(at=NIGHT)
    with mock.patch.object(months, "rows", side_effect=AssertionError("counted again")):
        assert results().n == 24


def test_a_night_keeps_nothing_twice(answered):
    months.keep(at=NIGHT)
    kept = list(Month.objects.values())
    months.keep(at=NIGHT)
    assert list(Month.objects.values()) == kept


def test_an_answer_that_falls_into_a_kept_month_is_counted(answered):
    """The clock was set back."""
    months.keep(at=NIGHT)
    of = questionnaire(SURVEY)
    box = Box.objects.get(month=date(2026, 9, 1))
    said = acts.Said({of.overall: 5})
    acts.drop(box, of, said, by=people.system(), at=NIGHT)
    assert results().n == 25


def test_when_other_words_make_a_topic_the_texts_are_told_apart_anew(answered):
    months.keep(at=NIGHT)
    Month.objects.update(topics_digest="of other words", counted={})
    assert {topic.title: topic.count for topic in results().topics}["Chờ lâu"] == 17
