"""The acts of the great story, told once, whoever plays them: by finger, mouse or keyboard, with scripts or without."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.person import Person

NEXT = "Lưu và tiếp tục"
COMMUNE = "Phường Thành Sen"
RECEPTION = "Trung tâm Phục vụ hành chính công phường Thành Sen"


def find(hoa: Person) -> None:
    """Hoa types a few letters without accents and reads what there is to read."""
    hoa.open("/")
    hoa.look("01-trang-chu")
    hoa.fill("Gõ tên thủ tục hoặc việc cần làm", "khai sinh")
    hoa.press("Tìm")
    hoa.heading("Tìm thủ tục")
    hoa.look("02-tim-thu-tuc")
    hoa.follow("Đăng ký khai sinh")
    hoa.heading("Đăng ký khai sinh")
    hoa.sees("Giấy chứng sinh")
    hoa.look("03-thu-tuc")


def start(hoa: Person) -> None:
    """She wants to file, is asked who she is, and is led on to where she wanted to go."""
    hoa.press("Nộp hồ sơ")
    hoa.heading("Đăng nhập")
    hoa.look("04-dang-nhap")
    hoa.sign_in("hoa")
    hoa.heading("Đăng ký khai sinh")
    hoa.look("05-bat-dau")
    hoa.press("Bắt đầu")


def fill_in(hoa: Person, photograph: Path) -> None:
    """One thing per page; she makes one mistake, reads what is wrong, and mends it."""
    about_herself(hoa)
    about_the_child(hoa)
    about_the_birth(hoa)
    about_the_parents(hoa)
    her_word(hoa)
    papers(hoa, photograph)
    places(hoa)


def about_herself(hoa: Person) -> None:
    hoa.heading("Người yêu cầu")
    hoa.sees("Thông tin của bạn đã được điền sẵn.")
    hoa.look("06-nguoi-yeu-cau")
    hoa.choose("Mẹ", of="Quan hệ của bạn với trẻ")
    hoa.fill("Số điện thoại", "12345")
    hoa.press(NEXT)
    hoa.sees("Có nội dung cần sửa")
    hoa.look("07-sai-so-dien-thoai", status=422)
    hoa.follow(re.compile("điện thoại"), of="")
    hoa.fill("Số điện thoại", "0912 000 123")
    hoa.press(NEXT)


def about_the_child(hoa: Person) -> None:
    hoa.heading("Trẻ")
    hoa.fill("Họ, chữ đệm, tên", "Trần An Nhiên")
    hoa.fill_day(10, 11, 2026, of="Ngày sinh")
    hoa.choose("Nữ", of="Giới tính")
    hoa.pick("Dân tộc", "Kinh")
    hoa.fill("Quốc tịch", "Việt Nam")
    hoa.look("08-tre")
    hoa.press(NEXT)


def about_the_birth(hoa: Person) -> None:
    hoa.heading("Giấy tờ chứng minh việc sinh")
    hoa.choose("Có giấy chứng sinh")
    hoa.look()
    hoa.press(NEXT)
    hoa.heading("Việc sinh (tiếp)")
    hoa.fill("Tên cơ sở y tế nơi trẻ sinh ra", "Bệnh viện Đa khoa tỉnh Hà Tĩnh")
    hoa.pick("Xã, phường", COMMUNE, of="Nơi sinh")
    hoa.fill("Địa chỉ cụ thể", "Số 75 đường Hải Thượng Lãn Ông", of="Nơi sinh")
    hoa.look("09-viec-sinh")
    hoa.press(NEXT)
    hoa.heading("Quê quán")
    hoa.pick("Xã, phường", COMMUNE, of="Quê quán")
    hoa.look()
    hoa.press(NEXT)


def about_the_parents(hoa: Person) -> None:
    hoa.heading("Người mẹ")
    hoa.sees("Thông tin của bạn đã được điền sẵn.")
    hoa.fill_day(8, 3, 1992, of="Ngày sinh")
    hoa.look("10-nguoi-me")
    hoa.press(NEXT)
    hoa.heading("Bạn có khai thông tin người cha không?")
    hoa.choose("Không")
    hoa.look("11-nguoi-cha")
    hoa.press(NEXT)


def her_word(hoa: Person) -> None:
    hoa.heading("Cam đoan")
    hoa.fill("Số bản sao trích lục khai sinh cần cấp thêm (không bắt buộc)", "2")
    hoa.tick(re.compile("^Tôi cam đoan nội dung khai"))
    hoa.look("12-cam-doan")
    hoa.press(NEXT)


def papers(hoa: Person, photograph: Path) -> None:
    hoa.heading("Giấy tờ kèm theo")
    hoa.look("13-giay-to")
    hoa.attach(re.compile("^Giấy chứng sinh"), photograph)
    hoa.press("Tải các tệp đã chọn lên")
    hoa.sees(photograph.name)
    hoa.look("14-giay-to-da-tai")
    hoa.press(NEXT)


def places(hoa: Person) -> None:
    hoa.heading("Nơi nộp và nhận kết quả")
    hoa.look("15-noi-nop")
    hoa.choose(RECEPTION)
    hoa.press(NEXT)


def submit(hoa: Person) -> str:
    """She reads everything once more, sends it, and is given a code."""
    hoa.heading("Kiểm tra lại trước khi nộp")
    hoa.sees("Trần An Nhiên")
    hoa.sees(RECEPTION)
    hoa.look("16-kiem-tra")
    hoa.press("Nộp hồ sơ")
    hoa.heading("Đã nộp hồ sơ")
    hoa.look("17-da-nop")
    return hoa.text_of(".govuk-panel .mc-code, .govuk-panel__body strong")


def receive_the_result(hoa: Person, code: str) -> None:
    """She finds among her cases that it is done, and takes the result home."""
    hoa.open("/ca-nhan/")
    hoa.sees(code)
    hoa.look("30-ho-so-cua-toi")
    hoa.follow("Đăng ký khai sinh")
    hoa.heading("Đăng ký khai sinh")
    hoa.look("31-ho-so-xong")
    assert "Trần An Nhiên".upper() in hoa.pdf("Giấy khai sinh").upper()


def track(somebody: Person, code: str) -> None:
    """Who has the code sees how far the case is, and nothing else."""
    somebody.open("/tra-cuu/")
    somebody.look("32-tra-cuu")
    somebody.fill("Mã hồ sơ", code.lower())
    somebody.press("Tra cứu")
    somebody.sees("Đã kết thúc giải quyết")
    somebody.does_not_see("Nguyễn Thị Hoa")
    somebody.look("33-tra-cuu-thay")
