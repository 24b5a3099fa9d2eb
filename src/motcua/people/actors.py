"""Who is acting: an account with what it may be — an applicant, the holder of posts, both, or neither."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from motcua.kernel.calendar import LOCAL
from motcua.people.models import Account


@dataclass(frozen=True, slots=True)
class Given:
    """A delegation as its receiver has it: the written act, who gave, for what; ``last_day`` is included."""

    id: int
    kind: str
    number: str
    signed_on: date
    giver: str
    scope: str
    last_day: date
    ended: date

    def covers(self, procedure: str, field: str) -> bool:
        """Whether it is given for cases of a procedure, whose code and field these are."""
        return self.scope in ("", procedure, field)

    @property
    def act(self) -> str:
        """The written act in words."""
        called = "ủy quyền" if self.kind == "authorisation" else "phân công thay"
        return f"văn bản {called} số {self.number} ngày {self.signed_on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post held today, which carries the roles; ``agency`` is ``body`` itself or a part of it."""

    agency: int
    body: int
    agency_name: str
    title: str
    roles: frozenset[str]
    given: Given | None = None
    """By which written act, where the post is somebody else's."""
    carries: frozenset[int] = frozenset()
    """The agencies of before the map changed whose work is carried on here: their closed cases stay theirs."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An account as acts and access rules see it."""

    account: int
    username: str
    name: str
    applicant: int | None = None
    posts: tuple[HeldPost, ...] = ()
    administrator: bool = False
    token: str = ""
    """The name of the key by which this person calls the API; empty on pages."""
    lapsed: tuple[HeldPost, ...] = ()
    """What was held by a delegation that has ended: it allows nothing, a refusal names it."""

    def over(self, procedure: str, field: str) -> Actor:
        """The same person with what was given for cases of this procedure only, beside the posts of their own."""
        held = tuple(post for post in self.posts if not post.given or post.given.covers(procedure, field))
        return self if len(held) == len(self.posts) else replace(self, posts=held)

    def in_place_of(self, agency: int, role: str, procedure: str, field: str) -> Given | None:
        """By which delegation a role at an agency is held, for want of a post of one's own with it."""
        posts = [p for p in self.over(procedure, field).posts if p.agency == agency and role in p.roles]
        return None if any(post.given is None for post in posts) else next((p.given for p in posts), None)

    def scopes(self, agency: int, role: str) -> frozenset[str]:
        """For which procedures or fields only a role is held; empty when for all."""
        posts = [post for post in self.posts if post.agency == agency and role in post.roles]
        found = frozenset(post.given.scope if post.given else "" for post in posts)
        return frozenset() if "" in found else found

    def holds(self, agency: int, *roles: str) -> bool:
        """Whether a post of this agency with one of the roles is held."""
        return any(post.agency == agency and post.roles.intersection(roles) for post in self.posts)

    def serves(self, *agencies: int) -> bool:
        """Whether a post is held in one of the agencies, in a part of it, or where its work is carried on."""
        return any({post.agency, post.body, *post.carries}.intersection(agencies) for post in self.posts)

    def holds_within(self, body: int, *roles: str) -> bool:
        """Whether a post with one of the roles is held in an agency or in any part of it."""
        return any(body in (post.agency, post.body) and post.roles.intersection(roles) for post in self.posts)

    @property
    def agencies(self) -> list[int]:
        """The agencies whose cases this person may see: one's own part, the whole, those that it carries on."""
        return sorted({agency for post in self.posts for agency in (post.agency, post.body, *post.carries)})

    @property
    def officer(self) -> bool:
        return bool(self.posts)

    @property
    def queues(self) -> list[tuple[int, str]]:
        """The (agency, role) pairs whose steps this person may work."""
        return sorted({(post.agency, role) for post in self.posts for role in post.roles})

    def agencies_with(self, role: str) -> list[int]:
        return sorted({post.agency for post in self.posts if role in post.roles})


CARRIES = """ARRAY(WITH RECURSIVE line (id, old) AS (
  SELECT id, false FROM agencies_agency WHERE id = g.id OR g.part <> '' AND id = g.parent_id
  UNION SELECT s.old_id, true FROM line JOIN agencies_succession s ON s.new_id = line.id AND s.default
    AND s.on <= %(day)s JOIN agencies_reorganisation r ON r.id = s.reorganisation_id AND r.began_at IS NOT NULL)
  SELECT id FROM line WHERE old)"""
