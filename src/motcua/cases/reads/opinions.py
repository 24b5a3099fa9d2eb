"""The opinions that were asked on a case: who, until when, what they said; and those that are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from motcua.cases.enclosing import Enclosed, of_opinion
from motcua.cases.reads.querying import json_of, rows
from motcua.kernel.consulting import GIVEN
from motcua.kernel.flow import ONE_STOP_HEAD
from motcua.people.actors import Actor


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One opinion: of which agency, until when, and how it closed."""

    id: int
    case: UUID
    code: str
    branch: str
    name: str
    title: str
    agency: str
    agency_id: int
    role: str
    opened_at: datetime
    due_at: datetime
    soon_at: datetime
    closed_at: datetime | None
    closed_by_name: str | None
    verb: str
    note: str
    number: str | None
    dated: date | None
    files: Sequence[str]

    @property
    def document(self) -> str:
        """The document of the answer in words, empty where there is none."""
        values = {"number": self.number, "day": f"{self.dated:%d/%m/%Y}"} if self.dated else {}
        return gettext("văn bản số %(number)s ngày %(day)s") % values if values else ""

    @property
    def unanswered(self) -> bool:
        """Whether it closed without an answer: recalled, or its time was up."""
        return self.closed_at is not None and self.verb not in GIVEN

    def enclosed(self, there: Mapping[str, Sequence[Enclosed]]) -> list[Enclosed]:
        """Its files among those that are there: of its answer, or, when none was given, what was left there."""
        kept = there.get(of_opinion(self.id), ())
        return [one for one in kept if self.unanswered or one.sha256 in self.files]


OPINIONS = """
SELECT s.id, s.case_id AS case, c.code, s.branch, s.name, s.title, g.name AS agency, s.agency_id, s.role, s.opened_at,
  s.due_at, s.soon_at, s.closed_at, b.full_name AS closed_by_name, s.verb, s.note,
  y.number, y.dated, coalesce(y.files, '[]') AS files
FROM cases_step s JOIN cases_case c ON c.id = s.case_id JOIN agencies_agency g ON g.id = s.agency_id
LEFT JOIN people_account b ON b.id = s.closed_by_id LEFT JOIN cases_reply y ON y.step_id = s.id
WHERE s.branch <> '' AND {condition} ORDER BY s.due_at, s.id"""


def of_case(case: UUID) -> tuple[OpinionRow, ...]:
    """All opinions that were asked on a case, those of earlier rounds too."""
    return tuple(map(_opinion, rows(OPINIONS.format(condition="s.case_id = %s"), [case])))


def _opinion(row: Mapping[str, Any]) -> OpinionRow:
    return OpinionRow(**{**row, "files": json_of(row["files"])})


LATE = """s.closed_at IS NULL AND s.due_at < %s AND c.reception_id = ANY(%s)"""


def late(actor: Actor, *, now: datetime) -> Sequence[OpinionRow]:
    """The opinions that are overdue on cases which the one-stops that one heads passed on (NĐ 61/2018 Đ.19.5b)."""
    headed = sorted(actor.agencies_with(ONE_STOP_HEAD))
    return [_opinion(row) for row in rows(OPINIONS.format(condition=LATE), [now, headed])]


DUE = """
SELECT DISTINCT s.case_id AS id FROM cases_step s JOIN cases_step asked ON asked.case_id = s.case_id
WHERE s.branch = '' AND s.closed_at IS NULL AND NOT s.held AND s.due_at <= %s
  AND asked.branch <> '' AND asked.closed_at IS NULL"""


def cases_due(at: datetime) -> list[UUID]:
    """Cases that still wait for opinions although the time of the step that asked is up."""
    return [row["id"] for row in rows(DUE, [at])]
