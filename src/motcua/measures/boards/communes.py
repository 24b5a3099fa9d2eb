"""The map of the communes: a class of shares for each, by colour, by pattern and in words, and the table beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.kernel.text import Order, in_order
from motcua.measures import declaring, reads
from motcua.measures.boards import days, tables, telling
from motcua.measures.boards.borders import drawing
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.reads import Line
from motcua.web import words
from motcua.web.access import needs

SHARES = ("766.2.1", "766.3.3")
"""What the map can show: shares that each commune has."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of shares from ``least`` on: its pattern in the drawing, and its word."""

    least: Fraction | None
    pattern: str
    word: str

    @property
    def told(self) -> str:
        return gettext(self.word)


CLASSES = (
    Class(Fraction(95, 100), "p1", gettext_noop("từ 95 %")),
    Class(Fraction(85, 100), "p2", gettext_noop("85 đến dưới 95 %")),
    Class(Fraction(70, 100), "p3", gettext_noop("70 đến dưới 85 %")),
    Class(Fraction(0), "p4", gettext_noop("dưới 70 %")),
)
UNKNOWN = Class(None, "p0", gettext_noop("chưa có dữ liệu"))


@dataclass(frozen=True, slots=True)
class Area:
    """A commune on the map: its path, what it says, the row that it leads to."""

    path: str
    title: str
    pattern: str
    row: str


@needs("board")
def communes(request: HttpRequest) -> HttpResponse:
    """One share in every commune."""
    board = days.board(request)
    asked = request.GET.get("chi-so", "")
    code = asked if asked in SHARES else SHARES[0]
    lines = _lines(board, code)
    table = _table(board, code, lines)
    if tables.wanted(request, [table]):
        return table.excel(board.told)
    context = board.context | {
        "kept": [("chi-so", code)],
        "looks": [
            {
                "text": gettext(declaring.measures()[one].title),
                "href": f"?chi-so={one}&tu-ngay={board.days.first}&den-ngay={board.days.last}",
                "current": one == code,
            }
            for one in SHARES
        ],
        "title": gettext(declaring.measures()[code].title),
        "box": drawing().box,
        "areas": [
            _area(shape.code, shape.path, shape.name, lines.get(shape.code)) for shape in drawing().shapes
        ],
        "classes": [*CLASSES, UNKNOWN],
        "table": table,
    }
    return render(request, "measures/boards/communes.html", context, status=board.status)


def _lines(board: Board, code: str) -> Mapping[str, Line]:
    """The share of each commune of today by its statistical code."""
    lines = reads.kept((code,), board.by("successor"))
    known = agencies.agencies_by_id(line.key[0] for line in lines)
    return {
        known[line.key[0]].gso_code: line
        for line in lines
        if line.key[0] in known and known[line.key[0]].kind == "commune"
    }


def class_of(share: Fraction | None) -> Class:
    """The class that a share falls into."""
    if share is None:
        return UNKNOWN
    return next(one for one in CLASSES if one.least is not None and share >= one.least)


def _area(code: str, path: str, name: str, line: Line | None) -> Area:
    share = line.share if line else None
    kind = class_of(share)
    said = f"{telling.share(share)} ({kind.told})" if share is not None else kind.told
    return Area(path, f"{name}: {said}", kind.pattern, _row(code))


def _row(code: str) -> str:
    return f"xa-{code}"


def _table(board: Board, code: str, lines: Mapping[str, Line]) -> Table:
    """All communes, those with the lowest share first; the unknown last."""
    named = agencies.communes(board.today)

    def order(one: str) -> tuple[bool, Fraction, Order]:
        share = lines[one].share if one in lines else None
        return share is None, share or Fraction(0), in_order(named[one])

    rows: list[list[Cell | str]] = []
    for one in sorted(named, key=order):
        line = lines.get(one)
        share = line.share if line else None
        href = address(code, board.days, co_quan=f"gso-{one}") if line else ""
        rows.append(
            [
                Cell(words.vi(named[one]), href, anchor=_row(one)),
                telling.share(share) or telling.UNKNOWN,
                telling.number(line.tally.whole) if line else telling.UNKNOWN,
                class_of(share).told,
            ]
        )
    head = [gettext("Xã, phường"), gettext("Tỷ lệ"), gettext("Trên tổng"), gettext("Mức")]
    return Table(gettext("Từng xã, phường, nơi thấp trước"), head, rows, (1, 2), "ban-do")
