"""Cases that come on paper: over the counter in a minute, and by post from somebody whom nobody knows yet."""

from __future__ import annotations

import re

from tests.browser import desk
from tests.browser.papers import photograph

AN_PHAT = "3000000012"
STRANGER = "042090004567"
MEMBERS = "Thành viên của hộ"
RECEIVED = re.compile(r"Đã tiếp nhận hồ sơ (H27\S+)\.")


def at_the_counter(minh, words: str, number: str) -> None:
    """Minh finds the procedure and says whose case it is."""
    minh.follow("Tiếp nhận tại quầy")
    minh.heading("Tiếp nhận tại quầy")
    minh.fill("Thủ tục nào?", words)
    minh.press("Tìm", of="")
    minh.fill("Số định danh cá nhân hoặc mã số thuế", number)


def receive(minh, stage) -> str:
    """One press: received, the slip ready for the printer."""
    minh.press("Tiếp nhận và in giấy hẹn")
    minh.sees(RECEIVED)
    code = RECEIVED.search(minh.text_of("main"))[1]
    stage.deliver()
    minh.page.reload()
    assert code in minh.pdf(desk.RECEIPT)
    return code


def test_a_known_company_is_received_in_one_page(enter, stage, tmp_path):
    minh = enter("minh")
    at_the_counter(minh, "chung thuc ban sao", AN_PHAT)
    minh.look("60-tai-quay-nguoi-nop")
    minh.press("Tiếp tục")
    minh.sees("Công ty TNHH An Phát, 3000000012")
    minh.look("61-tai-quay-to-khai")
    minh.press("Tiếp nhận và in giấy hẹn")
    minh.sees("Có nội dung cần sửa")
    minh.look("62-tai-quay-thieu", status=422)
    minh.fill("Họ, chữ đệm, tên", "Lê Văn Phát")
    minh.fill("Số định danh cá nhân", "042085001234")
    minh.fill("Tên giấy tờ, văn bản", "Giấy chứng nhận đăng ký doanh nghiệp")
    minh.fill("Số trang của một bản", "2")
    minh.fill("Số bản sao cần chứng thực", "3")
    minh.tick(re.compile("^Bản chính giấy tờ, văn bản làm cơ sở"))
    minh.attach(re.compile("^Bản quét Bản chính"), photograph(tmp_path, "đăng ký doanh nghiệp.jpg"))
    minh.sees("đăng ký doanh nghiệp.jpg")
    code = receive(minh, stage)
    minh.look("63-tai-quay-da-nhan")
    assert stage.rows("SELECT channel, applicant_name FROM cases_case WHERE code = %s", code) == [
        (1, "Công ty TNHH An Phát")
    ]


def test_a_letter_from_a_stranger_makes_them_known(enter, stage):
    minh = enter("minh")
    at_the_counter(minh, "ho co muc song trung binh", STRANGER)
    minh.choose("Qua bưu chính công ích")
    minh.press("Tiếp tục")
    minh.sees("Chưa có ai mang số này.")
    minh.look("64-nguoi-la")
    minh.fill("Họ và tên, hoặc tên doanh nghiệp", "Phan Văn Đức")
    minh.fill("Ngày sinh", "27/3/1990")
    minh.fill("Số điện thoại", "0912 345 678")
    minh.fill("Địa chỉ", "Số 3 đường Lê Duẩn, phường Thành Sen")
    minh.press("Tiếp tục")
    minh.sees(f"Phan Văn Đức, {STRANGER}")
    minh.tick("Nông nghiệp")
    minh.fill("Họ, chữ đệm, tên", "Phan Văn Đức", of=MEMBERS)
    minh.fill_day(27, 3, 1990, of=MEMBERS)
    minh.fill("Số định danh cá nhân", STRANGER, of=MEMBERS)
    minh.fill("Quan hệ với chủ hộ", "Chủ hộ", of=MEMBERS)
    minh.fill("Nguồn thu nhập chính của hộ", "Trồng lúa hai vụ")
    minh.fill("Thu nhập bình quân một tháng của cả hộ", "6.500.000")
    minh.fill("Lý do đề nghị xác định hộ có mức sống trung bình", "Hỗ trợ đóng bảo hiểm y tế")
    minh.tick(re.compile("^Tôi cam đoan những lời khai"))
    minh.look("65-buu-chinh-to-khai")
    code = receive(minh, stage)
    assert stage.rows("SELECT channel, applicant_name FROM cases_case WHERE code = %s", code) == [
        (3, "Phan Văn Đức")
    ]
