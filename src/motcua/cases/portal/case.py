"""The citizen's page of one case: where it is, by when, why, what it waits for; and asking for it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.cases import acts, panels, reads, telling
from motcua.cases.models import Channel
from motcua.cases.portal import reads as portal_reads
from motcua.cases.portal.choosing import RETURNS
from motcua.cases.portal.draft import actor_of, moment_of
from motcua.cases.reads import CaseView, MinutesRow, StepRow
from motcua.kernel import clock, forms
from motcua.kernel.calendar import local
from motcua.kernel.flow import Place
from motcua.kernel.position import HOLD_TITLES, PAYMENT, SUPPLEMENT
from motcua.kernel.refusals import Conflict, Fault, Missing, Refusal
from motcua.kernel.states import WAYS, State
from motcua.kernel.text import tidy_block
from motcua.procedures import reads as procedures
from motcua.web import words
from motcua.web.access import needs

MOST_REASON = 1000

#: What the clock says when it does not count: by how the case stands to its promise.
RESTING = {
    "held": gettext_noop("thời hạn đang tạm dừng"),
    "early": gettext_noop("có kết quả trước hạn"),
    "on-time": gettext_noop("có kết quả đúng hạn"),
    "late": gettext_noop("có kết quả trễ hạn"),
}


@needs("apply")
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One's own case whole: state, clock, desk, steps, pauses, papers, and what one may still do."""
    view = _own(request, case)
    position = view.standing.position
    asks = view.open_hold is not None and view.open_hold.kind in (SUPPLEMENT, PAYMENT)
    waits = asks and view.asked_back is None
    context = _standing(view, moment_of(request)) | {
        "view": view,
        "case": view.row,
        "name": procedures.definition(view.row["version_id"]).name,
        "waits": waits,
        "told": portal_reads.told(case),
        "holds": [
            {"hold": hold, "title": gettext(HOLD_TITLES.get(hold.kind, hold.kind))} for hold in view.holds
        ],
        "facts": _facts(view),
        "answers": _answers(view),
        "fees": _fees(view),
        "amendments": reads.amendments(view, {}),
        "panels": panels.render(panels.CASE_ON_PORTAL, request, view),
        "panels_first": waits or position.finished_at is not None,
        "parts": reads.parts_in(view),
        "bundle": reads.bundle_of(case) if view.row["parent_id"] else None,
        "awaits": _awaits(view),
        "appointments": _appointments(view, moment_of(request)),
        "may_withdraw": not view.row["parent_id"] and State.WITHDRAWING in WAYS[view.state],
    }
    return render(request, "cases/portal/case.html", context)


def _appointments(view: CaseView, at: datetime) -> list[MinutesRow]:
    """The inspections and meetings that are announced and still to come."""
    return [one for one in view.minutes if one.held_at > at]


def _awaits(view: CaseView) -> list[str]:
    """The agencies for whose answer the open step waits: those that were asked, or one outside the system."""
    position = view.standing.position
    step = position.flow_step if position.step else None
    if step and step.outside:
        return [step.outside.agency]
    return [one.agency for one in view.asked if one.closed_at is None]


def _own(request: HttpRequest, case: UUID) -> CaseView:
    """One's own case; Missing for everybody else, officers of its agencies too: they have the desk."""
    actor = actor_of(request)
    view = reads.case(case, actor=actor)
    if view.standing.matter.applicant != actor.applicant:
        raise Missing(gettext("Không tìm thấy hồ sơ này."))
    return view


def _standing(view: CaseView, at: datetime) -> dict[str, Any]:
    """Where the case stands: its state, its promise, who has it, its steps, its agencies."""
    position = view.standing.position
    titles = portal_reads.titles(position.id)
    places = agencies.agencies_by_id(position.places.values())
    return {
        "state": int(view.state),
        "promise": _promise(view, at),
        "answer_due": view.row["answer_due"] if view.state is State.REGISTERED else None,
        "withdrawing": _asked_back(view),
        "ready": view.state is State.FINISHED,
        "desk": view.open_step,
        "who": _who(view, view.open_step, titles) if view.open_step else "",
        "steps": [*_steps(view, titles, at)],
        "reception": places[position.places[Place.RECEPTION]],
        "competent": places[position.places[Place.COMPETENT]],
    }


def _asked_back(view: CaseView) -> str:
    """When the case was asked back, while that waits for an answer; and by whom, if an officer wrote it down."""
    asked = view.asked_back
    if asked is None:
        return ""
    values = {"moment": words.moment(asked.at), "name": asked.name}
    if not asked.recorded:
        return gettext("Bạn đã yêu cầu rút hồ sơ lúc %(moment)s. Chờ cơ quan tiếp nhận trả lời.") % values
    recorded = gettext(
        "%(name)s ghi nhận bạn yêu cầu rút hồ sơ lúc %(moment)s. Nếu bạn không yêu cầu, hãy gọi ngay cơ quan tiếp nhận."
    )
    return recorded % values


