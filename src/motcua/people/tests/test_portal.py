"""Signing in, with a password or as one of the cast; what is said when it does not work; where each is at home."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.cache import cache

from motcua.people.models import Account
from motcua.people.portal import PARTS
from motcua.people.sign_in import CAST

pytestmark = pytest.mark.django_db
SIGN_IN = "/tai-khoan/dang-nhap/"
PASSWORD = "mot-cua-ha-tinh"


@pytest.fixture(autouse=True)
def _fresh(province):
    cache.clear()


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_each_of_the_cast_has_a_part():
    assert PARTS.keys() == CAST.keys()


def test_the_cast_is_one_click_away_in_a_demonstration(client):
    shown = client.get(SIGN_IN).content.decode()
    for username in CAST:
        assert f'action="/dang-nhap/thu/{username}/"' in shown
    assert unescape(PARTS["hoa"]) in unescape(shown)


def test_elsewhere_there_is_no_cast(client, settings):
    settings.DEMO = False
    assert "/dang-nhap/thu/" not in client.get(SIGN_IN).content.decode()
    assert client.post("/dang-nhap/thu/hoa/").status_code == 404


@pytest.mark.parametrize(
    ("username", "home"),
    [("hoa", "/ca-nhan/"), ("anphat", "/ca-nhan/"), ("minh", "/ban-lam-viec/"), ("tu", "/quan-tri/can-bo/")],
)
def test_everybody_comes_to_their_own_place(client, username, home):
    assert client.post(f"/dang-nhap/thu/{username}/")["Location"] == "/ve-cho-cua-toi/"
    assert client.get("/ve-cho-cua-toi/")["Location"] == home


def test_a_password_opens_the_door_and_leads_back(client):
    answer = client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD, "next": "/ca-nhan/nhat-ky/"})
    assert answer["Location"] == "/ca-nhan/nhat-ky/"
    assert "Nguyễn Thị Hoa" in text(client.get("/"))


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_nobody_is_led_away_from_here(client, away):
    assert client.post("/dang-nhap/thu/hoa/", {"next": away})["Location"] == "/ve-cho-cua-toi/"
    client.post("/tai-khoan/dang-xuat/")
    answer = client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD, "next": away})
    assert answer["Location"] == "/ve-cho-cua-toi/"


def test_what_is_missing_is_named_between_label_and_field(client):
    shown = client.post(SIGN_IN, {"login": "", "password": ""}).content.decode()
    for field, message in (("login", "Nhập tên đăng nhập."), ("password", "Nhập mật khẩu.")):
        assert f'<a href="#field-{field}">{message}</a>' in shown
        assert f'id="field-{field}-error"' in shown
    assert "<title>Lỗi:" in shown


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client):
    answer = client.post(SIGN_IN, {"login": "hoa", "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text(answer)
    assert 'value="hoa"' in answer.content.decode()


def test_guessing_is_slowed_down(client):
    for _ in range(6):
        answer = client.post(SIGN_IN, {"login": "hoa", "password": "sai"})
    assert "Đợi 5 phút" in text(answer)


def test_too_many_visits_get_a_page_of_this_house(client):
    for _ in range(40):
        answer = client.post(SIGN_IN, {"login": "", "password": ""})
    assert answer.status_code == 429
    assert "Đợi một phút rồi thử lại" in text(answer)


def test_a_closed_account_stays_out(client):
    Account.objects.filter(username="hoa").update(is_active=False)
    answer = client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD})
    assert "Nguyễn Thị Hoa" not in text(client.get("/"))
    assert answer.status_code in (200, 403)
    assert client.post("/dang-nhap/thu/hoa/").status_code == 404


def test_leaving_by_a_link_asks_first(client):
    client.post("/dang-nhap/thu/hoa/")
    assert "Bạn muốn đăng xuất?" in text(client.get("/tai-khoan/dang-xuat/"))
    assert "Nguyễn Thị Hoa" in text(client.get("/"))
    assert client.post("/tai-khoan/dang-xuat/")["Location"] == "/"
    assert "Nguyễn Thị Hoa" not in text(client.get("/"))


def test_a_password_is_changed_by_who_knows_the_old_one(client):
    client.post("/dang-nhap/thu/hoa/")
    new = "mot cau dai de nho"
    wrong = client.post(
        "/tai-khoan/doi-mat-khau/", {"oldpassword": "sai", "password1": new, "password2": new + "!"}
    )
    assert "Mật khẩu đang dùng không đúng" in text(wrong)
    assert "chưa giống nhau" in text(wrong)
    right = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/tai-khoan/doi-mat-khau/", right)["Location"] == "/ve-cho-cua-toi/"
    assert Account.objects.get(username="hoa").check_password(new)


def test_what_a_change_of_password_lacks_is_named(client):
    client.post("/dang-nhap/thu/hoa/")
    told = text(client.post("/tai-khoan/doi-mat-khau/", {}))
    for message in ("Nhập mật khẩu đang dùng.", "Nhập mật khẩu mới.", "Nhập lại mật khẩu mới."):
        assert message in told


@pytest.mark.parametrize(
    "address", ["/tai-khoan/signup/", "/tai-khoan/", "/tai-khoan/email/", "/accounts/login/"]
)
def test_nobody_signs_up_by_themselves(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/ve-cho-cua-toi/", "/tai-khoan/doi-mat-khau/"])
def test_a_visitor_signs_in_first(client, address):
    assert client.get(address)["Location"] == f"{SIGN_IN}?next={address}"
