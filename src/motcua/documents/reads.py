"""Reading documents: the papers that an application has, wants and lacks, and the slips that were issued."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from motcua.cases.enclosing import OPINION, Enclosed
from motcua.cases.models import Case, Channel, Draft
from motcua.cases.reads import CaseView, HoldRow, bundle_of, rows
from motcua.documents import editions
from motcua.documents.editions import ANSWERED
from motcua.documents.models import Form, Slip, Source
from motcua.journal.models import Event
from motcua.kernel import forms
from motcua.kernel.calendar import local
from motcua.kernel.position import SUPPLEMENT
from motcua.kernel.refusals import Missing
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition

PDF = "application/pdf"
OPENED_BY_BROWSERS = frozenset({PDF, "image/jpeg", "image/png"})
"""Kinds of content that browsers show by themselves; the others are saved."""


# --- papers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One file of a paper, or so many originals or copies handed in (then without content, ``size`` 0)."""

    id: int
    application: UUID
    paper: str
    name: str
    sha256: str
    size: int
    mime: str
    source: str
    form: str
    quantity: int
    added_by: str
    added_at: datetime

    @property
    def has_content(self) -> bool:
        return bool(self.sha256)

    @property
    def enclosed(self) -> bool:
        """Whether it came with another agency's opinion, which is the administration's own."""
        return self.paper.startswith(OPINION)

    @property
    def opens_in_browser(self) -> bool:
        return self.mime in OPENED_BY_BROWSERS

    @property
    def is_picture(self) -> bool:
        return self.opens_in_browser and self.mime != PDF

    @property
    def in_words(self) -> str:
        """What was handed in: ``2 bản sao``."""
        return f"{self.quantity} {gettext(str(Form(self.form).label))}"

    @property
    def source_title(self) -> str:
        return gettext(str(Source(self.source).label))


PAPERS = """
SELECT p.id, p.application, p.paper, p.name, coalesce(f.sha256, '') AS sha256, coalesce(f.size, 0) AS size,
  coalesce(f.mime, '') AS mime, p.source, p.form, p.quantity, p.added_by, p.added_at
FROM documents_paper p LEFT JOIN documents_file f ON f.id = p.file_id
WHERE p.application = %s AND """


def papers(application: UUID) -> tuple[PaperRow, ...]:
    """What an application has now, in the order in which it came."""
    return tuple(
        PaperRow(**row) for row in rows(PAPERS + "p.removed_at IS NULL ORDER BY p.id", [application])
    )


def enclosed(case: UUID) -> dict[str, list[Enclosed]]:
    """The files that came with acts on a case, by the name under which they are kept."""
    found: dict[str, list[Enclosed]] = {}
    for row in papers(case):
        if row.enclosed:
            address = reverse("paper-file", args=[case, row.id])
            found.setdefault(row.paper, []).append(Enclosed(row.id, row.name, row.sha256, row.size, address))
    return found


BROUGHT = """
SELECT d.paper, count(DISTINCT c.id) AS cases FROM documents_paper d JOIN cases_case c ON c.id = d.application
JOIN procedures_procedure p ON p.id = c.procedure_id
WHERE p.code = %s AND c.parent_id IS NULL AND d.removed_at IS NULL AND c.submitted_at BETWEEN %s AND %s GROUP BY 1"""


def cases_that_brought(code: str, *, since: datetime, until: datetime) -> dict[str, int]:
    """How many of the cases of a procedure that were filed between two moments brought each paper, by its id."""
    return {row["paper"]: row["cases"] for row in rows(BROUGHT, [code, since, until])}


def papers_seen(case: Mapping[str, Any]) -> tuple[PaperRow, ...]:
    """What a case has, and of its bundle's papers those that the part's own procedure asks for."""
    own = papers(case["id"])
    if case["parent_id"] is None:
        return own
    asked = {one.id for one in papers_of(case["version_id"])}
    return (*own, *(row for row in papers(case["parent_id"]) if row.paper in asked))


def paper_seen(case: Mapping[str, Any], number: int) -> PaperRow:
    """One file of a case or, of a part, of its bundle; :class:`Missing` when it is not there, or not any more."""
    found = next((row for row in papers_seen(case) if row.id == number), None)
    return found if found is not None else paper(case["id"], number)


def papers_at(application: UUID, at: datetime) -> tuple[PaperRow, ...]:
    """What an application had at a moment."""
    then = "p.added_at <= %s AND (p.removed_at IS NULL OR p.removed_at > %s) ORDER BY p.id"
    return tuple(PaperRow(**row) for row in rows(PAPERS + then, [application, at, at]))


