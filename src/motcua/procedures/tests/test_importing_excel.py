"""The table of officials in Excel, with the faults that such tables have."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import yaml
from openpyxl import Workbook

from motcua.kernel.refusals import Invalid
from motcua.procedures import importing


def _book() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Bước"
    sheet["A1"] = "Quy trình nội bộ"
    rows = [
        ("TT", "Nội dung công việc", "Đơn vị/người thực hiện", "Thời gian", "Biểu mẫu/Kết quả"),
        ("1", "Tiếp nhận\nhồ sơ", "Cán bộ tiếp nhận", "04 giờ", "Giấy hẹn"),
        (None, None, None, None, None),
        ("2", "Thẩm định", "Chuyên viên", "0,5 ngày", "Tờ trình"),
        ("3", "Xem xét", "Lãnh đạo phòng", date(2026, 2, 1), None),
        ("4", "Ký", "Lãnh đạo Sở", "nhanh", None),
        ("5", "Trả kết quả", "Trung tâm", None, None),
        (None, "Tổng thời gian", None, "3 ngày", None),
    ]
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    sheet.merge_cells("D9:D10")
    sheet.row_dimensions[8].hidden = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_table_with_its_faults_becomes_steps_and_each_fault_names_its_cell():
    found = importing.read("bang.xlsx", _book())
    steps = yaml.safe_load(found.drafts[0].text)["steps"]
    assert [one["title"] for one in steps] == ["Tiếp nhận hồ sơ", "Thẩm định", "Xem xét", "Ký", "Trả kết quả"]
    assert [one.get("within") for one in steps] == ["4 wh", "4 wh", "4 wh", "4 wh", None]
    assert [one["role"] for one in steps] == ["one-stop", "specialist", "division-head", "leader", "one-stop"]
    told = "\n".join(one.message for one in found.doubts)
    for cell in (
        "Bước!D8",
        "Bước!D9: ô gộp",
        "Bước!D10: ô gộp",
        "Bước!8:8",
        "dòng 8, 9, 10 chưa ghi biểu mẫu",
    ):
        assert cell in told
    assert not any(cell in told for cell in ("Bước!D5", "Bước!D7"))


def test_what_does_not_become_a_step_and_what_is_guessed_is_told():
    book = Workbook()
    sheet = book.active
    sheet.title = "Bước"
    for row in [
        ("TT", "Nội dung công việc", "Người thực hiện", "Thời gian"),
        ("1", "Tiếp nhận", "Một cửa", "1 ngày làm việc"),
        ("2", "Thẩm định", "Chuyên viên phòng", "1 ngày làm việc"),
        ("3", "Đo đạc", "Tổ đo đạc", "5 ngày làm việc"),
        ("4", "Tổng hợp hồ sơ", "Văn thư", "1 ngày làm việc"),
        ("Tổng", None, None, "7 ngày"),
        (None, None, "Ghi chú: có thể kéo dài", None),
    ]:
        sheet.append(row)
    book.create_sheet("Ghi chú")["A1"] = "Lưu ý chung"
    out = BytesIO()
    book.save(out)
    found = importing.read("bang.xlsx", out.getvalue())
    steps = yaml.safe_load(found.drafts[0].text)["steps"]
    assert [one["title"] for one in steps] == ["Tiếp nhận", "Thẩm định", "Đo đạc", "Tổng hợp hồ sơ"]
    told = [one.message for one in found.doubts]
    for words in (
        "Bước!6:6: “Tổng 7 ngày” hiểu là dòng tổng",
        "Bước!7:7: “Ghi chú: có thể kéo dài” không có nội dung",
        "Bước!4:4: “Tổ đo đạc” không rõ là vai trò nào, đoán là “specialist”",
        "Trang “Ghi chú” không có bảng đúng dạng",
    ):
        assert any(words in one for one in told), words
    assert sum("không rõ là vai trò" in one for one in told) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(Invalid):
        importing.read("bang.xlsx", content)


@pytest.mark.parametrize("words", ["7 tuần trăng", "-5 ngày", "5-7 ngày", "chưa đến 3 giờ"])
def test_a_time_that_is_not_understood_whole_is_not_guessed(words):
    told, within = _timed(words)
    assert within == "4 wh"
    assert f"“{words}” không đọc trọn được" in told


@pytest.mark.parametrize(
    ("words", "within"),
    [("Không quá 05 (năm) ngày làm việc.", "5 wd"), ("2 giờ làm việc kể từ khi nhận hồ sơ", "2 wh"),
     ("Giải quyết ngay trong ngày", "1 wd")],
)  # fmt: skip
def test_words_around_a_time_that_change_nothing_are_understood(words, within):
    assert _timed(words) == ("", within)


def _timed(words: str) -> tuple[str, str]:
    """What is doubtful about the time of a step, and the time."""
    book = Workbook()
    sheet = book.active
    sheet.append(("TT", "Nội dung công việc", "Người thực hiện", "Thời gian"))
    sheet.append(("1", "Tiếp nhận", "Một cửa", words))
    out = BytesIO()
    book.save(out)
    found = importing.read("bang.xlsx", out.getvalue())
    told = "".join(one.message for one in found.doubts if "!D2" in one.message)
    return told, yaml.safe_load(found.drafts[0].text)["steps"][0]["within"]
