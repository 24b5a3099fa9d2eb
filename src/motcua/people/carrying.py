"""The day the map changes: officers of old agencies lose their posts and come along to those of the successor.

A delegation goes on where both who gave and who received come along, and the giver's new post carries the role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from psycopg.rows import dict_row

from motcua.agencies.reorganising import Map
from motcua.journal.acts import record
from motcua.kernel.succession import Offered, called, posts_for
from motcua.people import scopes
from motcua.people.actors import Actor
from motcua.people.models import Appointment, Delegation
from motcua.people.officers import stream_of

HELD = """
SELECT a.id, a.account_id AS account, o.username, o.full_name AS name, o.is_active AS active, p.key, p.title, p.roles,
  g.id AS agency, g.short_name AS agency_name
FROM people_appointment a JOIN people_account o ON o.id = a.account_id JOIN agencies_post p ON p.id = a.post_id
JOIN agencies_agency g ON g.id = p.agency_id
WHERE p.agency_id = ANY(%(old)s) AND a.valid_from < %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
ORDER BY a.valid_from, a.id"""

POSTS = """
SELECT p.id, p.key, p.title, p.roles, g.id AS agency, g.short_name AS agency_name, g.part <> '' AS within,
  CASE WHEN g.part = '' THEN g.id ELSE g.parent_id END AS body,
  (SELECT array_agg(DISTINCT role) FROM agencies_post near, unnest(near.roles) role
    WHERE near.agency_id = g.id) AS beside
FROM agencies_post p JOIN agencies_agency g ON g.id = p.agency_id
WHERE (g.id = ANY(%(new)s) OR g.part <> '' AND g.parent_id = ANY(%(new)s))
  AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)"""

PLACED = """
SELECT a.account_id AS account, a.post_id AS post FROM people_appointment a
WHERE a.post_id = ANY(%(posts)s) AND (a.valid_to IS NULL OR a.valid_to > %(day)s)"""


@dataclass(frozen=True, slots=True)
class Carried:
    """One appointment that ends, and the posts of the successor that take its place; none when nobody needs it."""

    id: int
    account: int
    username: str
    name: str
    post: str
    agency: str
    body: int
    heir: int
    active: bool
    placed: bool
    """The administration has appointed this person at a successor already."""
    sure: bool
    """They were placed, a rule of the split says where they go, or there is one successor only."""
    posts: tuple[Mapping[str, Any], ...] = ()


@dataclass(slots=True)
class _New:
    """The posts of the successors, and who is appointed to them already."""

    posts: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    offered: dict[int, list[Offered]] = field(default_factory=lambda: defaultdict(list))
    placed: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def body(self, post: int) -> int:
        return int(self.posts[post]["body"])


def plan(on: Map) -> list[Carried]:
    """Which appointments end on the day and what takes their place: the same post, else those of the same roles.

    Of a split agency officers go where they were appointed beforehand, else where a rule says, else to the default.
    """
    new = _successors(on)
    return [_carried(row, on, new) for row in _rows(HELD, {"old": on.old, "day": on.on})]


def _successors(on: Map) -> _New:
    new = _New()
    heirs = sorted({heir for one in on.successions.values() for heir in one.heirs})
    for row in _rows(POSTS, {"new": heirs, "day": on.on}):
        new.posts[row["id"]] = row
        new.offered[row["body"]].append(Offered(row["id"], row["key"], frozenset(row["roles"])))
    for row in _rows(PLACED, {"posts": list(new.posts), "day": on.on}):
        new.placed[row["account"]].add(row["post"])
    return new


def _carried(row: Mapping[str, Any], on: Map, new: _New) -> Carried:
    body = on.body[row["agency"]]
    succession = on.successions[body]
    placed = any(new.body(post) in succession.heirs for post in new.placed[row["account"]])
    heir = called(succession, row["key"], row["username"])
    wanted = posts_for(row["key"], frozenset(row["roles"]), new.offered[heir.agency])
    return Carried(
        row["id"], row["account"], row["username"], row["name"], row["title"], row["agency_name"], body,
        heir.agency, row["active"], placed, placed or heir.sure,
        tuple(new.posts[post] for post in wanted) if row["active"] and not placed else (),
    )  # fmt: skip


def _rows(query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = dict_row
        cursor.execute(query, values)
        found: list[dict[str, Any]] = cursor.fetchall()
    return found


def held(carried: Iterable[Carried], day: date) -> list[Mapping[str, Any]]:
    """The planned appointments as rows of who holds what: roles, agency, since."""
    return [{**post, "account": one.account, "since": day} for one in carried for post in one.posts]


CARRY = """INSERT INTO people_appointment (account_id, post_id, valid_from) VALUES (%s, %s, %s)
ON CONFLICT ON CONSTRAINT a_person_holds_a_post_once_at_a_time DO NOTHING"""


@transaction.atomic
def carry_over(on: Map, *, by: Actor, at: datetime) -> int:
    """Have officers come along and say how many posts ended; what is done already is not done again."""
    going = plan(on)
    for one in going:
        Appointment.objects.filter(id=one.id).update(valid_to=on.on)
        with connection.cursor() as cursor:
            for post in one.posts:
                cursor.execute(CARRY, [one.account, post["id"], on.on])
        told = {
            "post": one.post,
            "agency": one.agency,
            "posts": [f"{post['title']}, {post['agency_name']}" for post in one.posts],
            "since": on.on,
            "decision": on.decision,
        }
        record(stream_of(one.username), "appointment.carried-over", told, by=by.username, at=at)
    _carry_delegations(on, by, at)
    return len(going)


DELEGATIONS = """
INSERT INTO people_delegation (kind, number, signed_on, giver_id, receiver_id, role, scope, valid_from, last_day,
  valid_to, revoked_by)
