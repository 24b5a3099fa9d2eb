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
from motcua.kernel.indices import Lever
from motcua.kernel.measures import rounded
from motcua.kernel.refusals import Missing
from motcua.measures import indexing, scores
from motcua.measures.figures import comma, sparkline
from motcua.measures.indexing import Index
from motcua.measures.scores import Result, WhatIf
from motcua.registers import declaring
from motcua.web.access import needs


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
    return render(request, "measures/indices.html", {"rows": [_row(one, found[one.code]) for one in known]})


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
    context = {
        "index": of,
        "units": units,
        "unit": unit,
        "results": [_result(one) for one in reversed(mine)],
        "newest": newest,
        "asked": asked.fields,
        "values": forms.fill(asked, {"diem": said or _figure(goal, of)}),
        "faults": checked.faults,
        "what_if": _what_if(what_if) if what_if else None,
        "components": _components(newest) if newest and not what_if else (),
    }
    return render(request, "measures/index.html", context, status=422 if checked.faults else 200)


def _at(request: HttpRequest) -> datetime:
    return cast(datetime, request.at)  # type: ignore[attr-defined]


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


def _result(one: Result) -> Mapping[str, str]:
    return {
        "year": str(one.year),
        "score": _figure(one.score, one.index),
        "rank": _rank(one),
        "computed": _figure(one.computed, one.index),
    }


def _components(of: Result) -> Sequence[Mapping[str, str]]:
    parts = of.edition.root.parts if of.edition else ()
    return [
        {
            "title": part.title,
            "now": _figure(of.scores.get(part.id), of.index),
            "most": _worth(part.high),
        }
        for part in parts
    ]


def _what_if(of: WhatIf) -> Mapping[str, object]:
    index = of.result.index
    return {
        "goal": _figure(of.goal, index),
        "now": _figure(of.result.computed, index),
        "gap": _figure(of.gap, index),
        "reached": not of.gap,
        "together": _percent(of.together) if of.together is not None else "",
        "rows": [_lever(one, index) for one in of.levers],
    }


def _lever(one: Lever, of: Index) -> Mapping[str, object]:
    return {
        "title": one.component.title,
        "now": _figure(one.now, of),
        "most": _worth(one.component.high),
        "worth": _worth(one.worth),
        "gain": _figure(one.most, of),
        "to": _figure(one.now + one.rise, of) if one.suffices else "",
        "effort": _percent(one.effort) if one.effort is not None and one.suffices else "",
        "suffices": one.suffices,
    }


def _rank(of: Result) -> str:
    if of.rank is None:
        return ""
    return f"{of.rank}/{of.ranked}" if of.ranked else str(of.rank)


def _percent(value: Fraction) -> str:
    return f"{comma(rounded(value * 100, 0))} %"


def _figure(value: Fraction | None, of: Index) -> str:
    """A score with as many digits behind the comma as the register keeps of it; empty where there is none."""
    return "" if value is None else comma(rounded(value, _places(of)))


def _places(of: Index) -> int:
    field = declaring.register(of.register).schema.field("score")
    return field.decimals if field else 2


def _worth(value: Fraction) -> str:
    """What a point is worth: as short as it can be said exactly, in at most four digits."""
    return comma(rounded(value, next((n for n in range(4) if (value * 10**n).denominator == 1), 4)))
