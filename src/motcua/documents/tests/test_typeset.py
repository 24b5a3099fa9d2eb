"""The slips and results that citizens hold: every field of its form, in every letter, in the same bytes."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from motcua.documents.slips import (
    Applicant,
    Fact,
    FactGroup,
    FactTable,
    FormSet,
    Letterhead,
    PaperLine,
    day_in_words,
    moment_in_words,
    qr_code,
    typeset,
)
from motcua.documents.slips.typeset import FONTS, _printable
from motcua.documents.tests.sheets import (
    APOLOGY,
    LICENCE,
    NATION,
    RECEIPT,
    REFUSAL,
    REGISTER,
    SHEETS,
    WORDING,
    at,
)

FACES = ("LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic")
BARE = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = [unicodedata.normalize("NFC", bare + tone) for bare in BARE + BARE.upper() for tone in TONES]
POINTS_PER_MM = 72 / 25.4


each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: type(sheet).__name__)


def printed(sheet: Letterhead) -> str:
    pages = PdfReader(BytesIO(typeset(sheet))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@each_sheet
def test_each_sheet_carries_every_field_of_its_form(sheet: Letterhead) -> None:
    text = printed(sheet)

    expected = [" ".join(phrase.split()) for phrase in (NATION, *WORDING[type(sheet)])]
    assert [phrase for phrase in expected if phrase not in text] == []


@pytest.mark.parametrize(
    ("form_set", "circular", "title"),
    [
        ("ND61", "01/2018/TT-VPCP", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
        ("ND118", "03/2025/TT-VPCP", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN"),
    ],
)
def test_the_form_set_of_reception_chooses_the_wording(form_set: str, circular: str, title: str) -> None:
    text = printed(replace(APOLOGY, form_set=FormSet(form_set), form_number="04", circular=circular))

    assert f"Mẫu số 04 – Thông tư số {circular}" in text
    assert title in text


def test_what_is_not_known_leaves_no_empty_label() -> None:
    text = printed(replace(RECEIPT, applicant=Applicant(name="Nguyễn Thị Hoa"), agency_parent="", suffix=""))

    assert "Email" not in text
    assert "Địa chỉ" not in text
    assert "H27.60-20261123-0000017/" not in text
    assert "liên hệ với" not in printed(REFUSAL)


@each_sheet
def test_a_slip_is_one_page_of_a5_a_result_of_a4_a_register_lies_across(sheet: Letterhead) -> None:
    (page,) = PdfReader(BytesIO(typeset(sheet))).pages
    size = float(page.mediabox.width), float(page.mediabox.height)

    millimetres = {LICENCE: (210, 297), REGISTER: (297, 210)}.get(sheet, (148, 210))
    assert size == pytest.approx([length * POINTS_PER_MM for length in millimetres], abs=0.1)


@each_sheet
def test_only_the_vendored_font_is_embedded(sheet: Letterhead) -> None:
    fonts = [
        font.get_object()["/BaseFont"].split("+")[1]
        for page in PdfReader(BytesIO(typeset(sheet))).pages
        for font in page["/Resources"]["/Font"].values()
    ]

    assert {"LiberationSerif"} <= set(fonts) <= set(FACES)


@each_sheet
def test_the_file_is_an_archive_copy_that_screen_readers_can_read(sheet: Letterhead) -> None:
    root = PdfReader(BytesIO(typeset(sheet))).trailer["/Root"]
    about = root["/Metadata"].get_object().get_data().decode()

    assert re.search(r"pdfaid:part\W+2\b.*pdfaid:conformance\W+B\b", about, re.DOTALL)
    assert "pdfuaid:part" in about
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("vi-VN", True)


def test_equal_slips_are_equal_bytes_in_every_thread() -> None:
    slips = [replace(RECEIPT, ordinal=f"{number:04}") for number in range(6)]
    alone = [typeset(slip) for slip in slips]

    with ThreadPoolExecutor(max_workers=4) as pool:
        together = list(pool.map(typeset, slips * 3))

    assert together == alone * 3


def test_the_pdf_is_dated_by_the_slip_not_by_the_machine() -> None:
    about = PdfReader(BytesIO(typeset(RECEIPT))).metadata

    assert (about.creation_date, about.modification_date) == (RECEIPT.at, RECEIPT.at)


def test_an_act_falls_between_two_seconds_and_its_slip_is_typeset_all_the_same() -> None:
    within = replace(RECEIPT, at=RECEIPT.at.replace(microsecond=41_881))
    assert typeset(within) == typeset(RECEIPT)


@pytest.mark.parametrize("sheet", [RECEIPT, LICENCE], ids=lambda sheet: type(sheet).__name__)
def test_the_qr_code_on_the_paper_is_the_tracking_address(sheet: Letterhead) -> None:
    pdf = typeset(sheet)
    (link,) = PdfReader(BytesIO(pdf)).pages[0]["/Annots"]
    left, bottom, right, top = (float(edge) for edge in link.get_object()["/Rect"])
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=8, grayscale=True).to_pil()
    modules = [list(row) for row in qr_code(sheet.tracking_url).matrix_iter(border=4)]
    module = (right - left) / len(modules)

    def is_dark(row: int, column: int) -> bool:
        x, y = left + (column + 0.5) * module, page.get_height() - top + (row + 0.5) * module
        return bool(picture.getpixel((int(x * 8), int(y * 8))) < 128)

    drawn = [[is_dark(row, column) for column in range(len(modules))] for row in range(len(modules))]
    assert drawn == [[bool(dark) for dark in row] for row in modules]
    assert link.get_object()["/A"]["/URI"] == sheet.tracking_url
    assert (top - bottom) == pytest.approx(right - left, abs=0.5)


def test_a_long_list_of_papers_runs_on_under_its_own_head() -> None:
    titles = [f"Bản sao giấy tờ chứng minh thứ {number}" for number in range(1, 61)]
    pdf = typeset(replace(RECEIPT, papers=tuple(PaperLine(title, "bản sao") for title in titles)))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]

    tables = [page for page in pages if "giấy tờ chứng minh" in page]
    assert len(tables) >= 2
    assert all("TT Tên giấy tờ Hình thức Số lượng" in page for page in tables)
    assert "Trang 1/" not in pages[0]
    assert f"{RECEIPT.case_code} Trang 2/{len(pages)}" in pages[1]
    assert [title for title in titles if title + " bản sao" not in " ".join(pages)] == []


def test_signatures_never_stand_alone_on_a_page() -> None:
    for count in range(1, 16):
        papers = tuple(PaperLine(f"Giấy tờ số {number}", "bản sao") for number in range(count))
        pages = PdfReader(BytesIO(typeset(replace(RECEIPT, papers=papers)))).pages
        assert "Đăng ký nhận kết quả tại" in pages[-1].extract_text()


@pytest.mark.parametrize("closing", [(), ("Giấy phép có hiệu lực khởi công trong 12 tháng.",)])
def test_the_signature_of_a_result_keeps_the_last_words_with_it(closing: tuple[str, ...]) -> None:
    for count in range(20, 45, 3):
        facts = tuple(Fact(f"Mục {number}", "đã ghi") for number in range(count))
        sheet = replace(LICENCE, groups=(FactGroup("", facts),), closing=closing)
        last = PdfReader(BytesIO(typeset(sheet))).pages[-1].extract_text()
        assert (closing[0] if closing else f"Mục {count - 1}") in last


def test_a_result_has_tables_facts_side_by_side_and_room_to_write_in() -> None:
    table = FactTable("Thành viên", ("Họ và tên", "Số"), (("Trần Văn Nam", "0421"), ("Lê Thị Mai", "")))
    facts = (Fact("Giới tính", "Nữ"), Fact("Dân tộc", "Kinh", beside=True), Fact("Mã số", ""))
    text = printed(replace(LICENCE, groups=(FactGroup("", facts), table)))

    assert "Giới tính: Nữ Dân tộc: Kinh" in text
    assert re.search(r"Mã số: (\. ?){20,}", text)
    assert "Thành viên TT Họ và tên Số 01 Trần Văn Nam 0421 02 Lê Thị Mai" in text


def test_a_draft_is_marked_and_carries_neither_number_nor_code() -> None:
    text = printed(replace(LICENCE, draft=True, number="", result_code=""))

    assert text.count("DỰ THẢO") == 2
    assert "Số: /GPXD" in text
    assert "Dự thảo, chưa có giá trị pháp lý" in text
    assert "Mã kết quả" not in text
    assert "DỰ THẢO" not in printed(LICENCE)


@pytest.mark.parametrize(
    "name",
    [
        "#panic() ] } ) [ { ( \" '",
        '#import "@preview/x:1.0.0": *',
        '#read("/etc/passwd")',
        "$ x^2 $ *đậm* _nghiêng_ `mã` <nhãn> @tham \\u{41} \\ // chú thích /* mở",
        "= Đề mục - gạch + số / từ: nghĩa",
        "~ -- --- ... #[ #{ #(",
    ],
)
def test_markup_in_a_name_is_only_letters(name: str) -> None:
    assert f"Tiếp nhận hồ sơ của: {name}" in printed(replace(RECEIPT, applicant=Applicant(name=name)))


def test_letters_that_the_font_lacks_become_an_empty_box() -> None:
    text = printed(replace(RECEIPT, applicant=Applicant(name="Hoa 😀 汉 \ud800 \x00\u202eôB\u200d")))

    assert "Tiếp nhận hồ sơ của: Hoa □ □ □ ôB" in text


def test_decomposed_vietnamese_is_composed_and_piled_marks_are_cut() -> None:
    assert _printable(unicodedata.normalize("NFD", "Nguyễn Thị Hường")) == "Nguyễn Thị Hường"
    assert _printable("q" + "\u0303" * 50) == "q" + "\u0303" * 2
    assert _printable(" hai\n\tdòng\u2028một ") == "hai dòng một"


@pytest.mark.parametrize("name", ["N" * 300, "Nguyễn " * 43, "hoa@" + "x" * 300 + ".vn"])
def test_a_name_of_300_letters_stays_within_the_margins(name: str) -> None:
    applicant = Applicant(name=name, address=name, email=name)
    slip = replace(
        RECEIPT, applicant=applicant, papers=(PaperLine(name, name),), agency_name=name, place=name
    )

    for page in pypdfium2.PdfDocument(typeset(slip)):
        picture = page.render(scale=2, grayscale=True).to_pil()
        margin = picture.crop((int(picture.width - 8 * POINTS_PER_MM * 2), 0, picture.width, picture.height))
        assert margin.getextrema() == (255, 255)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_can_stop_a_slip(name: str, reason: str) -> None:
    pdf = typeset(replace(APOLOGY, applicant=Applicant(name=name, address=reason), reason=reason, place=name))

    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(11, 23, 9, 5), "09 giờ 05 phút, ngày 23 tháng 11 năm 2026"),
        (at(2, 1, 0, 0), "00 giờ 00 phút, ngày 01 tháng 02 năm 2026"),
        (at(3, 9, 17, 30), "17 giờ 30 phút, ngày 09 tháng 3 năm 2026"),
        (datetime(2026, 12, 31, 17, 1, tzinfo=UTC), "00 giờ 01 phút, ngày 01 tháng 01 năm 2027"),
    ],
)
def test_instants_are_written_as_documents_write_them(moment: datetime, words: str) -> None:
    assert moment_in_words(moment) == words
    assert words.endswith(day_in_words(moment))


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="naive"):
        typeset(replace(RECEIPT, due_at=datetime(2026, 11, 24, 17, 30)))  # noqa: DTZ001


def test_the_font_draws_every_vietnamese_letter_in_all_four_styles() -> None:
    letters = "".join(VIETNAMESE) + "đĐ₫№–—“”‘’…"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    head = '#set document(title: "x")\n#set text(font: "Liberation Serif", fallback: false)'
    source = "\n\n".join((head, letters, f"*{letters}*", f"_{letters}_", f"*_{letters}_*"))

    assert len(VIETNAMESE) == 2 * 72
    assert all(len(letter) == 1 for letter in VIETNAMESE)
    assert fonts.families() == ["Liberation Serif"]
    # PDF/A refuses a letter without a glyph, so a compiled page is the proof.
    assert typst.Compiler(font_paths=fonts).compile(input=source.encode(), pdf_standards="a-2b")


def test_every_letter_that_is_let_through_has_a_glyph_upright_bold_and_italic() -> None:
    every = (chr(code) for code in range(0x21, 0x3000) if not chr(code).isspace())
    letters = "".join(letter for letter in every if _printable(letter) == letter)
    name = " ".join(letters[start : start + 20] for start in range(0, len(letters), 20))

    assert len(letters) > 1000
    assert typeset(replace(APOLOGY, reason=name, applicant=Applicant(name=name), place=name))
