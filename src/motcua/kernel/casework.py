"""What an act does to a case: pure decisions from where the case stands to what changes.

Every function takes a :class:`Position` and the moment, and answers with a :class:`Change` or refuses. Nothing
here reads a clock or a database; ``motcua.cases.acts`` fetches the position and writes the change in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import Effect, Hold, Policy, Rule
from motcua.kernel.flow import END, HOLDS, REFUSED, RESERVED, Flow, Place, Step
from motcua.kernel.refusals import Conflict, Fault, Invalid, NotAllowed, OutOfOrder
from motcua.kernel.states import State, change

SUPPLEMENT = "supplement"
PAYMENT = "payment"
FORCE_MAJEURE = "force-majeure"
HOLD_STATES: Mapping[str, State] = {SUPPLEMENT: State.SUPPLEMENT, PAYMENT: State.PAYMENT}
HOLD_TITLES: Mapping[str, str] = {
    SUPPLEMENT: "chờ người nộp bổ sung giấy tờ",
    PAYMENT: "chờ người nộp thực hiện nghĩa vụ tài chính",
    FORCE_MAJEURE: "tạm dừng vì sự kiện bất khả kháng",
}


@dataclass(frozen=True, slots=True)
class Law:
    """The procedure version that a case keeps for life, as far as decisions need it."""

    flow: Flow
    rule: Rule
    effects: Mapping[str, Effect]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """The step that is being worked; ``id`` is the row, ``name`` the step of the flow."""

    id: int
    name: str
    agency: int
    role: str
    owner: int
    opened_at: datetime
    due_at: datetime
    claimed_at: datetime | None = None
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenHold:
    """The pause that is on, and since when."""

    id: int
    kind: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case stands before an act; ``places`` are its three agencies, ``calendars`` their working time."""

    id: Any
    state: State
    revision: int
    law: Law
    places: Mapping[Place, int]
    calendar_of: Callable[[int], Calendar]
    submitted_at: datetime
    step: OpenStep | None = None
    hold: OpenHold | None = None
    holds: tuple[Hold, ...] = ()
    received_at: datetime | None = None
    due_original: datetime | None = None
    due_at: datetime | None = None
    redated_at: datetime | None = None
    finished_at: datetime | None = None
    supplement_alarm_at: datetime | None = None
    supplements: int = 0
    state_before: State | None = None

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

    @property
    def received(self) -> bool:
        return self.received_at is not None


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

    def told(self) -> dict[str, Any]:
        """What the journal keeps: the act's own words, the columns it set, the step it opened.

        Folded in order these give the row of the case again. Who received the result is personal and stays in the row.
        """
        columns = {name: value for name, value in self.case.items() if name != "receiver"}
        opens = {"opens": self.open_step["name"]} if self.open_step else {}
        return {**self.data, "set": columns, **opens}


# --- opening and closing -------------------------------------------------------------------------------------


def opening(
    law: Law,
    places: Mapping[Place, int],
    calendar_of: Callable[[int], Calendar],
    at: datetime,
    said: Mapping[str, Any],
) -> Change:
    """A submitted case: its first step is open and the answer is due in 8 working hours (NĐ 45/2020).

    ``said`` is what the journal tells of the filing: procedure, channel.
    """
    calendar = calendar_of(places[Place.RECEPTION])
    return Change(
        "case.submitted",
        said,
        case={"state": State.REGISTERED, "submitted_at": at, "answer_due": clock.answer_due(calendar, at)},
        open_step=_open(law.flow.first, places, calendar_of, at),
    )


