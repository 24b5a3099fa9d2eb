"""What waits: open cases by age, overdue work by who holds it, the steps where work waits longest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.kernel.text import in_order
from motcua.measures import declaring, reads
from motcua.measures.boards import behind, days, tables, telling
from motcua.measures.boards.cuts import BANDS, CUTS, address, band_told
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.counting import Asked, table_of
from motcua.measures.holders import holders
from motcua.people.actors import Actor
from motcua.web import words
from motcua.web.access import needs
from motcua.web.sheets import Figure

OPEN = ("now.open", "now.held", "now.late")
LATE_STEPS = "step.late"
STEPS = "step.done"
HOLDERS = 50
"""Holders of overdue work on the page; the Excel file has them all."""
SLOWEST = 20
FEWEST = 5
"""Steps done fewer times say nothing of how long they take."""
FEWEST_IN_TAIL = 20
"""Of fewer, a tenth is one or none: their 90th percentile is chance."""
HOURS = '#,##0.0 "%s"'
"""How Excel shows hours, with what hours they are."""


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
    return Cell(telling.number(counted), address(code, board.days, **cut))


def _by_holder(board: Board, reader: Actor) -> Table:
    """Overdue steps by who holds them; a name only for whom the marks of that person are open."""
    lines = reads.kept((LATE_STEPS,), Asked(board.as_of, by=("agency", "owner")))
    held = [(*line.key, line.tally.part or 0) for line in lines if line.tally.part]
    known = agencies.agencies_by_id(agency for agency, _, _ in held)
    names = holders(reader, [(agency, owner) for agency, owner, _ in held], on=board.today)
    told: dict[tuple[int, int | None, str], int] = {}
    for agency, owner, number in held:
        name = names.name(agency, owner)
        who = words.vi(name) or (gettext("chưa ai nhận") if owner is None else gettext("đã có người nhận"))
        key = (agency, owner if name else None, who)
        told[key] = told.get(key, 0) + number
    rows: list[list[Cell | str]] = [
        [
            words.vi(known[agency].name),
            who,
            _opened(
                board, LATE_STEPS, number, co_quan=known[agency].slug, **({"nguoi": owner} if owner else {})
            ),
        ]
        for (agency, owner, who), number in sorted(
            told.items(), key=lambda one: (-one[1], in_order(known[one[0][0]].name))
        )
    ]
    head = [gettext("Cơ quan"), gettext("Ai giữ"), gettext("Bước quá hạn")]
    note = gettext("Tên từng người chỉ người đó, người đứng đầu và kiểm soát thủ tục xem được.")
    caption = gettext("Việc quá hạn, nơi giữ nhiều trước")
    return Table(caption, head, rows, (2,), "nguoi-giu", note, HOLDERS)


# --- bottlenecks -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spread:
    """How many minutes something takes: the median, and the 90th percentile where a tenth of the times is some."""

    median: float
    slow: float | None


@dataclass(frozen=True, slots=True)
class Slow:
    """A step of a procedure: how often it was done, and by people; how long it took, until a claim and from then on.

    These are working minutes, without pauses; what too few steps tell is none. ``lasted`` are minutes of the clock, of
    steps in years that no calendar knows.
    """

    procedure: str
    procedure_title: str
    name: str
    title: str
    done: int
    by_people: int
    held: Spread | None
    waiting: Spread | None
    working: Spread | None
    lasted: Spread | None


GATHERED = "gathered"
"""The move of a step that waits for others, parts of a bundle or opinions: nobody claims it (code-lists/moves.yaml)."""
STEP, PROCEDURE = table_of("step"), table_of("procedure")
SPREADS = {
    "holds": "worked",
    "waits": "waited",
    "works": "worked - waited",
    "lasts": "CASE WHEN worked IS NULL THEN epoch(closed_at - opened_at) / 60 END",
}
QUANTILES = f"""
WITH told AS (SELECT procedure, name, coalesce(max(nullif(title, '')), name) AS title, count(*) AS done,
  count(*) FILTER (verb <> '{GATHERED}') AS by_people,
  {", ".join(f"[count({it})] || quantile_cont({it}, [0.5, 0.9]) AS {name}" for name, it in SPREADS.items())}
  FROM {STEP} WHERE closed_at IS NOT NULL AND NOT awaits_collection AND branch = ''
    AND closed_day BETWEEN DATE '{{first}}' AND DATE '{{last}}'
  GROUP BY procedure, name HAVING count(*) >= {{fewest}}
  ORDER BY holds[2] DESC NULLS LAST, lasts[2] DESC, procedure, name LIMIT {SLOWEST})
