"""A case that has moved climbs the ladder that its open step began with; the next step climbs the new one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.cases import acts, checks, climbing
from motcua.cases.models import Case, Notice, Step
from motcua.cases.reads import rows
from motcua.cases.tests.test_moving import moved, published
from motcua.procedures.models import ProcedureVersion
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth
from tests.stories.project import file_investment, walked

pytestmark = pytest.mark.django_db


def short_ladder(definition: dict) -> None:
    definition["ladder"] = ["100% head"]


def rungs(case) -> list[int]:
    return list(Notice.objects.filter(case=case).order_by("id").values_list("rung", flat=True))


def due_again() -> list:
    return rows(climbing.DUE, {"at": later(days=90), "limit": 9})


@pytest.mark.parametrize("climbed", [0, 1, 2, 3])
def test_an_open_step_climbs_on_where_it_stood_and_the_next_one_climbs_the_new_ladder(province, climbed):
    """Nothing is told twice or beyond the end, and nothing that was to be told is lost."""
    case = file_birth(at=later())
    acts.receive(case, by=who("minh"), at=later(hours=1))
    due = Step.objects.get(case=case, closed_at=None).due_at
    times = [due - timedelta(hours=4), due - timedelta(minutes=1), due, due + timedelta(days=20)]
    climbing.climb(at=times[climbed])
    assert rungs(case) == [1, 2, 3][:climbed]
    old = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    moved(old, published(old, short_ladder))
    climbing.climb(at=later(days=30))
    assert rungs(case) == [1, 2, 3]
    acts.claim(case, by=who("lan"), at=later(days=31))
    acts.finish(case, "propose", by=who("lan"), at=later(days=31))
    climbing.climb(at=later(days=60))
    assert rungs(case) == [1, 2, 3, 1]
    assert climbing.climb(at=later(days=90)) == 0
    assert due_again() == []
    assert checks.rows_that_differ() == []


def test_opinions_that_are_asked_for_keep_their_ladder_too(province):
    case = walked(file_investment(at=MONDAY), "assign", "consult", at=later(hours=6))
    old = Case.objects.select_related("version__procedure").get(id=case).version
    running = Step.objects.filter(case=case, closed_at=None).count()
    moved(old, published(old, short_ladder))
    climbing.climb(at=later(days=80))
    assert sorted(rungs(case)) == sorted([1, 2, 3] * running)
    assert due_again() == []
