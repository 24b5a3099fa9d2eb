"""Looking into a case: each look of an officer is on record with what it is for (Luật 91/2025/QH15).

The purpose follows from the officer's work with the case; only who has none is asked, once a sitting.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from motcua.cases import reads, telling
from motcua.cases.reads import CaseView
from motcua.journal import acts as journal
from motcua.kernel.refusals import Refusal
from motcua.people import access
from motcua.people.actors import Actor

P = ParamSpec("P")


class PurposeWanted(Refusal):
    """The officer's work does not tell what the look is for: they have to say it first."""

    code = "purpose-wanted"
    status = 403

    def __init__(self, case: UUID) -> None:
        super().__init__(gettext("Hãy nêu mục đích xem trước khi mở hồ sơ này."))
        self.case = case


def note(view: CaseView, what: str, name: str = "", *, by: Actor, at: datetime) -> None:
    """Put a look on record before it happens; one's own case one may look at unseen.

    Raises :class:`PurposeWanted` when nobody knows what it is for.
    """
    matter, case = view.standing.matter, view.standing.position.id
    if by.applicant != matter.applicant:
        told = purpose(view, by=by, at=at)
        journal.note_reading(case, by=by.username, at=at, what=what, name=name, purpose=told)


def purpose(view: CaseView, *, by: Actor, at: datetime) -> str:
    """What an officer opens a case for: by the work with it, else as said or worked in this sitting."""
    matter, here = view.standing.matter, view.standing.position
    if by.token:
        return telling.purposed(telling.API, by.token)
    if view.works(by):
        return telling.purposed(telling.WORKING, here.flow_step.title)
    for asked in view.asked_of(by):
        return telling.purposed(telling.WORKING, asked.title)
    if access.may(by, "case.oversee", matter):
        return telling.OVERSEEING
    if access.may(by, "case.attend", matter):
        return telling.ATTENDING
    known = reads.purpose_of_sitting(here.id, by=by, at=at)
    if known is None:
        raise PurposeWanted(here.id)
    return known


def say(view: CaseView, told: str, *, by: Actor, at: datetime) -> None:
    """Say what one will look into a case for; it holds for the sitting that begins with it."""
    case = view.standing.position.id
    journal.note_reading(case, by=by.username, at=at, what=telling.PURPOSE, purpose=told)


def asks(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Have a page that opens a case ask what for where nobody knows, and come back to it."""

    @wraps(view)
    def asking(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PurposeWanted as wanted:
            back = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(f"{reverse('desk-purpose', args=[wanted.case])}?{urlencode(back)}")

    return asking
