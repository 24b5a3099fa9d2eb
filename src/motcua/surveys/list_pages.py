"""The pages of a survey by list: the sheet to fill in, and the order that draws of the filled one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid
from motcua.surveys import lists
from motcua.surveys.desk import excel, officer_of, when
from motcua.surveys.sampling import Order
from motcua.web import filled_sheets
from motcua.web.access import needs

LARGEST = 10 * 2**20
"""Bytes of a sheet."""


@needs("survey")
def order(request: HttpRequest) -> HttpResponse:
    """The form that takes a list; posting draws of it, or says of each row what is wrong with it."""
    at, refusal = when(request), None
    if request.method == "POST":
        try:
            return redirect("survey-sample", _ordered(request))
        except Invalid as found:
            refusal = found
    faults = refusal.faults if refusal else ()
    context = {
        "choices": [(one.id, one.title) for one in lists.surveys()],
        "refusal": refusal,
        "rows": [one for one in faults if " " in one.where or not one.where],
        "wrong": {one.where: one.message for one in faults},
        "posted": request.POST.dict() or {"first": f"{local(at).date()}", "margin": "5"},
        "most": lists.MOST,
    }
    return render(request, "surveys/list.html", context, status=422 if refusal else 200)


def _ordered(request: HttpRequest) -> int:
    at = when(request)
    wanted = Order.parse(request.POST.dict(), offered=lists.surveys(), past=False, today=local(at).date())
    sent = request.FILES.get("sheet")
    if sent is None or (sent.size or 0) > LARGEST:
        message = gettext("Chọn tệp Excel đã điền, không quá 10 MB.")
        raise Invalid(message, faults=[Fault("sheet", message)])
    return lists.order(wanted, sent, by=officer_of(request), at=at).pk


@needs("survey")
def sheet(request: HttpRequest) -> HttpResponse:
    """The empty sheet of a list."""
    frame = lists.Frame(local(when(request)).date())
    return excel(filled_sheets.workbook(frame, ()), "Danh sach khao sat.xlsx")
