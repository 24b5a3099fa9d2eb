"""One case whole, and its journal in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from motcua.cases import calendars, enclosing, store, telling
from motcua.cases.enclosing import Enclosed
from motcua.cases.reads import minuted, opinions
from motcua.cases.reads.minuted import MinutesRow
from motcua.cases.reads.opinions import OpinionRow
from motcua.cases.reads.querying import UNDONE, json_of, rows
from motcua.kernel.calendar import Calendar
from motcua.kernel.flow import Place
from motcua.kernel.position import SUPPLEMENT
from motcua.kernel.states import State
from motcua.people import access
from motcua.people.access import Matter
from motcua.people.actors import Actor
from motcua.people.reads import names_of
from motcua.procedures.reads import definition


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as the timeline shows it."""

    id: int
    name: str
    title: str
    agency: str
    role: str
    owner: int
    owner_name: str
    product: str
    opened_at: datetime
    due_at: datetime
    soon_at: datetime
    awaits_collection: bool
    transfer_due: datetime | None
    claimed_at: datetime | None
    closed_at: datetime | None
    closed_by_name: str | None
    """Whoever closed it; the owner of a step that closed by itself."""
    verb: str
    note: str
    held: bool
    worked: int | None
    branch: str = ""
    body: str = ""
    closed_itself: bool = False
    version: int = 0
    undone: bool = False
    """It was left in a move that was undone: its time counts with the step that was opened again."""

    @property
    def late(self) -> bool | None:
        """Whether it closed late, once it has closed; a result that waited to be collected never did."""
        if self.closed_at is None:
            return None
        return self.closed_at > self.due_at and not self.awaits_collection


STEPS = """
SELECT s.id, s.name, s.title, g.short_name AS agency, s.role, s.owner_id AS owner, o.full_name AS owner_name, s.product,
  s.opened_at, s.due_at, s.soon_at, s.awaits_collection, s.transfer_due, s.claimed_at, s.closed_at,
  CASE WHEN b.username = 'system' THEN o.full_name ELSE b.full_name END AS closed_by_name,
  coalesce(b.username = 'system', false) AS closed_itself, s.verb, s.note, s.held, s.worked, s.branch,
  s.version_id AS version, {undone} AS undone,
  CASE WHEN g.part = '' OR g.reception THEN g.short_name ELSE whole.short_name END AS body
FROM cases_step s JOIN agencies_agency g ON g.id = s.agency_id LEFT JOIN agencies_agency whole ON whole.id = g.parent_id
JOIN people_account o ON o.id = s.owner_id
LEFT JOIN people_account b ON b.id = s.closed_by_id
WHERE s.case_id = %s ORDER BY s.opened_at, s.id""".replace("{undone}", UNDONE)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One pause as the timeline shows it."""

    id: int
    kind: str
    reason: str
    items: list[dict[str, Any]]
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    note: str
    due_before: datetime | None
    due_after: datetime | None
    breach: bool
    late: bool


HOLDS = """
SELECT h.id, h.kind, h.reason, h.items, h.opened_at, a.full_name AS opened_by_name, h.closed_at, h.note, h.due_before,
  h.due_after,
  h.breach, h.late
FROM cases_hold h JOIN people_account a ON a.id = h.opened_by_id WHERE h.case_id = %s ORDER BY h.opened_at, h.id"""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the journal as a sentence."""

    seq: int
    at: datetime
    kind: str
    sentence: str


