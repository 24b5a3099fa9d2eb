"""The forecast on pages: what may become late, for a board and beside the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from motcua.agencies import reads as agencies
from motcua.cases.reads import InboxRow
from motcua.measures import forecasting
from motcua.measures.forecasting import Forecaster, Open
from motcua.people.actors import Actor
from motcua.web.access import needs

SHOWN = 100
LIKELY = 0.5
"""From this chance on the inbox warns."""


@needs("board")
def board(request: HttpRequest) -> HttpResponse:
    """The open cases likeliest to be late, with how well such forecasts came true."""
    at: datetime = request.at  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    of = forecasting.forecaster()
    found = (
        forecasting.forecasts(of, forecasting.open_cases(at=at), at=at)[:SHOWN] if of and of.useful else []
    )
    names = agencies.agencies_by_id(one.case.agency for one in found)
    rows = [
        (one.case, percent(one.chance), names[one.case.agency].short_name, actor.serves(one.case.agency))
        for one in found
    ]
    return render(request, "measures/forecast.html", {"of": of, "rows": rows, "bins": _bins(of)})


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
    told = forecasting.forecasts(of, map(_open, shown), at=at)
    rows = [(one.case, percent(one.chance)) for one in told if one.chance >= LIKELY]
    return render_to_string("measures/likely_late.html", {"rows": rows}) if rows else ""


def _open(row: InboxRow) -> Open:
    """A row of the inbox as the forecast knows cases; one without a date has all the time."""
    due = row.case_due or datetime.max.replace(tzinfo=UTC)
    return Open(
        str(row.case), row.code, row.law, "" if row.branch else row.name, row.agency_id, row.opened_at, due
    )
