"""Nga writes a procedure, is told what is wrong, tries it as a citizen would; Sơn reads it and publishes it."""

from __future__ import annotations

import re

import pytest

from tests.browser.person import Person

SCENARIO = """\
# language: vi
Tính năng: Đăng ký lưu động

  Kịch bản: Người khác đi thay phải có giấy ủy quyền
    Biết tờ khai có “Bạn đi thay người khác?” là “Có”
    Thì {must} “authority”
"""
PROCESS = "Người yêu cầu nộp hồ sơ tại một cửa.\nCông chức thẩm định và trình ký.\nMột cửa trả kết quả."
SCREENS = pytest.mark.parametrize(
    ("code", "screen"), [("1.000419", {"phone": True}), ("1.000080", {})], ids=["phone", "desktop"]
)


def part(nga: Person, title: str) -> None:
    """Open a part of the draft from its page."""
    nga.follow(title)
    nga.heading(title)


def save(nga: Person) -> None:
    """The visible button; another stands first for whoever presses Enter in a box."""
    nga.page.get_by_role("button", name="Lưu", exact=True).last.click()
    nga.sees(re.compile("^Đã lưu phần"))


def live(nga: Person, text: str | re.Pattern[str]) -> None:
    """What the page says of what was just typed, before anything is saved."""
    nga.sees(text, of="Điều cần xem")


def write(nga: Person) -> None:
    """Law, form, the words for citizens; each is judged while it is typed."""
    part(nga, "Căn cứ pháp lý")
    nga.press("Thêm dòng")
    nga.sees("Chưa lưu")
    nga.fill("Văn bản", "Nghị định 123/2015/NĐ-CP")
    live(nga, "Không có lỗi nào trong phần này.")
    nga.look()
    save(nga)

    part(nga, "Trình tự, yêu cầu, điều kiện")
    nga.fill("Trình tự thực hiện, mỗi dòng một bước", PROCESS)
    nga.look()
    save(nga)

    part(nga, "Tờ khai")
    nga.press("Thêm dòng")
    nga.fill("Mã mục", "deputy")
    nga.fill("Nhãn", "Bạn đi thay người khác?")
    nga.pick("Kiểu", "Có hoặc không")
    nga.pick("Bắt buộc", "Có")
    live(nga, "Không có lỗi nào trong phần này.")
    nga.unfold("Thêm chi tiết")
    nga.look("80-to-khai")
    save(nga)


def papers_and_steps(nga: Person) -> None:
    """A cell that is half typed is told in the list alone; who works a step is chosen by name."""
    part(nga, "Thành phần hồ sơ")
    nga.press("Thêm dòng")
    nga.fill("Mã giấy tờ", "authority")
    nga.fill("Tên giấy tờ", "Văn bản ủy quyền")
    nga.fill("Bản chính", "một")
    live(nga, re.compile(r"Bản chính \(1\. Văn bản ủy quyền\)"))
    assert nga.page.locator("main").count() == 1
    nga.fill("Bản chính", "1")
    nga.fill("Chỉ nộp khi", "{field: deputi, is: true}")
    live(nga, re.compile("deputi"))
    nga.fill("Chỉ nộp khi", "deputy = có")
    live(nga, "Không có lỗi nào trong phần này.")
    nga.look("81-giay-to")
    save(nga)

    part(nga, "Các bước thực hiện")
    nga.look("82-cac-buoc-gap")
    nga.unfold("2. Thẩm định hồ sơ")
    nga.pick("Vai trò", "Công chức tư pháp - hộ tịch", of="2. Thẩm định hồ sơ")
    nga.look("82-cac-buoc")
    save(nga)


def scenarios(nga: Person) -> None:
    """A scenario that says otherwise than the procedure does is told at once."""
    part(nga, "Kịch bản")
    nga.fill("Văn bản", SCENARIO.format(must="không phải nộp"))
    live(nga, re.compile("authority|Văn bản ủy quyền"))
    nga.fill("Văn bản", SCENARIO.format(must="phải nộp"))
    live(nga, "Không có lỗi nào trong phần này.")
    nga.look("83-kich-ban")
    save(nga)


