"""Rows of surveys: invitations, samples, and the boxes into which answers fall.

Whose an answer is, no row says. An invitation is only marked as spent, without a moment; the answer falls into the
box of its survey, agency, procedure, channel and month (of a sample: and stratum, of a list: and the place where people
were served), under a number drawn by chance. As with paper in a ballot box, what lies in it can be counted, and not be
traced to a hand.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency
from motcua.cases.models import Case
from motcua.people.models import Account
from motcua.procedures.models import Procedure


class Invitation(models.Model):
    """The applicant of a case is asked once; the token of the link is kept as its digest only."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    survey = models.TextField(help_text="The questionnaire's id.")
    link_hash = models.TextField(unique=True)
    invited_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    spent = models.BooleanField(default=False, help_text="Answered; when, is not kept.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(link_hash__regex="^[0-9a-f]{64}$"),
                name="a_token_is_kept_as_its_sha256",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("invited_at")), name="an_invitation_closes_after_it_was_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["-invited_at"], name="invitation_waiting", condition=Q(spent=False)),
        ]


class Sample(models.Model):
    """A periodic survey as it was ordered: whom, how sure, by which seed, drawn from how many."""

    survey = models.TextField(help_text="The questionnaire's id.")
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose cases; null for all of the province.",
    )  # fmt: skip
    first = models.DateField(
        help_text="Cases given back from this day on; of a list, answers from this day on."
    )
    last = models.DateField(help_text="The last day of them, included.")
    listed = models.BooleanField(default=False, help_text="Drawn of a list of people, and not of cases.")
    margin = models.SmallIntegerField(help_text="Margin of error in hundredths of a percent: 500 is 5 %.")
    seed = models.TextField()
    population = models.IntegerField()
    size = models.IntegerField()
    strata = models.JSONField(help_text="Cases of each stratum, by the agency's id.")
    ordered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    erased_at = models.DateTimeField(
        null=True, help_text="When names, telephones and addresses of its list were erased."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_sample_is_of_days_in_order"),
            models.CheckConstraint(
                condition=Q(margin__gte=100, margin__lte=2000),
                name="a_sample_has_a_margin_of_1_to_20_percent",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=F("population")),
                name="a_sample_is_a_part_of_its_population",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(listed=True), name="only_a_list_is_erased"
            ),
        ]


class Listed(models.Model):
    """Somebody on the list of a survey who was drawn: how to reach them, and about which agency they are asked.

    Name, telephone and address are empty once the list was erased.
    """

    name = models.TextField()
    phone = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    unit = models.TextField(blank=True, default="", help_text="Where they were served: a hospital, a school.")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")


class Drawn(models.Model):
    """Whom a sample asks: the applicant of a case, or somebody on its list.

    ``place`` counts within the stratum, replacements come after.
    """

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="drawn", db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(Listed, null=True, on_delete=models.PROTECT, related_name="+")
    stratum = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.IntegerField()
    replacement = models.BooleanField()
    spent = models.BooleanField(default=False, help_text="Answered; when and what, is not kept here.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, person__isnull=True)
                | Q(case__isnull=True, person__isnull=False),
                name="a_case_or_a_person_is_drawn",
            ),
            models.UniqueConstraint(fields=["sample", "case"], name="a_case_is_drawn_once_in_a_sample"),
            models.UniqueConstraint(
                fields=["sample", "stratum", "place"], name="a_place_in_a_stratum_is_drawn_once"
            ),
        ]


class Box(models.Model):
    """Where answers fall together; ``id`` follows from the rest, and is their stream in the journal."""

    id = models.UUIDField(primary_key=True)
    survey = models.TextField(help_text="The questionnaire's id.")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.SmallIntegerField()
    month = models.DateField(help_text="The first day of the month.")
    sample = models.ForeignKey(Sample, null=True, on_delete=models.PROTECT, related_name="boxes")
    stratum = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.TextField(blank=True, default="", help_text="Where those of a list were served.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="a_box_of_answers_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(sample__isnull=True, stratum__isnull=True)
                | Q(sample__isnull=False, stratum__isnull=False),
                name="answers_of_a_sample_have_a_stratum",
            ),
            models.CheckConstraint(
                condition=Q(unit="") | Q(sample__isnull=False, procedure__isnull=True),
                name="only_answers_of_a_list_have_a_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "month"], name="box_of_month", condition=Q(sample=None)),
        ]


class Month(models.Model):
    """What the answers of a month that has ended come to, but for samples; it can be counted again at any time."""

    survey = models.TextField(help_text="The questionnaire's id.")
    month = models.DateField(help_text="The first day of the month.")
    topics_digest = models.TextField(help_text="By which words open answers were told apart.")
    counted = models.JSONField(help_text="Rows of the counts, as surveys.months writes them.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "month"], name="a_month_of_a_survey_is_kept_once"),
        ]


class Answer(models.Model):
    """One answer: marks of 1 to 5 by question, and what was said besides. Its number is drawn by chance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="answers")
    overall = models.SmallIntegerField(help_text="The mark of the question on satisfaction.")
    marks = models.JSONField()
    comment = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__gte=1, overall__lte=5), name="an_answer_has_a_mark_of_1_to_5"
            )
        ]
