"""Reception at the counter, the beginning: which procedure, and whose case it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.agencies.reads import AgencyRow
from motcua.cases import filing, telling
from motcua.cases.desk import reads as desk_reads
from motcua.cases.desk.inbox import moment_of, officer_of
from motcua.cases.journey import prefilled
from motcua.cases.models import Channel
from motcua.kernel import clock, forms
from motcua.kernel.flow import ONE_STOP
from motcua.kernel.forms import Schema
from motcua.kernel.refusals import Invalid, NotAllowed
from motcua.people import acts as people_acts
from motcua.people import reads as people
from motcua.people.models import Applicant
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition
from motcua.web.access import needs

CHANNELS = {"1": Channel.COUNTER, "3": Channel.POST}


def today_of(request: HttpRequest) -> date:
    """The local day of the request."""
    return clock.local(moment_of(request)).date()


def counters_of(request: HttpRequest) -> list[AgencyRow]:
    """The one-stops where the officer receives."""
    actor = officer_of(request)
    held = sorted({agency for role in ONE_STOP for agency in actor.agencies_with(role)})
    by_id = agencies.agencies_by_id(held)
    return [by_id[number] for number in held]


# --- which procedure -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure to choose."""

    code: str
    name: str
    field: str


@needs("counter")
def start(request: HttpRequest) -> HttpResponse:
    """Choose the procedure: by words, or among what this counter receives most."""
    day, text = today_of(request), request.GET.get("q", "").strip()
    offers = _matching(text, day) if text else _usual(request, day)
    if len(offers) == 1 and text:
        return redirect("counter-person", offers[0].code)
    drafts = [(draft, procedures.definition(draft.version).name) for draft in _drafts(request)]
    return render(request, "cases/desk/counter.html", {"text": text, "offers": offers, "drafts": drafts})


def _matching(text: str, day: date) -> list[Offer]:
    hits = procedures.search(text, on=day, here=True).page.rows
    return [Offer(hit.code, hit.name, hit.field) for hit in hits]


def _usual(request: HttpRequest, day: date) -> list[Offer]:
    received = desk_reads.most_received([one.id for one in counters_of(request)], on=day)
    definitions = [procedures.definition(one.version) for one in received]
    return [Offer(definition.code, definition.name, definition.field) for definition in definitions]


def _drafts(request: HttpRequest) -> Sequence[desk_reads.CounterDraft]:
    return desk_reads.counter_drafts(officer_of(request).account)


# --- whose ---------------------------------------------------------------------------------------------------


