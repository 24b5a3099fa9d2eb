"""Rows of the partner API: what a write was answered, so that sending it again does not do it again."""

from __future__ import annotations

from django.db import models


class Answered(models.Model):
    """One write of one account under one Idempotency-Key; written by :mod:`motcua.web.api.once` only.

    ``account`` is the id of a people.Account: this room stands below people and only keeps the number.
    """

    account = models.BigIntegerField()
    key = models.TextField()
    digest = models.BinaryField(help_text="SHA-256 of method, address and body.")
    at = models.DateTimeField()
    status = models.SmallIntegerField(
        null=True, help_text="Null only inside the transaction that does the work."
    )
    body = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="a_key_of_an_account_is_answered_once")
        ]
        indexes = [models.Index(fields=["at"], name="answered_by_age")]
