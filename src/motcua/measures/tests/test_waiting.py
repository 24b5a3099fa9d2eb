"""What waits: ages, holders, bottlenecks; and ranks that say how sure they are."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from motcua.cases import acts
from motcua.measures.tests.test_marking import signed
from motcua.people.models import Account
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

STEPS = "/dieu-hanh/chi-tieu/step.late/"
DAYS = "?tu-ngay=2026-11-01&den-ngay=2026-12-31"


@pytest.fixture
def reader(signed_in_at):
    return signed_in_at(later(MONDAY, days=12))


def rows(client, address, table=0):
    """The texts of a board's table, row by row."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.context["tables"][table].plain


def test_open_and_late_cases_stand_in_their_bands(reader):
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    quan = reader("quan")
    assert rows(quan, "/dieu-hanh/ton-dong/")[2] == ["10 đến dưới 20 ngày", "1", "0", "1"]
    assert [row[1] for row in rows(quan, "/dieu-hanh/ton-dong/", 1)] == ["0", "0", "1", "0", "0"]


def test_overdue_work_is_told_by_holder_and_named_to_the_head_and_oneself_only(reader):
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    acts.claim(case, by=who("lan"), at=later(MONDAY, hours=2))
    held = {
        name: rows(reader(name), "/dieu-hanh/ton-dong/", 2)[0][1:]
        for name in ("lan", "ha", "quan", "nga", "minh")
    }
    assert held == {
        "lan": ["Trần Thị Lan", "1"],
        "ha": ["Trần Thị Lan", "1"],
        "quan": ["Trần Thị Lan", "1"],
        "nga": ["Trần Thị Lan", "1"],
        "minh": ["đã có người nhận", "1"],
    }


def test_the_rows_behind_a_number_hide_the_same_names(reader):
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    acts.claim(case, by=who("lan"), at=later(MONDAY, hours=2))
    for name, told in (("quan", "Trần Thị Lan"), ("lan", "Trần Thị Lan"), ("minh", "đã có người nhận")):
        client = reader(name)
        assert client.get(STEPS).context["listed"].plain[0][3] == told
        sheet = load_workbook(BytesIO(client.get(f"{STEPS}?xlsx=ho-so").content)).active
        assert sheet.cell(4, 4).value == told


def test_excel_has_numbers_shares_and_moments_that_it_can_count_with(reader):
    signed(days=3)
    address = f"/dieu-hanh/chi-tieu/work.on-time/{DAYS}"
    told = load_workbook(BytesIO(reader("quan").get(f"{address}&xlsx=theo-thang").content)).active
    part, whole, share = told[4][1:4]
    assert isinstance(part.value, int)
    assert isinstance(whole.value, int)
    assert (share.value, share.number_format) == (part.value / whole.value, "0.0%")
    listed = load_workbook(BytesIO(reader("quan").get(f"{address}&xlsx=ho-so&xem=tat-ca").content)).active
    assert any(cell.is_date for cell in listed[4])


def test_what_a_column_says_in_words_is_told_in_those_that_people_read(reader):
    signed(days=3)
    quan, address = reader("quan"), f"/dieu-hanh/chi-tieu/work.on-time/{DAYS}&xem=tat-ca"
    listed = quan.get(address).context["listed"]
    assert listed.head[-1] == "Thời gian của phần việc so với hạn"
    assert {row[-1] for row in listed.plain} <= {"Sớm hơn hạn", "Đúng hạn", "Quá hạn"}
    sheet = load_workbook(BytesIO(quan.get(f"{address}&xlsx=ho-so").content)).active
    assert [cell.value for cell in sheet[4]][-1] == listed.plain[0][-1]


def test_somebody_else_s_work_cannot_be_asked_for_by_address(reader):
    lan = Account.objects.get(username="lan").pk
    address = f"/dieu-hanh/chi-tieu/step.late/?nguoi={lan}"
    assert reader("minh").get(address).status_code == 404
    assert reader("lan").get(address).status_code == 200


# --- bottlenecks -----------------------------------------------------------------------------------------------

SLOW = f"/dieu-hanh/diem-nghen/{DAYS}"
FRIDAY = later(MONDAY, days=4, hours=9)
"""At 17:00, half an hour before the doors close."""


