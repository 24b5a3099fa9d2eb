"""The way down from a number: its definition, how it is told apart, its rows, and from each row the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop

from motcua.agencies import reads as agencies
from motcua.cases import reads as cases
from motcua.kernel import scoring
from motcua.kernel.measures import Nothing
from motcua.kernel.refusals import Missing
from motcua.kernel.text import in_order
from motcua.measures import declaring, kept_logs, reads
from motcua.measures.boards import behind, cuts, days, tables, telling
from motcua.measures.boards.behind import Narrowed, Which
from motcua.measures.boards.cuts import Cutting
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.declaring import Count, Measure
from motcua.measures.facts import Column, Fact, declared
from motcua.measures.holders import holders
from motcua.measures.reads import Line
from motcua.measures.target_words import waited
from motcua.people import access
from motcua.people.actors import Actor
from motcua.web import paging, words
from motcua.web.access import needs

PAGE = 25
WRITTEN = 5_000
"""Rows in an Excel file at most."""
ROWS = "ho-so"
BY, WHICH = "theo", "xem"
TOLD_BY: Mapping[str, tuple[str, str]] = {
    "thang": ("month", gettext_noop("Từng tháng")),
    "co-quan": ("successor", gettext_noop("Từng cơ quan")),
    "linh-vuc": ("field", gettext_noop("Từng lĩnh vực")),
}
WHICH_WORDS: Mapping[Which, str] = {
    Which.PART: gettext_noop("Được tính"),
    Which.REST: gettext_noop("Không được tính"),
    Which.WHOLE: gettext_noop("Tất cả"),
}
LOST = gettext_noop("Phần mất")
NOTHING_WORDS: Mapping[Nothing, str] = {
    Nothing.UNDEFINED: gettext_noop("không tính điểm"),
    Nothing.FULL: gettext_noop("được điểm tối đa"),
    Nothing.ZERO: gettext_noop("0 điểm"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several looks at the same number."""

    text: str
    href: str
    current: bool


@needs("board")
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """A number opened: definition, how it is told apart, rows; each table also as an Excel file."""
    one = declaring.measures().get(code)
    if one is None:
        raise Missing(gettext("Không có chỉ tiêu này."))
    board = days.board(request)
    if one.fewest:
        board = board.of_year
    of = Narrowed(board.asked, cuts.parse({k: str(v) for k, v in request.GET.items()}, board.today))
    reader: Actor = request.actor  # type: ignore[attr-defined]
    _may_ask(reader, of.cuts, board.today)
    refused = bool(one.fewest) and not _told_by_agency(request.GET.get(BY, ""), of.cuts)
    page = _Page(request, board, one, of, reader)
    told, listed = page.told_apart(), page.listed()
    if table := tables.wanted(request, [one for one in (told, listed) if one]):
        return table.excel("; ".join(filter(None, (board.told, table.note))))
    context = board.context | {
        "measure": one,
        "refused": gettext(reads.ONLY_BY_AGENCY) if refused else "",
        "figures": figures(behind.line(one, of)),
        "definition": definition(one),
        "cuts": page.cuts(),
        "kept": [(c.cut.name, c.said) for c in of.cuts],
        "told": told, "told_tabs": page.told_tabs(), "told_excel": page.link(xlsx=told.name) if told else "",
        "listed": listed, "listed_tabs": page.listed_tabs(), "listed_excel": page.link(xlsx=ROWS),
        "of_cases": page.lists_cases(), "rows_page": page.rows_page,
    }  # fmt: skip
    return render(request, "measures/boards/measure.html", context, status=422 if refused else board.status)


def _may_ask(reader: Actor, asked: Sequence[Cutting], today: date) -> None:
    """A person's figures are for that person, the head and control of procedures, as their marks are."""
    said = {cutting.cut.name: cutting.value for cutting in asked}
    if "nguoi" in said and not access.marks_seen(reader, on=today).of(said.get("co-quan", 0), said["nguoi"]):
        raise Missing


def _told_by_agency(by: str, asked: Sequence[Cutting]) -> bool:
    """Whether an address asks for nothing that would tell answers apart by more than their agency or their month."""
    named = [TOLD_BY[by][0]] if by in TOLD_BY else []
    return reads.TOLD_BY.issuperset([*named, *(cutting.cut.dimension for cutting in asked)])


def figures(line: Line) -> list[tuple[str, str]]:
    """A number as a line says it: the count, of how many, the share, the points; nothing where nobody counted."""
    heads = figure_heads(line.measure)
    return [(head, value) for head, value in zip(heads, _figures(line), strict=False) if value]


def definition(one: Measure) -> list[dict[str, str]]:
    """What a measure means, as its file says it."""
    return [{"key": key, "value": value} for key, value in _defined(one) if value]


