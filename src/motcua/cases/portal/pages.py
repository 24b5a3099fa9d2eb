"""The citizen's pages around cases: home, tracking by code, my cases, who read my data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.cases import calendars, reads
from motcua.cases.portal import reads as portal_reads
from motcua.cases.portal.draft import actor_of, applicant_of, moment_of
from motcua.cases.portal.reads import MyCase
from motcua.kernel import clock
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Missing
from motcua.kernel.states import State
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.web import paging
from motcua.web.access import needs, public, signed_in


@public
def home(request: HttpRequest) -> HttpResponse:
    """What can I do for you: search, life events, what people file most, where is my case."""
    today = local(moment_of(request)).date()
    return render(
        request,
        "cases/portal/home.html",
        {"life_events": procedures.life_events(), "popular": portal_reads.popular(today)},
    )


# Tracking


@public
def track(request: HttpRequest) -> HttpResponse:
    """How far a case is, by its code; whose it is may open it whole (TT 01/2018/TT-VPCP Đ.16)."""
    code = " ".join(request.GET.get("ma", "").split()).upper()
    context: dict[str, Any] = {"code": code}
    if "ma" in request.GET:
        context |= _tracked(request, code)
    return render(
        request, "cases/portal/track.html", context, status=404 if context.get("faults") and code else 200
    )


def _tracked(request: HttpRequest, code: str) -> dict[str, Any]:
    if not code:
        return {"faults": [Fault("ma", gettext("Nhập mã hồ sơ."))]}
    try:
        found = reads.track(code)
    except Missing:
        message = gettext("Không có hồ sơ nào mang mã này. Xem lại từng chữ, từng số trên giấy tiếp nhận.")
        return {"faults": [Fault("ma", message)]}
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    applicant = actor.applicant if actor else None
    return {
        "found": found,
        "stages": len(reads.STAGE_TITLES),
        "own": portal_reads.own(found.code, applicant) if applicant is not None else None,
    }


# My cases


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's drafts and cases; what waits for the applicant first."""
    actor, at = actor_of(request), moment_of(request)
    if actor.applicant is None:
        return render(request, "cases/portal/no_applicant.html", {"officer": actor.officer})
    place = paging.decode(request.GET.get("tu", ""), "mine")
    page = portal_reads.mine(actor.applicant, place=place)
    context = {
        "waiting": portal_reads.waiting(actor.applicant) if place is None else (),
        "drafts": reads.drafts(actor) if place is None else (),
        "cards": [CaseCard.of(row, at) for row in page.rows],
        "rows_page": page,
    }
    return render(request, "cases/portal/mine.html", context)


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case in the list with its promise in words."""

    row: MyCase
    standing: str
    left: clock.Remaining | str
    due_at: datetime | None

    @classmethod
    def of(cls, row: MyCase, at: datetime) -> CaseCard:
        """The card of a case at a moment."""
        if row.due_at is None or row.state in (State.NOT_RECEIVED, State.STOPPED):
            return cls(row, "", "", None)
        if row.held and row.finished_at is None:
            return cls(row, "held", "", None)
        calendar = calendars.current()(row.competent)
        rule = procedures.definition(row.limit_from).rule
        standing = clock.standing(calendar, rule, row.due_at, row.finished_at, at)
        left = "" if row.finished_at else clock.remaining(calendar, row.due_at, at, rule)
        return cls(row, standing, left, row.due_at)

    @property
    def answer_due(self) -> datetime | None:
        """By when the one-stop answers, while it has not."""
        return self.row.answer_due if self.row.state is State.REGISTERED else None


@needs("apply")
def looks(request: HttpRequest) -> HttpResponse:
    """Who read the personal data of one's cases, when and what for (Luật 91/2025/QH15)."""
    place = paging.decode(request.GET.get("tu", ""), "looks")
    page = reads.looks(applicant_of(request), self=actor_of(request).username, place=place)
    return render(request, "cases/portal/looks.html", {"rows_page": page})