@needs("counter")
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Say whose case it is: who is known needs a number only, who is not says the rest once."""
    definition = procedures.version_in_force(code, today_of(request)).definition
    counters = counters_of(request)
    if request.method != "POST":
        return _ask_person(request, definition, counters, {})
    typed = {name: str(text).replace("\0", "") for name, text in request.POST.items()}
    try:
        applicant = _applicant(request, typed)
    except Invalid as refused:
        return _ask_person(request, definition, counters, typed, refused)
    if applicant is None:
        return _ask_person(request, definition, counters, typed | {"kind": _likely_kind(typed)}, unknown=True)
    draft = _begin(request, definition, applicant, _reception(typed, counters), _channel(typed, definition))
    return redirect("counter-draft", draft)


def _applicant(request: HttpRequest, typed: Mapping[str, str]) -> int | None:
    """The applicant with the number that was typed, remembered first where the rest was typed too."""
    today = today_of(request)
    known = people.applicant_with(re.sub(r"[\s.]", "", typed.get("identity", "")))
    if known is not None:
        return known.id
    if "name" in typed:
        born = typed.get("birth_date", "").strip()
        day = _day(born, today) if born else None
        return people_acts.know_applicant(
            typed, birth_date=day, by=officer_of(request), at=moment_of(request)
        )
    _check_number(typed, today)
    return None


def _check_number(typed: Mapping[str, str], today: date) -> None:
    """Refuse a mistyped number before the rest is asked."""
    probe = Schema.parse([_number_row(_likely_kind(typed))])
    forms.validate(probe, {"identity": typed.get("identity", "")}, today=today).raise_if_faulty()


def _number_row(kind: str) -> Mapping[str, Any]:
    label = gettext("Số định danh cá nhân hoặc mã số thuế")
    if kind == Applicant.Kind.CITIZEN:
        return {"id": "identity", "label": label, "type": "identity", "required": True}
    return {"id": "identity", "label": label, "type": "tax-code", "required": True}


def _likely_kind(typed: Mapping[str, str]) -> str:
    """Ten or thirteen digits are a business's, all else is taken for a citizen's."""
    digits = re.sub(r"\D", "", typed.get("identity", ""))
    chosen = typed.get("kind", "")
    return chosen or (Applicant.Kind.BUSINESS if len(digits) in (10, 13) else Applicant.Kind.CITIZEN).value


def _day(text: str, today: date) -> date:
    schema = Schema.parse([{"id": "birth_date", "label": gettext("Ngày sinh"), "type": "date", "past": True}])
    checked = forms.validate(schema, {"birth_date": text}, today=today)
    checked.raise_if_faulty()
    return date.fromisoformat(str(checked.values["birth_date"]))


def _reception(typed: Mapping[str, str], counters: Sequence[AgencyRow]) -> AgencyRow:
    if not counters:
        raise NotAllowed(gettext("Vị trí của bạn không tiếp nhận hồ sơ tại quầy nào."))
    return next((one for one in counters if str(one.id) == typed.get("reception")), counters[0])


def _channels(definition: Definition) -> list[tuple[str, str]]:
    """The ways to the counter by which the procedure takes cases (NĐ 61/2018 Đ.16), each with its words."""
    words = {
        Channel.COUNTER: gettext("Trực tiếp tại quầy"),
        Channel.POST: gettext("Qua bưu chính công ích"),
    }
    return [(key, words[one]) for key, one in CHANNELS.items() if one.code in definition.channels]


def _channel(typed: Mapping[str, str], definition: Definition) -> Channel:
    """The way that was chosen, the first that is taken by default; an act refuses one that is not."""
    first = next(iter(_channels(definition)), ("1", ""))[0]
    return CHANNELS.get(typed.get("channel", first), Channel.COUNTER)


def _begin(
    request: HttpRequest, definition: Definition, applicant: int, reception: AgencyRow, channel: Channel
) -> UUID:
    """Go on with a draft of the same for the same, or start one with what is known of the applicant in it."""
    actor, at = officer_of(request), moment_of(request)
    begun = desk_reads.counter_draft(actor.account, applicant, definition.code)
    if begun is not None:
        filing.arrives(begun, channel, by=actor, at=at)
        messages.info(request, gettext("Tiếp tục bản nháp đã lưu cho người nộp này."))
        return begun
    draft = filing.start(
        definition.code,
        applicant=applicant,
        channel=channel,
        reception=reception.id,
        by=actor,
        at=at,
    )
    communes = agencies.communes(today_of(request))
    known = prefilled(definition.schema, people.applicant(applicant), communes)
    filing.save(draft, known, by=actor, at=at)
    return draft


def _ask_person(
    request: HttpRequest,
    definition: Definition,
    counters: Sequence[AgencyRow],
    typed: Mapping[str, str],
    refused: Invalid | None = None,
    *,
    unknown: bool = False,
) -> HttpResponse:
    kinds = [(kind, gettext(title)) for kind, title in telling.KINDS.items()]
    context = {
        "definition": definition,
        "counters": counters,
        "typed": typed,
        "channels": _channels(definition),
        "channel": f"{_channel(typed, definition).value}",
        "unknown": unknown or "name" in typed,
        "kinds": kinds,
        "faults": refused.faults if refused else (),
        "errors": {fault.where: fault.message for fault in refused.faults} if refused else {},
    }
    return render(request, "cases/desk/counter_person.html", context, status=422 if refused else 200)
