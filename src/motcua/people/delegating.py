"""Delegations: a role given by written act to a colleague for some days, and taken back (NĐ 61/2018 Đ.12.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from django.db import connection, transaction
from django.db.models import Q

from motcua.journal.acts import record
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid, Missing, OutOfOrder
from motcua.people import access, scopes
from motcua.people.actors import Actor
from motcua.people.models import Appointment, Delegation
from motcua.people.officers import stream_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAct:
    """What a written act of delegation says; ``until`` is the last day, itself included.

    ``scopes`` are codes of procedures or names of fields; none means whatever the roles do.
    """

    kind: str
    number: str
    signed_on: date
    since: date
    until: date
    roles: Collection[str]
    scopes: Collection[str] = ()

    def faults(self, own: Collection[str], today: date) -> Iterator[Fault]:
        """What is wrong with it for the holder of a post that carries the roles ``own``."""
        if self.kind not in Delegation.Kind.values:
            yield Fault("kind", "Chọn ủy quyền hoặc phân công thay.")
        if not self.number.strip():
            yield Fault("number", "Nhập số của văn bản ủy quyền hoặc phân công.")
        if not self.roles or not set(self.roles) <= set(own):
            yield Fault(
                "roles",
                "Chỉ giao được vai trò của chính vị trí này; việc được giao thay không giao lại cho người khác.",
            )
        if self.signed_on > self.since:
            yield Fault("since", f"Văn bản ký ngày {self.signed_on:%d/%m/%Y}: chưa giao được trước ngày ký.")
        if self.until < max(self.since, today):
            yield Fault("until", "Ngày cuối cùng không được trước ngày bắt đầu hoặc trước hôm nay.")


@transaction.atomic
def delegate(giver: int, receiver: int, act: WrittenAct, *, by: Actor, at: datetime) -> None:
    """Give roles of the post of an appointment to the holder of another in the same agency or a part of it.

    :class:`Invalid` lists what is wrong; a role in a scope is given to one person at a time.
    """
    gives, takes = _held(giver), _held(receiver)
    access.require_giver(by, gives.account_id)
    catalogue = scopes.catalogue()
    faults = [*act.faults(gives.post.roles, local(at).date()), *catalogue.faults(act.scopes)]
    if gives.account_id == takes.account_id or _body(gives) != _body(takes):
        faults.append(Fault("receiver", "Chọn người khác, đang giữ vị trí trong cùng cơ quan."))
    for which, held in (("giver", gives), ("receiver", takes)):
        if held.valid_from > act.since or (held.valid_to and held.valid_to <= act.since):
            faults.append(Fault(which, f"{held.account} không giữ vị trí này vào ngày {act.since:%d/%m/%Y}."))
    if faults:
        raise Invalid("Văn bản giao việc chưa ghi được.", faults=faults)
    for role, scope in product(sorted(act.roles), sorted(act.scopes) or [""]):
        _give(gives, takes, act, role, scope)
    _record(gives, "delegation.given", {
        "kind": Delegation.Kind(act.kind).label.lower(), "number": act.number.strip(), "signed_on": act.signed_on,
        "giver": str(gives.account), "receiver": str(takes.account),
        "roles": [catalogue.role(one) for one in sorted(act.roles)],
        "since": act.since, "until": act.until, "scopes": sorted(act.scopes) or ["mọi thủ tục"],
    }, by, at)  # fmt: skip


def _held(appointment: int) -> Appointment:
    found = Appointment.objects.select_related("account", "post__agency").filter(id=appointment)
    held = found.filter(account__is_active=True).first()
    if held is None:
        raise Missing("Không tìm thấy người giữ vị trí này.")
    return held


def _body(held: Appointment) -> int:
    agency = held.post.agency
    return int(agency.parent_id if agency.part and agency.parent_id else agency.pk)


GIVE = """
INSERT INTO people_delegation (kind, number, signed_on, giver_id, receiver_id, role, scope, valid_from, last_day,
  valid_to, revoked_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
ON CONFLICT ON CONSTRAINT a_role_is_given_to_one_person_at_a_time DO NOTHING"""


def _give(gives: Appointment, takes: Appointment, act: WrittenAct, role: str, scope: str) -> None:
    row: list[str | int | date] = [
        act.kind, act.number.strip(), act.signed_on, gives.pk, takes.pk, role, scope, act.since, act.until,
        act.until + A_DAY,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(GIVE, row)
        if not cursor.rowcount:
            fault = Fault(
                "since",
                "Vai trò này đã giao cho người khác trong những ngày đó. Thu hồi văn bản trước, hoặc đổi ngày.",
            )
            raise Invalid(fault.message, faults=[fault])


@transaction.atomic
def revoke(delegation: int, *, on: date, number: str, by: Actor, at: datetime) -> None:
    """Take a written act back: from the day ``on`` none of what it gave is held; what was signed under it stays."""
    found = Delegation.objects.select_related("giver__account", "giver__post__agency").filter(id=delegation)
    one = found.select_for_update(of=("self",)).first()
    if one is None:
        raise Missing("Không tìm thấy văn bản này.")
    access.require_giver(by, one.giver.account_id)
    if not number.strip():
        raise Invalid(
            "Còn thiếu số văn bản thu hồi.", faults=[Fault("number", "Nhập số của văn bản thu hồi.")]
        )
    if on < local(at).date():
        raise Invalid(
            "Ngày thu hồi chưa đúng.", faults=[Fault("on", "Ngày thu hồi không được trước hôm nay.")]
        )
    if one.valid_to <= on:
        raise OutOfOrder(f"Văn bản này hết hiệu lực từ ngày {one.valid_to:%d/%m/%Y} rồi.")
    same = Q(giver=one.giver_id, receiver=one.receiver_id, number=one.number, signed_on=one.signed_on)
    for row in Delegation.objects.filter(same, valid_to__gt=on):
        Delegation.objects.filter(id=row.pk).update(
            valid_to=max(on, row.valid_from), revoked_by=number.strip()
        )
    act = f"văn bản {one.get_kind_display().lower()} số {one.number} ngày {one.signed_on:%d/%m/%Y}"
    _record(one.giver, "delegation.revoked", {"act": act, "on": on, "revoked_by": number.strip()}, by, at)


# --- reads ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """What a written act gave; ``ended`` is the day from which it is not held, also by the end of a post."""

    id: int
    kind: str
    number: str
    signed_on: date
    giver: str
    giver_username: str
    receiver: str
    post: str
    role: str
    scope: str
    since: date
    last_day: date
    ended: date
    revoked_by: str

    def runs(self, on: date) -> bool:
        """Whether it is held on a day or will be."""
        return self.ended > max(on, self.since - A_DAY)


ROWS = """
SELECT d.id, d.kind, d.number, d.signed_on, o.full_name, o.username, r.full_name, p.title, d.role, d.scope,
  d.valid_from, d.last_day, least(d.valid_to, gives.valid_to, takes.valid_to), d.revoked_by
FROM people_delegation d
JOIN people_appointment gives ON gives.id = d.giver_id JOIN people_account o ON o.id = gives.account_id
JOIN people_appointment takes ON takes.id = d.receiver_id JOIN people_account r ON r.id = takes.account_id
JOIN agencies_post p ON p.id = gives.post_id
WHERE %(account)s IN (gives.account_id, takes.account_id) ORDER BY d.valid_from DESC, d.id DESC"""


def of_officer(account: int) -> list[DelegationRow]:
    """What an officer has given and taken, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"account": account})
        return [DelegationRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Holding:
    """An appointment of today that may be chosen: a post of one's own to give of, or a colleague to give to."""

    id: int
    name: str
    post: str
    agency: str
    roles: tuple[str, ...]


HOLDINGS = """
SELECT a.id, o.full_name, p.title, g.name, p.roles FROM people_appointment a
JOIN people_account o ON o.id = a.account_id AND o.is_active
JOIN agencies_post p ON p.id = a.post_id JOIN agencies_agency g ON g.id = p.agency_id
WHERE (a.valid_to IS NULL OR a.valid_to > %(day)s) AND {which} ORDER BY o.name_folded, o.full_name, a.id"""
OWN = "a.account_id = %(key)s"
BESIDE = """a.account_id <> (SELECT account_id FROM people_appointment WHERE id = %(key)s)
  AND CASE WHEN g.part = '' THEN g.id ELSE g.parent_id END = (
    SELECT CASE WHEN b.part = '' THEN b.id ELSE b.parent_id END FROM people_appointment x
    JOIN agencies_post y ON y.id = x.post_id JOIN agencies_agency b ON b.id = y.agency_id WHERE x.id = %(key)s)"""


def posts_of(account: int, *, on: date) -> list[Holding]:
    """The posts that an officer holds or is to hold."""
    return _holdings(OWN, account, on)


def colleagues_of(appointment: int, *, on: date) -> list[Holding]:
    """Who holds a post in the same agency as an appointment, or in a part of it."""
    return _holdings(BESIDE, appointment, on)


def _holdings(which: str, key: int, on: date) -> list[Holding]:
    with connection.cursor() as cursor:
        cursor.execute(HOLDINGS.format(which=which), {"key": key, "day": on})
        return [Holding(row[0], row[1], row[2], row[3], tuple(row[4])) for row in cursor.fetchall()]


def _record(giver: Appointment, kind: str, told: dict[str, object], by: Actor, at: datetime) -> None:
    record(stream_of(giver.account.username), kind, told, by=by.username, at=at)