def accept(here: Position, verb: str, at: datetime, note: str = "") -> Change:
    """Reception: the promise begins, counted from this moment (NĐ 61/2018 Đ.17.1c)."""
    _not_held(here)
    if here.received:
        raise OutOfOrder("Hồ sơ đã được tiếp nhận rồi.")
    target = here.law.flow.target(here.flow_step, verb)
    if target in RESERVED:
        raise OutOfOrder(f"Hướng xử lý “{verb}” không phải là tiếp nhận hồ sơ.")
    due = clock.due(here.calendar, at, here.law.rule)
    following = _open(here.law.flow.steps[target], here.places, here.calendar_of, at)
    return Change(
        "case.received",
        {"due": due.at.isoformat(), "note": note},
        case={
            "state": change(here.state, State.RECEIVED),
            "received_at": at,
            "due_original": due.at,
            "due_at": due.at,
            "supplement_alarm_at": clock.supplement_alarm(here.calendar, at),
        },
        close_step=_close(here, at, verb, note),
        open_step=following | {"transfer_due": clock.transfer_due(here.calendar, at)},
    )


def refuse(here: Position, at: datetime, *, reason_code: str, reason: str, basis: str) -> Change:
    """A written refusal: at reception it ends the case, later it is the result that is handed over.

    NĐ 61/2018 Đ.17.1b (Mẫu 03), Đ.19.8.
    """
    _not_held(here)
    _wanted(reason=reason, basis=basis)
    verb = next((verb for verb, target in here.flow_step.moves.items() if target == REFUSED), None)
    if verb is None:
        raise OutOfOrder(f"Bước “{here.flow_step.title}” không có hướng từ chối.")
    data = {"reason_code": reason_code, "reason": reason, "basis": basis}
    if not here.received:
        return Change(
            "case.refused",
            data,
            case={"state": change(here.state, State.NOT_RECEIVED), "outcome": "refused", "finished_at": at},
            close_step=_close(here, at, verb, reason),
        )
    last = here.law.flow.last
    return Change(
        "case.refused",
        data,
        case=_finished(here, at, "refused"),
        close_step=_close(here, at, verb, reason),
        open_step=_open(last, here.places, here.calendar_of, at),
    )


def finish(here: Position, verb: str, at: datetime, note: str = "") -> Change:
    """Close the open step by one of its moves; reaching the hand-over step finishes the processing."""
    _not_held(here)
    _claimed(here)
    step, flow = here.flow_step, here.law.flow
    target = flow.target(step, verb)
    if not here.received or target in {REFUSED, END, *HOLDS}:
        raise OutOfOrder(
            f"Hướng “{verb}” của bước “{step.title}” có thao tác riêng, không kết thúc bước bằng cách này."
        )
    if back := flow.is_return(step, target):
        _wanted(note=note)
    following = flow.steps[target]
    done = following.at is Place.RETURN
    return Change(
        "case.returned" if back else "case.finished" if done else "case.step-finished",
        {"step": step.id, "verb": verb, "to": target, "note": note},
        case=_finished(here, at, "granted") if done else {},
        close_step=_close(here, at, verb, note),
        open_step=_open(following, here.places, here.calendar_of, at),
    )


def hand_over(here: Position, at: datetime, *, receiver: str, how: str, authority: str = "") -> Change:
    """The result is in the applicant's hands; a proxy brings an authorisation (NĐ 61/2018 Đ.6.2b, Đ.20)."""
    _wanted(receiver=receiver, how=how)
    verb = next((verb for verb, target in here.flow_step.moves.items() if target == END), None)
    if verb is None:
        raise OutOfOrder(f"Bước “{here.flow_step.title}” chưa phải là bước trả kết quả.")
    return Change(
        "case.handed-over",
        {"how": how, "authority": authority},
        case={
            "state": change(here.state, State.RETURNED),
            "handed_over_at": at,
            "receiver": receiver,
            "receipt_how": how,
        },
        close_step=_close(here, at, verb, authority),
    )


def correct(here: Position, at: datetime, *, reason: str, decision: str) -> Change:
    """An error is mended at the agency's cost: the case reopens at its first deciding step (NĐ 61/2018 Đ.21)."""
    _wanted(reason=reason, decision=decision)
    first = next(step for step in here.law.flow.steps.values() if step.at is Place.COMPETENT)
    return Change(
        "case.corrected",
        {"reason": reason, "decision": decision},
        case={"state": change(here.state, State.PROCESSING), "corrected_at": at},
        open_step=_open(first, here.places, here.calendar_of, at),
    )


