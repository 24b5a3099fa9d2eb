"""A running case moves to another version of its procedure: which kind of move it is, and what it changes.

No clock is lost: the promise of the reception stays, pauses stay, the open step keeps its time; the date may only come
nearer. What an applicant has been asked for stays asked for; a paper that only the new version wants is not asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from motcua.kernel import clock
from motcua.kernel.position import Change, Law, Position, closed, following, iso, wanted
from motcua.kernel.refusals import Invalid, OutOfOrder

MOVED = "moved"
"""What a step closes by when its case goes on at another step of the new version."""


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
    """Whether the open step is there in the new law too, at the same place and for the same role."""
    old, then = here.flow_step, new.flow.steps.get(here.open_step.name)
    return then is not None and (then.at, then.agency, then.role) == (
        old.at,
        old.agency,
        old.role,
    )


def move(
    here: Position, new: Law, version: int, at: datetime, choice: Choice, *, decision: str, reason: str
) -> Change:
    """Put a case under another version, by a decision and for a reason.

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
    case = {"version_id": version} | ({"due_at": due} if due != here.due_at else {})
    told = Change("case.moved", data | {"due": iso(due)}, case=case)
    if _goes_on(here, new):
        return replace(told, touch_step=_same_step(here, new, version))
    return _at_another(replace(here, due_at=due), new, told, choice.step, at)


def _same_step(here: Position, new: Law, version: int) -> dict[str, Any]:
    """The open step in the words of the new version; its time and whoever has it stay."""
    then = new.flow.steps[here.open_step.name]
    return {"id": here.open_step.id, "version_id": version, "title": then.title, "product": then.product}


def _at_another(here: Position, new: Law, told: Change, step: str, at: datetime) -> Change:
    if here.hold is not None:
        raise OutOfOrder(
            "Bước đang mở không còn trong phiên bản mới mà hồ sơ đang tạm dừng; tiếp tục hồ sơ trước."
        )
    if step not in new.flow.steps:
        raise Invalid(f"Bước “{here.flow_step.title}” không còn trong phiên bản mới; chọn bước để đi tiếp.")
    then = new.flow.steps[step]
    if then.children:
        raise Invalid(f"Bước “{then.title}” mở hồ sơ con; chọn bước đứng trước nó.")
    if (then.at.value == "reception") is here.received:
        raise Invalid(
            f"Hồ sơ không đi tiếp được ở bước “{then.title}”: chọn bước trước hoặc sau tiếp nhận cho đúng."
        )
    return replace(
        told,
        data={**told.data, "to": step},
        close_step=closed(here, at, MOVED, ""),
        open_step=following(replace(here, law=new), then, at),
    )


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


def move_back(here: Position, before: Mapping[str, Any], at: datetime, *, reason: str) -> Change:
    """Undo a move: the case is under its old version again, with the date and the step that it had.

    ``before`` is what :func:`before` kept. A step that was left for another is opened again, with the time that it had.
    """
    wanted(reason=reason)
    step = before["step"]
    told = Change(
        "case.moved-back",
        {"reason": reason},
        case={"version_id": before["version"], "due_at": _moment(before["due_at"])},
    )
    if here.open_step.id == step["id"]:
        return replace(told, touch_step={**step, "version_id": before["version"]})
    moments = ("opened_at", "due_at", "soon_at")
    opened = {name: _moment(value) if name in moments else value for name, value in before["opens"].items()}
    return replace(told, close_step=closed(here, at, MOVED, ""), open_step=opened)


def before(here: Position, version: int, title: str, product: str) -> dict[str, Any]:
    """What a case was before its move, as JSON: so much that it can be put back."""
    step = here.open_step
    opens = following(here, here.flow_step, step.opened_at)
    return {
        "version": version,
        "due_at": iso(here.due_at),
        "step": {"id": step.id, "title": title, "product": product},
        "opens": {
            name: iso(value) if isinstance(value, datetime) else value for name, value in opens.items()
        },
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
