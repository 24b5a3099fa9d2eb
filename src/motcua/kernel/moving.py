"""A running case moves to another version of its procedure: which kind of move it is, and what it changes.

No clock is lost: the promise of the reception stays and is counted on by the limit that gave it, pauses stay, the open
step keeps its time; the date may only come nearer, where that was chosen. What an applicant has been asked for stays
asked for; a paper that only the new version wants is not asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from motcua.kernel import clock
from motcua.kernel.flow import DECIDING, LEADER, Flow, Place, Step
from motcua.kernel.position import Change, Law, Position, closed, following, iso, rung_due, step_dues, wanted
from motcua.kernel.refusals import Invalid, OutOfOrder

MOVED = "moved"
"""What a step closes by when its case goes on at another step of the new version."""

STAYS = ("at", "agency", "role", "decides", "children", "consult", "minutes", "council", "outside")
"""What of a step must be the same in both versions for its work to go on."""


Entries = Mapping[str, tuple[str, ...]]
"""Steps at which a case may go on, each with the titles of those before it that would be skipped."""


class Kind(StrEnum):
    """How a move touches a case, the weightiest that applies."""

    SAME = "same"
    LIMIT = "limit"
    PAPERS = "papers"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be done with the cases of one kind: moved or kept.

    ``recount``: the date is counted anew where that is sooner; ``step``: where those go on whose step is gone.
    """

    moves: bool = True
    recount: bool = False
    step: str = ""


def kind_of(here: Position, new: Law, *, new_papers: bool) -> Kind:
    """How moving a case to a law would touch it; ``new_papers``: it wants a paper that the old one did not."""
    if here.step is not None and not _goes_on(here, new):
        return Kind.STEP
    if new_papers:
        return Kind.PAPERS
    return Kind.SAME if new.rule == here.law.rule else Kind.LIMIT


def _goes_on(here: Position, new: Law) -> bool:
    """Whether the open step is there in the new law too: at the same place, for the same role, for the same parts."""
    old, then = here.flow_step, new.flow.steps.get(here.open_step.name)
    return then is not None and all(getattr(then, name) == getattr(old, name) for name in STAYS)


def move(
    here: Position,
    new: Law,
    version: int,
    at: datetime,
    choice: Choice,
    *,
    counted_by: int,
    decision: str,
    reason: str,
) -> Change:
    """Put a case under another version, by a decision and for a reason.

    A promise that stays is counted on as it was given: by the limit of ``counted_by``, the version that gave it.
    :class:`OutOfOrder` when it cannot: it has ended, it waits while its step is gone, or nobody said where to go on.
    """
    wanted(decision=decision, reason=reason)
    if here.step is None or here.finished_at is not None:
        raise OutOfOrder("Hồ sơ đã giải quyết xong, giữ phiên bản cũ.")
    due = _sooner(here, new, at) if choice.recount else here.due_at
    data = {
        "decision": decision,
        "reason": reason,
        "step": here.open_step.name,
        "due_before": iso(here.due_at),
    }
    case = {"version_id": version, "limit_from_id": counted_by if _keeps_its_limit(here, new, due) else None}
    told = Change("case.moved", data | {"due": iso(due)}, case=case | _dated(here, due, new))
    if _goes_on(here, new):
        return replace(told, touch_step=_same_step(here, new))
    return _at_another(replace(here, due_at=due), new, told, choice.step, at)


def _keeps_its_limit(here: Position, new: Law, due: datetime | None) -> bool:
    """Whether the promise is counted on by the limit that gave it, though the new law has another."""
    return here.received and due == here.due_at and here.law.rule != new.rule


def _dated(here: Position, due: datetime | None, law: Law) -> dict[str, Any]:
    """The columns of a promise that moves, with the calendar in which it is counted."""
    if due == here.due_at:
        return {}
    return clock.promised(here.calendar, law.rule, due) | {"calendar_edition": here.edition}


def _same_step(here: Position, new: Law) -> dict[str, Any]:
    """The open step in the words of the new version; the version that it opened in, and so its time, stays.

    Its ladder is the new law's: rungs that were climbed are not climbed again.
    """
    then = new.flow.steps[here.open_step.name]
    return {"id": here.open_step.id, "title": then.title, "product": then.product} | _next_rung(
        here, here.law, new
    )


def _next_rung(here: Position, old: Law, new: Law) -> dict[str, Any]:
    """Which rung of a law's ladder the open step climbs next, and when; nothing while the case waits.

    What the new ladder has no higher than the rung that was climbed last has been told.
    """
    if here.hold is not None:
        return {}
    step, climbed = here.open_step, old.ladder[: here.open_step.rung]
    told = sum(rung.place <= climbed[-1].place for rung in new.ladder) if climbed else 0
    number = max(step.rung, told)
    due = rung_due(replace(here, law=new), number, step.due_at)
    return {} if (number, due) == (step.rung, step.rung_at) else {"rung": number, "rung_at": due}


def reladder(branch: Position, old: Law) -> Change | None:
    """An opinion climbs the ladder of the law that its case has been moved to; None where that changes nothing."""
    moved = _next_rung(branch, old, branch.law)
    if not moved:
        return None
    told = {"ask": branch.asked.title if branch.asked else branch.open_step.name}
    return Change("case.reladdered", told, touch_step={"id": branch.open_step.id} | moved)


