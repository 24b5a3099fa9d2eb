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
    FormSet,
    Letterhead,
    PaperLine,
    ResultSheet,
    Signer,
    Slip01,
    Slip02,
    Slip03,
    Slip04,
    day_in_words,
    moment_in_words,
    qr_code,
    typeset,
)
from motcua.documents.slips.typeset import FONTS, _printable
from motcua.kernel.calendar import LOCAL

FACES = ("LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic")
BARE = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = [unicodedata.normalize("NFC", bare + tone) for bare in BARE + BARE.upper() for tone in TONES]
POINTS_PER_MM = 72 / 25.4


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


HOA = Applicant(
    name="Nguyễn Thị Hoa",
    address="Số 12, đường Phan Đình Phùng, phường Thành Sen, tỉnh Hà Tĩnh",
    phone="0912 345 678",
    email="hoa@example.vn",
)
HEAD = {
    "agency_parent": "Ủy ban nhân dân phường Thành Sen",
    "agency_name": "Trung tâm Phục vụ hành chính công",
    "number": "H27.60-20261123-0000017",
    "place": "Thành Sen",
    "at": at(11, 23, 9, 5),
    "case_code": "H27.60-20261123-0000017",
    "tracking_url": "https://motcua.example.vn/tra-cuu/?ma=H27.60-20261123-0000017",
}
CASE = HEAD | {"form_set": FormSet.ND61, "applicant": HOA, "procedure_title": "Thủ tục đăng ký khai sinh"}
RECEIPT = Slip01(
    **CASE,
    suffix="TNHS",
    papers=(PaperLine("Tờ khai đăng ký khai sinh", "điện tử"), PaperLine("Giấy chứng sinh", "bản chính", 2)),
    sets=1,
    limit_in_words="01 ngày làm việc",
    received_at=at(11, 23, 9, 5),
    due_at=at(11, 24, 17, 30),
    return_place="Bưu điện, tận nhà",
    book="01",
    ordinal="0017",
    officer_name="Trần Văn Minh",
)
SUPPLEMENT = Slip02(
    **CASE,
    suffix="HDHS",
    items=("Bản vẽ mặt bằng móng.", "Trang 3 của Giấy chứng nhận."),
    reasons=("Hồ sơ thiếu giấy tờ theo Nghị định số 175/2024/NĐ-CP.",),
    guidance="Nộp bổ sung trên Cổng Dịch vụ công.",
    consequence="Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.",
    contact="ông Trần Văn Minh, số điện thoại 0239 3855 555",
    supplement_by=at(12, 7, 17, 30),
    officer_name="Trần Văn Minh",
)
REFUSAL = Slip03(
    **CASE,
    suffix="HDHS",
    reasons=("Ngành nghề không được phép tại địa điểm này.", "Tên trùng với hộ kinh doanh khác."),
    legal_basis=("Khoản 3 Điều 17 Nghị định số 61/2018/NĐ-CP.",),
    officer_name="Trần Văn Minh",
)
APOLOGY = Slip04(
    **CASE | {"agency_name": "Sở Xây dựng", "number": "128"},
    suffix="PXL",
    apologising="Sở Xây dựng",
    received_at=at(11, 2, 14, 20),
    original_due=at(11, 27, 17, 30),
    new_due=at(12, 4, 11, 0),
    reason="chưa nhận được ý kiến về phòng cháy và chữa cháy.",
    signer=Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Anh Quân"),
    recipients=("Như trên;", "Lưu: VT, QLXD."),
)
LICENCE = ResultSheet(
    **HEAD,
    suffix="GPXD",
    title_lines=("Giấy phép xây dựng",),
    subtitle="(Nhà ở riêng lẻ)",
    opening=("Căn cứ Luật Xây dựng;",),
    groups=(FactGroup("1. Chủ đầu tư", (Fact("Họ và tên", "Nguyễn Thị Hoa"), Fact("Diện tích", "85,5 m²"))),),
    closing=("Giấy phép có hiệu lực khởi công trong 12 tháng.",),
    signer=Signer(("GIÁM ĐỐC",), "Lê Anh Quân"),
    result_code="KQ.H27.09.000052",
)
SHEETS = (RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, LICENCE)

