"""The citizen's pages around a case: home, tracking by code, my cases, one case whole, who read my data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.cases import acts, calendars, panels, portal_reads, reads
from motcua.cases.choosing import RETURNS
from motcua.cases.models import Channel
from motcua.cases.portal_draft import actor_of, applicant_of
from motcua.cases.portal_reads import MyCase
from motcua.cases.reads import CaseView, StepRow
from motcua.kernel import clock, forms
from motcua.kernel.calendar import local
from motcua.kernel.casework import HOLD_TITLES, PAYMENT, SUPPLEMENT
from motcua.kernel.flow import Place as FlowPlace
from motcua.kernel.refusals import Fault, Missing, Refusal
from motcua.kernel.states import WAYS, State
from motcua.kernel.text import tidy_block
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.web import paging
from motcua.web.access import needs, public, signed_in

MOST_REASON = 1000


@public
def home(request: HttpRequest) -> HttpResponse:
    """What can I do for you: search, life events, what people file most, where is my case."""
    today = local(request.at).date()  # type: ignore[attr-defined]
    return render(
        request,
        "cases/portal/home.html",
        {"life_events": procedures.life_events(), "popular": portal_reads.popular(today)},
    )


# Tracking

STAGES: Mapping[State, int] = {
    State.REGISTERED: 1, State.RECEIVED: 2, State.PROCESSING: 3, State.SUPPLEMENT: 3, State.PAYMENT: 3,
    State.WITHDRAWING: 3, State.FINISHED: 4, State.RETURNED: 5, State.NOT_RECEIVED: 5, State.STOPPED: 5,
}  # fmt: skip
STAGE_TITLES = (
    gettext_noop("Đã nộp, chờ tiếp nhận"),
    gettext_noop("Đã tiếp nhận"),
    gettext_noop("Đang giải quyết"),
    gettext_noop("Đã có kết quả"),
    gettext_noop("Đã kết thúc"),
)


@public
def track(request: HttpRequest) -> HttpResponse:
    """How far a case is, by its code; whose it is may open it whole (TT 01/2018/TT-VPCP Đ.16)."""
    code = " ".join(request.GET.get("ma", "").split()).upper()
    context: dict[str, Any] = {"code": code}
    if "ma" in request.GET:
        context |= _tracked(request, code)
    return render(request, "cases/portal/track.html", context, status=404 if context.get("faults") and code else 200)


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
    stage = STAGES[found.state]
    return {
        "found": found,
        "stage": stage,
        "stages": len(STAGE_TITLES),
        "stage_title": gettext(STAGE_TITLES[stage - 1]),
        "own": portal_reads.own(found.code, applicant) if applicant is not None else None,
    }


# My cases


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's drafts and cases; what waits for the applicant first."""
    actor, at = actor_of(request), request.at  # type: ignore[attr-defined]
    if actor.applicant is None:
        return render(request, "cases/portal/no_applicant.html", {"officer": actor.officer})
    place = paging.decode(request.GET.get("tu", ""))
    page = portal_reads.mine(actor.applicant, place=place)
    cards = [CaseCard.of(row, at) for row in page.rows]
    context = {"drafts": reads.drafts(actor) if place is None else [], "cards": cards, "rows_page": page}
    return render(request, "cases/portal/mine.html", context)


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case in the list with its promise in words."""

    row: MyCase
    standing: str
    left: str
    due_at: datetime | None

    @classmethod
    def of(cls, row: MyCase, at: datetime) -> CaseCard:
        """The card of a case at a moment."""
        if row.due_at is None or row.state in (State.NOT_RECEIVED, State.STOPPED):
            return cls(row, "", "", None)
        if row.held and row.finished_at is None:
            return cls(row, "held", "", None)
        calendar = calendars.current()(row.competent)
        rule = procedures.definition(row.version).rule
        standing = clock.standing(calendar, rule, row.due_at, row.finished_at, at)
        left = "" if row.finished_at else clock.remaining(calendar, row.due_at, at, rule).in_words()
        return cls(row, standing, left, row.due_at)

    @property
    def waits_for_me(self) -> bool:
        return self.row.state in (State.SUPPLEMENT, State.PAYMENT)

    @property
    def answer_due(self) -> datetime | None:
        """By when the one-stop answers, while it has not."""
        return self.row.answer_due if self.row.state is State.REGISTERED else None


# One case


@needs("apply")
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One's own case: state, clock, desk, steps, pauses, papers, and what one may still do."""
    view = _own(request, case)
    position, row = view.standing.position, view.row
    places = agencies.agencies_by_id(position.places.values())
    titles = portal_reads.titles(case)
    waits = view.open_hold is not None and view.open_hold.kind in (SUPPLEMENT, PAYMENT)
    return render(
        request,
        "cases/portal/case.html",
        {
            "view": view,
            "case": row,
            "state": int(view.state),
            "promise": _promise(view, request.at),  # type: ignore[attr-defined]
            "answer_due": row["answer_due"] if view.state is State.REGISTERED else None,
            "desk": _desk(view, titles),
            "waits": waits,
            "steps": [*_steps(view, titles, request.at)],  # type: ignore[attr-defined]
            "holds": [{"hold": hold, "title": HOLD_TITLES.get(hold.kind, hold.kind)} for hold in view.holds],
            "facts": _facts(view),
            "reception": places[position.places[FlowPlace.RECEPTION]],
            "competent": places[position.places[FlowPlace.COMPETENT]],
            "answers": _answers(view),
            "panels": panels.render(panels.CASE_ON_PORTAL, request, view),
            "panels_first": waits or position.finished_at is not None,
            "may_withdraw": State.WITHDRAWING in WAYS[view.state],
        },
    )


