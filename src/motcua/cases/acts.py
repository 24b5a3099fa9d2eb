"""The acts on a case. Each is a sentence: fetch, ask whether it may, decide, write in one statement.

``revision`` is what the person saw; when given and somebody has acted since, the act is refused with who was faster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases import bundles, guards, opinions, places, store, writing
from motcua.cases.reads import CaseView, minutes_of
from motcua.kernel import casework, forms, pauses, position, sittings
from motcua.kernel.calendar import local
from motcua.kernel.mending import Mended
from motcua.kernel.position import Change
from motcua.kernel.refusals import Conflict, NotAllowed, OutOfOrder
from motcua.kernel.sittings import Written
from motcua.people import access
from motcua.people.actors import Actor
from motcua.people.reads import may_be_assigned
from motcua.procedures import reads as procedures


def _open(case: UUID, verb: str, by: Actor, revision: int | None) -> store.Standing:
    """The case for an act; an officer who comes second hears who was faster before the act is theirs no more."""
    here = store.fetch(case)
    if revision is not None and revision != here.position.revision:
        if not access.may(by, "case.see-inside", here.matter):
            access.require(by, verb, here.matter)
        overtaken = store.overtaken(case, revision)
        if overtaken or revision > here.position.revision:
            raise Conflict(overtaken or store.MOVED_ON)
    if here.position.step is None and verb in ("case.work", "case.amend"):
        access.require(by, "case.see-inside", here.matter)
        here.position.open_step  # noqa: B018 - refuses: the case has ended
    access.require(by, verb, here.matter)
    return here


def _write(here: store.Standing, change: Change, by: Actor, at: datetime) -> int:
    """Write a change; a step that is closed in somebody's place says by which written act."""
    if change.close_step and (given := access.by_delegation(by, "case.work", here.matter)):
        change = replace(
            change,
            data={**change.data, "mandate": given.act},
            close_step={**change.close_step, "delegation_id": given.id},
        )
    return writing.write(here, change, by=by, at=at)


def _mine(here: store.Standing, by: Actor) -> None:
    """A step that a colleague has claimed is the colleague's."""
    step = here.position.open_step
    if step.claimed_at is not None and step.owner != by.account:
        raise Conflict(f"{here.owner_name} đang xử lý bước này; nhờ lãnh đạo phân công lại nếu cần.")


def _mine_or_headed(here: store.Standing, by: Actor) -> None:
    """What a colleague has claimed only the colleague or a head may halt."""
    if not access.may(by, "case.assign", here.matter):
        _mine(here, by)


def _minuted(here: store.Standing, verb: str, at: datetime) -> None:
    """A step that wants minutes goes on when there are, and when the council has carried the case."""
    flow, step = here.position.law.flow, here.position.flow_step
    if step.minutes is None or flow.is_return(step, step.moves.get(verb, "")):
        return
    kept = minutes_of(here.position.open_step.id)
    if missing := sittings.missing(step.minutes, step.council, kept, at):
        raise OutOfOrder(f"Chưa thể kết thúc bước này: {missing}.", code="guard")


def _mended(here: store.Standing, form: Mapping[str, Any], at: datetime) -> Mended:
    """The declaration as it shall read from now on, by the rules and the communes of the day."""
    definition, day = procedures.definition(here.row["version_id"]), local(at).date()
    communes = places.communes(definition, on=day)
    checked = forms.validate(definition.schema, form, today=day, communes=communes)
    checked.raise_if_faulty()
    before = CaseView(here).answers
    return Mended(before, checked.values, forms.differing(definition.schema, before, checked.values))


def claim(case: UUID, *, by: Actor, at: datetime, revision: int | None = None) -> int:
    """Take the open step into one's own hands."""
    here = _open(case, "case.work", by, revision)
    return _write(here, casework.claim(here.position, by.account, at, here.owner_name), by, at)