def paper(application: UUID, number: int) -> PaperRow:
    """One file of an application; :class:`Missing` when it is not there, or not any more."""
    found = rows(PAPERS + "p.id = %s AND p.removed_at IS NULL", [application, number])
    if not found:
        raise Missing("Không tìm thấy tệp này; có thể người nộp đã bỏ tệp.")
    return PaperRow(**found[0])


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that an application is asked for, with what is there of it.

    ``uploaded`` says that it comes as files; otherwise it is drawn from the form. ``required`` that the application
    is not whole without it.
    """

    id: str
    title: str
    quantity: str
    hint: str = ""
    required: bool = True
    uploaded: bool = True
    shown_only: bool = False
    there: tuple[PaperRow, ...] = ()

    @property
    def files(self) -> tuple[PaperRow, ...]:
        return tuple(row for row in self.there if row.has_content)

    @property
    def handed_in(self) -> tuple[PaperRow, ...]:
        return tuple(row for row in self.there if not row.has_content)

    @property
    def lacks_file(self) -> bool:
        return self.required and self.uploaded and not self.files


def wanted(of: Definition, answers: forms.Values, there: Iterable[PaperRow]) -> tuple[Wanted, ...]:
    """The papers that these normal answers ask for (NĐ 63/2010/NĐ-CP Đ.8.2d), with what is there of each."""
    papers_there = tuple(there)
    return tuple(
        Wanted(
            id=one.id,
            title=one.title,
            quantity=one.quantity,
            hint=one.hint,
            required=not (one.optional or one.show),
            uploaded=not one.from_form,
            shown_only=one.show,
            there=tuple(row for row in papers_there if row.paper == one.id),
        )
        for one in of.papers_for(answers)
    )


def answers_of(draft: Draft) -> forms.Values:
    """The answers of a draft that are right so far, in their normal form."""
    schema = procedures.definition(draft.version_id).schema
    return forms.validate(schema, draft.form, today=local(draft.updated_at).date(), partial=True).values


def papers_of(version: int) -> tuple[procedures.Paper, ...]:
    """All papers that a version of a procedure may ask for."""
    return procedures.definition(version).papers


def wanted_of_draft(draft: Draft) -> tuple[Wanted, ...]:
    """The papers that a draft is asked for, as it is answered now."""
    return wanted(procedures.definition(draft.version_id), answers_of(draft), papers(draft.id))


def wanted_of_case(row: Mapping[str, Any], there: Iterable[PaperRow]) -> tuple[Wanted, ...]:
    """The papers that a case was asked for when it was filed."""
    form = row["form"]
    return wanted(
        procedures.definition(row["version_id"]), json.loads(form) if isinstance(form, str) else form, there
    )


def lacking(application: UUID) -> tuple[str, ...]:
    """The titles of the papers that a draft or case still lacks: online a file, else a file or the paper itself."""
    draft = Draft.objects.filter(id=application).first()
    if draft is not None:
        channel, all_wanted = draft.channel, wanted_of_draft(draft)
    else:
        row = Case.objects.filter(id=application).values("channel", "version_id", "form").get()
        channel, all_wanted = row["channel"], wanted_of_case(row, papers(application))
    online = channel == Channel.ONLINE
    return tuple(one.title for one in all_wanted if one.lacks_file and (online or not one.there))


# --- what a supplement request asks for ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a supplement request asks for, with the files brought for it.

    ``is_paper`` says that it is a paper of the procedure, ``is_declaration`` that it is the one drawn from the form,
    which is mended and not uploaded; otherwise words may answer it.
    """

    id: str
    title: str
    note: str
    is_paper: bool
    files: tuple[PaperRow, ...]
    is_declaration: bool = False


def asked_of(case: CaseView, there: Iterable[PaperRow]) -> tuple[Asked, ...]:
    """The exact things that the open request asks for (NĐ 61/2018 Đ.17.1a); none of a case that is asked back."""
    hold = case.open_hold if case.asked_back is None else None
    return _asked_by(case, hold, tuple(there)) if hold else ()


def brought(case: CaseView, there: Iterable[PaperRow]) -> tuple[Asked, ...]:
    """The things that requests have asked for so far and that were brought as files."""
    papers_there = tuple(there)
    return tuple(one for hold in case.holds for one in _asked_by(case, hold, papers_there) if one.files)


