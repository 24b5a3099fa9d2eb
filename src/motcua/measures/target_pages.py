"""The targets of the resolution: a page that a Party committee reads in a minute, each with what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Missing
from motcua.kernel.targets import Reading, Status, Way
from motcua.measures import declaring, promising, readings, reads
from motcua.measures.boards import tables
from motcua.measures.boards.cuts import address
from motcua.measures.boards.days import Period
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.counting import Asked
from motcua.measures.figures import sparkline
from motcua.measures.promising import Target
from motcua.measures.readings import Kept
from motcua.measures.target_words import (
    GOING_WORDS,
    STATUS_COLOURS,
    STATUS_WORDS,
    definition,
    period,
    reached,
    source,
    threshold,
    value,
    waits_for,
)
from motcua.registers import declaring as declared
from motcua.registers import reads as registers
from motcua.web import words
from motcua.web.access import needs

HOW, WHO = "ket-qua", "co-quan"
"""How an address narrows the page: to those that stand somehow, to those of somebody."""
STANDING: Mapping[str, Status] = {
    "chua-dat": Status.NOT_MET,
    "dung-lo-trinh": Status.ON_TRACK,
    "dat": Status.MET,
    "chua-co-du-lieu": Status.NO_DATA,
    "khong-con-ap-dung": Status.NOT_APPLICABLE,
}
"""How targets stand as an address says it, in the order in which a reader wants to know."""
NO_BREAK = "\N{NO-BREAK SPACE}"
SILENT = (Status.NO_DATA, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Row:
    """A target as pages show it."""

    code: str
    title: str
    word: str
    colour: str
    value: str
    told_on: str
    threshold: str
    trend: Sequence[tuple[str, str]]
    line: str
    going: str
    responsible: str
    source: str
    waits_for: str


@dataclass(frozen=True, slots=True)
class Group:
    """The targets of a part of the resolution: those that say something, and those that can say nothing."""

    title: str
    rows: Sequence[Row]
    silent: Sequence[Row]


@needs("board")
def targets(request: HttpRequest) -> HttpResponse:
    """The targets by group, all or narrowed, with how many stand how, and who answers for them."""
    asked = _asked(request)
    everything = readings.kept(promising.targets().values(), asked)
    names = _names(everything, asked.as_of.date())
    found, kept = _narrowed(request, everything, names)
    shown = [_all(found, names), _by_whom(everything, names)]
    if table := tables.wanted(request, shown):
        return table.excel(f"{asked.as_of:%H:%M %d/%m/%Y}")
    groups = groupby(found, lambda one: one.target.group)
    context = {
        "as_of": asked.as_of,
        "standing": _standing(everything),
        "number": len(everything),
        "kept": kept,
        "groups": [_group(title, list(those), names) for title, those in groups],
        "file": shown[0],
        "by_whom": shown[1],
        "answering": [_answering(slug, names, those) for slug, those in _by_slug(everything)],
    }
    return render(request, "measures/targets.html", context)


@needs("board")
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One target: its words, its definition, every value with what lies behind it."""
    known = promising.targets().get(code)
    if known is None:
        raise Missing("Không có chỉ tiêu này.")
    asked = _asked(request)
    [one] = readings.kept([known], asked)
    table = _values(one, asked.as_of.date())
    if tables.wanted(request, [table]):
        return table.excel(f"{known.code}: {known.title}")
    context = {
        "as_of": asked.as_of,
        "row": _row(one, _names([one], asked.as_of.date())),
        "target": known,
        "baseline": value(known, known.promise.baseline) if known.promise.baseline else "",
        "definition": definition(known),
        "table": table,
        "behind": list(_behind(one, asked.as_of.date())),
    }
    return render(request, "measures/target.html", context)


def _asked(request: HttpRequest) -> Asked:
    at = request.at  # type: ignore[attr-defined]
    return Asked(local(reads.at_once(at=at).as_of))


def _names(found: Sequence[Kept], on: date) -> Mapping[str, str]:
    """What those who answer for targets are called on a day; a slug that nobody bears is shown as it is."""
    there = {one.slug: one.short_name for one in agencies.agencies(on, level="province")}
    return {
        slug: there.get(slug) or _successor(slug, on) for slug in {one.target.responsible for one in found}
    }


def _successor(slug: str, on: date) -> str:
    try:
        return agencies.agency_carrying(slug, on).short_name
    except Missing:
        return slug


