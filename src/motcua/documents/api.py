"""The API of documents: papers come and go, supplements are handed in, slips are issued and fetched.

An application is a draft and, once filed, the case of the same id.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema, UploadedFile
from ninja.responses import Status

from motcua.cases import acts as cases
from motcua.cases import filing
from motcua.cases.api.shapes import StandingOut
from motcua.cases.api.standing import standing
from motcua.cases.api.words import Supplement
from motcua.cases.models import Draft
from motcua.cases.reads import case as case_for
from motcua.documents import acts, downloads, reads, uploads
from motcua.documents.reads import PaperRow, Wanted
from motcua.kernel.refusals import Fault, Invalid
from motcua.people.api import Key, caller, moment
from motcua.web.api.once import once
from motcua.web.api.shapes import READ, WRITE, Error, In, Instant, Line

router = Router(tags=["documents"], auth=Key())

Place = Annotated[int, Field(ge=1, le=10**15 - 1)]
FormName = Literal["01", "02", "03", "04", "TB", "KQ"]


class PaperFileOut(Schema):
    """Một tệp, hoặc bản giấy đã nhận / One file, or paper that was handed in (without content)."""

    id: int
    paper: str
    name: str
    size: int = Field(description="Byte; 0 khi là bản giấy / Bytes; 0 for paper.")
    mime: str
    form: str = Field(description="electronic, original hoặc copy")
    quantity: int
    source: str = Field(description="uploaded, scanned, reused, handed-in hoặc replied")
    added_at: Instant


class WantedOut(Schema):
    """Một loại giấy tờ mà hồ sơ cần / A kind of paper that the application is asked for."""

    id: str
    title: str
    quantity: str
    hint: str
    required: bool
    uploaded: bool = Field(description="Nộp bằng tệp / Comes as files.")
    lacks_file: bool
    there: list[PaperFileOut]


class AskedOut(Schema):
    """Một thứ mà yêu cầu bổ sung đang mở đòi hỏi / One thing that an open supplement request asks for."""

    id: str = Field(description="Dùng làm ``paper`` khi tải lên / As ``paper`` of an upload.")
    title: str
    note: str
    there: list[PaperFileOut]


class PapersOut(Schema):
    """Giấy tờ của một hồ sơ / The papers of an application."""

    wanted: list[WantedOut]
    asked: list[AskedOut]


class Counted(In):
    """Số bản giấy / How many on paper."""

    original: int = Field(0, ge=0, le=99)
    copies: int = Field(0, ge=0, le=99)


class HandedIn(In):
    """Bản giấy đã nhận, theo mã giấy tờ / What was handed in, by paper."""

    papers: dict[Line, Counted] = Field(max_length=50)


class SlipOut(Schema):
    """Một phiếu; ``id`` null khi chưa phát hành / A slip; not yet issued without an id."""

    id: int | None
    form: FormName
    title: str
    number: int | None
    at: Instant
    size: int
    replaced_by: int | None = Field(
        description="Số của kết quả mới thay kết quả này / The later result that holds."
    )


class SlipsOut(Schema):
    """Các phiếu của một hồ sơ / The slips of a case."""

    items: list[SlipOut]


class SlipIn(In):
    """Phiếu cần phát hành / Which slip."""

    form: FormName


@router.get(
    "/applications/{uuid:application}/papers", response={200: PapersOut, READ: Error}, operation_id="papers"
)
def papers(request: HttpRequest, application: UUID) -> PapersOut:
    """Giấy tờ cần có và đã có / What is asked for and what is there."""
    return _papers(request, application)


@router.post(
    "/applications/{uuid:application}/papers",
    response={201: PapersOut, WRITE: Error},
    operation_id="attach_paper",
)
@once
def attach_paper(
    request: HttpRequest, application: UUID, paper: Form[Line], file: File[UploadedFile]
) -> Status[PapersOut]:
    """Tải một tệp lên (PDF, ảnh, Word, Excel; tối đa 25 MB) / Put a file under a paper."""
    try:
        acts.attach(application, paper, file, by=caller(request), at=moment(request))
    except Invalid as refused:
        raise Invalid(refused.message, faults=[Fault("file", refused.message)]) from None
    return Status(201, _papers(request, application))


@router.delete(
    "/applications/{uuid:application}/papers/{number}", response={200: PapersOut, WRITE: Error},
    operation_id="remove_paper",
)  # fmt: skip
@once
def remove_paper(request: HttpRequest, application: UUID, number: Place) -> PapersOut:
    """Bỏ một tệp / Take a file out again, where it could be added now."""
    acts.remove(application, number, by=caller(request), at=moment(request))
    return _papers(request, application)


@router.put(
    "/applications/{uuid:application}/handed-in", auth=Key("counter"), response={200: PapersOut, WRITE: Error},
    operation_id="note_papers",
)  # fmt: skip
@once
def note_papers(request: HttpRequest, application: UUID, body: HandedIn) -> PapersOut:
    """Ghi nhận bản giấy nhận tại quầy / Note which papers were handed in at the counter."""
    ticks = {name: {"original": one.original, "copy": one.copies} for name, one in body.papers.items()}
    acts.note_papers(application, ticks, by=caller(request), at=moment(request))
    return _papers(request, application)


def _content(*mimes: str) -> dict[str, Any]:
    """What a download answers, for the document."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"description": "OK", "content": dict.fromkeys(mimes, binary)}}}


