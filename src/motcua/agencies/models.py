"""Rows of agencies: who existed when, under whom, with which code, and who took over from whom."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value
from django.utils.translation import gettext_noop


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    ends = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
    return models.CheckConstraint(condition=ends, name=name)


def _one_holder_at_a_time(field: str, *, name: str) -> ExclusionConstraint:
    """Refuse two agencies with the same text on one day; GiST compares ranges, so texts are hashed."""
    hashed = Func(F(field), Value(0), function="hashtextextended", output_field=models.BigIntegerField())
    held = Func(hashed, hashed, Value("[]"), function="int8range")
    valid = Func(F("valid_from"), F("valid_to"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(held, "&&"), (valid, "&&")],
        condition=~Q(**{field: ""}),
        deferrable=Deferrable.IMMEDIATE,
    )


class Agency(models.Model):
    """An agency, a part of one, or a reception point, from ``valid_from`` until the day before ``valid_to``.

    A change of name, of the agency above or into a merged unit makes another row; ``Succession`` ties them.
    ``kind`` and ``level`` are words of the catalogue: code never asks which levels of government there are.
    """

    key = models.TextField(unique=True, help_text="slug@valid_from, such as gso-18073@2025-07-01.")
    slug = models.TextField(help_text="The name in catalogue files; another agency may bear it later.")
    code_2020 = models.TextField(blank=True, default="", help_text="QĐ 20/2020/QĐ-TTg: H27.17.")
    code_2016 = models.TextField(blank=True, default="", help_text="QCVN 102:2016/BTTTT: 000.00.17.H27.")
    code_source = models.TextField(default="official", help_text="official, or placeholder until then.")
    gso_code = models.TextField(blank=True, default="", help_text="Code of the territory in statistics.")
    name = models.TextField()
    short_name = models.TextField()
    name_folded = models.TextField(help_text="Name and short name without accents, for search.")
    place = models.TextField(blank=True, default="", help_text="The territory in words: phường Thành Sen.")
    kind = models.TextField()
    level = models.TextField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    part = models.TextField(blank=True, default="", help_text="mot-cua; empty: an agency in its own right.")
    reception = models.BooleanField(default=False)
    phone = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    office_hours: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The first day on which it is no more.")

    class Meta:
        verbose_name_plural = "agencies"
        constraints = (
            _ends_after_it_begins("an_agency_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name="") & ~Q(short_name="") & ~Q(kind="") & ~Q(level=""),
                name="an_agency_has_a_name_a_kind_and_a_level",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="an_agency_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(reception=False) | (~Q(phone="") & ~Q(code_2020="")),
                name="a_reception_point_has_a_code_and_can_be_called",
            ),
            models.CheckConstraint(
                condition=Q(code_source__in=["official", "placeholder"]),
                name="a_code_is_official_or_a_placeholder",
            ),
            _one_holder_at_a_time("code_2020", name="one_code_is_one_agency_at_a_time"),
            _one_holder_at_a_time("slug", name="one_slug_is_one_agency_at_a_time"),
        )

    def __str__(self) -> str:
        return self.short_name


class Reorganisation(models.Model):
    """One dated act by which agencies are merged, split, renamed or abolished; its successions say who carries on.

    Planned in the catalogue, rehearsed, confirmed by somebody else, in effect on its day; withdrawn only before it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", gettext_noop("Đã lập")
        REHEARSED = "rehearsed", gettext_noop("Đã chạy thử")
        CONFIRMED = "confirmed", gettext_noop("Đã xác nhận, chờ ngày hiệu lực")
        IN_EFFECT = "in-effect", gettext_noop("Đã có hiệu lực")
        WITHDRAWN = "withdrawn", gettext_noop("Đã rút")

    key = models.TextField(unique=True, help_text="Its name in catalogue files.")
    title = models.TextField()
    decision = models.TextField()
    on = models.DateField(help_text="The day of effect.")
    state = models.TextField(choices=State.choices, default=State.PLANNED)
    planned_by = models.TextField(help_text="Account name, or 'system'.")
    planned_at = models.DateTimeField()
    rehearsed_by = models.TextField(blank=True, default="")
    rehearsed_at = models.DateTimeField(null=True)
    rehearsal: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="What it found.")
    confirmed_by = models.TextField(blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_decision = models.TextField(blank=True, default="", help_text="The decision's number.")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="What was moved.")
    withdrawn_by = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["planned", "rehearsed", "confirmed", "in-effect", "withdrawn"]),
                name="a_reorganisation_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="")
                | (~Q(confirmed_by=F("planned_by")) & ~Q(confirmed_by=F("rehearsed_by"))),
                name="a_reorganisation_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (~Q(confirmed_by="") & ~Q(confirmed_decision="")),
                name="a_confirmed_reorganisation_has_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="a_withdrawn_reorganisation_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Succession(models.Model):
    """From the day ``on``, ``new`` carries on what ``old`` had; several rows of one ``old`` are a split."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="successions")
    old = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="successions")
    new = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="predecessions")
    kind = models.TextField()
    share = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, blank=True, help_text="Part of the old one, where known."
    )
    rule = models.TextField(blank=True, default="", help_text="How to choose among several successors.")
    decision = models.TextField()
    default = models.BooleanField(default=True, help_text="It takes what no rule of a split places.")
    basis = models.TextField(help_text="How the fact is known: source, derived, press, recalled.")
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["old", "new"], name="an_agency_follows_another_once"),
            ExclusionConstraint(
                name="an_agency_has_one_heir_by_default",
                expressions=[(Func(F("old"), F("old"), Value("[]"), function="int8range"), "&&")],
                condition=Q(default=True),
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="an_agency_does_not_follow_itself"),
            models.CheckConstraint(
                condition=Q(kind__in=["merge", "split", "rename", "continue"]),
                name="a_succession_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="split") | ~Q(rule=""),
                name="a_split_says_how_to_choose",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="a_share_is_a_part_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class SplitRule(models.Model):
    """One way of choosing among the successors of a split agency; ways are tried in the order of ``place``.

    ``condition`` holds levels, fields, procedures, says; without ``new`` the commune that the form declares is meant.
    One that holds posts or people places officers instead of cases.
    """

    old = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="split_rules")
    place = models.PositiveSmallIntegerField()
    condition: models.JSONField[Any, Any] = models.JSONField(default=dict)
    new = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["old", "place"], name="the_rules_of_a_split_are_in_order"),
        )


class Post(models.Model):
    """A post of an agency and the roles that procedures call it by (NĐ 61/2018/NĐ-CP Đ.11, Đ.12)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    key = models.TextField(help_text="Its name in catalogue files, one in its agency.")
    title = models.TextField()
    roles = ArrayField(models.TextField())
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "key"], name="a_post_has_one_key_in_its_agency"),
            _ends_after_it_begins("a_post_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(title="") & Q(roles__len__gt=0),
                name="a_post_has_a_title_and_a_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"
