"""A draft run over the cases of the past: who would have been late, who would have more to do, what is asked less.

The telling is the kernel's (:mod:`motcua.kernel.replay`); here closed cases are read and what comes of it is summed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from motcua.cases import calendars, store
from motcua.cases.reads.querying import json_of, rows
from motcua.kernel.calendar import LOCAL
from motcua.kernel.clock import standing
from motcua.kernel.position import Law
from motcua.kernel.rehearsal import ClosedStep, Rehearsal
from motcua.kernel.replay import Assumptions, History, Load, Pause, Retold, Visit, loads, retold
from motcua.procedures import reads as procedures
from motcua.procedures.definition import Definition

YEAR = timedelta(days=365)
PORTION = 500
"""Cases read at once."""

CLOSED = """
SELECT c.id, c.code, c.version_id, c.reception_id, c.competent_id, c.return_at_id, c.return_how, c.form, c.submitted_at,
  c.received_at, c.due_original, c.due_at, c.finished_at, c.state, c.outcome, c.calendar_edition,
  c.limit_from_id, c.share,
  (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'role', s.role, 'agency', s.agency_id,
     'opened_at', s.opened_at, 'due_at', s.due_at, 'claimed_at', s.claimed_at, 'closed_at', s.closed_at,
     'verb', s.verb, 'worked', s.worked) ORDER BY s.opened_at, s.id)
   FROM cases_step s WHERE s.case_id = c.id AND s.branch = '') AS steps,
  (SELECT jsonb_agg(jsonb_build_object('step', h.step_id, 'kind', h.kind, 'opened_at', h.opened_at,
     'closed_at', h.closed_at, 'papers', jsonb_path_query_array(h.items, '$[*].id')) ORDER BY h.opened_at, h.id)
   FROM cases_hold h WHERE h.case_id = c.id) AS holds,
  (SELECT jsonb_agg(jsonb_build_array(e.at, e.data ->> 'due') ORDER BY e.seq)
   FROM journal_event e WHERE e.stream = c.id AND e.kind = 'case.apologised') AS apologies
FROM cases_case c JOIN procedures_procedure p ON p.id = c.procedure_id
WHERE p.code = %(code)s AND c.submitted_at >= %(since)s AND c.submitted_at < %(until)s
  AND NOT EXISTS (SELECT FROM cases_step s WHERE s.case_id = c.id AND s.closed_at IS NULL)
  AND (c.submitted_at, c.id) > (%(after)s, %(id)s)
