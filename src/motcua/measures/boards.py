"""The boards: what a leader sees in a minute, each number with its definition and its moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.kernel.calendar import local
from motcua.kernel.measures import rounded, total
from motcua.kernel.refusals import Invalid
from motcua.measures import reads
from motcua.measures.counting import Asked
from motcua.measures.figures import comma
from motcua.measures.reads import Line
from motcua.web import words
from motcua.web.access import needs

NOW = ("now.received", "now.finished", "now.open", "now.held", "now.late", "now.late-finished")
SCORE = "766"


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a board tells of; by default those of this month until today."""

    first: date
    last: date

    @classmethod
    def parse(cls, first: str, last: str, *, today: date) -> Period:
        """The days of a form; raises :class:`Invalid` for what is no day, or an end before its beginning."""
        try:
            days = cls(
                date.fromisoformat(first) if first else today.replace(day=1),
                date.fromisoformat(last) if last else today,
            )
        except ValueError as error:
            raise Invalid(gettext("Ngày viết theo dạng 31/12/2026.")) from error
        if days.first > days.last:
            raise Invalid(gettext("Ngày đầu phải trước hoặc bằng ngày cuối."))
        return days


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the score as the page has it; texts are empty where there is no data."""

    code: str
    title: str
    part: str
    whole: str
    share: str
    points: str
    most: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the score and its sum; measures without data are counted apart, never as zero."""

    title: str
    points: str
    most: str
    rows: Sequence[Row]
    waiting: int


@needs("board")
def today(request: HttpRequest) -> HttpResponse:
    """The province now: what came, what went, what is late, agency by agency."""
    context, status = _common(request)
    asked = context["asked"]
    counts = reads.lines(reads.chosen(NOW), asked)
    return render(
        request, "measures/today.html",
        context | {
            "counts": [
                {"text": gettext(line.measure.title), "value": line.tally.part} for line in counts
            ],
            "head": [gettext("Cơ quan"), *(gettext(reads.measures()[code].title) for code in NOW)],
            "rows": _by_agency(asked),
        },
        status=status,
    )  # fmt: skip


@needs("board")
def score(request: HttpRequest) -> HttpResponse:
    """QĐ 766/QĐ-TTg: six groups, twenty-one measures, with what is not known yet said as such."""
    context, status = _common(request)
    lines = reads.lines(reads.chosen([SCORE]), context["asked"])
    groups = [_group(title, list(those)) for title, those in groupby(lines, lambda line: line.measure.group)]
    return render(request, "measures/score.html", context | {"groups": groups}, status=status)


def _common(request: HttpRequest) -> tuple[dict[str, Any], int]:
    at: datetime = request.at  # type: ignore[attr-defined]
    day, wrong = local(at).date(), ""
    try:
        days = Period.parse(request.GET.get("tu-ngay", ""), request.GET.get("den-ngay", ""), today=day)
    except Invalid as refusal:
        days, wrong = Period.parse("", "", today=day), refusal.message
    as_of = reads.at_once(at=at).as_of
    asked = Asked(as_of, days.first, days.last)
    return {"days": days, "wrong": wrong, "as_of": as_of, "asked": asked}, 422 if wrong else 200


def _by_agency(asked: Asked) -> list[list[str]]:
    """A row for each agency that has anything to show, those with the most late cases first."""
    by_agency: dict[int, dict[str, int]] = {}
    for line in reads.lines(reads.chosen(NOW), Asked(asked.as_of, asked.first, asked.last, ("successor",))):
        by_agency.setdefault(line.key[0], {})[line.measure.code] = line.tally.part or 0
    names = {key: words.vi(one.short_name) for key, one in agencies.agencies_by_id(by_agency).items()}
    order = sorted(by_agency, key=lambda one: (-by_agency[one].get("now.late", 0), names[one]))
    return [
        [names[one], *(words.number(by_agency[one].get(code, 0)) for code in NOW)]
        for one in order
        if any(by_agency[one].values())
    ]


def _group(title: str, lines: Sequence[Line]) -> Group:
    most = sum((line.measure.scale.points for line in lines if line.measure.scale), Fraction(0))
    return Group(
        gettext(title), _told(total(line.points for line in lines)), _told(most),
        [_row(line) for line in lines], sum(line.points is None for line in lines),
    )  # fmt: skip


def _row(line: Line) -> Row:
    share, scale = line.share, line.measure.scale
    return Row(
        code=line.measure.code,
        title=gettext(line.measure.title),
        part=_number(line.tally.part),
        whole=_number(line.tally.whole),
        share=f"{comma(rounded(share * 100, 1))} %" if share is not None else "",
        points=_told(line.points),
        most=_told(scale.points if scale else None),
        waits=bool(line.measure.waits_for),
    )


def _number(counted: int | None) -> str:
    return "" if counted is None else words.number(counted)


def _told(points: Fraction | None) -> str:
    return "" if points is None else comma(rounded(points))
