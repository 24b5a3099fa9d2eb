"""The page of reports: chosen, read, taken away; for officers; in English too."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from motcua.measures.tests.test_marking import signed
from motcua.measures.tests.test_marks_page import reader, shown  # noqa: F401 - a fixture
from motcua.web.language import COOKIE
from tests.province import MONDAY, THANH_SEN, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

REPORTS = "/dieu-hanh/bao-cao/"
FILE = f"{REPORTS}tep/?loai=II.06&ky=2026-4"


@pytest.fixture
def quan(reader):  # noqa: F811
    return reader("quan")


def test_a_leader_chooses_and_reads_form_ii06_of_this_quarter(quan):
    signed(days=3)
    page = shown(quan, REPORTS)
    assert "Quý 4/2026 (15/09/2026–14/12/2026)" in page
    assert 'data-label="Số hồ sơ đã giải quyết: Quá hạn">1</td>' in page
    assert f'href="{REPORTS}tep/?loai=II.06&amp;ky=2026-4&amp;dang=docx"' in page
    assert 'href="/dieu-hanh/bao-cao/"' in shown(quan, "/dieu-hanh/")


def test_the_report_on_the_resolution_has_four_chapters_and_says_what_it_does_not_know(quan):
    signed(days=3)
    page = shown(quan, f"{REPORTS}?loai=nghi-quyet&ky=2026-4")
    for heading in ("I. TÌNH HÌNH", "II. KẾT QUẢ", "III. TỒN TẠI, HẠN CHẾ", "IV. KIẾN NGHỊ"):
        assert heading in page
    assert "Đã giải quyết 1 hồ sơ: trước hạn 0, đúng hạn 0, quá hạn 1." in page, "no period before: no rise"
    assert "Số liệu có từ ngày 16/11/2026, chưa đủ cả kỳ trước: không so với kỳ trước." in page
    assert "chưa có dữ liệu" in page
    assert "Trong 52 chỉ tiêu:" in page
    assert "Chấm điểm 1 cơ quan" in page, "the commune; its office and its one-stop are parts of it"


def test_a_period_that_is_known_in_part_is_compared_with_nothing(signed_in_at):
    signed(days=3)
    page = shown(signed_in_at(later(MONDAY, days=40))("quan"), f"{REPORTS}?loai=nghi-quyet&ky=2027-1")
    assert "Số liệu có từ ngày 16/11/2026, chưa đủ cả kỳ trước: không so với kỳ trước." in page
    assert "so với kỳ trước là" not in page


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_each_file_has_the_row_of_the_field(quan, form):
    signed(days=3)
    answer = quan.get(f"{FILE}&dang={form}")
    assert answer["Content-Disposition"] == f'attachment; filename="ii06-2026-4.{form}"'
    assert "Hộ tịch 1 0 1 0 1 0 0 1 0 0 0" in read(form, answer.content)


def read(form, content):
    match form:
        case "pdf":
            return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())
        case "docx":
            grid = Document(BytesIO(content)).tables[1]
            return " ".join(cell.text for row in grid.rows for cell in row.cells)
    lines = load_workbook(BytesIO(content)).active.values
    return " ".join(str(value) for line in lines for value in line if value is not None)


def test_a_period_without_cases_says_so(quan):
    signed()
    assert "Kỳ này chưa có dữ liệu." in shown(quan, f"{REPORTS}?ky=2026-1")
    assert "Kỳ này chưa có dữ liệu." in shown(quan, f"{REPORTS}?co-quan=so-tai-chinh")
    assert "Kỳ này chưa có dữ liệu." not in shown(quan, f"{REPORTS}?ky=2026&co-quan={THANH_SEN}&theo=co-quan")


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("?ky=hôm+qua", 422, "Kỳ báo cáo viết theo dạng 2026-4 (quý 4) hoặc 2026 (cả năm)."),
        ("?ky=2027-2", 422, "Kỳ báo cáo bắt đầu ngày 15/03/2027: chưa đến."),
        ("?loai=nghi-quyet&co-quan=gso-18073", 422, "bỏ cơ quan đã chọn"),
        ("?loai=II.07", 404, ""),
        ("?co-quan=khong-co", 404, ""),
        ("tep/?dang=odt", 404, ""),
        ("tep/?ky=x", 422, "2026-4 (quý 4)"),
    ],
)
def test_what_is_asked_wrong_is_refused(quan, asked, status, said):
    answer = quan.get(f"{REPORTS}{asked}")
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_who_is_no_officer_is_not_led_in(reader):  # noqa: F811
    for address in (REPORTS, FILE):
        assert reader("hoa").get(address).status_code == 404


def test_in_english_the_page_is_english_and_the_report_is_marked_as_vietnamese(quan):
    signed()
    quan.cookies[COOKIE] = "en"
    page = shown(quan, REPORTS)
    assert '<h1 class="govuk-heading-l">Reports</h1>' in page
    assert "Quarter 4/2026 (15/09/2026–14/12/2026)" in page
    assert '<article lang="vi">' in page
    assert ">1</td>" in page