def _defined(one: Measure) -> Iterator[tuple[str, str]]:
    yield gettext("Mã"), one.code
    yield gettext("Đếm phần mất") if one.lost else gettext("Đếm"), _formula(one.part)
    if one.whole != one.part and one.is_share:
        yield gettext("Trên tổng số"), _formula(one.whole)
    if one.scale:
        most, full = telling.points(one.scale.points), telling.share(one.scale.full_at)
        said = gettext(
            "%(most)s điểm khi tỷ lệ đạt %(full)s, dưới mức đó theo tỷ lệ; tổng bằng 0: %(nothing)s"
        )
        yield gettext("Điểm"), said % {
            "most": most, "full": full, "nothing": gettext(NOTHING_WORDS[one.scale.nothing]),
        }  # fmt: skip
    if one.waits_for:
        yield gettext("Số liệu"), gettext("chưa có: chờ %(what)s") % {"what": waited(one.waits_for)}
    if one.fewest:
        said = gettext(
            "dưới %(fewest)s thì không hiện; chỉ nói từng năm, theo cơ quan hoặc theo tháng, để không ai trừ ra được"
        )
        yield gettext("Ít phiếu"), said % {"fewest": one.fewest}
    yield gettext("Căn cứ"), one.law
    yield gettext("Cơ sở"), one.basis
    yield gettext("Ghi chú"), words.vi(one.note) if one.note else ""
    yield gettext("Khai ở"), one.where.removeprefix(f"{settings.CATALOGUE}/")


def _formula(one: Count | None) -> str:
    if one is None:
        return ""
    told = f"{one.fact}: {one.expression}"
    if one.each:
        told = gettext("số %(column)s khác nhau ở %(told)s") % {"column": one.each, "told": told}
    return gettext("%(told)s, theo ngày %(day)s") % {"told": told, "day": one.when} if one.when else told


