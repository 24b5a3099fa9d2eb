"""Ranks of agencies and officers with their uncertainty: who is surely better, and who only seems so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.kernel.anonymity import FEWEST
from motcua.kernel.intervals import Interval, places, wilson
from motcua.kernel.measures import Tally
from motcua.kernel.text import in_order
from motcua.measures import reads
from motcua.measures.boards import days, tables, telling
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.holders import holders
from motcua.measures.reads import Line
from motcua.people.actors import Actor
from motcua.web import paging, words
from motcua.web.access import needs

AGENCIES = "766.2.1"
OFFICERS = "work.on-time"
LOOK = "xem"
PAGE = 30


@needs("board")
def ranking(request: HttpRequest) -> HttpResponse:
    """Agencies by their cases on time; officers, as far as the reader may see them, by their own work on time."""
    board = days.board(request)
    reader: Actor = request.actor  # type: ignore[attr-defined]
    of_people = request.GET.get(LOOK) == "nguoi"
    table = of_officers(board, reader) if of_people else of_agencies(board)
    if tables.wanted(request, [table]):
        return table.excel(board.told)
    page = paging.page_of_list(table.rows, request.GET.get("tu", ""), limit=PAGE, of=table.name)
    looks = [(gettext("Cơ quan"), "co-quan", not of_people), (gettext("Người"), "nguoi", of_people)]
    context = board.context | {
        "tables": [replace(table, rows=page.rows)],
        "rows_page": page,
        "kept": [(LOOK, "nguoi")] if of_people else [],
        "looks": [
            {"text": text, "href": f"?{urlencode({LOOK: name, **board.days.query})}", "current": current}
            for text, name, current in looks
        ],
    }
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
    names = holders(reader, [line.key for line in lines], on=board.today)
    seen = [line for line in lines if names.name(*line.key)]
    known = agencies.agencies_by_id(line.key[0] for line in seen)
    named: dict[Any, tuple[str, dict[str, object]]] = {
        line.key: (
            words.vi(f"{names.name(*line.key)}, {known[line.key[0]].short_name}"),
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
    """Ranks among all lines with enough to be ranked, shown for those with a name; those with too few come last."""
    measured = [one for one in lines if one.share is not None]
    enough = [one for one in measured if (one.tally.whole or 0) >= FEWEST]
    enough.sort(key=lambda one: (-(one.share or 0), -(one.tally.whole or 0)))
    intervals = [
        wilson(one.share or Fraction(0), Fraction(one.tally.whole or 1), len(enough)) for one in enough
    ]
    common = sum((one.tally for one in measured), Tally(None, None)).share or Fraction(0)

    def row(line: Line, place: str, *told: str) -> list[Cell | str]:
        called, cut = named[line.key]
        share = Cell(telling.share(line.share), address(line.measure.code, board.days, **cut))
        return [place, called, share, telling.number(line.tally.whole), *told]

    rows = [
        row(line, _between(*place), _end(interval.low), _end(interval.high), _standing(interval, common))
        for line, interval, place in zip(enough, intervals, places(intervals), strict=True)
        if line.key in named
    ]
    few = sorted(
        (one for one in measured if (one.tally.whole or 0) < FEWEST and one.key in named),
        key=lambda one: in_order(strip_tags(named[one.key][0])),
    )
    rows += [row(one, *[telling.UNKNOWN] * 3, gettext("quá ít để xếp hạng")) for one in few]
    head = [
        gettext("Hạng"), first, gettext("Tỷ lệ"), gettext("Trên tổng"), gettext("Chắc chắn từ"),
        gettext("Chắc chắn đến"), gettext("So với mức chung"),
    ]  # fmt: skip
    note = gettext(
        "Mức chung %(share)s. Ít thì tỷ lệ dễ cao thấp tình cờ: dưới %(fewest)s không xếp hạng; còn lại, hạng là "
        "khoảng mà số đếm đủ để nói, hai bên có khoảng chồng nhau thì chưa thể nói bên nào hơn. Cả %(number)s khoảng "
        "(Wilson, nới theo Bonferroni) cùng đúng với độ chắc chắn 95 %%."
    ) % {"share": telling.share(common), "fewest": FEWEST, "number": words.number(len(enough))}
    return Table(caption, head, rows, (2, 3, 4, 5), f"xep-hang-{name}", note if rows else "")


def _between(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _end(of: float) -> str:
    """An end of an interval as a share."""
    return telling.share(Fraction(of).limit_denominator(10_000))


def _standing(interval: Interval, common: Fraction) -> str:
    words_of = {
        1: gettext("cao hơn rõ"), 0: gettext("chưa đủ để nói khác"), -1: gettext("thấp hơn rõ"),
    }  # fmt: skip
    return words_of[interval.stands_to(common)]