ACTOR = """
SELECT a.id, a.password, a.last_login, a.username, a.full_name, a.is_active, a.is_administrator, a.one_time_password,
  ap.id,
  coalesce(jsonb_agg(jsonb_build_array(p.agency_id, CASE WHEN g.part = '' THEN g.id ELSE g.parent_id END,
    g.name, p.title, p.roles, {carries}) ORDER BY ac.id)
    FILTER (WHERE p.id IS NOT NULL), '[]'), ({given}), {named}
FROM people_account a
LEFT JOIN people_applicant ap ON ap.account_id = a.id
LEFT JOIN people_appointment ac ON ac.account_id = a.id
  AND ac.valid_from <= %(day)s AND (ac.valid_to IS NULL OR ac.valid_to > %(day)s)
LEFT JOIN agencies_post p ON p.id = ac.post_id
LEFT JOIN agencies_agency g ON g.id = p.agency_id
WHERE {which} AND a.is_active GROUP BY a.id, ap.id"""
GIVEN = """
SELECT jsonb_agg(jsonb_build_array(p.agency_id, CASE WHEN g.part = '' THEN g.id ELSE g.parent_id END, g.name, p.title,
    ARRAY[d.role], {carries}, jsonb_build_array(d.id, d.kind, d.number, d.signed_on, o.full_name, d.scope, d.last_day,
    least(d.valid_to, mine.valid_to, theirs.valid_to, CASE WHEN NOT o.is_active THEN %(day)s::date END)))
  ORDER BY d.valid_to DESC, d.id)
FROM people_appointment mine JOIN people_delegation d ON d.receiver_id = mine.id
JOIN people_appointment theirs ON theirs.id = d.giver_id
JOIN people_account o ON o.id = theirs.account_id
JOIN agencies_post p ON p.id = theirs.post_id JOIN agencies_agency g ON g.id = p.agency_id
WHERE mine.account_id = a.id AND d.valid_from <= %(day)s"""
COLUMNS = (
    "id", "password", "last_login", "username", "full_name", "is_active", "is_administrator", "one_time_password",
)  # fmt: skip
BY_KEY = "a.id = (SELECT account_id FROM people_token WHERE digest = %(key)s AND valid_until > %(at)s)"
NAME_OF_KEY = "(SELECT name FROM people_token WHERE digest = %(key)s)"


def actor(account: int, *, on: date) -> Actor | None:
    """The actor of an account on a day, in one query; None when the account is closed."""
    return _actor(_row("a.id = %(key)s", key=account, day=on), on)


def actor_named(username: str, *, on: date) -> Actor | None:
    """The actor of a user name on a day."""
    return _actor(_row("a.username = %(key)s", key=username, day=on), on)


def actor_with_token(digest: bytes, *, at: datetime, on: date) -> Actor | None:
    """The actor whose key has this digest, while the key is valid."""
    return _actor(_row(BY_KEY, NAME_OF_KEY, key=digest, at=at, day=on), on)


def signed_in(account: int) -> Account | None:
    """The account of a session with its actor of today as ``account.actor``, in one query; None when it is closed.

    Who has come in by a one-time password is nobody yet.
    """
    today = timezone.now().astimezone(LOCAL).date()
    row = _row("a.id = %(key)s", key=account, day=today)
    if row is None:
        return None
    found = Account.from_db(connection.alias, COLUMNS, row[: len(COLUMNS)])
    found.actor = None if found.one_time_password else _actor(row, today)
    return found


def _row(which: str, named: str = "''", **values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            ACTOR.format(which=which, named=named, given=GIVEN.format(carries=CARRIES), carries=CARRIES),
            values,
        )
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _actor(row: tuple[Any, ...] | None, on: date) -> Actor | None:
    if row is None:
        return None
    account, _, _, username, name, _, administrator, _, applicant, posts, given, token = row
    own, taken = _posts(posts), _posts(given)
    running = tuple(post for post in taken if post.given and post.given.ended > on)
    lapsed = tuple(post for post in taken if post.given and post.given.ended <= on)
    return Actor(account, username, name, applicant, (*own, *running), administrator, token, lapsed)


def _posts(told: str | list[Any] | None) -> tuple[HeldPost, ...]:
    rows = json.loads(told) if isinstance(told, str) else told or ()
    return tuple(
        HeldPost(
            agency, body, where, title, frozenset(roles), _given(*more) if more else None, frozenset(carries)
        )
        for agency, body, where, title, roles, carries, *more in rows
    )


def _given(told: list[Any]) -> Given:
    number, kind, act, signed_on, giver, scope, last_day, ended = told
    day = date.fromisoformat
    return Given(number, kind, act, day(signed_on), giver, scope, day(last_day), day(ended))


class ActorMiddleware:
    """Puts ``request.actor`` (None for a visitor) and ``request.at`` (the moment of the request) on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        request.actor = getattr(request.user, "actor", None)  # type: ignore[attr-defined]
        return self.get_response(request)
