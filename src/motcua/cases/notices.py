"""Rows of what the ladders of steps have told; written by :mod:`motcua.cases.climbing` only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency
from motcua.people.models import Account


class Notice(models.Model):
    """What a rung of a step's ladder told whom: who has the step, or whoever has the role at an agency."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notices")
    step = models.ForeignKey("cases.Step", on_delete=models.PROTECT, related_name="notices", db_index=False)
    rung = models.SmallIntegerField()
    what = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.TextField()
    account = models.ForeignKey(
        Account,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who had the step then; whoever has it now sees it.",
    )
    due_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "rung"], name="a_rung_is_climbed_once"),
            models.CheckConstraint(
                condition=Q(told_at__gte=F("due_at")), name="nobody_is_told_before_it_is_due"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "role"], name="notice_by_role", condition=Q(account__isnull=True))
        ]
