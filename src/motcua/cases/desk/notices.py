"""What the ladders of late steps have told an officer: the page behind the count in the inbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.cases import reads
from motcua.cases.desk.inbox import officer_of
from motcua.web.access import needs
from motcua.web.paging import decode


@needs("desk")
def listing(request: HttpRequest) -> HttpResponse:
    """The notices of steps that are still open, the latest first."""
    place = decode(request.GET.get("tu", ""), "notices")
    return render(
        request, "cases/desk/notices.html", {"rows_page": reads.notices(officer_of(request), place=place)}
    )
