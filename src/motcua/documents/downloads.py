"""Files, slips and drafts as downloads: only to those who may see them, each look of an officer on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST

from motcua.cases import filing, looking, telling
from motcua.cases.models import Draft
from motcua.cases.reads import CaseView
from motcua.cases.reads import case as case_for
from motcua.documents import acts, contents, files, reads, slips, uploads
from motcua.documents.control import control_slip
from motcua.documents.receiving import actor_of
from motcua.documents.returning import return_slip
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Missing, OutOfOrder
from motcua.people import access, actors
from motcua.web.access import signed_in

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""No sandbox for PDF: older browsers do not run their viewer in one, and no browser takes a PDF for a page."""


@signed_in
@looking.asks
def paper(request: HttpRequest, application: UUID, number: int) -> HttpResponse:
    """One file of a draft of one's own or of a case that one may see; 404 to everybody else."""
    actor = actor_of(request)
    if Draft.objects.filter(id=application).exists():
        filing.own(application, by=actor)
        return _sent(request, reads.paper(application, number))
    view = case_for(application, actor=actor)
    row = reads.paper_seen(view.row, number)
    if not row.has_content or (
        row.enclosed and not access.may(actor, "case.see-inside", view.standing.matter)
    ):
        raise Missing
    looking.note(view, telling.PAPER, row.name, by=actor, at=request.at)  # type: ignore[attr-defined]
    return _sent(request, row)


@signed_in
@looking.asks
def slip(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """A slip that was issued, for those who may see its case."""
    actor = actor_of(request)
    view = case_for(case, actor=actor)
    row = reads.slip(case, number)
    name = uploads.display_name(f"{row.title} {view.row['code']}.pdf", uploads.PDF)
    looking.note(view, telling.SLIP, row.title, by=actor, at=request.at)  # type: ignore[attr-defined]
    return send(request, row.file.sha256, row.file.mime, name)


@signed_in
@looking.asks
def draft(request: HttpRequest, case: UUID) -> HttpResponse:
    """The result, or the refusal that lies to be signed, as it would be issued now; nothing of it is kept.

    For those who see inside the case.
    """
    actor, at = actor_of(request), request.at  # type: ignore[attr-defined]
    view = case_for(case, actor=actor)
    if not access.may(actor, "case.see-inside", view.standing.matter):
        raise Missing
    if reads.has_refusal_draft(view):
        return _refusal_draft(request, view)
    if not reads.has_draft(view):
        raise OutOfOrder(
            "Hồ sơ này hiện không có dự thảo kết quả: chưa đến bước lập dự thảo, hoặc kết quả đã ký."
        )
    sheet = contents.draft(case, at)
    name = uploads.display_name(f"Dự thảo {' '.join(sheet.title_lines)} {sheet.case_code}.pdf", uploads.PDF)
    looking.note(view, telling.DRAFT, by=actor, at=at)
    return guarded(request, BytesIO(slips.typeset(sheet)), reads.PDF, name)


def _refusal_draft(request: HttpRequest, view: CaseView) -> HttpResponse:
    step, at = view.standing.position.open_step, request.at  # type: ignore[attr-defined]
    signer = actors.actor(step.owner, on=local(at).date())
    sheet = contents.refusal_draft(
        view.standing.position.id, at, signer=signer.username if signer else "", refusal=step.proposal
    )
    looking.note(view, telling.DRAFT, by=actor_of(request), at=at)
    name = uploads.display_name(f"Dự thảo phiếu từ chối {sheet.case_code}.pdf", uploads.PDF)
    return guarded(request, BytesIO(slips.typeset(sheet)), reads.PDF, name)


@signed_in
@looking.asks
def control(request: HttpRequest, case: UUID) -> HttpResponse:
    """The control slip of a case as it stands now, for those who see inside it; nothing of it is kept."""
    return _typeset_now(request, case, gettext_noop("Phiếu kiểm soát"), control_slip)


@signed_in
@looking.asks
def handed_over(request: HttpRequest, case: UUID) -> HttpResponse:
    """The slip of a hand-over, with the invitation if there is one, for those who see inside the case."""
    return _typeset_now(
        request,
        case,
        gettext_noop("Phiếu trả kết quả"),
        lambda view, at: return_slip(view, reads.slips(case), at),
    )


def _typeset_now(
    request: HttpRequest, case: UUID, title: str, sheet_of: Callable[[CaseView, datetime], slips.Letterhead]
) -> HttpResponse:
    """A slip that is made when it is asked for, for those who see inside the case; nothing of it is kept."""
    actor, at = actor_of(request), request.at  # type: ignore[attr-defined]
    view = case_for(case, actor=actor)
    if not access.may(actor, "case.see-inside", view.standing.matter):
        raise Missing
    sheet = sheet_of(view, at)
    name = uploads.display_name(f"{title} {sheet.case_code}.pdf", uploads.PDF)
    looking.note(view, telling.SLIP, gettext(title), by=actor, at=at)
    return guarded(request, BytesIO(slips.typeset(sheet)), reads.PDF, name)


@signed_in
@require_POST
def issue(request: HttpRequest, case: UUID, form: str) -> HttpResponse:
    """Issue the slip of a form, unless it was, and open it."""
    row = acts.issue(case, form, by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
    return redirect("slip-file", case, row.id)


def _sent(request: HttpRequest, row: reads.PaperRow) -> HttpResponse:
    if not row.has_content:
        raise Missing
    return send(request, row.sha256, row.mime, row.name)


def send(request: HttpRequest, sha256: str, mime: str, name: str) -> HttpResponse:
    """A stored content as a response that can do nothing to the page around it."""
    etag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    response = guarded(request, files.open_content(sha256), mime, name)
    response["ETag"] = etag
    return response


def guarded(request: HttpRequest, content: IO[bytes], mime: str, name: str) -> HttpResponse:
    """A content as a response that can do nothing to the page around it; what browsers don't show is saved."""
    response = FileResponse(
        content,
        as_attachment=mime not in reads.OPENED_BY_BROWSERS or "tai-ve" in request.GET,
        filename=name,
        content_type=mime,
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = PDF_POLICY if mime == reads.PDF else PICTURE_POLICY
    response["Content-Encoding"] = "identity"  # these formats are packed already: no gzip on the way
    return response  # type: ignore[return-value]  # it streams; who calls only passes it on
