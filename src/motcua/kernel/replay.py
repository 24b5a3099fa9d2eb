"""History told again under another law: the same people do the same work, only the rules differ.

A case walks its new flow step by step. As long as it is in step with history, everything happens at the very moment
at which it happened; from the first difference on each step takes the working minutes that it took, and a step that
nobody has ever worked takes as long as the steps of its role did. So the law of the time reproduces history exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from motcua.kernel import casework, pauses
from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import standing
from motcua.kernel.flow import END, WAIT_APPLICANT, Flow, Place, Step
from motcua.kernel.judging import minutes
from motcua.kernel.position import OUTSIDE, SUPPLEMENT, Law
from motcua.kernel.refusals import Refusal
from motcua.kernel.rehearsal import ClosedStep, Rehearsal
from motcua.kernel.states import State

WITHDRAWN, STOPPED = "withdrawn", "stopped"
ENDINGS = (WITHDRAWN, STOPPED)
"""What a step closes by when the case ends before its result."""

MOST_STEPS = 200
"""Steps after which a rehearsed case is given up: it goes round."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of history: since when until when, of which kind, and the papers that it asked for."""

    kind: str
    opened_at: datetime
    closed_at: datetime | None
    papers: frozenset[str] = frozenset()
    decision: str = "-"


@dataclass(frozen=True, slots=True)
class Visit:
    """A step as it was worked: by its name in the flow of its time, at which desk; ``worked`` are working minutes
    without pauses."""

    name: str
    agency: int
    role: str
    opened_at: datetime
    claimed_at: datetime | None
    closed_at: datetime
    verb: str
    worked: int
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """A closed case as it was: its steps in order, how it ended, which new dates were promised and when."""

    code: str
    places: Mapping[Place, int]
    submitted_at: datetime
    return_how: str
    outcome: str
    visits: tuple[Visit, ...]
    apologies: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a replay believes where history is silent: working minutes that a role takes for a step."""

    by_role: Mapping[str, int] = field(default_factory=dict)

    def minutes_of(self, step: Step) -> int:
        """How long a step takes that nobody has worked before."""
        return self.by_role.get(step.role, minutes(step.within))


@dataclass(frozen=True, slots=True)
class Retold:
    """A case as it would have been; ``in_step`` when nothing differs from history, ``stuck`` why it could not end."""

    case: Rehearsal
    in_step: bool
    dropped: int = 0
    stuck: str = ""

    @property
    def late(self) -> bool | None:
        """Whether the result came after the promise of the reception; None without both."""
        here = self.case.position
        if here.due_original is None or here.finished_at is None:
            return None
        judged = standing(here.calendar, here.law.rule, here.due_original, here.finished_at, here.finished_at)
        return judged == "late"


def retold(
    history: History, law: Law, first: Rehearsal, known: Assumptions, asked: frozenset[str] | None = None
) -> Retold:
    """Tell one case again under a law; ``first`` is it as submitted, ``asked`` the papers that the law asks for.

    A supplement that asked for papers only, none of which is asked any more, would not have been: it is dropped.
    """
    walk = _Walk(history, law.flow, known, asked)
    case = first
    try:
        for _ in range(MOST_STEPS):
            if case.position.step is None and not walk.reopens(case):
                return Retold(case, walk.in_step and not walk.ahead, walk.dropped)
            case = walk.one_step(case)
    except Refusal as refusal:
        return Retold(case, False, walk.dropped, refusal.message)
    return Retold(case, False, walk.dropped, f"Quy trình đi vòng quá {MOST_STEPS} bước.")


class _Walk:
    """One case on its way: what of history lies ahead, and whether it still goes with it."""

    def __init__(
        self, history: History, flow: Flow, known: Assumptions, asked: frozenset[str] | None
    ) -> None:
        self.ahead = list(history.visits)
        self.apologies = list(history.apologies)
        self.history, self.flow, self.known, self.asked = history, flow, known, asked
        self.in_step, self.dropped = True, 0

    def reopens(self, case: Rehearsal) -> bool:
        """Whether history went on after the result was handed over: the case was reopened to be corrected."""
        return bool(self.ahead) and self.in_step and case.position.state is State.RETURNED

    def one_step(self, case: Rehearsal) -> Rehearsal:
        """Work the open step, or open the case again where history did."""
        if case.position.step is None:
            at = self.ahead[0].opened_at
            return case.after(casework.correct(case.position, at, reason="-", decision="-"))
        visit = self._visit(case)
        if visit is None:
            self.in_step = False
            return self._unknown(case)
        return self._worked(_at_desk(case, visit.agency), visit)

    def _visit(self, case: Rehearsal) -> Visit | None:
        """What history tells of the open step: its next part while in step, else the first of that name."""
        step = case.position.open_step
        place = next((n for n, one in enumerate(self.ahead) if one.name == step.name), None)
        if place is None:
            return None
        if place or self.ahead[0].opened_at != step.opened_at:
            self.in_step = False
        return self.ahead.pop(place)

    def _unknown(self, case: Rehearsal) -> Rehearsal:
        """A step that history does not know is worked as long as its role takes, and goes on."""
        here = case.position
        step, opened = here.flow_step, here.open_step.opened_at
        at = _calendar(case).add_minutes(opened, self.known.minutes_of(step))
        desk = next(
            (one.agency for one in self.history.visits if one.role == step.role), here.open_step.agency
        )
        return self._left(_at_desk(case, desk), _onward(self.flow, step), at)

    def _worked(self, case: Rehearsal, visit: Visit) -> Rehearsal:
        for pause in visit.pauses:
            case = self._paused(case, visit, pause)
        case = self._apologised(case, visit.closed_at)
        at = visit.closed_at if self.in_step else self._end(case, visit)
        step = case.position.flow_step
        if visit.verb in ENDINGS:
            return _broken_off(case, visit.verb, at)
        verb = visit.verb if visit.verb in step.moves else _onward(self.flow, step)
        return self._left(_claimed(case, visit.claimed_at or at) if self.in_step else case, verb, at)

    def _end(self, case: Rehearsal, visit: Visit) -> datetime:
        """When the step would close: the minutes that it took, after its opening and its pauses."""
        calendar, step = _calendar(case), case.position.open_step
        paused = sum(calendar.minutes_between(one.start, one.end or one.start) for one in step.holds)
        return calendar.add_minutes(step.opened_at, visit.worked + paused)

    def _paused(self, case: Rehearsal, visit: Visit, pause: Pause) -> Rehearsal:
        if pause.kind == SUPPLEMENT and not self._asks(case, pause):
            self.in_step = False
            self.dropped += 1
            return case
        later = case.position.open_step.opened_at - visit.opened_at
        opened = pause.opened_at + later
        if pause.kind == OUTSIDE:
            return self._outside(case, opened, pause.closed_at and pause.closed_at + later)
        case = _claimed(self._apologised(case, pause.opened_at), opened)
        if pause.kind == SUPPLEMENT:
            again = {"reason": "-", "approver": "-"} if case.position.supplements else None
            items = [{"title": "-"}]
            change = pauses.request_supplement(
                case.position, opened, items=items, reason_code="", reason="-", override=again
            )
        else:
            change = pauses.hold(case.position, pause.kind, opened, reason="-", decision=pause.decision)
        case = case.after(change)
        if pause.closed_at is None or (visit.verb in ENDINGS and pause.closed_at == visit.closed_at):
            return case
        return case.after(pauses.resume(case.position, pause.closed_at + later))

    def _outside(self, case: Rehearsal, opened: datetime, closed: datetime | None) -> Rehearsal:
        """An agency outside has the case as long as it had; not at a step that waits for none."""
        outside = case.position.flow_step.outside
        if outside is None or not outside.suspends:
            self.in_step = False
            return case
        case = case.after(pauses.wait_outside(case.position, opened))
        return case.after(pauses.resume(case.position, closed)) if closed else case

    def _asks(self, case: Rehearsal, pause: Pause) -> bool:
        """Whether a supplement would have been asked: the step may ask, and for a paper that is still wanted."""
        if WAIT_APPLICANT not in case.position.flow_step.moves.values():
            return False
        return not pause.papers or self.asked is None or bool(pause.papers & self.asked)

    def _apologised(self, case: Rehearsal, until: datetime) -> Rehearsal:
        """New dates that were promised before a moment; only while in step: else nobody knows whether they would be."""
        while self.in_step and self.apologies and self.apologies[0][0] <= until:
            at, due = self.apologies.pop(0)
            case = case.after(pauses.apologise(case.position, at, reason="-", new_due=due))
        return case

    def _left(self, case: Rehearsal, verb: str, at: datetime) -> Rehearsal:
        """The step closed by a move, through the decision that this move wants."""
        here = case.position
        target = self.flow.target(here.flow_step, verb)
        if target == END:
            return case.after(casework.hand_over(here, at, receiver="-", how="counter"))
        if self.flow.refuses(target):
            case = _claimed(case, at)
            return case.after(casework.refuse(case.position, at, reason_code="", reason="-", basis="-"))
        if not here.received:
            return case.after(casework.accept(here, verb, at))
        case = _claimed(case, at)
        return case.after(casework.finish(case.position, verb, at, note="-"))


def _broken_off(case: Rehearsal, verb: str, at: datetime) -> Rehearsal:
    """A case that the applicant takes back, or that is stopped."""
    if verb == STOPPED:
        return case.after(pauses.stop(case.position, at, reason="dừng như đã dừng", basis="căn cứ cũ"))
    case = case.after(pauses.withdraw(case.position, at, reason="-"))
    return case.after(pauses.answer_withdrawal(case.position, at, granted=True))


def _calendar(case: Rehearsal) -> Calendar:
    """The working time of the agency at which the open step lies."""
    return case.position.calendar_of(case.position.working_at)


def _at_desk(case: Rehearsal, desk: int) -> Rehearsal:
    """The open step at the desk that works it: a part of the agency may be concerned."""
    return replace(case, position=replace(case.position, step=replace(case.position.open_step, agency=desk)))


def _claimed(case: Rehearsal, at: datetime) -> Rehearsal:
    """The open step in somebody's hands."""
    here = case.position
    if not here.received or here.open_step.claimed_at is not None or here.open_step.awaits_collection:
        return case
    return case.after(casework.claim(here, 1, at))


def _onward(flow: Flow, step: Step) -> str:
    """The move by which a step goes on towards the result, else its first."""
    return flow.onward(step) or next(iter(step.moves))


@dataclass(frozen=True, slots=True)
class Load:
    """What a role at an agency had to do: steps worked, and the most that lay open at once."""

    steps: int
    peak: int


def loads(cases: Sequence[Sequence[ClosedStep]]) -> dict[tuple[int, str], Load]:
    """The load of each agency's role over the steps of many cases."""
    ends: dict[tuple[int, str], list[tuple[datetime, int]]] = {}
    for case in cases:
        for step in case:
            moments = ends.setdefault((step.agency, step.role), [])
            moments += [(step.opened_at, 1), (step.closed_at, -1)]
    return {desk: Load(len(moments) // 2, max(_heights(moments))) for desk, moments in ends.items()}


def _heights(moments: list[tuple[datetime, int]]) -> Iterator[int]:
    """How many are open after each moment; what closes at a moment has left before the next opens."""
    height = 0
    for _, change in sorted(moments):
        height += change
        yield height
