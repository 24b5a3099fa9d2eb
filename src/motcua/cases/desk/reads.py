"""What the officers' pages read beside :mod:`motcua.cases.reads`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.cases.models import Channel
from motcua.cases.reads import rows


@dataclass(frozen=True, slots=True)
class Words:
    """The titles of roles by code, and the fields of the procedures that are received here."""

    roles: Mapping[str, str]
    fields: tuple[str, ...]


WORDS = """
SELECT 'role' AS what, code, title FROM procedures_codeitem WHERE list = 'roles'
UNION ALL
SELECT DISTINCT 'field', p.field, p.field FROM procedures_procedureversion v
JOIN procedures_procedure p ON p.id = v.procedure_id WHERE v.published_at IS NOT NULL
ORDER BY 1, 3"""


def words() -> Words:
    """What the tabs and the filters of the inbox are called."""
    found = rows(WORDS, [])
    return Words(
        {row["code"]: row["title"] for row in found if row["what"] == "role"},
        tuple(row["code"] for row in found if row["what"] == "field"),
    )


LOADS = """
SELECT owner_id AS account, count(*) AS open FROM cases_step
WHERE closed_at IS NULL AND claimed_at IS NOT NULL AND NOT awaits_collection AND owner_id = ANY(%s) GROUP BY owner_id"""


def loads(accounts: Collection[int]) -> dict[int, int]:
    """How many open steps each of these people has in hand."""
    return {row["account"]: row["open"] for row in rows(LOADS, [list(accounts)])}


@dataclass(frozen=True, slots=True)
class Received:
    """A procedure that a counter receives, by the version in force."""

    code: str
    version: int
    filed: int


RECEIVED = """
SELECT p.code, v.id AS version, coalesce(f.filed, 0) AS filed
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
LEFT JOIN (SELECT procedure_id, count(*) AS filed FROM
  (SELECT procedure_id FROM cases_case WHERE reception_id = ANY(%(agencies)s)
    ORDER BY submitted_at DESC LIMIT 500) AS last GROUP BY procedure_id) f ON f.procedure_id = p.id
WHERE v.published_at IS NOT NULL AND v.in_force @> %(on)s::date AND p.kind = 'public'
ORDER BY f.filed DESC NULLS LAST, p.title LIMIT %(limit)s"""


def most_received(agencies: Collection[int], *, on: date, limit: int = 8) -> list[Received]:
    """What is received here: first what these counters received most often among their last 500 cases."""
    return [Received(**row) for row in rows(RECEIVED, {"agencies": list(agencies), "on": on, "limit": limit})]


@dataclass(frozen=True, slots=True)
class CounterDraft:
    """A reception that was begun at a counter and not finished."""

    id: UUID
    version: int
    applicant: str
    updated_at: datetime


COUNTER_DRAFTS = """
SELECT d.id, d.version_id AS version, a.name AS applicant, d.updated_at
FROM cases_draft d JOIN people_applicant a ON a.id = d.applicant_id
WHERE d.account_id = %s AND d.channel <> %s ORDER BY d.updated_at DESC LIMIT 20"""


def counter_drafts(account: int) -> list[CounterDraft]:
    """The receptions that an officer has begun, the last touched first."""
    return [CounterDraft(**row) for row in rows(COUNTER_DRAFTS, [account, Channel.ONLINE])]


SAME_DRAFT = """
SELECT d.id FROM cases_draft d
JOIN procedures_procedureversion v ON v.id = d.version_id JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE d.account_id = %s AND d.applicant_id = %s AND p.code = %s AND d.channel <> %s
ORDER BY d.updated_at DESC LIMIT 1"""


def counter_draft(account: int, applicant: int, code: str) -> UUID | None:
    """A reception that an officer has begun for an applicant and a procedure."""
    found = rows(SAME_DRAFT, [account, applicant, code, Channel.ONLINE])
    return found[0]["id"] if found else None
