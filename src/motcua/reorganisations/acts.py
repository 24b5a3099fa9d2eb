"""Reorganisations, act by act: rehearsed, confirmed by another, carried out on the day, or withdrawn before it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from motcua.agencies import reorganising
from motcua.agencies.models import Reorganisation
from motcua.agencies.reorganising import Map
from motcua.cases import resettling
from motcua.cases.models import Case, Resettlement
from motcua.documents import acts as documents
from motcua.journal.acts import record
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.people import acts as people
from motcua.people import carrying
from motcua.people.access import require_administrator
from motcua.people.actors import Actor
from motcua.reorganisations import rehearsal
from motcua.reorganisations.models import Placement
from motcua.reorganisations.rehearsal import Rehearsal

STREAMS = uuid.UUID("8d6c0c7e-31d0-5a0e-8f7f-5f5b6f0c2d41")
State = Reorganisation.State
OPEN = (State.PLANNED, State.REHEARSED, State.CONFIRMED)


def stream_of(key: str) -> UUID:
    """Where the journal keeps what happens to a reorganisation."""
    return uuid.uuid5(STREAMS, key)


def rehearse(key: str, *, by: Actor, at: datetime) -> Rehearsal:
    """Find out what a reorganisation would do and keep it; nothing else changes."""
    require_administrator(by)
    of = _open(key)
    if of.state == State.CONFIRMED:
        raise OutOfOrder(
            gettext("Sắp xếp này đã được xác nhận; muốn chạy thử lại thì nạp lại danh mục cơ quan.")
        )
    found = rehearsal.rehearse(of)
    with transaction.atomic():
        _change(
            of, state=State.REHEARSED, rehearsed_by=by.username, rehearsed_at=at, rehearsal=found.as_json()
        )
        told = dict(found.totals) | {"problems": len(found.problems)}
        record(stream_of(key), "reorganisation.rehearsed", told, by=by.username, at=at)
    return found


@transaction.atomic
def confirm(key: str, *, decision: str, by: Actor, at: datetime) -> None:
    """Have a rehearsed reorganisation wait for its day, under the number of the decision; by another administrator."""
    require_administrator(by)
    of = _open(key)
    if of.state != State.REHEARSED:
        raise OutOfOrder(gettext("Chỉ xác nhận được một sắp xếp đã chạy thử: chạy thử trước."))
    if by.username in (of.planned_by, of.rehearsed_by):
        raise NotAllowed(gettext("Người lập hoặc chạy thử không tự xác nhận: nhờ một quản trị khác."))
    if any(problem["blocking"] for problem in of.rehearsal["problems"]):
        raise OutOfOrder(gettext("Lần chạy thử gần nhất còn vấn đề phải xử lý; xử lý xong rồi chạy thử lại."))
    if not decision.strip():
        message = gettext("Nhập số, ký hiệu quyết định.")
        raise Invalid(message, faults=[Fault("decision", message)])
    _change(
        of,
        state=State.CONFIRMED,
        confirmed_by=by.username,
        confirmed_at=at,
        confirmed_decision=decision.strip(),
    )
    told = {"decision": decision.strip(), "on": of.on}
    record(stream_of(key), "reorganisation.confirmed", told, by=by.username, at=at)


@transaction.atomic
def withdraw(key: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Have the map stay as it is; only before the day: the new agencies are taken back and the old ones go on."""
    require_administrator(by)
    of = _open(key)
    if local(at).date() >= of.on:
        raise OutOfOrder(
            gettext("Ngày hiệu lực đã đến, không rút được nữa: muốn đổi lại thì lập một sắp xếp mới.")
        )
    if not reason.strip():
        message = gettext("Nhập lý do rút.")
        raise Invalid(message, faults=[Fault("reason", message)])
    called_off = carrying.call_off(reorganising.the_map(of))
    Placement.objects.filter(reorganisation=of).delete()
    reorganising.undo(of)
    _change(
        of, state=State.WITHDRAWN, withdrawn_by=by.username, withdrawn_at=at, withdrawn_reason=reason.strip()
    )
    told = {"reason": reason.strip().rstrip("."), "appointments": called_off}
    record(stream_of(key), "reorganisation.withdrawn", told, by=by.username, at=at)


@transaction.atomic
def place(key: str, case: UUID, agency: int, *, by: Actor, at: datetime) -> None:
    """Choose the successor of one case of a split agency by hand; a later choice takes the place of the earlier one."""
    require_administrator(by)
    of = _open(key)
    found = Case.objects.filter(id=case).values("code", "competent_id", "reception_id").first()
    on = reorganising.the_map(of)
    if found is None:
        raise Missing
    bodies = {on.body.get(found["competent_id"]), on.body.get(found["reception_id"])} - {None}
    if not any(agency in on.successions[body].heirs for body in bodies if body):
        message = gettext("Chọn một cơ quan mới kế thừa cơ quan đang giữ hồ sơ này.")
        raise Invalid(message, faults=[Fault("agency", message)])
    chosen = {"agency_id": agency, "by": by.username, "at": at}
    Placement.objects.update_or_create(reorganisation=of, case_id=case, defaults=chosen)
    told = {"case": found["code"], "to": on.names[agency]}
    record(stream_of(key), "reorganisation.case-placed", told, by=by.username, at=at)


