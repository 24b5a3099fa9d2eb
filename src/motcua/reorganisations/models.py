"""Rows of reorganisations: what people sorted by hand; the reorganisations themselves are rows of agencies."""

from __future__ import annotations

from django.db import models

from motcua.agencies.models import Agency, Reorganisation
from motcua.cases.models import Case


class Placement(models.Model):
    """Which successor of a split agency takes a case: somebody's choice, where no rule knows."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    by = models.TextField(help_text="Account name.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "case"], name="a_case_is_placed_once_in_a_reorganisation"
            )
        ]