# --- who works -----------------------------------------------------------------------------------------------


def claim(here: Position, by: int, at: datetime, owner_name: str = "") -> Change:
    """Somebody of the role takes the step; whoever claimed it first keeps it."""
    step = here.open_step
    if step.claimed_at is not None and step.owner != by:
        raise Conflict(f"Bước này đã do {owner_name or 'người khác'} nhận xử lý.")
    return Change(
        "case.claimed",
        {"step": step.name},
        case=_taken_up(here),
        touch_step={"id": step.id, "owner_id": by, "claimed_at": at},
    )


def assign(here: Position, to: int, at: datetime, reason: str) -> Change:
    """The head gives the step to a named person; who had it before stays in the journal (NĐ 61/2018 Đ.19.1)."""
    step = here.open_step
    _wanted(reason=reason)
    return Change(
        "case.assigned",
        {"step": step.name, "from": step.owner, "to": to, "reason": reason},
        case=_taken_up(here),
        touch_step={"id": step.id, "owner_id": to, "claimed_at": at},
    )


# --- pauses --------------------------------------------------------------------------------------------------


def request_supplement(
    here: Position,
    at: datetime,
    *,
    items: Sequence[Mapping[str, str]],
    reason_code: str,
    reason: str,
    override: Mapping[str, Any] | None = None,
) -> Change:
    """Ask the applicant for exact items, once; a second time is a breach that an approver answers for.

    NĐ 61/2018 Đ.11.2c, Đ.19.4: the notice goes out within 3 working days from reception.
    """
    _not_held(here)
    _wanted(reason=reason)
    if not items:
        raise Invalid(
            "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung.",
            faults=[Fault("items", "Chọn giấy tờ cần bổ sung.")],
        )
    again = here.supplements > 0
    if again and not (override and override.get("reason") and override.get("approver")):
        raise NotAllowed(
            "Hồ sơ này đã được yêu cầu bổ sung một lần; pháp luật chỉ cho phép một lần (NĐ 61/2018 Đ.11.2c). "
            "Muốn yêu cầu lần nữa phải nêu lý do và người phê duyệt; lần này bị ghi nhận là vi phạm.",
            code="supplement-once",
        )
    late = bool(here.supplement_alarm_at and at > here.supplement_alarm_at)
    data = {"items": list(items), "reason_code": reason_code, "reason": reason, "breach": again, "late": late}
    if again:
        data["override"] = dict(override or {})
    pause = _pause(here, SUPPLEMENT, at, "case.supplement-requested", data)
    return replace(pause, case={**pause.case, "supplements": here.supplements + 1})


def hold(here: Position, kind: str, at: datetime, *, reason: str, decision: str = "") -> Change:
    """Pause the clock for a cause that the procedure allows."""
    _not_held(here)
    _wanted(reason=reason)
    if kind == SUPPLEMENT or kind not in here.law.effects:
        known = ", ".join(HOLD_TITLES[name] for name in here.law.effects if name != SUPPLEMENT) or "không có"
        raise OutOfOrder(f"Thủ tục này không cho tạm dừng theo lý do “{kind}”. Các lý do được phép: {known}.")
    return _pause(here, kind, at, "case.held", {"kind": kind, "reason": reason, "decision": decision})


def resume(here: Position, at: datetime, *, note: str = "") -> Change:
    """End the pause: the clock restarts or goes on, as the law of this hold says (NĐ 61/2018 Đ.19.4)."""
    pause = here.hold
    if pause is None:
        raise OutOfOrder("Hồ sơ không tạm dừng, không có gì để tiếp tục.")
    ended = Hold(pause.opened_at, at, _effect(here, pause.kind), HOLD_TITLES.get(pause.kind, pause.kind))
    holds = (*here.holds, ended)
    back = State.PROCESSING if here.received else State.REGISTERED
    due = clock.due(here.calendar, here.received_at, here.law.rule, holds).at if here.received_at else None
    return Change(
        "case.supplemented" if pause.kind == SUPPLEMENT else "case.resumed",
        {"kind": pause.kind, "note": note, "due_before": _iso(here.due_at), "due": _iso(due)},
        case={"state": change(here.state, back), "held": False, "due_at": due},
        touch_step={
            "id": here.open_step.id,
            "held": False,
            "due_at": _step_due(here, (*here.open_step.holds, ended)),
        },
        close_hold={"id": pause.id, "closed_at": at, "due_after": due, "note": note},
    )


