"""QĐ 766/QĐ-TTg: six groups, twenty-one measures, with what is not known yet said as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.kernel.measures import Tally, total
from motcua.measures import reads
from motcua.measures.boards import days, tables, telling
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.radar import radar
from motcua.measures.boards.tables import Table
from motcua.measures.declaring import Measure
from motcua.measures.reads import Earned, Line
from motcua.web.access import needs

SCORE = "766"
PLACE = "co-quan"
PROVINCE, COMMUNE = "province", "commune"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the score as the page has it; texts are empty where there is no data."""

    code: str
    title: str
    part: str
    whole: str
    share: str
    points: str
    most: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the score and its sum; measures without data are counted apart, never as zero.

    ``share`` is of the points that are known, as many as ``known`` says.
    """

    title: str
    points: str
    most: str
    rows: Sequence[Row]
    waiting: int
    share: Fraction | None
    known: str


@needs("board")
def score(request: HttpRequest) -> HttpResponse:
    """The score of the province, or of one of its agencies, for some days, group by group."""
    board = days.board(request)
    place = _place(request, board)
    lines = _of(place, board) if place else reads.kept((SCORE,), board.asked)
    groups = [
        _group(board, title, list(those), place)
        for title, those in groupby(lines, lambda line: line.measure.group)
    ]
    table = _by_month(board, [one.title for one in groups], place)
    if tables.wanted(request, [table]):
        return table.excel(board.told)
    shown = {
        "groups": groups,
        "radar": radar([one.share for one in groups], [bool(one.waiting) for one in groups]),
        "table": table,
        "sum": _sum(reads.earned(lines)),
        "place": place,
        "places": [(one.slug, one.name) for one in agencies.agencies(board.today)],
    }
    return render(request, "measures/boards/score.html", board.context | shown, status=board.status)


def _place(request: HttpRequest, board: Board) -> AgencyRow | None:
    """The agency that an address names; :class:`Missing` when there is none of that name, None for the province."""
    named = request.GET.get(PLACE, "")
    return agencies.agency_by_key(named, board.today) if named else None


def _of(place: AgencyRow, board: Board) -> list[Line]:
    """The lines of an agency: with what it took over, all of its cases; what is told of the province alone is empty."""
    found = {
        line.measure.code: line
        for line in reads.kept((SCORE,), board.by("successor"))
        if line.key[0] == place.id
    }
    return [found.get(one.code) or _untold(one, place) for one in reads.chosen([SCORE])]


def _untold(one: Measure, place: AgencyRow) -> Line:
    """What is measured of the province only earns a commune all its points (METRICS of QĐ 766's service)."""
    given = one.scale if one.scale and one.scope == PROVINCE and place.kind == COMMUNE else None
    return Line(one, (place.id,), Tally(None, None), given.points if given else None)


def _sum(of: Earned) -> Mapping[str, object]:
    """What is earned of the measures that have data, of how many points, and how many points are not known."""
    return {
        "earned": telling.points(of.points),
        "known": telling.points(of.known),
        "unknown": telling.points(of.most - of.known),
        "waiting": of.waiting,
    }


def _by_month(board: Board, titles: Sequence[str], place: AgencyRow | None) -> Table:
    """The sum of each group month by month, of what can be told by months."""
    months: dict[int, dict[str, list[Fraction | None]]] = {}
    for line in reads.kept((SCORE,), board.by("month", *(["successor"] if place else []))):
        if line.key[0] is not None and (place is None or line.key[1] == place.id):
            of = months.setdefault(line.key[0], {}).setdefault(gettext(line.measure.group), [])
            of.append(line.points)
    rows = [
        [
            f"{month % 100:02}/{month // 100}",
            *(telling.points(total(groups.get(title, ()))) or telling.UNKNOWN for title in titles),
        ]
        for month, groups in sorted(months.items())
    ]
    note = gettext("Chỉ cộng các chỉ tiêu đếm được theo ngày; chỉ tiêu của danh mục thủ tục không có tháng.")
    head = [gettext("Tháng"), *titles]
    return Table(gettext("Từng tháng"), head, rows, range(1, len(head)), "766-theo-thang", note)


def _group(board: Board, title: str, lines: Sequence[Line], place: AgencyRow | None) -> Group:
    of = reads.earned(lines)
    return Group(
        gettext(title), telling.points(of.points), telling.points(of.most),
        [_row(board, line, place) for line in lines], of.waiting, of.share, telling.points(of.known),
    )  # fmt: skip


def _row(board: Board, line: Line, place: AgencyRow | None) -> Row:
    scale = line.measure.scale
    return Row(
        code=line.measure.code,
        title=gettext(line.measure.title),
        part=telling.number(line.tally.part),
        whole=telling.number(line.tally.whole),
        share=telling.share(line.share),
        points=telling.points(line.points),
        most=telling.points(scale.points if scale else None),
        href=address(line.measure.code, board.days, **({PLACE: place.slug} if place else {})),
    )
