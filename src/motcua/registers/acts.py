"""Writing registers: entries are drafted with their proof, submitted, and decided by somebody else; none is edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.journal.acts import record
from motcua.kernel.calendar import local
from motcua.kernel.forms import Json
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.people import access
from motcua.people.actors import Actor
from motcua.registers import declaring
from motcua.registers.declaring import Register
from motcua.registers.keeping import keeper
from motcua.registers.models import Batch, Entry, Standing, State


@dataclass(frozen=True, slots=True)
class Proof:
    """The document that proves entries: its number and title, its day, its stored content."""

    document: str
    date: date
    file: int


@transaction.atomic
def draft(
    register: Register, rows: Sequence[Mapping[str, Json]], proof: Proof, *, by: Actor, at: datetime
) -> UUID:
    """Draft entries for their author to read once more; nobody else sees them, and nothing counts them.

    Raises Invalid with what is wrong with each row, when two rows have one key or the document is of tomorrow.
    """
    _require(register, register.enters, by, at)
    today = local(at).date()
    faults = [fault for row in rows for fault in register.check(row, today=today).faults]
    checked = [dict(register.check(row, today=today).values) for row in rows]
    if not faults:
        faults = _twice(register, checked)
    if proof.date > today:
        faults.append(Fault("document_date", "Ngày của văn bản không được ở tương lai."))
    if faults or not checked:
        raise Invalid(f"Có {len(faults)} chỗ cần sửa.", faults=faults)
    batch = Batch.objects.create(
        register=register.code, state=State.DRAFT, document=proof.document, document_date=proof.date,
        file_id=proof.file, entered_by=by.username, entered_at=at,
    )  # fmt: skip
    _entries(batch, register, checked, Standing.DRAFT)
    return batch.id


def _twice(register: Register, rows: Sequence[Mapping[str, Json]]) -> list[Fault]:
    keys = [tuple(register.key_of(row)) for row in rows]
    return [
        Fault("", f"Hai dòng cùng khóa {', '.join(key)}: bỏ bớt một dòng.")
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]


def _entries(batch: Batch, register: Register, rows: Sequence[Mapping[str, Json]], standing: str) -> None:
    Entry.objects.bulk_create(
        Entry(
            batch=batch, place=place, register=register.code, key=register.key_of(row), values=row,
            standing=standing,
        )
        for place, row in enumerate(rows, 1)
    )  # fmt: skip


@transaction.atomic
def submit(batch_id: UUID, *, by: Actor, at: datetime) -> None:
    """Hand one's draft to a second person; Conflict while another entry of one of its keys waits."""
    batch, _ = _own_draft(batch_id, by, at)
    batch.state, batch.entered_at = State.WAITING, at
    batch.save()
    try:
        with transaction.atomic():
            batch.entries.update(standing=Standing.WAITING)
    except IntegrityError as error:
        raise Conflict(
            "Một đợt nhập khác có cùng khóa đang chờ duyệt: đợi duyệt xong rồi trình đợt này."
        ) from error
    record(batch.id, "entries.submitted", _told(batch), by=by.username, at=at)


@transaction.atomic
def drop(batch_id: UUID, *, by: Actor, at: datetime) -> None:
    """Give up one's draft, of which the journal has told nothing yet."""
    batch, _ = _own_draft(batch_id, by, at)
    batch.state = State.DROPPED
    batch.save()
    batch.entries.update(standing=Standing.REFUSED)


@transaction.atomic
def approve(batch_id: UUID, *, by: Actor, at: datetime) -> None:
    """Put waiting entries into force; those with the same keys are superseded and stay to be read.

    Raises NotAllowed for whoever entered them, OutOfOrder when they no longer wait.
    """
    batch = _to_decide(batch_id, by, at)
    batch.state, batch.decided_by, batch.decided_at = State.APPROVED, by.username, at
    batch.save()
    _in_force(batch)
    told = {"register": batch.register, "author": batch.entered_by}
    record(batch.id, "entries.approved", told, by=by.username, at=at)


