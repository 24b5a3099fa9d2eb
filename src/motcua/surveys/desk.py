"""What officers see: the code to show to the one who has the result, the kiosks, and the results."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from motcua.agencies import reads as agencies
from motcua.cases.reads import CaseView
from motcua.kernel.calendar import local
from motcua.kernel.flow import ONE_STOP
from motcua.people.actors import Actor
from motcua.surveys import acts, portal, reads, sheets
from motcua.surveys.questionnaires import Questionnaire, in_order, questionnaire
from motcua.web.access import granted, needs
from motcua.web.sheets import EXCEL

EARLIEST = 2020
"""No year before is asked for: there was nobody to ask."""


def code_of(address: str) -> SafeString:
    """The QR code of a whole address, to be held before a telephone."""
    code = segno.make_qr(address, error="m")
    return mark_safe(code.svg_inline(scale=4, border=4))  # noqa: S308 - drawn here, from an address of ours


def invitation_panel(request: HttpRequest, view: CaseView) -> str:
    """On the desk's case: the code for the applicant. Whether it was used, it doesn't tell."""
    invited = reads.invited(view.standing.position.id, when(request)) if view.row["handed_over_at"] else None
    if invited is None:
        return ""
    context = {"code": code_of(invited.address), "until": invited.until}
    return render_to_string("surveys/code.html", context, request)


@needs("counter")
def kiosks(request: HttpRequest) -> HttpResponse:
    """The addresses of the tablets of one's own one-stops."""
    here = sorted({post.agency for post in officer_of(request).posts if post.roles.intersection(ONE_STOP)})
    names = agencies.agencies_by_id(here)
    points = [
        {"name": names[one].name, "address": address, "code": code_of(settings.BASE_URL + address)}
        for one in here
        if (address := reverse("survey-kiosk", args=[portal.kiosk_of(one)]))
    ]
    return render(request, "surveys/kiosks.html", {"points": points})


@needs("board")
def results(request: HttpRequest) -> HttpResponse:
    """How satisfied people were in a year: factors with their intervals, then by agency, field and month."""
    return _shown(request, texts=False)


@needs("survey")
def opinions(request: HttpRequest) -> HttpResponse:
    """The same with what people have written; that it was read is on record. Who comes back by a link reads none."""
    if request.method != "POST":
        return redirect(f"{reverse('survey-results')}?{request.GET.urlencode()}")
    acts.note_reading(questionnaire(_asked_for(request)), by=officer_of(request), at=when(request))
    return _shown(request, texts=True)


def _shown(request: HttpRequest, *, texts: bool) -> HttpResponse:
    of, year, found = _results(request, texts=texts)
    today = local(when(request)).date()
    orders = granted(request, "survey")
    context = {
        "found": found,
        "texts": texts,
        "reading": f"{reverse('survey-opinions')}?phieu={of.id}&nam={year}" if orders else "",
        "of": of,
        "year": year,
        "names": [(one.id, one.title) for one in in_order()],
        "years": range(today.year, today.year - 5, -1),
        "orders": orders,
        "counter": granted(request, "counter"),
    }
    return render(request, "surveys/results.html", context)


@needs("board")
def results_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file."""
    of, year, found = _results(request)
    return excel(sheets.results(of, found), f"Hai long {of.id} {year}.xlsx")


def _asked_for(request: HttpRequest) -> str:
    return request.GET.get("phieu") or in_order()[0].id


def _results(request: HttpRequest, *, texts: bool = False) -> tuple[Questionnaire, int, reads.Results]:
    today, of = local(when(request)).date(), questionnaire(_asked_for(request))
    asked = request.GET.get("nam", "")
    year = int(asked) if asked in {str(one) for one in range(EARLIEST, today.year + 1)} else today.year
    return of, year, reads.results(of, year, today=today, texts=texts)


def excel(content: bytes, name: str) -> HttpResponse:
    """An Excel file under a name."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=EXCEL, headers=disposition)


def officer_of(request: HttpRequest) -> Actor:
    """Who asks for a page."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def when(request: HttpRequest) -> datetime:
    """When a page is asked for."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]
