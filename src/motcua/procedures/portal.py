"""The public catalogue: finding a procedure and reading what it takes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.refusals import Missing
from motcua.procedures import reads, regimes
from motcua.procedures.reads import Definition, Hit
from motcua.web import paging, words
from motcua.web.access import public

LONGEST_QUERY = 200

FILTERS = ("linh-vuc", "cap", "su-kien", "truc-tuyen")
"""The filters' names in the address."""


@public
def search(request: HttpRequest) -> HttpResponse:
    """Procedures by words, field, level, life event, way of filing; what is received here comes first."""
    today = local(request.at).date()  # type: ignore[attr-defined]
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    here = request.GET.get("tai-day") == "1"
    found = reads.search(
        text,
        on=today,
        here=here,
        field=wanted["linh-vuc"],
        level=wanted["cap"],
        life_event=wanted["su-kien"],
        online=wanted["truc-tuyen"],
        place=paging.decode(request.GET.get("tu", ""), "procedures"),
    )
    events = reads.life_events()
    return render(
        request,
        "procedures/search.html",
        {
            "text": text,
            "found": found,
            "rows_page": found.page,
            "filters": _filters(wanted, found, events, regimes.on(today)),
            "event": next((event for event in events if event.code == wanted["su-kien"]), None),
            "narrowed": here or any(wanted.values()),
            "here": here,
            "suggestion": reads.suggestion(text) if text and not found.total else "",
            "events": events if not found.total else (),
        },
    )


def _filters(
    wanted: dict[str, str], found: reads.Found, events: tuple[reads.LifeEvent, ...], law: regimes.Law
) -> list[dict[str, Any]]:
    """The filters as the page shows them: every choice says how much it leaves."""
    fields = [
        (facet.value, f"{gettext(facet.title)} ({words.number(facet.count)})") for facet in found.fields
    ]
    levels = [
        (facet.value, f"{gettext(facet.title)} ({words.number(facet.count)})") for facet in found.levels
    ]
    online = [(value, gettext(name)) for value, name in law.online.items()]
    choices = {
        "su-kien": (gettext("Sự kiện"), [(event.code, gettext(event.title)) for event in events]),
        "linh-vuc": (gettext("Lĩnh vực"), fields),
        "cap": (gettext("Cấp giải quyết"), levels),
        "truc-tuyen": (gettext("Mức độ trực tuyến"), online),
    }
    return [
        {"name": name, "label": label, "choices": _with_wanted(offered, wanted[name]), "value": wanted[name]}
        for name, (label, offered) in choices.items()
    ]


def _with_wanted(offered: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The choices with the one in force, even when it leaves nothing."""
    known = not value or any(value == one for one, _ in offered)
    return offered if known else [(value, f"{value} (0)"), *offered]


@public
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """A procedure with its seven constituents, or, when it is only listed, where it is received."""
    today = local(request.at).date()  # type: ignore[attr-defined]
    hit = reads.listed(code, on=today)
    if hit.version_id is None:
        degree = _degree(hit.online, regimes.on(today))
        return render(request, "procedures/listed.html", {"hit": hit, "degree": degree})
    definition, law = reads.definition(hit.version_id), regimes.on(today)
    return render(
        request,
        "procedures/procedure.html",
        {
            "hit": hit,
            "definition": definition,
            "constituents": reads.constituents(definition, on=today),
            "prices": reads.prices(definition, on=today),
            "fees": [(fee.name, reads.price(fee), fee.note) for fee in definition.fees],
            "steps": _steps(definition),
            "contacts": _contacts(definition, hit, request),
            "online": "online" in definition.channels,
            "degree": _degree(definition.online, law),
            "proactive": gettext(law.proactive.get(str(definition.proactive), "")),
            "ways": ", ".join(gettext(reads.CHANNELS[channel]).lower() for channel in definition.channels),
        },
    )


def _degree(online: str, law: regimes.Law) -> str:
    """How far a procedure goes online, in the words of the day."""
    return gettext(law.online[online]) if online else ""


def _steps(definition: Definition) -> list[tuple[str, str, str]]:
    """What happens inside, step by step: the work, its time, what it yields."""
    flow = definition.flow
    shown = [flow.first, *flow.ahead(flow.first)]
    return [(step.title, words.limit(step.within), step.product) for step in shown]


def _contacts(definition: Definition, hit: Hit, request: HttpRequest) -> tuple[reads.AgencyRow, ...]:
    try:
        return reads.contacts(definition, on=local(request.at).date())  # type: ignore[attr-defined]
    except Missing:
        return ()
