"""The register on the desk: a page of the book, and the whole of it as PDF or Excel."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies.reads import AgencyRow
from motcua.documents import downloads, reads, register
from motcua.documents.receiving import actor_of
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Invalid, Missing
from motcua.web import sheets
from motcua.web.access import needs
from motcua.web.paging import Place, decode, encode

PAGE = 50
LIST = "register"


def _asked(
    request: HttpRequest, asked: Mapping[str, str]
) -> tuple[AgencyRow, list[AgencyRow], register.Period]:
    """The one-stop and the days that an address asks for; :class:`Missing` for who keeps no register there."""
    today = local(request.at).date()  # type: ignore[attr-defined]
    own = list(register.kept_by(actor_of(request), on=today))
    chosen = next((one for one in own if str(one.id) == asked.get("noi", "")), own[0] if own else None)
    if chosen is None:
        raise Missing
    days = register.Period.parse(asked.get("tu-ngay", ""), asked.get("den-ngay", ""), today=today)
    return chosen, own, days


@needs("counter")
def show(request: HttpRequest) -> HttpResponse:
    """A page of the register of one's one-stop."""
    wrong = ""
    try:
        point, own, days = _asked(request, request.GET)
    except Invalid as refusal:
        point, own, days = _asked(request, {"noi": request.GET.get("noi", "")})
        wrong = refusal.message
    place = decode(request.GET.get("tu", ""), LIST)
    after = (int(str(place.key[0])), int(str(place.key[1]))) if place else None
    found = register.lines(point.id, days, after=after, limit=PAGE + 1)
    context = {
        "point": point,
        "own": own,
        "days": days,
        "wrong": wrong,
        "head": [gettext(title) for title in register.HEAD],
        "rows": [register.row(line) for line in found[:PAGE]],
        "next": encode(Place((found[PAGE - 1].year, found[PAGE - 1].ordinal)), LIST) if found[PAGE:] else "",
    }
    return render(request, "documents/desk/register.html", context, status=422 if wrong else 200)


@needs("counter")
def pdf(request: HttpRequest) -> HttpResponse:
    """The register as the form has it."""
    point, _, days = _asked(request, request.GET)
    content = register.printed(point.id, days, by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
    return downloads.guarded(request, BytesIO(content), reads.PDF, _name(point, days, "pdf"))


@needs("counter")
def excel(request: HttpRequest) -> HttpResponse:
    """The register as a table to go on with."""
    point, _, days = _asked(request, request.GET)
    content = register.workbook(point.id, days, by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
    return downloads.guarded(request, BytesIO(content), sheets.EXCEL, _name(point, days, "xlsx"))


def _name(point: AgencyRow, days: register.Period, ending: str) -> str:
    return f"So theo doi {point.code_2020} {days.first:%Y%m%d}-{days.last:%Y%m%d}.{ending}"
