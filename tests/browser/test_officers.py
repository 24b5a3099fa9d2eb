"""Tú at the administration: an officer comes, gets a password that works once, goes; with scripts or without."""

from __future__ import annotations

import re

import pytest

POST = "Công chức Tư pháp - hộ tịch, Văn phòng HĐND và UBND phường Thành Sen"
OWN = "mot mat khau cua rieng Mai"


def open_for(tu, username: str) -> str:
    """Tú finds the agency, forgets everything once, and gets the password to hand over."""
    tu.fill("Tìm theo tên, tên đăng nhập hoặc cơ quan", "tran thi lan thanh sen")
    tu.press("Tìm")
    tu.sees("Trần Thị Lan")
    tu.pick("Cơ quan", "UBND phường Thành Sen")
    tu.press("Lọc")
    tu.heading("UBND phường Thành Sen")
    tu.look(f"70-can-bo-{username}")
    tu.press("Mở tài khoản")
    tu.press("Mở tài khoản cán bộ")
    tu.sees("Có nội dung cần sửa")
    tu.look(f"71-mo-thieu-{username}", status=422)
    tu.fill("Họ và tên", "Hoàng Thị Mai")
    tu.fill("Tên đăng nhập", username)
    tu.pick("Vị trí", POST)
    tu.press("Mở tài khoản cán bộ")
    tu.heading(re.compile("Mật khẩu một lần của Hoàng Thị Mai"))
    tu.look(f"72-mat-khau-{username}")
    return tu.text_of("strong.mc-code")


@pytest.mark.parametrize(
    ("username", "screen"), [("mai.ht", {}), ("mai.kjs", {"phone": True, "javascript": False})]
)
def test_an_officer_comes_works_and_goes(enter, username, screen):
    tu, mai = enter("tu", **screen), enter(**screen)
    tu.heading("Cán bộ")
    tu.look()
    password = open_for(tu, username)

    mai.open("/tai-khoan/dang-nhap/")
    mai.fill("Tên đăng nhập", username)
    mai.fill("Mật khẩu", password)
    mai.press("Đăng nhập")
    mai.sees("chỉ dùng được một lần")
    mai.look(f"73-lan-dau-{username}")
    mai.fill("Mật khẩu đang dùng", password)
    mai.fill("Mật khẩu mới", OWN)
    mai.fill("Nhập lại mật khẩu mới", OWN)
    mai.press("Đổi mật khẩu")
    mai.heading("Hộp việc")

    tu.follow("Hoàng Thị Mai")
    tu.look(f"74-mot-can-bo-{username}")
    tu.follow(re.compile("^Cho thôi"))
    tu.fill("Lý do hoặc quyết định", "Chuyển công tác")
    tu.look(f"75-cho-thoi-{username}")
    tu.press(re.compile("^Thôi giữ vị trí"))
    tu.sees("Không giữ vị trí nào")
    tu.look(f"76-da-thoi-{username}")
    mai.open("/ban-lam-viec/")
    mai.look(status=404)
