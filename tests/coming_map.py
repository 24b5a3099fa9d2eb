"""A small change of the map in the week of the stories: on Wednesday a ward is split and departments merge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from motcua.agencies.models import Agency, Post, Reorganisation, SplitRule, Succession
from motcua.people.actors import Actor
from motcua.people.models import Account, Appointment
from motcua.reorganisations import acts
from tests.province import MONDAY, later

ACT = "tinh-gon"
DAY: date = later(days=2).date()
EVE = later(days=1, hours=9)
MORNING = MONDAY.replace(hour=0, minute=5) + timedelta(days=2)


def administrator(username: str) -> Actor:
    """Somebody of the administration."""
    told = {"full_name": username, "is_officer": True, "is_administrator": True}
    account, _ = Account.objects.get_or_create(username=username, defaults=told)
    return Actor(account.pk, username, username, administrator=True)


def planned() -> Reorganisation:
    """The act, of which nothing is said yet."""
    return Reorganisation.objects.create(
        key=ACT, title="Tinh gọn", decision="1/NQ-HĐND", on=DAY, planned_by="system", planned_at=MONDAY
    )


def founded(slug: str, like: str, name: str) -> Agency:
    """A new agency from the day, with the parts and posts of one that ends then; with its codes when of its slug."""
    old = Agency.objects.get(slug=like, valid_to=DAY)
    new = _copied(old, slug, old.parent_id, name)
    for part in Agency.objects.filter(parent=old).exclude(part=""):
        _copied(part, f"{slug}.{part.part}", new.pk, f"{part.short_name}, {name}")
    return new


def _copied(old: Agency, slug: str, parent: int | None, name: str) -> Agency:
    columns = {field.attname: getattr(old, field.attname) for field in Agency._meta.concrete_fields}
    columns |= {"id": None, "key": f"{slug}@{DAY}", "slug": slug, "parent_id": parent}
    columns |= {"name": name, "short_name": name, "valid_from": DAY, "valid_to": None}
    if slug != old.slug:
        territory = old.gso_code and slug.removeprefix("gso-")
        columns |= {"code_2020": old.code_2020 and f"H27.{slug}", "gso_code": territory}
    new = Agency.objects.create(**columns)
    for post in Post.objects.filter(agency=old):
        told = {"key": post.key, "title": post.title, "roles": post.roles}
        Post.objects.create(agency=new, valid_from=DAY, **told)
    return new


def ended(slug: str) -> Agency:
    """An agency with its parts and posts until the day."""
    old = Agency.objects.get(slug=slug, valid_to=None)
    whole = [old.pk, *Agency.objects.filter(parent=old).exclude(part="").values_list("id", flat=True)]
    Agency.objects.filter(id__in=whole).update(valid_to=DAY)
    Post.objects.filter(agency__in=whole, valid_to=None).update(valid_to=DAY)
    old.refresh_from_db()
    return old


def follows(
    of: Reorganisation, old: Agency, *new: Agency, choose: Iterable[tuple[Mapping[str, Any], Agency]] = ()
) -> None:
    """New agencies carry on for an old one, the first by default; and so do their parts. ``choose`` are its rules."""
    kind = "split" if len(new) > 1 else "merge"
    told = {"reorganisation": of, "kind": kind, "rule": "Theo địa bàn.", "decision": of.decision, "on": DAY}
    for part in (old, *Agency.objects.filter(parent=old, valid_to=DAY).exclude(part="")):
        for place, body in enumerate(new):
            heir = body if part == old else Agency.objects.filter(parent=body, part=part.part).first() or body
            Succession.objects.create(old=part, new=heir, default=not place, basis="source", **told)
    for place, (condition, body) in enumerate(choose):
        SplitRule.objects.create(old=old, place=place, condition=dict(condition), new=body)


def staffed(body: Agency) -> None:
    """Somebody in every post of a new agency, appointed beforehand."""
    for post in Post.objects.filter(agency__in=[body, *Agency.objects.filter(parent=body).exclude(part="")]):
        account = Account.objects.create(
            username=f"moi{post.pk}", full_name=f"Cán bộ mới {post.pk}", name_folded="", is_officer=True
        )
        Appointment.objects.create(account=account, post=post, valid_from=DAY)


def confirmed() -> None:
    """Rehearsed without hindrance and confirmed by another, on Tuesday afternoon."""
    found = acts.rehearse(ACT, by=administrator("tu-map"), at=EVE)
    assert [problem.message for problem in found.problems if problem.blocking] == []
    acts.confirm(ACT, decision="12/NQ-HĐND", by=administrator("tam-map"), at=EVE)


def carried_out() -> acts.Run:
    """Confirmed, and done in the night to Wednesday."""
    confirmed()
    return acts.carry_out(ACT, at=MORNING)
