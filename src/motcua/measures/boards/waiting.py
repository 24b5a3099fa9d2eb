"""What waits: open cases by age, overdue work by who holds it, the steps where work waits longest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.measures import declaring, reads
from motcua.measures.boards import behind, days, tables
from motcua.measures.boards.cuts import BANDS, CUTS, address, band_told
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.counting import Asked, table_of
from motcua.people import access
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.web import words
from motcua.web.access import needs

OPEN = ("now.open", "now.held", "now.late")
LATE_STEPS = "step.late"
STEPS = "step.done"
SLOWEST = 20
FEWEST = 5
"""Steps done fewer times say nothing of how long they take."""


@needs("board")
def ageing(request: HttpRequest) -> HttpResponse:
    """Open cases by the days since reception, late ones by the days since they were due, overdue work by holder."""
    board = days.board(request)
    reader: Actor = request.actor  # type: ignore[attr-defined]
    shown = [_by_age(board), _by_delay(board), _by_holder(board, reader)]
    if table := tables.wanted(request, shown):
        return table.excel(f"{board.as_of:%d/%m/%Y}")
    context = board.context | {"tables": shown}
    return render(request, "measures/boards/ageing.html", context, status=board.status)


def _by_age(board: Board) -> Table:
    caption = gettext("Hồ sơ đang giải quyết, theo số ngày từ khi tiếp nhận")
    return _banded(board, caption, OPEN, "cho-tu")


def _by_delay(board: Board) -> Table:
    caption = gettext("Hồ sơ đang quá hạn, theo số ngày quá hạn")
    return _banded(board, caption, ("now.late",), "qua-han")


def _banded(board: Board, caption: str, codes: tuple[str, ...], cut: str) -> Table:
    counted = behind.banded(codes, CUTS[cut], Asked(board.as_of))
    rows: list[list[Cell | str]] = [
        [
            band_told(band),
            *(_opened(board, code, counted.get(band, {}).get(code, 0), **{cut: band}) for code in codes),
        ]
        for band in BANDS
    ]
    titles = [gettext(declaring.measures()[code].title) for code in codes]
    return Table(caption, [gettext("Số ngày"), *titles], rows, range(1, len(codes) + 1), cut)


def _opened(board: Board, code: str, counted: int, **cut: object) -> Cell:
    return Cell(words.number(counted), address(code, board.days, **cut))


def _by_holder(board: Board, reader: Actor) -> Table:
    """Overdue steps by who holds them; a name only for whom the marks of that person are open."""
    lines = reads.kept((LATE_STEPS,), Asked(board.as_of, by=("agency", "owner")))
    held = [(*line.key, line.tally.part or 0) for line in lines if line.tally.part]
    known = agencies.agencies_by_id(agency for agency, _, _ in held)
    told: dict[tuple[int, int | None, str], int] = {}
    for agency, owner, number in held:
        named = owner is not None and access.may_see_marks(reader, agency, owner)
        why = "" if named else gettext("chưa ai nhận") if owner is None else gettext("đã có người nhận")
        told[agency, owner if named else None, why] = (
            told.get((agency, owner if named else None, why), 0) + number
        )
    names = people.names_by_account([owner for _, owner, _ in told if owner])
    rows: list[list[Cell | str]] = [
        [
            words.vi(known[agency].name),
            words.vi(names[owner]) if owner else why,
            _opened(
                board, LATE_STEPS, number, co_quan=known[agency].slug, **({"nguoi": owner} if owner else {})
            ),
        ]
        for (agency, owner, why), number in sorted(
            told.items(), key=lambda one: (-one[1], known[one[0][0]].name)
        )
    ]
    head = [gettext("Cơ quan"), gettext("Ai giữ"), gettext("Bước quá hạn")]
    note = gettext("Tên từng người chỉ người đó, người đứng đầu và kiểm soát thủ tục xem được.")
    return Table(gettext("Việc quá hạn, nơi giữ nhiều trước"), head, rows, (2,), "nguoi-giu", note)


# --- bottlenecks -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slow:
    """A step of a procedure: how often it was done, and its median and 90th percentile in hours of the clock."""

    procedure: str
    name: str
    title: str
    done: int
    waiting: tuple[float, float]
    working: tuple[float, float]


QUANTILES = f"""
WITH taken AS (SELECT procedure, name, title,
  epoch(coalesce(claimed_at, closed_at) - opened_at) / 3600 AS waiting,
  epoch(closed_at - coalesce(claimed_at, closed_at)) / 3600 AS working
  FROM {table_of("step")} WHERE closed_at IS NOT NULL AND NOT awaits_collection AND branch = ''
  AND closed_day BETWEEN DATE '{{first}}' AND DATE '{{last}}')
SELECT procedure, name, max(title), count(*), quantile_cont(waiting, [0.5, 0.9]), quantile_cont(working, [0.5, 0.9])
FROM taken GROUP BY procedure, name HAVING count(*) >= {FEWEST}
ORDER BY quantile_cont(waiting + working, 0.9) DESC, procedure, name LIMIT {SLOWEST}"""  # noqa: S608 - constants


@reads.remembered
def slowest(asked: Asked) -> list[Slow]:
    """The steps whose 90th percentile is the longest among those done in some days."""
    found = reads.engine().run(QUANTILES.format(first=asked.first, last=asked.last))
    return [
        Slow(procedure, name, title, done, (waits[0], waits[1]), (works[0], works[1]))
        for procedure, name, title, done, waits, works in found
    ]


@needs("board")
def bottlenecks(request: HttpRequest) -> HttpResponse:
    """Which steps take longest: waiting until somebody takes them up, and working from then on."""
    board = days.board(request)
    table = _table(board, slowest(Asked(board.as_of, board.days.first, board.days.last)))
    if tables.wanted(request, [table]):
        return table.excel(f"{board.days.first:%d/%m/%Y} – {board.days.last:%d/%m/%Y}")
    context = board.context | {"tables": [table]}
    return render(request, "measures/boards/bottlenecks.html", context, status=board.status)


def _table(board: Board, slow: Sequence[Slow]) -> Table:
    head = [
        gettext("Bước"), gettext("Thủ tục"), gettext("Số lần"), gettext("Chờ (trung vị)"),
        gettext("Chờ (90 % dưới)"), gettext("Làm (trung vị)"), gettext("Làm (90 % dưới)"),
        gettext("Lâu vì"),
    ]  # fmt: skip
    note = gettext(
        "Giờ đồng hồ, kể cả đêm và ngày nghỉ. Chờ: từ khi đến bước đến khi có người nhận; làm: từ đó đến khi xong."
    )
    return Table(
        gettext("Bước lâu nhất trước"), head, list(_rows(board, slow)), range(2, 7), "diem-nghen", note
    )


def _rows(board: Board, slow: Sequence[Slow]) -> Iterable[list[Cell | str]]:
    for one in slow:
        cut: dict[str, Any] = {"thu_tuc": one.procedure, "buoc": one.name}
        waits = one.waiting[1] > one.working[1]
        yield [
            words.vi(one.title), one.procedure, _opened(board, STEPS, one.done, **cut),
            *(_hours(value) for value in (*one.waiting, *one.working)),
            gettext("chờ người nhận") if waits else gettext("xử lý"),
        ]  # fmt: skip


def _hours(value: float) -> str:
    return gettext("%(hours)s giờ") % {"hours": words.number(round(value, 1))}
