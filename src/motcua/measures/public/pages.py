"""The public page and its downloads: cheap, for a visitor never derives facts nor counts what was just counted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import condition, require_safe

from motcua.agencies import reads as agencies
from motcua.kernel.calendar import local
from motcua.kernel.measures import Tally
from motcua.kernel.refusals import Missing
from motcua.kernel.text import in_order
from motcua.measures import declaring, marking, reads, refreshing, scorecards
from motcua.measures.boards import days, telling
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Table
from motcua.measures.marking import Mark
from motcua.measures.public import datasets, few, files
from motcua.measures.public.few import Few
from motcua.measures.reads import Line
from motcua.web import words
from motcua.web.access import public

T = TypeVar("T")
KEPT = 7_200
"""Seconds after which an hour is over for everybody."""
FRESH = 600
"""Seconds for which a public figure may be kept by whoever passes it on."""
SHOWN = ("now.received", "now.finished", "now.late-finished")
ON_TIME = "766.2.1"
HEADS = {
    few.FIELD: (
        gettext_noop("Lĩnh vực"), gettext_noop("Đúng hạn theo lĩnh vực"), gettext_noop("%(n)s lĩnh vực gộp chung"),
    ),
    few.AGENCY: (
        gettext_noop("Cơ quan"), gettext_noop("Đúng hạn theo cơ quan"), gettext_noop("%(n)s cơ quan gộp chung"),
    ),
}  # fmt: skip
TITLES = {
    datasets.BY_AGENCY.name: gettext_noop("Hồ sơ theo cơ quan và quý báo cáo"),
    datasets.BY_FIELD.name: gettext_noop("Hồ sơ theo lĩnh vực và quý báo cáo"),
    datasets.SCORE.name: gettext_noop("Bộ chỉ số QĐ 766/QĐ-TTg theo quý"),
    datasets.MARKS.name: gettext_noop("Điểm của cơ quan theo TT 01/2018/TT-VPCP, từng quý"),
}


def _as_of() -> datetime | None:
    """The moment for which the public is told; None before there are facts.

    It is the first that was asked for in an hour, of whichever process: whatever happens meanwhile, the public costs
    one count an hour, and is told the same by all.
    """
    found = refreshing.store().manifest()
    if found is None or not refreshing.as_declared(found):
        return None
    return _moment(str(settings.FACTS_DIR), f"{found.as_of:%Y%m%d%H}")


@lru_cache(maxsize=4)
def _moment(folder: str, hour: str) -> datetime:
    return _first(f"{folder}.{hour}", lambda: reads.manifest().as_of)


def _first(name: str, tell: Callable[[], T]) -> T:
    """What was told first under a name, kept where all processes find it for as long as an hour can be asked for."""
    key = f"public.{hashlib.sha256(name.encode()).hexdigest()}"
    found: T | None = cache.get(key)
    if found is None:
        cache.add(key, tell(), KEPT)
        found = cache.get(key)
    return tell() if found is None else found


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What the public sees of a quarter: counts, on time by agency and field, scores, marks, data to take away."""
    as_of = _as_of()
    if as_of is None:
        return render(request, "measures/public/figures.html", {"as_of": None})
    board = _board(request, as_of)
    found = _counted(str(settings.FACTS_DIR), board)
    context = {
        "as_of": found.as_of,
        "counts": [
            {"text": gettext(line.measure.title), "value": line.tally.part, "href": "#du-lieu"}
            for line in found.shown
        ],
        "meant": [(gettext(one.title), one.note) for one in map(declaring.measures().__getitem__, SHOWN)],
        "tables": [
            _on_time(found.by_field, few.FIELD, found.few),
            _on_time(found.by_agency, few.AGENCY, found.few),
            _score(found.scored),
            _marks(found.marks, found.few),
        ],
        "period": board.days,
        "periods": [(period.name, told) for period, told in days.choices(board.today)],
        "datasets": [
            {"title": gettext(TITLES[one.name]), "name": one.name, "columns": one.columns}
            for one in datasets.DATASETS.values()
        ],
        "formats": list(files.FORMATS),
        "licence": datasets.LICENCE,
    }
    return _kept(render(request, "measures/public/figures.html", context))


@dataclass(frozen=True, slots=True)
class Counted:
    """What the page tells of some days, and the moment for which it was counted."""

    as_of: datetime
    shown: Sequence[Line]
    by_field: Sequence[Line]
    by_agency: Sequence[Line]
    scored: Sequence[Line]
    marks: Sequence[Mark]
    few: Few


@lru_cache(maxsize=32)
def _counted(folder: str, board: Board) -> Counted:
    """What was counted first in the hour of a board: the same for every process and every language."""
    name = f"{folder}.{board.as_of.isoformat()}.{board.days.first}.{board.days.last}"
    return _first(name, lambda: _count(replace(board, as_of=reads.manifest().as_of)))


def _count(board: Board) -> Counted:
    return Counted(
        board.as_of,
        reads.kept(SHOWN, board.asked),
        reads.kept((ON_TIME,), board.by(few.FIELD)),
        reads.kept((ON_TIME,), board.by(few.AGENCY)),
        reads.kept(("766",), board.asked),
        marking.agencies(scorecards.scorecard(scorecards.OF_OFFICES), board.asked),
        few.within(board.asked),
    )


