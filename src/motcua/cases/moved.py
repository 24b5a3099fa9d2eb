"""Rows of the moves of running cases to another version; written by :mod:`motcua.cases.moving` only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.people.models import Account
from motcua.procedures.models import Procedure, ProcedureVersion


class Move(models.Model):
    """A move of running cases to another version of their procedure: by which decision, with which choices."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    decision = models.TextField()
    reason = models.TextField()
    choices = models.JSONField(help_text="What is done with the cases of each kind.")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    undo_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
                name="a_move_is_undone_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_move_leads_to_another_version"),
            models.CheckConstraint(condition=~Q(decision="") & ~Q(reason=""), name="a_move_has_its_decision"),
        ]


class MovedCase(models.Model):
    """What became of one case in a move; ``seq`` is the event that moved it, ``before`` what it takes to go back."""

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="cases", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    outcome = models.TextField(help_text="waiting, moved, kept, refused, going-back, back")
    why = models.TextField(default="", blank=True)
    seq = models.IntegerField(null=True)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "case"], name="a_case_is_moved_once_in_a_move"),
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "moved", "kept", "refused", "going-back", "back"]),
                name="a_move_of_a_case_has_a_known_outcome",
            ),
        ]
        indexes = [models.Index(fields=["move", "outcome", "id"], name="moved_by_outcome")]