def withdraw(here: Position, at: datetime, *, reason: str) -> Change:
    """The applicant asks for the case back; the one-stop unit answers."""
    return Change(
        "case.withdrawal-requested",
        {"reason": reason},
        case={"state": change(here.state, State.WITHDRAWING), "state_before": here.state},
    )


def answer_withdrawal(here: Position, at: datetime, *, granted: bool, note: str = "") -> Change:
    """Let the applicant have the case back, or say why it goes on."""
    if here.state is not State.WITHDRAWING or here.state_before is None:
        raise OutOfOrder("Người nộp không có yêu cầu rút hồ sơ đang chờ trả lời.")
    if granted:
        return _ended(here, at, "case.withdrawn", "withdrawn", {"note": note})
    _wanted(note=note)
    return Change(
        "case.withdrawal-declined",
        {"note": note},
        case={"state": change(here.state, here.state_before), "state_before": None},
    )


def stop(here: Position, at: datetime, *, reason: str, basis: str) -> Change:
    """Stop a case that cannot go on, for a reason that the law knows."""
    _wanted(reason=reason, basis=basis)
    return _ended(here, at, "case.stopped", "stopped", {"reason": reason, "basis": basis})


def apologise(here: Position, at: datetime, *, reason: str, new_due: datetime) -> Change:
    """Apologise and give a new date: at least one day ahead of the old one, and only once (NĐ 61/2018 Đ.19.9)."""
    _not_held(here)
    _wanted(reason=reason)
    if here.due_at is None or here.finished_at is not None:
        raise OutOfOrder("Hồ sơ không có ngày hẹn trả đang chạy để hẹn lại.")
    clock.check_redate(here.calendar, here.due_at, new_due, at, int(here.redated_at is not None))
    return Change(
        "case.apologised",
        {"reason": reason, "due_before": _iso(here.due_at), "due": _iso(new_due)},
        case={"due_at": new_due, "redated_at": at},
    )


def recount(here: Position, at: datetime, *, calendar: str) -> Change | None:
    """The promise under a changed calendar; None when nothing moves. A re-dated promise stays as it was given."""
    if (
        here.received_at is None
        or here.finished_at is not None
        or here.redated_at is not None
        or here.hold is not None
    ):
        return None
    due = clock.due(here.calendar, here.received_at, here.law.rule, here.holds).at
    step = here.open_step
    step_due = _step_due(here, step.holds)
    if due == here.due_at and step_due == step.due_at:
        return None
    return Change(
        "case.recounted",
        {"calendar": calendar, "due_before": _iso(here.due_at), "due": _iso(due)},
        case={"due_at": due},
        touch_step={"id": step.id, "due_at": step_due},
    )


# --- shared parts --------------------------------------------------------------------------------------------


def _open(
    step: Step, places: Mapping[Place, int], calendar_of: Callable[[int], Calendar], at: datetime
) -> dict[str, Any]:
    agency = places[step.at]
    due = clock.due(calendar_of(agency), at, Rule(step.within, Policy.CLOCK_HOURS)).at
    return {
        "name": step.id,
        "title": step.title,
        "agency_id": agency,
        "role": step.role,
        "product": step.product,
        "opened_at": at,
        "due_at": due,
    }


def _close(here: Position, at: datetime, verb: str, note: str) -> dict[str, Any]:
    return {"id": here.open_step.id, "closed_at": at, "verb": verb, "note": note, "worked": worked(here, at)}


