"""The API of the catalogue: finding a procedure, and all that its file says. Open to everybody."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from motcua.kernel.calendar import local
from motcua.kernel.flow import Step
from motcua.procedures import reads
from motcua.procedures.definition import Definition, Fee, Paper
from motcua.procedures.reads import Hit
from motcua.web.api.lists import PageOut, Window, cursors
from motcua.web.api.shapes import PUBLIC, Code, Error, Line

router = Router(tags=["procedures"])
LIST = "procedures"

LevelIn = Literal["ministry", "province", "commune", "other"]
OnlineIn = Literal["full", "partial", "info"]


class ProcedureOut(Schema):
    """Một thủ tục trong danh sách / A procedure in a list."""

    code: str
    title: str
    name: str = Field(description="Tên thường gọi / What people call it.")
    field: str = Field(description="Lĩnh vực")
    levels: list[str] = Field(description="Cấp giải quyết: ministry, province, commune, other.")
    online: str = Field(description="full (toàn trình), partial (một phần), info; trống: danh mục không ghi.")
    agency: str = Field(description="Cơ quan theo danh mục quốc gia / As the national list names it.")
    here: bool = Field(description="Tỉnh này tiếp nhận / Whether this province receives it.")


class FacetOut(Schema):
    """Một cách lọc và số thủ tục còn lại / A way to narrow the search, and how much it leaves."""

    value: str
    title: str
    count: int


class ProcedurePage(PageOut):
    """Kết quả tìm / What was found."""

    total: int
    items: list[ProcedureOut]
    fields: list[FacetOut]
    levels: list[FacetOut]


class ConstituentOut(Schema):
    """Một bộ phận cấu thành (NĐ 63/2010/NĐ-CP Đ.8.2) / One constituent of the procedure."""

    name: str
    title: str
    lines: list[str]


class PaperOut(Schema):
    """Một loại giấy tờ / A kind of paper."""

    id: str
    title: str
    hint: str
    quantity: str
    original: int
    copies: int
    show: bool = Field(description="Chỉ xuất trình / Shown, not handed in.")
    optional: bool
    from_form: bool = Field(description="Chính là tờ khai, không phải tải lên / Made from the form.")
    conditional: bool = Field(description="Chỉ khi câu trả lời đòi hỏi / Only for some answers.")


class FeeOut(Schema):
    """Một khoản phí, lệ phí / A fee in whole đồng."""

    id: str
    name: str
    amount: int
    per: str
    when: str = Field(description="reception, supplement hoặc return")
    channel: str = Field(description="online, counter, post; trống là mọi kênh / Empty: of every channel.")
    since: date | None = Field(description="Ngày đầu tiên áp dụng / First day in force, or null.")
    until: date | None = Field(description="Ngày đầu tiên thôi áp dụng / First day not in force, or null.")
    law: str
    note: str


class LimitOut(Schema):
    """Thời hạn giải quyết / How long it may take."""

    value: str = Field(description='"5 wd", "8 wh", "30 cd", "3 mo"')
    words: str
    policy: str = Field(description="end-of-day hoặc clock-hours")
    same_day_until: str | None = Field(description="Nhận đến giờ này thì trả trong ngày / HH:MM or null.")


class MoveOut(Schema):
    """Một hướng xử lý: verb dẫn tới bước to / A move of a step; end, refused, wait-… have a meaning of their own."""

    verb: str
    to: str


class StepOut(Schema):
    """Một bước của quy trình / A step of the flow."""

    id: str
    title: str
    at: str = Field(description="reception, competent hoặc return")
    role: str
    within: str
    product: str
    needs: list[str]
    decides: str = Field(description="refused: bước ký từ chối mà công chức đề xuất; trống ở các bước khác")
    moves: list[MoveOut]


class ReasonOut(Schema):
    """Một lý do có mã / A coded reason."""

    code: str
    title: str


class Received(Schema):
    """Phiên bản đang áp dụng tại tỉnh / The version in force here, as its file defines it."""

    version: int
    in_force: date
    until: date | None
    audience: list[str] = Field(description="citizen, business, household")
    channels: list[str] = Field(description="online, counter, post")
    reception: str = Field(description="any: mọi một cửa; competent: một cửa của cơ quan giải quyết.")
    competent_kind: str = Field(description="Loại cơ quan giải quyết, khi người nộp phải chọn.")
    competent_agency: str = Field(description="Cơ quan giải quyết (slug), khi chỉ có một.")
    limit: LimitOut
    papers: list[PaperOut]
    fees: list[FeeOut]
    steps: list[StepOut]
    result: str
    result_code: str
    supplement_reasons: list[ReasonOut]
    refuse_reasons: list[ReasonOut]
    constituents: list[ConstituentOut]
    form: dict[str, Any] = Field(
        description="JSON Schema (2020-12) của tờ khai / of the form's normal answers."
    )


class ProcedureWhole(ProcedureOut):
    """Một thủ tục; ``received`` là null khi tỉnh này không tiếp nhận / A procedure, null when only listed."""

    received: Received | None


class LifeEventOut(Schema):
    """Một sự kiện của đời người hoặc doanh nghiệp / An event of life or business."""

    code: str
    title: str
    count: int


class Wanted(Schema):
    """What is searched."""

    text: Line = Field(
        "", description="Không cần dấu, không cần đúng thứ tự / Accents and order don't matter."
    )
    field: Line = ""
    level: LevelIn | None = None
    life_event: Line = ""
    online: OnlineIn | None = None
    here: bool = Field(False, description="Chỉ những thủ tục tỉnh này tiếp nhận / Only those received here.")


@router.get("/procedures", auth=None, response={200: ProcedurePage, PUBLIC: Error}, operation_id="procedures")
def procedures(request: HttpRequest, wanted: Query[Wanted], window: Query[Window]) -> ProcedurePage:
    """Tìm thủ tục / Find procedures by words, code, field, level, life event."""
    found = reads.search(
        wanted.text, on=_today(request), field=wanted.field, level=wanted.level or "",
        life_event=wanted.life_event, online=wanted.online or "", here=wanted.here,
        place=window.place(LIST), limit=window.limit,
    )  # fmt: skip
    return ProcedurePage(
        total=found.total,
        items=[ProcedureOut(**_listed(hit)) for hit in found.page.rows],
        fields=[FacetOut.from_orm(facet) for facet in found.fields],
        levels=[FacetOut.from_orm(facet) for facet in found.levels],
        **cursors(found.page),
    )


@router.get(
    "/procedures/{code}", auth=None, response={200: ProcedureWhole, PUBLIC: Error}, operation_id="procedure"
)
def procedure(request: HttpRequest, code: Code, on: date | None = None) -> ProcedureWhole:
    """Một thủ tục với tờ khai, giấy tờ, phí, thời hạn, quy trình / A procedure with all that its file says."""
    day = on or _today(request)
    hit = reads.listed(code, on=day)
    received = _received(hit.version_id, day) if hit.version_id else None
    return ProcedureWhole(received=received, **_listed(hit))


@router.get(
    "/life-events", auth=None, response={200: list[LifeEventOut], PUBLIC: Error}, operation_id="life_events"
)
def life_events(request: HttpRequest) -> list[LifeEventOut]:
    """Các sự kiện để lọc thủ tục / The life events by which procedures are found."""
    return [LifeEventOut.from_orm(event) for event in reads.life_events()]


def _today(request: HttpRequest) -> date:
    return local(request.at).date()  # type: ignore[attr-defined]


def _listed(hit: Hit) -> dict[str, Any]:
    return {
        "code": hit.code,
        "title": hit.title,
        "name": hit.name,
        "field": hit.field,
        "levels": list(hit.levels),
        "online": hit.online,
        "agency": hit.agency_name,
        "here": hit.here,
    }


def _received(number: int, on: date) -> Received:
    version = reads.version(number)
    of = version.definition
    return Received(
        version=version.number, in_force=version.in_force, until=version.until, audience=list(of.audience),
        channels=list(of.channels), reception=of.reception, competent_kind=of.competent.kind,
        competent_agency=of.competent.agency, limit=_limit(of), papers=[_paper(one) for one in of.papers],
        fees=[_fee(one) for one in of.fees], steps=[_step(one) for one in of.flow.steps.values()],
        result=of.result.title, result_code=of.result.code,
        supplement_reasons=[ReasonOut.from_orm(one) for one in reads.supplement_reasons(of)],
        refuse_reasons=[ReasonOut.from_orm(one) for one in reads.refuse_reasons(of)],
        constituents=[ConstituentOut.from_orm(one) for one in reads.constituents(of, on=on)],
        form=of.schema.to_json_schema(),
    )  # fmt: skip


def _limit(of: Definition) -> LimitOut:
    until = of.rule.same_day_until
    return LimitOut(
        value=str(of.rule.limit), words=of.rule.limit.in_words(), policy=of.rule.policy.value,
        same_day_until=f"{until:%H:%M}" if until else None,
    )  # fmt: skip


def _paper(one: Paper) -> PaperOut:
    return PaperOut(
        id=one.id, title=one.title, hint=one.hint, quantity=one.quantity, original=one.original, copies=one.copy,
        show=one.show, optional=one.optional, from_form=one.from_form, conditional=one.when is not None,
    )  # fmt: skip


def _fee(one: Fee) -> FeeOut:
    return FeeOut(
        id=one.id,
        name=one.name,
        amount=one.amount,
        per=one.per,
        when=one.when,
        channel=one.channel,
        since=one.since,
        until=one.until,
        law=one.law,
        note=one.note,
    )


def _step(one: Step) -> StepOut:
    return StepOut(
        id=one.id, title=one.title, at=one.at.value, role=one.role, within=str(one.within), product=one.product,
        needs=list(one.needs), decides=one.decides, moves=[MoveOut(verb=verb, to=to) for verb, to in one.moves.items()],
    )  # fmt: skip
