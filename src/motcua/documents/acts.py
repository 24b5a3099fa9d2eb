"""Writing documents: papers come and go while they may, slips are issued once and stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from motcua.cases import acts as cases
from motcua.cases import filing
from motcua.cases.enclosing import OPINION, of_opinion
from motcua.cases.models import Draft
from motcua.cases.reads import CaseView
from motcua.cases.reads import case as case_for
from motcua.documents import contents, editions, files, reads, slips, uploads
from motcua.documents.models import Book, File, Form, Paper, Slip, Source
from motcua.journal import acts as journal
from motcua.journal.models import Event
from motcua.journal.outbox import Happened
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid, Missing, OutOfOrder
from motcua.people import access
from motcua.people.actors import Actor
from motcua.people.models import SYSTEM
from motcua.procedures import reads as procedures


def stream_of(case: UUID) -> UUID:
    """Where the journal keeps what happens to the documents of a case, beside the case's own events."""
    return uuid5(case, "documents")


# --- papers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paper stands: what it is called, and whether this person hands it in or scans it for somebody."""

    title: str
    source: Source
    filed: bool
    takes: tuple[uploads.Kind, ...] = uploads.KINDS


def attach(application: UUID, paper: str, upload: UploadedFile[bytes], *, by: Actor, at: datetime) -> bool:
    """Put a file under a paper of a draft or case; the same file again changes nothing, and is answered with False.

    :class:`Invalid` says what is wrong with the file; :class:`Missing` to those who may not see the application.
    """
    place = _place(application, paper, by)
    checked = uploads.check(upload, place.takes)
    if (
        len([row for row in reads.papers(application) if row.paper == paper and row.has_content])
        >= uploads.MOST_FILES
    ):
        raise Invalid(
            f"“{place.title}” đã có {uploads.MOST_FILES} tệp, không thêm được “{checked.name}”. "
            "Bỏ bớt tệp, hoặc ghép nhiều trang vào một tệp PDF."
        )
    kept = files.keep(upload.chunks())
    row = Paper(
        application=application, paper=paper, name=checked.name, source=place.source, form=Form.ELECTRONIC,
        added_by=by.username, added_at=at,
    )  # fmt: skip
    with transaction.atomic():
        row.file_id = _file(kept, checked.kind.mime, checked.name, at)
        same = Paper.objects.filter(
            application=application, paper=paper, file_id=row.file_id, removed_at=None
        )
        if same.exists():
            return False
        Paper.objects.bulk_create([row], ignore_conflicts=True)
        if place.filed:
            _record(
                application,
                "paper.attached",
                {"paper": place.title, "name": checked.name},
                by=by.username,
                at=at,
            )
    return True


def remove(application: UUID, number: int, *, by: Actor, at: datetime) -> None:
    """Mark a file as removed; its content stays. Only where it could be added now."""
    row = reads.paper(application, number)
    place = _place(application, row.paper, by)
    with transaction.atomic():
        removed = Paper.objects.filter(id=number, removed_at=None).update(
            removed_at=at, removed_by=by.username
        )
        if removed and place.filed:
            _record(
                application, "paper.removed", {"paper": place.title, "name": row.name}, by=by.username, at=at
            )


def note_papers(
    application: UUID, ticks: Mapping[str, Mapping[str, int]], *, by: Actor, at: datetime
) -> None:
    """Note which papers were handed in at the counter: ``{paper: {"original": 1, "copy": 0}}``.

    The numbers replace what was noted of these papers before; what is unchanged stays as it is.
    """
    places = {paper: _place(application, paper, by) for paper in ticks}
    wanted = {
        (paper, form, count)
        for paper, counts in ticks.items()
        for form, count in counts.items()
        if form in (Form.ORIGINAL, Form.COPY) and count > 0
    }
    noted = {
        (row.paper, row.form, row.quantity): row.id
        for row in reads.papers(application)
        if row.paper in ticks and not row.has_content
    }
    with transaction.atomic():
        gone = [number for tick, number in noted.items() if tick not in wanted]
        Paper.objects.filter(id__in=gone, removed_at=None).update(removed_at=at, removed_by=by.username)
        Paper.objects.bulk_create(
            Paper(
                application=application, paper=paper, source=Source.HANDED_IN, form=form, quantity=count,
                added_by=by.username, added_at=at,
            )
            for paper, form, count in sorted(wanted - noted.keys())
        )  # fmt: skip
        if any(place.filed for place in places.values()) and wanted != noted.keys():
            titles = [
                f"{places[paper].title}: {count} {Form(form).label}" for paper, form, count in sorted(wanted)
            ]
            _record(application, "papers.noted", {"papers": titles}, by=by.username, at=at)


