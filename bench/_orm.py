"""The peer of an act: a reception as one would write it with the ORM, table by table, deciding by the same kernel."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from motcua.agencies.models import Post
from motcua.cases import calendars, store
from motcua.cases.models import Case, Hold, Step
from motcua.journal import outbox
from motcua.journal.models import Event
from motcua.kernel import casework
from motcua.kernel.calendar import local
from motcua.kernel.position import Change, Law, OpenStep, Position
from motcua.kernel.states import State
from motcua.people import access
from motcua.people.access import Matter
from motcua.people.actors import Actor
from motcua.people.models import Appointment
from motcua.procedures import reads as procedures


def receive(number: UUID, *, by: Actor, at: datetime) -> None:
    """Receive a case: lock it, read its parts, decide, save each row, record the event, enqueue its deliveries."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(id=number)
        step = Step.objects.get(case=case, closed_at=None)
        list(Hold.objects.filter(case=case))
        access.require(by, "case.work", _matter(case, step))
        change = casework.accept(_position(case, step), "accept", at)
        _write(case, step, change, by, at)


def _matter(case: Case, step: Step) -> Matter:
    return Matter(
        case.applicant_id, case.reception_id, case.competent_id, case.return_at_id, step.agency_id, step.role
    )


def _position(case: Case, step: Step) -> Position:
    definition = procedures.definition(case.version_id)
    opened = OpenStep(
        step.pk,
        step.name,
        step.agency_id,
        step.role,
        step.owner_id,
        step.opened_at,
        step.due_at,
        step.claimed_at,
    )
    return Position(
        id=case.id,
        state=State(case.state),
        revision=case.revision,
        law=Law(definition.flow, definition.rule, definition.effects),
        places=store.places(case.reception_id, case.competent_id, case.return_at_id),
        calendar_of=calendars.current(),
        edition=calendars.latest(),
        submitted_at=case.submitted_at,
        step=opened,
    )


def _write(case: Case, step: Step, change: Change, by: Actor, at: datetime) -> None:
    case.revision += 1
    for name, value in change.case.items():
        setattr(case, name, value)
    case.save()
    for name, value in (change.close_step or {}).items():
        setattr(step, name, value)
    step.closed_by_id = by.account
    step.save()
    opens = {name: value for name, value in (change.open_step or {}).items() if name != "beside"}
    agency, owner = _desk(opens.pop("agency_id"), opens["role"], at)
    Step.objects.create(case=case, version_id=case.version_id, agency_id=agency, owner_id=owner, **opens)
    event = Event.objects.create(
        stream=case.id, seq=case.revision, kind=change.event, at=at, recorded_at=at, by=by.username,
        data=json.loads(json.dumps({**change.data, **change.told(by.account)}, default=str)), prev=b"", hash=b"",
    )  # fmt: skip
    for subscriber in outbox.subscribers_of(change.event):
        job = app.configure_task("journal.deliver", queue="events")
        job.defer(event=event.pk, subscriber=subscriber)


def _desk(agency: int, role: str, at: datetime) -> tuple[int, int]:
    """Who holds a role in an agency or in a part of it."""
    posts = Post.objects.filter(roles__contains=[role])
    post = (
        posts.filter(agency=agency).first()
        or posts.filter(agency__parent=agency).exclude(agency__part="").first()
    )
    assert post is not None
    held = Appointment.objects.filter(post=post, valid_from__lte=local(at).date(), valid_to=None).first()
    assert held is not None
    return post.agency_id, held.account_id