def _own(request: HttpRequest, case: UUID) -> CaseView:
    """One's own case; Missing for everybody else, officers of its agencies too: they have the desk."""
    actor = actor_of(request)
    view = reads.case(case, actor=actor)
    if view.standing.matter.applicant != actor.applicant:
        raise Missing(gettext("Không tìm thấy hồ sơ này."))
    return view


def _promise(view: CaseView, at: datetime) -> dict[str, Any] | None:
    """The clock in a sentence and why the date is what it is; None before reception and after a refusal."""
    position = view.standing.position
    if position.due_at is None or position.received_at is None or view.state in (State.NOT_RECEIVED, State.STOPPED):
        return None
    calendar, rule = position.calendar, position.law.rule
    standing = clock.standing(calendar, rule, position.due_at, position.finished_at, at)
    counted = clock.due(calendar, position.received_at, rule, position.holds)
    held = bool(view.row["held"]) and position.finished_at is None
    return {
        "standing": "held" if held else str(standing),
        "left": _left(view, position.due_at, standing, held, at),
        "due_at": position.due_at,
        "due_original": position.due_original if position.due_original != position.due_at else None,
        "why": counted.why if position.redated_at is None else _redated(view, counted.why),
    }


def _left(view: CaseView, due_at: datetime, standing: clock.Standing, held: bool, at: datetime) -> str:
    position = view.standing.position
    if position.finished_at is not None:
        return {
            clock.Standing.EARLY: gettext("có kết quả trước hạn"),
            clock.Standing.ON_TIME: gettext("có kết quả đúng hạn"),
        }.get(standing, gettext("có kết quả trễ hạn"))
    if held:
        return gettext("thời hạn đang tạm dừng, chờ người nộp")
    return clock.remaining(position.calendar, due_at, at, position.law.rule).in_words()


def _redated(view: CaseView, why: str) -> str:
    return f"{why}\n{gettext('Cơ quan đã xin lỗi và hẹn lại ngày trả kết quả (NĐ 61/2018 Điều 19 khoản 9).')}"


