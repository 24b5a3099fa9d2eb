"""Who looked into cases: the readings of one person in one case, put together by sittings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from motcua.cases import telling
from motcua.cases.reads.querying import json_of, rows
from motcua.people.actors import Actor
from motcua.web.paging import LIMIT, Page, Place, page_of

SITTING = timedelta(minutes=30)
"""Who does not read for so long has stood up: the next reading begins another sitting."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody read personal data of a case in a sitting: who, at which post, from when to when, what, what for."""

    id: int
    since: datetime
    until: datetime
    case: UUID
    code: str
    procedure: str
    name: str
    title: str
    agency: str
    things: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]

    @property
    def seen(self) -> str:
        """What was opened, in words."""
        return telling.seen(self.things)

    @property
    def why(self) -> list[telling.Purpose]:
        """What for, in words."""
        return [telling.purpose(one) for one in self.purposes]


#: Gaps and islands: a reading that does not follow the one before closely enough begins a sitting; the sittings are
#: numbered by counting beginnings. A sitting is known by its first reading, so that a page stays where it was.
LOOKS = """
WITH reading AS (
  SELECT r.*, r.at - lag(r.at) OVER (PARTITION BY r.stream, r.by ORDER BY r.at, r.id) < %(sitting)s AS goes_on
  FROM cases_case c JOIN journal_reading r ON r.stream = c.id WHERE {which}
), numbered AS (
  SELECT *, count(*) FILTER (WHERE goes_on IS NOT TRUE) OVER (PARTITION BY stream, by ORDER BY at, id) AS sitting
  FROM reading
), sat AS (
  SELECT stream, by, min(id) AS id, min(at) AS since, max(at) AS until,
    jsonb_agg(DISTINCT jsonb_build_array(what, name)) AS things, jsonb_agg(DISTINCT purpose) AS purposes
  FROM numbered GROUP BY stream, by, sitting
), shown AS (
  SELECT * FROM sat WHERE true {after} ORDER BY since {way}, id {way} LIMIT %(limit)s
)
SELECT s.id, s.since, s.until, c.id AS case, c.code,
  coalesce(nullif(v.definition ->> 'short', ''), p.title) AS procedure,
  coalesce(a.full_name, s.by) AS name, coalesce(h.title, '') AS title, coalesce(h.agency, '') AS agency,
  s.things, s.purposes
FROM shown s JOIN cases_case c ON c.id = s.stream JOIN procedures_procedureversion v ON v.id = c.version_id
JOIN procedures_procedure p ON p.id = c.procedure_id
LEFT JOIN people_account a ON a.username = s.by
LEFT JOIN LATERAL (
  SELECT o.title, g.name AS agency FROM people_appointment ap JOIN agencies_post o ON o.id = ap.post_id
  JOIN agencies_agency g ON g.id = o.agency_id
  WHERE ap.account_id = a.id AND ap.valid_from <= s.since AND (ap.valid_to IS NULL OR ap.valid_to > s.since)
  ORDER BY NOT EXISTS (SELECT FROM cases_step t
    WHERE t.case_id = c.id AND t.agency_id = o.agency_id AND t.role = ANY(o.roles)),
    g.id NOT IN (c.reception_id, c.competent_id, c.return_at_id), ap.id LIMIT 1) h ON true
ORDER BY s.since {way}, s.id {way}"""


def looks(applicant: int, *, self: str, place: Place | None = None, limit: int = LIMIT) -> Page[Look]:
    """Who read the data of an applicant's cases, the last first; the applicant's own reading is left out."""
    backwards = place is not None and place.backwards
    after = f"AND (since, id) {'>' if backwards else '<'} (%(key_at)s, %(key_id)s)" if place else ""
    values = dict(zip(("key_at", "key_id"), place.key, strict=True)) if place else {}
    found = _looks(
        "c.applicant_id = %(applicant)s AND r.by <> %(self)s",
        values | {"applicant": applicant, "self": self, "limit": limit + 1},
        after=after,
        way="ASC" if backwards else "DESC",
    )
    return page_of(found, key=lambda look: (look.since, look.id), place=place, limit=limit, of="looks")


def looks_into(case: UUID) -> list[Look]:
    """Who has read the personal data of a case, the first first."""
    return _looks("c.id = %(case)s", {"case": case, "limit": None})


def _looks(which: str, values: dict[str, Any], *, after: str = "", way: str = "ASC") -> list[Look]:
    query = LOOKS.format(which=which, after=after, way=way)
    return [_look(row) for row in rows(query, values | {"sitting": SITTING})]


def _look(row: dict[str, Any]) -> Look:
    things = tuple((what, name) for what, name in json_of(row["things"]))
    return Look(**row | {"things": things, "purposes": tuple(json_of(row["purposes"]))})


#: Who has just closed a step of a case looks at what came of it.
LAST_PURPOSE = """
SELECT purpose FROM (
  SELECT purpose, at FROM journal_reading
  WHERE stream = %(case)s AND by = %(username)s AND at > %(since)s AND NOT starts_with(purpose, %(api)s)
  UNION ALL
  SELECT %(working)s || title, closed_at FROM cases_step
  WHERE case_id = %(case)s AND closed_by_id = %(account)s AND closed_at > %(since)s
) AS told ORDER BY at DESC LIMIT 1"""


def purpose_of_sitting(case: UUID, *, by: Actor, at: datetime) -> str | None:
    """What an officer has looked into a case for in this sitting; None when they have not."""
    values = {
        "case": case,
        "username": by.username,
        "account": by.account,
        "since": at - SITTING,
        "api": telling.purposed(telling.API, ""),
        "working": telling.purposed(telling.WORKING, ""),
    }
    found = rows(LAST_PURPOSE, values)
    return str(found[0]["purpose"]) if found else None
