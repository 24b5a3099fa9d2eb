"""The pages of issued reports: those that wait for a second person, those that stay, their files as they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.documents import downloads
from motcua.kernel.refusals import Missing
from motcua.kernel.reporting import parse
from motcua.measures.models import IssuedReport
from motcua.measures.reports import frozen, issuing, making, page
from motcua.people import reads as people
from motcua.people.access import may_report
from motcua.people.actors import Actor
from motcua.web.access import needs


@needs("report")
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Fix the numbers of the report that the page shows, for a second person."""
    row = issuing.prepare(page.wanted(request.POST, _at(request)), by=_by(request), at=_at(request))
    messages.success(request, gettext("Đã chốt số liệu; người khác phát hành."))
    return redirect("report-issued", row.pk)


@needs("board")
def listing(request: HttpRequest) -> HttpResponse:
    """The reports that were issued, those that wait on top of them."""
    found = issuing.issued(by=_by(request))
    names = _names(found)
    rows = [(one, *_titles(one), names.get(one.prepared_by), names.get(one.issued_by)) for one in found]
    context = {
        "waiting": [row for row in rows if not row[0].issued_at],
        "issued": [row for row in rows if row[0].issued_at],
    }
    return render(request, "measures/reports_issued.html", context)


@needs("board")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One report as it was fixed; posting issues it."""
    by = _by(request)
    row = issuing.one(number, by=by)
    if request.method == "POST":
        issuing.issue(number, by=by, at=_at(request))
        messages.success(request, gettext("Đã phát hành: số liệu và tệp giữ nguyên từ nay."))
        return redirect("report-issued", number)
    report = frozen.thawed(row.said)
    title, period = _titles(row)
    names = _names([row])
    context = {
        "row": row, "by": names.get(row.prepared_by), "who": names.get(row.issued_by), "report": report,
        "title": title, "period": period, "sections": page.sections(report),
        "forms": [(form, form.upper()) for form in making.FORMS],
        "mine": row.prepared_by == by.username, "may": may_report(by, row.agency_id),
        "newer": getattr(row, "superseded_by", None),
    }  # fmt: skip
    return render(request, "measures/report_issued.html", context)


@needs("board")
def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A file of an issued report, byte for byte as it was made."""
    row = issuing.one(number, by=_by(request))
    if form not in making.FORMS or row.issued_at is None:
        raise Missing
    kept = getattr(row, form)
    return downloads.send(request, kept.sha256, kept.mime, kept.first_name)


def _titles(row: IssuedReport) -> tuple[str, str]:
    """Which report, of which days."""
    return gettext(making.KINDS[row.kind].title), page.in_words(parse(row.period, settings.REPORT_DAY))


def _names(rows: Iterable[IssuedReport]) -> Mapping[str, str]:
    """What those are called who prepared and issued reports; their account's name where it is gone."""
    accounts = {name for row in rows for name in (row.prepared_by, row.issued_by) if name}
    return {name: name for name in accounts} | people.names_of(accounts)


def _by(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]