class _Page:
    """The tables of one opened number and the addresses between them."""

    def __init__(self, request: HttpRequest, board: Board, one: Measure, of: Narrowed, reader: Actor) -> None:
        self.request, self.board, self.measure, self.of, self.reader = request, board, one, of, reader
        self.rows_page: paging.Page[behind.Row] | None = None
        self.ways = behind.ways(one)
        self.by = [name for name, (dimension, _) in TOLD_BY.items() if self._tells(dimension)]

    def link(self, **changed: str | None) -> str:
        """This page with some of its address changed; the place in the list is left."""
        kept = {k: str(v) for k, v in self.request.GET.items() if k not in ("tu", tables.EXCEL)}
        said = kept | {name.replace("_", "-"): value for name, value in changed.items()}
        return "?" + urlencode({name: value for name, value in said.items() if value is not None})

    def cuts(self) -> list[dict[str, str]]:
        return [
            {
                "text": gettext(one.cut.title),
                "told": words.listed(one.told),
                "without": self.link(**{one.cut.name: None}),
            }
            for one in self.of.cuts
        ]

    # how it is told apart

    def _tells(self, dimension: str) -> bool:
        part = self.measure.part
        return (
            part is not None
            and behind.told_by(declared()[part.fact], part.when, dimension)
            and behind.may_tell(self.measure, self.of, dimension)
        )

    def told_tabs(self) -> list[Tab]:
        return [Tab(gettext(TOLD_BY[n][1]), self.link(theo=n), n == self._told_by()) for n in self.by]

    def _told_by(self) -> str:
        asked = self.request.GET.get(BY, "")
        return asked if asked in self.by else next(iter(self.by), "")

    def told_apart(self) -> Table | None:
        if not self.by:
            return None
        name = self._told_by()
        dimension, caption = TOLD_BY[name]
        shown = figure_heads(self.measure)
        lines = [line for line in behind.lines(self.measure, self.of, dimension) if line.key[0] is not None]
        if dimension != "month":  # months are told without gaps, in their order
            lines = [line for line in lines if line.tally.part or (len(shown) > 1 and line.tally.whole)]
        named = self._names(name, [line.key[0] for line in lines])
        if dimension != "month":
            lines.sort(key=lambda one: (-_weight(one), in_order(strip_tags(named[one.key[0]].text))))
        rows: list[list[Cell | str]] = [[named[line.key[0]], *figure_row(line, len(shown))] for line in lines]
        return Table(
            gettext(caption),
            [gettext("Nhóm"), *shown],
            rows,
            range(1, len(shown) + 1),
            f"theo-{name}",
            most=PAGE,
        )

    def _names(self, name: str, keys: Sequence[Any]) -> dict[Any, Cell]:
        """What a group is called, and the address that narrows to it."""
        if name == "thang":
            return {key: self._month(key) for key in keys}
        if name == "linh-vuc":
            return {key: Cell(words.listed(key), self.link(linh_vuc=key)) for key in keys}
        known = agencies.agencies_by_id(keys)
        return {key: Cell(words.vi(known[key].name), self.link(co_quan=known[key].slug)) for key in keys}

    def _month(self, key: int) -> Cell:
        first = date(key // 100, key % 100, 1)
        last = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1
        if self.measure.fewest:
            return Cell(f"{first:%m/%Y}")
        days_of = {"tu_ngay": first.isoformat(), "den_ngay": date.fromordinal(last).isoformat(), "ky": None}
        return Cell(f"{first:%m/%Y}", self.link(**days_of))

    # the rows

    def listed_tabs(self) -> list[Tab]:
        if len(self.ways) < 2:
            return []
        said = {**WHICH_WORDS, Which.PART: LOST} if self.measure.lost else WHICH_WORDS
        return [Tab(gettext(said[w]), self.link(xem=w.value), w is self._which()) for w in self.ways]

    def lists_cases(self) -> bool:
        """Whether the rows are of cases, of which a reader sees those of the own agencies."""
        return bool(self.ways) and behind.CASE in behind.fact_of(self.measure, self._which()).kinds

    def _which(self) -> Which:
        asked = self.request.GET.get(WHICH, "")
        return next((way for way in self.ways if way.value == asked), self.ways[0])

    def listed(self) -> Table | None:
        """The rows that the reader may see: a page of them, or many for a file."""
        if not self.ways:
            return None
        which, fact = self._which(), behind.fact_of(self.measure, self._which())
        many = tables.EXCEL in self.request.GET
        limit = WRITTEN if many else PAGE
        of = f"{self.measure.code}.{which}"
        place = paging.decode(self.request.GET.get("tu", ""), of)
        found = behind.rows(self.measure, which, self.of, self.reader, place=place, limit=limit + 1)
        self.rows_page = paging.page_of(found, key=lambda row: row.key, place=place, limit=limit, of=of)
        rows = self.rows_page.rows
        if of_cases := any(row.case_id for row in rows):
            own = {row: kept_logs.own(row.case_id) for row in rows}
            seen = cases.seen(self.reader, [case for case in own.values() if case])
            rows = tuple(row for row, case in own.items() if case is None or case in seen)
        first = [gettext("Hồ sơ")] if of_cases else []
        columns = behind.columns(self.measure, which, self.of)
        titles = [words.vi(column.title) for column in columns]
        body: list[list[Cell | str]] = [
            [*([_case(row)] if of_cases else []), *told]
            for row, told in zip(rows, self._told(fact, columns, rows), strict=True)
        ]
        note = self._cut(which, len(body)) if many and self.rows_page.next_key else ""
        return Table(gettext("Từng dòng, mới nhất trước"), [*first, *titles], body, (), ROWS, note)

    def _cut(self, which: Which, written: int) -> str:
        """What a file says that has not all rows."""
        found = behind.number(self.measure, which, self.of, self.reader)
        said = gettext("chỉ ghi %(written)s dòng mới nhất trong %(number)s dòng: chọn kỳ ngắn hơn để có đủ")
        return said % {"written": words.number(written), "number": words.number(found)}

    def _told(self, fact: Fact, columns: Sequence[Column], rows: Sequence[behind.Row]) -> list[list[str]]:
        """The values of rows as people read them: agencies by name, officers as far as the reader may see them."""
        said = [dict(zip(fact.shown, row.values, strict=True)) for row in rows]
        known = agencies.agencies_by_id(
            row[name] for row in said for name in ("agency", "reception") if row.get(name) is not None
        )
        held = [(row.get("agency") or 0, row.get("owner")) for row in said]
        names = holders(self.reader, held, on=self.board.today)

        def told(row: Mapping[str, Any], column: Column) -> str:
            name, value = column.name, row[column.name]
            if value in column.values:
                return words.vi(column.values[value])
            if name in ("agency", "reception") and value in known:
                return words.vi(known[value].short_name)
            if name == "owner" and value is not None:
                return words.vi(names.name(row.get("agency") or 0, value)) or gettext("đã có người nhận")
            return telling.value(column.kind, value)

        return [[told(row, column) for column in columns] for row in said]


def figure_heads(one: Measure) -> list[str]:
    """The heads of the columns of a measure's figures."""
    if one.is_mean:
        return [gettext("Điểm bình quân"), gettext("Số lượt được chấm")]
    part = gettext("Phần không mất") if one.lost else gettext("Đếm được")
    if one.whole == one.part or not one.is_share:
        return [part]
    points = [gettext("Điểm")] if one.scale else []
    return [part, gettext("Trên tổng"), gettext("Tỷ lệ"), *points]


def figure_row(line: Line, columns: int) -> list[str]:
    """A line's figures under those heads; a dash where nobody counted."""
    return [value or telling.UNKNOWN for value in _figures(line)[:columns]]


def _figures(line: Line) -> list[str]:
    if line.measure.is_mean:
        mean = scoring.mean(line.tally)
        return ["" if mean is None else telling.decimal(mean), telling.number(line.tally.whole)]
    return [
        telling.number(line.tally.part),
        telling.number(line.tally.whole),
        telling.share(line.share),
        telling.points(line.points),
    ]


def _weight(line: Line) -> Fraction:
    """By what groups are put in order, the greatest first."""
    return (line.share if line.measure.is_mean else None) or Fraction(line.tally.part or 0)


def _case(row: behind.Row) -> Cell:
    """The code, leading to the case; one of another system's log is nowhere here."""
    return Cell(row.code, reverse("desk-case", args=[row.case_id]) if kept_logs.own(row.case_id) else "")
