"""Rows of the catalogue: procedures as the nation lists them, and the versions that a province publishes."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_noop

STREAMS = uuid.UUID("6f0d5a0e-4f0a-5c0b-9d3f-2a4b8f6f3c11")
"""The namespace in which a procedure's code names its stream of events."""


class Level(models.TextChoices):
    """Cấp giải quyết."""

    MINISTRY = "ministry", gettext_noop("Cấp bộ")
    PROVINCE = "province", gettext_noop("Cấp tỉnh")
    DISTRICT = "district", gettext_noop("Cấp huyện")
    COMMUNE = "commune", gettext_noop("Cấp xã")
    OTHER = "other", gettext_noop("Cơ quan khác")


class Online(models.TextChoices):
    """Mức độ dịch vụ công trực tuyến (NĐ 42/2022/NĐ-CP)."""

    FULL = "full", gettext_noop("Toàn trình")
    PARTIAL = "partial", gettext_noop("Một phần")
    INFO = "info", gettext_noop("Cung cấp thông tin")


class Procedure(models.Model):
    """A procedure by its national code; without a version it is only listed, not received here."""

    code = models.TextField(unique=True)
    title = models.TextField()
    title_folded = models.TextField(help_text="Lower case, without accents, without a leading “Thủ tục”.")
    national_title = models.TextField(blank=True, default="", help_text="As the nation lists it.")
    words = models.TextField(help_text="All that the search looks at, folded, each word after one space.")
    kind = models.TextField(default="public")
    field = models.TextField()
    levels = ArrayField(models.TextField(choices=Level.choices))
    online = models.TextField(
        choices=Online.choices, blank=True, default="", help_text="Empty: the list does not say."
    )
    life_events = ArrayField(models.TextField(), default=list)
    agency_name = models.TextField(
        blank=True, default="", help_text="The competent agency as the national list names it."
    )
    decision = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(code="") & ~Q(field=""),
                name="a_procedure_has_code_title_and_field",
            ),
            models.CheckConstraint(condition=Q(levels__len__gt=0), name="a_procedure_has_a_level"),
        )
        indexes = (models.Index(fields=["field"], name="procedure_by_field"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def stream(self) -> uuid.UUID:
        """Where the journal keeps this procedure's events."""
        return uuid.uuid5(STREAMS, self.code)


class CodeItem(models.Model):
    """One item of a shared code list: life events, reasons, roles, guards."""

    list = models.TextField()
    code = models.TextField()
    title = models.TextField()
    place = models.PositiveIntegerField(help_text="Its place in the list, from 0.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["list", "code"], name="a_code_stands_once_in_its_list"),
            models.CheckConstraint(condition=~Q(title=""), name="a_code_has_a_title"),
        )

    def __str__(self) -> str:
        return f"{self.list}/{self.code}"


class Regime(models.Model):
    """What the law says of one aspect of all procedures from a day on, until the next regime of that aspect."""

    aspect = models.TextField()
    in_force = models.DateField()
    value = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["aspect", "in_force"], name="one_regime_of_an_aspect_begins_on_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.aspect} {self.in_force}"


class ProcedureVersion(models.Model):
    """A procedure as it is in force from a date; once published only its end may still be brought forward.

    The trigger ``procedure_version_frozen`` refuses everything else: a case keeps the law of its reception.
    """

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    in_force = DateRangeField(
        help_text="From the first day on; the upper end is the first day no longer in force."
    )
    definition = models.JSONField(help_text="The whole file.")
    form = models.JSONField(default=list, help_text="The declaration's fields.")
    digest = models.TextField(help_text="SHA-256 of what the file says: comments and layout don't count.")
    decision = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(null=True)
    published_by = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["procedure", "number"], name="a_version_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(in_force__isempty=False), name="a_version_is_in_force_for_a_day"
            ),
            models.CheckConstraint(condition=Q(in_force__lower_inf=False), name="a_version_begins_on_a_day"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="")),
                name="a_publication_has_an_author",
            ),
            ExclusionConstraint(
                name="no_two_published_versions_at_once",
                expressions=[
                    (Func(F("procedure_id"), F("procedure_id"), Value("[]"), function="int8range"), "&&"),
                    ("in_force", "&&"),
                ],
                condition=Q(published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure_id}/{self.number}"


class DraftState(models.TextChoices):
    """How far a draft of a version has come."""

    OPEN = "open", gettext_noop("Đang soạn")
    SUBMITTED = "submitted", gettext_noop("Chờ duyệt")
    PUBLISHED = "published", gettext_noop("Đã công bố")
    DROPPED = "dropped", gettext_noop("Đã bỏ")


class VersionDraft(models.Model):
    """A version that is being written: the text of its catalogue file and of the scenarios beside it."""

    code = models.TextField()
    text = models.TextField()
    scenarios = models.TextField(blank=True, default="")
    base = models.ForeignKey(
        ProcedureVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="drafts",
        help_text="The version from which it departs.",
    )
    file_digest = models.TextField(
        blank=True, default="", help_text="SHA-256 of the catalogue's file as the draft knows it."
    )
    revision = models.PositiveIntegerField(default=1)
    state = models.TextField(choices=DraftState.choices, default=DraftState.OPEN)
    editors = ArrayField(models.TextField(), help_text="Whoever wrote in it.")
    changed_by = models.TextField()
    changed_at = models.DateTimeField()
    submitted_by = models.TextField(blank=True, default="")
    approved_by = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="", help_text="Why it was sent back.")
    version = models.OneToOneField(
        ProcedureVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="draft",
        help_text="What it was published as.",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=["open", "submitted"]),
                name="a_procedure_has_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="published", version__isnull=False) & ~Q(approved_by="")
                | (~Q(state="published") & Q(version__isnull=True, approved_by="")),
                name="a_published_draft_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | ~Q(submitted_by=""), name="a_submission_has_an_author"
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(editors__contains=[F("approved_by")]),
                name="four_eyes_see_a_publication",
            ),
            models.CheckConstraint(condition=Q(editors__len__gt=0), name="a_draft_has_an_editor"),
        )

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"
