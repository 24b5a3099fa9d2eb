"""A number opened: its definition, how it is told apart, its rows as far as the reader may see them, then the case."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from motcua.cases import acts
from motcua.measures.tests.test_marking import signed
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

DAYS = "tu-ngay=2026-11-01&den-ngay=2026-12-31"
LATE = "/dieu-hanh/chi-tieu/now.late/"


@pytest.fixture
def reader(signed_in_at):
    return signed_in_at(later(MONDAY, days=30))


@pytest.fixture
def case():
    """A case that was received and is late since."""
    found = file_birth(at=MONDAY)
    acts.receive(found, by=who("minh"), at=later(MONDAY, hours=1))
    return found


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_from_the_board_a_number_leads_to_its_definition_its_row_and_the_case(reader, case):
    quan = reader("quan")
    board = shown(quan, f"/dieu-hanh/?{DAYS}")
    address = f'{LATE}?tu-ngay=2026-11-01&amp;den-ngay=2026-12-31"'
    assert address in board
    page = shown(quan, f"{LATE}?{DAYS}")
    assert "late_after &lt; as_of" in page, "the definition as the file has it"
    assert f'href="/ban-lam-viec/ho-so/{case}/"' in page
    assert "hien-trang.yaml:" in page


def test_who_takes_no_part_in_a_case_sees_the_count_and_not_the_row(reader, case):
    page = shown(reader("nga"), f"{LATE}?{DAYS}")
    assert "<dt>Đếm được</dt><dd>1</dd>" in page
    assert str(case) not in page
    assert "Không có dòng nào mà bạn được xem." in page


def test_what_is_counted_by_what_is_lost_says_so_and_opens_both(reader, case):
    """Publications are no cases: everybody who may see the board sees them all."""
    nga, opened = reader("nga"), "/dieu-hanh/chi-tieu/766.1.3/?tu-ngay=2020-01-01&den-ngay=2026-12-31"
    page = shown(nga, opened)
    assert "Đếm phần mất" in page
    assert "<dt>Phần không mất</dt>" in page
    assert "<dt>Trên tổng</dt>" in page
    assert "Không có dòng nào." not in page
    assert "cơ quan của bạn tham gia" not in page
    lost = shown(nga, f"{opened}&xem=dat").partition("Các dòng phía sau")[2]
    assert "Phần mất" in lost
    assert "Không có dòng nào." in lost


@pytest.mark.parametrize(
    ("cut", "counted"),
    [
        ("co-quan=gso-18073", 1),
        ("co-quan=so-noi-vu", 0),
        ("linh-vuc=Hộ+tịch", 1),
        ("kenh=1", 1),
        ("kenh=2", 0),
        ("cho-tu=20", 1),
        ("cho-tu=5", 0),
        ("qua-han=20", 1),
    ],
)
def test_a_cut_narrows_the_number_and_its_rows(reader, case, cut, counted):
    page = shown(reader("quan"), f"{LATE}?{DAYS}&{cut}")
    assert f"<dt>Đếm được</dt><dd>{counted}</dd>" in page
    assert (str(case) in page) == bool(counted)


@pytest.mark.parametrize(
    "wrong", ["chi-tieu/khong-co/", "chi-tieu/now.late/?co-quan=khong-co", "chi-tieu/now.late/?cho-tu=7"]
)
def test_what_nobody_declared_is_not_found(reader, wrong):
    assert reader("quan").get(f"/dieu-hanh/{wrong}").status_code == 404


def test_a_share_is_told_month_by_month_and_by_what_is_and_is_not_counted(reader, case):
    quan = reader("quan")
    page = shown(quan, f"/dieu-hanh/chi-tieu/766.2.1/?{DAYS}")
    assert "11/2026</a>" in page
    assert ">vietnam/measures/qd-766.yaml:" in page, "where it is declared, and not where the server keeps it"
    assert str(case) not in page, "it was late, so it is not of the part"
    assert str(case) in shown(quan, f"/dieu-hanh/chi-tieu/766.2.1/?{DAYS}&xem=chua-dat")


def test_points_are_told_as_their_mean_over_agencies_and_over_officers_only_where_one_is_asked_for(reader):
    signed()
    signed(days=3)
    quan, opened = reader("quan"), f"/dieu-hanh/chi-tieu/01-2018.2/?{DAYS}"
    page = shown(quan, opened)
    assert "<dt>Điểm bình quân</dt><dd>1,7</dd></div><div><dt>Số lượt được chấm</dt><dd>6</dd>" in page
    sheet = load_workbook(BytesIO(quan.get(f"{opened}&theo=co-quan&xlsx=theo-co-quan").content)).active
    head, *rows = list(sheet.values)[2:]
    assert head == ("Nhóm", "Điểm bình quân", "Số lượt được chấm")
    assert [row[1:] for row in rows] == [(2, 2), (2, 2), (1, 2)]
    assert "<dd>2</dd>" in shown(quan, f"{opened}&nguoi={who('quan').account}")


def test_what_stands_now_says_nothing_of_a_period_that_is_long_over(reader, case):
    quan = reader("quan")
    for days, told in ((DAYS, "<dd>1</dd>"), ("tu-ngay=2026-01-01&den-ngay=2026-03-31", "chưa có dữ liệu")):
        page = shown(quan, f"{LATE}?{days}")
        assert told in page
        assert (str(case) in page) is (days == DAYS)


def test_what_waits_for_its_facts_says_so(reader):
    page = shown(reader("quan"), f"/dieu-hanh/chi-tieu/766.4.1/?{DAYS}")
    assert "chưa có dữ liệu" in page
    assert "chờ số liệu thanh toán" in page


def test_the_list_goes_on_from_the_last_row(reader, monkeypatch, case):
    from motcua.measures.boards import measure

    monkeypatch.setattr(measure, "PAGE", 1)
    other = file_birth(at=later(MONDAY, minutes=5))
    acts.receive(other, by=who("minh"), at=later(MONDAY, hours=2))
    quan = reader("quan")
    first = quan.get(f"{LATE}?{DAYS}")
    place = first.context["rows_page"].next_key
    second = shown(quan, f"{LATE}?{DAYS}&tu={place}")
    seen = [str(one) in page for one in (case, other) for page in (first.content.decode(), second)]
    assert sorted(seen) == [False, False, True, True]
    assert quan.get(f"{LATE}?{DAYS}&tu=x").status_code == 422


def test_a_file_that_has_not_all_rows_says_how_many_there_are(reader, monkeypatch, case):
    from motcua.measures.boards import measure

    other = file_birth(at=later(MONDAY, minutes=5))
    acts.receive(other, by=who("minh"), at=later(MONDAY, hours=2))
    quan, said = reader("quan"), "chỉ ghi 1 dòng mới nhất trong 2 dòng: chọn kỳ ngắn hơn để có đủ"
    for most, cut in ((2, False), (1, True)):
        monkeypatch.setattr(measure, "WRITTEN", most)
        sheet = load_workbook(BytesIO(quan.get(f"{LATE}?{DAYS}&xlsx=ho-so").content)).active
        assert sheet["A2"].value.endswith(said) is cut, sheet["A2"].value
        assert sheet.max_row == 3 + most


def test_the_rows_and_the_groups_are_excel_files_too(reader, case):
    quan = reader("quan")
    for table, said in (("ho-so", "1.001193"), ("theo-co-quan", "Thành Sen")):
        answer = quan.get(f"{LATE}?{DAYS}&theo=co-quan&xlsx={table}")
        cells = [cell for row in load_workbook(BytesIO(answer.content)).active.values for cell in row if cell]
        assert any(said in str(cell) for cell in cells), cells
