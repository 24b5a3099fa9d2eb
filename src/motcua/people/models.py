"""Rows of people: accounts, applicants, officers' appointments, tokens of partner systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import NullIf

from motcua.agencies.models import Post

if TYPE_CHECKING:
    from motcua.people.actors import Actor


SYSTEM = "system"
"""The account name of the system itself."""


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in; what they may do follows from being an applicant or holding posts."""

    username = models.CharField("Tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("Họ và tên", max_length=120)
    name_folded = models.TextField(blank=True, default="", help_text="Without accents, for search.")
    phone = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_officer = models.BooleanField(
        default=False, help_text="Opened by the administration for its own people."
    )
    is_administrator = models.BooleanField(default=False)
    one_time_password = models.BooleanField(
        default=False,
        help_text="The password was given by an administrator: it opens nothing until it is changed.",
    )

    USERNAME_FIELD = "username"
    objects = AccountManager()
    actor: Actor | None = None
    """What the account may be today, where it signed in (:func:`motcua.people.actors.signed_in`)."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_administrator=False) | Q(is_officer=True),
                name="an_administrator_is_one_of_the_administration",
            ),
        ]
        indexes = [
            models.Index(fields=["name_folded", "id"], name="officer_by_name", condition=Q(is_officer=True))
        ]

    def __str__(self) -> str:
        return self.full_name


class Applicant(models.Model):
    """Who a case belongs to: a citizen, a business or a household business (loại đối tượng 0, 1, 2)."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", "Công dân"
        BUSINESS = "business", "Doanh nghiệp, tổ chức"
        HOUSEHOLD = "household", "Hộ kinh doanh"

    kind = models.TextField(choices=Kind.choices)
    name = models.TextField()
    name_folded = models.TextField()
    identity = models.TextField(unique=True, help_text="12-digit personal number, or tax code of a business.")
    phone = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    account = models.OneToOneField(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="applicant"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["citizen", "business", "household"]),
                name="an_applicant_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(identity=""), name="an_applicant_has_a_name_and_an_identity"
            ),
        ]
        indexes = [
            models.Index(fields=["name_folded"], name="applicant_by_name", opclasses=["text_pattern_ops"])
        ]


def _itself(field: str) -> Func:
    """A number as a range of one: GiST compares ranges."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


def _hashed(field: str) -> Func:
    """A text as a range of one; an empty text is every number, so that it meets each other."""
    number = Func(NullIf(F(field), Value("")), Value(0), function="hashtextextended")
    return Func(number, number, Value("[]"), function="int8range")


class Appointment(models.Model):
    """A person holds a post from a day until the day before ``valid_to``; the post carries the roles.

    One that ends on the day it begins was never held (NĐ 61/2018 Đ.11, Đ.12).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_person_holds_a_post_once_at_a_time",
                expressions=[
                    (_itself("account"), "&&"),
                    (_itself("post"), "&&"),
                    (
                        Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField()),
                        "&&",
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="an_appointment_does_not_end_before_it_begins",
            ),
        ]


class Delegation(models.Model):
    """One role of a post that its holder gives, by written act, to a colleague for some days (NĐ 61/2018 Đ.12.8).

    It is held only while the giver and the receiver hold their posts; one that ends on the day it begins never was.
    """

    class Kind(models.TextChoices):
        AUTHORISATION = "authorisation", "Ủy quyền"
        SUBSTITUTE = "substitute", "Phân công thay"

    kind = models.TextField(choices=Kind.choices)
    number = models.TextField(help_text="Of the written act.")
    signed_on = models.DateField()
    giver = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="given")
    receiver = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="taken")
    role = models.TextField()
    scope = models.TextField(
        blank=True, default="", help_text="A procedure's code or a field; empty: whatever the role does."
    )
    valid_from = models.DateField()
    last_day = models.DateField(help_text="As the act says it, that day included.")
    valid_to = models.DateField(help_text="From this day on it is not held: after the last day, or revoked.")
    revoked_by = models.TextField(blank=True, default="", help_text="Number of the act that revoked it.")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_role_is_given_to_one_person_at_a_time",
                expressions=[
                    (_itself("giver"), "&&"),
                    (_hashed("role"), "&&"),
                    (_hashed("scope"), "&&"),
                    (
                        Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField()),
                        "&&",
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["authorisation", "substitute"]), name="a_delegation_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(role=""), name="a_delegation_has_its_act_and_its_role"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("valid_from"), valid_to__gte=F("valid_from")),
                name="a_delegation_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_delegates_to_themselves"),
        ]


class Token(models.Model):
    """A key of a partner system, kept as a hash; it acts as its account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.TextField()
    digest = models.BinaryField(unique=True, help_text="SHA-256 of the key; the key itself is shown once.")
    valid_until = models.DateTimeField()