def assign(case: UUID, to: int, *, reason: str, by: Actor, at: datetime, revision: int | None = None) -> int:
    """Give the open step to a person who holds its role (NĐ 61/2018 Đ.19.1)."""
    here = _open(case, "case.assign", by, revision)
    step = here.position.open_step
    if not may_be_assigned(to, step.agency, step.role, on=at):
        raise NotAllowed("Người được phân công không giữ vị trí làm được bước này.")
    return _write(here, casework.assign(here.position, to, at, reason), by, at)


def receive(
    case: UUID, verb: str = "accept", *, note: str = "", by: Actor, at: datetime, revision: int | None = None
) -> int:
    """Receive a case at the one-stop unit: from now on the promise runs (NĐ 61/2018 Đ.17)."""
    here = _open(case, "case.work", by, revision)
    _mine(here, by)
    _guarded(here)
    return _write(here, casework.accept(here.position, verb, at, note), by, at)


def refuse(
    case: UUID,
    *,
    reason_code: str,
    reason: str,
    basis: str,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Refuse in writing, with the reason and its legal basis (NĐ 61/2018 Đ.17.1b, Đ.19.8)."""
    here = _open(case, "case.work", by, revision)
    _mine(here, by)
    return _write(
        here, casework.refuse(here.position, at, reason_code=reason_code, reason=reason, basis=basis), by, at
    )


def finish(
    case: UUID, verb: str, *, note: str = "", by: Actor, at: datetime, revision: int | None = None
) -> int:
    """Close one's step by one of its moves; going back to an earlier step wants a note."""
    here = _open(case, "case.work", by, revision)
    _mine(here, by)
    if here.position.flow_step.children:
        bundles.require_ended(here)
    opinions.require_enough(here, verb, at)
    _minuted(here, verb, at)
    _guarded(here, verb)
    return _write(here, casework.finish(here.position, verb, at, note), by, at)


def record(case: UUID, written: Written, *, by: Actor, at: datetime, revision: int | None = None) -> int:
    """Write down a verification on site or a council's meeting, or announce one (NĐ 61/2018 Đ.19.3b)."""
    here = _open(case, "case.work", by, revision)
    _mine(here, by)
    return _write(here, casework.record(here.position, written, at), by, at)


def request_supplement(
    case: UUID,
    *,
    items: Sequence[Mapping[str, str]],
    reason_code: str,
    reason: str,
    override_reason: str = "",
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Ask for exact items, once (NĐ 61/2018 Đ.11.2c, Đ.19.4).

    A second request, with ``override_reason``, is made by a head in person, who answers for it: nobody consents for
    somebody else. The step stays in the officer's hands.
    """
    here = _open(case, "case.approve-override" if override_reason else "case.work", by, revision)
    again = bool(override_reason) and here.position.supplements > 0
    if not again:
        access.require(by, "case.work", here.matter)
        _mine(here, by)
    override = {"reason": override_reason, "approver": by.username} if again else None
    change = pauses.request_supplement(
        here.position, at, items=items, reason_code=reason_code, reason=reason, override=override
    )
    return _write(here, change, by, at)


def supplement(
    case: UUID,
    *,
    note: str = "",
    form: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """The applicant has brought what was asked for; the clock restarts (NĐ 61/2018 Đ.19.4).

    Where the declaration was asked for, ``form`` is all of it as it shall read.
    """
    here = _open(case, "case.supplement", by, revision)
    if form is not None and not CaseView(here).asks_declaration:
        raise OutOfOrder("Không có yêu cầu bổ sung nào đang chờ mà hỏi tờ khai.")
    right = _mended(here, form, at) if form is not None else None
    return _write(here, pauses.supplement(here.position, at, note=note, right=right), by, at)


def hold(
    case: UUID,
    kind: str,
    *,
    reason: str,
    decision: str = "",
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Pause the clock for a cause that the procedure knows."""
    here = _open(case, "case.pause", by, revision)
    _mine_or_headed(here, by)
    return _write(here, pauses.hold(here.position, kind, at, reason=reason, decision=decision), by, at)


def resume(case: UUID, *, note: str = "", by: Actor, at: datetime, revision: int | None = None) -> int:
    """End a pause that is not the applicant's supplement."""
    here = _open(case, "case.resume", by, revision)
    if here.position.hold is not None and here.position.hold.kind == position.SUPPLEMENT:
        access.require(by, "case.supplement", here.matter)
    if here.position.hold is not None and here.position.hold.kind == position.OUTSIDE:
        position.wanted(note=note)
    return _write(here, pauses.resume(here.position, at, note=note), by, at)


def withdraw(
    case: UUID, *, reason: str, evidence: str = "", by: Actor, at: datetime, revision: int | None = None
) -> int:
    """The applicant asks for the case back; an officer who writes that down for them says what it rests on."""
    here = _open(case, "case.withdraw", by, revision)
    bundles.require_whole(here)
    if by.applicant == here.matter.applicant:
        return _write(here, pauses.withdraw(here.position, at, reason=reason), by, at)
    change = pauses.record_withdrawal(here.position, at, reason=reason, evidence=evidence)
    return _write(here, change, by, at)


def answer_withdrawal(
    case: UUID, *, granted: bool, note: str = "", by: Actor, at: datetime, revision: int | None = None
) -> int:
    """Answer the applicant who asked for the case back; nobody but a head answers what they have written down."""
    here = _open(case, "case.answer-withdrawal", by, revision)
    if not CaseView(here).answers_asking_back(by):
        raise NotAllowed("Bạn đã ghi nhận yêu cầu rút này; người khác ở một cửa hoặc lãnh đạo trả lời.")
    return _write(here, pauses.answer_withdrawal(here.position, at, granted=granted, note=note), by, at)


def stop(case: UUID, *, reason: str, basis: str, by: Actor, at: datetime, revision: int | None = None) -> int:
    """Stop a case that cannot go on: nobody takes that back, so a head answers for it."""
    here = _open(case, "case.stop", by, revision)
    return _write(here, pauses.stop(here.position, at, reason=reason, basis=basis), by, at)


def apologise(
    case: UUID, *, reason: str, new_due: datetime, by: Actor, at: datetime, revision: int | None = None
) -> int:
    """Apologise and re-date: a day ahead, once; both dates are kept (NĐ 61/2018 Đ.19.9)."""
    here = _open(case, "case.apologise", by, revision)
    bundles.require_whole(here)
    return _write(here, pauses.apologise(here.position, at, reason=reason, new_due=new_due), by, at)


def hand_over(
    case: UUID,
    *,
    receiver: str,
    how: str,
    authority: str = "",
    identity: str = "",
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Give the result to the applicant, or to a proxy with an authorisation and an identity (NĐ 61/2018 Đ.20)."""
    here = _open(case, "case.work", by, revision)
    _mine(here, by)
    change = casework.hand_over(
        here.position, at, receiver=receiver, how=how, authority=authority, identity=identity
    )
    return _write(here, change, by, at)


def correct(
    case: UUID, *, reason: str, decision: str, by: Actor, at: datetime, revision: int | None = None
) -> int:
    """Reopen a returned case to mend an error of the agency (NĐ 61/2018 Đ.21)."""
    here = _open(case, "case.correct", by, revision)
    bundles.require_no_parts(here)
    return _write(here, casework.correct(here.position, at, reason=reason, decision=decision), by, at)


def amend(
    case: UUID,
    form: Mapping[str, Any],
    *,
    reason: str,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Set the declaration of a reopened case right; what it said before is kept (NĐ 61/2018 Đ.21)."""
    here = _open(case, "case.amend", by, revision)
    _mine(here, by)
    return _write(here, casework.amend(here.position, at, _mended(here, form, at), reason=reason), by, at)


def _guarded(here: store.Standing, verb: str | None = None) -> None:
    """What the step needs is asked of whoever answers for it; going back needs nothing."""
    step = here.position.flow_step
    if verb is not None and here.position.law.flow.is_return(step, step.moves.get(verb, "")):
        return
    for name in step.needs:
        guards.require(name, here.position.id)
