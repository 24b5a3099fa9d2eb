"""How a case goes on: pure decisions from where it stands to what changes.

Every function takes a :class:`Position` and the moment, and answers with a :class:`Change` or refuses. Nothing
here reads a clock or a database; ``motcua.cases.acts`` fetches the position and writes the change in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.calendar import Calendar
from motcua.kernel.flow import DECIDING, END, HOLDS, REFUSED, RESERVED, Place, Step
from motcua.kernel.mending import Mended, mended
from motcua.kernel.position import (
    Change,
    Law,
    Position,
    claimed,
    closed,
    finished,
    following,
    iso,
    not_held,
    not_withdrawing,
    opened,
    rung_due,
    taken_up,
    wanted,
)
from motcua.kernel.refusals import Conflict, Fault, Invalid, OutOfOrder
from motcua.kernel.sittings import Council, Written, kept, read_participants
from motcua.kernel.states import State, change


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
        open_step=opened(
            law.flow, law.flow.first, places[Place.RECEPTION], calendar_of, at, ladder=law.ladder
        ),
    )


def accept(here: Position, verb: str, at: datetime, note: str = "") -> Change:
    """Reception: the promise begins, counted from this moment (NĐ 61/2018 Đ.17.1c)."""
    not_held(here)
    if here.received:
        raise OutOfOrder("Hồ sơ đã được tiếp nhận rồi.")
    target = here.law.flow.target(here.flow_step, verb)
    if target in RESERVED:
        raise OutOfOrder(f"Hướng xử lý “{verb}” không phải là tiếp nhận hồ sơ.")
    due = clock.due(here.calendar, at, here.law.rule)
    receiving = here.calendar_of(here.places[Place.RECEPTION])
    return Change(
        "case.received",
        {"due": due.at.isoformat(), "note": note},
        case={
            "state": change(here.state, State.RECEIVED),
            "received_at": at,
            "due_original": due.at,
            **clock.promised(here.calendar, here.law.rule, due.at),
            "calendar_edition": here.edition,
            "supplement_alarm_at": clock.supplement_alarm(here.calendar, at),
        },
        close_step=closed(here, at, verb, note),
        open_step=following(here, here.law.flow.steps[target], at)
        | {"transfer_due": clock.transfer_due(receiving, at)},
    )


def refuse(here: Position, at: datetime, *, reason_code: str, reason: str, basis: str) -> Change:
    """A written refusal: at reception it ends the case, later it is the result that is handed over.

    Where the flow has a leader sign it, it is proposed to that step (NĐ 61/2018 Đ.17.1b, Mẫu 03, Đ.19.8).
    """
    not_held(here)
    wanted(reason=reason, basis=basis)
    flow = here.law.flow
    verb = flow.refusal(here.flow_step)
    if verb is None:
        raise OutOfOrder(f"Bước “{here.flow_step.title}” không có hướng từ chối.")
    data = {"reason_code": reason_code, "reason": reason, "basis": basis}
    if (signing := flow.steps.get(here.flow_step.moves[verb])) is not None:
        return _proposed(here, verb, signing, at, data)
    if not here.received:
        return Change(
            "case.refused",
            data,
            case={"state": change(here.state, State.NOT_RECEIVED), "outcome": "refused", "finished_at": at},
            close_step=closed(here, at, verb, reason),
        )
    return Change(
        "case.refused",
        data,
        case=finished(here, at, "refused"),
        close_step=closed(here, at, verb, reason),
        open_step=following(here, here.law.flow.last, at),
    )


def _proposed(here: Position, verb: str, signing: Step, at: datetime, refusal: Mapping[str, str]) -> Change:
    """A refusal that a leader is asked to sign: it lies with the signing step until it is signed or sent back."""
    claimed(here)
    return Change(
        "case.refusal-proposed",
        {"step": here.open_step.name, "to": signing.id, **refusal},
        close_step=closed(here, at, verb, refusal["reason"]),
        open_step=following(here, signing, at) | {"proposal": refusal},
    )


def finish(here: Position, verb: str, at: datetime, note: str = "") -> Change:
    """Close the open step by one of its moves; reaching the hand-over step finishes the processing."""
    not_held(here)
    claimed(here)
    return _finished(here, verb, at, note)


def joined(here: Position, at: datetime) -> Change:
    """All parts of a bundle have their result: the step that waited for them closes by its way on."""
    not_held(here)
    verb = here.law.flow.onward(here.flow_step)
    if verb is None:
        raise OutOfOrder(f"Bước “{here.flow_step.title}” không có hướng đi tiếp.")
    return _finished(here, verb, at, "")


def _finished(here: Position, verb: str, at: datetime, note: str) -> Change:
    step, flow = here.flow_step, here.law.flow
    target = flow.target(step, verb)
    if not here.received or target in {END, *HOLDS} or flow.refuses(target):
        raise OutOfOrder(
            f"Hướng “{verb}” của bước “{step.title}” có thao tác riêng, không kết thúc bước bằng cách này."
        )
    if back := flow.is_return(step, target):
        wanted(note=note)
    next_step = flow.steps[target]
    done = next_step.at is Place.RETURN
    if done and step.decides == REFUSED:
        return _signed(here, verb, next_step, at, note)
    return Change(
        "case.returned" if back else "case.finished" if done else "case.step-finished",
        {"step": step.id, "verb": verb, "to": target, "note": note},
        case=finished(here, at, "granted") if done else {},
        close_step=closed(here, at, verb, note),
        open_step=following(here, next_step, at),
    )


def _signed(here: Position, verb: str, next_step: Step, at: datetime, note: str) -> Change:
    """The leader signs the refusal that was proposed: the case ends as refused, for the reason proposed."""
    refusal = here.open_step.proposal
    if not refusal:
        raise OutOfOrder("Chưa có đề xuất từ chối nào để ký; trả lại bước trước.")
    return Change(
        "case.refused",
        {**refusal, "note": note},
        case=finished(here, at, "refused"),
        close_step=closed(here, at, verb, note),
        open_step=following(here, next_step, at),
    )


def hand_over(
    here: Position, at: datetime, *, receiver: str, how: str, authority: str = "", identity: str = ""
) -> Change:
    """The result is in the applicant's hands; a proxy brings an authorisation (NĐ 61/2018 Đ.6.2b, Đ.20).

    The journal keeps the reference of the authorisation; who received it and the proxy's number stay in the row.
    """
    not_held(here)
    wanted(receiver=receiver, how=how)
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
            "receiver_identity": identity,
            "receipt_how": how,
        },
        close_step=closed(here, at, verb, authority),
    )


def correct(here: Position, at: datetime, *, reason: str, decision: str) -> Change:
    """An error is mended at the agency's cost: the case reopens at its first deciding step (NĐ 61/2018 Đ.21)."""
    if here.state is not State.RETURNED:
        raise OutOfOrder("Chỉ hồ sơ đã trả kết quả mới mở lại để đính chính.")
    wanted(reason=reason, decision=decision)
    first = next(step for step in here.law.flow.steps.values() if step.at in DECIDING)
    return Change(
        "case.corrected",
        {"reason": reason, "decision": decision},
        case={"state": change(here.state, State.PROCESSING), "corrected_at": at},
        open_step=following(here, first, at),
    )


