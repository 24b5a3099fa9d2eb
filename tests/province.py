"""The real province for stories: its catalogue, its calendar, the cast; loaded once for a whole test run."""

from __future__ import annotations

from datetime import datetime, timedelta

from motcua.agencies.models import Agency, Post
from motcua.kernel.calendar import LOCAL
from motcua.people.actors import Actor, actor_named
from motcua.people.models import Account, Appointment
from motcua.project import cast, environment, loading

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=LOCAL)
"""A Monday morning at eight in November 2026, when the stories begin."""

THANH_SEN = "gso-18073"


def build() -> None:
    """Load the province unless it is there."""
    if Agency.objects.exists():
        return
    for _ in loading.load(environment.catalogue_dir(), by="system", at=MONDAY - timedelta(days=30)):
        pass
    cast.engage(at=MONDAY)


def who(username: str, at: datetime = MONDAY) -> Actor:
    """One of the cast."""
    found = actor_named(username, on=at.date())
    assert found is not None, username
    return found


def controls(username: str, name: str) -> None:
    """One more person who controls procedures, in the post that Nga holds."""
    post = Post.objects.get(key="kiem-soat")
    account = Account.objects.create(username=username, full_name=name, is_officer=True)
    Appointment.objects.create(account=account, post=post, valid_from=MONDAY.date())


def agency(slug: str) -> int:
    """An agency of 2026 by its slug."""
    return int(Agency.objects.values_list("id", flat=True).get(slug=slug, valid_to=None))


def later(at: datetime = MONDAY, **delta: float) -> datetime:
    return at + timedelta(**delta)
