"""Rows of the journal: events chained by hash, and the seals that hold the chains' heads."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that happened, once, for ever; ``seq`` counts within its stream (a case, a procedure).

    The database numbers nothing and hashes everything: the trigger ``journal_chain`` sets ``prev`` and ``hash``,
    and ``journal_immutable`` refuses UPDATE, DELETE and TRUNCATE (NĐ 61/2018 Đ.5.1c).
    """

    stream = models.UUIDField()
    seq = models.IntegerField()
    kind = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.TextField(help_text="Who acted: account name, or 'system'.")
    data = models.JSONField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="an_event_has_one_place_in_its_stream"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="a_stream_starts_at_one"),
        ]


class Seal(models.Model):
    """The heads of all streams that moved since the seal before, under one root."""

    upto = models.BigIntegerField(unique=True, help_text="The last event id under this seal.")
    at = models.DateTimeField()
    heads = models.IntegerField()
    prev = models.BinaryField()
    root = models.BinaryField()


class SealedHead(models.Model):
    """One stream's head at one seal: by it a vanished stream is named."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="sealed_heads")
    stream = models.UUIDField()
    seq = models.IntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "stream"], name="a_seal_holds_a_stream_once")]


class Reading(models.Model):
    """Someone read personal data: who, whose case, what of it, what for (Luật 91/2025/QH15)."""

    stream = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    by = models.TextField()
    what = models.TextField(
        help_text="What was opened: the case, a paper; a word of the slice that shows it."
    )
    name = models.TextField(help_text="Which one, where there are several; else empty.")
    purpose = models.TextField()


class Delivery(models.Model):
    """A subscriber has taken an event; the row is written in the transaction of what it did, so it acts once."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    subscriber = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="a_subscriber_takes_an_event_once")
        ]
