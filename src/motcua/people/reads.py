"""Reading people: applicants for the counter, colleagues for assigning, names for the journal, officers."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.journal.kinds import sentence
from motcua.kernel.calendar import LOCAL
from motcua.kernel.refusals import Missing
from motcua.kernel.text import fold
from motcua.people.models import SYSTEM
from motcua.people.officers import stream_of
from motcua.web.paging import LIMIT, Page, Place, page_of


@dataclass(frozen=True, slots=True)
class ApplicantRow:
    """An applicant as forms and slips need it."""

    id: int
    kind: str
    name: str
    identity: str
    phone: str
    email: str
    address: str
    birth_date: date | None


APPLICANT = "SELECT id, kind, name, identity, phone, email, address, birth_date FROM people_applicant WHERE "


def applicant(number: int) -> ApplicantRow:
    """One applicant by id; :class:`Missing` when there is none."""
    found = _applicant("id = %s", number)
    if found is None:
        raise Missing("Không tìm thấy người nộp hồ sơ.")
    return found


def applicant_with(identity: str) -> ApplicantRow | None:
    """The applicant with a personal number or tax code, if known."""
    return _applicant("identity = %s", identity)


def _applicant(which: str, key: int | str) -> ApplicantRow | None:
    with connection.cursor() as cursor:
        cursor.execute(APPLICANT + which, [key])
        row = cursor.fetchone()
    return ApplicantRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a role at an agency, with how many open steps are theirs."""

    account: int
    name: str
    title: str


HOLDERS = """
SELECT DISTINCT ON (c.id) c.id, c.full_name, p.title FROM people_appointment a
JOIN agencies_post p ON p.id = a.post_id JOIN people_account c ON c.id = a.account_id
WHERE p.agency_id = %(agency)s AND %(role)s = ANY(p.roles) AND c.is_active
  AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
ORDER BY c.id, a.valid_from"""


def holders(agency: int, role: str, *, on: date) -> list[Colleague]:
    """Who holds a role at an agency on a day."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, {"agency": agency, "role": role, "day": on})
        return [Colleague(*row) for row in cursor.fetchall()]


def may_be_assigned(account: int, agency: int, role: str, *, on: datetime) -> bool:
    """Whether a step of this agency and role may be given to an account."""
    return any(
        colleague.account == account for colleague in holders(agency, role, on=on.astimezone(LOCAL).date())
    )


HOLDERS_ANYWHERE = """
SELECT DISTINCT c.username, c.full_name FROM people_account c
JOIN people_appointment a ON a.account_id = c.id JOIN agencies_post p ON p.id = a.post_id
WHERE c.is_active AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
  AND (%(role)s = ANY(p.roles) OR EXISTS (
    SELECT FROM people_delegation d JOIN people_appointment g ON g.id = d.giver_id
    JOIN people_account o ON o.id = g.account_id AND o.is_active
    WHERE d.receiver_id = a.id AND d.role = %(role)s AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
      AND (g.valid_to IS NULL OR g.valid_to > %(day)s)))
ORDER BY c.full_name"""


def holders_anywhere(role: str, *, on: date) -> dict[str, str]:
    """Who holds a role on a day, at whatever agency, by a post or a delegation: full names by user name."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS_ANYWHERE, {"role": role, "day": on})
        return dict(cursor.fetchall())


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """Full names by user name, for the sentences of the journal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT username, full_name FROM people_account WHERE username = ANY(%s)", [list(usernames)]
        )
        return {SYSTEM: "Hệ thống"} | dict(cursor.fetchall())


def names_by_account(accounts: Collection[int]) -> dict[int, str]:
    """Full names by the number of the account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, full_name FROM people_account WHERE id = ANY(%s)", [list(accounts)])
        return dict(cursor.fetchall())


# --- officers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A post in an officer's hands from a day until the day before ``until``; ``id`` is the appointment's."""

    id: int
    title: str
    agency: str
    since: date
    until: date | None

    def ended(self, on: date) -> bool:
        """Whether the post has been given back by a day."""
        return self.until is not None and self.until <= on


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An account of the administration and its posts."""

    id: int
    username: str
    name: str
    name_folded: str
    phone: str
    email: str
    active: bool
    administrator: bool
    one_time_password: bool
    posts: tuple[Held, ...]


OFFICERS = """
SELECT a.id, a.username, a.full_name, a.name_folded, a.phone, a.email, a.is_active, a.is_administrator,
  a.one_time_password, held.posts