def _at_another(here: Position, new: Law, told: Change, step: str, at: datetime) -> Change:
    if here.hold is not None:
        raise OutOfOrder(
            "Bước đang mở không còn trong phiên bản mới mà hồ sơ đang tạm dừng; tiếp tục hồ sơ trước."
        )
    if step not in new.flow.steps:
        raise Invalid(f"Bước “{here.flow_step.title}” không còn trong phiên bản mới; chọn bước để đi tiếp.")
    if _waits_for_others(here):
        raise OutOfOrder(
            f"Bước “{here.flow_step.title}” đang chờ hồ sơ con hoặc ý kiến mà phiên bản mới cần khác; "
            "chuyển sau bước này."
        )
    then = new.flow.steps[step]
    if why := barred(new.flow, then, received=here.received):
        raise Invalid(why)
    return replace(
        told,
        data={**told.data, "to": step},
        close_step=closed(here, at, MOVED, ""),
        open_step=following(replace(here, law=new), then, at),
    )


def _waits_for_others(here: Position) -> bool:
    """Whether parts or opinions have been asked for, which a move would leave running for nobody."""
    return bool(here.flow_step.children or here.flow_step.consult)


def barred(flow: Flow, step: Step, *, received: bool) -> str:
    """Why a case that is not decided yet cannot go on at a step; empty when it can.

    Past the signature nobody would decide it any more, and the result would be handed over unsigned.
    """
    if step.children or step.consult or step.outside:
        return f"Bước “{step.title}” chờ cơ quan khác khi mở ra; chọn bước đứng trước nó."
    if (step.at is Place.RECEPTION) is received:
        return f"Hồ sơ không đi tiếp được ở bước “{step.title}”: chọn bước trước hoặc sau tiếp nhận cho đúng."
    if step.decides:
        return f"Bước “{step.title}” chỉ ký đề xuất từ chối đã có; chọn bước khác."
    signs = LEADER in {one.role for one in (step, *flow.ahead(step))}
    if step.at is Place.RETURN or (flow.is_signed(step) and not signs):
        return f"Bước “{step.title}” đứng sau bước ký kết quả, mà hồ sơ chưa được ký; chọn bước ký hoặc bước trước đó."
    return ""


def entries(here: Position, new: Law) -> Entries:
    """The steps of a law at which a case that has to leave its step may go on.

    Skipped is where the case is settled and has not been: a step that is new, or that lay ahead of the open one.
    """
    if _waits_for_others(here):
        return {}
    old = here.law.flow
    done = {name for name, place in old.order.items() if place < old.order[here.open_step.name]}
    todo = [one for one in new.flow.steps.values() if one.id not in done and not one.decides]
    return {
        name: tuple(
            one.title for one in todo if one.at in DECIDING and new.flow.order[one.id] < new.flow.order[name]
        )
        for name, step in new.flow.steps.items()
        if not barred(new.flow, step, received=here.received)
    }


def _sooner(here: Position, new: Law, at: datetime) -> datetime | None:
    """The promise counted anew under the new law where that is sooner and still ahead; else the promise that was."""
    if (
        here.received_at is None
        or here.due_at is None
        or here.redated_at is not None
        or here.hold is not None
    ):
        return here.due_at
    counted = clock.due(here.calendar, here.received_at, new.rule, here.holds).at
    return counted if at < counted < here.due_at else here.due_at


def move_back(here: Position, before: Mapping[str, Any], old: Law, at: datetime, *, reason: str) -> Change:
    """Undo a move: the case is under its old version again, and today's dates stay where the move did not set them.

    ``before`` is what :func:`before` kept, ``old`` the law that the case had. A date that the move brought nearer is
    counted anew; a step that was left for another is opened again, with the time that it had.
    """
    wanted(reason=reason)
    due, step = _due_back(here, old), before["step"]
    told = Change(
        "case.moved-back",
        {"reason": reason, "due_before": iso(here.due_at), "due": iso(due)},
        case={"version_id": before["version"], "limit_from_id": before["limit_from"]}
        | _dated(here, due, old),
    )
    if here.open_step.id == step["id"]:
        words = {name: step[name] for name in ("id", "title", "product")}
        return replace(told, touch_step=words | _next_rung(here, here.law, old))
    opened = _opened_again(replace(here, law=old, due_at=due), step)
    return replace(told, close_step=closed(here, at, MOVED, ""), open_step=opened)


def _due_back(here: Position, old: Law) -> datetime | None:
    """The promise under the old law: as it is today, unless the move had it counted by another limit."""
    if here.received_at is None or here.law.rule == old.rule:
        return here.due_at
    return clock.due(here.calendar, here.received_at, old.rule, here.holds).at


def _opened_again(here: Position, step: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a step that was left: it runs since it first opened, and what was waited in it is not its time."""
    since = datetime.fromisoformat(step["opened_at"])
    holds = tuple(hold for hold in here.holds if hold.start >= since)
    row = following(here, here.law.flow.steps[step["name"]], since) | {"proposal": step.get("proposal")}
    if not holds:
        return row
    then = replace(here.open_step, name=step["name"], opened_at=since, within=None)
    return row | step_dues(replace(here, step=then), holds)


def before(here: Position, version: int, limit_from: int | None, title: str, product: str) -> dict[str, Any]:
    """What a case was before its move, as JSON: so much that it can be put back."""
    step = here.open_step
    kept: dict[str, Any] = {"id": step.id, "name": step.name, "title": title, "product": product}
    kept |= {"proposal": step.proposal} if step.proposal else {}
    return {
        "version": version,
        "limit_from": limit_from,
        "step": {**kept, "opened_at": iso(step.opened_at)},
    }
