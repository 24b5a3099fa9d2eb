"""Results: shares with their intervals, and nothing by which a single answer could be found out."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from motcua.journal.models import Event
from motcua.surveys import reads
from motcua.surveys.questionnaires import questionnaires
from motcua.surveys.tests.answers import SURVEY, lie
from tests.province import MONDAY, THANH_SEN, agency

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 16)


def results(today=TODAY, texts=False):
    return reads.results(questionnaires()[SURVEY], 2026, today=today, texts=texts)


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
    assert list(table(results(), 1)) == ["09/2026", "10/2026"]


def test_open_answers_are_counted_by_topic_without_numbers_of_people(province):
    lie(THANH_SEN, [2] * 5, comment="Chờ lâu quá, gọi 0912000123 không ai nghe")
    topics = {topic.title: topic for topic in results(texts=True).topics}
    assert topics["Chờ lâu"].count == 5
    assert "0912000123" not in " ".join(topics["Chờ lâu"].texts)


def test_a_topic_of_four_tells_neither_how_many_nor_what_but_with_others_it_does(province):
    lie(THANH_SEN, [2] * 5, comment="Chờ lâu quá")
    lie(THANH_SEN, [5] * 4, month=date(2026, 9, 1), comment="Cảm ơn cô Bình")
    assert [topic.title for topic in results().topics] == ["Chờ lâu"]
    assert "cô Bình" not in f"{results().topics}"
    lie(THANH_SEN, [2], month=date(2026, 8, 1), comment="Thái độ lạnh nhạt")
    few = results().topics[-1]
    assert (few.title, few.count) == ("Các chủ đề ít ý kiến, gộp lại", 5)


@pytest.mark.once
def test_of_many_opinions_on_a_topic_the_first_hundred_are_shown_and_all_counted(province, watch, sits):
    watch.at = MONDAY
    lie(THANH_SEN, [2] * 103, comment="Chờ lâu quá")
    shown = sits("quan").post("/dieu-hanh/hai-long/y-kien/?nam=2026").content.decode()
    assert shown.count("Chờ lâu quá") == 100
    assert "Chờ lâu: 103" in shown
    assert "Hiện 100 ý kiến đầu trong 103." in shown


@pytest.mark.once
def test_what_people_wrote_is_read_by_leaders_only_and_every_reading_is_on_record(province, watch, sits):
    watch.at = MONDAY
    lie(THANH_SEN, [2] * 8, comment="Chờ lâu quá")
    address = "/dieu-hanh/hai-long/y-kien/?nam=2026"
    for username in ("quan", "lan"):
        counted = sits(username).get("/dieu-hanh/hai-long/?nam=2026").content.decode()
        assert "Chờ lâu: 8" in counted
        assert "Chờ lâu quá" not in counted
    assert sits("lan").post(address).status_code == 404
    assert not Event.objects.filter(kind="survey.read").exists()
    assert sits("quan").get(address)["Location"] == "/dieu-hanh/hai-long/?nam=2026", (
        "back from another language"
    )
    assert not Event.objects.filter(kind="survey.read").exists()
    assert "Chờ lâu quá" in sits("quan").post(address).content.decode()
    assert Event.objects.get(kind="survey.read").by == "quan"


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


def test_answers_are_not_told_by_field_nor_of_an_agency_within_another(province):
    """Two about the commune that was merged would be the commune's of today less its own."""
    from motcua.agencies.models import Succession

    merged = Succession.objects.filter(new=agency(THANH_SEN), default=True, on__lte=TODAY).exclude(
        old=agency(THANH_SEN)
    )
    lie(THANH_SEN, [5] * 14)
    lie(merged.first().old_id, [1] * 2)
    found = results()
    assert [caption for caption, _ in found.tables] == ["Theo cơ quan giải quyết", "Theo tháng"]
    assert list(table(found, 0).values()) == [16]
