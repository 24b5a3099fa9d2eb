"""The officer's pages of papers: the dossier with its viewer, scans, what was handed in at the counter, slips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from motcua.cases import filing
from motcua.cases.enclosing import Place
from motcua.cases.models import Draft
from motcua.cases.reads import CaseView
from motcua.documents import acts, reads, uploads
from motcua.documents.models import Form
from motcua.documents.receiving import actor_of, keep, remove, sent
from motcua.kernel.refusals import Fault
from motcua.people import access
from motcua.web.access import needs

SHOWN = "tep"
"""The parameter of an address that names the file in the viewer."""

DRAFT = "du-thao"
"""What names the draft of the result there."""

MOST_COPIES = 99

MARK = "giay-to"
"""The input by which a post says that it carries the counter's list: what is not ticked was not handed in."""


# --- the dossier of a case -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file of the dossier with the title of its paper, or the draft of the result; the leaves around it."""

    title: str
    row: reads.PaperRow | None
    address: str
    before: str = ""
    after: str = ""

    @property
    def key(self) -> str:
        return str(self.row.id) if self.row else DRAFT


def papers_panel(request: HttpRequest, view: CaseView) -> str:
    """The papers of a case: what was asked, what is there, a viewer for the files, a way to add scans."""
    case = view.standing.position.id
    there = reads.papers_seen(view.row)
    wanted = reads.wanted_of_case(view.row, there)
    brought = reads.brought(view, there)
    draft = _draft_of(view)
    leaves = _leaves(case, (*wanted, *brought), draft)
    chosen = request.GET.get(SHOWN, "")
    context = {
        "case": case,
        "wanted": wanted,
        "brought": brought,
        "leaves": leaves,
        "leaf": next((leaf for leaf in leaves if leaf.key == chosen), _first(leaves, brought)),
        "draft": DRAFT if draft else "",
        "refusal_draft": reads.has_refusal_draft(view),
        "scans": list(_scans(request, view, wanted)),
        "accept": uploads.ACCEPT,
        "rules": uploads.rules(),
        "page": reverse("desk-case", args=[case]),
    }
    return render_to_string("documents/desk/papers.html", context, request)


def _draft_of(view: CaseView) -> str:
    """What can be seen as a draft now, empty when nothing can."""
    if reads.has_refusal_draft(view):
        return gettext("Dự thảo phiếu từ chối")
    return gettext("Dự thảo kết quả") if reads.has_draft(view) else ""


def _leaves(case: UUID, papers: Iterable[reads.Wanted | reads.Asked], draft: str) -> list[Leaf]:
    """All files of the dossier in the order of its papers, the draft last, each knowing its neighbours."""
    leaves = [
        Leaf(paper.title, row, reverse("paper-file", args=[case, row.id]))
        for paper in papers
        for row in paper.files
    ]
    if draft:
        leaves.append(Leaf(draft, None, reverse("result-draft", args=[case])))
    keys = ["", *(leaf.key for leaf in leaves), ""]
    around = zip(leaves, keys, keys[2:], strict=False)
    return [replace(leaf, before=before, after=after) for leaf, before, after in around]


def _first(leaves: Sequence[Leaf], brought: Iterable[reads.Asked]) -> Leaf | None:
    """What the viewer opens by itself: the newest file that a request has brought, else the first of the dossier."""
    files = [row for paper in brought for row in paper.files]
    newest = str(max(files, key=lambda row: row.added_at).id) if files else ""
    return next((leaf for leaf in leaves if leaf.key == newest), leaves[0] if leaves else None)


def _scans(
    request: HttpRequest, view: CaseView, wanted: tuple[reads.Wanted, ...]
) -> Iterator[tuple[str, str]]:
    """The papers to which this officer may add a scan now."""
    actor, matter = actor_of(request), view.standing.matter
    if access.may(actor, "case.supplement", matter):
        yield from ((one.id, one.title) for one in reads.asked_of(view, ()))
    if access.may(actor, "case.work", matter):
        yield from ((one.id, one.title) for one in wanted)


@needs("desk")
@require_POST
def scans(request: HttpRequest, case: UUID) -> HttpResponse:
    """Add scans to a paper of a case, or take one out again (NĐ 61/2018 Đ.17.1)."""
    remove(request, case)
    paper = request.POST.get("paper", "")
    stored, faults = keep(request, case, ((paper, file) for file in request.FILES.getlist("files")))
    for fault in faults:
        messages.error(request, fault.message)
    if stored:
        messages.success(request, ngettext("Đã thêm %d tệp.", "Đã thêm %d tệp.", stored) % stored)
    return redirect("desk-case", case)


