"""What citizens' pages read beside :mod:`motcua.cases.reads`: their own cases and who works for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from motcua.cases.models import Channel
from motcua.cases.reads import rows
from motcua.kernel.calendar import local
from motcua.kernel.states import State
from motcua.procedures import reads as procedures
from motcua.web.paging import LIMIT, Page, Place, page_of


@dataclass(frozen=True, slots=True)
class MyCase:
    """One of an applicant's cases in the list: where it is, and its promises."""

    id: UUID
    code: str
    procedure: str
    state: State
    submitted_at: datetime
    answer_due: datetime
    due_at: datetime | None
    finished_at: datetime | None
    held: bool
    competent: int
    limit_from: int
    step: str
    agency: str


MINE = """
SELECT c.id, c.code, coalesce(nullif(v.definition ->> 'short', ''), p.title) AS procedure, c.state, c.submitted_at,
  c.answer_due, c.due_at, c.finished_at, c.held,
  c.competent_id AS competent, coalesce(c.limit_from_id, c.version_id) AS limit_from, coalesce(s.title, '') AS step,
  coalesce(g.short_name, '') AS agency
FROM cases_case c JOIN procedures_procedure p ON p.id = c.procedure_id
JOIN procedures_procedureversion v ON v.id = c.version_id
LEFT JOIN cases_step s ON s.case_id = c.id AND s.closed_at IS NULL AND s.branch = ''
LEFT JOIN agencies_agency g ON g.id = s.agency_id
WHERE c.applicant_id = %(applicant)s AND {which} {after}
ORDER BY c.submitted_at {way}, c.id {way} LIMIT %(limit)s"""


def mine(applicant: int, *, place: Place | None = None, limit: int = LIMIT) -> Page[MyCase]:
    """An applicant's own cases, the newest first."""
    values = {"applicant": applicant, "limit": limit + 1, **_key(place)}
    found = _my_cases(_paged(MINE, "c.submitted_at, c.id", place), values)
    return page_of(
        found, key=lambda row: (row.submitted_at, str(row.id)), place=place, limit=limit, of="mine"
    )


def waiting(applicant: int) -> list[MyCase]:
    """The cases that wait for their applicant, the newest first."""
    states = [int(State.SUPPLEMENT), int(State.PAYMENT)]
    query = MINE.format(which="true", after="AND c.state = ANY(%(states)s)", way="DESC")
    return _my_cases(query, {"applicant": applicant, "states": states, "limit": LIMIT})


def _my_cases(query: str, values: Mapping[str, Any]) -> list[MyCase]:
    return [MyCase(**(row | {"state": State(row["state"])})) for row in rows(query, values)]


def _paged(query: str, columns: str, place: Place | None) -> str:
    """A query that goes down from a place, or up from it when the page lies before."""
    backwards = place is not None and place.backwards
    after = f"AND ({columns}) {'>' if backwards else '<'} (%(key_at)s, %(key_id)s)" if place else ""
    return query.format(which="c.parent_id IS NULL", after=after, way="ASC" if backwards else "DESC")


def _key(place: Place | None) -> dict[str, Any]:
    return dict(zip(("key_at", "key_id"), place.key, strict=True)) if place else {}


TITLES = """
SELECT DISTINCT ON (s.id) s.id, p.title FROM cases_step s
LEFT JOIN people_account b ON b.id = s.closed_by_id AND b.username <> 'system'
JOIN people_appointment a ON a.account_id = coalesce(b.id, s.owner_id)
JOIN agencies_post p ON p.id = a.post_id AND p.agency_id = s.agency_id AND s.role = ANY(p.roles)
WHERE s.case_id = %s ORDER BY s.id, a.valid_from DESC"""


def titles(case: UUID) -> Mapping[int, str]:
    """The posts of those who worked or work the steps of a case, by step."""
    return {row["id"]: row["title"] for row in rows(TITLES, [case])}