# --- which targets -------------------------------------------------------------------------------------------


def _narrowed(
    request: HttpRequest, found: Sequence[Kept], names: Mapping[str, str]
) -> tuple[Sequence[Kept], Sequence[str]]:
    """Those that an address asks for, and what it asks in words; :class:`Missing` for what is not there."""
    how, who = request.GET.get(HOW, ""), request.GET.get(WHO, "")
    if (how and how not in STANDING) or (who and who not in names):
        raise Missing
    those = [
        one
        for one in found
        if (not how or one.status is STANDING[how]) and who in ("", one.target.responsible)
    ]
    return those, [
        *([gettext(STATUS_WORDS[STANDING[how]])] if how else []),
        *([words.vi(names[who])] if who else []),
    ]


def _link(**said: str) -> str:
    """The page narrowed so."""
    return f"{reverse('targets')}?{urlencode({name: text for name, text in said.items() if text})}"


def _standing(found: Sequence[Kept]) -> Sequence[Mapping[str, Any]]:
    """How many stand how, each with its colour and the page of those."""
    counted = [one.status for one in found]
    return [
        {
            "text": gettext(STATUS_WORDS[status]),
            "colour": STATUS_COLOURS[status],
            "value": counted.count(status),
            "href": _link(**{HOW: name}) if status in counted else "",
        }
        for name, status in STANDING.items()
    ]


def _by_whom(found: Sequence[Kept], names: Mapping[str, str]) -> Table:
    """Who answers for how many that stand how; who has most to do comes first."""
    rows: list[list[Cell | str]] = [
        [
            Cell(words.vi(names[slug]), _link(**{WHO: slug})),
            *(str(those.count(status) or "–") for status in STANDING.values()),
        ]
        for slug, those in _by_slug(found)
    ]
    head = [
        gettext("Chịu trách nhiệm"),
        *(gettext(STATUS_WORDS[status]) for status in STANDING.values()),
    ]
    return Table(gettext("Ai chịu trách nhiệm"), head, rows, range(1, len(head)), "chiu-trach-nhiem")


def _by_slug(found: Sequence[Kept]) -> list[tuple[str, list[Status]]]:
    """How the targets of each stand; who has most to do comes first."""
    counted: dict[str, list[Status]] = {}
    for one in found:
        counted.setdefault(one.target.responsible, []).append(one.status)
    return sorted(counted.items(), key=lambda each: [-each[1].count(status) for status in STANDING.values()])


def _answering(slug: str, names: Mapping[str, str], those: Sequence[Status]) -> Mapping[str, Any]:
    """Who answers, with how many stand how; each leads to those."""
    return {
        "text": words.vi(names[slug]),
        "href": _link(**{WHO: slug}),
        "lights": [
            {
                "text": f"{those.count(status)} {gettext(STATUS_WORDS[status]).lower()}",
                "colour": STATUS_COLOURS[status],
                "href": _link(**{WHO: slug, HOW: name}),
            }
            for name, status in STANDING.items()
            if status in those
        ],
    }


def _all(found: Sequence[Kept], names: Mapping[str, str]) -> Table:
    """The targets as a file has them: one a line, those without data with what they wait for."""
    head = [
        gettext("Mã"), gettext("Nhóm"), gettext("Chỉ tiêu"), gettext("Kết quả"), gettext("Số mới nhất"),
        gettext("Kỳ"), gettext("Phải đạt"), gettext("Hạn"), gettext("Diễn biến"), gettext("Chịu trách nhiệm"),
        gettext("Nguồn số"), gettext("Còn chờ"),
    ]  # fmt: skip
    rows = [_line(one, _row(one, names)) for one in found]
    return Table(gettext("Chỉ tiêu của Nghị quyết"), head, rows, (), "muc-tieu")


def _line(one: Kept, row: Row) -> list[Cell | str]:
    return [
        row.code, one.target.group, row.title, row.word, row.value, row.told_on, row.threshold,
        f"{one.target.promise.deadline:%d/%m/%Y}", "; ".join(f"{year}: {said}" for year, said in row.trend),
        row.responsible, row.source, row.waits_for,
    ]  # fmt: skip


def _group(title: str, those: Sequence[Kept], names: Mapping[str, str]) -> Group:
    return Group(
        title,
        [_row(one, names) for one in those if one.status not in SILENT],
        [_row(one, names) for one in those if one.status in SILENT],
    )