@transaction.atomic
def send_back(batch_id: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Give waiting entries back to their author, who enters them anew; Invalid without what is to mend."""
    batch = _to_decide(batch_id, by, at)
    if not note.strip():
        raise Invalid("Nêu điều cần sửa.", faults=[Fault("note", "Nêu điều cần sửa.")])
    batch.state, batch.decided_by, batch.decided_at = State.SENT_BACK, by.username, at
    batch.note = note.strip()
    batch.save()
    batch.entries.update(standing=Standing.REFUSED)
    told = {"register": batch.register, "author": batch.entered_by, "note": batch.note}
    record(batch.id, "entries.sent-back", told, by=by.username, at=at)


@transaction.atomic
def load(folder: Path, *, by: str, at: datetime) -> int:
    """Load the rows that are public knowledge and return how many are new; what people entered since then stays."""
    known, new = declaring.read(folder), 0
    for one in declaring.public(folder, known, today=local(at).date()):
        there = {
            tuple(entry.key): entry
            for entry in Entry.objects.filter(
                register=one.register.code, standing=Standing.IN_FORCE
            ).select_related("batch")
        }
        rows = [row for row in one.rows if _is_news(row, there.get(tuple(one.register.key_of(row))))]
        if rows:
            _load(one.register, one.document, rows, by=by, at=at)
            new += len(rows)
    return new


def _is_news(row: Mapping[str, Json], there: Entry | None) -> bool:
    return there is None or (there.batch.public and there.values != row)


def _load(
    register: Register, document: str, rows: Sequence[Mapping[str, Json]], *, by: str, at: datetime
) -> None:
    batch = Batch.objects.create(
        register=register.code, state=State.APPROVED, public=True, document=document,
        entered_by=by, entered_at=at, decided_by=by, decided_at=at,
    )  # fmt: skip
    _entries(batch, register, rows, Standing.WAITING)
    _in_force(batch)
    record(batch.id, "entries.loaded", _told(batch), by=by, at=at)


# --- manners -------------------------------------------------------------------------------------------------


def _in_force(batch: Batch) -> None:
    """The entries of a batch in the place of those with their keys."""
    entries = {tuple(entry.key): entry for entry in batch.entries.all()}
    old = Entry.objects.select_for_update().filter(
        register=batch.register, standing=Standing.IN_FORCE, key__in=[list(key) for key in entries]
    )
    for one in old:
        one.standing, one.superseded_by = Standing.SUPERSEDED, entries[tuple(one.key)]
        one.save()
    batch.entries.update(standing=Standing.IN_FORCE)


def _require(register: Register, roles: Sequence[str], by: Actor, at: datetime) -> None:
    access.require_keeper(by, keeper(register, local(at).date()), roles)


def _held(batch_id: UUID) -> tuple[Batch, Register]:
    """A batch that nobody else decides until the act is over."""
    found = Batch.objects.select_for_update().filter(id=batch_id).first()
    if found is None:
        raise Missing("Không tìm thấy đợt nhập này.")
    return found, declaring.register(found.register)


def _own_draft(batch_id: UUID, by: Actor, at: datetime) -> tuple[Batch, Register]:
    batch, register = _held(batch_id)
    _require(register, register.enters, by, at)
    if batch.entered_by != by.username:
        raise Missing("Không tìm thấy đợt nhập này.")
    if batch.state != State.DRAFT:
        raise OutOfOrder("Đợt nhập này đã trình hoặc đã bỏ.")
    return batch, register


def _to_decide(batch_id: UUID, by: Actor, at: datetime) -> Batch:
    batch, register = _held(batch_id)
    _require(register, register.approves, by, at)
    if batch.entered_by == by.username:
        raise NotAllowed("Bạn đã nhập đợt này; người khác phải duyệt.")
    if batch.state != State.WAITING:
        raise OutOfOrder("Đợt nhập này không chờ duyệt.")
    return batch


def _told(batch: Batch) -> dict[str, Any]:
    """A batch as the journal keeps it, whole: a row that is changed later is found out."""
    rows = [[entry.key, entry.values] for entry in batch.entries.order_by("place")]
    return {
        "register": batch.register,
        "document": batch.document,
        "document_date": batch.document_date,
        "sha256": batch.file.sha256 if batch.file else "",
        "count": len(rows),
        "rows": rows,
    }
