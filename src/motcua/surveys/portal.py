"""What the one who is asked sees: the questionnaire behind a link, the five faces of the kiosk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from motcua.cases.reads import CaseView
from motcua.kernel.refusals import Fault, Invalid, Missing, NotAllowed
from motcua.people import acts as people
from motcua.people.actors import Actor
from motcua.surveys import acts, links, lists, reads, sampling
from motcua.surveys.questionnaires import Questionnaire, questionnaire
from motcua.web.access import public

KIOSK = "motcua.surveys.kiosk"
"""The salt of the address of a kiosk."""

MOUTHS: Mapping[int, tuple[int, int]] = {5: (29, 43), 4: (30, 37), 3: (32, 32), 2: (34, 27), 1: (36, 20)}
"""How the mouth of each face is drawn: where it begins and ends, where it bends to. No tablet lacks a font for it."""

AGAIN = 6
"""Seconds after which a kiosk looks for the next one to be asked. The page waits for a person, not a person for it."""


def invitation_panel(request: HttpRequest, view: CaseView) -> str:
    """On one's own case: the link, as long as it can be answered."""
    if not view.row["handed_over_at"]:
        return ""
    token = links.token_of(view.standing.position.id)
    waits = reads.waits(token, at=_at(request))
    return render_to_string("surveys/invited.html", {"token": token}, request) if waits else ""


@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questionnaire of an invitation; posting spends it. A link that can't be answered says so and no more."""
    return _answered(request, token, acts.answer, _invited)


@public
def drawn(request: HttpRequest, token: str) -> HttpResponse:
    """The questionnaire of somebody who was drawn from a list; answered and refused as an invitation is."""
    return _answered(request, token, lists.answer, _drawn)


Asked = tuple[Questionnaire, str]
"""What a link asks, and what about, in words."""


def _answered(
    request: HttpRequest,
    token: str,
    act: Callable[..., None],
    asked: Callable[[HttpRequest, str], Asked],
) -> HttpResponse:
    if _staff(request):
        return _theirs(request)
    try:
        if request.method == "POST":
            act(token, request.POST.dict(), by=people.system(), at=_at(request))
            return render(request, "surveys/thanks.html")
        return _asked(request, *asked(request, token))
    except Invalid as refusal:
        return _asked(request, *asked(request, token), refusal.faults)
    except Missing:
        return _closed(request)


def _invited(request: HttpRequest, token: str) -> Asked:
    invitation = acts.open_invitation(token, at=_at(request))
    about = reads.about(invitation.case_id)
    return questionnaire(invitation.survey), f"{about.procedure}, {about.agency}"


def _drawn(request: HttpRequest, token: str) -> Asked:
    one = lists.asked(token, at=_at(request))
    person = sampling.listed_of(one)
    return questionnaire(one.sample.survey), ", ".join(filter(None, (person.unit, person.agency.short_name)))


def _staff(request: HttpRequest) -> bool:
    """Whether an account asks that is no applicant's alone: an officer's, between two posts too, an administrator's.

    They neither answer for those who are served nor learn who has answered.
    """
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    return actor is not None and (actor.officer or actor.administrator or actor.applicant is None)


def _theirs(request: HttpRequest) -> HttpResponse:
    """What staff is told of any link, whether it waits, is spent or was made up."""
    return render(request, "surveys/theirs.html", status=NotAllowed.status)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/closed.html", status=Missing.status)


def _asked(request: HttpRequest, of: Questionnaire, about: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    context = {
        "of": of, "faults": faults, "posted": request.POST, "about": about,
        "groups": groups(of, faults, request.POST), "longest": acts.LONGEST,
        "folded": not {fault.where for fault in faults} - {of.overall, "comment"},
    }  # fmt: skip
    return render(request, "surveys/answer.html", context, status=422 if faults else 200)


def groups(of: Questionnaire, faults: Sequence[Fault], posted: Mapping[str, str]) -> list[dict[str, Any]]:
    """The question on satisfaction first, then the others under their factors."""
    wrong = {fault.where: fault.message for fault in faults}

    def shown(question: str) -> dict[str, Any]:
        one = of.question(question)
        return {"question": one, "fault": wrong.get(question, ""), "picked": posted.get(question, "")}

    others: list[dict[str, Any]] = [
        {
            "title": factor.title,
            "questions": [shown(q.id) for q in of.of_factor(factor.id) if q.id != of.overall],
        }
        for factor in of.factors
    ]
    return [
        {"title": "", "questions": [shown(of.overall)]},
        *(group for group in others if group["questions"]),
    ]


def kiosk_of(agency: int) -> str:
    """What names the kiosk of a one-stop in its address: nobody makes one up."""
    return signing.dumps(agency, salt=KIOSK)


@public
def kiosk(request: HttpRequest, point: str) -> HttpResponse:
    """Five faces for the one who has just been given a result at this counter; a tap is an answer.

    Works on a tablet without script: the page asks for itself again, which no person ever waits for or types into.
    """
    if _staff(request):
        return _theirs(request)
    try:
        agency = signing.loads(point, salt=KIOSK)
    except signing.BadSignature:
        return _closed(request)
    if request.method == "POST":
        return _tapped(request, point)
    waiting = None if "cam-on" in request.GET else reads.just_served(agency, at=_at(request))
    context = {
        "waiting": waiting,
        "thanks": "cam-on" in request.GET,
        "faces": _faces(waiting.of) if waiting else (),
    }
    response = render(request, "surveys/kiosk.html", context)
    response["Refresh"] = f"{AGAIN}; url={request.path}"
    return response


def _tapped(request: HttpRequest, point: str) -> HttpResponse:
    """A tap counts once: the second of a double one only brings the page back."""
    token = request.POST.get("token", "")
    try:
        of = questionnaire(acts.open_invitation(token, at=_at(request)).survey)
        acts.answer(token, {of.overall: request.POST.get("mark", "")}, by=people.system(), at=_at(request))
    except (Missing, Invalid):
        return redirect("survey-kiosk", point)
    return redirect(f"{reverse('survey-kiosk', args=[point])}?cam-on")


def _faces(of: Questionnaire) -> list[tuple[int, tuple[int, int], str]]:
    return [(mark, MOUTHS[mark], text) for mark, text in of.question(of.overall).marks]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]