@pytest.fixture
def even_of_one(monkeypatch):
    """A step says how long it takes even when it was done once."""
    from motcua.measures.boards import waiting

    monkeypatch.setattr(waiting, "FEWEST", 1)


def examined(days: int = 0):
    """A birth that comes on a Friday evening; Lan takes it up on Monday at eight, and proposes so many days later."""
    case = file_birth(at=FRIDAY)
    acts.receive(case, by=who("minh"), at=later(FRIDAY, minutes=10))
    acts.claim(case, by=who("lan"), at=later(MONDAY, days=7))
    acts.finish(case, "propose", by=who("lan"), at=later(MONDAY, days=7 + days, minutes=15))


@pytest.mark.usefixtures("even_of_one")
def test_what_comes_on_friday_evening_waits_no_weekend(reader):
    examined()
    told = {row[0]: row[3:] for row in rows(reader("quan"), SLOW)}
    assert told == {
        "Thẩm tra, ghi Sổ hộ tịch": [
            "1 giờ 5 phút làm việc", "–", "50 phút làm việc", "–", "15 phút làm việc", "–", "chờ người nhận",
        ],
        "Tiếp nhận hồ sơ": ["10 phút làm việc", "–", "10 phút làm việc", "–", "dưới một phút", "–", "chờ người nhận"],
    }  # fmt: skip


@pytest.mark.usefixtures("even_of_one")
def test_a_step_is_slow_because_it_is_worked_on(reader):
    examined(days=1)
    row = rows(reader("quan"), SLOW)[0]
    assert row[:2] == ["Thẩm tra, ghi Sổ hộ tịch", "Đăng ký khai sinh"]
    assert (row[7], row[-1]) == ("7 giờ 30 phút làm việc", "xử lý")


@pytest.mark.usefixtures("even_of_one")
def test_excel_counts_with_hours_and_says_which(reader):
    examined()
    sheet = load_workbook(BytesIO(reader("quan").get(f"{SLOW}&xlsx=diem-nghen").content)).active
    assert (sheet["D4"].value, sheet["D4"].number_format) == (1.1, '#,##0.0 "giờ làm việc"')
    assert sheet["E4"].value == "–"


def test_a_step_that_others_end_waits_for_them():
    from motcua.measures.boards.waiting import Slow, Spread, _why

    hour = Spread(60, None)
    for by_people, told in ((0, "chờ nơi khác"), (3, "chờ người nhận")):
        assert (
            _why(Slow("2.000986", "", "others", "", 3, by_people, hour, hour, Spread(0, None), None)) == told
        )


def test_few_steps_say_nothing_of_how_long_they_take_and_more_say_what_the_slowest_tenth_takes(reader):
    for _ in range(4):
        examined()
    assert rows(reader("quan"), SLOW) == []
    examined()
    assert {row[4] for row in rows(reader("quan"), SLOW)} == {"–"}, "of so few nobody knows the slowest tenth"


def test_few_cases_are_no_rank(reader):
    signed(days=3)
    agency = rows(reader("quan"), f"/dieu-hanh/xep-hang/{DAYS}")[0]
    assert (agency[0], *agency[2:]) == ("–", "0,0 %", "1", "–", "–", "quá ít để xếp hạng")


def test_enough_cases_are_a_rank_with_its_uncertainty(reader, monkeypatch):
    from motcua.measures.boards import ranking

    monkeypatch.setattr(ranking, "FEWEST", 1)
    signed(days=3)
    agency = rows(reader("quan"), f"/dieu-hanh/xep-hang/{DAYS}")[0]
    assert (agency[0], *agency[2:]) == ("1", "0,0 %", "1", "0,0 %", "79,3 %", "chưa đủ để nói khác")


def test_who_is_ranked_by_name_is_seen_by_whom_marks_are_seen(reader):
    signed(days=3)
    named = {
        name: [row[1] for row in rows(reader(name), f"/dieu-hanh/xep-hang/{DAYS}&xem=nguoi")]
        for name in ("lan", "nga")
    }
    assert all("Trần Thị Lan" in name for name in named["lan"])
    assert len(named["nga"]) > len(named["lan"])
