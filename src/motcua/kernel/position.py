"""Where a case stands and what an act changes of it: the words that decisions are spoken in.

:mod:`motcua.kernel.casework` decides how a case goes on, :mod:`motcua.kernel.pauses` how it halts, ends or is re-dated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import Effect, Hold, Limit, Policy, Rule
from motcua.kernel.consulting import Ask
from motcua.kernel.flow import END, Flow, Place, Step
from motcua.kernel.ladder import Rung
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder
from motcua.kernel.states import State, change

SUPPLEMENT = "supplement"
PAYMENT = "payment"
FORCE_MAJEURE = "force-majeure"
OUTSIDE = "outside"
AT_COUNTER = "counter"
HOLD_STATES: Mapping[str, State] = {SUPPLEMENT: State.SUPPLEMENT, PAYMENT: State.PAYMENT}
HOLD_TITLES: Mapping[str, str] = {
    SUPPLEMENT: "chờ người nộp bổ sung giấy tờ",
    PAYMENT: "chờ người nộp thực hiện nghĩa vụ tài chính",
    FORCE_MAJEURE: "tạm dừng vì sự kiện bất khả kháng",
    OUTSIDE: "chờ cơ quan ngoài hệ thống trả lời",
}


PERSONAL_COLUMNS = (
    "identity", "form", "applicant_name", "receiver", "receiver_identity", "note", "reason", "items", "override",
    "before", "participants", "content", "proposal",
)  # fmt: skip
"""Columns of cases, steps, holds and amendments whose content the journal keeps only as a digest."""


def nobody_named(slug: str, day: date) -> int:
    """For a case without steps at a named agency; one that has them brings its own."""
    raise LookupError(f"Nobody tells which agency {slug} is on {day}")


@dataclass(frozen=True, slots=True)
class Law:
    """What decisions need of a case's procedure version: that of its reception, or the one it was moved to.

    ``rule`` is what its promise is counted by: a case that moved may keep that of its earlier version.
    """

    flow: Flow
    rule: Rule
    effects: Mapping[str, Effect]
    ladder: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenStep:
    """The step that is being worked; ``id`` is the row, ``name`` the step of the flow.

    ``proposal`` is the refusal that lies here to be signed: ``reason_code``, ``reason``, ``basis``.
    """

    id: int
    name: str
    agency: int
    role: str
    owner: int
    opened_at: datetime
    due_at: datetime
    branch: str = ""
    claimed_at: datetime | None = None
    awaits_collection: bool = False
    holds: tuple[Hold, ...] = ()
    within: Limit | None = None
    """Its limit where that is not the law's: it opened before the case moved."""
    proposal: Mapping[str, str] = field(default_factory=dict)
    rung: int = 0
    """How many rungs of the ladder have been climbed."""
    rung_at: datetime | None = None
    """When the next one comes due."""


