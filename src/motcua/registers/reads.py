"""What registers hold: rows in force, those that they superseded, batches that wait, each with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from motcua.kernel.forms import Field, Json
from motcua.kernel.refusals import Missing
from motcua.people import access
from motcua.people.actors import Actor
from motcua.registers.declaring import Register
from motcua.registers.keeping import keeper
from motcua.registers.models import Batch, Entry, Standing, State


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its batch: what it says, how it stands, who entered and approved it, what proves it."""

    id: int
    batch: UUID
    values: Mapping[str, Json]
    standing: str
    document: str
    document_date: date | None
    entered_by: str
    decided_by: str
    decided_at: datetime | None
    public: bool

    def year(self, register: Register) -> int:
        """The year that it tells of."""
        told = self.values[register.year]
        return told if isinstance(told, int) else 0


def in_force(codes: Iterable[str]) -> Mapping[str, Sequence[Row]]:
    """The rows in force of some registers, by register, each in the order of their keys."""
    found = Entry.objects.filter(register__in=list(codes), standing=Standing.IN_FORCE)
    rows: dict[str, list[Row]] = {}
    for one in found.select_related("batch").order_by("register", "key"):
        rows.setdefault(one.register, []).append(_row(one))
    return rows


def superseded(code: str) -> Sequence[Row]:
    """The rows of a register that others replaced, the newest first."""
    found = Entry.objects.filter(register=code, standing=Standing.SUPERSEDED).select_related("batch")
    return [_row(one) for one in found.order_by("-batch__decided_at", "key")]


def _row(one: Entry) -> Row:
    batch = one.batch
    return Row(
        one.pk, batch.id, one.values, one.standing, batch.document, batch.document_date, batch.entered_by,
        batch.decided_by, batch.decided_at, batch.public,
    )  # fmt: skip


def counts() -> Mapping[str, Mapping[str, int]]:
    """Of each register how many rows are in force, and how many batches wait."""
    rows = Entry.objects.filter(standing=Standing.IN_FORCE).values_list("register").annotate(n=Count("id"))
    waiting = Batch.objects.filter(state=State.WAITING).values_list("register").annotate(n=Count("id"))
    told: dict[str, dict[str, int]] = {}
    for name, found in (("rows", rows), ("waiting", waiting)):
        for code, number in found:
            told.setdefault(code, {})[name] = number
    return told


def batches(code: str, *, of: Actor) -> Sequence[Batch]:
    """The batches of a register that wait or were sent back, and one's own drafts; the newest first."""
    mine = Q(state__in=[State.DRAFT, State.SENT_BACK], entered_by=of.username)
    found = Batch.objects.filter(Q(state=State.WAITING) | mine, register=code)
    return list(found.order_by("-entered_at")[:50])


def batch(batch_id: UUID, *, of: Actor) -> Batch:
    """One batch; a draft is seen by its author only."""
    found = Batch.objects.filter(id=batch_id).select_related("file").first()
    hidden = (
        found is not None and found.state in (State.DRAFT, State.DROPPED) and found.entered_by != of.username
    )
    if found is None or hidden:
        raise Missing("Không tìm thấy đợt nhập này.")
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a batch beside the row in force with its key, if any."""

    place: int
    values: Mapping[str, Json]
    standing: str
    before: Mapping[str, Json] | None


def changes(of: Batch) -> Sequence[Change]:
    """The entries of a batch, each with what it replaces, or has replaced."""
    entries = list(of.entries.select_related("supersedes").order_by("place"))
    keys = [entry.key for entry in entries]
    found = Entry.objects.filter(register=of.register, standing=Standing.IN_FORCE, key__in=keys)
    now = {tuple(one.key): one for one in found.exclude(batch=of)}
    return [Change(one.place, one.values, one.standing, _before(one, now)) for one in entries]


def _before(entry: Entry, now: Mapping[tuple[str, ...], Entry]) -> Mapping[str, Json] | None:
    old: Entry | None = getattr(entry, "supersedes", None)
    if old is None and entry.standing in (Standing.DRAFT, Standing.WAITING):
        old = now.get(tuple(entry.key))
    return old.values if old else None


def may(actor: Actor | None, register: Register, on: date) -> Mapping[str, bool]:
    """What somebody may do with a register on a day: enter, approve."""
    body = keeper(register, on)
    return {
        "enter": access.keeps(actor, body, register.enters),
        "approve": access.keeps(actor, body, register.approves),
    }


def said(register: Register, values: Mapping[str, Any]) -> Sequence[str]:
    """The values of a row as people read them, without units, in the order of the fields; empty where there is none."""
    return [_shown(register, one, values.get(one.id)) for one in register.fields]


def _shown(register: Register, field: Field, value: Json) -> str:
    if value is None:
        return ""
    if field.id == register.year:
        return str(value)
    return field.kind.show(field, value, {}).removesuffix(f" {field.unit}")
