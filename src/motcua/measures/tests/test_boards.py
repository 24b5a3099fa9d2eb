"""The boards: what came and went, agency by agency; what is not known is said, and who is no officer sees nothing."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from django.test import Client

from motcua.cases import acts
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
    assert re.search(r"<dt>Tiếp nhận</dt><dd><a [^>]*>1</a></dd>", page)
    assert re.search(r"<dt>Đang quá hạn</dt><dd><a [^>]*>1</a></dd>", page)
    assert "Thành Sen" in page


def test_the_score_says_what_it_does_not_know(quan):
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, f"/dieu-hanh/766/{DAYS}")
    assert "Tiến độ giải quyết: 0,00 / 20,00" in page, "received, and late since"
    assert "Thanh toán trực tuyến: chưa có dữ liệu / 10,00" in page
    assert "chưa kể" not in page.partition("Tiến độ giải quyết")[2].partition("</table>")[0]


def test_an_axis_without_data_is_no_zero():
    shape = radar([Fraction(1), None, Fraction(1, 2), Fraction(0)])
    assert shape.line == "0.0,-100.0 0.0,50.0 -0.0,0.0"
    assert [axis.point == "" for axis in shape.axes] == [False, True, False, False]


def test_a_quarter_of_reports_is_chosen_by_its_name(quan):
    page = shown(quan, "/dieu-hanh/?ky=2026-4")
    assert 'value="2026-09-15"' in page
    assert 'value="2026-12-14"' in page
    assert quan.get("/dieu-hanh/?ky=2026-5").status_code == 422


def test_the_screen_on_the_wall_asks_again_and_leads_nowhere(quan):
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    page = shown(quan, f"/dieu-hanh/{DAYS}&man-hinh")
    assert '<meta http-equiv="refresh" content="60">' in page
    assert "Thành Sen" in page
    assert "chi-tieu" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?tu-ngay=2026-12-01&den-ngay=2026-11-01", "Ngày đầu phải trước hoặc bằng ngày cuối."),
        ("?tu-ngay=hôm+qua", "Ngày viết theo dạng 31/12/2026."),
    ],
)
def test_days_that_are_none_are_refused_beside_the_board(quan, asked, said):
    answer = quan.get(f"/dieu-hanh/{asked}")
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_who_is_no_officer_is_not_led_in():
    client = Client()
    client.force_login(Account.objects.get(username="hoa"))
    assert client.get("/dieu-hanh/").status_code == 404
    assert Client().get("/dieu-hanh/").status_code == 302
