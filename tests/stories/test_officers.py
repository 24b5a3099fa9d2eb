"""A new specialist at Thành Sen: Tú opens the account, Mai works a case under it, and is gone at the next request."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.cases import acts, reads, upkeep
from motcua.cases.models import Step
from motcua.people import actors
from motcua.people.models import Account, Appointment
from motcua.web.tests.tree import Element, read
from tests.province import MONDAY, agency, later, who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

OFFICERS = "/quan-tri/can-bo/"
OPEN = f"{OFFICERS}mo/?co-quan=gso-18073"
SIGN_IN, CHANGE, DESK = "/tai-khoan/dang-nhap/", "/tai-khoan/doi-mat-khau/", "/ban-lam-viec/"
OWN = "mot mat khau cua rieng Mai"
NINE = later(hours=1)


@pytest.fixture(autouse=True)
def _watch(province, monkeypatch):
    cache.clear()
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: NINE))


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def page(answer, status: int = 200) -> Element:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return read(answer.content.decode())


def mai(**more: str) -> dict[str, str]:
    """What Tú types."""
    post = Post.objects.get(agency=agency("gso-18073.van-phong"), key="tu-phap-ho-tich").pk
    day = {"since.day": "16", "since.month": "11", "since.year": "2026"}
    name = {
        "full_name": "Hoàng Thị Mai",
        "username": "mai.ht",
        "phone": "0912 345 678",
        "email": "mai@hatinh.vn",
    }
    return name | {"post": str(post)} | day | more


def one_time(answer) -> str:
    return page(answer).one("strong", class_="mc-code").text


def engaged() -> Client:
    """Mai's browser after Tú has opened her account and she has set a password of her own."""
    password = one_time(signed_in("tu").post(OPEN, mai()))
    browser = Client()
    assert browser.post(SIGN_IN, {"login": "mai.ht", "password": password})["Location"] == "/ve-cho-cua-toi/"
    answer = browser.post(CHANGE, {"oldpassword": password, "password1": OWN, "password2": OWN})
    assert answer["Location"] == "/ve-cho-cua-toi/"
    return browser


def examined() -> tuple:
    """A case that waits for a specialist at Thành Sen."""
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=MONDAY)
    return case, reverse("desk-claim", args=[case])


def dismiss(username: str) -> None:
    """Tú ends all that somebody holds, from today."""
    for held in Appointment.objects.filter(account__username=username, valid_to=None):
        answer = signed_in("tu").post(
            f"{OFFICERS}{username}/thoi/{held.pk}/",
            {"on.day": "16", "on.month": "11", "on.year": "2026", "reason": "Chuyển công tác"},
        )
        assert answer["Location"] == f"{OFFICERS}{username}/"


def test_mai_comes_changes_the_password_and_takes_a_case(province):
    case, claim = examined()
    browser = engaged()
    assert browser.get("/ve-cho-cua-toi/")["Location"] == DESK
    inbox = page(browser.get(DESK))
    assert reverse("desk-case", args=[case]) in {link["href"] for link in inbox.all("a", data_row_link="")}
    browser.post(claim)
    assert Step.objects.get(case=case, closed_at=None).owner.username == "mai.ht"


def test_a_one_time_password_opens_nothing_but_its_own_change(province):
    password = one_time(signed_in("tu").post(OPEN, mai()))
    browser = Client()
    browser.post(SIGN_IN, {"login": "mai.ht", "password": password})
    for address in ("/ve-cho-cua-toi/", DESK, OFFICERS, "/ca-nhan/"):
        assert browser.get(address)["Location"] == CHANGE
    assert "chỉ dùng được một lần" in page(browser.get(CHANGE)).text
    assert browser.get("/thu-tuc/").status_code == 200
    same = {"oldpassword": password, "password1": password, "password2": password}
    assert "phải khác mật khẩu đang dùng" in page(browser.post(CHANGE, same)).text
    assert browser.get(DESK)["Location"] == CHANGE


def test_who_is_dismissed_sees_nothing_at_the_next_request_and_the_case_goes_on(province):
    case, claim = examined()
    browser = engaged()
    browser.post(claim)
    dismiss("mai.ht")
    assert browser.get(DESK).status_code == 404
    assert browser.get(reverse("desk-case", args=[case])).status_code == 404
    assert browser.post(claim).status_code == 404
    assert upkeep.pass_on(at=NINE) == 1
    left = Step.objects.get(case=case, closed_at=None)
    assert (left.owner.username, left.claimed_at) == ("lan", None)
    assert reads.events(case)[-1].sentence == (
        "Hệ thống chuyển bước “Thẩm tra, ghi Sổ hộ tịch” cho Trần Thị Lan: người giữ trước đã thôi vị trí."
    )
    signed_in("lan").post(claim)
    assert upkeep.pass_on(at=NINE) == 0


def test_a_head_may_assign_what_somebody_gone_has_claimed(province):
    case, claim = examined()
    engaged().post(claim)
    dismiss("mai.ht")
    acts.assign(case, who("lan").account, reason="Mai đã chuyển công tác", by=who("ha"), at=NINE)
    assert Step.objects.get(case=case, closed_at=None).owner.username == "lan"


