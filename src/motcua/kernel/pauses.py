"""How a case halts, goes on again, is given a new date, or ends early: pure decisions, as in casework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.clock import Hold
from motcua.kernel.flow import WAIT_APPLICANT, Place
from motcua.kernel.mending import Mended, mended
from motcua.kernel.position import (
    FORCE_MAJEURE,
    HOLD_STATES,
    HOLD_TITLES,
    OUTSIDE,
    SUPPLEMENT,
    Change,
    Position,
    closed,
    effect_of,
    iso,
    long_enough,
    not_held,
    not_withdrawing,
    step_dues,
    wanted,
)
from motcua.kernel.refusals import Fault, Invalid, NotAllowed, OutOfOrder
from motcua.kernel.states import State, change


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
    not_held(here)
    wanted(reason=reason)
    if here.finished_at is not None:
        raise OutOfOrder(
            "Hồ sơ đã giải quyết xong, không yêu cầu người nộp bổ sung nữa: sai sót của cơ quan thì cơ quan tự sửa "
            "(NĐ 61/2018 Đ.21)."
        )
    if WAIT_APPLICANT not in here.flow_step.moves.values():
        raise OutOfOrder(f"Bước “{here.flow_step.title}” không có hướng yêu cầu người nộp bổ sung.")
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
    late = here.supplement_alarm_at is not None and at > clock.supplement_cutoff(here.supplement_alarm_at)
    data = {"items": list(items), "reason_code": reason_code, "reason": reason, "breach": again, "late": late}
    data["due_before"] = iso(here.due_at)
    if again:
        data["override"] = dict(override or {})
    pause = _pause(here, SUPPLEMENT, at, "case.supplement-requested", data)
    return replace(pause, case={**pause.case, "supplements": here.supplements + 1})


def hold(here: Position, kind: str, at: datetime, *, reason: str, decision: str = "") -> Change:
    """Pause the clock for a cause that the procedure allows; what nobody could prevent is stated by a decision."""
    not_held(here)
    if not here.received:
        raise OutOfOrder("Hồ sơ chưa được tiếp nhận, chưa có thời hạn nào để tạm dừng.")
    if here.finished_at is not None:
        raise OutOfOrder("Hồ sơ đã giải quyết xong, không còn thời hạn nào để tạm dừng.")
    if kind == SUPPLEMENT or kind not in here.law.effects:
        known = ", ".join(HOLD_TITLES[name] for name in here.law.effects if name != SUPPLEMENT) or "không có"
        raise OutOfOrder(f"Thủ tục này không cho tạm dừng theo lý do “{kind}”. Các lý do được phép: {known}.")
    wanted(reason=reason, **({"decision": decision} if kind == FORCE_MAJEURE else {}))
    return _pause(here, kind, at, "case.held", {"kind": kind, "reason": reason, "decision": decision})


def wait_outside(here: Position, at: datetime) -> Change:
    """The step lies with an agency that does not work in this system: the clock stands still until it answers."""
    outside = here.flow_step.outside
    if outside is None or not outside.suspends:
        raise OutOfOrder(f"Bước “{here.flow_step.title}” không chờ cơ quan nào ngoài hệ thống.")
    reason = f"Chờ {outside.agency} trả lời"
    return _pause(
        here, OUTSIDE, at, "case.held", {"kind": OUTSIDE, "reason": reason, "decision": here.flow_step.law}
    )


def supplement(here: Position, at: datetime, *, note: str = "", right: Mended | None = None) -> Change:
    """The applicant brings what was asked for; where that was the declaration, ``right`` is how it reads now."""
    if here.hold is None or here.hold.kind != SUPPLEMENT:
        raise OutOfOrder("Hồ sơ không có yêu cầu bổ sung nào đang chờ.")
    ended = resume(here, at, note=note)
    if right is None or (note.strip() and not right.fields):
        return ended
    if not right.fields:
        message = "Tờ khai chưa được sửa ở chỗ nào. Sửa chỗ được yêu cầu, hoặc ghi vì sao giữ nguyên."
        raise Invalid(message, faults=[Fault("note", message)])
    return mended(ended, right, at, note)


def resume(here: Position, at: datetime, *, note: str = "") -> Change:
    """End the pause: the clock restarts or goes on, as the law of this hold says (NĐ 61/2018 Đ.19.4)."""
    pause = here.hold
    if pause is None:
        raise OutOfOrder("Hồ sơ không tạm dừng, không có gì để tiếp tục.")
    not_withdrawing(here)
    effect = pause.effect or effect_of(here, pause.kind)
    ended = Hold(pause.opened_at, at, effect, HOLD_TITLES.get(pause.kind, pause.kind))
    back = State.PROCESSING if here.received else State.REGISTERED
    due = _due_after(here, ended)
    return Change(
        "case.supplemented" if pause.kind == SUPPLEMENT else "case.resumed",
        {"kind": pause.kind, "note": note, "due_before": iso(here.due_at), "due": iso(due)},
        case={
            "state": change(here.state, back),
            "held": False,
            **clock.promised(here.calendar, here.law.rule, due),
            "calendar_edition": here.edition,
        },
        touch_step={
            "id": here.open_step.id,
            "held": False,
            **step_dues(here, (*here.open_step.holds, ended)),
        },
        close_hold={"id": pause.id, "closed_at": at, "due_after": due, "note": note},
    )


def withdraw(here: Position, at: datetime, *, reason: str) -> Change:
    """The applicant asks for the case back; the one-stop unit answers."""
    wanted(reason=reason)
    return Change("case.withdrawal-requested", {"reason": reason}, case=_asked_back(here))


def record_withdrawal(here: Position, at: datetime, *, reason: str, evidence: str) -> Change:
    """An officer writes down that the applicant asks for the case back, and what that rests on."""
    wanted(reason=reason, evidence=evidence)
    data = {"reason": reason, "evidence": evidence}
    return Change("case.withdrawal-recorded", data, case=_asked_back(here))


def _asked_back(here: Position) -> Mapping[str, Any]:
    if here.state is State.WITHDRAWING:
        raise OutOfOrder("Hồ sơ này đã có yêu cầu rút, đang chờ trả lời; không cần yêu cầu lần nữa.")
    return {"state": change(here.state, State.WITHDRAWING), "state_before": here.state}


def answer_withdrawal(here: Position, at: datetime, *, granted: bool, note: str = "") -> Change:
    """Let the applicant have the case back, or say why it goes on."""
    if here.state is not State.WITHDRAWING or here.state_before is None:
        raise OutOfOrder("Người nộp không có yêu cầu rút hồ sơ đang chờ trả lời.")
    if granted:
        return _ended(here, at, "case.withdrawn", "withdrawn", {"note": note})
    wanted(note=note)
    return Change(
        "case.withdrawal-declined",
        {"note": note},
        case={"state": change(here.state, here.state_before), "state_before": None},
    )


STOP_WANTS: Mapping[str, int] = {"reason": 10, "basis": 5}
"""How many letters at least tell why a case is stopped, and on which article that rests."""


def stop(here: Position, at: datetime, *, reason: str, basis: str) -> Change:
    """Stop a case that cannot go on, for a reason that the law knows."""
    not_withdrawing(here)
    wanted(reason=reason, basis=basis)
    long_enough(STOP_WANTS, reason=reason, basis=basis)
    return _ended(here, at, "case.stopped", "stopped", {"reason": reason, "basis": basis})


def apologise(here: Position, at: datetime, *, reason: str, new_due: datetime) -> Change:
    """Apologise and give a new day: at least one day ahead of the old one, and only once (NĐ 61/2018 Đ.19.9).

    Whatever the hour, the promise is for the close of that day.
    """
    not_held(here)
    wanted(reason=reason)
    if here.due_at is None or here.finished_at is not None:
        raise OutOfOrder("Hồ sơ không có ngày hẹn trả đang chạy để hẹn lại.")
    redated = int(here.redated_at is not None)
    clock.check_redate(here.calendar, here.due_at, new_due, at, redated, here.last_promise)
    due = here.calendar.close_of(clock.local(new_due).date())
    promise = clock.promised(here.calendar, here.law.rule, due)
    return Change(
        "case.apologised",
        {"reason": reason, "due_before": iso(here.due_at), "due": iso(due)},
        case=promise | {"redated_at": at, "calendar_edition": here.edition},
    )


def recount(here: Position, *, calendar: str) -> Change | None:
    """The dates of an open case under a changed calendar; None when nothing moves.

    A re-dated promise stays as it was given; what pauses is counted when it goes on.
    """
    if here.finished_at is not None or here.hold is not None or here.step is None:
        return None
    dues = step_dues(here, here.step.holds)
    counted = [*_counted(here), ("", "hạn của bước", here.step.due_at, dues["due_at"])]
    moved = [(column, title, before, due) for column, title, before, due in counted if before != due]
    if not moved:
        return None
    _, title, before, due = moved[0]
    case = {column: due for column, _, _, due in moved if column}
    promise = clock.promised(here.calendar, here.law.rule, case["due_at"]) if "due_at" in case else {}
    return Change(
        "case.recounted",
        {"calendar": calendar, "what": title, "due_before": iso(before), "due": iso(due)},
        case=case | promise | {"calendar_edition": here.edition},
        touch_step={"id": here.step.id, **dues},
    )


def _counted(here: Position) -> Iterator[tuple[str, str, datetime | None, datetime]]:
    """The dates of a case as the calendar in force gives them, the weightiest first: column, title, before, now."""
    if here.received_at is None:
        if not here.open_step.holds:
            reception = here.calendar_of(here.places[Place.RECEPTION])
            answer = clock.answer_due(reception, here.submitted_at)
            yield "answer_due", "hạn trả lời", here.answer_due, answer
        return
    if here.redated_at is None:
        due = clock.due(here.calendar, here.received_at, here.law.rule, here.holds).at
        yield "due_at", "hạn trả kết quả", here.due_at, due
    alarm = clock.supplement_alarm(here.calendar, here.received_at)
    yield "supplement_alarm_at", "hạn yêu cầu bổ sung", here.supplement_alarm_at, alarm


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
        close_step=closed(here, at, outcome, str(data.get("reason") or data.get("note") or "")),
        close_hold={"id": pause.id, "closed_at": at, "due_after": None, "note": ""} if pause else None,
    )


def _due_after(here: Position, ended: Hold) -> datetime | None:
    """The promise once a pause has ended: counted from the reception, or moved on if it had been given anew."""
    if here.received_at is None or here.due_at is None:
        return None
    if here.redated_at is not None:
        return clock.prolonged(here.calendar, here.due_at, here.law.rule, ended)
    return clock.due(here.calendar, here.received_at, here.law.rule, (*here.holds, ended)).at


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
            "effect": effect_of(here, kind).value,
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
