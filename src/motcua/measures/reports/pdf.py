"""A report as PDF: set by Typst from the same values, in the manner of every other document."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from motcua.documents import slips
from motcua.measures.reports.report import Report, Row, Section, Table, is_figure, told

TYPE = "application/pdf"


def write(report: Report, *, at: datetime) -> bytes:
    """The report as PDF/A-2b; ``at`` dates it."""
    return slips.typeset(
        slips.ReportSheet(
            agency_parent=report.parent,
            agency_name=report.agency,
            number="",
            suffix=report.symbol,
            place=report.place,
            at=at,
            case_code="",
            tracking_url=settings.BASE_URL,
            recipients=report.recipients,
            subject=report.subject,
            days=report.days,
            as_of=report.as_of,
            form=report.form,
            sections=tuple(map(_section, report.sections)),
            signer=slips.Signer(report.signed_as, ""),
            across=report.across,
        )
    )


def _section(one: Section) -> slips.ReportSection:
    return slips.ReportSection(one.heading, one.chapter, one.sentences, tuple(map(_table, one.tables)))


def _table(one: Table) -> slips.ReportTable:
    columns = tuple(
        slips.ReportColumn(column.title, column.group, column.number, column.width) for column in one.columns
    )
    return slips.ReportTable(one.caption, columns, tuple(map(_row, one.rows)))


def _row(row: Row) -> slips.ReportRow:
    return slips.ReportRow(tuple(map(told, row.cells)), tuple(map(is_figure, row.cells)), row.strong)
