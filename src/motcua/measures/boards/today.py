"""The province today: what came, what went, what is open, late or soon due; agency by agency, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.measures import declaring, reads
from motcua.measures.boards import days, tables
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.web import words
from motcua.web.access import needs

NOW = (
    "now.received", "now.finished", "now.open", "now.held", "now.late", "now.due-soon", "now.late-finished",
)  # fmt: skip
LATE = "now.late"
SCREEN = "man-hinh"
MOST = 25
"""Rows of a table on the page; its Excel file has them all."""
REFRESH = 60
"""Seconds after which the screen on the wall asks again."""


@needs("board")
def today(request: HttpRequest) -> HttpResponse:
    """The province now; with ``?man-hinh`` for a screen on a wall, which shows figures and nobody."""
    board = days.board(request)
    many = tables.EXCEL in request.GET
    shown = [by_field(board, None if many else MOST), by_agency(board, None if many else MOST)]
    if table := tables.wanted(request, shown):
        return table.excel(f"{board.days.first:%d/%m/%Y} – {board.days.last:%d/%m/%Y}")
    screen = SCREEN in request.GET
    context = board.context | {
        "counts": counts(board),
        "tables": shown,
        "refresh": REFRESH,
    }
    page = "measures/boards/screen.html" if screen else "measures/boards/today.html"
    return render(request, page, context, status=board.status)


def counts(board: Board) -> list[dict[str, Any]]:
    """The figures of the province, each leading to what is behind it."""
    return [
        {
            "text": gettext(line.measure.title),
            "value": line.tally.part,
            "href": address(line.measure.code, board.days),
        }
        for line in reads.kept(NOW, board.asked)
    ]


def by_agency(board: Board, most: int | None = None) -> Table:
    """A row for each agency that has anything to show, those with the most late cases first; all, or the first."""
    told = _told_apart(board, "successor")
    known = agencies.agencies_by_id(told)
    rows = _rows(board, told, lambda key: (words.vi(known[key].short_name), {"co_quan": known[key].slug}))
    caption = gettext("Từng cơ quan, nơi nhiều hồ sơ quá hạn trước")
    return _table(caption, gettext("Cơ quan"), rows, "co-quan", len(told), most)


def by_field(board: Board, most: int | None = None) -> Table:
    """A row for each field of procedures, those with the most late cases first; all, or the first."""
    told = {key: counted for key, counted in _told_apart(board, "field").items() if key}
    rows = _rows(board, told, lambda key: (words.listed(key), {"linh_vuc": key}))
    caption = gettext("Từng lĩnh vực, nơi nhiều hồ sơ quá hạn trước")
    return _table(caption, gettext("Lĩnh vực"), rows, "linh-vuc", len(told), most)


def _told_apart(board: Board, dimension: str) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = {}
    for line in reads.kept(NOW, board.by(dimension)):
        found.setdefault(line.key[0], {})[line.measure.code] = line.tally.part or 0
    return {key: counted for key, counted in found.items() if any(counted.values())}


def _rows(
    board: Board, told: dict[Any, dict[str, int]], named: Callable[[Any], tuple[str, dict[str, str]]]
) -> Iterable[list[Cell | str]]:
    names = {key: named(key) for key in told}
    for key in sorted(told, key=lambda one: (-told[one].get(LATE, 0), names[one][0])):
        name, cut = names[key]
        yield [
            name,
            *(Cell(words.number(told[key].get(code, 0)), address(code, board.days, **cut)) for code in NOW),
        ]


def _table(
    caption: str, first: str, rows: Iterable[list[Cell | str]], name: str, known: int, most: int | None
) -> Table:
    titles = [gettext(declaring.measures()[code].title) for code in NOW]
    note = ""
    if most is not None and known > most:
        said = gettext("%(most)s dòng đầu trong %(number)s; tệp Excel có đủ, bản đồ có mọi xã, phường.")
        note = said % {"most": most, "number": words.number(known)}
    return Table(caption, [first, *titles], list(islice(rows, most)), range(1, len(NOW) + 1), name, note)
