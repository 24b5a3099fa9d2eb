"""Following cases: the officers' inbox, one's own cases, one case whole, its journal, tracking by code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from motcua.agencies.reads import AgencyRow, agencies_by_id
from motcua.cases import enclosing, looking, reads, telling
from motcua.cases.api.router import router
from motcua.cases.api.shapes import (
    CHANNELS,
    NAMES,
    CaseOut,
    CaseStepOut,
    ChannelName,
    ChargeOut,
    ColleagueOut,
    EnclosedOut,
    EventOut,
    HoldOut,
    MinutesOut,
    OpinionOut,
    PartOut,
    PlaceOut,
    StageOut,
    StateOut,
    TrackingOut,
)
from motcua.cases.api.standing import state, told
from motcua.cases.models import Channel
from motcua.cases.portal import reads as portal_reads
from motcua.cases.reads import CaseView, InboxFilter, InboxRow, PartRow
from motcua.kernel.calendar import local
from motcua.kernel.states import State
from motcua.people import access
from motcua.people import reads as people
from motcua.people.api import Key, caller, moment
from motcua.web.api.lists import PageOut, Window, cursors
from motcua.web.api.shapes import PUBLIC, READ, Code, Error, Instant, Line

FOLLOWING = ["cases"]


class InboxWanted(Schema):
    """What part of the inbox is wanted."""

    role: Line = Field("", description="Chỉ việc của vai này / Only the steps of this role.")
    mine: bool = Field(False, description="Chỉ việc đã nhận / Only what you have claimed.")
    waiting: bool = Field(
        False, description="Hồ sơ đang tạm dừng / Cases that are paused, instead of those that run."
    )
    to_collect: bool = Field(
        False, description="Kết quả chờ người nộp đến nhận / Results that wait at the counter, instead."
    )
    standing: Literal["overdue", "soon", "in-time"] | None = None
    channel: ChannelName | None = None
    field: Line = ""


class InboxOut(Schema):
    """Một bước đang chờ / A step that waits for somebody of your roles."""

    case: UUID
    code: str
    revision: int
    procedure: str
    applicant: str
    state: StateOut
    channel: ChannelName
    step: str = Field(description="Mã bước / The step's name in the flow.")
    title: str
    agency: str
    role: str
    owner: int
    owner_name: str
    claimed: bool
    opened_at: Instant
    due_at: Instant


class InboxPage(PageOut):
    """Một trang hộp việc, theo hạn / A page of the inbox, by due time."""

    as_of: Instant
    items: list[InboxOut]


class OwnOut(Schema):
    """Một hồ sơ của chính mình / One of your own cases."""

    id: UUID
    code: str
    title: str
    state: StateOut
    held: bool
    submitted_at: Instant
    answer_due: Instant
    due_at: Instant | None
    finished_at: Instant | None
    step: str
    agency: str


class OwnPage(PageOut):
    """Một trang hồ sơ của mình, mới nhất trước / A page of your own cases, the newest first."""

    items: list[OwnOut]


@router.get(
    "/cases", auth=Key("desk"), response={200: InboxPage, READ: Error}, operation_id="inbox", tags=FOLLOWING
)
def inbox(request: HttpRequest, wanted: Query[InboxWanted], window: Query[Window]) -> InboxPage:
    """Hộp việc của các vị trí đang giữ / What waits for your roles, by due time."""
    now = moment(request)
    page = reads.inbox(
        caller(request),
        InboxFilter(
            role=wanted.role,
            mine=wanted.mine,
            waiting=wanted.waiting,
            to_collect=wanted.to_collect,
            standing=wanted.standing or "",
            channel=CHANNELS[wanted.channel] if wanted.channel else None,
            field=wanted.field,
        ),
        now=now,
        place=window.place("inbox"),
        limit=window.limit,
    )
    return InboxPage(as_of=now, items=[_waiting(row) for row in page.rows], **cursors(page))


def _waiting(row: InboxRow) -> InboxOut:
    return InboxOut(
        case=row.case, code=row.code, revision=row.revision, procedure=row.procedure, applicant=row.applicant,
        state=state(State(row.state)), channel=NAMES[Channel(row.channel)], step=row.name, title=row.title,
        agency=row.agency, role=row.role, owner=row.owner, owner_name=row.owner_name, claimed=row.claimed,
        opened_at=row.opened_at, due_at=row.due_at,
    )  # fmt: skip


@router.get(
    "/cases/own",
    auth=Key("apply"),
    response={200: OwnPage, READ: Error},
    operation_id="own_cases",
    tags=FOLLOWING,
)
def own_cases(request: HttpRequest, window: Query[Window]) -> OwnPage:
    """Hồ sơ của chính chủ khóa / The cases of the account itself."""
    applicant = caller(request).applicant or 0
    page = portal_reads.mine(applicant, place=window.place("mine"), limit=window.limit)
    items = [
        OwnOut(
            id=row.id, code=row.code, title=row.procedure, state=state(row.state), held=row.held,
            submitted_at=row.submitted_at, answer_due=row.answer_due, due_at=row.due_at,
            finished_at=row.finished_at, step=row.step, agency=row.agency,
        )
        for row in page.rows
    ]  # fmt: skip
    return OwnPage(items=items, **cursors(page))


@router.get(
    "/cases/{uuid:case}",
    auth=Key(),
    response={200: CaseOut, READ: Error},
    operation_id="case",
    tags=FOLLOWING,
)
def case(request: HttpRequest, case: UUID) -> CaseOut:
    """Toàn bộ một hồ sơ, cho người được xem / One case whole, for those who may see it; the look is on record."""
    view = reads.case(case, actor=caller(request))
    looking.note(view, telling.CASE, by=caller(request), at=moment(request))
    return _whole(view, moment(request))


@router.get(
    "/cases/{uuid:case}/events",
    auth=Key("desk"),
    response={200: list[EventOut], READ: Error},
    operation_id="events",
    tags=FOLLOWING,
)
def events(request: HttpRequest, case: UUID) -> list[EventOut]:
    """Nhật ký của hồ sơ, cho người giải quyết / The journal of a case, for those who work on it."""
    view = reads.case(case, actor=caller(request))
    access.require(caller(request), "case.see-inside", view.standing.matter)
    looking.note(view, telling.JOURNAL, by=caller(request), at=moment(request))
    return [EventOut.from_orm(event) for event in reads.events(case)]


@router.get(
    "/cases/{uuid:case}/colleagues", auth=Key("desk"), response={200: list[ColleagueOut], READ: Error},
    operation_id="colleagues", tags=FOLLOWING,
)  # fmt: skip
def colleagues(request: HttpRequest, case: UUID) -> list[ColleagueOut]:
    """Những người có thể được phân công / To whom the open step may be given; for heads."""
    view = reads.case(case, actor=caller(request))
    access.require(caller(request), "case.assign", view.standing.matter)
    step = view.standing.position.step
    if step is None:
        return []
    found = people.holders(step.agency, step.role, on=local(moment(request)).date())
    return [ColleagueOut.from_orm(one) for one in found]


@router.get(
    "/cases/{code}/tracking",
    auth=None,
    response={200: TrackingOut, PUBLIC: Error},
    operation_id="tracking",
    tags=FOLLOWING,
)
def tracking(request: HttpRequest, code: Code) -> TrackingOut:
    """Mức độ hoàn thành theo mã hồ sơ, ai cũng xem được / How far a case is; open to everybody, nothing personal."""
    found = reads.track(code)
    stage = StageOut(number=found.stage, title=found.stage_title)
    return TrackingOut(code=found.code, stage=stage, percent=found.percent)


def _opinions(view: CaseView) -> Iterator[OpinionOut]:
    for one in view.opinions:
        files = [EnclosedOut.from_orm(file) for file in one.enclosed(view.enclosed)]
        plain = {name: getattr(one, name) for name in OpinionOut.model_fields if hasattr(one, name)}
        yield OpinionOut(**plain | {"enclose_as": enclosing.of_opinion(one.id), "files": files})


def _whole(view: CaseView, now: datetime) -> CaseOut:
    row = view.row
    places = agencies_by_id(view.standing.matter.agencies)
    form: Any = row["form"]
    return CaseOut(
        **told(view.standing), procedure=view.procedure_code, title=view.procedure, applicant=row["applicant_name"],
        channel=NAMES[Channel(row["channel"])], reception=_place(places[row["reception_id"]]),
        competent=_place(places[row["competent_id"]]), return_at=_place(places[row["return_at_id"]]),
        form=json.loads(form) if isinstance(form, str) else form,
        steps=[CaseStepOut.from_orm(step) for step in view.steps],
        holds=[HoldOut.from_orm(hold) for hold in view.holds],
        opinions=list(_opinions(view)),
        minutes=[MinutesOut.from_orm(one) for one in view.minutes],
        bundle=row["parent_id"],
        parts=[_part(part) for part in reads.parts_in(view)],
        charges=[ChargeOut.from_orm(charge) for charge in reads.charges(view, now=now)],
        **{name: row[name] for name in PLAIN},
    )  # fmt: skip


def _part(row: PartRow) -> PartOut:
    told = {name: getattr(row, name) for name in PartOut.model_fields if name != "state"}
    return PartOut(**told, state=state(row.state))


PLAIN = (
    "return_how", "outcome", "supplements", "submitted_at", "answer_due", "received_at", "due_original", "redated_at",
    "finished_at", "handed_over_at",
)  # fmt: skip
"""Columns of a case that are told as they are."""


def _place(row: AgencyRow) -> PlaceOut:
    return PlaceOut(slug=row.slug, code=row.code_2020, name=row.name)
