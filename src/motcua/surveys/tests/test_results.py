"""Results: shares with their intervals, and nothing by which a single answer could be found out."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from motcua.surveys import reads
from motcua.surveys.questionnaires import questionnaires
from motcua.surveys.tests.answers import SURVEY, lie
from tests.province import MONDAY, THANH_SEN

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 16)


def results(today=TODAY):
    return reads.results(questionnaires()[SURVEY], 2026, today=today)


def table(found, place):
    return {line.title: line.n for line in found.tables[place][1]}


@pytest.fixture
def communes(province):
    """Three communes that exist."""
    from motcua.agencies.models import Agency

    found = Agency.objects.filter(kind="commune", valid_to=None, part="").order_by("slug")[:3]
    return [one.slug for one in found] or pytest.fail("no communes")


def test_ten_answers_of_which_eight_are_satisfied(province):
    lie(THANH_SEN, [5] * 4 + [4] * 4 + [3, 1])
    found = results()
    assert (found.n, found.overall.share, found.overall.interval) == (10, "80,0 %", "49,0 % – 94,3 %")
    by_title = {line.title: line for line in found.factors}
    assert by_title["Công chức trực tiếp giải quyết"].n == 10
    assert by_title["Tiếp cận dịch vụ"].score is None, "nobody answered its question"


def test_four_answers_show_nothing_at_all(province):
    lie(THANH_SEN, [5] * 4, comment="Chờ lâu")
    found = results()
    assert (found.n, found.lines, found.tables, found.topics) == (0, [], (), ())


def test_a_small_agency_is_hidden_and_with_it_another_so_that_the_total_does_not_give_it_away(communes):
    first, second, third = communes
    lie(first, [5] * 20)
    lie(second, [5] * 7)
    lie(third, [1] * 2)
    shown = sorted(n or 0 for n in table(results(), 0).values())
    assert shown == [0, 0, 20]


def test_the_month_that_runs_is_not_counted(province):
    lie(THANH_SEN, [5] * 6, month=date(2026, 10, 1))
    lie(THANH_SEN, [1] * 6, month=date(2026, 11, 1))
    assert results().n == 6
    assert results(today=date(2026, 12, 1)).n == 12


def test_months_are_told_in_their_order(province):
    for month in (10, 9):
        lie(THANH_SEN, [5] * 5, month=date(2026, month, 1))
    assert list(table(results(), 2)) == ["09/2026", "10/2026"]


def test_open_answers_are_counted_by_topic_without_numbers_of_people(province):
    lie(THANH_SEN, [2] * 5, comment="Chờ lâu quá, gọi 0912000123 không ai nghe")
    lie(THANH_SEN, [5], month=date(2026, 9, 1), comment="Cảm ơn")
    topics = {topic.title: topic for topic in results().topics}
    assert topics["Chờ lâu"].shown == "5"
    assert topics["Ý kiến khác"].shown == "dưới 5"
    assert "0912000123" not in " ".join(topics["Chờ lâu"].texts)


@pytest.mark.once
def test_leaders_see_the_page_and_others_do_not(province, watch, sits):
    watch.at = MONDAY
    lie(THANH_SEN, [5] * 8)
    page = sits("quan").get("/dieu-hanh/hai-long/?nam=2026").content.decode()
    assert "100,0 %" in page
    assert "67,6 % – 100,0 %" in page
    assert "Chưa đủ 5 phiếu" in sits("quan").get("/dieu-hanh/hai-long/?nam=2025").content.decode()
    assert sits("quan").get("/dieu-hanh/hai-long/?phieu=khong-co").status_code == 404
    assert sits("hoa").get("/dieu-hanh/hai-long/").status_code == 404
    assert Client().get("/dieu-hanh/hai-long/").status_code == 302
