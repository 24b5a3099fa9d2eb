"""Rows of the engine: drafts, cases, steps, holds, alarms, numbers.

State lives in columns. The six "rõ" of the resolution are columns of a step that the database wants filled:
rõ người (owner), rõ việc (title), rõ trách nhiệm (agency, role), rõ quy trình (version), rõ thời gian (opened,
due), rõ hiệu quả (product). Written by :mod:`motcua.cases.store` only.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency
from motcua.cases.editions import CalendarEdition
from motcua.cases.moved import Move, MovedCase, Resettlement
from motcua.cases.notices import Notice
from motcua.cases.replies import Reply
from motcua.kernel.states import State
from motcua.people.models import Account, Applicant, Delegation
from motcua.procedures.models import Procedure, ProcedureVersion

__all__ = [
    "Alarm", "Amendment", "CalendarEdition", "Case", "Channel", "Draft", "Hold", "Minutes", "Move", "MovedCase",
    "Notice", "Number", "Reply", "Resettlement", "Step",
]  # fmt: skip


class Channel(models.IntegerChoices):
    """Kênh thực hiện, by the national numbers."""

    COUNTER = 1, "Trực tiếp"
    ONLINE = 2, "Trực tuyến"
    POST = 3, "Bưu chính công ích"

    @property
    def code(self) -> str:
        """What the catalogue calls it."""
        return self.name.lower()


class Draft(models.Model):
    """What an applicant has typed so far; its id becomes the case's, so a case is filed once or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="drafts")
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="drafts")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    channel = models.SmallIntegerField(choices=Channel.choices)
    reception = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    competent = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    return_how = models.TextField(default="counter")
    form = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-updated_at"], name="draft_by_account")]


PROMISE = ("due_at", "due_original", "late_after", "received_at", "soon_at")


