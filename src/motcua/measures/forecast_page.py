"""The forecast on pages: what may become late, for a board and beside the inbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.cases import reads as cases
from motcua.cases.reads import InboxRow
from motcua.measures import forecasting
from motcua.measures.boards import tables
from motcua.measures.boards.tables import Cell, Row, Table
from motcua.measures.forecasting import Forecast, Forecaster, Open
from motcua.people.actors import Actor
from motcua.web import words
from motcua.web.access import needs

SHOWN = 100


@needs("board")
def board(request: HttpRequest) -> HttpResponse:
    """The open cases that the reader may see likeliest to be late, with how well such forecasts came true."""
    at: datetime = request.at  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    of = forecasting.forecaster()
    found = forecasting.forecasts(of, forecasting.open_cases(at=at), at=at) if of and of.useful else []
    seen = cases.seen(actor, {UUID(one.case.case_id) for one in found})
    table = _likeliest([one for one in found if UUID(one.case.case_id) in seen])
    if tables.wanted(request, [table]):
        return table.excel(words.moment(at))
    context = {
        "of": of,
        "table": table,
        "bins": _bins(of),
        "fewest": forecasting.FEWEST,
        "fewest_late": forecasting.FEWEST_LATE,
    }
    return render(request, "measures/forecast.html", context)


def _likeliest(those: Sequence[Forecast]) -> Table:
    """Cases with their chance to be late, the likeliest first."""
    names = agencies.agencies_by_id(one.case.agency for one in those)
    rows: list[Row] = [
        [
            Cell(one.case.code, reverse("desk-case", args=[one.case.case_id])), names[one.case.agency].short_name,
            words.moment(one.case.due_at), f"{percent(one.chance)} %",
        ]
        for one in those
    ]  # fmt: skip
    caption = gettext("Hồ sơ còn hạn mà cơ quan của bạn tham gia, dễ trễ nhất trước")
    head = [gettext("Hồ sơ"), gettext("Cơ quan đang giữ"), gettext("Hạn"), gettext("Khả năng trễ")]
    return Table(caption, head, rows, (3,), "du-bao", most=SHOWN)


def percent(chance: float) -> int:
    """A chance as a whole percent; nothing is certain, and nothing impossible."""
    return min(99, max(1, round(chance * 100)))


def _bins(of: Forecaster | None) -> list[tuple[int, int, int]]:
    return [(one.cases, round(one.said * 100), round(one.late * 100)) for one in of.bins] if of else []


def beside_inbox(request: HttpRequest, shown: Sequence[InboxRow]) -> str:
    """Which of the rows in sight will likely be late, before they are; nothing where nothing can be said."""
    at: datetime = request.at  # type: ignore[attr-defined]
    of = forecasting.forecaster()
    if of is None or not of.useful:
        return ""
    told = forecasting.forecasts(of, _open(shown), at=at)
    rows = [(one.case, percent(one.chance)) for one in told if one.chance * 100 >= settings.WARN_FROM]
    return render_to_string("measures/likely_late.html", {"rows": rows}) if rows else ""


def _open(shown: Iterable[InboxRow]) -> Iterator[Open]:
    """Rows of the inbox as the forecast knows cases; one without a date, not received yet, can't be late."""
    for row in shown:
        if row.case_due:
            step = "" if row.branch else row.name
            yield Open(str(row.case), row.code, row.law, step, row.agency_id, row.opened_at, row.case_due)
