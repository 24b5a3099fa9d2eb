"""The page of reports: which one, of which period, of whom; what it says as tables, and the files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext

from motcua.agencies import reads as places
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Invalid
from motcua.kernel.reporting import Period, Quarter, Year, latest_quarters, parse, quarter_of
from motcua.measures.reports import making
from motcua.measures.reports.making import BY_AGENCY, BY_FIELD, Wanted
from motcua.measures.reports.report import Report, Section, Table, is_figure, told
from motcua.people.access import may_report
from motcua.web.access import needs

QUARTERS, YEARS = 8, 2


@needs("board")
def show(request: HttpRequest) -> HttpResponse:
    """The form that chooses, and the report as a page."""
    at: datetime = request.at  # type: ignore[attr-defined]
    wrong, report, asked = "", None, None
    try:
        asked = wanted(request.GET, at)
        report = making.make(asked, at=at)
    except Invalid as refusal:
        wrong = " ".join([refusal.message, *(fault.message for fault in refusal.faults)])
    today = local(at).date()
    context = {
        "report": report,
        "wanted": asked,
        "sections": sections(report) if report else (),
        "may": asked and may_report(request.actor, asked.agency.id if asked.agency else None),  # type: ignore[attr-defined]
        "wrong": wrong,
        "kinds": [(name, gettext(kind.title)) for name, kind in making.KINDS.items()],
        "periods": [(making.written_period(period), in_words(period)) for period in _periods(today)],
        "period": making.written_period(asked.period) if asked else "",
        "agencies": [one for one in places.agencies(today) if not one.part],
        "forms": [(form, form.upper()) for form in making.FORMS],
    }
    return render(request, "measures/reports.html", context, status=422 if wrong else 200)


@needs("board")
def download(request: HttpRequest) -> HttpResponse:
    """The same report as PDF, Word or Excel."""
    at: datetime = request.at  # type: ignore[attr-defined]
    asked, form = wanted(request.GET, at), request.GET.get("dang", "pdf")
    content = making.written(making.make(asked, at=at), form, at=at)
    answer = HttpResponse(content, content_type=making.FORMS[form][0])
    answer["Content-Disposition"] = f'attachment; filename="{making.file_name(asked, form)}"'
    return answer


def wanted(asked: Mapping[str, str], at: datetime) -> Wanted:
    """What an address asks for; form II.06 of the province for this quarter when it says nothing."""
    today = local(at).date()
    said, slug = asked.get("ky", ""), asked.get("co-quan", "")
    period = parse(said, settings.REPORT_DAY) if said else quarter_of(today, settings.REPORT_DAY)
    agency = places.agency_by_key(slug, today) if slug else None
    by = BY_AGENCY if asked.get("theo") == "co-quan" else BY_FIELD
    return Wanted(asked.get("loai", "") or next(iter(making.KINDS)), period, agency, by)


def _periods(day: date) -> list[Period]:
    """The quarters that one may choose, the latest first, then the years."""
    found = latest_quarters(day, settings.REPORT_DAY, QUARTERS)
    return [*found, *(Year(found[0].year - back, settings.REPORT_DAY) for back in range(YEARS))]


def in_words(period: Period) -> str:
    """A period in the language of the page, with its days."""
    days = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}", "year": period.year}
    if isinstance(period, Quarter):
        return gettext("Quý %(number)s/%(year)s (%(first)s–%(last)s)") % {**days, "number": period.number}
    return gettext("Năm %(year)s (%(first)s–%(last)s)") % days


def sections(report: Report) -> list[tuple[Section, list[dict[str, Any]]]]:
    """The sections of a report, each with its tables as the component wants them."""
    return [(one, [_shown(table) for table in one.tables]) for one in report.sections]


def _shown(table: Table) -> dict[str, Any]:
    """A table as the component wants it: heads that stand alone name the head that they share too."""
    rows = [row.cells for row in table.rows]
    return {
        "caption": table.caption,
        "head": [
            f"{column.group}: {column.title}" if column.group else column.title for column in table.columns
        ],
        "rows": [
            [_strong(told(cell)) if row.strong else told(cell) for cell in row.cells] for row in table.rows
        ],
        "numeric": [
            place for place in range(len(table.columns)) if any(is_figure(cells[place]) for cells in rows)
        ],
    }


def _strong(text: str) -> str:
    return format_html("<strong>{}</strong>", text) if text else ""
