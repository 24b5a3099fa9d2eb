"""QĐ 766/QĐ-TTg: six groups, twenty-one measures, with what is not known yet said as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.kernel.measures import total
from motcua.measures import reads
from motcua.measures.boards import days, tables, telling
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.radar import radar
from motcua.measures.boards.tables import Table
from motcua.measures.reads import Line
from motcua.web.access import needs

SCORE = "766"


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
    """A group of the score and its sum; measures without data are counted apart, never as zero."""

    title: str
    points: str
    most: str
    rows: Sequence[Row]
    waiting: int
    share: Fraction | None


@needs("board")
def score(request: HttpRequest) -> HttpResponse:
    """The score of the province for some days, group by group."""
    board = days.board(request)
    lines = reads.kept((SCORE,), board.asked)
    groups = [
        _group(board, title, list(those)) for title, those in groupby(lines, lambda line: line.measure.group)
    ]
    table = _by_month(board, [one.title for one in groups])
    if tables.wanted(request, [table]):
        return table.excel(f"{board.days.first:%d/%m/%Y} – {board.days.last:%d/%m/%Y}")
    shown = {"groups": groups, "radar": radar([one.share for one in groups]), "table": table}
    return render(request, "measures/boards/score.html", board.context | shown, status=board.status)


def _by_month(board: Board, titles: Sequence[str]) -> Table:
    """The sum of each group month by month, of what can be told by months."""
    months: dict[int, dict[str, list[Fraction | None]]] = {}
    for line in reads.kept((SCORE,), board.by("month")):
        if line.key[0] is not None:
            of = months.setdefault(line.key[0], {}).setdefault(gettext(line.measure.group), [])
            of.append(line.points)
    rows = [
        [
            f"{month % 100:02}/{month // 100}",
            *(telling.points(total(groups.get(title, ()))) or "–" for title in titles),
        ]
        for month, groups in sorted(months.items())
    ]
    note = gettext("Chỉ cộng các chỉ tiêu đếm được theo ngày; chỉ tiêu của danh mục thủ tục không có tháng.")
    head = [gettext("Tháng"), *titles]
    return Table(gettext("Từng tháng"), head, rows, range(1, len(head)), "766-theo-thang", note)


def _group(board: Board, title: str, lines: Sequence[Line]) -> Group:
    most = sum((line.measure.scale.points for line in lines if line.measure.scale), Fraction(0))
    earned = total(line.points for line in lines)
    share = None if earned is None or not most else earned / most
    return Group(
        gettext(title), telling.points(earned), telling.points(most), [_row(board, line) for line in lines],
        sum(line.points is None for line in lines), share,
    )  # fmt: skip


def _row(board: Board, line: Line) -> Row:
    scale = line.measure.scale
    return Row(
        code=line.measure.code,
        title=gettext(line.measure.title),
        part=telling.number(line.tally.part),
        whole=telling.number(line.tally.whole),
        share=telling.share(line.share),
        points=telling.points(line.points),
        most=telling.points(scale.points if scale else None),
        href=address(line.measure.code, board.days),
    )
