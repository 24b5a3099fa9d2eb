"""Ranks of agencies and officers with their uncertainty: who is surely better, and who only seems so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.kernel.intervals import Interval, places, wilson
from motcua.kernel.measures import Tally
from motcua.measures import reads
from motcua.measures.boards import days, tables, telling
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.reads import Line
from motcua.people import access
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.web import words
from motcua.web.access import needs

AGENCIES = "766.2.1"
OFFICERS = "work.on-time"


@needs("board")
def ranking(request: HttpRequest) -> HttpResponse:
    """Agencies by their cases on time; officers, as far as the reader may see them, by their own work on time."""
    board = days.board(request)
    reader: Actor = request.actor  # type: ignore[attr-defined]
    shown = [of_agencies(board), of_officers(board, reader)]
    if table := tables.wanted(request, shown):
        return table.excel(f"{board.days.first:%d/%m/%Y} – {board.days.last:%d/%m/%Y}")
    context = board.context | {"tables": shown}
    return render(request, "measures/boards/ranking.html", context, status=board.status)


def of_agencies(board: Board) -> Table:
    """Each agency's place, between which it lies."""
    lines = reads.kept((AGENCIES,), board.by("successor"))
    known = agencies.agencies_by_id(line.key[0] for line in lines)
    named: dict[Any, tuple[str, dict[str, object]]] = {
        line.key: (words.vi(known[line.key[0]].name), {"co_quan": known[line.key[0]].slug})
        for line in lines
        if line.key[0] in known
    }
    caption = gettext("Cơ quan, theo tỷ lệ hồ sơ đúng hạn")
    return _table(board, caption, gettext("Cơ quan"), lines, named, "co-quan")


def of_officers(board: Board, reader: Actor) -> Table:
    """The same of officers whose marks the reader may see; they are compared with all others of the province."""
    lines = [one for one in reads.kept((OFFICERS,), board.by("agency", "owner")) if one.key[1] is not None]
    seen = [line for line in lines if access.may_see_marks(reader, *line.key)]
    names = people.names_by_account([owner for _, owner in (line.key for line in seen)])
    known = agencies.agencies_by_id(line.key[0] for line in seen)
    named: dict[Any, tuple[str, dict[str, object]]] = {
        line.key: (
            words.vi(f"{names[line.key[1]]}, {known[line.key[0]].short_name}"),
            {"co_quan": known[line.key[0]].slug, "nguoi": line.key[1]},
        )
        for line in seen
    }
    caption = gettext("Người, theo tỷ lệ phần việc không quá hạn")
    return _table(board, caption, gettext("Tên"), lines, named, "nguoi")


def _table(
    board: Board,
    caption: str,
    first: str,
    lines: Sequence[Line],
    named: dict[Any, tuple[str, dict[str, object]]],
    name: str,
) -> Table:
    """Ranks among all lines, shown for those with a name."""
    measured = sorted((one for one in lines if one.share is not None), key=lambda one: -(one.share or 0))
    intervals = [wilson(one.share or Fraction(0), Fraction(one.tally.whole or 1)) for one in measured]
    common = sum((one.tally for one in measured), Tally(None, None)).share or Fraction(0)
    rows: list[list[Cell | str]] = [
        [
            _between(*place), named[line.key][0],
            Cell(telling.share(line.share), address(line.measure.code, board.days, **named[line.key][1])),
            telling.number(line.tally.whole), _told(interval), _standing(interval, common),
        ]
        for line, interval, place in zip(measured, intervals, places(intervals), strict=True)
        if line.key in named
    ]  # fmt: skip
    head = [
        gettext("Hạng"), first, gettext("Tỷ lệ"), gettext("Trên tổng"), gettext("Chắc chắn 95 % là trong khoảng"),
        gettext("So với mức chung"),
    ]  # fmt: skip
    note = gettext(
        "Mức chung %(share)s. Ít hồ sơ thì tỷ lệ dễ cao thấp tình cờ: hạng là khoảng mà số hồ sơ đủ để nói, hai "
        "bên có khoảng chồng nhau thì chưa thể nói bên nào hơn (khoảng Wilson)."
    ) % {"share": telling.share(common)}
    return Table(caption, head, rows, (2, 3), f"xep-hang-{name}", note if rows else "")


def _between(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _told(interval: Interval) -> str:
    low, high = (
        telling.share(Fraction(value).limit_denominator(10_000)) for value in (interval.low, interval.high)
    )
    return f"{low} – {high}"


def _standing(interval: Interval, common: Fraction) -> str:
    words_of = {
        1: gettext("cao hơn rõ"), 0: gettext("chưa đủ để nói khác"), -1: gettext("thấp hơn rõ"),
    }  # fmt: skip
    return words_of[interval.stands_to(common)]