def _desk(view: CaseView, titles: Mapping[int, str]) -> dict[str, Any] | None:
    """Who has the case: the post, the person once the step is claimed, the agency, since when, due when."""
    step = view.open_step
    if step is None:
        return None
    return {
        "step": step,
        "who": ", ".join(filter(None, (step.owner_name if step.claimed_at else "", titles.get(step.id, "")))),
    }


def _steps(view: CaseView, titles: Mapping[int, str], at: datetime) -> Iterator[dict[str, Any]]:
    """The steps that were, the one that is, and those that follow on the usual way."""
    for step in view.steps:
        yield _done(step, titles) if step.closed_at else _current(view, step, titles, at)
    position = view.standing.position
    if position.step is None:
        return
    order = position.law.flow.order
    for name, follows in position.law.flow.steps.items():
        if order[name] > order[position.step.name]:
            yield {"title": follows.title, "state": "next"}


def _done(step: StepRow, titles: Mapping[int, str]) -> dict[str, Any]:
    return {
        "title": step.title,
        "state": "done",
        "who": ", ".join(filter(None, (step.closed_by_name, titles.get(step.id, "")))),
        "agency": step.agency,
        "opened_at": step.opened_at,
        "closed_at": step.closed_at,
    }


def _current(view: CaseView, step: StepRow, titles: Mapping[int, str], at: datetime) -> dict[str, Any]:
    late = at > step.due_at and not step.held
    return {
        "title": step.title,
        "state": "current",
        "who": ", ".join(filter(None, (step.owner_name if step.claimed_at else "", titles.get(step.id, "")))),
        "agency": step.agency,
        "opened_at": step.opened_at,
        "due_at": None if step.held else step.due_at,
        "standing": "held" if step.held else "overdue" if late else "in-time",
    }


def _facts(view: CaseView) -> list[dict[str, str]]:
    row = view.row
    return [
        {"key": gettext("Kênh nộp"), "value": gettext(Channel(row["channel"]).label)},
        {"key": gettext("Cách nhận kết quả"), "value": gettext(RETURNS.get(row["return_how"], row["return_how"]))},
    ]


def _answers(view: CaseView) -> list[forms.Row]:
    schema = procedures.definition(view.row["version_id"]).schema
    form = reads._json(view.row["form"])
    return list(forms.summary(schema, form, communes=portal_reads.communes(local(view.row["submitted_at"]).date())))


@needs("apply")
def withdraw(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask for one's case back, with the reason."""
    view = _own(request, case)
    reason, faults, refusal = request.POST.get("reason", ""), [], None
    if request.method == "POST":
        faults = _reason_faults(reason)
        if not faults:
            try:
                acts.withdraw(case, reason=tidy_block(reason), by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(request, gettext("Đã gửi yêu cầu rút hồ sơ. Cơ quan tiếp nhận sẽ trả lời bạn."))
                return redirect("my-case", case)
    context = {"view": view, "case": view.row, "reason": reason, "faults": faults, "refusal": refusal}
    return render(request, "cases/portal/withdraw.html", context, status=422 if faults else 200)


def _reason_faults(reason: str) -> list[Fault]:
    try:
        length = len(tidy_block(reason))
    except Refusal as refused:
        return [Fault("reason", refused.message)]
    if not length:
        return [Fault("reason", gettext("Nhập lý do rút hồ sơ."))]
    if length > MOST_REASON:
        return [Fault("reason", gettext("Lý do dài quá %(most)s ký tự; viết ngắn lại.") % {"most": MOST_REASON})]
    return []


@needs("apply")
def looks(request: HttpRequest) -> HttpResponse:
    """Who read the personal data of one's cases, when and what for (Luật 91/2025/QH15)."""
    place = paging.decode(request.GET.get("tu", ""))
    page = portal_reads.looks(applicant_of(request), self=actor_of(request).username, place=place)
    return render(request, "cases/portal/looks.html", {"rows_page": page})