SELECT told.procedure, coalesce({PROCEDURE}.title, told.procedure), told.name, told.title, done, by_people,
  {", ".join(SPREADS)}
FROM told LEFT JOIN {PROCEDURE} ON {PROCEDURE}.procedure = told.procedure
ORDER BY holds[2] DESC NULLS LAST, lasts[2] DESC, told.procedure, told.name"""  # noqa: S608 - constants


@reads.remembered
def slowest(asked: Asked) -> list[Slow]:
    """The steps that take longest as a rule, by their median, among those done in some days."""
    found = reads.engine().run(QUANTILES.format(first=asked.first, last=asked.last, fewest=FEWEST))
    return [Slow(*one[: -len(SPREADS)], *map(_spread, one[-len(SPREADS) :])) for one in found]


def _spread(found: Sequence[float] | None) -> Spread | None:
    """What the times tell that are known, their number first; none of too few."""
    if found is None or found[0] < FEWEST:
        return None
    known, median, slow = found
    return Spread(median, slow if known >= FEWEST_IN_TAIL else None)


@needs("board")
def bottlenecks(request: HttpRequest) -> HttpResponse:
    """Which steps take longest: waiting until somebody takes them up, and working from then on."""
    board = days.board(request)
    table = _table(board, slowest(Asked(board.as_of, board.days.first, board.days.last)))
    if tables.wanted(request, [table]):
        return table.excel(board.told)
    context = board.context | {"tables": [table]}
    return render(request, "measures/boards/bottlenecks.html", context, status=board.status)


def _table(board: Board, slow: Sequence[Slow]) -> Table:
    head = [
        gettext("Bước"), gettext("Thủ tục"), gettext("Số lần"), gettext("Cả bước (trung vị)"),
        gettext("Cả bước (90 % dưới)"), gettext("Chờ (trung vị)"), gettext("Chờ (90 % dưới)"),
        gettext("Làm (trung vị)"), gettext("Làm (90 % dưới)"), gettext("Lâu vì"),
    ]  # fmt: skip
    note = gettext(
        "Thời gian làm việc theo lịch, trừ lúc tạm dừng, như hạn được tính: đêm và ngày nghỉ không kể, một ngày là 8 "
        "giờ. Chờ: từ khi đến bước đến khi có người nhận (giao lại thì đến khi người sau nhận, không ai nhận thì đến "
        "khi xong); làm: từ đó đến khi xong. Bước của năm không có lịch nói bằng giờ đồng hồ. Sổ của hệ thống khác chỉ "
        "tách được chờ và làm nếu ghi lúc bắt đầu. Bước làm dưới %(few)s lần không kể; dưới %(tail)s lần không có mức "
        "90 %%."
    ) % {"few": FEWEST, "tail": FEWEST_IN_TAIL}
    return Table(
        gettext("Bước lâu nhất trước"), head, list(_rows(board, slow)), range(2, 9), "diem-nghen", note
    )


def _rows(board: Board, slow: Sequence[Slow]) -> Iterable[list[Cell | str]]:
    for one in slow:
        cut: dict[str, Any] = {"thu_tuc": one.procedure, "buoc": one.name}
        yield [
            words.vi(one.title), words.vi(one.procedure_title), _opened(board, STEPS, one.done, **cut),
            *(_told(one.held, _working) if one.held else _told(one.lasted, _by_clock)),
            *_told(one.waiting, _working), *_told(one.working, _working), _why(one),
        ]  # fmt: skip


def _told(of: Spread | None, wording: Callable[[float], str]) -> tuple[str, str]:
    """The median and the 90th percentile, in words."""
    if of is None:
        return telling.UNKNOWN, telling.UNKNOWN
    return wording(of.median), telling.UNKNOWN if of.slow is None else wording(of.slow)


def _working(minutes: float) -> str:
    told = round(minutes)
    text = words.span(told) if told else gettext("dưới một phút")
    return Figure(text, round(minutes / 60, 1), HOURS % gettext("giờ làm việc"))


def _by_clock(minutes: float) -> str:
    hours, unit = round(minutes / 60, 1), gettext("giờ đồng hồ")
    return Figure(f"{words.number(hours)} {unit}", hours, HOURS % unit)


def _why(one: Slow) -> str:
    if one.waiting is None or one.working is None:
        return telling.UNKNOWN
    if not one.by_people:
        return gettext("chờ nơi khác")
    return gettext("chờ người nhận") if one.waiting.median > one.working.median else gettext("xử lý")
