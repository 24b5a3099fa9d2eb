"""Issuing a report: one person fixes its numbers, another issues them, and what was issued stays, byte for byte."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from motcua.agencies import reads as places
from motcua.documents import acts as documents
from motcua.journal.acts import record
from motcua.kernel.refusals import Missing, NotAllowed, OutOfOrder
from motcua.kernel.reporting import parse
from motcua.measures.models import IssuedReport
from motcua.measures.reports import frozen, making
from motcua.measures.reports.making import Wanted
from motcua.people import access
from motcua.people.actors import Actor

STREAMS = UUID("0b6a1d52-5c0e-5d2b-8a53-6f7a0c2f9e11")
"""The namespace of the streams of reports in the journal."""


@transaction.atomic
def prepare(wanted: Wanted, *, by: Actor, at: datetime) -> IssuedReport:
    """Fix what a report says now, for somebody else to issue; the draft that waited for the same report gives way.

    Raises :class:`Missing` for who may not issue it, :class:`Invalid` for a period to come.
    """
    agency = wanted.agency.id if wanted.agency else None
    access.require_report(by, agency)
    said = frozen.plain(making.make(wanted, at=at))
    key = {
        "kind": wanted.kind,
        "period": making.written_period(wanted.period),
        "agency_id": agency,
        "by": wanted.by,
    }
    IssuedReport.objects.filter(**key, issued_at=None).delete()
    return IssuedReport.objects.create(**key, said=said, prepared_by=by.username, prepared_at=at)


@transaction.atomic
def issue(number: int, *, by: Actor, at: datetime) -> IssuedReport:
    """Issue a report that another person prepared: its files are made now and kept; the one before is superseded.

    Raises :class:`Missing` for who may not, :class:`NotAllowed` for its author, :class:`OutOfOrder` when it was issued.
    """
    row = IssuedReport.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Missing("Không có bản báo cáo này: có thể đã được lập lại. Mở lại trang báo cáo.")
    access.require_report(by, row.agency_id)
    if row.issued_at is not None:
        raise OutOfOrder("Báo cáo này đã phát hành.")
    if row.prepared_by == by.username:
        raise NotAllowed("Bạn đã lập báo cáo này; người khác phải phát hành.")
    same = {"kind": row.kind, "period": row.period, "agency": row.agency_id, "by": row.by}
    row.supersedes = IssuedReport.objects.filter(**same, issued_at__isnull=False, superseded_by=None).first()
    report, name = frozen.thawed(row.said), making.file_name(wanted_of(row), "")
    contents = {form: making.written(report, form, at=at) for form in making.FORMS}
    for form, content in contents.items():
        kept = documents.keep(content, mime=making.FORMS[form][0], name=f"{name}{form}", at=at)
        setattr(row, f"{form}_id", kept)
    row.issued_by, row.issued_at = by.username, at
    row.save()
    told = {
        "subject": report.subject, "days": report.days, "agency": report.agency, "prepared_by": row.prepared_by,
        "sha256": {form: getattr(row, form).sha256 for form in contents},
    }  # fmt: skip
    record(uuid.uuid5(STREAMS, f"{row.pk}"), "report.issued", told, by=by.username, at=at)
    return row


def wanted_of(row: IssuedReport) -> Wanted:
    """Which report a row is of."""
    agency = places.agency(row.agency_id) if row.agency_id else None
    return Wanted(row.kind, parse(row.period, settings.REPORT_DAY), agency, row.by)


def issued(*, by: Actor) -> Sequence[IssuedReport]:
    """The reports that were issued, the latest first; those that wait on top for who may issue them."""
    found = _rows().defer("said").order_by("-prepared_at", "-pk")
    return [one for one in found if _open_to(one, by)]


def one(number: int, *, by: Actor) -> IssuedReport:
    """One of them; :class:`Missing` for everybody else."""
    found = _rows().filter(pk=number).first()
    if found is None or not _open_to(found, by):
        raise Missing
    return found


def _rows() -> QuerySet[IssuedReport]:
    return IssuedReport.objects.select_related("agency", "pdf", "docx", "xlsx", "superseded_by")


def _open_to(row: IssuedReport, reader: Actor) -> bool:
    """What was issued is for everybody who sees boards, what waits for who may issue it."""
    return row.issued_at is not None or access.may_report(reader, row.agency_id)
