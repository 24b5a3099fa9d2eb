"""Writing people: applicants who come to the counter, officers and their posts, keys of partner systems."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models.functions import Greatest

from motcua.agencies.models import Post
from motcua.journal.acts import record
from motcua.kernel import codes, forms
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.kernel.text import fold
from motcua.people import access
from motcua.people.actors import Actor
from motcua.people.models import SYSTEM, Account, Applicant, Appointment, Token
from motcua.people.officers import account_form, stream_of

KNOW = """
INSERT INTO people_applicant (kind, name, name_folded, identity, phone, email, address, birth_date)
VALUES (%(kind)s, %(name)s, %(folded)s, %(identity)s, %(phone)s, %(email)s, %(address)s, %(birth_date)s)
ON CONFLICT (identity) DO UPDATE SET identity = excluded.identity
RETURNING id, account_id, phone, email, address"""

CONTACTS = {
    "phone": ("điện thoại", codes.mask_phone),
    "email": ("thư điện tử", codes.mask_email),
    "address": ("địa chỉ", codes.mask_name),
}
"""What each contact is called, and how the journal shows it."""

APPLICANTS = UUID("0f4c1f0e-8a36-5f0c-9a5b-0d1f5f6a3b57")


def stream_of_applicant(number: int) -> UUID:
    """Where the journal keeps what happens to an applicant's own particulars."""
    return uuid5(APPLICANTS, str(number))


def know_applicant(
    facts: Mapping[str, str], *, birth_date: date | None = None, by: Actor, at: datetime
) -> int:
    """Remember an applicant for whom somebody files, and return the id; one who is known keeps the name.

    New contacts replace the old ones on record; those of an applicant with an account only the applicant changes.
    ``facts``: kind, name, identity, phone, email, address. :class:`Invalid` lists every wrong field.
    """
    checked, faults = _checked(facts)
    if faults:
        raise Invalid("Thông tin người nộp chưa đúng.", faults=faults)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KNOW, checked | {"folded": fold(checked["name"]), "birth_date": birth_date})
        number, account, *contacts = cursor.fetchone()
        known = dict(zip(CONTACTS, contacts, strict=True))
        new = {name: checked[name] for name in CONTACTS if checked[name] and checked[name] != known[name]}
        if new and account is None:
            Applicant.objects.filter(id=number).update(**new)
            told = {"changed": [_changed(name, known[name], new[name]) for name in new]}
            record(stream_of_applicant(number), "applicant.contacts-changed", told, by=by.username, at=at)
    return int(number)


def _changed(name: str, before: str, after: str) -> str:
    title, masked = CONTACTS[name]
    return f"{title} từ {masked(before) if before else 'trống'} sang {masked(after)}"


