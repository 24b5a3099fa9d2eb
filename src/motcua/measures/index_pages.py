"""The indices by which others judge the province: results, components, and what it takes to a goal, at what effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.forms import Schema
from motcua.kernel.indices import Lever, walk
from motcua.kernel.measures import rounded
from motcua.kernel.refusals import Missing
from motcua.measures import indexing, scores
from motcua.measures.boards import tables
from motcua.measures.boards.tables import Cell, Table
from motcua.measures.figures import sparkline
from motcua.measures.indexing import Index
from motcua.measures.scores import Result, WhatIf
from motcua.registers import declaring
from motcua.web import words
from motcua.web.access import needs

PARTS = "thanh-phan"
DEEPER = "\N{EM DASH}\N{NO-BREAK SPACE}"
"""Before a component of a component, once for each level."""
ROUNDED = Fraction(1, 20)
"""How far a published score may be from what its published, rounded components give."""


@dataclass(frozen=True, slots=True)
class Row:
    """An index in the list."""

    code: str
    title: str
    issuer: str
    year: str
    score: str
    rank: str
    goal: int
    line: str
    trend: Sequence[tuple[str, str]]


@needs("board")
def indices(request: HttpRequest) -> HttpResponse:
    """Every index with its newest published result."""
    known = list(indexing.indices().values())
    found = scores.all_results(known)
    rows = [_row(one, found[one.code]) for one in known]
    table = _all(rows)
    if tables.wanted(request, [table]):
        return table.excel(_as_of(request))
    context = {"rows": rows, "file": table, "as_of": _at(request)}
    return render(request, "measures/indices.html", context)


def _all(rows: Sequence[Row]) -> Table:
    """The list as a file has it."""
    head = [
        gettext("Chỉ số"), gettext("Ai công bố"), gettext("Năm"), gettext("Điểm"), gettext("Thứ hạng"),
        gettext("Hạng cần tới"), gettext("Hạng các năm"),
    ]  # fmt: skip
    return Table(gettext("Chỉ số của tỉnh"), head, [_line(row) for row in rows], (), "chi-so")


def _line(row: Row) -> list[Cell | str]:
    ranks = "; ".join(f"{year}: {rank}" for year, rank in row.trend)
    return [row.title, row.issuer, row.year, row.score, row.rank, str(row.goal), ranks]


def _row(of: Index, results: Sequence[Result]) -> Row:
    """An index of several units has no one score: its own page tells them."""
    told = [] if of.each else [one for one in results if one.score is not None or one.rank is not None]
    last = told[-1] if told else None
    ranks = [one for one in told if one.rank is not None]
    return Row(
        code=of.code,
        title=of.title,
        issuer=of.issuer,
        year=str(last.year) if last else "",
        score=_figure(last.score, of) if last else "",
        rank=_rank(last) if last else "",
        goal=of.goal,
        line=sparkline([Fraction(one.rank or 0) for one in ranks], falls=True),
        trend=[(str(one.year), str(one.rank)) for one in ranks[-4:]],
    )


@needs("board")
def index(request: HttpRequest, code: str) -> HttpResponse:
    """One index: its results, the components of the newest year, and what it takes to a score that one may choose."""
    of = indexing.index(code)
    results = scores.results(of)
    units = sorted({one.unit for one in results if one.unit})
    unit = request.GET.get("don-vi", units[0] if units else "")
    if unit and unit not in units:
        raise Missing
    mine = [one for one in results if one.unit == unit]
    newest = next((one for one in reversed(mine) if one.computed is not None), None)
    asked, said = _asked(of), request.GET.get("diem", "")
    checked = forms.validate(asked, {"diem": said}, today=local(_at(request)).date(), partial=True)
    goal = _goal(checked, newest)
    what_if = scores.what_if(newest, goal) if newest and goal is not None else None
    years, parts = _years(mine), _levers(what_if) if what_if else _components(of, newest)
    if table := tables.wanted(request, [years, parts]):
        return table.excel(
            f"{of.title}: {unit}. {_as_of(request)}" if unit else f"{of.title}. {_as_of(request)}"
        )
    context = {
        "index": of,
        "units": units,
        "unit": unit,
        "years": years,
        "newest": newest,
        "asked": asked.fields,
        "values": forms.fill(asked, {"diem": said or _figure(goal, of)}),
        "faults": checked.faults,
        "what_if": _what_if(what_if) if what_if else None,
        "parts": parts,
        "as_of": _at(request),
    }
    return render(request, "measures/index.html", context, status=422 if checked.faults else 200)


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]


def _as_of(request: HttpRequest) -> str:
    """What a file says of the moment: registers are read as they stand, with what was approved until now."""
    return gettext("Số liệu đến %(at)s.") % {"at": f"{local(_at(request)):%H:%M %d/%m/%Y}"}


def _asked(of: Index) -> Schema:
    """The question for the score to reach."""
    label = gettext("Điểm của hạng %(goal)s") % {"goal": of.goal}
    asked = {
        "id": "diem",
        "label": label,
        "type": "number",
        "decimals": 4,
        "max": float(of.scale),
        "required": True,
    }
    return Schema.parse([asked])


def _goal(checked: forms.Checked, newest: Result | None) -> Fraction | None:
    """The score to reach: the one that was typed, else that of the province at the goal, where it is known."""
    typed = checked.values.get("diem")
    if isinstance(typed, int | float):
        return Fraction(str(typed))
    return newest.goal_score if newest and not checked.faults else None


def _years(results: Sequence[Result]) -> Table:
    """What was published year by year, the newest first, beside what the components give."""
    head = [gettext("Năm"), gettext("Điểm công bố"), gettext("Thứ hạng"), gettext("Tính lại từ thành phần")]
    rows = [
        [
            str(one.year),
            *(
                said or "–"
                for said in (_figure(one.score, one.index), _rank(one), _figure(one.computed, one.index))
            ),
        ]
        for one in reversed(results)
    ]
    return Table(gettext("Các năm"), head, rows, range(1, len(head)), "cac-nam", _apart(results))


def _apart(results: Sequence[Result]) -> str:
    """Which years have another score than their components give: something was entered wrong, or weighed otherwise."""
    years = [
        str(one.year)
        for one in results
        if one.score is not None and one.computed is not None and abs(one.score - one.computed) > ROUNDED
    ]
    said = gettext("Năm %(years)s: điểm công bố khác điểm tính lại từ thành phần; xem lại số đã nhập.")
    return said % {"years": ", ".join(years)} if years else ""


def _components(of: Index, newest: Result | None) -> Table:
    """The tree of the index: what each component has as far as it is known, and what a point of it is worth."""
    edition = (newest and newest.edition) or of.editions[-1]
    told = newest.scores if newest else {}
    head = [
        gettext("Thành phần"),
        gettext("Điểm hiện nay"),
        gettext("Tối đa"),
        gettext("Thêm 1 điểm, chỉ số tăng"),
    ]
    rows = [
        [
            words.vi(DEEPER * depth + part.title),
            _figure(told.get(part.id), of) or "–",
            _worth(part.high),
            _worth(worth),
        ]
        for depth, part, worth in walk(edition.root)
    ]
    return Table(_caption(gettext("Điểm thành phần"), newest), head, rows, range(1, len(head)), PARTS)


def _levers(of: WhatIf) -> Table:
    """What each component would take alone, the one with the least effort first."""
    head = [
        gettext("Thành phần"), gettext("Điểm hiện nay"), gettext("Tối đa"), gettext("Thêm 1 điểm, chỉ số tăng"),
        gettext("Đạt tối đa, chỉ số tăng"), gettext("Riêng nó phải lên đến"),
        gettext("Công sức: phần quãng đường còn lại"),
    ]  # fmt: skip
    rows = [_lever(one, of.result.index) for one in of.levers]
    caption = _caption(gettext("Từng thành phần, ít công sức nhất trước"), of.result)
    return Table(caption, head, rows, range(1, len(head)), PARTS)


def _caption(said: str, of: Result | None) -> str:
    return f"{said}, {of.year}" if of else said


def _lever(one: Lever, of: Index) -> list[str]:
    effort = _percent(one.effort) if one.effort is not None and one.suffices else "–"
    return [
        words.vi(one.component.title), _figure(one.now, of), _worth(one.component.high), _worth(one.worth),
        _figure(one.most, of), _figure(one.now + one.rise, of) if one.suffices else gettext("một mình không đủ"),
        effort,
    ]  # fmt: skip


def _what_if(of: WhatIf) -> Mapping[str, object]:
    index = of.result.index
    return {
        "goal": _figure(of.goal, index),
        "now": _figure(of.result.computed, index),
        "gap": _figure(of.gap, index),
        "reached": not of.gap,
        "together": _percent(of.together) if of.together is not None else "",
    }


def _rank(of: Result) -> str:
    if of.rank is None:
        return ""
    return f"{of.rank}/{of.ranked}" if of.ranked else str(of.rank)


def _percent(value: Fraction) -> str:
    return f"{words.number(rounded(value * 100, 0))} %"


def _figure(value: Fraction | None, of: Index) -> str:
    """A score with as many digits behind the comma as the register keeps of it; empty where there is none."""
    return "" if value is None else words.number(rounded(value, _places(of)))


def _places(of: Index) -> int:
    field = declaring.register(of.register).schema.field("score")
    return field.decimals if field else 2


def _worth(value: Fraction) -> str:
    """What a point is worth: as short as it can be said exactly, in at most four digits."""
    return words.number(rounded(value, next((n for n in range(4) if (value * 10**n).denominator == 1), 4)))