def test_a_step_that_nobody_can_take_waits_for_the_next_appointment(province):
    case, claim = examined()
    signed_in("lan").post(claim)
    dismiss("lan")
    assert upkeep.pass_on(at=NINE) == 0
    browser = engaged()
    assert upkeep.pass_on(at=NINE) == 1
    assert browser.get(DESK).status_code == 200
    assert Step.objects.get(case=case, closed_at=None).owner.username == "mai.ht"


# --- the pages -----------------------------------------------------------------------------------------------


ROUTES = ("", "mo/", "lan/", "lan/bo-nhiem/", "lan/thoi/1/", "lan/mat-khau/", "lan/khoa/", "lan/mo-lai/")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", ["minh", "quan", "hoa", "binh"])
def test_the_administration_does_not_exist_for_anybody_else(province, name, route):
    browser = signed_in(name)
    assert browser.get(OFFICERS + route).status_code == 404
    assert browser.post(OFFICERS + route, {"reason": "x"}).status_code == 404
    assert Account.objects.get(username="lan").is_active


@pytest.mark.parametrize(
    "route", ["khong-co/", "hoa/", "a%00b/", "lan/thoi/0/", "?co-quan=khong-co", "?tu=x"]
)
def test_what_does_not_exist_is_said_kindly(province, route):
    assert signed_in("tu").get(OFFICERS + route).status_code in (404, 422)


def test_tu_is_led_to_the_officers_from_everywhere(province):
    tu = signed_in("tu")
    assert tu.get("/ve-cho-cua-toi/")["Location"] == OFFICERS
    assert page(tu.get("/")).one("a", href=OFFICERS).text == "Quản trị"
    assert not page(signed_in("minh").get(DESK)).all("a", href=OFFICERS)


def test_everything_wrong_stands_between_label_and_field_and_in_the_summary(province):
    bad = {
        "full_name": "M4i",
        "username": "Mai Hoàng",
        "phone": "12",
        "email": "mai",
        "post": "0",
        "since.day": "31",
    }
    shown = page(signed_in("tu").post(OPEN, mai(**bad, **{"since.month": "2"})), 422)
    links = [link["href"] for link in shown.one("div", class_="govuk-error-summary").all("a")]
    assert links == [
        f"#field-{name}" for name in ("full_name", "username", "phone", "email", "post", "since")
    ]
    assert shown.one("input", id="field-username")["value"] == "Mai Hoàng"
    assert not Account.objects.filter(full_name="M4i").exists()


def test_an_account_without_its_post_is_not_opened(province):
    before = mai(**{"since.year": "2024"})
    shown = page(signed_in("tu").post(OPEN, before), 422)
    assert "không có vị trí đã chọn" in shown.one("p", id="field-since-error").text
    assert not Account.objects.filter(username="mai.ht").exists()


def test_the_password_is_shown_once(province):
    answer = signed_in("tu").post(OPEN, mai())
    assert "no-store" in answer["Cache-Control"]
    assert one_time(answer) not in signed_in("tu").get(f"{OFFICERS}mai.ht/").content.decode()
    again = page(signed_in("tu").post(OPEN, mai()), 422)
    assert "đã có người dùng" in again.one("p", id="field-username-error").text


def test_an_empty_post_is_named_and_filled_from_there(province):
    dismiss("lan")
    tu = signed_in("tu")
    shown = page(tu.get(f"{OFFICERS}?co-quan=gso-18073")).one("section", aria_labelledby="empty")
    links = {link.text: link["href"] for link in shown.all("a")}
    form = page(tu.get(links["Công chức Tư pháp - hộ tịch"]))
    assert form.one("option", selected="").text.endswith("(chưa có ai)")


def test_what_is_in_hand_is_told_before_somebody_goes(province):
    _, claim = examined()
    signed_in("lan").post(claim)
    tu = signed_in("tu")
    held = Appointment.objects.filter(account__username="lan").first()
    for address in ("lan/", "lan/khoa/", f"lan/thoi/{held.pk}/"):
        assert "Đang giữ 1 việc chưa xong" in page(tu.get(OFFICERS + address)).text


def test_a_reset_ends_the_sessions_under_the_old_password(province):
    lan = signed_in("lan")
    password = one_time(signed_in("tu").post(f"{OFFICERS}lan/mat-khau/"))
    assert lan.get(DESK).status_code == 302
    lan.post(SIGN_IN, {"login": "lan", "password": password})
    assert lan.get(DESK)["Location"] == CHANGE


def test_an_account_closes_and_opens_again(province):
    engaged()
    tu = signed_in("tu")
    assert tu.post(f"{OFFICERS}mai.ht/khoa/", {"reason": "Nghỉ thai sản"})["Location"] == f"{OFFICERS}mai.ht/"
    shown = page(tu.get(f"{OFFICERS}mai.ht/"))
    assert "Đã khóa" in shown.text
    assert "lý do: Nghỉ thai sản." in shown.one("ol", class_="mc-events").text
    one_time(tu.post(f"{OFFICERS}mai.ht/mo-lai/"))
    assert "Không giữ vị trí nào" in page(tu.get(f"{OFFICERS}mai.ht/")).text
