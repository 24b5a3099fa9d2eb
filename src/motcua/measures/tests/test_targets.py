"""The targets of the resolution on their pages: from a row of a register to a word that a committee reads."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.people.models import Account
from tests.province import MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]


@pytest.fixture
def quan(signed_in_at):
    return signed_in_at(later(MONDAY, days=3))("quan")


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


def test_all_52_targets_are_there_and_none_is_guessed(quan):
    from motcua.measures import promising

    assert len(promising.targets()) == 52
    assert {one.bullet for one in promising.targets().values()} == set(range(1, 30))
    page = shown(quan, "/dieu-hanh/muc-tieu/")
    for code, said in {
        "HT22-01.2": "Chưa đạt",
        "HT22-01.3": "Chưa đạt",
        "HT22-01.4": "ngoài nhóm 30",
        "HT22-01.5": "Chưa có dữ liệu",
        "HT22-22.2": "Không còn áp dụng",
        "HT22-25": "Chưa có dữ liệu",
        "HT22-28": "Chưa có dữ liệu",
        "HT22-04.2": "Chưa có dữ liệu",
    }.items():
        row = page.partition(f"/muc-tieu/{code}/")[2].partition("</tr>")[0]
        assert said in row, code


@pytest.mark.parametrize("code", ["HT22-05", "HT22-06.3", "HT22-11.1", "HT22-22.2", "HT22-28"])
def test_every_way_to_take_a_value_has_its_page(quan, code):
    page = shown(quan, f"/dieu-hanh/muc-tieu/{code}/")
    assert code in page
    assert "Nguồn số" in page


def test_a_target_that_is_not_there_has_no_page(quan):
    assert quan.get("/dieu-hanh/muc-tieu/HT22-99/").status_code == 404