def slips_panel(request: HttpRequest, view: CaseView) -> str:
    """The slips of a case: issued ones to print, the others to issue."""
    case = view.standing.position.id
    context = {"case": case, "slips": reads.slips(case), "returned": view.row["handed_over_at"]}
    return render_to_string("documents/desk/slips.html", context, request)


# --- the files of a deed -------------------------------------------------------------------------------------

ENCLOSED = "enclosed"
"""The input of the files that come with a deed."""


def enclosed_panel(request: HttpRequest, place: Place) -> str:
    """The document that comes with a deed: the files that are there already, an input for more."""
    faults: Sequence[Fault] = getattr(request, "paper_faults", ())
    context = {
        "name": ENCLOSED,
        "label": gettext("Tệp văn bản trả lời"),
        "hint": gettext("PDF, mỗi tệp không quá %(size)s MB.")
        % {"size": uploads.MOST_BYTES // uploads.MEGABYTE},
        "accept": ".pdf,application/pdf",
        "multiple": True,
        "optional": True,
        "errors": [fault.message for fault in faults],
        "files": [
            {"name": one.name, "size": one.size, "href": one.address, "remove": one.id}
            for one in reads.enclosed(place.case).get(place.under, ())
        ],
    }
    return render_to_string("web/components/file_upload.html", context, request)


def keep_enclosed(request: HttpRequest, place: Place) -> Sequence[Fault]:
    """Keep the files that came with a deed, take out the one that the post names."""
    remove(request, place.case)
    _, refused = keep(request, place.case, ((place.under, file) for file in request.FILES.getlist(ENCLOSED)))
    faults = [Fault(ENCLOSED, fault.message) for fault in refused]
    request.paper_faults = faults  # type: ignore[attr-defined]
    return faults


# --- the counter ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One paper on the counter's list: what was noted, else what the procedure asks for; what is wrong with it."""

    paper: reads.Wanted
    noted: bool
    original: int
    copy: int
    errors: tuple[str, ...] = ()


def counter_panel(request: HttpRequest, draft: Draft) -> str:
    """The list on which the one-stop ticks what was handed in, with a control for scans at each paper.

    Its inputs belong to the form of the counter's page; where scripts run each change is kept at once.
    """
    context = {
        "draft": draft,
        "rows": _counter_rows(request, draft),
        "accept": uploads.ACCEPT,
        "rules": uploads.rules(),
    }
    return render_to_string("documents/desk/counter.html", context, request)


def _counter_rows(request: HttpRequest, draft: Draft) -> list[Row]:
    asked = {one.id: one for one in reads.papers_of(draft.version_id)}
    faults: Sequence[Fault] = getattr(request, "paper_faults", ())
    return [
        _row(
            one,
            asked[one.id].original,
            asked[one.id].copy,
            [fault for fault in faults if fault.where == one.id],
        )
        for one in reads.wanted_of_draft(draft)
    ]


def _row(one: reads.Wanted, original: int, copy: int, faults: Sequence[Fault]) -> Row:
    noted = {row.form: row.quantity for row in one.handed_in}
    if noted:
        original, copy = noted.get(Form.ORIGINAL, 0), noted.get(Form.COPY, 0)
    elif not copy:
        original = original or 1
    return Row(one, bool(noted), original, copy, tuple(fault.message for fault in faults))


def keep_counter(request: HttpRequest, draft: Draft) -> Sequence[Fault]:
    """Keep what the counter's list sent: ticks, scans, a removal; what is wrong is shown on the list too."""
    if MARK in request.POST:
        ticked = set(request.POST.getlist("tick"))
        ticks = {
            one.id: _counts(request.POST, one.id, one.id in ticked) for one in reads.wanted_of_draft(draft)
        }
        acts.note_papers(draft.id, ticks, by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
    remove(request, draft.id)
    _, faults = keep(request, draft.id, sent(request))
    request.paper_faults = faults  # type: ignore[attr-defined]
    return faults


def _counts(posted: Mapping[str, Any], paper: str, ticked: bool) -> dict[str, int]:
    """How many of each form were handed in; a tick without a number is one original."""
    if not ticked:
        return {Form.ORIGINAL.value: 0, Form.COPY.value: 0}
    counts = {
        form.value: _count(posted.get(f"{form.value}-{paper}", "")) for form in (Form.ORIGINAL, Form.COPY)
    }
    return counts if any(counts.values()) else {Form.ORIGINAL.value: 1, Form.COPY.value: 0}


def _count(text: str) -> int:
    return min(int(text), MOST_COPIES) if text.isascii() and text.isdigit() and len(text) < 5 else 0


@needs("counter")
@require_POST
def counter_papers(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Keep a part of the counter's list at once and show it again; for pages with scripts."""
    kept = filing.own(draft, by=actor_of(request))
    faults = keep_counter(request, kept)
    return HttpResponse(counter_panel(request, kept), status=422 if faults else 200)
