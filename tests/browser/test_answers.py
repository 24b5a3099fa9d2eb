"""Not every case goes straight through: what officers have to say, and how Hoa learns of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import desk
from tests.browser.papers import photograph
from tests.province import later
from tests.stage import OPENING
from tests.stories.birth import file_birth
from tests.stories.drafts import filed

HOUSE = "1.013225"


@pytest.fixture
def code(stage):
    stage.set_watch(OPENING)
    return stage.behind(filed, at=OPENING)


def open_my_case(hoa, code: str, procedure: str = "Đăng ký khai sinh") -> None:
    """Hoa opens the case with this code from her list."""
    hoa.open("/ca-nhan/")
    hoa.page.get_by_role("listitem").filter(has_text=code).get_by_role("link", name=procedure).first.click()
    hoa.heading(procedure)
    hoa.sees(code)


def test_refused_at_reception_with_the_reason_and_its_basis(enter, stage, code):
    minh = enter("minh")
    desk.take_up(minh, code)
    minh.follow("Từ chối tiếp nhận")
    minh.heading("Từ chối tiếp nhận")
    minh.look("40-tu-choi")
    minh.press("Từ chối tiếp nhận")
    minh.sees("Có nội dung cần sửa")
    minh.look("41-tu-choi-thieu-ly-do", status=422)
    minh.choose("Không thuộc thẩm quyền giải quyết của cơ quan")
    minh.fill("Giải thích", "Trẻ sinh ở tỉnh khác và không cư trú tại Hà Tĩnh.")
    minh.fill("Căn cứ pháp lý", "Điều 13 Luật Hộ tịch số 60/2014/QH13")
    minh.press("Từ chối tiếp nhận")
    minh.sees(f"Đã từ chối hồ sơ {code}.")
    minh.look("42-da-tu-choi")
    stage.deliver()

    hoa = enter("hoa", phone=True)
    open_my_case(hoa, code)
    hoa.sees("Trẻ sinh ở tỉnh khác và không cư trú tại Hà Tĩnh.")
    hoa.look("43-bi-tu-choi")
    slip = hoa.pdf("Phiếu từ chối tiếp nhận giải quyết hồ sơ")
    assert code in slip
    assert "không cư trú tại Hà Tĩnh" in slip


def test_asked_for_exact_things_once_and_answered_from_the_phone(enter, stage, tmp_path, code):
    minh, lan = enter("minh"), enter("lan")
    desk.receive(minh, code)
    desk.take_up(lan, code)
    lan.follow("Yêu cầu bổ sung")
    lan.heading("Yêu cầu bổ sung")
    lan.tick("Giấy chứng sinh")
    lan.fill("Giấy chứng sinh: cần thế nào (không bắt buộc)", "Chụp đủ bốn góc")
    lan.tick("Nội dung khác")
    lan.fill("Nội dung khác cần bổ sung", "Ghi lại nơi sinh trên tờ khai")
    lan.pick("Lý do yêu cầu bổ sung", "Bản chụp, bản quét mờ, mất góc hoặc không đọc được")
    lan.fill("Giải thích và hướng dẫn", "Ảnh giấy chứng sinh bị mất góc phải, không đọc được số.")
    lan.look("44-yeu-cau-bo-sung")
    lan.press("Yêu cầu bổ sung")
    lan.sees(f"Đã yêu cầu người nộp hồ sơ {code} bổ sung 2 nội dung; thời hạn dừng tính.")
    lan.look("45-cho-nguoi-nop")
    stage.deliver()

    stage.set_watch(later(OPENING, hours=4))
    hoa = enter("hoa", phone=True)
    hoa.open("/ca-nhan/")
    hoa.sees("Yêu cầu bổ sung giấy tờ", of="Cần bạn làm tiếp")
    hoa.look("46-can-lam-tiep")
    open_my_case(hoa, code)
    hoa.sees("Ảnh giấy chứng sinh bị mất góc phải, không đọc được số.")
    hoa.sees("Chụp đủ bốn góc")
    hoa.look("47-yeu-cau-gi")
    assert "Ghi lại nơi sinh trên tờ khai" in hoa.pdf("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    hoa.press("Nộp bổ sung")
    hoa.sees("Có nội dung cần sửa")
    hoa.look("48-con-thieu", status=422)
    hoa.attach("Giấy chứng sinh", photograph(tmp_path, "giấy chứng sinh rõ.jpg"))
    hoa.fill("Nội dung bổ sung", "Nơi sinh: Bệnh viện Đa khoa tỉnh Hà Tĩnh, phường Thành Sen.")
    hoa.press("Nộp bổ sung")
    hoa.sees("Đã nộp bổ sung. Cơ quan giải quyết tiếp tục xử lý hồ sơ.")
    hoa.look("49-da-bo-sung")

    desk.take_up(lan, code)
    lan.sees("giấy chứng sinh rõ.jpg")
    lan.sees("Nơi sinh: Bệnh viện Đa khoa tỉnh Hà Tĩnh, phường Thành Sen.")
    lan.look("50-da-co-bo-sung")


def test_late_is_said_beforehand_with_a_new_day_and_both_days_stay(enter, stage):
    stage.set_watch(OPENING)
    case = stage.behind(file_birth, at=OPENING, code=HOUSE)
    ((code,),) = stage.rows("SELECT code FROM cases_case WHERE id = %s", case)
    minh = enter("minh")
    desk.receive(minh, code)
    ((due,),) = stage.rows("SELECT due_at FROM cases_case WHERE code = %s", code)
    stage.set_watch(due - timedelta(days=4, hours=6))

    ha = enter("ha")
    desk.take_up(ha, code)
    ha.follow("Xin lỗi và hẹn lại")
    ha.heading("Xin lỗi và hẹn lại")
    ha.fill("Lý do chậm", "Phải kiểm tra thực địa lần hai do mưa lớn.")
    ha.look("51-xin-loi")
    ha.press("Xin lỗi và hẹn lại")
    ha.sees(f"Đã xin lỗi và hẹn lại hồ sơ {code} đến")
    ha.look("52-da-hen-lai")
    stage.deliver()
    ((new,),) = stage.rows("SELECT due_at FROM cases_case WHERE code = %s", code)
    assert new > due

    hoa = enter("hoa", phone=True)
    open_my_case(hoa, code, "Cấp giấy phép xây dựng nhà ở riêng lẻ")
    for day in (due, new):
        hoa.sees(f"{(day + timedelta(hours=7)):%-d/%-m/%Y}")
    hoa.sees("Phải kiểm tra thực địa lần hai do mưa lớn.")
    hoa.look("53-duoc-xin-loi")
    slip = hoa.pdf("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết")
    assert "kiểm tra thực địa lần hai do mưa lớn" in slip
