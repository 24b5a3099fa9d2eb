"""The targets of the resolution on their pages: from a row of a register to a word that a committee reads."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from motcua.cases import acts as cases
from motcua.people.models import Account
from motcua.web.sheets import EXCEL
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]


@pytest.fixture
def quan(signed_in_at):
    return signed_in_at(later(MONDAY, days=3))("quan")


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_target_says_in_words_how_it_stands(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/")
    row = page.partition("Thứ hạng Chỉ số cải cách hành chính")[2].partition("</tr>")[0]
    assert "Chưa đạt" in row
    assert "15 hạng" in row
    assert "(2024)" in row
    assert "trong nhóm 10" in row
    assert "Sở Nội vụ" in row
    assert "2022: 28" in row


def test_a_target_leads_to_its_definition_and_to_its_rows(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/HT22-01.1/")
    assert "Phấn đấu nằm trong nhóm 10 tỉnh" in page
    assert 'href="/dieu-hanh/so/par-index/"' in page
    assert "2020: 16 hạng (Nghị quyết)" in page


def test_each_value_entered_leads_to_its_document(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/HT22-01.1/")
    row = page.partition("Các số đã biết")[2].partition("15 hạng")[2].partition("</tr>")[0]
    address = row.partition('href="')[2].partition('"')[0]
    proof = shown(quan, address)
    assert "Chỉ số cải cách hành chính" in proof
    assert row.partition('href="')[2].partition(">")[2].partition("<")[0] in proof


def test_a_value_counted_leads_to_the_very_case(quan):
    case = file_birth(at=MONDAY)
    cases.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, "/dieu-hanh/muc-tieu/HT22-06.5/")
    assert "Hồ sơ nộp trực tuyến của thủ tục trực tuyến" in page
    address = (
        page.partition("Các số đã biết")[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )
    assert address.startswith("/dieu-hanh/chi-tieu/ht22.06.5/?tu-ngay=2026-01-01")
    assert f'href="/ban-lam-viec/ho-so/{case}/"' in shown(quan, f"{address}&xem=tat-ca")


def test_of_several_measures_each_is_told_beside_the_worst(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/HT22-07.2/")
    assert "số kém nhất của các chỉ số sau được tính" in page
    for field in ("land", "construction", "investment"):
        assert f'href="/dieu-hanh/chi-tieu/survey.satisfied-{field}/"' in page


def sheet(client, address):
    """The rows of an Excel file under its heads."""
    answer = client.get(address)
    assert answer["Content-Type"] == EXCEL
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def test_all_targets_are_written_as_excel(quan):
    rows = sheet(quan, "/dieu-hanh/muc-tieu/?xlsx=muc-tieu")
    assert len(rows) == 52
    first = next(row for row in rows if row["Mã"] == "HT22-01.1")
    assert first["Số mới nhất"] == "15 hạng"
    assert first["Phải đạt"] == "trong nhóm 10"
    assert "2022: 28" in first["Diễn biến"]
    assert next(row for row in rows if row["Mã"] == "HT22-04.2")["Còn chờ"] == "số liệu thanh toán"
    [values] = [row for row in sheet(quan, "/dieu-hanh/muc-tieu/HT22-01.1/?xlsx") if row["Kỳ"] == "2024"]
    assert values["Giá trị"] == "15 hạng"


def test_the_page_narrows_to_how_targets_stand_and_to_who_answers(quan):
    page = shown(quan, "/dieu-hanh/muc-tieu/")
    assert 'href="/dieu-hanh/muc-tieu/?ket-qua=chua-dat"' in page
    rows = sheet(quan, "/dieu-hanh/muc-tieu/?ket-qua=chua-dat&co-quan=so-noi-vu&xlsx=muc-tieu")
    assert {"HT22-01.1", "HT22-01.2", "HT22-01.3"} <= {row["Mã"] for row in rows}
    assert {row["Kết quả"] for row in rows} == {"Chưa\xa0đạt"}
    assert {row["Chịu trách nhiệm"] for row in rows} == {"Sở Nội vụ"}
    page = shown(quan, "/dieu-hanh/muc-tieu/?ket-qua=dung-lo-trinh")
    assert "Chỉ xem: <b>Đúng lộ trình</b>" in page
    for wrong in ("?ket-qua=tot", "?co-quan=so-khong-co"):
        assert quan.get(f"/dieu-hanh/muc-tieu/{wrong}").status_code == 404


def test_who_answers_for_most_that_is_missed_comes_first(quan):
    rows = sheet(quan, "/dieu-hanh/muc-tieu/?xlsx=chiu-trach-nhiem")
    missed = [0 if row["Chưa đạt"] == "–" else int(row["Chưa đạt"]) for row in rows]
    assert missed == sorted(missed, reverse=True)
    assert rows[0]["Chịu trách nhiệm"] == "Sở Nội vụ"


def test_who_is_no_officer_is_not_led_in():
    client = Client()
    client.force_login(Account.objects.get(username="hoa"))
    assert client.get("/dieu-hanh/muc-tieu/").status_code == 404
    assert client.get("/dieu-hanh/muc-tieu/HT22-01.1/").status_code == 404


def test_all_52_targets_are_there_and_none_is_guessed(quan):
    from motcua.measures import promising

    assert len(promising.targets()) == 52
    assert {one.bullet for one in promising.targets().values()} == set(range(1, 30))
    page = shown(quan, "/dieu-hanh/muc-tieu/")
    for code, said in {
        "HT22-01.2": "Chưa đạt",
        "HT22-01.3": "Chưa đạt",
        "HT22-01.4": "ngoài nhóm 30",
        "HT22-01.5": "Chưa có dữ liệu",
        "HT22-22.2": "Không còn áp dụng",
        "HT22-25": "Chưa có dữ liệu",
        "HT22-28": "Chưa có dữ liệu",
        "HT22-04.2": "Chưa có dữ liệu",
    }.items():
        row = page.partition(f"/muc-tieu/{code}/")[2].partition("</tr>")[0]
        assert said in row, code


@pytest.mark.parametrize("code", ["HT22-05", "HT22-06.3", "HT22-11.1", "HT22-22.2", "HT22-28"])
def test_every_way_to_take_a_value_has_its_page(quan, code):
    page = shown(quan, f"/dieu-hanh/muc-tieu/{code}/")
    assert code in page
    assert "Nguồn số" in page


def test_a_target_that_is_not_there_has_no_page(quan):
    assert quan.get("/dieu-hanh/muc-tieu/HT22-99/").status_code == 404
