"""Reading people: applicants for the counter, colleagues for assigning, names for the journal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from motcua.kernel.calendar import LOCAL
from motcua.kernel.refusals import Missing


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


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """Full names by user name, for the sentences of the journal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT username, full_name FROM people_account WHERE username = ANY(%s)", [list(usernames)]
        )
        return {"system": "Hệ thống"} | dict(cursor.fetchall())
