"""Several people around one case: who comes second is told, who has no part in it sees nothing."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.people.models import Account, Appointment
from tests.browser import desk
from tests.stage import OPENING
from tests.stories.drafts import filed, ready


@pytest.fixture
def code(stage):
    return stage.behind(filed, at=OPENING)


def stand_in() -> None:
    """Hà helps out at Lan's desk."""
    ha, lan = (Account.objects.get(username=name) for name in ("ha", "lan"))
    for post in Appointment.objects.filter(account=lan).values_list("post", flat=True):
        Appointment.objects.get_or_create(account=ha, post_id=post, valid_from=date(2025, 7, 1))


def test_who_comes_second_is_told_who_did_what(enter, stage, code):
    stage.behind(stand_in)
    desk.receive(enter("minh"), code)
    lan, ha = enter("lan"), enter("ha")
    desk.take_up(lan, code)
    desk.take_up(ha, code)
    lan.press("Đề xuất")
    lan.sees(f"Hồ sơ {code}: đã xong “Đề xuất”")
    ha.press("Đề xuất")
    ha.sees("Hồ sơ này vừa thay đổi")
    ha.sees("Trần Thị Lan đã hoàn thành bước này lúc 09:")
    ha.look("80-nguoi-khac-vua-xu-ly", status=409)
    ha.follow("Mở lại hồ sơ")
    ha.sees("Ký Giấy khai sinh")
    ha.look()


def test_the_outsider_is_shown_what_everybody_is_shown(enter, stage, code):
    ((case,),) = stage.rows("SELECT id FROM cases_case WHERE code = %s", code)
    (draft,) = stage.behind(ready, 1, at=OPENING)
    ((paper,),) = stage.rows("SELECT id FROM documents_paper WHERE application = %s", draft)
    binh = enter("binh")
    for path in (
        f"/ca-nhan/ho-so/{case}/",
        f"/ca-nhan/ho-so/{case}/rut/",
        f"/ca-nhan/ho-so/{case}/bo-sung/",
        f"/ban-nhap/{draft}/",
        f"/ban-nhap/{draft}/trang/1/",
        f"/ban-nhap/{draft}/giay-to/",
        f"/ban-nhap/{draft}/kiem-tra/",
        f"/ban-nhap/{case}/da-nop/",
        f"/giay-to/{draft}/{paper}/",
        f"/phieu/{case}/1/",
        "/ban-lam-viec/",
        "/ban-lam-viec/tai-quay/",
        f"/ban-lam-viec/ho-so/{case}/",
        f"/ban-lam-viec/ho-so/{case}/chuyen-accept/",
        f"/ban-lam-viec/nhat-ky/{case}/",
        "/khong-co-trang-nay/",
    ):
        answer = binh.page.request.get(f"{stage.url}{path}")
        assert answer.status == 404, path
        assert "Hoa" not in answer.text(), path
    binh.open(f"/ca-nhan/ho-so/{case}/")
    binh.look("81-khong-tim-thay", status=404)
    binh.open("/ca-nhan/")
    binh.does_not_see(code)
    binh.look("82-chua-co-ho-so")


def test_who_opens_a_case_out_of_curiosity_is_asked_what_for_and_hoa_reads_it(enter, code):
    lan = enter("lan", javascript=False)
    lan.open(f"/ban-lam-viec/?q={code}")
    lan.follow(code)
    lan.heading("Bạn mở hồ sơ này để làm gì?")
    lan.does_not_see("Nguyễn Thị Hoa")
    lan.look("85-muc-dich-xem")
    lan.press("Mở hồ sơ")
    lan.look("86-chua-neu-muc-dich", status=422)
    lan.choose("Phối hợp giải quyết")
    lan.press("Mở hồ sơ")
    lan.sees("Nguyễn Thị Hoa")
    hoa = enter("hoa", phone=True)
    hoa.open("/ca-nhan/nhat-ky/")
    hoa.sees("Phối hợp giải quyết")
    hoa.look("87-ai-da-xem")


def test_in_english_and_back(enter):
    hoa = enter("hoa", phone=True)
    hoa.open("/")
    hoa.press("English")
    hoa.heading("What do you need to do?")
    assert hoa.page.locator("html").get_attribute("lang") == "en"
    hoa.look("83-english")
    hoa.open("/thu-tuc/1.001193/")
    hoa.sees("Apply")
    hoa.look("84-english-procedure")
    hoa.open("/ca-nhan/")
    hoa.heading("My cases")
    hoa.press("Tiếng Việt")
    hoa.heading("Hồ sơ của tôi")
    assert hoa.page.locator("html").get_attribute("lang") == "vi"
