"""The marks of TT 01/2018/TT-VPCP for a quarter or a year (Đ.15.4b, c): agencies, then the officers of one, each lost
point with its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as places
from motcua.cases import reads as cases
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Invalid, Missing
from motcua.kernel.reporting import parse, quarter_of
from motcua.measures import marking, reads, scorecards
from motcua.measures.boards import days, telling
from motcua.measures.boards.days import Period
from motcua.measures.counting import Asked
from motcua.measures.holders import holders
from motcua.measures.marking import Lost, Mark
from motcua.measures.scorecards import Card
from motcua.people.actors import Actor
from motcua.web import paging, sheets, words
from motcua.web.access import needs

PAGE = 30
"""Agencies on a page."""
SHOWN = 10
"""Cases with lost points on a page, of each index; the Excel file has more."""
WRITTEN = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of marks as the page has it; ``slug`` leads on to the officers of an agency."""

    name: str
    cases: str
    points: Sequence[str]
    total: str
    title: str
    slug: str = ""


@needs("board")
def agencies(request: HttpRequest) -> HttpResponse:
    """What each agency earned, the best first."""
    asked, period = _asked(request)
    of = scorecards.scorecard(scorecards.OF_OFFICES)
    card, marks = of.cards["agency"], marking.agencies(of, asked)
    known = places.agencies_by_id(mark.agency for mark in marks)
    rows = [_row(mark, known[mark.agency].name, known[mark.agency].slug) for mark in marks]
    if "xlsx" in request.GET:
        return _excel(card, rows, period, gettext("Chấm điểm cơ quan"))
    page = paging.page_of_list(rows, request.GET.get("tu", ""), limit=PAGE, of="marks")
    context = _context(card, page.rows, period, asked) | {"rows_page": page, "number": len(rows)}
    return render(request, "measures/marks.html", context)


@needs("board")
def officers(request: HttpRequest, slug: str) -> HttpResponse:
    """What the officers of an agency earned, as far as the reader may see it, and why points were lost."""
    asked, period = _asked(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = local(asked.as_of).date()
    place = places.agency_by_key(slug, today)
    of = scorecards.scorecard(scorecards.OF_OFFICES)
    card, house = of.cards["officer"], places.ids_within(place.id, today, parts_only=True)
    marks = marking.officers(of, house, asked)
    names = holders(actor, [whose for mark in marks for whose in mark.whose], on=today)
    named = [(next(filter(None, (names.name(*whose) for whose in mark.whose)), ""), mark) for mark in marks]
    rows = [_row(mark, name) for name, mark in named if name]
    seen = [whose for _, mark in named for whose in mark.whose if names.name(*whose)]
    many = "xlsx" in request.GET
    lost = [
        (names.name(*one.whose), one)
        for one in marking.lost(card, seen, asked, limit=WRITTEN if many else SHOWN)
    ]
    if many:
        return _excel(card, rows, period, place.name, lost)
    open_to = cases.seen(actor, {UUID(one.case_id) for _, one in lost})
    context = _context(card, rows, period, asked) | {
        "place": place.name,
        "reasons": marking.reasons(card, seen, asked),
        "lost": [(name, one, UUID(one.case_id) in open_to) for name, one in lost],
        "shown": SHOWN,
    }
    return render(request, "measures/marks_of.html", context)


def _asked(request: HttpRequest) -> tuple[Asked, Period]:
    """The quarter or year that an address names (2026-4, 2026), else the quarter of today."""
    at: datetime = request.at  # type: ignore[attr-defined]
    now = quarter_of(local(at).date(), settings.REPORT_DAY)
    said = request.GET.get(days.NAMED, "") or f"{now.year}-{now.number}"
    try:
        found = parse(said, settings.REPORT_DAY)
    except Invalid as refusal:
        raise Missing(refusal.message) from refusal
    if found.year > now.year:
        raise Missing(gettext("Kỳ này chưa đến."))
    return Asked(reads.at_once(at=at).as_of, found.first, found.last), Period(found.first, found.last, said)


def _context(card: Card, rows: Sequence[Row], period: Period, asked: Asked) -> dict[str, object]:
    return {
        "card": card,
        "indices": [words.listed(index.title) for index in card.indices],
        "waiting": [one.measure for one in card.indices if one.measure and one.measure.waits_for],
        "rows": rows,
        "period": period.name,
        "periods": [(one.name, told) for one, told in days.choices(local(asked.as_of).date())],
        "as_of": asked.as_of,
    }


def _row(mark: Mark, name: str, slug: str = "") -> Row:
    told = [telling.UNKNOWN if points is None else telling.decimal(points) for points in mark.points]
    standing = mark.standing
    title = gettext(standing.title) if standing.title else gettext("chưa đủ chỉ số để xếp loại")
    return Row(name, telling.number(mark.cases), told, telling.decimal(standing.total), title, slug)


def _excel(
    card: Card, rows: Sequence[Row], period: Period, title: str, lost: Sequence[tuple[str, Lost]] = ()
) -> HttpResponse:
    head = [
        gettext("Tên"),
        gettext("Hồ sơ"),
        *(gettext(index.title) for index in card.indices),
        gettext("Tổng điểm"),
        gettext("Xếp loại"),
    ]
    body: list[list[sheets.Value]] = [
        [row.name, row.cases, *row.points, row.total, row.title] for row in rows
    ]
    if lost:
        body += [
            [],
            [gettext("Điểm mất"), gettext("Hồ sơ"), gettext("Chỉ số"), gettext("Điểm"), gettext("Lý do")],
        ]
        body += [[name, one.code, one.index, one.points, gettext(one.because)] for name, one in lost]
    told = f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"
    content = sheets.table(title, told, head, body, [44, 24, *[18] * (len(head) - 2)])
    answer = HttpResponse(content, content_type=sheets.EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="cham-diem-{period.name}.xlsx"'
    return answer