def _promise(view: CaseView, at: datetime) -> dict[str, Any] | None:
    """The clock in a sentence and why the date is what it is; None before reception and after a refusal."""
    position = view.standing.position
    if position.due_at is None or view.state in (State.NOT_RECEIVED, State.STOPPED):
        return None
    calendar, rule = position.calendar, position.law.rule
    held = bool(view.row["held"]) and position.finished_at is None
    standing = (
        "held" if held else str(clock.standing(calendar, rule, position.due_at, position.finished_at, at))
    )
    counting = clock.remaining(calendar, position.due_at, at, rule)
    return {
        "standing": standing,
        "left": gettext(RESTING[standing]) if standing in RESTING else counting,
        "due_at": None if held else position.due_at,
        "due_original": position.due_original if position.due_original != position.due_at else None,
        "why": telling.why(position, view.counted_in),
    }


def _who(view: CaseView, step: StepRow, titles: Mapping[int, str]) -> str:
    """Whoever did or does a step: by name once they took it in hand, by the post always."""
    return ", ".join(filter(None, (view.doer(step), titles.get(step.id), view.by_itself(step))))


def _steps(view: CaseView, titles: Mapping[int, str], at: datetime) -> Iterator[dict[str, Any]]:
    """The steps that were, the one that is, and those that follow on the usual way."""
    for step in view.steps:
        told = {
            "title": step.title,
            "who": _who(view, step, titles),
            "agency": step.agency,
            "opened_at": step.opened_at,
        }
        rest = {"state": "done", "closed_at": step.closed_at} if step.closed_at else _current(step, at)
        yield told | rest
    position = view.standing.position
    if position.step is not None:
        later = position.law.flow.ahead(position.flow_step)
        yield from ({"title": step.title, "state": "next"} for step in later)


def _current(step: StepRow, at: datetime) -> dict[str, Any]:
    """The open step; a result that waits to be collected waits for the applicant, so nobody is late with it."""
    if step.awaits_collection:
        return {"state": "current"}
    if step.held:
        return {"state": "current", "standing": "held"}
    return {
        "state": "current",
        "due_at": step.due_at,
        "standing": "overdue" if at > step.due_at else "in-time",
    }


def _facts(view: CaseView) -> list[dict[str, str]]:
    how = view.row["return_how"]
    return [
        {"key": gettext("Kênh nộp"), "value": telling.came(view.row)},
        {"key": gettext("Cách nhận kết quả"), "value": gettext(RETURNS[how]) if how in RETURNS else how},
    ]


def _answers(view: CaseView) -> Sequence[forms.Row]:
    schema = procedures.definition(view.row["version_id"]).schema
    communes = agencies.communes(local(view.row["submitted_at"]).date())
    return forms.summary(schema, portal_reads.plain(view.row["form"]), communes=communes)


def _fees(view: CaseView) -> Sequence[procedures.Owed]:
    definition, on = procedures.definition(view.row["version_id"]), local(view.row["submitted_at"]).date()
    channel = Channel(view.row["channel"]).code
    return procedures.owed(definition, portal_reads.plain(view.row["form"]), on=on, channel=channel)


@needs("apply")
def withdraw(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask for one's case back, with the reason; who presses twice is told of the first time."""
    view, reason = _own(request, case), request.POST.get("reason", "")
    faults: Sequence[Fault] = _reason_faults(reason) if request.method == "POST" else ()
    if request.method == "POST" and not faults and view.asked_back is None:
        _ask_back(request, case, tidy_block(reason))
        return redirect("my-case", case)
    if view.asked_back is not None:
        return redirect("my-case", case)
    context = {"view": view, "case": view.row, "reason": reason, "faults": faults}
    return render(request, "cases/portal/withdraw.html", context, status=422 if faults else 200)


def _ask_back(request: HttpRequest, case: UUID, reason: str) -> None:
    """Ask for it; a second press in the same moment finds that the first has done so."""
    try:
        acts.withdraw(case, reason=reason, by=actor_of(request), at=moment_of(request))
    except Conflict:
        if _own(request, case).asked_back is None:
            raise
    else:
        messages.success(request, gettext("Đã gửi yêu cầu rút hồ sơ. Cơ quan tiếp nhận sẽ trả lời bạn."))


def _reason_faults(reason: str) -> Sequence[Fault]:
    try:
        length = len(tidy_block(reason))
    except Refusal as refused:
        return (Fault("reason", refused.message),)
    if not length:
        return (Fault("reason", gettext("Nhập lý do rút hồ sơ.")),)
    if length > MOST_REASON:
        return (
            Fault("reason", gettext("Lý do dài quá %(most)s ký tự; viết ngắn lại.") % {"most": MOST_REASON}),
        )
    return ()