def _board(request: HttpRequest, as_of: datetime) -> Board:
    """A named period only, so that there are few pages to keep; the quarter of reports of today by default."""
    today = local(as_of).date()
    named = {period.name: period for period, _ in days.choices(today)}
    asked = request.GET.get(days.NAMED) or next(iter(named))
    if asked not in named:
        raise Missing(gettext("Không có kỳ này."))
    return Board(named[asked], as_of, today)


def _on_time(of: Sequence[Line], dimension: str, hidden: Few) -> Table:
    """Cases on time by group, the groups with few cases in one line."""
    first, caption, rest_of = map(gettext, HEADS[dimension])
    lines = [line for line in of if line.key[0] is not None and line.tally.whole]
    gone = hidden.of(dimension)
    named = _named(dimension)([line.key[0] for line in lines])
    shown = sorted(
        (one for one in lines if one.key[0] not in gone),
        key=lambda one: (-(one.share or 0), in_order(named[one.key[0]])),
    )
    rows = [[words.listed(named[line.key[0]]), *_figures(line.tally)] for line in shown]
    if together := [line.tally for line in lines if line.key[0] in gone]:
        rest = sum(together, Tally(None, None))
        rows.append([rest_of % {"n": len(together)}, *_figures(rest)])
    head = [first, gettext("Đúng hạn"), gettext("Trên tổng"), gettext("Tỷ lệ")]
    return Table(caption, head, rows, (1, 2, 3))


def _figures(tally: Tally) -> list[str]:
    if 0 < (tally.whole or 0) < 5:
        return [telling.UNKNOWN, gettext("dưới 5"), telling.UNKNOWN]
    return [telling.number(tally.part), telling.number(tally.whole), telling.share(tally.share)]


def _named(dimension: str) -> Callable[[list[Any]], dict[Any, str]]:
    if dimension == few.FIELD:
        return lambda keys: {key: key for key in keys}
    return lambda keys: {key: one.name for key, one in agencies.agencies_by_id(keys).items()}


def _score(lines: Sequence[Line]) -> Table:
    rows = []
    for title, those in groupby(lines, lambda line: line.measure.group):
        of = reads.earned(those)
        earned, known = gettext("chưa có dữ liệu"), telling.UNKNOWN
        if of.points is not None:
            earned, known = telling.points(of.points), telling.points(of.known)
        rows.append([gettext(title), earned, known, telling.points(of.most)])
    head = [gettext("Nhóm"), gettext("Điểm"), gettext("Trên số điểm đã có dữ liệu"), gettext("Điểm tối đa")]
    return Table(gettext("Điểm theo QĐ 766/QĐ-TTg"), head, rows, (1, 2, 3))


def _marks(marks: Sequence[Mark], hidden: Few) -> Table:
    """The marks of agencies with enough cases, the best first."""
    gone = hidden.of_marks(marks)
    shown = [mark for mark in marks if mark.agency not in gone]
    known = agencies.agencies_by_id(mark.agency for mark in shown)
    unsure = gettext("chưa đủ chỉ số để xếp loại")
    rows = [
        [
            words.vi(known[mark.agency].name), words.number(mark.standing.total),
            gettext(mark.standing.title) if mark.standing.title else unsure,
        ]
        for mark in shown
    ]  # fmt: skip
    head = [gettext("Cơ quan"), gettext("Tổng điểm"), gettext("Xếp loại")]
    return Table(gettext("Chấm điểm theo TT 01/2018/TT-VPCP"), head, rows, (1,))


# --- open data -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """All datasets as they were counted together, and the moment for which: one for every form of each."""

    as_of: datetime
    rows: Mapping[str, Sequence[datasets.Row]]


def _given() -> Given | None:
    """What is given away until the hour is over; None before there are facts."""
    as_of = _as_of()
    return _given_since(str(settings.FACTS_DIR), as_of) if as_of else None


@lru_cache(maxsize=4)
def _given_since(folder: str, as_of: datetime) -> Given:
    return _first(f"{folder}.{as_of.isoformat()}.data", _count_datasets)


def _count_datasets() -> Given:
    as_of = reads.manifest().as_of
    today = local(as_of).date()
    return Given(as_of, {name: datasets.rows(one, as_of, today) for name, one in datasets.DATASETS.items()})


def _version(request: HttpRequest, **named: str) -> str | None:
    given = _given()
    return f'"{given.as_of:%Y%m%d%H%M%S}-{"-".join(named.values())}"' if given else None


@lru_cache(maxsize=16)
def _written(folder: str, as_of: datetime, name: str, form: str) -> bytes:
    given = _given_since(folder, as_of)
    return files.FORMATS[form].write(datasets.DATASETS[name], given.rows[name], given.as_of.isoformat())


@public
@require_safe
@condition(etag_func=_version)
def dataset(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A dataset as a file."""
    as_of = _as_of()
    if name not in datasets.DATASETS or form not in files.FORMATS or as_of is None:
        raise Missing
    content = _written(str(settings.FACTS_DIR), as_of, name, form)
    answer = HttpResponse(content, content_type=files.FORMATS[form].media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return _kept(answer)


@public
@require_safe
@condition(etag_func=_version)
def dictionary(request: HttpRequest) -> HttpResponse:
    """What the datasets are, for programs (Frictionless Data Package)."""
    given = _given()
    if given is None:
        raise Missing
    here = request.build_absolute_uri(reverse("public-figures")) + "du-lieu/"
    said = datasets.dictionary(list(datasets.DATASETS.values()), given.as_of, here)
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return _kept(answer)
