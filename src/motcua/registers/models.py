"""Rows of registers: batches, each entered by one person with one proof, and the entries that they hold.

What an entry says is never changed: triggers refuse it. A later entry with the same key supersedes it.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from motcua.documents.models import File


class State(models.TextChoices):
    """How far a batch has come."""

    DRAFT = "draft", gettext_noop("đang soạn")
    WAITING = "waiting", gettext_noop("chờ duyệt")
    APPROVED = "approved", gettext_noop("đã duyệt")
    SENT_BACK = "sent-back", gettext_noop("bị trả lại")
    DROPPED = "dropped", gettext_noop("đã bỏ")


DECIDED = (State.APPROVED, State.SENT_BACK)


class Batch(models.Model):
    """Entries that one document proves, entered by one person and decided by another.

    One that came with the catalogue was judged with its files: it is ``public`` and names its source in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    register = models.TextField(help_text="Its code in the catalogue.")
    state = models.TextField(choices=State.choices)
    public = models.BooleanField(default=False, help_text="It came with the catalogue.")
    document = models.TextField(help_text="Number and title of the document that proves the entries.")
    document_date = models.DateField(null=True)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.TextField(help_text="Account name.")
    entered_at = models.DateTimeField()
    decided_by = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="", help_text="Why it was sent back.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(public=True) | ~Q(decided_by=F("entered_by")), name="who_enters_does_not_decide"
            ),
            models.CheckConstraint(
                condition=Q(public=True) | Q(file__isnull=False, document_date__isnull=False),
                name="a_batch_is_proved_by_a_document",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="a_batch_names_its_document"),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False) & ~Q(decided_by="")
                | ~Q(state__in=DECIDED) & Q(decided_at__isnull=True, decided_by=""),
                name="a_decision_has_an_author_and_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT_BACK) | ~Q(note=""), name="what_is_sent_back_says_why"
            ),
        ]
        indexes = [models.Index(fields=["register", "-entered_at"], name="batch_by_register")]


class Standing(models.TextChoices):
    """How an entry stands."""

    DRAFT = "draft", gettext_noop("đang soạn")
    WAITING = "waiting", gettext_noop("chờ duyệt")
    IN_FORCE = "in-force", gettext_noop("đang dùng")
    SUPERSEDED = "superseded", gettext_noop("đã thay thế")
    REFUSED = "refused", gettext_noop("không dùng")


class Entry(models.Model):
    """One row of a register; ``key`` are the values that say which one it is: of one key one is in force."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="entries")
    place = models.SmallIntegerField(help_text="From 1, as the rows stood in the form or the sheet.")
    register = models.TextField()
    key = ArrayField(models.TextField())
    values = models.JSONField()
    standing = models.TextField(choices=Standing.choices)
    superseded_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="a_batch_has_one_entry_in_a_place"),
            models.UniqueConstraint(fields=["batch", "key"], name="a_batch_has_one_entry_of_a_key"),
            models.UniqueConstraint(
                fields=["register", "key"],
                condition=Q(standing=Standing.IN_FORCE),
                name="of_a_key_one_entry_is_in_force",
            ),
            models.UniqueConstraint(
                fields=["register", "key"],
                condition=Q(standing=Standing.WAITING),
                name="of_a_key_one_entry_waits",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.SUPERSEDED, superseded_by__isnull=False)
                | ~Q(standing=Standing.SUPERSEDED) & Q(superseded_by__isnull=True),
                name="a_superseded_entry_names_its_successor",
            ),
            models.CheckConstraint(condition=Q(key__len__gt=0), name="an_entry_has_a_key"),
        ]
