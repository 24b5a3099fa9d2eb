"""Drafts and filing: what a caller files for itself online, an officer for somebody at the counter or by post."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja.responses import Status

from motcua.agencies import reads as agencies
from motcua.cases import filing, places, reads
from motcua.cases.api.router import router
from motcua.cases.api.shapes import NAMES, DraftIn, DraftOut, DraftRowOut, FilingIn, StandingOut
from motcua.cases.api.standing import standing
from motcua.cases.models import Channel, Draft
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid, NotAllowed, OutOfOrder
from motcua.people import acts as people
from motcua.people import reads as people_reads
from motcua.people.actors import Actor
from motcua.people.api import Key, caller, moment
from motcua.procedures import reads as procedures
from motcua.web.api.bodies import Reader, too_large
from motcua.web.api.once import once
from motcua.web.api.shapes import READ, WRITE, Error, FaultOut
from motcua.web.refusals import as_json

FILERS: dict[str, Any] = {"auth": Key("apply", "counter"), "tags": ["filing"]}
PLACES = ("reception", "competent")


@router.post("/cases", response={201: StandingOut, WRITE: Error}, operation_id="file_case", **FILERS)
@once
def file_case(request: HttpRequest, body: FilingIn) -> Status[StandingOut]:
    """Nộp hồ sơ trong một lần gọi / File a case in one call; 422 lists every fault of applicant, form and places."""
    actor, at = caller(request), moment(request)
    draft, faults = _read(body, actor, local(at).date())
    wrong = filing.faults_of(draft, by=actor, on=local(at).date())
    if faults := [*_known(body, draft, actor, at), *faults, *_named(wrong)]:
        raise Invalid(f"Có {len(faults)} chỗ cần sửa", faults=faults)
    filed = filing.submit(_start(body, draft, actor, at), by=actor, at=at)
    return Status(201, standing(filed.id))


@router.post("/drafts", response={201: DraftOut, WRITE: Error}, operation_id="start_draft", **FILERS)
@once
def start_draft(request: HttpRequest, body: FilingIn) -> Status[DraftOut]:
    """Tạo bản nháp, nội dung đúng hay sai đều giữ / Start a draft; what is in it may still be wrong."""
    actor, at = caller(request), moment(request)
    draft, faults = _read(body, actor, local(at).date())
    wrong = _misplaced(draft, actor, local(at).date())
    if faults := [*_known(body, draft, actor, at), *faults, *wrong]:
        raise Invalid(f"Có {len(faults)} chỗ cần sửa", faults=faults)
    number = _start(body, draft, actor, at)
    return Status(201, _out(filing.own(number, by=actor), actor, local(at).date()))


@router.get("/drafts", response={200: list[DraftRowOut], READ: Error}, operation_id="drafts", **FILERS)
def drafts(request: HttpRequest) -> list[DraftRowOut]:
    """Năm mươi bản nháp sửa gần nhất / Your own drafts, the last touched first, fifty at most."""
    return [
        DraftRowOut(id=row.id, procedure=row.code, title=row.procedure, updated_at=row.updated_at)
        for row in reads.drafts(caller(request))
    ]


@router.get("/drafts/{uuid:draft}", response={200: DraftOut, READ: Error}, operation_id="draft", **FILERS)
def draft(request: HttpRequest, draft: UUID) -> DraftOut:
    """Một bản nháp và mọi chỗ còn sai / One of your drafts and all that is still wrong with it."""
    actor = caller(request)
    return _out(filing.own(draft, by=actor), actor, local(moment(request)).date())


@router.put(
    "/drafts/{uuid:draft}", response={200: DraftOut, WRITE: Error}, operation_id="save_draft", **FILERS
)
@once
def save_draft(request: HttpRequest, draft: UUID, body: DraftIn) -> DraftOut:
    """Lưu tiếp bản nháp / Keep more of a draft; fields that are not sent stay as they are."""
    actor, at = caller(request), moment(request)
    kept = filing.own(draft, by=actor)
    if len(json.dumps({**kept.form, **body.form})) > Reader.MOST_BYTES:
        raise too_large()
    _place(body, kept, actor, local(at).date())
    if faults := _misplaced(kept, actor, local(at).date()):
        raise Invalid(f"Có {len(faults)} chỗ cần sửa", faults=faults)
    filing.save(
        draft, body.form, reception=kept.reception_id, competent=kept.competent_id, return_how=body.return_how,
        by=actor, at=at,
    )  # fmt: skip
    return _out(filing.own(draft, by=actor), actor, local(at).date())


@router.delete(
    "/drafts/{uuid:draft}", response={204: None, WRITE: Error}, operation_id="discard_draft", **FILERS
)
@once
def discard_draft(request: HttpRequest, draft: UUID) -> Status[None]:
    """Xóa bản nháp / Throw a draft away."""
    filing.discard(draft, by=caller(request))
    return Status(204, None)


@router.post(
    "/drafts/{uuid:draft}/submit",
    response={(200, 201): StandingOut, WRITE: Error},
    operation_id="submit_draft",
    **FILERS,
)
@once
def submit_draft(request: HttpRequest, draft: UUID) -> Status[StandingOut | Error]:
    """Nộp bản nháp, đúng một lần / Turn a draft into a case, once; 200 when it had become one before.

    409 procedure-changed: the draft now stands under the version in force; look at its faults and submit again.
    """
    try:
        filed = filing.submit(draft, by=caller(request), at=moment(request))
    except Invalid as refused:
        raise Invalid(refused.message, code=refused.code, faults=_named(refused.faults)) from None
    except filing.Changed as changed:  # answered, not raised: what it has changed of the draft is kept
        changed.faults = tuple(_named(changed.faults))
        return Status(changed.status, Error.model_validate(as_json(changed)))
    return Status(201 if filed.now else 200, standing(filed.id))


# --- what is filed, by whom, where ---------------------------------------------------------------------------


def _read(body: FilingIn, actor: Actor, day: date) -> tuple[Draft, list[Fault]]:
    """The draft that a body describes, not saved, and what is wrong with its channel."""
    version = procedures.version_in_force(body.procedure, day)
    channel, faults = _channel(body, actor)
    if NAMES[channel] not in version.definition.channels:
        raise OutOfOrder("Thủ tục này không nhận hồ sơ qua kênh đó; xem channels của thủ tục.")
    draft = Draft(version_id=version.id, channel=channel, form=body.form, return_how=body.return_how)
    _place(body, draft, actor, day)
    return draft, faults


def _channel(body: FilingIn, actor: Actor) -> tuple[Channel, list[Fault]]:
    """Online for oneself; for others the counter, or the post."""
    if body.applicant is None:
        if actor.applicant is None:
            raise NotAllowed("Tài khoản này không phải là người nộp; ghi người nộp vào applicant.")
        wrong = body.channel not in (None, "online")
        return Channel.ONLINE, [Fault("channel", "Tự nộp thì kênh là online.")] if wrong else []
    if not places.counters(actor):
        raise NotAllowed("Chỉ bộ phận một cửa nộp thay người khác.")
    wrong = body.channel == "online"
    channel = Channel.POST if body.channel == "post" else Channel.COUNTER
    return channel, [Fault("channel", "Nộp thay thì kênh là counter hoặc post.")] if wrong else []


def _known(body: FilingIn, draft: Draft, by: Actor, at: datetime) -> Iterator[Fault]:
    """Make the applicant known and the draft theirs; a fault for each wrong field."""
    told = body.applicant
    if told is None:
        return
    try:
        draft.applicant_id = people.know_applicant(
            told.dict(exclude={"birth_date"}), birth_date=told.birth_date, by=by, at=at
        )
    except Invalid as refused:
        yield from (Fault(f"applicant.{fault.where}", fault.message) for fault in refused.faults)


def _place(body: FilingIn | DraftIn, draft: Draft, actor: Actor, day: date) -> None:
    """Send a draft where a body says; who receives at one counter only need not name it."""
    own = places.counters(actor) if draft.channel != Channel.ONLINE else []
    if body.reception:
        draft.reception_id = agencies.agency_meant(body.reception, day).id
    elif draft.reception_id is None and len(own) == 1:
        draft.reception_id = own[0]
    if body.competent:
        draft.competent_id = agencies.agency_meant(body.competent, day).id


def _misplaced(draft: Draft, actor: Actor, day: date) -> tuple[Fault, ...]:
    return places.faults(draft, procedures.definition(draft.version_id), by=actor, on=day)


def _named(faults: tuple[Fault, ...]) -> list[Fault]:
    """The faults of a draft, those of the form under ``form.``"""
    return [
        fault if fault.where in PLACES else Fault(f"form.{fault.where}", fault.message) for fault in faults
    ]


def _start(body: FilingIn, draft: Draft, actor: Actor, at: datetime) -> UUID:
    whose = draft.applicant_id if body.applicant else None
    number = filing.start(
        body.procedure,
        applicant=whose,
        channel=Channel(draft.channel),
        reception=draft.reception_id,
        by=actor,
        at=at,
    )
    filing.save(number, body.form, competent=draft.competent_id, return_how=body.return_how, by=actor, at=at)
    return number


def _out(kept: Draft, actor: Actor, day: date) -> DraftOut:
    of = procedures.definition(kept.version_id)
    return DraftOut(
        id=kept.id, procedure=of.code, title=of.title, channel=NAMES[Channel(kept.channel)],
        applicant=people_reads.applicant(kept.applicant_id).name,
        reception=kept.reception.slug if kept.reception else None,
        competent=kept.competent.slug if kept.competent else None, return_how=kept.return_how, form=kept.form,
        updated_at=kept.updated_at,
        faults=[FaultOut.from_orm(fault) for fault in _named(filing.faults_of(kept, by=actor, on=day))],
    )  # fmt: skip
