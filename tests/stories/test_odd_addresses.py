"""Addresses that no browser makes are answered in words and break nothing, whoever asks."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.people.models import Account
from tests.stories.birth import BIRTH

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DIGITS = "9" * 5000


def browser(name: str) -> Client:
    one = Client()
    if name:
        one.force_login(Account.objects.get(username=name))
    return one


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("minh", f"/ban-lam-viec/?so-dong={DIGITS}", 200),
        ("minh", "/ban-lam-viec/?linh-vuc=%00", 400),
        ("minh", "/ban-lam-viec/?vai-tro=%00", 400),
        ("minh", "/ban-lam-viec/?q=%00a", 400),
        ("minh", "/ban-lam-viec/tai-quay/?q=%00", 400),
        ("minh", "/ban-lam-viec/tai-quay/%00/", 404),
        ("hoa", "/nop-ho-so/%00/", 404),
        ("hoa", f"/nop-ho-so/{BIRTH}/?x=%00", 400),
        ("", "/thu-tuc/%00/", 404),
        ("", "/thu-tuc/?q=%00", 400),
        ("", "/tra-cuu/?ma=%00", 400),
        ("", f"/tra-cuu/?ma={DIGITS}", 404),
        ("", "/tai-khoan/dang-nhap/?next=%00", 400),
    ],
)
def test_an_odd_address_is_answered(province, name, address, status):
    answer = browser(name).get(address)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
