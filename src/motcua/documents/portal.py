"""The citizen's pages of papers: what to attach to a draft, what a supplement request asks for, what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from motcua.agencies import reads as agencies
from motcua.cases import filing
from motcua.cases.journey import MENDING, Journey, sections, sent
from motcua.cases.models import Case, Draft
from motcua.cases.reads import CaseView
from motcua.cases.reads import case as case_for
from motcua.documents import acts, reads, uploads
from motcua.documents.receiving import actor_of, take
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.kernel.text import tidy_block
from motcua.procedures import reads as procedures
from motcua.web.access import needs

SLUG = "giay-to"
MOST_NOTE = 2000


# --- the page of a draft -------------------------------------------------------------------------------------


def asks_papers(draft: Draft) -> bool:
    """Whether a draft, as it is answered now, asks for anything to be uploaded."""
    return any(one.uploaded for one in reads.wanted_of_draft(draft))


def missing_files(draft: Draft) -> Sequence[Fault]:
    """A fault for each paper that must be there and is not."""
    return [
        Fault(one.id, gettext("Tải lên “%(paper)s”.") % {"paper": one.title})
        for one in reads.wanted_of_draft(draft)
        if one.lacks_file
    ]


def summary(draft: Draft) -> Sequence[tuple[str, str]]:
    """The papers for checking before sending: each with its files."""
    return [(one.title, _in_short(one)) for one in reads.wanted_of_draft(draft) if one.uploaded]


def _in_short(one: reads.Wanted) -> str:
    return "\n".join(row.name for row in one.files) or (
        gettext("Chưa có") if one.required else gettext("Không kèm theo")
    )


@needs("apply")
def draft_papers(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The papers of one's own draft: files come and go; what is right is kept whatever is wrong beside it."""
    kept = _own(request, draft)
    if kept is None:
        return redirect("draft-filed", draft)
    faults = missing_files(kept) if _mending(request) and request.method == "GET" else ()
    if request.method == "POST":
        faults = take(request, draft) or (() if _stays(request) else missing_files(kept))
        if not faults:
            return redirect(_onward(request, draft))
    context = _frame(request, kept) | {
        "wanted": [(one, _control(draft, one.id, one.files, faults)) for one in reads.wanted_of_draft(kept)],
        "faults": faults,
        "rules": uploads.rules(),
        "accept": uploads.ACCEPT,
    }
    status = 422 if faults and request.method == "POST" else 200
    return render(request, "documents/portal/draft.html", context, status=status)


def _own(request: HttpRequest, draft: UUID) -> Draft | None:
    """One's own draft; None when it is a case already, :class:`Missing` for everybody else."""
    actor = actor_of(request)
    try:
        return filing.own(draft, by=actor)
    except Missing:
        if Case.objects.filter(id=draft, applicant=actor.applicant).exists():
            return None
        raise


def _stays(request: HttpRequest) -> bool:
    """Whether a post only brings or removes files, or goes away: then nothing need be complete."""
    return any(name in request.POST for name in ("upload", "remove", "exit"))


def _onward(request: HttpRequest, draft: UUID) -> str:
    if "exit" in request.POST:
        return reverse("my-cases")
    return request.get_full_path() if _stays(request) else reverse("draft", args=[draft])


def _mending(request: HttpRequest) -> bool:
    return all(request.GET.get(name) == value for name, value in MENDING.items())


