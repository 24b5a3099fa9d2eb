"""The boards: what came and went, agency by agency; what is not known is said, and who is no officer sees nothing."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from django.test import Client

from motcua.cases import acts
from motcua.measures import refreshing
from motcua.measures.boards.radar import radar
from motcua.people.models import Account
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]


@pytest.fixture
def quan(signed_in_at):
    return signed_in_at(later(MONDAY, days=30))("quan")


def shown(client, address):
    answer = client.get(address)
    return " ".join(answer.content.decode().split())


DAYS = "?tu-ngay=2026-11-01&den-ngay=2026-12-31"


def test_what_was_just_done_is_there_at_once(quan):
    case = file_birth(at=MONDAY)
    assert "Những ngày này chưa có hồ sơ nào." in shown(quan, f"/dieu-hanh/{DAYS}")
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, f"/dieu-hanh/{DAYS}")
    assert re.search(r"<dt>Đã tiếp nhận</dt><dd><a [^>]*>1</a></dd>", page)
    assert re.search(r"<dt>Đang quá hạn</dt><dd><a [^>]*>1</a></dd>", page)
    assert "Thành Sen" in page


def test_the_score_says_what_it_does_not_know(quan):
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, f"/dieu-hanh/766/{DAYS}")
    assert "Tiến độ giải quyết: 0,00 / 20,00" in page, "received, and late since"
    assert "Thanh toán trực tuyến: chưa có dữ liệu / 10,00" in page
    told = re.search(r"<b>([0-9,]+) trên ([0-9,]+) điểm</b>\. Còn ([0-9]+) chỉ tiêu, ([0-9,]+) điểm", page)
    earned, known, waiting, unknown = (float(one.replace(",", ".")) for one in told.groups())
    assert known + unknown == 100
    assert 0 < earned < known
    assert waiting > 10
    assert "chưa kể" not in page.partition("Tiến độ giải quyết")[2].partition("</table>")[0]


@pytest.mark.parametrize(
    ("place", "progress", "alone"),
    [
        ("gso-18073", "0,00 / 20,00", "chỉ đo ở cấp tỉnh: 2,00 / 2,00"),
        ("so-tu-phap", "chưa có dữ liệu / 20,00", "chưa có dữ liệu / 2,00"),
    ],
    ids=["the commune of the case", "a department without cases"],
)
def test_an_agency_has_the_score_of_its_own_cases(quan, place, progress, alone):
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, f"/dieu-hanh/766/{DAYS}&co-quan={place}")
    assert f"Tiến độ giải quyết: {progress}" in page
    assert alone in page.partition("Hồ sơ khai thác dữ liệu dân cư")[2]
    assert quan.get(f"/dieu-hanh/766/{DAYS}&co-quan=khong-co").status_code == 404


def test_while_another_process_builds_broken_facts_again_the_board_says_to_come_back(quan, facts):
    refreshing.rebuild(at=MONDAY)
    (facts / "manifest.json").write_text("{", encoding="utf-8")
    with refreshing.store().alone(wait=True):
        answer = quan.get(f"/dieu-hanh/{DAYS}")
    assert answer.status_code == 503
    assert "Số liệu đang được dựng lại" in answer.content.decode()
    assert quan.get(f"/dieu-hanh/{DAYS}").status_code == 200


def test_an_axis_without_data_is_no_zero():
    shape = radar([Fraction(1), None, Fraction(1, 2), Fraction(0)])
    assert shape.line == "0.0,-100.0 0.0,50.0 -0.0,0.0"
    assert [axis.point == "" for axis in shape.axes] == [False, True, False, False]
    assert not any(axis.partial for axis in shape.axes)


def test_a_group_is_as_long_as_what_is_known_of_it(quan):
    """Of the 22 points of digitisation a commune has the four that are measured of the province only."""
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, minutes=10))
    page = shown(quan, f"/dieu-hanh/766/{DAYS}&co-quan=gso-18073")
    assert "<li>Số hóa hồ sơ: <b>4,00 / 4,00</b> (tối đa 22,00)</li>" in page
    assert 'stroke-dasharray="12 4"' in page
    assert radar([Fraction(1), Fraction(1)], [False, True]).axes[1].partial


def test_a_quarter_of_reports_is_chosen_by_its_name(quan):
    page = shown(quan, "/dieu-hanh/?ky=2026-4")
    assert 'value="2026-09-15"' in page
    assert 'value="2026-12-14"' in page
    assert quan.get("/dieu-hanh/?ky=2026-5").status_code == 422


def test_of_a_period_long_over_what_stands_now_is_unknown_and_not_zero(quan):
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    for days, told in ((DAYS, r"[01]"), ("?tu-ngay=2026-01-01&den-ngay=2026-03-31", "–")):
        page = shown(quan, f"/dieu-hanh/{days}")
        assert re.search(rf"<dt>Đang giải quyết</dt><dd><a [^>]*>{told}</a></dd>", page)


def test_the_screen_on_the_wall_asks_again_and_leads_nowhere(quan):
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, f"/dieu-hanh/{DAYS}&man-hinh")
    assert 'data-every="60"' in page
    assert "http-equiv" not in page, "nobody could stop that"
    assert "Thành Sen" in page
    assert "chi-tieu" not in page
    assert "Đăng xuất" not in page
    assert "Lê Anh Quân" not in page
    assert re.search(r'tile--bad"><dt>Đang quá hạn</dt><dd>1 <span[^>]*>!</span>', page)
    assert re.search(r'tile--good"><dt>Xong quá hạn</dt><dd>0 <span[^>]*>✓</span>', page)
    assert 'wall__tile"><dt>Đã tiếp nhận</dt><dd>1</dd>' in page, "more work is neither good nor bad"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?tu-ngay=2026-12-01&den-ngay=2026-11-01", "Ngày đầu phải trước hoặc bằng ngày cuối."),
        ("?tu-ngay=hôm+qua", "Ngày viết theo dạng 31/12/2026."),
        ("?tu-ngay=1/2", "Ngày viết theo dạng 31/12/2026."),
        ("?tu-ngay=0001-01-01&den-ngay=9999-12-31", "Chọn ngày trong khoảng từ 01/01/2000 đến 31/12/2027."),
        ("?den-ngay=9999-12-31", "Chọn ngày trong khoảng từ 01/01/2000 đến 31/12/2027."),
    ],
)
def test_days_that_are_none_are_refused_beside_the_board(quan, asked, said):
    answer = quan.get(f"/dieu-hanh/{asked}")
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_days_are_read_as_people_write_them(quan):
    days = quan.get("/dieu-hanh/?tu-ngay=1/11/2026&den-ngay=05/12/2026").context["days"]
    assert days.query == {"tu-ngay": "2026-11-01", "den-ngay": "2026-12-05"}


def test_who_is_no_officer_is_not_led_in():
    client = Client()
    client.force_login(Account.objects.get(username="hoa"))
    assert client.get("/dieu-hanh/").status_code == 404
    assert Client().get("/dieu-hanh/").status_code == 302
