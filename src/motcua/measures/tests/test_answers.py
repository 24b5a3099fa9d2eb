"""Answers are facts: counted at the end of their month, and not before, so that nobody watches a single one come."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from motcua.kernel.measures import Tally
from motcua.kernel.refusals import Invalid
from motcua.kernel.targets import Reading
from motcua.measures import promising, readings, reads, refreshing
from motcua.measures.counting import Asked
from motcua.measures.target_words import period
from motcua.people import acts as people
from motcua.surveys import acts, links
from motcua.surveys.tests.answers import lie
from motcua.surveys.tests.conftest import RETURNED, give_back
from tests.province import THANH_SEN, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

SOON = later(RETURNED, minutes=5)
LAND, BUILDING = "1.013831", "1.008891"


def satisfied(last, *by, at=SOON):
    asked = Asked(at, date(2026, 10, 1), last, by)
    return [
        (line.tally.part, line.tally.whole) for line in reads.lines(reads.chosen(["survey.satisfied"]), asked)
    ]


def test_an_answer_follows_the_journal_into_the_facts_and_counts_when_its_month_has_ended():
    case = give_back()
    refreshing.rebuild(at=SOON)
    acts.answer(links.token_of(case), {"overall": "4"}, by=people.system(), at=SOON)
    assert refreshing.refresh(at=SOON).streams == 1
    lie(THANH_SEN, [5, 5, 4, 1], month=date(2026, 11, 1))
    refreshing.rebuild(at=SOON)
    nothing = ([(0, 0)], [(None, None)])
    assert satisfied(date(2026, 11, 30), at=later(days=15)) == [(4, 5)], "in December"
    assert satisfied(date(2026, 11, 29), at=later(days=15)) in nothing
    for last in (date(2026, 11, 30), date(2027, 1, 1), None):
        assert satisfied(last) in nothing, "the month runs, whatever days are asked for"
    assert satisfied(None, at=later(days=14)) in nothing, "it runs until its last day is over"


def test_a_target_on_answers_is_told_as_of_the_last_month_that_counts():
    lie(THANH_SEN, [5] * 8, month=date(2026, 10, 1))
    refreshing.rebuild(at=SOON)
    [kept] = readings.kept([promising.targets()["HT22-07.1"]], Asked(SOON))
    assert kept.newest == Reading(date(2026, 10, 31), Fraction(100))
    assert period(kept.newest) == "31/10/2026"


def test_on_the_last_day_of_a_month_a_target_is_still_told_as_of_the_month_before():
    lie(THANH_SEN, [5] * 8, month=date(2026, 10, 1))
    lie(THANH_SEN, [1] * 8, month=date(2026, 11, 1))
    refreshing.rebuild(at=SOON)
    [kept] = readings.kept([promising.targets()["HT22-07.1"]], Asked(later(days=14)))
    assert kept.newest == Reading(date(2026, 10, 31), Fraction(100))


def test_few_answers_of_an_agency_are_not_shown_nor_what_gives_them_away():
    for slug, count in ((THANH_SEN, 30), ("gso-18100", 9), ("gso-18754", 2)):
        lie(slug, [5] * count)
    refreshing.rebuild(at=SOON)
    assert satisfied(date(2026, 10, 31)) == [(41, 41)]
    assert sorted(satisfied(date(2026, 10, 31), "successor"), key=str) == [
        (30, 30),
        (None, None),
        (None, None),
    ]


@pytest.mark.once
@pytest.mark.parametrize("more", ["", "&xem=tat-ca", "&xlsx=ho-so"])
def test_no_single_answer_is_ever_shown(signed_in_at, more):
    lie(THANH_SEN, [5] * 8, month=date(2026, 10, 1))
    refreshing.rebuild(at=SOON)
    asked = "?tu-ngay=2026-10-01&den-ngay=2026-11-30"
    answer = signed_in_at(SOON)("quan").get(f"/dieu-hanh/chi-tieu/survey.satisfied/{asked}{more}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Hài lòng về giải quyết thủ tục hành chính" in page
    assert "Từng dòng" not in page


@pytest.mark.once
@pytest.mark.parametrize(
    ("cuts", "told"),
    [("&co-quan=gso-18073", True), ("&co-quan=gso-18073&linh-vuc=Hộ+tịch", False), ("&kenh=1", False),
     ("&thu-tuc=1.001193", False), ("&thu-tuc=1.001193&kenh=1", False)],
)  # fmt: skip
def test_answers_are_told_apart_by_one_thing_at_a_time(signed_in_at, cuts, told):
    lie(THANH_SEN, [5] * 8, month=date(2026, 10, 1))
    refreshing.rebuild(at=SOON)
    asked = "?tu-ngay=2026-10-01&den-ngay=2026-10-31"
    answer = signed_in_at(SOON)("quan").get(f"/dieu-hanh/chi-tieu/survey.satisfied/{asked}{cuts}")
    page = answer.content.decode()
    assert ("100,0 %" in page) is told
    assert answer.status_code == (200 if told else 422)
    assert ("chỉ được kể theo cơ quan hoặc theo thời gian" in page) is not told
    assert ("Từng tháng" in page) is False


@pytest.mark.once
def test_no_days_can_be_subtracted_from_one_another(signed_in_at):
    """Six answers in two months, five of them in the second: the days between must not give the one away."""
    lie(THANH_SEN, [1], month=date(2026, 9, 1))
    lie(THANH_SEN, [5] * 5, month=date(2026, 10, 1))
    refreshing.rebuild(at=SOON)
    minh = signed_in_at(SOON)("minh")
    for first in ("2026-09-01", "2026-10-01", "2026-10-31"):
        asked = f"?tu-ngay={first}&den-ngay=2026-10-31&theo=co-quan"
        page = minh.get(f"/dieu-hanh/chi-tieu/survey.satisfied/{asked}").content.decode()
        assert "<dt>Đếm được</dt><dd>5</dd>" in page
        assert "<dt>Trên tổng</dt><dd>6</dd>" in page


def test_what_the_table_of_fields_hides_no_measure_of_a_field_gives_away():
    """Two of one field are hidden, six of land with them: land alone would say how many the others are."""
    for code, marks in (("1.001193", [5] * 30), (LAND, [5] * 6), (BUILDING, [1] * 2)):
        lie(THANH_SEN, marks, code=code)
    refreshing.rebuild(at=SOON)
    (line,) = reads.lines(
        reads.chosen(["survey.satisfied-land"]), Asked(SOON, date(2026, 1, 1), date(2026, 12, 31))
    )
    assert line.tally == Tally(None, None)
    lie(THANH_SEN, [4] * 9, code=BUILDING)
    refreshing.rebuild(at=SOON)
    (line,) = reads.lines(
        reads.chosen(["survey.satisfied-land"]), Asked(SOON, date(2026, 1, 1), date(2026, 12, 31))
    )
    assert line.tally == Tally(6, 6)


@pytest.mark.parametrize("by", ["field", "procedure", "channel", "agency", "level"])
def test_answers_are_told_apart_by_nothing_that_lies_within_an_agency_or_around_it(by):
    """An agency with sixteen answers less its only field that is told, with fourteen, would be two people."""
    lie(THANH_SEN, [5] * 14)
    lie(THANH_SEN, [1] * 2, code=BUILDING)
    lie("gso-18100", [5] * 30, code=LAND)
    refreshing.rebuild(at=SOON)
    with pytest.raises(Invalid, match="chỉ được kể theo cơ quan"):
        satisfied(date(2026, 10, 31), by)


@pytest.mark.once
def test_the_page_of_answers_has_no_look_by_field_and_says_why(signed_in_at):
    lie(THANH_SEN, [5] * 8, month=date(2026, 10, 1))
    refreshing.rebuild(at=SOON)
    reader = signed_in_at(SOON)("quan")
    assert "Từng lĩnh vực" not in reader.get("/dieu-hanh/chi-tieu/survey.satisfied/").content.decode()
    answer = reader.get("/dieu-hanh/chi-tieu/survey.satisfied/?theo=linh-vuc")
    assert answer.status_code == 422
    assert "lấy số của cơ quan trừ đi sẽ lộ nhóm có ít phiếu" in answer.content.decode()


def test_beside_its_agency_no_measure_of_a_field_gives_the_other_one_away():
    """In the province births and building hide one another; in its agency land would leave two of building."""
    lie("gso-18100", [5] * 6, code="1.001193")
    lie(THANH_SEN, [5] * 20, code=LAND)
    lie(THANH_SEN, [1] * 2, code=BUILDING)
    refreshing.rebuild(at=SOON)
    year = Asked(SOON, date(2026, 1, 1), date(2026, 12, 31))
    (line,) = reads.lines(reads.chosen(["survey.satisfied-land"]), year)
    assert line.tally == Tally(None, None)