@router.get(
    "/applications/{uuid:application}/papers/{number}", response={200: None, READ: Error}, operation_id="paper",
    openapi_extra=_content(*(kind.mime for kind in uploads.KINDS)),
)  # fmt: skip
def paper(request: HttpRequest, application: UUID, number: Place) -> HttpResponse:
    """Nội dung một tệp; lần xem được ghi lại / A file's content; an officer's look is on record."""
    return downloads.paper(request, application, number)


@router.post(
    "/cases/{uuid:case}/supplement",
    response={200: StandingOut, WRITE: Error},
    operation_id="supplement",
    tags=["acts"],
)
@once
def supplement(request: HttpRequest, case: UUID, body: Supplement) -> StandingOut:
    """Nộp bổ sung / What was asked for is here: the applicant's own wants its files, the one-stop vouches for paper."""
    actor, at = caller(request), moment(request)
    own = case_for(case, actor=actor).standing.matter.applicant == actor.applicant
    act = acts.supplement if own else cases.supplement
    act(case, note=body.note, form=body.form, by=actor, at=at, revision=body.revision)
    return standing(case)


@router.get("/cases/{uuid:case}/slips", response={200: SlipsOut, READ: Error}, operation_id="slips")
def slips(request: HttpRequest, case: UUID) -> SlipsOut:
    """Các phiếu đã và sẽ phát hành / The slips of a case, those not yet issued included."""
    case_for(case, actor=caller(request))
    return SlipsOut(items=[SlipOut.from_orm(row) for row in reads.slips(case)])


@router.post(
    "/cases/{uuid:case}/slips", auth=Key("desk"), response={200: SlipsOut, WRITE: Error}, operation_id="issue_slip"
)  # fmt: skip
@once
def issue_slip(request: HttpRequest, case: UUID, body: SlipIn) -> SlipsOut:
    """Phát hành một phiếu, nếu chưa có / Issue a slip, unless it was."""
    acts.issue(case, body.form, by=caller(request), at=moment(request))
    return slips(request, case)


@router.get(
    "/cases/{uuid:case}/slips/{number}", response={200: None, READ: Error}, operation_id="slip",
    openapi_extra=_content(reads.PDF),
)  # fmt: skip
def slip(request: HttpRequest, case: UUID, number: Place) -> HttpResponse:
    """Một phiếu đã phát hành, dạng PDF / A slip that was issued, as PDF."""
    return downloads.slip(request, case, number)


def _papers(request: HttpRequest, application: UUID) -> PapersOut:
    """The papers of an application that this caller may see."""
    actor = caller(request)
    if Draft.objects.filter(id=application).exists():
        wanted = reads.wanted_of_draft(filing.own(application, by=actor))
        return PapersOut(wanted=[_wanted(one) for one in wanted], asked=[])
    view = case_for(application, actor=actor)
    there = reads.papers_seen(view.row)
    return PapersOut(
        wanted=[_wanted(one) for one in reads.wanted_of_case(view.row, there)],
        asked=[
            AskedOut(id=one.id, title=one.title, note=one.note, there=[_paper(row) for row in one.files])
            for one in reads.asked_of(view, there)
        ],
    )


def _wanted(one: Wanted) -> WantedOut:
    return WantedOut(
        id=one.id, title=one.title, quantity=one.quantity, hint=one.hint, required=one.required,
        uploaded=one.uploaded, lacks_file=one.lacks_file, there=[_paper(row) for row in one.there],
    )  # fmt: skip


def _paper(row: PaperRow) -> PaperFileOut:
    return PaperFileOut(
        id=row.id, paper=row.paper, name=row.name, size=row.size, mime=row.mime, form=row.form,
        quantity=row.quantity, source=row.source, added_at=row.added_at,
    )  # fmt: skip