@dataclass(frozen=True, slots=True)
class OpenHold:
    """The pause that is on, since when, and what it was to do to the clock when it began."""

    id: int
    kind: str
    opened_at: datetime
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case stands before an act; ``places`` are its three agencies, ``calendar_of`` their working time.

    ``agency_of`` finds the agency that a step names, as it is on a day. ``edition`` is the number of the calendar in
    force: what is counted from here on is counted in it.
    """

    id: Any
    state: State
    revision: int
    law: Law
    places: Mapping[Place, int]
    calendar_of: Callable[[int], Calendar]
    submitted_at: datetime
    agency_of: Callable[[str, date], int] = nobody_named
    edition: int = 0
    answer_due: datetime | None = None
    step: OpenStep | None = None
    hold: OpenHold | None = None
    holds: tuple[Hold, ...] = ()
    received_at: datetime | None = None
    due_original: datetime | None = None
    due_at: datetime | None = None
    redated_at: datetime | None = None
    finished_at: datetime | None = None
    corrected_at: datetime | None = None
    supplement_alarm_at: datetime | None = None
    supplements: int = 0
    state_before: State | None = None
    return_how: str = AT_COUNTER

    @property
    def calendar(self) -> Calendar:
        """The working time of the agency that decides: the one the promise is counted in."""
        return self.calendar_of(self.places[Place.COMPETENT])

    @property
    def open_step(self) -> OpenStep:
        if self.step is None:
            raise OutOfOrder(f"Hồ sơ {self.state.title.lower()}, không còn bước nào đang mở.")
        return self.step

    @property
    def flow_step(self) -> Step:
        return self.law.flow.steps[self.open_step.name]

    def agency_at(self, step: Step, at: datetime) -> int:
        """Which agency works a step that opens at a moment."""
        named = step.at is Place.AGENCY
        return self.agency_of(step.agency, clock.local(at).date()) if named else self.places[step.at]

    @property
    def working_at(self) -> int:
        """By whose office hours the open step is counted; a division keeps those of its agency."""
        if asked := self.asked:
            day = clock.local(self.open_step.opened_at).date()
            return self.agency_of(asked.agency, day) if asked.agency else self.open_step.agency
        return self.agency_at(self.flow_step, self.open_step.opened_at)

    @property
    def own_limit(self) -> Limit:
        """How long the open step has: the step of the flow, or the one that is asked on a branch."""
        return self.asked.within if self.asked else self.open_step.within or self.flow_step.within

    @property
    def asked(self) -> Ask | None:
        """What the open step asks, where it is the branch of one that asks several agencies."""
        consult, branch = self.flow_step.consult, self.open_step.branch
        return next((one for one in consult.asks if one.id == branch), None) if consult else None

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """The ladder of the open step."""
        of_case = self.law.ladder
        return tuple(rung.for_opinion() for rung in of_case) if self.open_step.branch else of_case

    @property
    def received(self) -> bool:
        return self.received_at is not None

    @property
    def last_promise(self) -> datetime | None:
        """The latest date that was promised: a changed calendar may have brought the promise forward since."""
        return max(filter(None, (self.due_original, self.due_at)), default=None)


@dataclass(frozen=True)
class Change:
    """What an act writes: column values of the case, of its steps and holds, and the one event."""

    event: str
    data: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    close_step: Mapping[str, Any] | None = None
    touch_step: Mapping[str, Any] | None = None
    open_step: Mapping[str, Any] | None = None
    close_hold: Mapping[str, Any] | None = None
    open_hold: Mapping[str, Any] | None = None
    keep: Mapping[str, Any] | None = None
    tell: Mapping[str, Any] | None = None
    minute: Mapping[str, Any] | None = None
    reply: Mapping[str, Any] | None = None

    def told(self, account: int) -> dict[str, Mapping[str, Any]]:
        """The columns that an act by ``account`` writes, by what it does to which row.

        The journal keeps them beside the act's own words: folded in order they give the rows again.
        """
        by_whom = {"closed_by_id": account, "held": False}
        parts = {
            "set": self.case,
            "closes": self.close_step and {**self.close_step, **by_whom},
            "touches": self.touch_step,
            "opens": self.open_step and {n: value for n, value in self.open_step.items() if n != "beside"},
            "ends": self.close_hold,
            "pauses": self.open_hold and {**self.open_hold, "opened_by_id": account},
            "keeps": self.keep and {**self.keep, "by_id": account},
            "tells": self.tell,
            "replies": self.reply,
            "minutes": self.minute and {**self.minute, "by_id": account},
        }
        return {part: columns for part, columns in parts.items() if columns}


def awaits_collection(step: Step, return_how: str) -> bool:
    """Whether a step waits for the applicant to come for the result: from then on nobody in the agency is late.

    A result that goes by post or online is the officer's to send, by the step's due time (NĐ 61/2018 Đ.20).
    """
    return step.at is Place.RETURN and END in step.moves.values() and return_how == AT_COUNTER


def opened(
    flow: Flow,
    step: Step,
    agency: int,
    calendar_of: Callable[[int], Calendar],
    at: datetime,
    *,
    promised: datetime | None = None,
    return_how: str = AT_COUNTER,
    ladder: Sequence[Rung] = (),
) -> dict[str, Any]:
    """The row of a step that opens: where, whose role, what it yields, until when by its own limit.

    ``beside`` are the roles that work the case at the same place: of several divisions theirs is the one concerned.

    A result that is ready early waits for the applicant until the promised date (NĐ 61/2018 Đ.20.3).
    """
    calendar = calendar_of(agency)
    due = clock.due(calendar, at, limited(step.within)).at
    if promised is not None and step.at is Place.RETURN:
        due = max(due, promised)
    waits = awaits_collection(step, return_how)
    return {
        "name": step.id,
        "branch": "",
        "title": step.title,
        "agency_id": agency,
        "role": step.role,
        "beside": flow.roles_beside(step),
        "product": step.product,
        "opened_at": at,
        "due_at": due,
        "soon_at": clock.soon_from(calendar, step.within, due),
        "awaits_collection": waits,
        "rung": 0,
        "rung_at": ladder[0].moment(calendar, step.within, at, due) if ladder and not waits else None,
    }


def following(here: Position, step: Step, at: datetime) -> dict[str, Any]:
    """The row of the step that opens next in a case."""
    return opened(
        here.law.flow,
        step,
        here.agency_at(step, at),
        here.calendar_of,
        at,
        promised=here.due_at,
        return_how=here.return_how,
        ladder=here.law.ladder,
    )


def limited(limit: Limit) -> Rule:
    """The rule of a step's own limit: counted in the hours of the clock."""
    return Rule(limit, Policy.CLOCK_HOURS)


def closed(here: Position, at: datetime, verb: str, note: str) -> dict[str, Any]:
    """The columns of the open step as it closes; it waited until its claim, or until now if nobody claimed it."""
    step = here.open_step
    waited_until = max(step.opened_at, min(step.claimed_at or at, at))
    minutes = {"waited": worked(here, waited_until), "worked": worked(here, at)}
    return {"id": step.id, "closed_at": at, "verb": verb, "note": note} | minutes