def supplement(
    case: UUID,
    *,
    note: str = "",
    form: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Hand in what was asked for (NĐ 61/2018 Đ.19.4): a file for each paper, the declaration as it shall read in
    ``form``, a file or words for the rest.

    :class:`Invalid` names the gaps.
    """
    asked = reads.asked_of(case_for(case, actor=by), reads.papers(case))
    gaps = [_gap(one) for one in asked if not one.files and _lacks(one, note, form)]
    if gaps:
        raise Invalid("Chưa đủ nội dung cần bổ sung.", faults=gaps)
    return cases.supplement(case, note=note, form=form, by=by, at=at, revision=revision)


def _lacks(one: reads.Asked, note: str, form: Mapping[str, Any] | None) -> bool:
    if one.is_declaration:
        return form is None
    return one.is_paper or not note.strip()


def _gap(one: reads.Asked) -> Fault:
    if one.is_declaration:
        return Fault(one.id, f"Sửa “{one.title}” ở chỗ được yêu cầu.")
    if one.is_paper:
        return Fault(one.id, f"Tải lên tệp cho “{one.title}”.")
    return Fault(one.id, f"Tải lên tệp cho “{one.title}”, hoặc trả lời ở ô “Nội dung bổ sung”.")


def _place(application: UUID, paper: str, by: Actor) -> _Place:
    """Where this person may now change a paper; :class:`Missing` when it is not theirs or not asked for."""
    draft = Draft.objects.filter(id=application).first()
    if draft is None:
        return _place_in_case(case_for(application, actor=by), paper, by)
    filing.own(application, by=by)
    titles = {one.id: one.title for one in procedures.definition(draft.version_id).papers}
    own = draft.applicant_id == by.applicant
    return _Place(_titled(titles, paper), Source.UPLOADED if own else Source.SCANNED, filed=False)


def _place_in_case(case: CaseView, paper: str, by: Actor) -> _Place:
    """A case takes what its open supplement request asks for; else only who works its step scans something in.

    Who is asked for an opinion and has not given it yet puts its document there.
    """
    if paper.startswith(OPINION):
        opinions = {of_opinion(one.id): one.title for one in case.asked_of(by)}
        return _Place(_titled(opinions, paper), Source.REPLIED, filed=True, takes=(uploads.PDF,))
    asked = {one.id: one.title for one in reads.asked_of(case, ())}
    matter = case.standing.matter
    access.require(by, "case.supplement" if paper in asked else "case.work", matter)
    titles = asked | {one.id: one.title for one in procedures.definition(case.row["version_id"]).papers}
    own = matter.applicant == by.applicant
    return _Place(_titled(titles, paper), Source.UPLOADED if own else Source.SCANNED, filed=True)


def _titled(titles: Mapping[str, str], paper: str) -> str:
    if paper not in titles:
        raise Missing("Hồ sơ này không có loại giấy tờ đó. Mở lại trang rồi thử lại.")
    return titles[paper]


def store(
    upload: UploadedFile[bytes], *, takes: tuple[uploads.Kind, ...] = uploads.KINDS, at: datetime
) -> int:
    """Keep a document that belongs to no application and return the id of its row; Invalid says what is wrong."""
    checked = uploads.check(upload, takes)
    return _file(files.keep(upload.chunks()), checked.kind.mime, checked.name, at)


def keep(content: bytes, *, mime: str, name: str, at: datetime) -> int:
    """Keep a document that was made here and return the id of its row."""
    return _file(files.keep([content]), mime, name, at)


def _file(kept: files.Kept, mime: str, name: str, at: datetime) -> int:
    """The row of a stored content."""
    row = File(sha256=kept.sha256, size=kept.size, mime=mime, first_name=name, first_at=at)
    File.objects.bulk_create([row], ignore_conflicts=True)
    return int(File.objects.values_list("id", flat=True).get(sha256=kept.sha256))


# --- slips ---------------------------------------------------------------------------------------------------


def issue(case: UUID, form: str, *, by: Actor, at: datetime) -> Slip:
    """Issue the slip that a form gives for the last event that calls for it, or return the one that was issued.

    An officer's deed: the applicant opens what was issued. :class:`OutOfOrder` when nothing calls for it.
    """
    access.require(by, "case.issue-slip", case_for(case, actor=by).standing.matter)
    event = reads.event_answered(case, form)
    if event is None or not reads.has_form(case, form) or reads.told_by_bundle(case, event.kind):
        raise OutOfOrder("Hồ sơ này không có việc nào cần phiếu loại đó.")
    return _issue(case, form, event, by.username, at)


def answer(happened: Happened) -> Slip | None:
    """Issue the slip that answers an event, as of the event, by whoever acted; for the outbox.

    None when the set of forms that the case keeps has no slip for it.
    """
    form = editions.ANSWERED[happened.kind]
    if not reads.has_form(happened.stream, form) or reads.told_by_bundle(happened.stream, happened.kind):
        return None
    event = Event.objects.get(id=happened.id)
    return _issue(happened.stream, form, event, happened.by, happened.at)


def _issue(case: UUID, form: str, event: Event, by: str, at: datetime) -> Slip:
    """One slip for one event: whoever comes second, even at the same moment, gets the first one's.

    What follows from a step that closed by itself is issued by who answers for it.
    """
    found = reads.issued(case, form, event.seq)
    if found is not None:
        return found
    of = contents.gather(case, form, event)
    by = of.desk.signer if by == SYSTEM and of.desk and of.desk.signer else by
    year = local(event.at).year
    with transaction.atomic():
        number = _open_book(of.agency.id, year, form) + 1
        found = reads.issued(case, form, event.seq)
        return found if found is not None else _issue_under(of, number, year, by, at)


BOOK = """INSERT INTO documents_book (agency_id, year, form, last) VALUES (%s, %s, %s, 0)
ON CONFLICT (agency_id, year, form) DO UPDATE SET last = documents_book.last RETURNING last"""


def _open_book(agency: int, year: int, form: str) -> int:
    """The last number of a book, which nobody else may write in until this transaction ends: numbers have no gaps."""
    with connection.cursor() as cursor:
        cursor.execute(BOOK, [agency, year, form])
        return int(cursor.fetchone()[0])


def _issue_under(of: contents.Materials, number: int, year: int, by: str, at: datetime) -> Slip:
    sheet = contents.sheet(of, number)
    slip = Slip(
        case=of.case, form=of.form, seq=of.event.seq, agency_id=of.agency.id, year=year, number=number, title=of.title,
        issued_at=at, issued_by=by, data=json.loads(json.dumps(asdict(sheet), default=_plain)),
        file_id=keep(slips.typeset(sheet), mime=reads.PDF, name=f"{of.title}.pdf", at=at),
    )  # fmt: skip
    slip.save(force_insert=True)
    Book.objects.filter(agency=of.agency.id, year=year, form=of.form).update(last=number)
    told = {"title": of.title, "number": number, "agency": of.agency.short_name}
    _record(of.case.id, "slip.issued", told, by=by, at=at)
    return slip


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


# --- the journal ---------------------------------------------------------------------------------------------


def _record(case: UUID, kind: str, data: Mapping[str, Any], *, by: str, at: datetime) -> None:
    """One event in the stream of a case's documents; writers of one stream take turns."""
    stream = stream_of(case)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [stream.int >> 65])
        journal.record(stream, kind, {"case": str(case), **data}, by=by, at=at)


CONTINUE = """INSERT INTO documents_book (agency_id, year, form, last)
SELECT pair.new, b.year, b.form, b.last FROM jsonb_to_recordset(%s::jsonb) AS pair(old bigint, new bigint)
JOIN documents_book b ON b.agency_id = pair.old AND b.year = %s
ON CONFLICT (agency_id, year, form) DO UPDATE SET last = greatest(documents_book.last, excluded.last)"""


def continue_books(same: Mapping[int, int], *, year: int) -> int:
    """Have agencies that only changed their name go on counting in the books of a year; return how many books.

    The books of merged and split agencies are closed: a new agency counts from 1.
    """
    pairs = [{"old": old, "new": new} for old, new in same.items()]
    with connection.cursor() as cursor:
        cursor.execute(CONTINUE, [json.dumps(pairs), year])
        return int(cursor.rowcount)