def amend(here: Position, at: datetime, right: Mended, *, reason: str) -> Change:
    """The declaration of a reopened case is set right before its result is signed anew (NĐ 61/2018 Đ.21)."""
    not_held(here)
    if not may_be_amended(here):
        raise OutOfOrder(
            "Cơ quan chỉ sửa tờ khai của hồ sơ đã mở lại để đính chính, ở bước giải quyết, trước khi ký. Tờ khai của "
            "hồ sơ đang giải quyết do người nộp sửa: yêu cầu bổ sung và chọn tờ khai (NĐ 61/2018 Đ.19.4, Đ.21)."
        )
    claimed(here)
    wanted(reason=reason)
    if not right.fields:
        raise Invalid("Tờ khai chưa được sửa ở chỗ nào; sửa chỗ sai rồi lưu.")
    return mended(Change("case.amended", {"step": here.open_step.name, "reason": reason}), right, at, reason)


def may_be_amended(here: Position) -> bool:
    """Whether an officer may set the declaration right: of a reopened case, where it is settled, while unsigned."""
    step = here.flow_step if here.step else None
    at_work = step is not None and step.at in DECIDING and not here.law.flow.is_signed(step)
    return here.corrected_at is not None and at_work


def record(here: Position, written: Written, at: datetime) -> Change:
    """Write down a sitting of the open step, or announce one that is still to be held (NĐ 61/2018 Đ.19.3b).

    What was written down stays; a later record counts instead of it.
    """
    step = here.flow_step
    if step.minutes is None:
        raise OutOfOrder(f"Bước “{step.title}” không có biên bản nào phải ghi.")
    not_held(here)
    claimed(here)
    wanted(place=written.place, content=written.content)
    there = read_participants(written.participants)
    _voted(step.council if written.held_at <= at else None, written)
    if len(there) < written.present:
        raise _wrong(
            "participants", f"Ghi họ tên đủ {written.present} thành viên có mặt; mới có {len(there)} dòng."
        )
    return Change(
        "case.minutes-recorded",
        {"step": step.id, "held_at": written.held_at.isoformat(), "place": written.place},
        case=taken_up(here),
        minute={"step_id": here.open_step.id, "kind": step.minutes.value, "at": at} | kept(written, there),
    )