def worked(here: Position, at: datetime) -> int:
    """Working minutes for which the open step's agency has held the case until then, pauses not counted."""
    step, calendar = here.open_step, here.calendar
    pauses = [(hold.start, hold.end or at) for hold in step.holds]
    pauses += [(here.hold.opened_at, at)] if here.hold else []
    paused = sum(calendar.minutes_between(min(start, at), min(end, at)) for start, end in pauses)
    return calendar.minutes_between(step.opened_at, at) - paused


def step_dues(here: Position, holds: Sequence[Hold]) -> dict[str, Any]:
    """When the open step is due, its pauses counted, from when that is near, and when its next rung is."""
    limit, calendar = here.own_limit, here.calendar_of(here.working_at)
    due = clock.due(calendar, here.open_step.opened_at, limited(limit), holds).at
    return {
        "due_at": due,
        "soon_at": clock.soon_from(calendar, limit, due),
        "rung_at": rung_due(here, here.open_step.rung, due),
    }


def rung_due(here: Position, number: int, due_at: datetime) -> datetime | None:
    """When a rung of the open step comes due; None above the last one, and while a result waits."""
    step, ladder = here.open_step, here.ladder
    if number >= len(ladder) or step.awaits_collection:
        return None
    return ladder[number].moment(here.calendar_of(here.working_at), here.own_limit, step.opened_at, due_at)


def finished(here: Position, at: datetime, outcome: str) -> dict[str, Any]:
    """The columns of a case whose result is there; a case that is done again keeps its first end."""
    first = {} if here.finished_at else {"finished_at": at}
    return {"state": change(here.state, State.FINISHED), "outcome": outcome, **first}


def effect_of(here: Position, kind: str) -> Effect:
    """What a pause does to the clock: as the procedure says, else supplements restart it and others suspend it."""
    return here.law.effects.get(kind, Effect.RESTART if kind == SUPPLEMENT else Effect.SUSPEND)


def taken_up(here: Position) -> dict[str, Any]:
    """The columns of a received case that somebody begins to work on."""
    return {"state": change(here.state, State.PROCESSING)} if here.state is State.RECEIVED else {}


def not_held(here: Position) -> None:
    """:class:`OutOfOrder` while the case waits for something."""
    if here.hold is not None:
        raise OutOfOrder(
            f"Hồ sơ đang {HOLD_TITLES.get(here.hold.kind, 'tạm dừng')}; tiếp tục hồ sơ trước đã."
        )
    not_withdrawing(here)


def not_withdrawing(here: Position) -> None:
    """:class:`OutOfOrder` while the applicant waits for an answer to a withdrawal."""
    if here.state is State.WITHDRAWING:
        raise OutOfOrder("Người nộp đã yêu cầu rút hồ sơ; trả lời yêu cầu đó trước đã.")


def claimed(here: Position) -> None:
    """:class:`OutOfOrder` until somebody has taken the open step."""
    if here.open_step.claimed_at is None:
        raise OutOfOrder("Bước này chưa có người nhận xử lý; bấm “Nhận việc” trước.")


def wanted(**texts: str) -> None:
    """:class:`Invalid` with a fault for each text that is empty."""
    faults = [
        Fault(name, WANTED.get(name, "Nhập nội dung này."))
        for name, text in texts.items()
        if not text.strip()
    ]
    if faults:
        raise Invalid("Còn thiếu nội dung bắt buộc.", faults=faults)


def long_enough(least: Mapping[str, int], **texts: str) -> None:
    """:class:`Invalid` with a fault for each text that is too short to say anything."""
    faults = [
        Fault(name, f"{WANTED[name]} Ít nhất {least[name]} ký tự.")
        for name, text in texts.items()
        if len(text.strip()) < least[name]
    ]
    if faults:
        raise Invalid("Còn nội dung quá ngắn.", faults=faults)


WANTED: Mapping[str, str] = {
    "reason": "Nhập lý do, để người nộp và người kiểm tra hiểu được.",
    "basis": "Nhập căn cứ pháp lý (điều, khoản, văn bản).",
    "note": "Nhập lý do trả lại, ý kiến của bạn, hoặc số, ngày văn bản trả lời.",
    "decision": "Nhập số quyết định hoặc văn bản làm căn cứ.",
    "evidence": "Nhập căn cứ: đơn của người nộp, hoặc đã xác nhận với họ bằng cách nào.",
    "receiver": "Nhập họ tên người nhận kết quả.",
    "how": "Chọn cách trả kết quả.",
    "content": "Nhập nội dung.",
    "place": "Nhập địa điểm.",
}


def iso(at: datetime | None) -> str | None:
    """A moment as the journal keeps it."""
    return at.isoformat() if at else None
