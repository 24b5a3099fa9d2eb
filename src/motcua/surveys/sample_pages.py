"""The pages of periodic surveys: order a sample, take its list, enter answers, see what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.agencies import reads as agencies
from motcua.kernel.calendar import local
from motcua.kernel.codes import mask_name
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.surveys import acts, portal, reads, sampling, sheets
from motcua.surveys.desk import excel, officer_of, when
from motcua.surveys.models import Sample
from motcua.surveys.questionnaires import questionnaire, questionnaires
from motcua.web import words
from motcua.web.access import needs


@needs("survey")
def listing(request: HttpRequest) -> HttpResponse:
    """The samples there are, and a form to order another; posting draws it."""
    by, at = officer_of(request), when(request)
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        try:
            order = sampling.Order.parse(
                request.POST.dict(), offered=sampling.sampled(), past=True, today=local(at).date()
            )
            return redirect("survey-sample", sampling.order(order, by=by, at=at).pk)
        except Invalid as refusal:
            faults = refusal.faults
    first, last = sampling.default_days(at)
    context = {
        "samples": [(one, questionnaires()[one.survey].title) for one in sampling.samples(by=by)],
        "choices": [(one.id, one.title) for one in sampling.sampled()],
        "faults": faults,
        "wrong": {fault.where: fault.message for fault in faults},
        "posted": request.POST.dict() or {"first": f"{first}", "last": f"{last}", "margin": "5"},
    }
    return render(request, "surveys/samples.html", context, status=422 if faults else 200)


@needs("survey")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One sample: how it was drawn, who is still to be asked, and what the answers say."""
    return _shown(request, sampling.sample(number, by=officer_of(request)), texts=False)


@needs("survey")
def opinions(request: HttpRequest, number: int) -> HttpResponse:
    """The same with what people have written; that it was read is on record. Who comes back by a link reads none."""
    if request.method != "POST":
        return redirect("survey-sample", number)
    of = sampling.sample(number, by=officer_of(request))
    acts.note_reading(questionnaire(of.survey), by=officer_of(request), at=when(request))
    return _shown(request, of, texts=True)


def _shown(request: HttpRequest, of: Sample, *, texts: bool) -> HttpResponse:
    """Results are of months that have ended, those of a list are told when it is over.

    Before, whoever sees who has answered could see what they said.
    """
    survey, drawn = questionnaire(of.survey), sampling.drawn(of)
    today = local(when(request)).date()
    runs, until = of.listed and today <= of.last, reads.ALL if of.listed else today.replace(day=1)
    strata = _strata(of, drawn)
    context = {
        "sample": of,
        "of": survey,
        "strata": strata,
        "texts": texts,
        "reading": reverse("survey-sample-opinions", args=[of.pk]),
        "open": [one for one in drawn if not one["spent"]],
        "answered": sum(one["spent"] for one in drawn),
        "margin": f"{of.margin / 100:g}",
        "found": None if runs else reads.of_sample(survey, of, until=until, texts=texts),
    }
    return render(request, "surveys/sample.html", context)


def _strata(of: Sample, drawn: Sequence[dict[str, Any]]) -> list[list[str]]:
    """For each stratum: its name, cases, places, replacements, answers."""
    names = agencies.agencies_by_id(map(int, of.strata))
    table = []
    for stratum, size in of.strata.items():
        mine = [one for one in drawn if one["stratum_id"] == int(stratum)]
        spare = sum(one["replacement"] for one in mine)
        figures = (size, len(mine) - spare, spare, sum(one["spent"] for one in mine))
        table.append([names[int(stratum)].short_name, *map(words.number, figures)])
    return sorted(table)


@require_POST
@needs("survey")
def contacts(request: HttpRequest, number: int) -> HttpResponse:
    """The list of who was drawn as an Excel file; that it was taken is on record, for each of them."""
    of, found = sampling.listed(number, by=officer_of(request), at=when(request))
    title = questionnaire(of.survey).title
    return excel(sheets.contacts(of, title, found), f"Mau khao sat {of.pk}.xlsx")


@needs("survey")
def enter(request: HttpRequest, number: int, drawn: int) -> HttpResponse:
    """The questionnaire on behalf of one who was drawn and has answered on paper or by telephone."""
    by, at = officer_of(request), when(request)
    of = sampling.reachable(number, by=by)
    survey = questionnaire(of.survey)
    one = next((row for row in sampling.drawn(of) if row["id"] == drawn), None)
    if one is None:
        raise Missing
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        try:
            sampling.enter(number, drawn, request.POST.dict(), by=by, at=at)
            messages.success(request, gettext("Đã nhận phiếu; trong kết quả không ai biết là của ai."))
            return redirect("survey-sample", number)
        except Invalid as refusal:
            faults = refusal.faults
    context = {
        "sample": of, "of": survey, "one": one, "faults": faults, "posted": request.POST, "longest": acts.LONGEST,
        "groups": portal.groups(survey, faults, request.POST), "masked": mask_name(one["name"]),
    }  # fmt: skip
    return render(request, "surveys/enter.html", context, status=422 if faults else 200)