#: What an agency told the applicant, from the journal: kind of event → its heading.
TOLD = {
    "case.refused": gettext_noop("Cơ quan từ chối hồ sơ"),
    "case.stopped": gettext_noop("Cơ quan dừng giải quyết hồ sơ"),
    "case.withdrawal-declined": gettext_noop("Cơ quan không đồng ý cho rút hồ sơ"),
    "case.withdrawn": gettext_noop("Cơ quan đồng ý cho rút hồ sơ"),
    "case.apologised": gettext_noop("Cơ quan xin lỗi và hẹn lại ngày trả kết quả"),
    "case.corrected": gettext_noop("Cơ quan mở lại hồ sơ để đính chính"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """Something that an agency told the applicant."""

    at: datetime
    title: str
    reason: str
    basis: str


def told(case: UUID) -> list[Word]:
    """What an agency told the applicant of a case in answer or apology, the last first."""
    query = "SELECT kind, at, data FROM journal_event WHERE stream = %s AND kind = ANY(%s) ORDER BY seq DESC"
    return [_word(row["kind"], row["at"], plain(row["data"])) for row in rows(query, [case, [*TOLD]])]


def _word(kind: str, at: datetime, data: Mapping[str, Any]) -> Word:
    reason = data.get("reason") or data.get("note") or ""
    return Word(at, gettext(TOLD[kind]), reason, data.get("basis") or data.get("decision") or "")


def plain(value: Any) -> Any:
    """JSON as the database gives it: a text, or already taken apart."""
    return json.loads(value) if isinstance(value, str) else value


def own(code: str, applicant: int) -> UUID | None:
    """The applicant's own case with a code."""
    found = rows("SELECT id FROM cases_case WHERE code = %s AND applicant_id = %s", [code, applicant])
    return found[0]["id"] if found else None


@dataclass(frozen=True, slots=True)
class Popular:
    """A procedure that people file here; ``word`` is what they type to find it."""

    code: str
    title: str
    short: str
    word: str

    @property
    def name(self) -> str:
        """What people call it."""
        return self.short or self.title


POPULAR = """
SELECT p.code, p.title, coalesce(v.definition ->> 'short', '') AS short,
  coalesce(v.definition -> 'keywords' ->> 0, '') AS word
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
LEFT JOIN (
  SELECT procedure_id, count(*) AS n FROM (SELECT procedure_id FROM cases_case ORDER BY id DESC LIMIT 1000) AS last
  GROUP BY procedure_id) f ON f.procedure_id = p.id
WHERE v.published_at IS NOT NULL AND v.in_force @> %(on)s::date AND v.definition -> 'channels' ? 'online'
ORDER BY f.n DESC NULLS LAST, p.title LIMIT %(limit)s"""


def popular(on: date, *, limit: int = 8) -> list[Popular]:
    """The procedures that are filed online here, those most filed among the last thousand cases first."""
    return [Popular(**row) for row in rows(POPULAR, {"on": on, "limit": limit})]


@dataclass(frozen=True, slots=True)
class Filed:
    """What the confirmation of a filed case tells."""

    code: str
    procedure: str
    reception: str
    phone: str
    answer_due: datetime
    return_how: str
    version: int
    form: Any
    submitted_at: datetime
    channel: int

    @property
    def fees(self) -> tuple[procedures.Owed, ...]:
        """What the case owes by the answers, the day and the channel of its filing."""
        definition, on = procedures.definition(self.version), local(self.submitted_at).date()
        return procedures.owed(definition, plain(self.form), on=on, channel=Channel(self.channel).code)


FILED = """
SELECT c.code, p.title AS procedure, g.name AS reception, g.phone, c.answer_due, c.return_how,
  c.version_id AS version, c.form, c.submitted_at, c.channel
FROM cases_case c JOIN procedures_procedure p ON p.id = c.procedure_id JOIN agencies_agency g ON g.id = c.reception_id
WHERE c.id = %s AND c.applicant_id = %s"""


def filed(case: UUID, applicant: int) -> Filed | None:
    """The applicant's own case just filed, or None."""
    found = rows(FILED, [case, applicant])
    return Filed(**found[0]) if found else None
