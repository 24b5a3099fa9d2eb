"""A leader orders a sample; anybody can draw it again; answers stand for the cases of their commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from motcua.journal.models import Event, Reading
from motcua.kernel.refusals import Conflict, Invalid, Missing
from motcua.surveys import reads, sampling
from motcua.surveys.models import Answer, Box, Drawn, Invitation, Sample
from motcua.surveys.questionnaires import questionnaires
from motcua.surveys.sampling import Order
from motcua.surveys.tests.answers import SURVEY, lie
from motcua.surveys.tests.conftest import give_back
from tests.province import MONDAY, THANH_SEN, agency, later, who

pytestmark = pytest.mark.django_db

AFTER = later(MONDAY, days=15)
ORDER = Order(SURVEY, date(2026, 11, 1), date(2026, 11, 30), 500, "12/QĐ-UBND")


@pytest.fixture
def given_back(province):
    """Two cases that were given back in November at Thành Sen."""
    return [give_back(), give_back("post", to="binh")]


@pytest.fixture
def sample(given_back):
    return sampling.order(ORDER, by=who("quan"), at=AFTER)


def test_a_sample_is_drawn_of_the_cases_given_back_and_says_by_which_seed(sample, given_back):
    assert (sample.population, sample.size, sample.strata) == (2, 2, {str(agency(THANH_SEN)): 2})
    assert set(Drawn.objects.values_list("case_id", flat=True)) == set(given_back)
    event = Event.objects.get(kind="survey.sampled")
    assert (event.by, event.data["seed"], event.data["population"]) == ("quan", "12/QĐ-UBND", 2)


def test_who_had_two_cases_is_asked_once_about_the_last(province):
    give_back()
    last = give_back("post", at=later(MONDAY, hours=1))
    sample = sampling.order(ORDER, by=who("quan"), at=AFTER)
    assert sample.population == 1
    assert Drawn.objects.get().case_id == last


def test_a_questionnaire_on_provincial_agencies_asks_about_no_ward(province, monkeypatch):
    give_back()
    ward, province_only = questionnaires()[SURVEY], replace(questionnaires()[SURVEY], level="province")
    monkeypatch.setattr(sampling, "questionnaire", lambda name: province_only)
    with pytest.raises(Invalid, match="không có hồ sơ nào được trả"):
        sampling.order(ORDER, by=who("nga"), at=AFTER)
    monkeypatch.setattr(sampling, "questionnaire", lambda name: ward)
    assert sampling.order(ORDER, by=who("nga"), at=AFTER).population == 1
    assert questionnaires()["ddci-so-nganh"].level == "province"


def test_the_same_seed_draws_the_same_people_in_the_same_order(sample):
    again = sampling.order(ORDER, by=who("nga"), at=later(AFTER, days=1))
    first, second = (
        list(one.drawn.order_by("stratum_id", "place").values_list("case_id", "replacement"))
        for one in (sample, again)
    )
    assert first == second


def test_an_answer_entered_falls_into_the_box_of_the_sample_and_only_once(sample):
    one = Drawn.objects.first()
    sampling.enter(sample.pk, one.pk, {"overall": "4"}, by=who("quan"), at=AFTER)
    assert Box.objects.get(sample=sample).stratum_id == agency(THANH_SEN)
    with pytest.raises(Conflict):
        sampling.enter(sample.pk, one.pk, {"overall": "1"}, by=who("quan"), at=AFTER)
    assert [row.overall for row in Answer.objects.all()] == [4]
    assert Invitation.objects.filter(spent=True).count() == 0, "a sample asks beside the invitation"


def test_who_takes_the_list_is_known_to_everybody_on_it(sample, given_back):
    _, found = sampling.listed(sample.pk, by=who("quan"), at=AFTER)
    assert {one["case_id"] for one in found} == set(given_back)
    read = Reading.objects.filter(stream__in=given_back)
    assert {(one.by, one.what, one.purpose) for one in read} == {
        ("quan", "identity", "Khảo sát mức độ hài lòng")
    }
    assert read.count() == 2


@pytest.mark.parametrize("username", ["lan", "minh", "hoa", "tu"])
def test_only_leaders_and_controllers_order_samples_or_see_them(sample, username):
    with pytest.raises(Missing):
        sampling.order(ORDER, by=who(username), at=AFTER)
    with pytest.raises(Missing):
        sampling.sample(sample.pk, by=who(username))


def test_a_leader_sees_only_the_samples_of_the_own_agency(given_back):
    whole = sampling.order(ORDER, by=who("nga"), at=AFTER)
    assert whole.agency_id is None
    with pytest.raises(Missing):
        sampling.listed(whole.pk, by=who("quan"), at=AFTER)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"survey": "y-te"}, "survey"),
        ({"first": "hôm qua"}, "first"),
        ({"last": "2026-12-31"}, "last"),
        ({"margin": "50"}, "margin"),
        ({"margin": "1/0"}, "margin"),
        ({"margin": "1e1"}, "margin"),
        ({"seed": " "}, "seed"),
    ],
)
def test_an_order_that_cannot_be_is_refused_at_its_field(wrong, where):
    posted = {"survey": SURVEY, "first": "2026-11-01", "last": "2026-11-30", "margin": "2,5", "seed": "a"}
    told = {"offered": sampling.sampled(), "past": True, "today": AFTER.date()}
    assert Order.parse(posted, **told).margin == 250
    with pytest.raises(Invalid) as refused:
        Order.parse(posted | wrong, **told)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_days_without_cases_are_refused(province):
    with pytest.raises(Invalid, match="không có hồ sơ nào được trả"):
        sampling.order(ORDER, by=who("quan"), at=AFTER)


def test_answers_stand_for_the_cases_of_their_commune(province):
    """90 cases in one commune and 10 in the other, five answers each: 0 of 5 and 5 of 5 are not a half."""
    large, small = agency(THANH_SEN), agency("vp-ubnd-tinh")
    sample = Sample.objects.create(
        survey=SURVEY, first=ORDER.first, last=ORDER.last, margin=500, seed="a", population=100, size=80,
        strata={str(large): 90, str(small): 10}, ordered_by_id=who("nga").account, ordered_at=AFTER,
    )  # fmt: skip
    lie(THANH_SEN, [1] * 5, sample=sample, stratum_id=large)
    lie("vp-ubnd-tinh", [5] * 5, sample=sample, stratum_id=small)
    until = date(2026, 11, 1)
    found = reads.of_sample(questionnaires()[SURVEY], sample, until=until)
    assert found.overall.share == "10,0 %"
    october = date(2026, 10, 1)
    assert reads.of_sample(questionnaires()[SURVEY], sample, until=october).n == 0, (
        "nobody has answered before"
    )
    assert reads.results(questionnaires()[SURVEY], 2026, today=date(2027, 1, 1)).n == 0, (
        "the sources stay apart"
    )


@pytest.mark.once
def test_a_leader_orders_enters_and_takes_the_list_on_pages(given_back, watch, sits):
    watch.at = AFTER
    quan = sits("quan")
    posted = {"survey": SURVEY, "first": "2026-11-01", "last": "2026-11-30", "margin": "5", "seed": "12/QĐ"}
    assert "Nhập số gieo" in quan.post("/dieu-hanh/khao-sat/", posted | {"seed": ""}).content.decode()
    page = quan.post("/dieu-hanh/khao-sat/", posted, follow=True)
    address, one = page.request["PATH_INFO"], Drawn.objects.first()
    assert "Mẫu 2 trong 2 người đã nhận kết quả" in page.content.decode()
    assert "Nguyễn Thị Hoa" not in page.content.decode(), (
        "names are in the list only, whose taking is on record"
    )
    assert "Chọn một mức" in quan.post(f"{address}phieu/{one.pk}/", {}).content.decode()
    assert (
        "Đã nhận phiếu"
        in quan.post(f"{address}phieu/{one.pk}/", {"overall": "5"}, follow=True).content.decode()
    )
    assert quan.get(f"{address}danh-sach/").status_code == 405, "a reading is an act"
    sheet = load_workbook(BytesIO(quan.post(f"{address}danh-sach/").content)).active
    lines = [[row[place] for place in (2, 5, 6)] for row in sheet.values][2:]
    assert ["chính thức", "Nguyễn Thị Hoa", "0912000123"] in lines
    assert sits("lan").get(address).status_code == 404


@pytest.mark.once
def test_results_go_to_excel_without_what_the_page_hides(province, watch, sits):
    watch.at = MONDAY
    lie(THANH_SEN, [5] * 8, comment="=1+1 chờ lâu")
    content = sits("quan").get("/dieu-hanh/hai-long/excel/?nam=2026").content
    lines = [
        [cell for cell in row if cell is not None] for row in load_workbook(BytesIO(content)).active.values
    ]
    assert ["Hài lòng chung", 8, 1, 0.6755924, 1] in [
        [round(cell, 7) if isinstance(cell, float) else cell for cell in line] for line in lines
    ]
    assert ["Tiếp cận dịch vụ", "Không hiện"] in lines