class Case(models.Model):
    """One case; ``revision`` is the seq of its last event, and every act compares and sets it."""

    id = models.UUIDField(primary_key=True)
    salt = models.UUIDField(
        db_default=RandomUUID(), help_text="By it the journal's digests of this case cannot be guessed."
    )
    code = models.TextField(unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="cases", db_index=False)
    applicant_name = models.TextField(help_text="As it was when the case was filed.")
    search = models.TextField(help_text="Code and applicant without accents, for the desk's search.")
    channel = models.SmallIntegerField(choices=Channel.choices)
    reception = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    return_at = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    return_how = models.TextField(default="counter")
    form = models.JSONField()
    state = models.SmallIntegerField()
    state_before = models.SmallIntegerField(null=True)
    outcome = models.TextField(default="", blank=True)
    held = models.BooleanField(default=False)
    revision = models.IntegerField()
    submitted_at = models.DateTimeField()
    answer_due = models.DateTimeField()
    calendar_edition = models.IntegerField(help_text="The calendar that its dates were last counted in.")
    received_at = models.DateTimeField(null=True)
    supplement_alarm_at = models.DateTimeField(null=True)
    due_original = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True, help_text="From when the due time is near.")
    late_after = models.DateTimeField(null=True, help_text="The last moment that keeps the promise.")
    redated_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)
    receiver = models.TextField(default="", blank=True)
    receiver_identity = models.TextField(db_default="", blank=True, help_text="Of a proxy; never told.")
    receipt_how = models.TextField(default="", blank=True)
    supplements = models.SmallIntegerField(default=0)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children", db_index=False
    )
    limit_from = models.ForeignKey(
        ProcedureVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="By whose limit its promise is counted; null for its own version's.",
    )  # fmt: skip
    bundle_part = models.TextField(db_default="", blank=True, help_text="Which part of its bundle it is.")
    share = models.TextField(db_default="", blank=True, help_text="Its share of the bundle's time, as 2 wd.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit_from__isnull=True)
                | (Q(received_at__isnull=False) & ~Q(limit_from=F("version"))),
                name="a_promise_kept_in_a_move_is_of_another_version",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, bundle_part="", share="")
                | (Q(parent__isnull=False) & ~Q(bundle_part="") & ~Q(share="")),
                name="a_part_of_a_bundle_has_its_share",
            ),
            models.UniqueConstraint(
                fields=["parent", "bundle_part"],
                condition=Q(parent__isnull=False) & ~Q(outcome__in=["refused", "withdrawn", "stopped"]),
                name="a_part_of_a_bundle_is_filed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__gte=1, state__lte=10), name="a_case_is_in_a_national_state"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[1, 2, 3]), name="a_case_comes_by_a_known_channel"
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in PROMISE})
                | Q(**{f"{name}__isnull": False for name in PROMISE}),
                name="a_received_case_has_a_promise",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("received_at")),
                name="a_promise_is_not_before_reception",
            ),
            models.CheckConstraint(
                condition=Q(redated_at__isnull=True) | Q(due_at__gt=F("due_original")),
                name="a_new_date_is_after_the_old_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=int(State.RETURNED)) | Q(handed_over_at__isnull=False),
                name="a_returned_case_was_handed_over",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[3, 8, 9, 10]) | Q(finished_at__isnull=False),
                name="an_ended_case_has_its_end",
            ),
            models.CheckConstraint(
                condition=Q(state=int(State.WITHDRAWING), state_before__isnull=False)
                | (~Q(state=int(State.WITHDRAWING)) & Q(state_before__isnull=True)),
                name="a_case_asked_back_knows_where_it_was",
            ),
            models.CheckConstraint(
                condition=~Q(state_before=int(State.WITHDRAWING)), name="a_case_is_asked_back_once"
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-submitted_at"], name="case_by_applicant"),
            models.Index(fields=["procedure", "submitted_at"], name="case_by_procedure"),
            models.Index(
                fields=["reception", "-submitted_at"], include=["id", "search"], name="case_by_reception"
            ),
            models.Index(
                fields=["competent", "-submitted_at"], include=["id", "search"], name="case_by_competent"
            ),
            models.Index(
                fields=["return_at", "-submitted_at"],
                include=["id", "search"],
                name="case_returned_elsewhere",
                condition=~Q(return_at=F("reception")),
            ),
            models.Index(
                fields=["due_at"],
                name="case_still_running",
                condition=Q(finished_at__isnull=True, due_at__isnull=False),
            ),
            models.Index(
                fields=["answer_due"], name="case_to_be_answered", condition=Q(state=int(State.REGISTERED))
            ),
            models.Index(fields=["parent"], name="case_children", condition=Q(parent__isnull=False)),
        ]