def _frame(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What the page shows around its own matter, as every page of the journey does."""
    journey = Journey.of(draft, local(request.at).date())  # type: ignore[attr-defined]
    mending = _mending(request)
    known = any(stop.key == SLUG for stop in journey.stops)
    before = journey.before(SLUG) if known else None
    return {
        "draft": draft,
        "definition": journey.definition,
        "step": journey.position(SLUG) if known else 0,
        "steps": len(journey.stops),
        "back": journey.check.url if mending or before is None else before.url,
        "mending": mending,
        "changed_on": filing.changed_on(draft),
    }


# --- controls ------------------------------------------------------------------------------------------------


def _control(
    application: UUID, paper: str, rows: Sequence[reads.PaperRow], faults: Sequence[Fault]
) -> Mapping[str, Any]:
    """What the upload control of a paper shows: its files and what is wrong."""
    return {
        "files": [
            {
                "name": row.name,
                "href": reverse("paper-file", args=[application, row.id]),
                "size": row.size,
                "remove": row.id,
            }
            for row in rows
        ],
        "errors": [fault.message for fault in faults if fault.where == paper],
    }


# --- a supplement --------------------------------------------------------------------------------------------


@needs("apply")
def supplement(request: HttpRequest, case: UUID) -> HttpResponse:
    """Bring what an open request asks for and hand it in; without an open request there is only the case."""
    view = case_for(case, actor=actor_of(request))
    if view.standing.matter.applicant != actor_of(request).applicant:
        raise Missing
    if not reads.asked_of(view, ()):
        return redirect("my-case", case)
    faults: Sequence[Fault] = ()
    typed = _typed(request, view)
    if request.method == "POST":
        faults = take(request, case)
        sends = "send" in request.POST
        if not faults and sends:
            faults = _send(request, case, typed)
        if not faults and (sends or typed is None):
            return redirect("my-case", case)
    context = _asked(request, view, faults) | {"view": view}
    if typed is not None:
        context |= _declaration(request, view, typed)
    return render(request, "documents/portal/supplement.html", context, status=422 if faults else 200)


def _typed(request: HttpRequest, view: CaseView) -> forms.Values | None:
    """The declaration as it is typed now, at first as it was declared; None when it is not asked for."""
    if not view.asks_declaration:
        return None
    if request.method != "POST":
        return view.answers
    asked = procedures.definition(view.row["version_id"]).schema.fields
    return sent(forms.Page(1, "", asked), request.POST.lists())


def _declaration(request: HttpRequest, view: CaseView, typed: forms.Values) -> dict[str, Any]:
    """The whole declaration to be mended on one page."""
    schema, day = procedures.definition(view.row["version_id"]).schema, local(request.at).date()  # type: ignore[attr-defined]
    return {
        "sections": sections(schema),
        "values": forms.fill(schema, typed),
        "answers": forms.validate(schema, typed, today=day, partial=True).values,
        "communes": agencies.communes(day),
    }


def _send(request: HttpRequest, case: UUID, form: forms.Values | None) -> Sequence[Fault]:
    note = request.POST.get("note", "")
    if len(note) > MOST_NOTE:
        return [
            Fault("note", gettext("Nội dung dài quá %(most)s ký tự; viết ngắn lại.") % {"most": MOST_NOTE})
        ]
    try:
        acts.supplement(case, note=tidy_block(note), form=form, by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
    except Invalid as refused:
        return refused.faults or [Fault("note", refused.message)]
    messages.success(request, gettext("Đã nộp bổ sung. Cơ quan giải quyết tiếp tục xử lý hồ sơ."))
    return ()


def _asked(request: HttpRequest, view: CaseView, faults: Sequence[Fault]) -> dict[str, Any]:
    case = view.standing.position.id
    asked = reads.asked_of(view, reads.papers(case))
    return {
        "case": case,
        "asked": [(one, _control(case, one.id, one.files, faults)) for one in asked],
        "asks_files": not all(one.is_declaration for one in asked),
        "asks_words": not all(one.is_paper and not one.is_declaration for one in asked),
        "mends": view.asks_declaration,
        "note": request.POST.get("note", ""),
        "note_errors": [fault.message for fault in faults if fault.where == "note"],
        "faults": faults,
        "rules": uploads.rules(),
        "accept": uploads.ACCEPT,
    }


def supplement_panel(request: HttpRequest, view: CaseView) -> str:
    """The exact things that an open request asks for, each with its upload control, on the applicant's case."""
    if not reads.asked_of(view, ()):
        return ""
    return render_to_string("documents/portal/supplement_form.html", _asked(request, view, ()), request)


# --- what there is -------------------------------------------------------------------------------------------


def documents_panel(request: HttpRequest, view: CaseView) -> str:
    """The slips and results that were issued and the papers that were handed in, on the applicant's case."""
    case = view.standing.position.id
    there = reads.papers_seen(view.row)
    context = {
        "case": case,
        "slips": reads.slips(case),
        "wanted": reads.wanted_of_case(view.row, there),
        "brought": reads.brought(view, there),
    }
    return render_to_string("documents/portal/documents.html", context, request)
