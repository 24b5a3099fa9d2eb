"""Opinions of other agencies on a case: asked when a step opens, given on branches, joined when enough have come.

A branch is a step row of its own beside the case's one open step, so whoever is asked has it in the inbox with a clock
of its own (NĐ 61/2018 Đ.19.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.agencies import reads as agencies
from motcua.cases import enclosing, store, writing
from motcua.cases.reads import CaseView, OpinionRow
from motcua.cases.reads import opinions as reads
from motcua.kernel import casework, opinions
from motcua.kernel.calendar import local
from motcua.kernel.consulting import Answer, Ask, Join
from motcua.kernel.position import Change
from motcua.kernel.refusals import Missing, Refusal
from motcua.kernel.states import State
from motcua.people import access
from motcua.people import acts as people
from motcua.people.actors import Actor


def concerned(here: store.Standing, change: Change) -> bool:
    """Whether a change leaves a step that asks, or opens one."""
    step, opens = here.position.step, change.open_step
    steps = here.position.law.flow.steps
    leaves = change.close_step is not None and step is not None and steps[step.name].consult is not None
    return leaves or bool(opens and steps[opens["name"]].consult)


def follow(here: store.Standing, change: Change, at: datetime) -> None:
    """Ask when a step opens that asks; what has not been answered when one closes nobody waits for any longer."""
    case, step, opens = here.position.id, here.position.step, change.open_step
    steps = here.position.law.flow.steps
    if change.close_step and step and (consult := steps[step.name].consult):
        late = consult.join is Join.DEADLINE and at >= step.due_at
        _close_waiting(case, consult.silence if late else Answer.RECALLED, at)
    if opens and steps[opens["name"]].consult:
        _ask(case, at)


def give(
    case: UUID,
    branch: str,
    *,
    answer: str,
    content: str,
    number: str = "",
    dated: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Answer what one's agency was asked; the last answer that was waited for closes the step that asked.

    ``number`` and ``dated`` are those of the document of the answer; the files that are kept under the opinion by then
    are its files.

    Two who answer at the same time both do: each sees the other's answer.
    """
    with transaction.atomic():
        here = _standing(case, branch, by)
        access.require(by, "case.work", here.matter)
        files = enclosing.there(case).get(enclosing.of_opinion(here.position.open_step.id), ())
        reply = opinions.Reply(number, dated, tuple(one.sha256 for one in files))
        change = opinions.give(here.position, answer, content, at, reply)
        store.apply(case, here.position.revision, change, by=by, at=at)
        return gather(case, at=at)


def gather(case: UUID, *, at: datetime) -> int:
    """Close the step that asked once enough have answered, or its time is up; the revision of the case afterwards."""
    here = store.fetch(case)
    position = here.position
    consult = position.flow_step.consult if position.step else None
    runs = position.hold is None and position.state is not State.WITHDRAWING
    if consult and runs and CaseView(here).enough_answered(at):
        return writing.write(here, casework.joined(position, at), by=people.system(), at=at)
    return position.revision


def require_enough(here: store.Standing, verb: str, at: datetime) -> None:
    """A step that asks is not left towards a later one before enough have answered."""
    if here.position.flow_step.consult:
        asked = CaseView(here).asked
        waiting = [f"{one.title} ({one.agency})" for one in asked if one.closed_at is None]
        opinions.require_enough(here.position, waiting, len(asked), verb, at)


def waiting(case: UUID) -> tuple[OpinionRow, ...]:
    """What a case still waits for."""
    return tuple(one for one in reads.of_case(case) if one.closed_at is None)


def _standing(case: UUID, branch: str, by: Actor) -> store.Standing:
    """The case before one of its branches, in a lock; :class:`Missing` when nobody is asked there."""
    writing.lock(store.fetch(case))
    here = store.fetch(case, branch)
    if not branch or here.position.step is None:
        access.require(by, "case.see", here.matter)
        raise Missing("Ý kiến này không còn được chờ: đã có người trả lời, hoặc hồ sơ đã đi tiếp.")
    return here


def _ask(case: UUID, at: datetime) -> None:
    """Ask everybody whom the declaration makes it necessary to ask; when it is nobody, the case goes on at once."""
    here = store.fetch(case)
    consult, answers = here.position.flow_step.consult, CaseView(here).answers
    for asked in consult.asked(answers) if consult else ():
        agency = _agency(asked, answers, here.row["submitted_at"], at)
        change = opinions.ask(here.position, asked, agency.id, agency.name, at)
        store.apply(case, here.position.revision, change, by=people.system(), at=at)
        here = store.fetch(case)
    gather(case, at=at)


def _agency(asked: Ask, answers: Mapping[str, Any], declared: datetime, at: datetime) -> agencies.AgencyRow:
    """Who is asked: the agency that the file names, or that of the commune which was declared."""
    day = local(at).date()
    if asked.agency:
        return agencies.agency_carrying(asked.agency, day)
    value: Any = answers
    for name in asked.commune.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    code = value.get("commune") if isinstance(value, Mapping) else value
    if not code:
        raise Refusal(
            f"Tờ khai không nêu xã, phường ở “{asked.commune}” để lấy ý kiến; yêu cầu bổ sung tờ khai."
        )
    return agencies.commune_carrying(str(code), local(declared).date(), day)


def _close_waiting(case: UUID, answer: Answer, at: datetime) -> None:
    for one in waiting(case):
        here = store.fetch(case, one.branch)
        change = opinions.close(here.position, answer, at)
        store.apply(case, here.position.revision, change, by=people.system(), at=at)


def gather_due(*, at: datetime) -> int:
    """Close the steps whose time to gather opinions is up, and say how many."""
    closed = 0
    for case in reads.cases_due(at):
        here = store.fetch(case)
        with transaction.atomic():
            writing.lock(here)
            closed += gather(case, at=at) != here.position.revision
    return closed