class Step(models.Model):
    """One step of one case; parallel steps and those of child cases hang under ``parent`` in a ``branch``."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps", db_index=False)
    name = models.TextField()
    title = models.TextField()
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.TextField()
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.TextField()
    branch = models.TextField(default="", blank=True)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children", db_index=False
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    soon_at = models.DateTimeField(help_text="From when the due time is near.")
    awaits_collection = models.BooleanField(
        default=False, help_text="The result is there; the applicant comes for it, and nobody is late."
    )
    transfer_due = models.DateTimeField(null=True)
    proposal = models.JSONField(null=True, help_text="The refusal that lies here to be signed; never told.")
    rung = models.SmallIntegerField(db_default=0, help_text="How many rungs of the ladder have been climbed.")
    rung_at = models.DateTimeField(null=True, help_text="When the next rung comes due.")
    claimed_at = models.DateTimeField(null=True)
    held = models.BooleanField(db_default=False)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    delegation = models.ForeignKey(
        Delegation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="By which written act who closed it had the role.",
    )
    verb = models.TextField(db_default="", blank=True)
    note = models.TextField(db_default="", blank=True)
    waited = models.IntegerField(null=True, help_text="Those in which nobody had claimed the step yet.")
    worked = models.IntegerField(null=True, help_text="Working minutes that the agency held the case.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "branch"],
                condition=Q(closed_at__isnull=True),
                name="a_case_has_one_open_step_in_a_branch",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("opened_at")), name="a_step_is_not_due_before_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(soon_at__lte=F("due_at")), name="a_step_is_near_before_it_is_due"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="a_step_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, verb="", waited__isnull=True, worked__isnull=True)
                | (Q(closed_at__isnull=False, waited__isnull=False, worked__isnull=False) & ~Q(verb="")),
                name="a_closed_step_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(waited__range=(0, F("worked"))), name="what_waits_is_held"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(role="") & ~Q(product=""),
                name="the_six_clear_things_of_a_step_are_filled",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "opened_at"], name="step_by_case"),
            models.Index(
                fields=["agency", "role", "due_at", "id"],
                name="step_queue",
                condition=Q(closed_at__isnull=True, held=False, awaits_collection=False),
            ),
            models.Index(
                fields=["agency", "role", "opened_at", "id"],
                name="step_to_collect",
                condition=Q(closed_at__isnull=True, awaits_collection=True),
            ),
            models.Index(
                fields=["agency", "role"], name="step_waiting", condition=Q(closed_at__isnull=True, held=True)
            ),
            models.Index(
                fields=["rung_at"],
                name="step_to_climb",
                condition=Q(closed_at__isnull=True, held=False, rung_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "due_at"], name="step_of_owner", condition=Q(closed_at__isnull=True)
            ),
        ]


class Hold(models.Model):
    """One pause of one case: since when, why, who asked, what it did to the date (ledger, never a boolean)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds", db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="holds", db_index=False)
    kind = models.TextField()
    effect = models.TextField()
    reason_code = models.TextField(default="", blank=True)
    reason = models.TextField()
    items = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(default="", blank=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    breach = models.BooleanField(default=False, help_text="A second supplement request (NĐ 61/2018 Đ.11.2c).")
    late = models.BooleanField(default=False, help_text="Asked after 3 working days (NĐ 61/2018 Đ.19.4).")
    override = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at__isnull=True), name="a_case_pauses_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=["restart", "suspend", "none"]), name="a_hold_has_a_known_effect"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(breach=False) | ~Q(override={}), name="a_second_request_has_an_approver"
            ),
        ]
        indexes = [models.Index(fields=["case", "opened_at"], name="hold_by_case")]


class Amendment(models.Model):
    """A declaration that was set right: by whom, why, and what was declared before; never changed afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amendments")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(blank=True, help_text="What an applicant may leave out who was asked to.")
    before = models.JSONField(help_text="All the answers as they were.")


class Minutes(models.Model):
    """What was written down of a sitting of a step, or announced of one to come; never changed afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="minutes")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="minutes", db_index=False)
    kind = models.TextField(help_text="verification or council.")
    held_at = models.DateTimeField(help_text="Later than ``at``: it is announced, not held yet.")
    place = models.TextField()
    participants = models.JSONField(help_text="Name and capacity of each.")
    content = models.TextField()
    present = models.SmallIntegerField(help_text="Members of a council who voted.")
    in_favour = models.SmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["verification", "council"]), name="minutes_are_of_a_known_sitting"
            ),
            models.CheckConstraint(
                condition=Q(in_favour__gte=0, present__gte=F("in_favour")),
                name="no_more_agree_than_are_there",
            ),
        ]


class Alarm(models.Model):
    """One rung of the ladder that has rung for one case: each rings once, even after a day of downtime."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms")
    kind = models.TextField()
    due_at = models.DateTimeField()
    rung_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "due_at"], name="an_alarm_rings_once")]


class Number(models.Model):
    """The last case number of an agency on a day; no counter is shared by the whole province."""

    prefix = models.TextField()
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "day"], name="an_agency_counts_once_a_day"),
            models.CheckConstraint(
                condition=Q(last__gte=1, last__lte=9_999_999), name="case_numbers_fit_their_code"
            ),
        ]