each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: type(sheet).__name__)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
PERSON = """
    Nguyễn Thị Hoa Địa chỉ: Số 12, đường Phan Đình Phùng, phường Thành Sen, tỉnh Hà Tĩnh
    Số điện thoại: 0912 345 678 Email: hoa@example.vn Nội dung yêu cầu giải quyết: Thủ tục đăng ký khai sinh
"""
WORDING = {
    Slip01: (
        PERSON,
        "ỦY BAN NHÂN DÂN PHƯỜNG THÀNH SEN TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "Số: H27.60-20261123-0000017/TNHS Thành Sen, ngày 23 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công, Ủy ban nhân dân phường",
        "Mã hồ sơ: H27.60-20261123-0000017",
        """1. Thành phần hồ sơ nộp gồm: TT Tên giấy tờ Hình thức Số lượng
        1 Tờ khai đăng ký khai sinh điện tử 01 2 Giấy chứng sinh bản chính 02
        2. Số lượng hồ sơ: 01 (bộ)
        3. Thời gian giải quyết hồ sơ theo quy định là: 01 ngày làm việc
        4. Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 23 tháng 11 năm 2026
        5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 24 tháng 11 năm 2026
        6. Đăng ký nhận kết quả tại: Bưu điện, tận nhà
        Vào Sổ theo dõi hồ sơ, Quyển số: 01, Số thứ tự: 0017
        NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Hoa
        NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Trần Văn Minh""",
    ),
    Slip02: (
        PERSON,
        "Số: H27.60-20261123-0000017/HDHS",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        """Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:
        1. Bản vẽ mặt bằng móng. 2. Trang 3 của Giấy chứng nhận.
        Lý do: Hồ sơ thiếu giấy tờ theo Nghị định số 175/2024/NĐ-CP.
        Hướng dẫn: Nộp bổ sung trên Cổng Dịch vụ công.
        Thời hạn bổ sung, hoàn thiện hồ sơ: trước 17 giờ 30 phút, ngày 07 tháng 12 năm 2026
        Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.""",
        "Ông/Bà liên hệ với ông Trần Văn Minh, số điện thoại 0239 3855 555 để được hướng dẫn./.",
        "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên) Trần Văn Minh",
    ),
    Slip03: (
        PERSON,
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        """không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:
        1. Ngành nghề không được phép tại địa điểm này. 2. Tên trùng với hộ kinh doanh khác.
        Căn cứ: Khoản 3 Điều 17 Nghị định số 61/2018/NĐ-CP.""",
    ),
    Slip04: (
        "Số: 128/PXL",
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Kính gửi: Nguyễn Thị Hoa (Địa chỉ: Số 12, đường Phan Đình Phùng",
        "Vào 14 giờ 20 phút, ngày 02 tháng 11 năm 2026, Sở Xây dựng tiếp nhận hồ sơ",
        "mã hồ sơ: H27.60-20261123-0000017",
        "Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026",
        "Lý do: chưa nhận được ý kiến về phòng cháy và chữa cháy.",
        "Sở Xây dựng xin lỗi Ông/Bà/Tổ chức vì sự chậm trễ này",
        "Thời gian hẹn lại: 11 giờ 00 phút, ngày 04 tháng 12 năm 2026",
        "Nơi nhận: - Như trên; - Lưu: VT, QLXD. KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Anh Quân",
    ),
    ResultSheet: (
        "Số: H27.60-20261123-0000017/GPXD",
        """GIẤY PHÉP XÂY DỰNG (Nhà ở riêng lẻ) KQ.H27.09.000052 Căn cứ Luật Xây dựng;
        1. Chủ đầu tư Họ và tên: Nguyễn Thị Hoa Diện tích: 85,5 m²
        Giấy phép có hiệu lực khởi công trong 12 tháng. GIÁM ĐỐC Lê Anh Quân
        Mã kết quả: KQ.H27.09.000052""",
    ),
}


def printed(sheet: Letterhead) -> str:
    pages = PdfReader(BytesIO(typeset(sheet))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@each_sheet
def test_each_sheet_carries_every_field_of_its_form(sheet: Letterhead) -> None:
    text = printed(sheet)

    expected = [" ".join(phrase.split()) for phrase in (NATION, *WORDING[type(sheet)])]
    assert [phrase for phrase in expected if phrase not in text] == []


@pytest.mark.parametrize(
    ("form_set", "source", "title"),
    [
        ("ND61", "Mẫu số 04 – Thông tư số 01/2018/TT-VPCP", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
        ("ND118", "Mẫu số 04 – Thông tư số 03/2025/TT-VPCP", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN"),
    ],
)
def test_the_form_set_of_reception_chooses_the_wording(form_set: str, source: str, title: str) -> None:
    text = printed(replace(APOLOGY, form_set=FormSet(form_set)))

    assert source in text
    assert title in text


def test_what_is_not_known_leaves_no_empty_label() -> None:
    text = printed(replace(RECEIPT, applicant=Applicant(name="Nguyễn Thị Hoa"), agency_parent="", suffix=""))

    assert "Email" not in text
    assert "Địa chỉ" not in text
    assert "H27.60-20261123-0000017/" not in text
    assert "liên hệ với" not in printed(REFUSAL)


@each_sheet
def test_a_slip_is_one_page_of_a5_and_a_result_of_a4(sheet: Letterhead) -> None:
    (page,) = PdfReader(BytesIO(typeset(sheet))).pages
    size = float(page.mediabox.width), float(page.mediabox.height)

    millimetres = (210, 297) if sheet is LICENCE else (148, 210)
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
