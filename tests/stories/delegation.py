"""A leader who is away: a role given by written act, for a day."""

from __future__ import annotations

from collections.abc import Collection

from motcua.people import delegating
from motcua.people.delegating import WrittenAct
from motcua.people.models import Appointment
from tests.province import MONDAY, who


def given(scopes: Collection[str] = ()) -> None:
    """Quân's leadership in Lan's hands for Monday."""
    leads = Appointment.objects.get(account__username="quan", post__roles__contains=["leader"])
    lan = Appointment.objects.get(account__username="lan", post__roles__contains=["civil-status"])
    day = MONDAY.date()
    act = WrittenAct(
        kind="authorisation", number="12/UQ-UBND", signed_on=day, since=day, until=day, roles=["leader"], scopes=scopes,
    )  # fmt: skip
    delegating.delegate(leads.pk, lan.pk, act, by=who("tu"), at=MONDAY)
