"""The public page and its downloads: cheap, for a visitor never derives facts nor counts what was just counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import condition, require_safe

from motcua.agencies import reads as agencies
from motcua.kernel.anonymity import hidden
from motcua.kernel.calendar import local
from motcua.kernel.measures import Tally, total
from motcua.kernel.refusals import Missing
from motcua.measures import marking, reads, refreshing, scorecards
from motcua.measures.boards import days, telling
from motcua.measures.boards.days import Board
from motcua.measures.boards.tables import Table
from motcua.measures.public import datasets, files
from motcua.measures.reads import Line
from motcua.web import words
from motcua.web.access import public

FRESH = 600
"""Seconds for which a public figure may be kept by whoever passes it on."""
SHOWN = ("now.received", "now.finished", "now.late-finished")
ON_TIME = "766.2.1"
TITLES = {
    datasets.BY_AGENCY.name: gettext_noop("Hồ sơ theo cơ quan và tháng"),
    datasets.BY_FIELD.name: gettext_noop("Hồ sơ theo lĩnh vực và tháng"),
    datasets.SCORE.name: gettext_noop("Bộ chỉ số QĐ 766/QĐ-TTg theo quý"),
    datasets.MARKS.name: gettext_noop("Điểm của cơ quan theo TT 01/2018/TT-VPCP, từng quý"),
}


def _as_of() -> datetime | None:
    """The moment for which the public is told; None before there are facts.

    It is the first that was asked for in an hour: whatever happens meanwhile, the public costs one count an hour.
    """
    found = refreshing.store().manifest()
    if found is None or not refreshing.as_declared(found):
        return None
    return _moment(str(settings.FACTS_DIR), f"{found.as_of:%Y%m%d%H}")


@lru_cache(maxsize=4)
def _moment(folder: str, hour: str) -> datetime:
    return reads.manifest().as_of


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
    counted = _counted(str(settings.FACTS_DIR), board, get_language() or "")
    context = {
        "as_of": as_of,
        "period": board.days,
        "periods": [(period.name, told) for period, told in days.choices(board.today)],
        "datasets": [
            {"title": gettext(TITLES[one.name]), "name": one.name, "columns": one.columns}
            for one in datasets.DATASETS.values()
        ],
        "formats": list(files.FORMATS),
        "licence": datasets.LICENCE,
    }
    return _kept(render(request, "measures/public/figures.html", context | counted))


@lru_cache(maxsize=32)
def _counted(folder: str, board: Board, language: str) -> dict[str, Any]:
    """What has to be counted for the page, in its language."""
    return {
        "counts": [
            {"text": gettext(line.measure.title), "value": line.tally.part}
            for line in reads.kept(SHOWN, board.asked)
        ],
        "tables": [_on_time(board, "field"), _on_time(board, "successor"), _score(board), _marks(board)],
    }


def _board(request: HttpRequest, as_of: datetime) -> Board:
    """A named period only, so that there are few pages to keep; the quarter of reports of today by default."""
    today = local(as_of).date()
    named = {period.name: period for period, _ in days.choices(today)}
    asked = request.GET.get(days.NAMED, "")
    return Board(named.get(asked) or next(iter(named.values())), as_of, today)


def _on_time(board: Board, dimension: str) -> Table:
    """Cases on time by group, the groups with few cases in one line."""
    lines = [line for line in reads.kept((ON_TIME,), board.by(dimension)) if line.key[0] is not None]
    lines = [line for line in lines if line.tally.whole]
    few = hidden({line.key[0]: line.tally.whole or 0 for line in lines})
    named = _named(dimension)([line.key[0] for line in lines])
    shown = sorted(
        (one for one in lines if one.key[0] not in few),
        key=lambda one: (-(one.share or 0), named[one.key[0]]),
    )
    rows = [[words.listed(named[line.key[0]]), *_figures(line.tally)] for line in shown]
    if few:
        rest = sum((line.tally for line in lines if line.key[0] in few), Tally(None, None))
        rows.append([gettext("%(n)s nơi ít hồ sơ, gộp chung") % {"n": len(few)}, *_figures(rest)])
    first = gettext("Lĩnh vực") if dimension == "field" else gettext("Cơ quan")
    caption = gettext("Đúng hạn theo lĩnh vực") if dimension == "field" else gettext("Đúng hạn theo cơ quan")
    head = [first, gettext("Đúng hạn"), gettext("Trên tổng"), gettext("Tỷ lệ")]
    return Table(caption, head, rows, (1, 2, 3))


def _figures(tally: Tally) -> list[str]:
    if 0 < (tally.whole or 0) < 5:
        return ["–", gettext("dưới 5"), "–"]
    return [telling.number(tally.part), telling.number(tally.whole), telling.share(tally.share)]


def _named(dimension: str) -> Callable[[list[Any]], dict[Any, str]]:
    if dimension == "field":
        return lambda keys: {key: key for key in keys}
    return lambda keys: {key: one.name for key, one in agencies.agencies_by_id(keys).items()}


def _score(board: Board) -> Table:
    rows = []
    for title, those in groupby(reads.kept(("766",), board.asked), lambda line: line.measure.group):
        group: list[Line] = list(those)
        most = total(line.measure.scale.points for line in group if line.measure.scale)
        earned = telling.points(total(line.points for line in group)) or gettext("chưa có dữ liệu")
        rows.append([gettext(title), earned, telling.points(most)])
    head = [gettext("Nhóm"), gettext("Điểm"), gettext("Điểm tối đa")]
    return Table(gettext("Điểm theo QĐ 766/QĐ-TTg"), head, rows, (1, 2))


def _marks(board: Board) -> Table:
    """The marks of agencies with enough cases, the best first."""
    marks = marking.agencies(scorecards.scorecard(datasets.SCORECARD), board.asked)
    few = hidden({mark.agency: mark.cases for mark in marks})
    shown = [mark for mark in marks if mark.agency not in few]
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


def _version(request: HttpRequest, **named: str) -> str | None:
    as_of = _as_of()
    return f'"{as_of:%Y%m%d%H%M%S}-{"-".join(named.values())}"' if as_of else None


@lru_cache(maxsize=16)
def _written(folder: str, as_of: datetime, today: date, name: str, form: str) -> bytes:
    of = datasets.DATASETS[name]
    return files.FORMATS[form].write(of, datasets.rows(of, as_of, today), as_of.isoformat())


@public
@require_safe
@condition(etag_func=_version)
def dataset(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A dataset as a file."""
    as_of = _as_of()
    if name not in datasets.DATASETS or form not in files.FORMATS or as_of is None:
        raise Missing
    content = _written(str(settings.FACTS_DIR), as_of, local(as_of).date(), name, form)
    answer = HttpResponse(content, content_type=files.FORMATS[form].media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return _kept(answer)


@public
@require_safe
@condition(etag_func=_version)
def dictionary(request: HttpRequest) -> HttpResponse:
    """What the datasets are, for programs (Frictionless Data Package)."""
    as_of = _as_of()
    if as_of is None:
        raise Missing
    here = request.build_absolute_uri(reverse("public-figures")) + "du-lieu/"
    said = datasets.dictionary(list(datasets.DATASETS.values()), as_of, here)
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return _kept(answer)