def try_it(nga: Person) -> None:
    """As a citizen: the question, then the paper that the answer asks for."""
    nga.follow("Xem trước tờ khai trên điện thoại")
    nga.look("84-xem-truoc")
    frame = nga.page.frame_locator("iframe")
    frame.get_by_role("button", name="Lưu và tiếp tục").click()
    frame.get_by_text("Có nội dung cần sửa").wait_for()
    frame.get_by_role("radio", name="Có", exact=True).check()
    frame.get_by_role("button", name="Lưu và tiếp tục").click()
    frame.get_by_text("Văn bản ủy quyền").wait_for()
    nga.answers.clear()
    nga.follow(re.compile("^Dự thảo"))


@SCREENS
def test_a_procedure_is_written_tried_and_published_by_a_second_person(enter, stage, code, screen):
    nga, son = enter("nga", **screen), enter("son", **screen)
    nga.open("/quan-tri/thu-tuc/")
    nga.heading("Soạn thủ tục")
    nga.look(f"85-soan-thu-tuc-{code}")
    nga.fill("Lập dự thảo theo mã thủ tục", code)
    nga.press("Lập dự thảo")
    nga.sees(re.compile(r"Còn \d+ lỗi, chưa công bố được"))
    nga.look(f"86-du-thao-moi-{code}")
    write(nga)
    papers_and_steps(nga)
    scenarios(nga)
    nga.sees("Không còn lỗi nào.")
    try_it(nga)
    nga.sees("Không còn lỗi nào.")
    nga.look(f"87-du-thao-{code}")

    nga.press("Trình người duyệt")
    nga.sees("Chưa thực hiện được")
    nga.look(status=422)
    nga.fill("Số quyết định", "2801/QĐ-UBND")
    nga.fill_day(16, 11, 2026, of="Ngày ký quyết định")
    nga.fill("Cơ quan ban hành", "Chủ tịch UBND tỉnh")
    nga.fill("Người ký", "Nguyễn Văn A")
    nga.press("Trình người duyệt")
    nga.sees("Bạn đã soạn dự thảo này; người khác phải duyệt.")
    nga.look()

    son.open("/quan-tri/thu-tuc/")
    son.follow(re.compile(code))
    son.look(f"88-duyet-{code}")
    son.press(re.compile("^Công bố"))
    son.sees("Đã công bố phiên bản mới.")
    son.look()
    assert stage.rows("SELECT state, approved_by FROM procedures_versiondraft WHERE code = %s", code) == [
        ("published", "son")
    ]
    son.open("/quan-tri/thu-tuc/cong-khai/")
    son.sees(re.compile(code))
    son.look(f"89-cong-khai-{code}")


@SCREENS
def test_the_second_to_save_a_part_is_told_and_keeps_what_was_typed(enter, code, screen):
    nga, son = enter("nga", **screen), enter("son", **screen)
    code = {"1.000419": "1.001193", "1.000080": "1.004873"}[code]
    nga.open("/quan-tri/thu-tuc/")
    nga.fill("Lập dự thảo theo mã thủ tục", code)
    nga.press("Lập dự thảo")
    nga.sees("Không còn lỗi nào.")
    son.open("/quan-tri/thu-tuc/")
    son.follow(re.compile(code))
    for one in (nga, son):
        part(one, "Thông tin chung và thời hạn")
    nga.fill("Tên ngắn", "Tên của Nga")
    save(nga)
    son.fill("Tên ngắn", "Tên của Sơn")
    son.page.get_by_role("button", name="Lưu", exact=True).last.click()
    son.sees(re.compile("đã sửa phần này"))
    son.sees(re.compile("Tên của Nga"))
    son.look(f"90-hai-nguoi-sua-{code}", status=409)
    save(son)
    son.follow("So với phiên bản đang áp dụng")
    son.sees(re.compile("Tên của Sơn"))
    son.look(f"91-so-sanh-{code}")
    son.follow(re.compile("^Dự thảo"))
    son.follow("Thử trên hồ sơ đã giải quyết")
    son.look(f"92-thu-{code}")