FROM people_account a
CROSS JOIN LATERAL (
  SELECT array_agg(p.agency_id) AS agencies, string_agg(g.name_folded, ' ') AS places,
    coalesce(jsonb_agg(jsonb_build_array(h.id, p.title, g.name, h.valid_from, h.valid_to)
      ORDER BY h.valid_from DESC, h.id), '[]') AS posts
  FROM people_appointment h JOIN agencies_post p ON p.id = h.post_id JOIN agencies_agency g ON g.id = p.agency_id
  WHERE h.account_id = a.id AND (%(day)s::date IS NULL OR h.valid_to IS NULL OR h.valid_to > %(day)s)
) held
WHERE a.is_officer AND """
AMONG = """NOT EXISTS (SELECT FROM unnest(%(words)s::text[]) AS word
    WHERE strpos(concat_ws(' ', a.name_folded, a.username, held.places), word) = 0)
  AND (%(agencies)s::bigint[] IS NULL OR held.agencies && %(agencies)s::bigint[])
  AND (%(name)s::text IS NULL OR (a.name_folded, a.id) {past} (%(name)s, %(id)s))
ORDER BY a.name_folded {way}, a.id {way} LIMIT %(limit)s"""


def officers(
    text: str,
    *,
    on: date,
    agencies: Sequence[int] | None = None,
    place: Place | None = None,
    limit: int = LIMIT,
) -> Page[OfficerRow]:
    """Officers by name whose name, user name or agencies hold all words, accents or not, with their posts to come too.

    ``agencies`` are those that one must serve in. One query.
    """
    backwards = place is not None and place.backwards
    name, number = place.key if place else (None, None)
    among = AMONG.format(past="<" if backwards else ">", way="DESC" if backwards else "ASC")
    wanted = {"words": fold(text).split(), "agencies": agencies and list(agencies), "day": on}
    found = _officers(OFFICERS + among, wanted | {"name": name, "id": number, "limit": limit + 1})
    return page_of(found, key=lambda row: (row.name_folded, row.id), place=place, limit=limit, of="officers")


def officer(username: str) -> OfficerRow:
    """An officer by user name, with every post ever held; :class:`Missing` also when it is a citizen's account."""
    found = _officers(
        OFFICERS + "a.username = %(username)s", {"username": username.replace("\0", ""), "day": None}
    )
    if not found:
        raise Missing("Không tìm thấy cán bộ này.")
    return found[0]


def administrator(username: str) -> int | None:
    """The account of an administrator by user name, if it is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_account WHERE is_administrator AND username = %s", [username])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _officers(statement: str, values: Mapping[str, Any]) -> list[OfficerRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [OfficerRow(*(*told, _posts(posts))) for *told, posts in cursor.fetchall()]


def _posts(told: str | list[Any]) -> tuple[Held, ...]:
    rows = json.loads(told) if isinstance(told, str) else told
    return tuple(
        Held(number, title, agency, date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for number, title, agency, since, until in rows
    )


@dataclass(frozen=True, slots=True)
class PostHolders:
    """A post to appoint somebody to, with the names of those who hold it."""

    id: int
    title: str
    agency: str
    holders: tuple[str, ...]


POSTS = """
SELECT p.id, p.title, g.name, array_remove(array_agg(a.full_name ORDER BY h.valid_from, h.id), NULL)
FROM agencies_post p JOIN agencies_agency g ON g.id = p.agency_id
LEFT JOIN people_appointment h ON h.post_id = p.id
  AND h.valid_from <= %(day)s AND (h.valid_to IS NULL OR h.valid_to > %(day)s)
LEFT JOIN people_account a ON a.id = h.account_id
WHERE p.agency_id = ANY(%(agencies)s) AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
GROUP BY p.id, g.id ORDER BY g.part, p.id"""


def posts(agencies: Sequence[int], *, on: date) -> list[PostHolders]:
    """The posts of some agencies on a day, with who holds them."""
    with connection.cursor() as cursor:
        cursor.execute(POSTS, {"agencies": list(agencies), "day": on})
        return [PostHolders(*(*told, tuple(holders))) for *told, holders in cursor.fetchall()]


HISTORY = """
SELECT e.at, e.kind, coalesce(a.full_name, e.by), e.data FROM journal_event e
LEFT JOIN people_account a ON a.username = e.by WHERE e.stream = %s ORDER BY e.seq DESC"""


def history(username: str) -> list[tuple[datetime, str]]:
    """What the administration did with an officer's account and posts, in sentences, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, [stream_of(username)])
        return [
            (at, sentence(kind, by, json.loads(data) if isinstance(data, str) else data))
            for at, kind, by, data in cursor.fetchall()
        ]
