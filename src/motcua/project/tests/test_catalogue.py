"""Every procedure that ships is worked by the posts that the catalogue names, from the filing to the signed result."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from motcua.cases import acts, checks
from motcua.cases.models import Case, Step
from motcua.kernel.calendar import LOCAL
from motcua.kernel.consulting import Answer
from motcua.kernel.states import State
from motcua.procedures import reads as procedures
from motcua.procedures import verbs
from motcua.project import cast, environment
from motcua.web import catalogue_files
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 16, 9, tzinfo=LOCAL)
"""A Monday morning."""

ELSEWHERE = {"children", "consult", "minutes", "outside"}
"""Steps that wait for somebody else, or want more than a verb: they have stories of their own."""


def worked_alone() -> list[Path]:
    """The files of the procedures whose steps want nothing but whoever has them."""
    files = sorted((environment.catalogue_dir() / "ha-tinh" / "procedures").glob("*.yaml"))
    steps = {file: catalogue_files.load(file).value["steps"] for file in files}
    return [file for file, told in steps.items() if not any(ELSEWHERE & step.keys() for step in told)]


def work(code: str) -> State:
    """File a case, receive it, and let whoever has each step send it on until it may be handed over."""
    case = file_birth(code=code, at=NINE)
    acts.receive(case, by=who("minh"), at=NINE)
    flow = procedures.version_in_force(code, NINE.date()).definition.flow
    while (step := Step.objects.get(case=case, closed_at=None)).name != flow.last.id:
        by = who(step.owner.username, NINE)
        acts.claim(case, by=by, at=NINE)
        acts.finish(case, flow.onward(flow.steps[step.name]), by=by, at=NINE)
    return State(Case.objects.get(id=case).state)


def test_every_procedure_is_worked_to_a_result(province):
    cast.engage(at=NINE, everywhere=True)
    codes = [file.stem for file in worked_alone()]
    assert {code: work(code) for code in codes} == dict.fromkeys(codes, State.FINISHED)
    assert len(codes) >= 25
    assert checks.rows_that_differ() == []


def test_every_move_has_its_words_on_the_button():
    files = (environment.catalogue_dir() / "ha-tinh" / "procedures").glob("*.yaml")
    wanted = {
        verb for file in files for step in catalogue_files.load(file).value["steps"] for verb in step["moves"]
    }
    answers = {one.value for one in Answer}
    assert (wanted | answers) - verbs.known(environment.catalogue_dir()).keys() == set()