def _row(one: Kept, names: Mapping[str, str]) -> Row:
    told = sorted(one.readings, key=lambda reading: reading.on)
    promise = one.target.promise
    return Row(
        code=one.target.code,
        title=one.target.title,
        word=gettext(STATUS_WORDS[one.status]).replace(" ", NO_BREAK),
        colour=STATUS_COLOURS[one.status],
        value=value(one.target, one.newest) if one.newest else "",
        told_on=str(one.newest.on.year) if one.newest else "",
        threshold=threshold(promise.threshold, one.target.unit),
        trend=[(str(reading.on.year), reached(one.target, reading)) for reading in told[-4:]],
        line=sparkline([reading.value for reading in told], falls=promise.threshold.way is Way.AT_MOST),
        going=gettext(GOING_WORDS[going]) if (going := promise.threshold.going(told)) else "",
        responsible=names[one.target.responsible],
        source=source(one.target),
        waits_for=waits_for(one.target),
    )


# --- what stands behind one ----------------------------------------------------------------------------------


def _values(one: Kept, on: date) -> Table:
    """Every value known, the newest first: a measure leads to its rows, an entry to the document that proves it."""
    of = one.target
    codes = of.value.measures if of.value else ()
    apart = codes if len(codes) > 1 else ()
    proven = bool(of.value and of.value.register)
    entered, beside = _entered(of), _beside(of)
    known = declaring.measures()
    head = [gettext("Kỳ"), gettext("Giá trị"), *(words.vi(known[code].title) for code in apart)]
    rows = [
        [
            period(reading),
            Cell(words.vi(value(of, reading)), "" if apart or not codes else _rows_of(codes[0], reading, on)),
            *(_part(one, code, reading, on) for code in apart),
            *([_counted_beside(of, entered.get(reading.on.year))] if beside else []),
            *([_proof(entered.get(reading.on.year))] if proven else []),
        ]
        for reading in sorted(one.readings, key=lambda reading: reading.on, reverse=True)
    ]
    head += [beside] if beside else []
    head += [gettext("Văn bản chứng minh")] if proven else []
    return Table(gettext("Các số đã biết"), head, rows, range(1, 2 + len(apart) + bool(beside)), of.code)


def _part(one: Kept, code: str, reading: Reading, on: date) -> Cell:
    """What one of several measures says on the same day."""
    said = next((each for each in one.each[code] if each.on == reading.on), None)
    return Cell(words.vi(value(one.target, said)) if said else "–", _rows_of(code, reading, on))


def _rows_of(code: str, reading: Reading, on: date) -> str:
    """The page with the rows behind a measure for the year of a reading."""
    return address(code, Period(date(reading.on.year, 1, 1), min(date(reading.on.year, 12, 31), on)))


def _entered(of: Target) -> Mapping[int, registers.Row]:
    """By year what is entered for it."""
    if not (of.value and of.value.register):
        return {}
    register = declared.register(of.value.register)
    return {row.year(register): row for row in registers.in_force([register.code]).get(register.code, ())}


def _beside(of: Target) -> str:
    """What the entered number is called that joins the whole of a measure; empty for a target that is not of both."""
    if not (of.value and of.value.register and of.value.measures):
        return ""
    field = declared.register(of.value.register).schema.field(of.value.field)
    return words.vi(field.label) if field else ""


def _counted_beside(of: Target, row: registers.Row | None) -> str:
    number = row.values.get(of.value.field) if row and of.value else None
    return words.number(number) if isinstance(number, int | float) else "–"


def _proof(row: registers.Row | None) -> Cell | str:
    """The document that proves an entry, leading to it."""
    return Cell(words.vi(row.document), reverse("register-batch", args=[row.batch])) if row else "–"


def _behind(one: Kept, on: date) -> Iterator[Mapping[str, str]]:
    """Where the rows behind the value are: its measures in its year, the register with all that was ever entered."""
    of = one.target
    if of.value is None:
        return
    for code in of.value.measures:
        href = _rows_of(code, one.newest, on) if one.newest else reverse("board-measure", args=[code])
        yield {"href": href, "text": declaring.measures()[code].title}
    if of.value.register:
        register = declared.register(of.value.register)
        yield {"href": reverse("register-rows", args=[register.code]), "text": register.title}
