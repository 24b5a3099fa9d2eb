"""Where a case goes: the one-stop that takes it in and the agency that decides, as both are on the day of filing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.agencies.models import Agency
from motcua.agencies.reads import AgencyRow
from motcua.cases import store
from motcua.cases.models import Channel, Draft
from motcua.kernel.flow import ONE_STOP, Place
from motcua.kernel.refusals import Fault, Invalid
from motcua.people.actors import Actor
from motcua.procedures import regimes
from motcua.procedures.reads import Definition


def communes(of: Definition, *, on: date) -> Mapping[str, str]:
    """The communes that a form may name on a day, by code; none for a form that asks for none."""
    return agencies.communes(on) if of.schema.asks("commune") else {}


def counters(officer: Actor) -> list[int]:
    """The one-stops at which an officer receives."""
    return sorted({agency for role in ONE_STOP for agency in officer.agencies_with(role)})


def deciders(of: Definition, *, on: date) -> tuple[AgencyRow, ...]:
    """Who may decide on a day: the agency that the procedure names, or every unit of the kind that it names."""
    wanted = of.competent
    if wanted.agency:
        return (agencies.agency_by_key(wanted.agency, on),)
    return agencies.agencies(on, kind=wanted.kind)


def competent_for(of: Definition, reception: int, *, on: date) -> int | None:
    """The agency that decides a case received somewhere; None when the applicant has to choose it.

    It stands above the place of reception, or is of another branch for the same territory (Công an xã).
    """
    wanted = of.competent
    if wanted.agency:
        return agencies.agency_by_key(wanted.agency, on).id
    line = agencies.line_of(reception)
    beside = (row for row in agencies.agencies(on, kind=wanted.kind) if row.place == line[0].place)
    return next((row.id for row in (*line, *beside) if row.kind == wanted.kind), None)


def chosen(posted: str | None, offered: Iterable[AgencyRow]) -> int | None:
    """Which of the agencies that a page offered was chosen on it."""
    return next((row.id for row in offered if str(row.id) == posted), None)


def faults(draft: Draft, of: Definition, *, on: date, by: Actor | None = None) -> tuple[Fault, ...]:
    """What is wrong with the places that a draft names; for others an officer files at the own counters only."""
    own = counters(by) if by is not None and draft.channel != Channel.ONLINE else []
    found = {
        "reception": _not_receiving(draft.reception, own, on) if draft.reception else "",
        "competent": _not_deciding(draft.competent, of, on) if draft.competent else "",
    }
    return tuple(Fault(where, wrong) for where, wrong in found.items() if wrong)


def _not_receiving(agency: Agency, own: Collection[int], on: date) -> str:
    named = {"name": agency.name, "day": f"{on:%d/%m/%Y}"}
    if not _exists(agency, on):
        return gettext("%(name)s không hoạt động vào ngày %(day)s; chọn nơi nộp khác.") % named
    if not agency.reception:
        return gettext("%(name)s không phải là nơi tiếp nhận hồ sơ; chọn một bộ phận một cửa.") % named
    if own and agency.id not in own:
        return gettext("Tài khoản này không tiếp nhận hồ sơ tại %(name)s.") % named
    return ""


def _not_deciding(agency: Agency, of: Definition, on: date) -> str:
    named, wanted = {"name": agency.name, "day": f"{on:%d/%m/%Y}"}, of.competent
    if not _exists(agency, on):
        return gettext("%(name)s không hoạt động vào ngày %(day)s; chọn cơ quan giải quyết khác.") % named
    if not (agency.slug == wanted.agency if wanted.agency else agency.kind == wanted.kind):
        return gettext("%(name)s không giải quyết thủ tục này.") % named
    return ""


def _exists(agency: Agency, on: date) -> bool:
    return agency.valid_from <= on and (agency.valid_to is None or on < agency.valid_to)


def settled(draft: Draft, of: Definition, *, on: date, by: Actor) -> dict[Place, int]:
    """The places of the case that a draft becomes; :class:`Invalid` says what is wrong with them or missing."""
    named, reception = faults(draft, of, on=on, by=by), draft.reception_id
    if reception is None:
        named = (Fault("reception", gettext("Chọn nơi nộp hồ sơ.")), *named)
    if named or reception is None:
        raise Invalid(named[0].message, faults=named)
    competent = draft.competent_id or competent_for(of, reception, on=on)
    if competent is None:
        raise _refused("competent", gettext("Chọn cơ quan giải quyết hồ sơ."))
    if received_by_decider(of, on=on) and agencies.reception_point_for(competent, on).id != reception:
        message = gettext(
            "Thủ tục này chỉ tiếp nhận tại chính cơ quan giải quyết; chọn bộ phận một cửa của cơ quan đó."
        )
        raise _refused("reception", message)
    return store.places(reception, competent, reception)


def received_by_decider(of: Definition, *, on: date) -> bool:
    """Whether only the one-stop of the agency that decides receives: so says the procedure, or the law of the day."""
    return of.reception == "competent" or not regimes.on(on).anywhere


def _refused(where: str, message: str) -> Invalid:
    return Invalid(message, faults=[Fault(where, message)])
