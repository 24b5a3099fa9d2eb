"""Whoever files for somebody else may bring new contacts: on record, and never over those that a person keeps alone."""

from __future__ import annotations

import pytest

from motcua.journal.kinds import sentence
from motcua.journal.models import Event
from motcua.people import acts
from motcua.people.models import Applicant
from tests.province import MONDAY, who

pytestmark = pytest.mark.django_db

BA = {
    "kind": "citizen",
    "name": "Lê Văn Ba",
    "identity": "042092000777",
    "phone": "0912 000 777",
    "address": "Số 5 đường Phan Đình Phùng",
}


@pytest.fixture
def minh(province):
    return who("minh")


def told(number: int) -> list[str]:
    events = Event.objects.filter(stream=acts.stream_of_applicant(number)).order_by("seq")
    return [sentence(event.kind, event.by, event.data) for event in events]


def test_the_contacts_of_who_has_an_account_are_their_own(minh):
    hoa = Applicant.objects.get(account__username="hoa")
    facts = {
        "kind": "citizen",
        "name": "Kẻ Gian",
        "identity": hoa.identity,
        "phone": "0987654321",
        "email": "k@g.vn",
    }
    assert acts.know_applicant(facts, by=minh, at=MONDAY) == hoa.id
    after = Applicant.objects.get(id=hoa.id)
    assert (after.name, after.phone, after.email) == (hoa.name, hoa.phone, hoa.email)
    assert told(hoa.id) == []


def test_new_contacts_of_somebody_without_an_account_are_on_record(minh):
    number = acts.know_applicant(BA, by=minh, at=MONDAY)
    assert told(number) == []
    assert acts.know_applicant(BA, by=minh, at=MONDAY) == number
    assert told(number) == []
    again = BA | {"name": "Kẻ Gian", "phone": "0987 654 321", "email": "ba@example.vn", "address": ""}
    assert acts.know_applicant(again, by=minh, at=MONDAY) == number
    ba = Applicant.objects.get(id=number)
    assert (ba.name, ba.phone, ba.email, ba.address) == (
        "Lê Văn Ba",
        "0987654321",
        "ba@example.vn",
        "Số 5 đường Phan Đình Phùng",
    )
    assert told(number) == [
        "minh cập nhật liên hệ của người nộp: điện thoại từ *******777 sang *******321; "
        "thư điện tử từ trống sang b***@example.vn."
    ]
