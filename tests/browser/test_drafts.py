"""A draft is never lost and never sent twice, whatever device, tab or button it is met with."""

from __future__ import annotations

import re

import pytest

from tests.browser import birth
from tests.browser.papers import photograph
from tests.stage import OPENING
from tests.stories.drafts import ready


@pytest.fixture
def draft(stage):
    return stage.behind(ready, 1, at=OPENING)[0]


def test_begun_on_the_phone_and_gone_on_with_at_home(enter):
    phone = enter("hoa", phone=True)
    phone.open("/nop-ho-so/1.001193/")
    phone.press("Bắt đầu")
    phone.heading("Người yêu cầu")
    phone.choose("Cha", of="Quan hệ của bạn với trẻ")
    phone.press(birth.NEXT)
    phone.heading("Trẻ")
    phone.fill("Họ, chữ đệm, tên", "Trần Bảo Ngọc")
    with phone.page.expect_response("**/luu/"):
        phone.page.keyboard.press("Tab")

    home = enter("hoa")
    home.open("/ca-nhan/")
    home.look("70-dang-lam-do")
    home.follow("Đăng ký khai sinh – Trần Bảo Ngọc")
    home.heading("Trẻ")
    assert home.page.get_by_label("Họ, chữ đệm, tên").input_value() == "Trần Bảo Ngọc"
    home.press("Lưu và thoát")
    home.sees("Đã lưu bản nháp.")


def open_without_htmx(hoa, path, heading):
    """Open a page on a line so slow that htmx is still to come; gives the request that waits for it."""
    held = []

    def hold(route):
        held.append(route)

    hoa.page.route("**/htmx*.js", hold)
    with hoa.page.expect_request("**/htmx*.js"):
        hoa.page.goto(f"{hoa.url}{path}", wait_until="commit")
    hoa.heading(heading)
    return held


def test_what_was_typed_before_the_slow_line_brought_htmx_is_saved_too(enter, draft):
    hoa = enter("hoa", phone=True)
    held = open_without_htmx(hoa, f"/ban-nhap/{draft}/trang/2/", "Trẻ")
    hoa.fill("Họ, chữ đệm, tên", "Trần Bảo Châu")
    with hoa.page.expect_response("**/luu/") as kept:
        held[0].continue_()
    assert kept.value.ok
    hoa.open("/ca-nhan/")
    hoa.sees(re.compile("Trần Bảo Châu"))


def test_a_file_that_was_chosen_before_htmx_came_is_uploaded(enter, draft, tmp_path):
    hoa = enter("hoa", phone=True)
    held = open_without_htmx(hoa, f"/ban-nhap/{draft}/giay-to/", "Giấy tờ kèm theo")
    hoa.attach(re.compile("^Giấy chứng sinh"), photograph(tmp_path, "giấy chứng sinh.jpg"))
    held[0].continue_()
    hoa.sees(re.compile("giấy chứng sinh.jpg"))


def test_pressed_in_two_tabs_it_is_filed_once(enter, stage, draft):
    hoa = enter("hoa", phone=True)
    hoa.open(f"/ban-nhap/{draft}/kiem-tra/")
    other = hoa.page.context.new_page()
    other.goto(hoa.page.url)
    hoa.press("Nộp hồ sơ")
    hoa.heading("Đã nộp hồ sơ")
    other.get_by_role("button", name="Nộp hồ sơ").click()
    other.get_by_role("heading", name="Đã nộp hồ sơ").wait_for()
    code = hoa.text_of(".govuk-panel__body .mc-code")
    assert other.locator(".govuk-panel__body .mc-code").inner_text() == code
    assert stage.rows("SELECT code FROM cases_case WHERE id = %s", draft) == [(code,)]


def test_the_back_button_leads_to_the_case_that_is_there(enter, stage, draft):
    hoa = enter("hoa", phone=True)
    hoa.open(f"/ban-nhap/{draft}/trang/1/")
    hoa.open(f"/ban-nhap/{draft}/kiem-tra/")
    hoa.press("Nộp hồ sơ")
    hoa.heading("Đã nộp hồ sơ")
    hoa.page.go_back()
    if hoa.page.get_by_role("button", name="Nộp hồ sơ").count():
        hoa.press("Nộp hồ sơ")
    hoa.heading("Đã nộp hồ sơ")
    hoa.open(f"/ban-nhap/{draft}/trang/1/")
    hoa.heading("Đã nộp hồ sơ")
    assert stage.rows("SELECT count(*) FROM cases_case WHERE id = %s", draft) == [(1,)]


def test_a_second_press_on_the_same_button_sends_nothing(enter, stage, draft):
    hoa = enter("hoa")
    hoa.open(f"/ban-nhap/{draft}/kiem-tra/")
    sent = []
    hoa.page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    hoa.page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    hoa.heading("Đã nộp hồ sơ")
    assert len(sent) == 1