def _checked(facts: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    texts = {
        name: " ".join(str(facts.get(name, "")).split())
        for name in ("kind", "name", "identity", "phone", "email", "address")
    }
    faults: list[Fault] = []
    if texts["kind"] not in Applicant.Kind.values:
        faults.append(Fault("kind", "Chọn loại người nộp: công dân, doanh nghiệp hoặc hộ kinh doanh."))
    if not texts["name"]:
        faults.append(Fault("name", "Nhập họ và tên (hoặc tên doanh nghiệp) của người nộp."))
    texts["identity"] = _code(texts, "identity", faults)
    if texts["phone"]:
        texts["phone"] = _code(texts, "phone", faults)
    return texts, faults


def _code(texts: Mapping[str, str], name: str, faults: list[Fault]) -> str:
    text = texts[name]
    try:
        if name == "phone":
            return codes.parse_phone(text)
        if texts["kind"] == Applicant.Kind.CITIZEN:
            return codes.parse_person_number(text).text
        if texts["kind"] == Applicant.Kind.HOUSEHOLD:
            return codes.parse_household_tax_code(text)
        return codes.parse_tax_code(text)
    except Invalid as wrong:
        faults.append(Fault(name, wrong.message))
        return text


def issue_token(account: int, name: str, *, until: datetime) -> str:
    """Make a key for a partner system; it is returned once and kept only as a hash."""
    key = secrets.token_urlsafe(32)
    Token.objects.create(account_id=account, name=name, digest=digest(key), valid_until=until)
    return key


def digest(key: str) -> bytes:
    """How a key is kept."""
    return hashlib.sha256(key.encode()).digest()


def system() -> Actor:
    """The system itself as an actor: it holds no post and cannot sign in; the command line administers by it."""
    account, _ = Account.objects.get_or_create(
        username=SYSTEM, defaults={"full_name": "Hệ thống", "password": "!", "is_active": False}
    )
    return Actor(account.pk, account.username, account.full_name, administrator=True)


# --- officers ------------------------------------------------------------------------------------------------

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those of a one-time password, which is read out and typed: none looks like another."""


@transaction.atomic
def open_account(facts: Mapping[str, str], *, administrator: bool = False, by: Actor, at: datetime) -> str:
    """Open an account for an officer or an administrator and return its one-time password, which is kept as a hash.

    ``facts``: username, full_name, phone, email. :class:`Invalid` lists every wrong field.
    """
    access.require_administrator(by)
    checked = forms.validate(account_form(), facts, today=local(at).date())
    checked.raise_if_faulty()
    told = {name: str(checked.values.get(name) or "") for name in ("username", "full_name", "phone", "email")}
    password = _one_time_password()
    hashed = {"password": make_password(password), "one_time_password": True}
    folded = {"name_folded": fold(told["full_name"]), "is_officer": True, "is_administrator": administrator}
    _, new = Account.objects.get_or_create(
        username=told["username"], defaults=told | hashed | folded | {"is_active": True}
    )
    if not new or told["username"] == "system":
        taken = Fault("username", "Tên đăng nhập này đã có người dùng. Chọn tên khác.")
        raise Invalid(taken.message, faults=[taken])
    said = {
        "username": told["username"],
        "name": told["full_name"],
        "kind": "quản trị" if administrator else "cán bộ",
    }
    record(stream_of(told["username"]), "account.opened", said, by=by.username, at=at)
    return password


@transaction.atomic
def appoint(account: int, post: int, *, since: date, by: Actor, at: datetime) -> None:
    """Have an officer hold a post from a day on (NĐ 61/2018 Đ.11, Đ.12); an administrator never holds any."""
    access.require_administrator(by)
    officer = _open_officer(account)
    if officer.is_administrator:
        raise NotAllowed(
            "Quản trị không giữ vị trí giải quyết hồ sơ. Mở một tài khoản cán bộ riêng cho người này."
        )
    place = Post.objects.select_related("agency").filter(id=post).first()
    if place is None or place.valid_from > since or (place.valid_to and place.valid_to <= since):
        fault = Fault(
            "since", "Vào ngày này cơ quan không có vị trí đã chọn. Chọn ngày khác hoặc vị trí khác."
        )
        raise Invalid(fault.message, faults=[fault])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_appointment (account_id, post_id, valid_from) VALUES (%s, %s, %s)"
            " ON CONFLICT ON CONSTRAINT a_person_holds_a_post_once_at_a_time DO NOTHING",
            [account, post, since],
        )
        if not cursor.rowcount:
            fault = Fault("post", f"{officer} giữ vị trí này rồi, hoặc sẽ giữ sau ngày đó. Chọn vị trí khác.")
            raise Invalid(fault.message, faults=[fault])
    _record(officer, "appointment.made", _place(place) | {"since": since}, by, at)


@transaction.atomic
def end_appointment(appointment: int, *, on: date, reason: str, by: Actor, at: datetime) -> None:
    """Have an officer give a post back: on the day ``on`` it is no longer held; what was done under it stays done."""
    access.require_administrator(by)
    held = Appointment.objects.select_related("account", "post__agency").filter(id=appointment)
    ending = held.select_for_update(of=("self",)).first()
    if ending is None:
        raise Missing
    if on < local(at).date():
        fault = Fault(
            "on", "Ngày thôi giữ vị trí không được trước hôm nay: việc đã làm dưới vị trí này còn nguyên."
        )
        raise Invalid(fault.message, faults=[fault])
    if ending.valid_to is not None and ending.valid_to <= on:
        raise OutOfOrder(f"{ending.account} đã thôi vị trí này từ ngày {ending.valid_to:%d/%m/%Y}.")
    held.update(valid_to=max(on, ending.valid_from))
    _record(
        ending.account,
        "appointment.ended",
        _place(ending.post) | {"until": on, "reason": reason.rstrip(" .")},
        by,
        at,
    )


@transaction.atomic
def close_account(account: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Close an officer's account: sign-in, keys and every post end at once; what was done stays under the name."""
    access.require_administrator(by)
    officer = _open_officer(account)
    if account == by.account:
        raise NotAllowed("Không ai tự khóa tài khoản của mình: nhờ người quản trị khác.")
    today = local(at).date()
    running = Appointment.objects.exclude(valid_to__lte=today).filter(account=account)
    posts = [str(one.post) for one in running.select_related("post__agency")]
    running.update(valid_to=Greatest("valid_from", today))
    Account.objects.filter(id=account).update(is_active=False)
    _record(officer, "account.closed", {"posts": posts, "reason": reason.rstrip(" .")}, by, at)


@transaction.atomic
def reopen_account(account: int, *, by: Actor, at: datetime) -> str:
    """Open a closed account again, without any post, and return its one-time password."""
    access.require_administrator(by)
    officer = _officer(account)
    if officer.is_active:
        raise OutOfOrder("Tài khoản này đang mở.")
    password = _give_password(officer, is_active=True)
    _record(officer, "account.reopened", {}, by, at)
    return password


@transaction.atomic
def reset_password(account: int, *, by: Actor, at: datetime) -> str:
    """Put a one-time password, which is returned, in the place of the old one; sessions under that end."""
    access.require_administrator(by)
    officer = _open_officer(account)
    password = _give_password(officer)
    _record(officer, "account.password-reset", {}, by, at)
    return password


def _officer(account: int) -> Account:
    """The row of an officer, so held that two administrators come one after the other; a citizen's is none."""
    found = Account.objects.select_for_update().filter(id=account, is_officer=True).first()
    if found is None:
        raise Missing
    return found


def _open_officer(account: int) -> Account:
    officer = _officer(account)
    if not officer.is_active:
        raise OutOfOrder("Tài khoản đã khóa. Mở lại tài khoản trước.")
    return officer


def _one_time_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _give_password(officer: Account, **columns: bool) -> str:
    password = _one_time_password()
    hashed = make_password(password)
    Account.objects.filter(id=officer.pk).update(password=hashed, one_time_password=True, **columns)
    return password


def _place(post: Post) -> dict[str, str]:
    return {"post": post.title, "agency": post.agency.name}


def _record(officer: Account, kind: str, told: Mapping[str, object], by: Actor, at: datetime) -> None:
    record(stream_of(officer.username), kind, told, by=by.username, at=at)
