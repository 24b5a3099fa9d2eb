"""Procedures of projects that many agencies have a word in, as a builder would file them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import acts
from motcua.cases.models import Step
from motcua.people.actors import Actor
from motcua.people.models import Appointment
from tests.province import who
from tests.stories.birth import PLACE, file_birth, form_for

INVESTMENT, ASSESSMENT, LAND = "1.009645", "1.010733", "1.013831"


def file_project(code: str, *, at: datetime, **answers: Any) -> UUID:
    """A case filed over the counter of Thành Sen and received there at once."""
    case = file_birth(code=code, form=form_for(code) | answers, at=at)
    acts.receive(case, by=who("minh"), at=at)
    return case


def file_investment(*, at: datetime, **answers: Any) -> UUID:
    """A project that asks for land in Thành Sen."""
    told = {"site": PLACE, "asks_land": True, "traffic": False, "limited_technology": False}
    return file_project(INVESTMENT, at=at, **(told | answers))


def walked(case: UUID, *verbs: str, at: datetime) -> UUID:
    """A case that whoever has its steps has moved on by these verbs."""
    for verb in verbs:
        by = owner(case)
        acts.claim(case, by=by, at=at)
        acts.finish(case, verb, by=by, at=at)
    return case


def owner(case: UUID, branch: str = "") -> Actor:
    """Whoever has the open step of a case, or is asked on a branch of it."""
    return who(Step.objects.get(case=case, branch=branch, closed_at=None).owner.username)


def holder(agency: str, role: str) -> Actor:
    """Somebody who holds a role in an agency of today."""
    found = Appointment.objects.filter(post__agency__slug=agency, post__roles__contains=[role])
    return who(found.filter(post__agency__valid_to=None).earliest("id").account.username)