ORDER BY c.submitted_at, c.id LIMIT %(portion)s"""


@dataclass(frozen=True, slots=True)
class Past:
    """A closed case: its history, what it declared, and how it really came out."""

    history: History
    version: int
    answers: Mapping[str, Any]
    edition: int
    closed: tuple[ClosedStep, ...]
    row: Mapping[str, Any]

    @property
    def law(self) -> Law:
        """The law that it had when it ended, its promise counted as it was given."""
        definition, limit_from = procedures.definition(self.version), self.row["limit_from_id"]
        return store.law_of(definition, self.answers, self.row["share"], limit_from=limit_from)


def pasts(code: str, *, since: date, until: date, most: int | None = None) -> Iterator[Past]:
    """The closed cases of a procedure that were filed in these days, the earliest first."""
    place = {"after": datetime.combine(since, time.min, LOCAL), "id": "00000000-0000-0000-0000-000000000000"}
    wanted = {"code": code, "since": place["after"], "until": datetime.combine(until, time.min, LOCAL)}
    told = 0
    while found := rows(CLOSED, {**wanted, **place, "portion": _portion(told, most)}):
        for row in found:
            yield _past(row)
        told += len(found)
        if most is not None and told >= most:
            return
        place = {"after": found[-1]["submitted_at"], "id": found[-1]["id"]}


def _portion(told: int, most: int | None) -> int:
    """How many cases to read next when so many have been read, and ``most`` are wanted."""
    return PORTION if most is None else min(PORTION, most - told)


def _past(row: Mapping[str, Any]) -> Past:
    steps = json_of(row["steps"])
    holds = defaultdict[int, list[Pause]](list)
    for hold in json_of(row["holds"]) or ():
        holds[hold["step"]].append(_pause(hold))
    history = History(
        code=row["code"],
        places=store.places(row["reception_id"], row["competent_id"], row["return_at_id"]),
        submitted_at=row["submitted_at"],
        return_how=row["return_how"],
        outcome=row["outcome"],
        visits=tuple(_visit(step, tuple(holds[step["id"]])) for step in steps),
        apologies=tuple((_at(at), _at(due)) for at, due in json_of(row["apologies"]) or ()),
    )
    closed = tuple(
        ClosedStep(
            step["name"], step["agency"], step["role"], _at(step["opened_at"]), _at(step["due_at"]),
            _at(step["closed_at"]), step["verb"], step["worked"],
        )
        for step in steps
    )  # fmt: skip
    return Past(history, row["version_id"], json_of(row["form"]), row["calendar_edition"], closed, row)


def _visit(step: Mapping[str, Any], pauses: tuple[Pause, ...]) -> Visit:
    return Visit(
        name=step["name"],
        agency=step["agency"],
        role=step["role"],
        opened_at=_at(step["opened_at"]),
        claimed_at=_at(step["claimed_at"]) if step["claimed_at"] else None,
        closed_at=_at(step["closed_at"]),
        verb=step["verb"],
        worked=step["worked"],
        pauses=pauses,
    )


def _pause(hold: Mapping[str, Any]) -> Pause:
    return Pause(
        kind=hold["kind"],
        opened_at=_at(hold["opened_at"]),
        closed_at=_at(hold["closed_at"]) if hold["closed_at"] else None,
        papers=frozenset(filter(None, hold["papers"])),
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def again(past: Past, draft: Definition | None, known: Assumptions) -> Retold:
    """A past case told again under a draft; without one under the law that it had."""
    law = store.law_of(draft, past.answers, past.row["share"]) if draft else past.law
    definition, history = draft or procedures.definition(past.version), past.history
    first = Rehearsal.submitted(
        law,
        history.places,
        calendars.edition(past.edition),
        history.submitted_at,
        edition=past.edition,
        return_how=history.return_how,
        agency_of=store.named_agency,
    )
    asked = frozenset(paper.id for paper in definition.papers_for(past.answers))
    return retold(history, law, first, known, asked)


def assumptions(of: Sequence[Past]) -> Assumptions:
    """What each role usually takes for a step, from the cases themselves."""
    worked = defaultdict[str, list[int]](list)
    for past in of:
        for step in past.closed:
            worked[step.role].append(step.worked)
    return Assumptions({role: round(median(minutes)) for role, minutes in worked.items()})


@dataclass(frozen=True, slots=True)
class Desk:
    """What a role at an agency had to do, and what it would have had."""

    agency: int
    role: str
    before: Load
    after: Load


@dataclass(frozen=True, slots=True)
class Report:
    """What a definition would have made of the cases of the past.

    ``papers`` counts the cases that were asked for a paper before and after; ``waited`` the supplements that would not
    have been; ``stuck`` are cases that could not be told to their end, with the reason.
    """

    cases: int
    in_step: int
    late_before: int
    late_after: int
    becoming_late: tuple[str, ...]
    minutes_before: int
    minutes_after: int
    waited: int
    papers: Mapping[str, tuple[int, int]]
    desks: tuple[Desk, ...]
    stuck: tuple[tuple[str, str], ...]


def replay(
    code: str, definition: Definition | None = None, *, since: date, until: date, most: int | None = None
) -> Report:
    """Run a definition over the closed cases of a procedure; without one each case keeps the law of its time."""
    found = list(pasts(code, since=since, until=until, most=most))
    known = assumptions(found)
    told = [(past, again(past, definition, known)) for past in found]
    ended = [(past, one) for past, one in told if not one.stuck]
    late = [(past.history.code, _was_late(past), bool(one.late)) for past, one in ended]
    return Report(
        cases=len(told),
        in_step=sum(one.in_step for _, one in told),
        late_before=sum(before for _, before, _ in late),
        late_after=sum(after for _, _, after in late),
        becoming_late=tuple(code for code, before, after in late if after and not before),
        minutes_before=_median([sum(step.worked for step in past.closed) for past, _ in ended]),
        minutes_after=_median([sum(step.worked for step in one.case.closed) for _, one in ended]),
        waited=sum(one.dropped for _, one in told),
        papers=_papers(found, definition),
        desks=_desks(ended),
        stuck=tuple((past.history.code, one.stuck) for past, one in told if one.stuck),
    )


def _median(minutes: Sequence[int]) -> int:
    return round(median(minutes)) if minutes else 0


def _was_late(past: Past) -> bool:
    row = past.row
    if row["due_original"] is None or row["finished_at"] is None:
        return False
    calendar = calendars.edition(past.edition)(row["competent_id"])
    end = row["finished_at"]
    return standing(calendar, past.law.rule, row["due_original"], end, end) == "late"


def _papers(found: Sequence[Past], definition: Definition | None) -> dict[str, tuple[int, int]]:
    """For each paper's title how many cases were asked for it, and how many would be."""
    before, after = Counter[str](), Counter[str]()
    for past in found:
        own = procedures.definition(past.version)
        before.update(paper.title for paper in own.papers_for(past.answers))
        after.update(paper.title for paper in (definition or own).papers_for(past.answers))
    return {title: (before[title], after[title]) for title in {**before, **after}}


def _desks(ended: Sequence[tuple[Past, Retold]]) -> tuple[Desk, ...]:
    """The desks by what they would have more to do, the most first."""
    nothing = Load(0, 0)
    before = loads([past.closed for past, _ in ended])
    after = loads([one.case.closed for _, one in ended])
    desks = [
        Desk(agency, role, before.get((agency, role), nothing), after.get((agency, role), nothing))
        for agency, role in before.keys() | after.keys()
    ]
    return tuple(
        sorted(
            desks, key=lambda one: (one.before.peak - one.after.peak, -one.after.peak, one.agency, one.role)
        )
    )
