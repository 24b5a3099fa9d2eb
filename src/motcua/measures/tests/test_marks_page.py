"""The page of marks: agencies for every officer; a person's marks only for that person, the head and control."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from motcua.measures.tests.test_marking import signed
from tests.province import MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

MARKS = "/dieu-hanh/cham-diem/"
COMMUNE = f"{MARKS}gso-18073/"


@pytest.fixture
def reader(signed_in_at):
    return signed_in_at(later(MONDAY, days=20))


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_a_leader_sees_the_agencies_their_officers_and_the_case_behind_each_lost_point(reader):
    case = signed(days=3)
    quan = reader("quan")
    assert 'href="/dieu-hanh/cham-diem/gso-18073/?ky=2026-4"' in shown(quan, MARKS)
    page = shown(quan, COMMUNE)
    assert "Xong sau hạn trả: 1 hồ sơ" in page
    assert "Trần Thị Lan" in page, "the head of the whole sees its divisions"
    assert page.count(f'href="/ban-lam-viec/ho-so/{case}/"') > 1, "from the line of everybody who took part"
    assert "chưa có dữ liệu" in page, "nobody has counted complaints yet"
    waiting = shown(quan, MARKS).partition("Chỉ số chưa có dữ liệu, vì sao")[2]
    assert 'href="/dieu-hanh/chi-tieu/01-2018.6/"' in waiting
    assert "chưa biết Bộ phận Một cửa có niêm yết hay không" in waiting


def test_an_officer_sees_only_their_own_marks(reader):
    signed(days=3)
    page = shown(reader("lan"), COMMUNE)
    assert "Lan" in page
    assert "Quân" not in page.partition("<main")[2]


def test_another_quarter_is_empty_and_a_wrong_one_is_not_found(reader):
    signed()
    quan = reader("quan")
    assert "Kỳ này chưa có hồ sơ nào xong" in shown(quan, f"{MARKS}?ky=2026-1")
    for wrong in ("2026-5", "x", "99999-1", "2027", "2027-1"):
        assert quan.get(f"{MARKS}?ky={wrong}").status_code == 404


def test_a_year_has_the_marks_of_its_quarters_together(reader):
    signed()
    page = shown(reader("quan"), f"{MARKS}?ky=2026")
    assert '<option value="2026" selected>Năm 2026 (15/12/2025 – 14/12/2026)</option>' in page
    assert 'href="/dieu-hanh/cham-diem/gso-18073/?ky=2026"' in page


def test_the_excel_file_has_the_marks_and_the_reasons(reader):
    signed(days=3)
    answer = reader("quan").get(f"{COMMUNE}?ky=2026-4&xlsx")
    cells = [cell for row in load_workbook(BytesIO(answer.content)).active.values for cell in row]
    assert "Xong sau hạn trả" in cells
    assert "15/09/2026 – 14/12/2026" in cells
