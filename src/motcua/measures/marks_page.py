"""The marks of TT 01/2018/TT-VPCP for a quarter: agencies, then the officers of one, each lost point with its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as places
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Missing
from motcua.kernel.reporting import Quarter, quarter_of
from motcua.measures import marking, reads, scorecards
from motcua.measures.boards import days
from motcua.measures.counting import Asked
from motcua.measures.marking import Lost, Mark
from motcua.measures.scorecards import Card
from motcua.people import access
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.web import sheets, words
from motcua.web.access import needs

SCORECARD = "tt-01-2018"
SHOWN = 50
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
    asked, quarter = _asked(request)
    of = scorecards.scorecard(SCORECARD)
    card, marks = of.cards["agency"], marking.agencies(of, asked)
    known = places.agencies_by_id(mark.agency for mark in marks)
    rows = [_row(mark, known[mark.agency].name, known[mark.agency].slug) for mark in marks]
    if "xlsx" in request.GET:
        return _excel(card, rows, quarter, gettext("Chấm điểm cơ quan"))
    return render(request, "measures/marks.html", _context(card, rows, quarter, asked))


@needs("board")
def officers(request: HttpRequest, slug: str) -> HttpResponse:
    """What the officers of an agency earned, as far as the reader may see it, and why points were lost."""
    asked, quarter = _asked(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = places.agency_by_key(slug, local(asked.as_of).date())
    of = scorecards.scorecard(SCORECARD)
    house = places.ids_within(place.id, local(asked.as_of).date(), parts_only=True)
    marks = [
        mark
        for mark in marking.officers(of, house, asked)
        if mark.officer is not None and access.may_see_marks(actor, mark.agency, mark.officer)
    ]
    card = of.cards["officer"]
    names = people.names_by_account([mark.officer for mark in marks if mark.officer])
    rows = [_row(mark, names[mark.officer or 0]) for mark in marks]
    lost = _lost(card, marks, asked, WRITTEN if "xlsx" in request.GET else SHOWN)
    if "xlsx" in request.GET:
        return _excel(
            card, rows, quarter, place.name, [(names[mark.officer or 0], one) for mark, one in lost]
        )
    context = _context(card, rows, quarter, asked) | {
        "place": place.name,
        "hidden": not marks,
        "reasons": marking.reasons([one for _, one in lost]),
        "lost": [(names[mark.officer or 0], one, actor.serves(mark.agency)) for mark, one in lost],
    }
    return render(request, "measures/marks_of.html", context)


def _asked(request: HttpRequest) -> tuple[Asked, Quarter]:
    """The quarter that an address names (2026-4), else the one of today."""
    at: datetime = request.at  # type: ignore[attr-defined]
    quarter = quarter_of(local(at).date(), settings.REPORT_DAY)
    if said := request.GET.get("quy", ""):
        year, _, number = said.partition("-")
        if not (year.isdecimal() and 2000 <= int(year) <= quarter.year and number in {"1", "2", "3", "4"}):
            raise Missing(gettext("Quý viết theo dạng 2026-4."))
        quarter = Quarter(int(year), int(number), settings.REPORT_DAY)
    return Asked(reads.at_once(at=at).as_of, quarter.first, quarter.last), quarter


def _context(card: Card, rows: Sequence[Row], quarter: Quarter, asked: Asked) -> dict[str, object]:
    return {
        "card": card,
        "rows": rows,
        "quarter": quarter,
        "quarters": days.quarters(local(asked.as_of).date()),
        "as_of": asked.as_of,
    }


def _row(mark: Mark, name: str, slug: str = "") -> Row:
    unknown = gettext("chưa có dữ liệu")
    told = [unknown if points is None else words.number(points) for points in mark.points]
    standing = mark.standing
    title = gettext(standing.title) if standing.title else gettext("chưa đủ chỉ số để xếp loại")
    return Row(name, words.number(mark.cases), told, words.number(standing.total), title, slug)


def _lost(card: Card, marks: Sequence[Mark], asked: Asked, limit: int) -> list[tuple[Mark, Lost]]:
    return [
        (mark, one)
        for mark in marks
        if mark.officer is not None
        for one in marking.lost(card, (mark.agency, mark.officer), asked, limit=limit)
    ]


def _excel(
    card: Card, rows: Sequence[Row], quarter: Quarter, title: str, lost: Sequence[tuple[str, Lost]] = ()
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
    told = f"{quarter.first:%d/%m/%Y} – {quarter.last:%d/%m/%Y}"
    content = sheets.table(title, told, head, body, [44, 24, *[18] * (len(head) - 2)])
    answer = HttpResponse(content, content_type=sheets.EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="cham-diem-{quarter.year}-{quarter.number}.xlsx"'
    return answer
