"""Rows of measures: the reports that were issued, as they were; all else is counted anew from facts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency
from motcua.documents.models import File


class IssuedReport(models.Model):
    """A report whose numbers stay: prepared by one person, issued by another, with the files that were made then."""

    kind = models.TextField(help_text="Which report: II.06, nghi-quyet.")
    period = models.TextField(help_text="As addresses write it: 2026-4, 2026.")
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose cases; null for all of the province.",
    )  # fmt: skip
    by = models.TextField(help_text="What a row of form II.06 stands for.")
    said = models.JSONField(help_text="All that it says, its numbers as numbers.")
    prepared_by = models.TextField(help_text="Account name.")
    prepared_at = models.DateTimeField()
    issued_by = models.TextField(blank=True, default="")
    issued_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(issued_by=F("prepared_by")), name="who_prepares_a_report_does_not_issue_it"
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by="", pdf=None, docx=None, xlsx=None)
                | Q(issued_at__isnull=False, pdf__isnull=False, docx__isnull=False, xlsx__isnull=False)
                & ~Q(issued_by=""),
                name="an_issued_report_has_an_author_a_moment_and_its_files",
            ),
            models.UniqueConstraint(
                fields=["kind", "period", "agency", "by"],
                condition=Q(issued_at=None),
                nulls_distinct=False,
                name="of_a_report_one_draft_waits",
            ),
        ]
