"""The province today: what came, what went, what is open, late or soon due; agency by agency, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.kernel.text import in_order
from motcua.measures import declaring, reads
from motcua.measures.boards import days, tables, telling
from motcua.measures.boards.communes import class_of
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Later, Row, Table
from motcua.measures.reads import Line
from motcua.web import words
from motcua.web.access import needs

NOW = (
    "now.received", "now.finished", "now.open", "now.held", "now.late", "now.due-soon", "now.late-finished",
)  # fmt: skip
LATE = "now.late"
ON_TIME = "766.2.1"
SCREEN = "man-hinh"
MOST = 25
"""Rows of a table on the page; its Excel file has them all."""
WORST = 5
"""Lines of a list on the wall."""
REFRESH = 60
"""Seconds after which the screen on the wall asks again, unless somebody stops it."""


@needs("board")
def today(request: HttpRequest) -> HttpResponse:
    """The province now; with ``?man-hinh`` for a screen on a wall, which shows figures and nobody."""
    board = days.board(request)
    if SCREEN in request.GET:
        context = board.context | {"tiles": tiles(board), "worst": worst(board), "refresh": REFRESH}
        return render(request, "measures/boards/screen.html", context, status=board.status)
    shown = [by_field(board, MOST), by_agency(board, MOST)]
    if table := tables.wanted(request, shown):
        return table.excel(board.told)
    context = board.context | {"counts": counts(board), "tables": shown}
    return render(request, "measures/boards/today.html", context, status=board.status)


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


# --- the screen on a wall ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the wall: its tone is told by colour and by a sign."""

    text: str
    value: str
    tone: str = ""

    @property
    def sign(self) -> str:
        return {"good": "✓", "soon": "…", "bad": "!"}.get(self.tone, "")


@dataclass(frozen=True, slots=True)
class Worst:
    """Where the most late cases are."""

    title: str
    rows: Sequence[tuple[str, str]]


def tiles(board: Board) -> list[Tile]:
    """The figures of the province and its share on time, each with its tone."""
    share = reads.kept((ON_TIME,), board.asked)[0]
    found = [
        Tile(gettext(line.measure.title), telling.number(line.tally.part), _tone(line))
        for line in reads.kept(NOW, board.asked)
    ]
    return [*found, Tile(gettext("Đúng hạn"), telling.share(share.share), _tone_of_share(share))]


def _tone(line: Line) -> str:
    """What is late is bad and what will be wants looking at, unless there is none; more or less work is neither."""
    worse = {LATE: "bad", "now.late-finished": "bad", "now.due-soon": "soon"}
    if line.measure.code not in worse or line.tally.part is None:
        return ""
    return worse[line.measure.code] if line.tally.part else "good"


def _tone_of_share(line: Line) -> str:
    """By the classes of the map: the best is good, the last is bad."""
    places = {"p1": "good", "p4": "bad", "p0": ""}
    return places.get(class_of(line.share).pattern, "soon")


def worst(board: Board) -> list[Worst]:
    """The agencies and the fields with the most late cases."""
    told = [
        (gettext("Cơ quan nhiều hồ sơ quá hạn nhất"), by_agency(board, WORST)),
        (gettext("Lĩnh vực nhiều hồ sơ quá hạn nhất"), by_field(board, WORST)),
    ]
    late = 1 + NOW.index(LATE)
    return [
        Worst(title, [(row[0], row[late]) for row in table.plain if row[late] != "0"])
        for title, table in told
        if all(row[late] != telling.UNKNOWN for row in table.plain)
    ]


# --- the tables -------------------------------------------------------------------------------------------------


def by_agency(board: Board, most: int | None = None) -> Table:
    """A row for each agency that has anything to show, those with the most late cases first; all, or the first."""
    told = _told_apart(board, "successor")
    known = agencies.agencies_by_id(told)
    rows = _rows(board, told, lambda key: (words.vi(known[key].short_name), {"co_quan": known[key].slug}))
    caption = gettext("Từng cơ quan, nơi nhiều hồ sơ quá hạn trước")
    return _table(caption, gettext("Cơ quan"), rows, "co-quan", most)


def by_field(board: Board, most: int | None = None) -> Table:
    """A row for each field of procedures, those with the most late cases first; all, or the first."""
    told = {key: counted for key, counted in _told_apart(board, "field").items() if key}
    rows = _rows(board, told, lambda key: (words.listed(key), {"linh_vuc": key}))
    caption = gettext("Từng lĩnh vực, nơi nhiều hồ sơ quá hạn trước")
    return _table(caption, gettext("Lĩnh vực"), rows, "linh-vuc", most)


def _told_apart(board: Board, dimension: str) -> dict[Any, dict[str, int]]:
    """What is counted of each group; what of no group is, nobody knows of these days."""
    lines = reads.kept(NOW, board.by(dimension))
    none = {line.measure.code: 0 for line in lines}
    found: dict[Any, dict[str, int]] = {}
    for line in lines:
        found.setdefault(line.key[0], dict(none))[line.measure.code] = line.tally.part or 0
    return {key: counted for key, counted in found.items() if any(counted.values())}


def _rows(
    board: Board, told: dict[Any, dict[str, int]], named: Callable[[Any], tuple[str, dict[str, str]]]
) -> Sequence[Row]:
    names = {key: named(key) for key in told}

    def row(key: Any) -> Row:
        name, cut = names[key]
        counted = [(code, told[key].get(code)) for code in NOW]
        return [name, *(_opened(it, address(code, board.days, **cut)) for code, it in counted)]

    worst = sorted(told, key=lambda one: (-told[one].get(LATE, 0), in_order(strip_tags(names[one][0]))))
    return Later(worst, row)


def _opened(counted: int | None, href: str) -> Cell | str:
    return telling.UNKNOWN if counted is None else Cell(telling.number(counted), href)


def _table(caption: str, first: str, rows: Sequence[Row], name: str, most: int | None) -> Table:
    titles = [gettext(declaring.measures()[code].title) for code in NOW]
    return Table(caption, [first, *titles], rows, range(1, len(NOW) + 1), name, most=most)