def worked(here: Position, at: datetime) -> int:
    """Working minutes for which the open step's agency has held the case, pauses not counted."""
    step, calendar = here.open_step, here.calendar
    paused = sum(calendar.minutes_between(hold.start, hold.end or at) for hold in step.holds)
    if here.hold is not None:
        paused += calendar.minutes_between(here.hold.opened_at, at)
    return calendar.minutes_between(step.opened_at, at) - paused


def _step_due(here: Position, holds: Sequence[Hold]) -> datetime:
    step = here.open_step
    rule = Rule(here.flow_step.within, Policy.CLOCK_HOURS)
    return clock.due(here.calendar_of(here.places[here.flow_step.at]), step.opened_at, rule, holds).at


def _finished(here: Position, at: datetime, outcome: str) -> dict[str, Any]:
    first = {} if here.finished_at else {"finished_at": at}
    return {"state": change(here.state, State.FINISHED), "outcome": outcome, **first}


def _ended(here: Position, at: datetime, event: str, outcome: str, data: Mapping[str, Any]) -> Change:
    pause = here.hold
    return Change(
        event,
        data,
        case={
            "state": change(here.state, State.STOPPED),
            "outcome": outcome,
            "finished_at": here.finished_at or at,
            "held": False,
            "state_before": None,
        },
        close_step=_close(here, at, outcome, str(data.get("reason") or data.get("note") or "")),
        close_hold={"id": pause.id, "closed_at": at, "due_after": None, "note": ""} if pause else None,
    )


def _pause(here: Position, kind: str, at: datetime, event: str, data: Mapping[str, Any]) -> Change:
    state = HOLD_STATES.get(kind)
    return Change(
        event,
        data,
        case={"held": True} | ({"state": change(here.state, state)} if state else {}),
        touch_step={"id": here.open_step.id, "held": True},
        open_hold={
            "kind": kind,
            "step_id": here.open_step.id,
            "effect": _effect(here, kind).value,
            "opened_at": at,
            "due_before": here.due_at,
            "reason_code": data.get("reason_code", ""),
            "reason": data["reason"],
            "items": data.get("items", []),
            "breach": data.get("breach", False),
            "late": data.get("late", False),
            "override": data.get("override", {}),
        },
    )


def _effect(here: Position, kind: str) -> Effect:
    return here.law.effects.get(kind, Effect.RESTART if kind == SUPPLEMENT else Effect.SUSPEND)


def _taken_up(here: Position) -> dict[str, Any]:
    return {"state": change(here.state, State.PROCESSING)} if here.state is State.RECEIVED else {}


def _not_held(here: Position) -> None:
    if here.hold is not None:
        raise OutOfOrder(
            f"Hồ sơ đang {HOLD_TITLES.get(here.hold.kind, 'tạm dừng')}; tiếp tục hồ sơ trước đã."
        )
    if here.state is State.WITHDRAWING:
        raise OutOfOrder("Người nộp đã yêu cầu rút hồ sơ; trả lời yêu cầu đó trước đã.")


def _claimed(here: Position) -> None:
    if here.open_step.claimed_at is None:
        raise OutOfOrder("Bước này chưa có người nhận xử lý; bấm “Nhận việc” trước.")


def _wanted(**texts: str) -> None:
    faults = [
        Fault(name, WANTED.get(name, "Nhập nội dung này."))
        for name, text in texts.items()
        if not text.strip()
    ]
    if faults:
        raise Invalid("Còn thiếu nội dung bắt buộc.", faults=faults)


WANTED: Mapping[str, str] = {
    "reason": "Nhập lý do, để người nộp và người kiểm tra hiểu được.",
    "basis": "Nhập căn cứ pháp lý (điều, khoản, văn bản).",
    "note": "Nhập lý do trả lại hoặc ý kiến của bạn.",
    "decision": "Nhập số quyết định hoặc văn bản làm căn cứ.",
    "receiver": "Nhập họ tên người nhận kết quả.",
    "how": "Chọn cách trả kết quả.",
}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