def _voted(council: Council | None, written: Written) -> None:
    """A council that has met has voted; nobody else votes."""
    if council is None:
        if written.present or written.in_favour:
            raise _wrong("present", "Chỉ ghi số phiếu của phiên họp hội đồng đã họp.")
    elif not 1 <= written.present <= council.members:
        raise _wrong("present", f"Số thành viên có mặt nằm trong 1 đến {council.members}.")
    elif not 0 <= written.in_favour <= written.present:
        raise _wrong("in_favour", f"Số đồng ý nằm trong 0 đến {written.present} người có mặt.")


def _wrong(where: str, message: str) -> Invalid:
    return Invalid(message, faults=[Fault(where, message)])


def parts_filed(here: Position, parts: Sequence[str]) -> Change:
    """The child cases of a bundle stand in their agencies: from now on the bundle is being worked on."""
    return Change(
        "case.parts-filed", {"step": here.open_step.name, "parts": list(parts)}, case=taken_up(here)
    )


def claim(here: Position, by: int, at: datetime, owner_name: str = "") -> Change:
    """Somebody of the role takes the step; whoever claimed it first keeps it."""
    step = here.open_step
    not_withdrawing(here)
    if step.awaits_collection:
        raise OutOfOrder(
            "Kết quả đang chờ người nộp đến nhận; ai ở quầy cũng trả được, không cần nhận việc trước."
        )
    if step.claimed_at is not None and step.owner != by:
        raise Conflict(f"Bước này đã do {owner_name or 'người khác'} nhận xử lý.")
    return Change(
        "case.claimed",
        {"step": step.name},
        case=taken_up(here),
        touch_step={"id": step.id, "owner_id": by, "claimed_at": at},
    )


def assign(here: Position, to: int, at: datetime, reason: str) -> Change:
    """The head gives the step to a named person; who had it before stays in the journal (NĐ 61/2018 Đ.19.1)."""
    step = here.open_step
    not_withdrawing(here)
    wanted(reason=reason)
    return Change(
        "case.assigned",
        {"step": step.name, "from": step.owner, "to": to, "reason": reason},
        case=taken_up(here),
        touch_step={"id": step.id, "owner_id": to, "claimed_at": at},
    )


def pass_on(here: Position, to: int) -> Change:
    """Who had the step holds its post no longer: it is named to somebody who does, and any of them may take it."""
    step = here.open_step
    return Change(
        "case.passed-on",
        {"step": step.name, "from": step.owner, "to": to},
        touch_step={"id": step.id, "owner_id": to, "claimed_at": None},
    )


def climb(here: Position, at: datetime, told: Mapping[str, Any]) -> Change:
    """Climb the next rung of the open step's ladder: whom it tells has a notice, ``told`` is where and who they are.

    :class:`OutOfOrder` when none has come due.
    """
    step = here.open_step
    climbed = step.rung >= len(here.ladder)
    if here.hold is not None or climbed or step.rung_at is None or step.rung_at > at:
        raise OutOfOrder("Chưa đến nấc nhắc việc nào của bước này.")
    rung, number = here.ladder[step.rung], step.rung + 1
    what = rung.in_words()
    return Change(
        "case.escalated",
        {
            "step": here.asked.title if here.asked else step.name,
            "rung": number,
            "whom": rung.tells.called,
            "what": what,
            "due": iso(step.due_at),
        },
        touch_step={"id": step.id, "rung": number, "rung_at": rung_due(here, number, step.due_at)},
        tell={
            "step_id": step.id,
            "rung": number,
            "what": what,
            "due_at": step.rung_at,
            "told_at": at,
            **told,
        },
    )
