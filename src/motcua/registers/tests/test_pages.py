"""The pages of registers: a row by the form and rows by Excel, with their document, to the approval."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from motcua.registers import acts, reads
from motcua.web import filled_sheets
from tests.province import MONDAY, later, who

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PROOF = {
    "document": "QĐ 500/QĐ-BNV", "document_date.day": "10", "document_date.month": "11",
    "document_date.year": "2026",
}  # fmt: skip
HEAD = ["Năm", "Điểm chung", "Thứ hạng", "Cải cách thủ tục hành chính"]


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def book_of(rows, *, head=HEAD, merge: str = "", again=None) -> BytesIO:
    """A workbook with a table, and with another of the same heads where ``again`` has its rows."""
    book = Workbook()
    sheet = book.active
    for row in (head, *rows):
        sheet.append(row)
    if again is not None:
        second = book.create_sheet("Cũ")
        for row in (head, *again):
            second.append(row)
    if merge:
        sheet.merge_cells(merge)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "par.xlsx"
    return file


def test_a_row_goes_from_the_form_to_the_register(page, keepers, pdf):
    mine, theirs = page(keepers.enters), page(keepers.approves)
    sent = PROOF | {"year": "2025", "score": "90,5", "rank": "9", "document_file": pdf()}
    answer = mine.post("/dieu-hanh/so/par-index/nhap/", sent)
    assert answer.status_code == 302, text_of(answer)
    batch = answer["Location"]
    assert "90,5" in text_of(mine.get(batch))
    assert theirs.get(batch).status_code == 404, "a draft is its author's"
    assert mine.post(batch, {"do": "submit"}).status_code == 302
    assert "Trả lại" in text_of(theirs.get(batch))
    assert "Trả lại" not in text_of(mine.get(batch))
    assert theirs.get(f"{batch}van-ban/").status_code == 200
    assert theirs.post(batch, {"do": "approve"}).status_code == 302
    assert "QĐ 500/QĐ-BNV" in text_of(page(who("quan")).get("/dieu-hanh/so/par-index/"))


def test_without_a_document_nothing_is_entered(page, keepers):
    answer = page(keepers.enters).post("/dieu-hanh/so/par-index/nhap/", {"year": "2025", "rank": "9"})
    assert answer.status_code == 422
    page_text = text_of(answer)
    assert "Chọn tệp văn bản chứng minh số liệu." in page_text
    assert 'href="#field-document_date"' in page_text
    assert 'value="2025"' in page_text, "what was typed stays"


def test_who_does_not_enter_sees_no_form(page, keepers):
    assert page(keepers.approves).get("/dieu-hanh/so/par-index/nhap/").status_code == 404
    assert page(keepers.other).get("/dieu-hanh/so/par-index/").status_code == 200
    assert page(who("hoa")).get("/dieu-hanh/so/par-index/").status_code == 404


def test_a_sheet_is_entered_whole_and_shows_what_it_replaces(page, keepers, pdf):
    mine = page(keepers.enters)
    sheet = book_of([[2024, 89.72, 14, 12.5], [2025, 90.5, 9, 12.75]], again=[])
    answer = mine.post("/dieu-hanh/so/par-index/excel/", PROOF | {"sheet": sheet, "document_file": pdf()})
    assert answer.status_code == 302, text_of(answer)
    shown = text_of(mine.get(answer["Location"]))
    assert "<strong>14</strong></ins>" in shown
    assert "<del>15</del>" in shown


def test_a_row_that_says_what_stands_keeps_its_own_proof(page, par, keepers, pdf):
    """The sheet that was taken comes back with one row more: only that one is new."""
    taken = load_workbook(BytesIO(page(keepers.other).get("/dieu-hanh/so/par-index/tai-ve/").content))
    before = len(reads.in_force(["par-index"])["par-index"])
    unchanged = BytesIO()
    taken.save(unchanged)
    sent = PROOF | {"sheet": SimpleUploadedFile("par.xlsx", unchanged.getvalue()), "document_file": pdf()}
    answer = page(keepers.enters).post("/dieu-hanh/so/par-index/excel/", sent)
    assert answer.status_code == 422
    assert "không có gì để nhập" in text_of(answer)
    head = [cell.value for cell in taken.active[1]]
    taken.active.append([{"Năm": 2025, "Điểm chung": 90.5, "Thứ hạng": 9}.get(name) for name in head])
    more = BytesIO()
    taken.save(more)
    sent = PROOF | {"sheet": SimpleUploadedFile("par.xlsx", more.getvalue()), "document_file": pdf()}
    answer = page(keepers.enters).post("/dieu-hanh/so/par-index/excel/", sent)
    assert answer.status_code == 302, text_of(answer)
    (batch,) = reads.batches("par-index", of=keepers.enters)
    assert (before > 5, batch.entries.count()) == (True, 1)


@pytest.mark.parametrize(
    ("rows", "merge", "said"),
    [
        ([[2025, "chín mươi", 9, 12]], "", "Dòng 2: Cột “Điểm chung”: “chín mươi” không phải số"),
        ([[2025, "90,5", 9, 12]], "", "Dòng 2: Cột “Điểm chung”: “90,5” không phải số"),
        ([[2024, 90, 9, 12], [2025, 90.5, 9, 50]], "", "Dòng 3: Cải cách thủ tục hành chính không được quá 13."),
        ([[2031, 90, 9, 12]], "", "Dòng 2: Năm 2031 không nhập được: sổ này có từ năm 2012 đến năm 2026."),
        ([[1999, 90, 9, 12]], "", "Dòng 2: Năm 1999 không nhập được: sổ này có từ năm 2012 đến năm 2026."),
        ([[2024, 90, 9, 12], [2025, 90, 9, 12]], "B2:B3", "Dòng 2: Ô B2:B3 là ô gộp"),
        ([[2025, 90, 9, 12], [2025, 91, 8, 12]], "", "Dòng 3: Trùng khóa 2025 với dòng 2."),
        ([[None, 90, 9, 12]], "", "Dòng 2: Nhập năm."),
        ([[True, 90, 9, 12]], "", "Dòng 2: Cột “Năm”: “True” không phải số"),
        ([[2025, "=80+10", 9, 12]], "", "Dòng 2: Ô B2 là công thức chưa có kết quả"),
        ([[2025, 90, "#DIV/0!", 12]], "", "Dòng 2: Cột “Thứ hạng”, ô C2: “#DIV/0!” là lỗi của Excel"),
        ([], "", "không có dòng số liệu nào"),
    ],
    ids=[
        "words", "a number as text", "50 on a scale of 13", "a year to come", "a year before", "merged", "twice",
        "no year", "yes or no", "a formula nobody has counted", "an error of Excel", "empty",
    ],
)  # fmt: skip
def test_a_bad_sheet_is_refused_whole_with_row_and_reason(page, keepers, pdf, rows, merge, said):
    sent = PROOF | {"sheet": book_of(rows, merge=merge), "document_file": pdf()}
    answer = page(keepers.enters).post("/dieu-hanh/so/par-index/excel/", sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert reads.batches("par-index", of=keepers.enters) == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: book_of([[1]], head=["Tháng"]), "Cần dòng tiêu đề có các cột “Năm”"),
        (lambda: book_of([[2025, 1]], head=["Năm", "Ghi chú"]), "Cột “Ghi chú” không có trong mẫu"),
        (
            lambda: book_of([[2025, 3, 9, 12, 99]], head=[*HEAD, "Điểm chung"]),
            "Dòng 1: Ô B1: cột “Điểm chung” có nhiều lần; chỉ để một cột.",
        ),
        (
            lambda: book_of([[2025, 90, 9, 12]], again=[[2024, 91, 8, 12]]),
            "Trang tính “Cũ”: cũng có bảng này",
        ),
    ],
    ids=["another table", "a strange column", "a column twice", "two sheets"],
)
def test_a_sheet_of_something_else_is_refused(page, keepers, pdf, file, said):
    answer = page(keepers.enters).post(
        "/dieu-hanh/so/par-index/excel/", PROOF | {"sheet": file(), "document_file": pdf()}
    )
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_pdf_is_no_sheet(page, keepers, pdf):
    sent = PROOF | {"sheet": pdf("par.xlsx"), "document_file": pdf()}
    answer = page(keepers.enters).post("/dieu-hanh/so/par-index/excel/", sent)
    assert answer.status_code == 422
    assert "chỉ nhận Excel" in text_of(answer)


def test_the_sheet_that_was_taken_can_be_brought_back(page, par, keepers):
    taken = page(keepers.other).get("/dieu-hanh/so/par-index/tai-ve/").content
    assert load_workbook(BytesIO(taken)).active.max_row > 5
    rows = filled_sheets.read(par, BytesIO(taken), today=MONDAY.date())
    assert rows == [row.values for row in reads.in_force(["par-index"])["par-index"]]


def test_the_list_says_what_waits(page, par, keepers, proof):
    batch = acts.draft(par, [{"year": 2025, "rank": 9}], proof, by=keepers.enters, at=MONDAY)
    acts.submit(batch, by=keepers.enters, at=later(hours=1))
    assert "1 đợt chờ duyệt" in text_of(page(keepers.approves).get("/dieu-hanh/so/"))
