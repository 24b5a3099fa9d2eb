"""The editions of the working calendar that promises were counted in."""

from __future__ import annotations

from django.db import models


class CalendarEdition(models.Model):
    """The working calendar as it was loaded; the latest counts open cases, the earlier ones explain old promises."""

    number = models.IntegerField(unique=True)
    years = models.JSONField(help_text="The year files, as loaded.")
    hours = models.JSONField(default=dict, help_text="The agencies' own office hours, by their keys.")
    digest = models.TextField(help_text="SHA-256 over the years and the agencies' own office hours.")
    loaded_at = models.DateTimeField()
    loaded_by = models.TextField()
