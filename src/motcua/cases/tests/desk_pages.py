"""How stories read the desk's pages and press what stands on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from motcua.cases import acts
from motcua.cases.models import Case, Step
from motcua.people.models import Account, Appointment
from motcua.web.tests.tree import Element, read
from tests.province import MONDAY, who
from tests.stories.birth import file_birth


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def page(answer: HttpResponse, status: int = 200) -> Element:
    """The page of an answer, which has this status."""
    shown = answer.content.decode()
    assert answer.status_code == status, f"{answer.status_code}: {shown[:3000]}"
    return read(shown)


def code_of(case: UUID) -> str:
    return str(Case.objects.values_list("code", flat=True).get(id=case))


def open_step(case: UUID) -> Step:
    return Step.objects.get(case=case, closed_at=None)


def show(browser: Client, case: UUID) -> Element:
    """The page of a case."""
    return page(browser.get(reverse("desk-case", args=[case])))


def say(browser: Client, case: UUID, purpose: str = "cooperate", **more: str) -> HttpResponse:
    """Say what a case is opened for, as the page that asks sends it."""
    return browser.post(reverse("desk-purpose", args=[case]), {"purpose": purpose, **more})


def offered(browser: Client, case: UUID) -> set[str]:
    """The deeds that the page of a case offers, by their address."""
    shown, root = show(browser, case), reverse("desk-case", args=[case])
    addresses = [one.get("action") or one.get("href") or "" for one in [*shown.all("form"), *shown.all("a")]]
    known = {address.removeprefix(root).rstrip("/") for address in addresses if address.startswith(root)}
    return known - {"", "hien-danh-tinh", "giay-to"} - {one for one in known if one.startswith("?")}


def do(browser: Client, case: UUID, deed: str, **answers: Any) -> HttpResponse:
    """Press a deed's button as its page would, with the revision that is there now."""
    revision = answers.pop("revision", Case.objects.get(id=case).revision)
    return browser.post(reverse("desk-deed", args=[case, deed]), {"revision": revision, **answers})


def colleague(username: str, full_name: str, like: str) -> Account:
    """Somebody who holds the same posts as one of the cast."""
    account = Account.objects.create(username=username, full_name=full_name, password="!")
    for appointment in Appointment.objects.filter(account__username=like):
        Appointment.objects.create(account=account, post=appointment.post, valid_from=appointment.valid_from)
    return account


def appoint(username: str, full_name: str, post: str) -> Account:
    """Somebody at a post, written as the cast's are: agency / post."""
    from motcua.agencies.models import Post

    slug, key = post.split("/")
    account = Account.objects.create(username=username, full_name=full_name, password="!")
    found = Post.objects.get(agency__slug=slug, agency__valid_to=None, key=key)
    Appointment.objects.create(account=account, post=found, valid_from=MONDAY.date() - timedelta(days=30))
    return account


def received(**kwargs: Any) -> UUID:
    """A case that Minh has received."""
    case = file_birth(at=at(8), **kwargs)
    acts.receive(case, by=who("minh"), at=at(9))
    return case


def claimed(**kwargs: Any) -> UUID:
    """A case whose examination Lan has taken."""
    case = received(**kwargs)
    acts.claim(case, by=who("lan"), at=at(9, 30))
    return case


def examined(**kwargs: Any) -> UUID:
    """A case that lies before the leader."""
    case = claimed(**kwargs)
    acts.finish(case, "propose", by=who("lan"), at=at(10))
    return case


def signed(**kwargs: Any) -> UUID:
    """A case whose result is at the one-stop."""
    case = examined(**kwargs)
    acts.claim(case, by=who("quan"), at=at(14))
    acts.finish(case, "sign", by=who("quan"), at=at(14, 5))
    return case