SELECT d.kind, d.number, d.signed_on, gives.id, takes.id, d.role, d.scope, greatest(d.valid_from, %(day)s), d.last_day,
  d.valid_to, ''
FROM people_delegation d
JOIN people_appointment gave ON gave.id = d.giver_id AND gave.valid_to = %(day)s
JOIN agencies_post p ON p.id = gave.post_id AND p.agency_id = ANY(%(old)s)
JOIN people_appointment took ON took.id = d.receiver_id AND took.valid_to = %(day)s
CROSS JOIN LATERAL (SELECT a.id FROM people_appointment a JOIN agencies_post n ON n.id = a.post_id
  WHERE a.account_id = gave.account_id AND a.valid_from = %(day)s AND d.role = ANY(n.roles) ORDER BY a.id LIMIT 1) gives
CROSS JOIN LATERAL (SELECT a.id FROM people_appointment a
  WHERE a.account_id = took.account_id AND a.valid_from = %(day)s ORDER BY a.id LIMIT 1) takes
WHERE d.valid_to > %(day)s
ON CONFLICT ON CONSTRAINT a_role_is_given_to_one_person_at_a_time DO NOTHING
RETURNING id"""


def _carry_delegations(on: Map, by: Actor, at: datetime) -> None:
    """Write down anew, under the same act, what was given among officers who both came along."""
    given = [row["id"] for row in _rows(DELEGATIONS, {"day": on.on, "old": on.old})]
    for one in Delegation.objects.filter(id__in=given).select_related("giver__account", "receiver__account"):
        told = {
            "act": f"văn bản {one.get_kind_display().lower()} số {one.number} ngày {one.signed_on:%d/%m/%Y}",
            "role": scopes.catalogue().role(one.role),
            "receiver": str(one.receiver.account),
            "since": on.on,
            "decision": on.decision,
        }
        stream = stream_of(one.giver.account.username)
        record(stream, "delegation.carried-over", told, by=by.username, at=at)


@transaction.atomic
def call_off(on: Map) -> int:
    """Take back appointments, and what was given in them, made beforehand where no agency will be; say how many."""
    new = list(_successors(on).posts)
    gone = Appointment.objects.filter(post__in=new, post__agency__valid_from=on.on, valid_from__gte=on.on)
    Delegation.objects.filter(Q(giver__in=gone) | Q(receiver__in=gone)).delete()
    return int(gone.delete()[0])