EVENTS = """
SELECT e.seq, e.at, e.kind, e.by, e.data, c.version_id AS version,
  (SELECT full_name FROM people_account
    WHERE id = CASE WHEN e.kind IN ('case.assigned', 'case.passed-on') THEN (e.data ->> 'to')::bigint END) AS whom
FROM journal_event e JOIN cases_case c ON c.id = e.stream WHERE e.stream = %s ORDER BY e.seq"""


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Somebody has asked for the case back: when, who, in a sentence why; or an officer wrote down that they did."""

    at: datetime
    by: str
    name: str
    recorded: bool
    sentence: str


ASKED_BACK = """
SELECT e.at, e.by, coalesce(a.full_name, e.by) AS name, e.kind, e.data
FROM journal_event e LEFT JOIN people_account a ON a.username = e.by
WHERE e.stream = %s AND e.kind IN ('case.withdrawal-requested', 'case.withdrawal-recorded')
ORDER BY e.seq DESC LIMIT 1"""


AROUND = """
SELECT p.code, p.title, (SELECT jsonb_object_agg(g.id,
  g.name) FROM agencies_agency g WHERE g.id = ANY(%(agencies)s)) AS agencies
FROM procedures_procedure p WHERE p.id = %(procedure)s"""


@dataclass(frozen=True)
class CaseView:
    """One case whole: its standing, and what lies around it, each part read when it is first asked for."""

    standing: store.Standing

    @property
    def row(self) -> Mapping[str, Any]:
        return self.standing.row

    @property
    def answers(self) -> Mapping[str, Any]:
        """What the applicant declared, in its normal form."""
        declared: Mapping[str, Any] = json_of(self.row["form"])
        return declared

    @property
    def asks_declaration(self) -> bool:
        """Whether an open supplement request asks for the declaration itself."""
        hold = json_of(self.row["hold"]) or {}
        drawn = {one.id for one in definition(self.row["version_id"]).papers if one.from_form}
        return hold.get("kind") == SUPPLEMENT and any(item.get("id") in drawn for item in hold["items"])

    @property
    def state(self) -> State:
        return self.standing.position.state

    @property
    def counted_in(self) -> Calendar:
        """The calendar, of the edition in which its dates were last counted: by it the promise is explained."""
        of_agency = calendars.edition(self.row["calendar_edition"])
        return of_agency(self.standing.position.places[Place.COMPETENT])

    @cached_property
    def _around(self) -> Mapping[str, Any]:
        wanted = {"procedure": self.row["procedure_id"], "agencies": [*self.standing.matter.agencies]}
        return rows(AROUND, wanted)[0]

    @property
    def procedure_code(self) -> str:
        return str(self._around["code"])

    @property
    def procedure(self) -> str:
        return str(self._around["title"])

    @cached_property
    def agencies(self) -> Mapping[int, str]:
        """The names of the case's three agencies."""
        return {int(key): name for key, name in json_of(self._around["agencies"]).items()}

    @cached_property
    def all_steps(self) -> tuple[StepRow, ...]:
        """All its steps and those of its branches, the first opened first."""
        return tuple(StepRow(**step) for step in rows(STEPS, [self.row["id"]]))

    @property
    def steps(self) -> tuple[StepRow, ...]:
        """Its steps, one after the other."""
        return tuple(step for step in self.all_steps if not step.branch)

    @staticmethod
    def doer(step: StepRow) -> str:
        """Whoever did or does a step: by name once they took it in hand; empty while nobody has."""
        return step.closed_by_name or (step.owner_name if step.claimed_at else "")

    def by_itself(self, step: StepRow) -> str:
        """That a step closed by itself, and when such a step does; empty of one that a person closed."""
        if not step.closed_itself:
            return ""
        known = self.standing.position.law.flow.steps.get(step.name)
        return gettext("tự đóng khi các phần xong") if known and known.children else gettext("tự đóng")

    @cached_property
    def holds(self) -> tuple[HoldRow, ...]:
        """All its pauses, the first first."""
        return tuple(
            HoldRow(**(hold | {"items": json_of(hold["items"])})) for hold in rows(HOLDS, [self.row["id"]])
        )

    @cached_property
    def asked_back(self) -> AskedBack | None:
        """Who asked for the case back and waits for an answer."""
        if self.state is not State.WITHDRAWING:
            return None
        row = rows(ASKED_BACK, [self.row["id"]])[0]
        flow = self.standing.position.law.flow
        told = telling.event(row["kind"], row["name"], json_of(row["data"]), flow)
        recorded = row["kind"] == "case.withdrawal-recorded"
        return AskedBack(row["at"], row["by"], row["name"], recorded, told)

    def answers_asking_back(self, actor: Actor) -> bool:
        """Whether an actor may answer who asked for it back: only a head answers what they wrote down themselves."""
        own = self.asked_back is not None and self.asked_back.by == actor.username
        verbs = ("case.answer-withdrawal", *(["case.approve-override"] if own else []))
        return all(access.may(actor, verb, self.standing.matter) for verb in verbs)

    @property
    def open_hold(self) -> HoldRow | None:
        return next((hold for hold in self.holds if hold.closed_at is None), None)

    @cached_property
    def opinions(self) -> tuple[OpinionRow, ...]:
        """All opinions that were asked on it, those of earlier rounds too; nothing is read where no step asks."""
        asks = any(step.consult for step in self.standing.position.law.flow.steps.values())
        return opinions.of_case(self.row["id"]) if asks else ()

    @cached_property
    def enclosed(self) -> Mapping[str, Sequence[Enclosed]]:
        """The files of its opinions, by the name that each keeps them under; not read where there can be none."""
        may = any(one.files or one.unanswered for one in self.opinions)
        return enclosing.there(self.row["id"]) if may else {}

    @property
    def asked(self) -> list[OpinionRow]:
        """Those that the open step has asked since it opened."""
        step = self.standing.position.step
        return [
            one for one in self.opinions if step and one.name == step.name and one.opened_at >= step.opened_at
        ]

    def enough_answered(self, at: datetime) -> bool:
        """Whether so many have answered what the open step asks that it may go on; true where it asks nobody."""
        position = self.standing.position
        consult = position.flow_step.consult if position.step else None
        answered = sum(one.closed_at is not None for one in self.asked)
        return consult is None or consult.enough(
            len(self.asked), answered, deadline=at >= position.open_step.due_at
        )

    def asked_of(self, actor: Actor) -> list[OpinionRow]:
        """Those that wait for an answer of this officer."""
        waiting = (one for one in self.opinions if one.closed_at is None)
        return [one for one in waiting if access.may(actor, "case.work", self._matter_of(one))]

    def _matter_of(self, asked: OpinionRow) -> Matter:
        """The case as it lies before who is asked."""
        return replace(self.standing.matter, step_agency=asked.agency_id, step_role=asked.role)

    @cached_property
    def minutes(self) -> tuple[MinutesRow, ...]:
        """All minutes that were written of it; nothing is read where no step has any."""
        sits = any(step.minutes for step in self.standing.position.law.flow.steps.values())
        return minuted.minutes(self.row["id"]) if sits else ()

    @property
    def open_step(self) -> StepRow | None:
        return next((step for step in self.steps if step.closed_at is None), None)

    def works(self, actor: Actor) -> bool:
        """Whether the open step is an officer's: of the officer's role, and not in a colleague's hands."""
        step = self.standing.position.step
        return (
            step is not None
            and access.may(actor, "case.work", self.standing.matter)
            and (step.claimed_at is None or step.owner == actor.account)
        )


def case(number: UUID, *, actor: Actor | None) -> CaseView:
    """One case for somebody who may see it; :class:`Missing` for everybody else. One query, four with all its parts."""
    standing = store.fetch(number)
    access.require(actor, "case.see", standing.matter)
    return CaseView(standing)


def events(number: UUID, *, revealed: bool = False) -> tuple[EventRow, ...]:
    """The journal of a case in sentences; numbers of people are masked unless ``revealed``."""
    found = rows(EVENTS, [number])
    names = names_of({row["by"] for row in found})
    return tuple(
        EventRow(
            row["seq"],
            row["at"],
            row["kind"],
            telling.event(
                row["kind"],
                names.get(row["by"], row["by"]),
                json_of(row["data"]),
                definition(row["version"]).flow,
                whom=row["whom"],
                revealed=revealed,
            ),
        )
        for row in found
    )
