"""The administrator changes the map on a page: looks, rehearses, is told what stands in the way, decides, withdraws."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from motcua.agencies.models import Agency, Post, Reorganisation
from motcua.cases.models import Case
from motcua.people import actors
from motcua.people.models import Account
from motcua.reorganisations.models import Placement
from tests import old_map
from tests.old_map import ACT, DAY, EVE, MORNING

pytestmark = pytest.mark.django_db

LIST, PAGE = "/quan-tri/sap-xep/", f"/quan-tri/sap-xep/{ACT}/"


@pytest.fixture
def watch(province, monkeypatch):
    """The eve of 1 July 2025, some cases in the old agencies: ``watch.at = …``."""
    watch = SimpleNamespace(at=EVE)
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: watch.at))
    old_map.plan_again()
    old_map.people()
    old_map.cases(450)
    return watch


def sits(username: str) -> Client:
    """The browser of an administrator."""
    told = {"full_name": f"{username.title()}, quản trị", "is_officer": True, "is_administrator": True}
    account, _ = Account.objects.get_or_create(username=username, defaults=told)
    browser = Client()
    browser.force_login(account)
    return browser


def text(browser: Client, page: str = PAGE) -> str:
    return browser.get(page).content.decode()


def state() -> str:
    return Reorganisation.objects.get(key=ACT).state


def test_the_change_is_rehearsed_confirmed_by_another_and_done_on_its_day(watch):
    an, ba = sits("an"), sits("ba")
    assert "Sắp xếp cơ quan từ 01/07/2025" in text(an, LIST)
    assert "Chưa chạy thử lần nào" in text(an)
    assert an.post(PAGE, {"do": "rehearse"}).status_code == 302
    seen = text(an)
    assert "hồ sơ đang giải quyết" in seen
    assert "UBND phường Thành Sen" in seen
    assert "Mã giữ nguyên mà chỉ địa bàn khác" in seen
    own = an.post(PAGE, {"do": "confirm", "decision": "1665"})
    assert (own.status_code, "nhờ một quản trị khác" in own.content.decode()) == (403, True)
    unnumbered = ba.post(PAGE, {"do": "confirm", "decision": " "})
    assert (unnumbered.status_code, 'href="#field-decision"' in unnumbered.content.decode()) == (422, True)
    assert ba.post(PAGE, {"do": "confirm", "decision": "1665/NQ-UBTVQH15"}).status_code == 302
    assert "1665/NQ-UBTVQH15, bởi Ba, quản trị" in text(an)
    assert "· An, quản trị" in text(an)
    watch.at = MORNING
    assert ba.post(PAGE, {"do": "withdraw", "reason": "Lùi lại"}).status_code == 409
    assert state() == "confirmed"


def test_a_role_that_nobody_will_hold_leads_to_an_appointment_beforehand(watch):
    Account.objects.filter(appointments__post__roles__contains=["household-business"]).update(is_active=False)
    an = sits("an")
    an.post(PAGE, {"do": "rehearse"})
    seen = text(an)
    assert "không ai giữ vai trò “Công chức đăng ký hộ kinh doanh”" in seen
    assert 'value="confirm"' not in seen
    before = seen.count("Phải xử lý trước")
    opening = re.findall(r'href="(/quan-tri/can-bo/mo/[^"]*)"', seen)[0]
    assert f'value="{opening.partition("=")[2]}"' in text(an, opening.partition("?")[0])
    place = {"agency__parent__key": opening.partition("=")[2]}
    post = Post.objects.get(roles__contains=["household-business"], **place).pk
    assert f'value="{post}"' in text(an, opening)
    opened = {
        "username": "viet", "full_name": "Lê Hoàng Việt", "phone": "0239 555 0901", "post": f"{post}",
        "since.day": "1", "since.month": "7", "since.year": "2025",
    }  # fmt: skip
    assert "Mật khẩu một lần của Lê Hoàng Việt" in an.post(opening, opened).content.decode()
    an.post(PAGE, {"do": "rehearse"})
    assert text(an).count("Phải xử lý trước") == before - 1


def test_what_is_withdrawn_says_why_and_offers_nothing_more(watch):
    an = sits("an")
    assert an.post(PAGE, {"do": "withdraw", "reason": ""}).status_code == 422
    assert an.post(PAGE, {"do": "withdraw", "reason": "Quốc hội lùi ngày."}).status_code == 302
    assert state() == "withdrawn"
    seen = text(an)
    assert "Quốc hội lùi ngày." in seen
    assert 'name="do"' not in seen


def test_a_case_of_a_split_commune_is_placed_by_its_code(watch):
    an = sits("an")
    case = Case.objects.filter(competent__slug="gso-18796", finished_at=None)[0]
    hoanh_son = Agency.objects.get(slug="gso-18832", valid_from=DAY)
    assert an.post(PAGE, {"do": "place", "case": "H27.0", "agency": f"{hoanh_son.pk}"}).status_code == 422
    assert an.post(PAGE, {"do": "place", "case": case.code, "agency": ""}).status_code == 422
    assert an.post(PAGE, {"do": "place", "case": case.code, "agency": f"{hoanh_son.pk}"}).status_code == 302
    assert Placement.objects.get().agency == hoanh_son


def test_nobody_else_finds_the_pages(watch):
    lan = Account.objects.get(username="lan")
    browser = Client()
    browser.force_login(lan)
    watch.at = EVE + timedelta(days=500)
    assert {browser.get(page).status_code for page in (LIST, PAGE)} == {404}
    assert browser.post(PAGE, {"do": "rehearse"}).status_code == 404
    assert sits("an").get(f"{LIST}khong-co/").status_code == 404
