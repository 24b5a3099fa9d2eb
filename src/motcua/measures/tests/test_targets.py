"""The targets of the resolution on their pages: from a row of a register to a word that a committee reads."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.people import actors
from motcua.people.models import Account
from tests.province import MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]


@pytest.fixture
def quan(monkeypatch):
    from types import SimpleNamespace

    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: later(MONDAY, days=3)))
    client = Client()
    client.force_login(Account.objects.get(username="quan"))
    return client


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_target_says_in_words_how_it_stands(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/")
    row = page.partition("Thứ hạng Chỉ số cải cách hành chính")[2].partition("</tr>")[0]
    assert "Chưa đạt" in row
    assert "15 hạng" in row
    assert "(2024)" in row
    assert "trong nhóm 10" in row
    assert "Sở Nội vụ" in row
    assert "2022: 28" in row


def test_a_target_leads_to_its_definition_and_to_its_rows(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/HT22-01.1/")
    assert "Phấn đấu nằm trong nhóm 10 tỉnh" in page
    assert 'href="/dieu-hanh/so/par-index/"' in page
    assert "2020: 16 hạng (Nghị quyết)" in page


def test_who_is_no_officer_is_not_led_in():
    client = Client()
    client.force_login(Account.objects.get(username="hoa"))
    assert client.get("/dieu-hanh/muc-tieu/").status_code == 404
    assert client.get("/dieu-hanh/muc-tieu/HT22-01.1/").status_code == 404
