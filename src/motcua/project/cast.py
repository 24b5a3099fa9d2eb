"""The people of the demonstration: the cast of the docs, and somebody in every post that would stand empty."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.agencies.models import Post
from motcua.kernel.calendar import LOCAL
from motcua.kernel.text import fold
from motcua.people import acts as people
from motcua.people.models import Account, Applicant, Appointment
from motcua.project import environment
from motcua.web import catalogue_files

PASSWORD = "mot-cua-ha-tinh"  # noqa: S105 - made public on purpose
"""Everybody's password in the demonstration; shown on its sign-in page."""

FROM = date(2025, 7, 1)


def script() -> Mapping[str, Any]:
    """The catalogue file that names the cast and the names from which the others are made."""
    value: Mapping[str, Any] = catalogue_files.load(
        environment.catalogue_dir() / "ha-tinh" / "demo" / "cast.yaml"
    ).value
    return value


@transaction.atomic
def engage(*, at: datetime, everywhere: bool = True) -> None:
    """Give the cast their accounts and posts and, ``everywhere``, every other post of today somebody; idempotent."""
    told, today = script(), at.astimezone(LOCAL).date()
    password = make_password(PASSWORD)
    people.system()
    for person in told["cast"]:
        _engage(person, password, at)
    if everywhere:
        _fill_empty_posts(told, today)


def _engage(person: Mapping[str, Any], password: str, at: datetime) -> None:
    account, _ = Account.objects.get_or_create(  # who is there keeps the password, and so stays signed in
        username=person["username"],
        defaults={
            "full_name": person["full_name"],
            "name_folded": fold(person["full_name"]),
            "password": password,
            "is_officer": "applicant" not in person,
            "is_administrator": person.get("administrator", False),
        },
    )
    for place in person.get("posts", ()):
        slug, key = place.split("/")
        post = Post.objects.get(agency__slug=slug, agency__valid_to=None, key=key)
        Appointment.objects.get_or_create(account=account, post=post, valid_from=FROM)
    if facts := person.get("applicant"):
        number = people.know_applicant(
            facts | {"name": person["full_name"]},
            birth_date=facts.get("birth_date"),
            by=people.system(),
            at=at,
        )
        Applicant.objects.filter(id=number).update(account=account)


def _fill_empty_posts(told: Mapping[str, Any], today: date) -> None:
    empty = list(
        Post.objects.filter(agency__valid_from__lte=today, agency__valid_to=None, appointments=None)
        .order_by("id")
        .values_list("id", flat=True)
    )
    names = [name for name, _ in islice(names_of(told, seed=18073), len(empty))]
    password = make_password(None)
    accounts = Account.objects.bulk_create(
        Account(
            username=f"cb{post:05d}",
            full_name=name,
            name_folded=fold(name),
            password=password,
            is_officer=True,
        )
        for post, name in zip(empty, names, strict=True)
    )
    Appointment.objects.bulk_create(
        Appointment(account=account, post_id=post, valid_from=FROM)
        for account, post in zip(accounts, empty, strict=True)
    )


def names_of(told: Mapping[str, Any], *, seed: int) -> Iterator[tuple[str, str]]:
    """Vietnamese names without end, each with its sex, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - names of a demonstration
    while True:
        sex = chance.choice(["male", "female"])
        yield (
            " ".join(
                [
                    chance.choice(told["family"]),
                    chance.choice(told["middle"][sex]),
                    chance.choice(told["given"][sex]),
                ]
            ),
            sex,
        )
