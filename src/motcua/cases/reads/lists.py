"""Cases in lists: an applicant's own, those found, the one tracked by its code; and drafts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from motcua.cases import store
from motcua.cases.reads.querying import json_of, rows
from motcua.kernel import codes, forms
from motcua.kernel.refusals import Invalid, Missing
from motcua.kernel.states import State
from motcua.kernel.text import fold
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: UUID
    code: str
    procedure: str
    applicant: str
    state: int
    submitted_at: datetime
    due_at: datetime | None
    finished_at: datetime | None

    @property
    def state_title(self) -> str:
        return State(self.state).title


LIST = """
SELECT c.id, c.code, p.title AS procedure, c.applicant_name AS applicant, c.state, c.submitted_at, c.due_at,
  c.finished_at
FROM cases_case c JOIN procedures_procedure p ON p.id = c.procedure_id WHERE {where}
ORDER BY c.submitted_at DESC, c.id DESC LIMIT %(limit)s"""


def of_applicant(applicant: int, *, limit: int = 100) -> list[CaseRow]:
    """An applicant's own cases, newest first."""
    return [
        CaseRow(**row)
        for row in rows(
            LIST.format(where="c.applicant_id = %(applicant)s AND c.parent_id IS NULL"),
            {"applicant": applicant, "limit": limit},
        )
    ]


CODE_BEGUN = re.compile(r"[a-z]?[0-9][0-9a-z.\-]*")
CODE_OF_A_DAY = re.compile(r"[0-9a-z.]+-[0-9]{8}[0-9\-]*")
FOUND = """c.id IN (
  SELECT found.id FROM (SELECT DISTINCT hit.id, hit.submitted_at
  FROM unnest(%(agencies)s::bigint[]) AS mine(agency) CROSS JOIN LATERAL (
    (SELECT c.id, c.submitted_at FROM cases_case c WHERE c.reception_id = mine.agency AND {matches}
     ORDER BY c.submitted_at DESC LIMIT %(limit)s)
    UNION
    (SELECT c.id, c.submitted_at FROM cases_case c WHERE c.competent_id = mine.agency AND {matches}
     ORDER BY c.submitted_at DESC LIMIT %(limit)s)
    UNION
    (SELECT c.id, c.submitted_at FROM cases_case c
     WHERE c.return_at_id = mine.agency AND NOT c.return_at_id = c.reception_id AND {matches}
     ORDER BY c.submitted_at DESC LIMIT %(limit)s)
  ) hit) found ORDER BY found.submitted_at DESC LIMIT %(limit)s)"""
SEEN = """(c.reception_id = ANY(%(agencies)s) OR c.competent_id = ANY(%(agencies)s)
  OR c.return_at_id = ANY(%(agencies)s)
  OR EXISTS (SELECT FROM cases_step s WHERE s.case_id = c.id AND s.agency_id = ANY(%(agencies)s)))"""
THEIRS = "c.applicant_id = (SELECT id FROM people_applicant WHERE identity = %(text)s)"


def search(actor: Actor, text: str, *, limit: int = 25) -> list[CaseRow]:
    """Cases of one's agencies by code, its beginning, personal number, or the applicant's name without accents.

    Words may be in any order and unfinished. An agency's cases are read newest first from an index that holds the
    names, so that a common name ends early and a rare one costs no more than the agency's own list; so is the
    beginning of a code that whole provinces and years share. From the day on a code leads to a handful of cases.
    """
    meant = meaning(text)
    if meant is None:
        return []
    where = f"{SEEN} AND {meant.condition}" if meant.few else FOUND.format(matches=meant.condition)
    values = {"agencies": actor.agencies, "limit": limit, **meant.values}
    return [CaseRow(**row) for row in rows(LIST.format(where=where), values)]