def _asked_by(case: CaseView, hold: HoldRow, there: tuple[PaperRow, ...]) -> tuple[Asked, ...]:
    items = hold.items if hold.kind == SUPPLEMENT else []
    drawn = {one.id for one in papers_of(case.row["version_id"]) if one.from_form}
    return tuple(
        _asked(f"supplement:{hold.id}:{n}", item, there, drawn) for n, item in enumerate(items, start=1)
    )


def _asked(name: str, item: Mapping[str, Any], there: tuple[PaperRow, ...], drawn: Container[str]) -> Asked:
    files = tuple(row for row in there if row.paper == name and row.has_content)
    title, paper = item.get("title") or item.get("name") or "Nội dung cần bổ sung", item.get("id")
    return Asked(name, str(title), str(item.get("note") or ""), bool(paper), files, paper in drawn)


# --- slips ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip that was issued, or, with ``id`` None, one that an event calls for and nobody has issued yet."""

    form: str
    seq: int
    at: datetime
    title: str
    id: int | None = None
    number: int | None = None
    size: int = 0
    replaced_by: int | None = None
    """The number of the later result that holds instead of this one."""


SLIPS = """
SELECT s.form, e.seq, e.at, e.kind, s.title, s.id, s.number, coalesce(f.size, 0) AS size
FROM journal_event e
LEFT JOIN documents_slip s ON s.case_id = e.stream AND s.seq = e.seq
LEFT JOIN documents_file f ON f.id = s.file_id
WHERE e.stream = %s AND e.kind = ANY(%s) ORDER BY e.seq"""


def slips(case: UUID) -> tuple[SlipRow, ...]:
    """The slips of a case in the order of its events, those not yet issued included; of its results the last holds."""
    told = [row for row in rows(SLIPS, [case, list(ANSWERED)]) if not told_by_bundle(case, row["kind"])]
    found = [row for row in map(_slip_row, told) if row.id or has_form(case, row.form)]
    results = [row for row in found if row.form == Slip.Form.RESULT and row.number]
    return tuple(
        replace(row, replaced_by=results[-1].number) if row in results[:-1] else row for row in found
    )


def _slip_row(row: dict[str, Any]) -> SlipRow:
    form = ANSWERED[row.pop("kind")]
    return SlipRow(**row | {"form": form, "title": row["title"] or str(Slip.Form(form).label)})


def told_by_bundle(case: UUID, kind: str) -> bool:
    """Whether a slip is the bundle's to give: one application has one receipt, and is taken back whole."""
    return kind in ("case.received", "case.withdrawn") and bundle_of(case) is not None


def has_form(case: UUID, form: str) -> bool:
    """Whether the set of forms that a case keeps has a form; only the notice of stopping came later than others."""
    if form != Slip.Form.STOP:
        return True
    received, submitted = Case.objects.values_list("received_at", "submitted_at").get(id=case)
    return editions.exists(form, editions.forms(local(received or submitted).date()))


def has_draft(case: CaseView) -> bool:
    """Whether the result of a case can be seen as a draft now."""
    here = case.standing.position
    return here.received and here.step is not None and here.law.flow.has_draft(here.flow_step)


def has_refusal_draft(case: CaseView) -> bool:
    """Whether a refusal lies to be signed and can be seen as a draft."""
    step = case.standing.position.step
    return step is not None and bool(step.proposal)


def issued(case: UUID, form: str, seq: int) -> Slip | None:
    """The slip that answers an event, if it was issued."""
    return Slip.objects.select_related("file").filter(case=case, form=form, seq=seq).first()


def result_before(case: UUID, seq: int | None) -> Slip | None:
    """The result that was issued last before an event, or at all."""
    earlier = Slip.objects.filter(case=case, form=Slip.Form.RESULT)
    return (earlier.filter(seq__lt=seq) if seq else earlier).order_by("seq").last()


def slip(case: UUID, number: int) -> Slip:
    """A slip of a case by its id; :class:`Missing` when there is none."""
    found = Slip.objects.select_related("file").filter(case=case, id=number).first()
    if found is None:
        raise Missing("Không tìm thấy phiếu này.")
    return found


def event_answered(case: UUID, form: str) -> Event | None:
    """The last event of a case that a slip of this form answers."""
    kinds = [kind for kind, answer in ANSWERED.items() if answer == form]
    return Event.objects.filter(stream=case, kind__in=kinds).order_by("-seq").first()