def _open(key: str) -> Reorganisation:
    """A reorganisation on which something can still be decided."""
    of = reorganising.act(key)
    if of.state == State.IN_EFFECT:
        raise OutOfOrder(
            gettext(
                "Sắp xếp này đã có hiệu lực, không chạy thử được nữa. Muốn tập thì lập một sắp xếp mới có ngày "
                "sau hôm nay trong agencies/ của danh mục: “valid_to” ở cơ quan cũ, cơ quan mới, một mục của "
                "succession.yaml; rồi motcua load và chạy thử (docs/howto/change-the-map.md)."
            )
        )
    if of.state not in OPEN:
        raise OutOfOrder(
            gettext("Sắp xếp này %(state)s.") % {"state": gettext(of.get_state_display()).lower()}
        )
    if of.began_at:
        raise OutOfOrder(gettext("Sắp xếp này đang được thực hiện."))
    return of


def _change(of: Reorganisation, **columns: object) -> None:
    """Write what was decided on the row as it was read; :class:`Conflict` when somebody was faster."""
    as_read = {"id": of.pk, "state": of.state, "rehearsed_at": of.rehearsed_at, "began_at": None}
    if not Reorganisation.objects.filter(**as_read).update(**columns):
        raise Conflict(gettext("Người khác vừa đổi sắp xếp này; mở lại trang để xem."))


# --- the day -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did: cases that moved, and open ones that it had to leave because nobody takes them."""

    moved: int
    left: int
    drafts: int
    officers: int


def carry_out(key: str, *, at: datetime, after_portion: Callable[[int], None] | None = None) -> Run:
    """Do a confirmed reorganisation on or after its day; a run that was killed, or had to leave cases, is run again.

    ``after_portion`` is told how many cases have moved so far. :class:`OutOfOrder` before the day, or unconfirmed.
    """
    of, by = reorganising.act(key), people.system()
    if of.state != State.CONFIRMED:
        raise OutOfOrder(gettext("Sắp xếp này chưa được xác nhận, hoặc đã có hiệu lực."))
    if local(at).date() < of.on:
        raise OutOfOrder(gettext("Ngày hiệu lực là %(day)s, chưa đến.") % {"day": f"{of.on:%d/%m/%Y}"})
    _begin(of, by, at)
    on = reorganising.the_map(of)
    officers = carrying.carry_over(on, by=by, at=at)
    moved, left = _move(of, on, by, at, after_portion)
    drafts = resettling.move_drafts(on)
    if not left:
        _end(of, on, by, at)
    return Run(moved, left, drafts, officers)


def _begin(of: Reorganisation, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        if Reorganisation.objects.filter(id=of.pk, began_at=None).update(began_at=at):
            told = {"decision": of.confirmed_decision}
            record(stream_of(of.key), "reorganisation.begun", told, by=by.username, at=at)


def _move(
    of: Reorganisation, on: Map, by: Actor, at: datetime, told: Callable[[int], None] | None
) -> tuple[int, int]:
    desks, placed = resettling.desks(on.on), rehearsal.placed(of)
    moved = left = 0
    after: UUID | None = resettling.BEGINNING
    while after is not None:
        portion = resettling.plan(on, desks, placed, after=after)
        done = resettling.apply(portion, on, by=by, at=at)
        moved, left = moved + done, left + len(portion) - done
        after = portion[-1].id if portion else None
        if told:
            told(moved)
    return moved, left


@transaction.atomic
def _end(of: Reorganisation, on: Map, by: Actor, at: datetime) -> None:
    """Everything is where it belongs: books of agencies that go on go on, the act is in effect."""
    books = documents.continue_books(on.same, year=on.on.year)
    outcome = {"cases": Resettlement.objects.filter(reorganisation=of).count(), "books": books}
    ended = {"state": State.IN_EFFECT, "ended_at": at, "outcome": outcome}
    if Reorganisation.objects.filter(id=of.pk, state=State.CONFIRMED).update(**ended):
        record(stream_of(of.key), "reorganisation.in-effect", outcome, by=by.username, at=at)


def carry_out_due(*, at: datetime) -> list[Run]:
    """Carry out every confirmed reorganisation whose day has come, the earliest first."""
    due = Reorganisation.objects.filter(state=State.CONFIRMED, on__lte=local(at).date()).order_by("on", "id")
    return [carry_out(of.key, at=at) for of in due]
