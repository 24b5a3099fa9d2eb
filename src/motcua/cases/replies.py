"""Rows of the documents by which agencies answer what they were asked; written by :mod:`motcua.cases.opinions` only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Reply(models.Model):
    """The document by which an opinion was given (văn bản trả lời): its number, its date, its files; never changed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="replies")
    step = models.OneToOneField("cases.Step", on_delete=models.PROTECT, related_name="reply")
    number = models.TextField(help_text="Number and symbol, as 45/SCT-QLCN.")
    dated = models.DateField()
    files = models.JSONField(help_text="The SHA-256 of each content; the files are papers of the case.")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(number=""), name="a_reply_has_a_number"),)