def seen(actor: Actor, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of some cases in which one's agencies take part."""
    query = f"SELECT c.id FROM cases_case c WHERE c.id = ANY(%(ids)s) AND {SEEN}"  # noqa: S608 - a constant
    return frozenset(row["id"] for row in rows(query, {"ids": list(ids), "agencies": actor.agencies}))


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which cases, as ``c``, a text means; ``few`` when it leads to a handful by an index of its own."""

    condition: str
    values: Mapping[str, Any]
    few: bool = False


def meaning(text: str) -> Meaning | None:
    """What somebody who searches means by a text: a person's number, a code or its beginning, or words of a name."""
    words = _words(text)
    if not words:
        return None
    word = words[0] if len(words) == 1 else ""
    if word.isdigit() and len(word) in (10, 12, 13):
        return Meaning(THEIRS, {"text": word}, few=True)
    if CODE_OF_A_DAY.fullmatch(word):
        return Meaning("c.code LIKE %(text)s", {"text": escape(word.upper()) + "%"}, few=True)
    if CODE_BEGUN.fullmatch(word):
        return Meaning("c.search LIKE %(text)s", {"text": escape(word) + "%"})
    return Meaning("c.search LIKE ALL(%(words)s)", {"words": [f"% {escape(word)}%" for word in words[:8]]})


def _words(text: str) -> list[str]:
    """The words that were typed; a whole code is one, whatever its dashes and spaces."""
    code = _code(text)
    return [code.lower()] if code else fold(codes.plain_dashes(text)).split()


def _code(text: str) -> str:
    """The code of a case in its one form, however it was typed; empty when the text is none."""
    try:
        return str(codes.parse_case_code(text))
    except Invalid:
        return ""


def escape(word: str) -> str:
    """A word that LIKE takes by the letter."""
    return re.sub(r"([\\%_])", r"\\\1", word)


@dataclass(frozen=True, slots=True)
class Tracked:
    """What anybody may know who has the code: how far it is (TT 01/2018 Đ.16)."""

    code: str
    state: State
    received: bool
    percent: int

    @property
    def stage(self) -> int:
        """Where it is, from 1; nobody learns from it how it ended."""
        return STAGES.get(self.state, 3 if self.received else 1)

    @property
    def stage_title(self) -> str:
        return gettext(STAGE_TITLES[self.stage - 1])


STAGES: Mapping[State, int] = {
    State.REGISTERED: 1, State.RECEIVED: 2, State.FINISHED: 4, State.RETURNED: 5, State.NOT_RECEIVED: 5,
    State.STOPPED: 5,
}  # fmt: skip
"""Where a case is by its state; in the others it is being settled, or before reception still waits for that."""

STAGE_TITLES = (
    gettext_noop("Đã nộp, chờ tiếp nhận"),
    gettext_noop("Đã tiếp nhận"),
    gettext_noop("Đang giải quyết"),
    gettext_noop("Đã có kết quả"),
    gettext_noop("Đã kết thúc"),
)


PERCENT: Mapping[State, int] = {
    State.REGISTERED: 10,
    State.RECEIVED: 25,
    State.NOT_RECEIVED: 100,
    State.STOPPED: 100,
    State.FINISHED: 90,
    State.RETURNED: 100,
}


def track(code: str) -> Tracked:
    """The degree of completion of a case by its code, however typed; :class:`Missing` when there is none."""
    found = rows(
        "SELECT id, code, state, received_at FROM cases_case WHERE code = %s AND parent_id IS NULL",
        [_code(code)],
    )
    if not found:
        raise Missing("Không có hồ sơ nào mang mã này. Kiểm tra lại mã in trên giấy tiếp nhận.")
    (case,) = found
    state, received = State(case["state"]), case["received_at"] is not None
    return Tracked(case["code"], state, received, PERCENT.get(state) or _percent(case["id"], received))


def _percent(number: UUID, received: bool) -> int:
    """Between reception and result: the share of the flow's steps that lie behind."""
    if not received:
        return PERCENT[State.REGISTERED]
    position = store.fetch(number).position
    flow = position.law.flow
    done = flow.order[position.step.name] if position.step else len(flow.order)
    return 25 + round(65 * done / len(flow.order))


def id_of(code: str) -> UUID | None:
    """The case with a code."""
    found = rows("SELECT id FROM cases_case WHERE code = %s", [code])
    return found[0]["id"] if found else None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that can be taken up again, on any device."""

    id: UUID
    code: str
    procedure: str
    updated_at: datetime
    version: int
    form: Any

    @property
    def about(self) -> str:
        """Whom it is about, as far as that is typed."""
        return forms.name_in(procedures.definition(self.version).schema, json_of(self.form))

    @property
    def title(self) -> str:
        """The procedure and whom it is about, by which one draft is told from another."""
        return f"{self.procedure} – {self.about}" if self.about else self.procedure


DRAFTS = """
SELECT d.id, p.code, p.title AS procedure, d.updated_at, d.version_id AS version, d.form FROM cases_draft d
JOIN procedures_procedureversion v ON v.id = d.version_id JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE d.account_id = %s ORDER BY d.updated_at DESC LIMIT 50"""


def drafts(actor: Actor) -> list[DraftRow]:
    """One's own drafts, the last touched first."""
    return [DraftRow(**row) for row in rows(DRAFTS, [actor.account])]
