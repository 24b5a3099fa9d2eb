"""Writing people: applicants who come to the counter, appointments to posts, keys of partner systems."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction

from motcua.kernel import codes
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.text import fold
from motcua.people.actors import Actor
from motcua.people.models import Account, Applicant, Token

KNOW = """
INSERT INTO people_applicant (kind, name, name_folded, identity, phone, email, address, birth_date)
VALUES (%(kind)s, %(name)s, %(folded)s, %(identity)s, %(phone)s, %(email)s, %(address)s, %(birth_date)s)
ON CONFLICT (identity) DO UPDATE SET phone = coalesce(nullif(excluded.phone, ''), people_applicant.phone),
  address = coalesce(nullif(excluded.address, ''), people_applicant.address),
  email = coalesce(nullif(excluded.email, ''), people_applicant.email)
RETURNING id"""


def know_applicant(facts: Mapping[str, str], *, birth_date: date | None = None) -> int:
    """Remember an applicant at the counter and return the id; a known one keeps name and gets new contacts.

    ``facts``: kind, name, identity, phone, email, address. :class:`Invalid` lists every wrong field.
    """
    checked, faults = _checked(facts)
    if faults:
        raise Invalid("Thông tin người nộp chưa đúng.", faults=faults)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KNOW, checked | {"folded": fold(checked["name"]), "birth_date": birth_date})
        return int(cursor.fetchone()[0])


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
    """The system itself as an actor: it holds no post and cannot sign in."""
    account, _ = Account.objects.get_or_create(
        username="system", defaults={"full_name": "Hệ thống", "password": "!", "is_active": False}
    )
    return Actor(account.pk, account.username, account.full_name)
