"""A survey of people who have no case here, from their list in Excel to its results; no answer leads back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid, Missing
from motcua.people import acts as people
from motcua.surveys import jobs, lists, reads, sampling
from motcua.surveys.models import Answer, Box, Drawn, Listed
from motcua.surveys.questionnaires import questionnaire
from motcua.surveys.sampling import Order
from tests.province import MONDAY, agency, later, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

TODAY = MONDAY.date()
ORDER = Order("y-te", TODAY, later(MONDAY, days=14).date(), 500, "7/KH-SYT")
HEAD = ("Họ tên, tên đơn vị", "Điện thoại", "Địa chỉ", "Xã, phường", "Cơ quan được hỏi về", "Nơi đã phục vụ")
HEALTH = "Sở Y tế"
CLOSED = "Không trả lời được qua liên kết này"


def patient(number, commune="phường Thành Sen", agency=HEALTH, **changed):
    row = {
        "name": f"Bệnh nhân {number}", "phone": f"09120001{number:02}", "address": "Tổ 1", "commune": commune,
        "agency": agency, "unit": "Bệnh viện Đa khoa tỉnh",
    }  # fmt: skip
    return tuple((row | changed).values())


PATIENTS = [patient(number, "phường Thành Sen" if number % 3 else "phường Trần Phú") for number in range(12)]


def book(rows, head=HEAD):
    made = Workbook()
    for row in (head, *rows):
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    content.seek(0)
    return content


@pytest.fixture
def sample():
    return lists.order(ORDER, book(PATIENTS), by=who("nga"), at=MONDAY)


def token(drawn):
    return signing.dumps(drawn.pk, salt=lists.LINK)


def test_a_list_is_drawn_by_commune_and_the_event_says_by_which_seed(sample):
    assert (sample.population, sample.size, sorted(sample.strata.values())) == (12, 12, [4, 8])
    event = Event.objects.get(kind="survey.list-sampled")
    assert (event.by, event.data["seed"], event.data["population"]) == ("nga", "7/KH-SYT", 12)
    assert "Bệnh nhân" not in str(event.data)


def test_the_same_seed_draws_the_same_people_whatever_order_the_list_has():
    wide = Order("y-te", TODAY, ORDER.last, 2000, "7/KH-SYT")
    first, second = (
        lists.order(wide, book(rows), by=who("nga"), at=MONDAY) for rows in (PATIENTS, PATIENTS[::-1])
    )
    names = [
        list(one.drawn.order_by("stratum__slug", "place").values_list("person__name", "replacement"))
        for one in (first, second)
    ]
    assert names[0] == names[1]
    assert len(names[0]) < len(PATIENTS) + 1
    assert Listed.objects.count() == 2 * len(names[0]), "of who was not drawn nothing is kept"


@pytest.mark.parametrize(
    ("rows", "where", "said"),
    [
        (
            [patient(1, "phường Không Có")],
            "Dòng 2",
            "Không có “phường Không Có”: viết như “phường Thành Sen”",
        ),
        ([patient(1), patient(2, agency="Sở Lạ")], "Dòng 3", "Không có “Sở Lạ”"),
        ([patient(1, name=None)], "Dòng 2", "Nhập họ tên, tên đơn vị."),
        (
            [patient(1), patient(1, name="BỆNH NHÂN 1", phone="0912 000 101")],
            "Dòng 3",
            "Trùng khóa BỆNH NHÂN 1, 0912 000 101, Tổ 1, phường Thành Sen, Sở Y tế với dòng 2.",
        ),
        ([patient(1, phone="hỏi tổ trưởng")], "Dòng 2", "phải là số di động 10 chữ số"),
        (
            [patient(1), patient(2, phone="#N/A")],
            "Dòng 3",
            "Cột “Điện thoại”, ô B3: “#N/A” là lỗi của Excel",
        ),
        ([patient(1, name="#REF!")], "Dòng 2", "Cột “Họ tên, tên đơn vị”, ô A2: “#REF!” là lỗi"),
        ([], "", "không có dòng số liệu nào"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(rows, where, said):
    with pytest.raises(Invalid) as refused:
        lists.order(ORDER, book(rows), by=who("nga"), at=MONDAY)
    assert any(fault.where == where and said in fault.message for fault in refused.value.faults), (
        refused.value.faults
    )
    assert not Listed.objects.exists()


def test_people_of_one_name_in_two_communes_are_two():
    hoa = {"name": "Nguyễn Thị Hoa", "phone": None, "address": None}
    rows = [patient(1, "phường Thành Sen", **hoa), patient(2, "phường Trần Phú", **hoa)]
    assert lists.order(ORDER, book(rows), by=who("nga"), at=MONDAY).population == 2


def test_a_telephone_that_excel_took_for_a_number_has_its_first_digit_again():
    rows = [patient(1, phone=912000101), patient(2, phone=84912000102), patient(3, phone="0239 385 5555")]
    lists.order(ORDER, book(rows), by=who("nga"), at=MONDAY)
    assert set(Listed.objects.values_list("phone", flat=True)) == {"0912000101", "0912000102", "02393855555"}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"survey": "hai-long-tthc"}, "survey"),
        ({"first": "hôm nay"}, "first"),
        ({"last": "2026-11-01"}, "last"),
        ({"margin": "0"}, "margin"),
        ({"seed": ""}, "seed"),
    ],
)
def test_an_order_that_cannot_be_is_refused_at_its_field(wrong, where):
    posted = {"survey": "y-te", "first": "2026-11-16", "last": "2026-11-30", "margin": "5", "seed": "7"}
    told = {"offered": lists.surveys(), "past": False, "today": TODAY}
    assert Order.parse(posted, **told).margin == 500
    with pytest.raises(Invalid) as refused:
        Order.parse(posted | wrong, **told)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_an_answer_falls_into_a_box_of_the_agency_and_leads_back_to_nobody(sample):
    one = sample.drawn.first()
    lists.answer(token(one), {"overall": "4", "clean": "2"}, by=people.system(), at=MONDAY)
    box = Box.objects.get()
    assert (box.agency.short_name, box.procedure_id, box.channel, box.sample_id) == (
        HEALTH,
        None,
        2,
        sample.pk,
    )
    assert Answer.objects.get().marks == {"overall": 4, "clean": 2}
    with pytest.raises(Missing):
        lists.answer(token(one), {"overall": "1"}, by=people.system(), at=MONDAY)
    assert Event.objects.get(kind="survey.answered").data == {"survey": "Hài lòng về dịch vụ y tế công lập"}


@pytest.mark.parametrize("username", ["lan", "minh", "hoa", "tu"])
def test_only_leaders_and_controllers_order_of_a_list(username):
    with pytest.raises(Missing):
        lists.order(ORDER, book(PATIENTS), by=who(username), at=MONDAY)


@pytest.mark.once
@pytest.mark.parametrize("which", ["forged", "spent", "closed", "early"])
def test_a_link_that_cannot_be_answered_says_the_same_whatever_it_was(sample, watch, which):
    one = sample.drawn.first()
    address = f"/y-kien/mau/{token(one)}/"
    watch.at = {"closed": later(MONDAY, days=15), "early": later(MONDAY, days=-1)}.get(which, MONDAY)
    if which == "forged":
        address = f"/y-kien/mau/{one.pk}:abc/"
    elif which == "spent":
        Drawn.objects.filter(pk=one.pk).update(spent=True)
    for send in (Client().get, Client().post):
        page = send(address, {"overall": "5"})
        assert page.status_code == 404
        assert CLOSED in page.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.once
def test_a_health_survey_goes_from_its_list_to_its_results(watch, sits):
    watch.at = MONDAY
    nga = sits("nga")
    form = {"survey": "y-te", "first": "2026-11-16", "last": "2026-11-30", "margin": "5", "seed": "7/KH-SYT"}
    page = "/dieu-hanh/khao-sat/danh-sach/"
    empty = load_workbook(BytesIO(nga.get(f"{page}mau/").content)).active
    assert tuple(cell.value for cell in empty[1]) == HEAD
    assert "Chọn tệp Excel đã điền" in nga.post(page, form).content.decode()
    wrong = nga.post(page, {**form, "sheet": SimpleUploadedFile("a.xlsx", book([patient(1, "x")]).read())})
    assert "Dòng 2" in wrong.content.decode()
    sent = {**form, "sheet": SimpleUploadedFile("a.xlsx", book(PATIENTS).read())}
    shown = nga.post(page, sent, follow=True)
    address = shown.request["PATH_INFO"]
    assert "Mẫu 12 trong danh sách 12 người" in shown.content.decode()
    assert "Bệnh nhân" not in shown.content.decode()

    lines = list(load_workbook(BytesIO(nga.post(f"{address}danh-sach/").content)).active.values)[2:]
    assert Event.objects.get(kind="survey.listed").data == {"count": 12}
    links = [line[8] for line in lines]
    for link in links[:7]:
        told = Client().post(link.partition("://")[2].partition("/")[2].join(("/", "")), {"overall": "5"})
        assert "Cảm ơn" in told.content.decode()
    (left, *_) = [
        one
        for one in sampling.drawn(sampling.sample(Drawn.objects.first().sample_id, by=who("nga")))
        if not one["spent"]
    ]
    entry = nga.get(f"{address}phieu/{left['id']}/").content.decode()
    assert left["name"] not in entry
    assert "B.N." in entry
    assert (
        "Đã nhận phiếu"
        in nga.post(f"{address}phieu/{left['id']}/", {"overall": "2"}, follow=True).content.decode()
    )
    running = nga.get(address).content.decode()
    assert "đã có 8 phiếu" in running
    assert "Kết quả hiện sau" in running
    assert HEALTH not in running, "who sees who has answered does not see what they answered"
    watch.at = later(MONDAY, days=15)
    assert HEALTH in nga.get(address).content.decode()
    assert Box.objects.filter(channel=1).count() == 1
    assert agency("so-y-te") in Box.objects.values_list("agency_id", flat=True)


LAST = later(MONDAY, days=14)
KEPT_UNTIL = later(LAST, days=30)


def test_whom_a_list_named_is_forgotten_a_month_after_its_last_day_and_only_once(sample):
    assert lists.erase_due(at=KEPT_UNTIL) == 0
    assert Listed.objects.exclude(name="").count() == 12
    erased = later(KEPT_UNTIL, days=1)
    assert (lists.erase_due(at=erased), lists.erase_due(at=later(erased, days=1))) == (1, 0)
    assert set(Listed.objects.values_list("name", "phone", "address", "unit", "agency__short_name")) == {
        ("", "", "", "Bệnh viện Đa khoa tỉnh", HEALTH)
    }
    event = Event.objects.get(kind="survey.list-erased")
    assert (event.by, event.data) == ("system", {"count": 12, "last": "2026-11-30"})
    assert event.stream == sampling.stream_of(sample)


def test_days_of_an_installation_count_and_with_none_a_link_is_still_open_on_the_last_day(sample, settings):
    settings.SURVEY_LIST_DAYS = 0
    one = sample.drawn.first()
    assert lists.erase_due(at=LAST) == 0
    lists.answer(token(one), {"overall": "4"}, by=people.system(), at=LAST)
    assert lists.erase_due(at=later(LAST, days=1)) == 1


def test_the_list_of_another_survey_stays_as_it_is(sample):
    other = replace(ORDER, last=later(LAST, days=20).date())
    lists.order(other, book(PATIENTS), by=who("nga"), at=MONDAY)
    assert lists.erase_due(at=later(KEPT_UNTIL, days=1)) == 1
    assert Listed.objects.exclude(name="").count() == 12


def test_the_job_of_the_night_erases(sample):
    night = later(KEPT_UNTIL, hours=17, minutes=40)  # 01:40 of the next day
    jobs.erase_lists.func(timestamp=int(night.timestamp()))
    assert not Listed.objects.exclude(name="").exists()


@pytest.mark.once
def test_results_stay_when_the_list_is_erased_and_the_page_says_since_when(sample, watch, sits):
    for one in sample.drawn.all()[:6]:
        lists.answer(token(one), {"overall": "5"}, by=people.system(), at=MONDAY)
    left = sample.drawn.filter(spent=False).first()
    watch.at = KEPT_UNTIL
    nga, address = sits("nga"), f"/dieu-hanh/khao-sat/{sample.pk}/"
    assert "Tải danh sách liên hệ" in nga.get(address).content.decode()
    entry = f"{address}phieu/{left.pk}/"
    assert nga.post(entry, {"overall": "2"}).status_code == 302, (
        "who comes back with papers still enters them"
    )
    watch.at = later(KEPT_UNTIL, days=1)
    lists.erase_due(at=watch.at)
    shown = nga.get(address).content.decode()
    assert "Danh sách đã xóa thứ Năm 31/12/2026" in shown
    assert "đã có 7 phiếu" in shown
    assert HEALTH in shown
    assert "Tải danh sách liên hệ" not in shown
    assert "Nhập phiếu" not in shown
    assert "danh sách đã xóa thứ Năm 31/12/2026" in nga.get("/dieu-hanh/khao-sat/").content.decode()
    another = sample.drawn.filter(spent=False).first()
    for refused in (
        nga.post(f"{address}danh-sach/"),
        nga.get(f"{address}phieu/{another.pk}/"),
        nga.post(f"{address}phieu/{another.pk}/", {"overall": "2"}),
    ):
        assert refused.status_code == 409
        assert "Danh sách đã xóa thứ Năm 31/12/2026" in refused.content.decode()
    assert Answer.objects.count() == 7


HOSPITAL, DISTRICT, CLINIC = "Bệnh viện Đa khoa tỉnh", "Bệnh viện Kỳ Anh", "Phòng khám Lê"
SCHOOLS = "Sở Giáo dục và Đào tạo"


def served(units):
    """People who were served, so many at each place; a place is that of the health department unless told otherwise."""
    places = [(unit, number) for unit, many in units.items() for number in range(many)]
    return [
        patient(
            place,
            unit=unit if isinstance(unit, str) else unit[0],
            agency=HEALTH if isinstance(unit, str) else unit[1],
        )
        for place, (unit, _) in enumerate(places, start=10)
    ]


def answered_by(units):
    """The table of places, when all who were served have answered that they are satisfied."""
    sample = lists.order(ORDER, book(served(units)), by=who("nga"), at=MONDAY)
    for one in sample.drawn.all():
        lists.answer(token(one), {"overall": "5"}, by=people.system(), at=MONDAY)
    found = reads.of_sample(questionnaire(sample.survey), sample, until=reads.ALL)
    return {caption: {line.title: line.n for line in lines} for caption, lines in found.tables}


def test_results_are_told_by_hospital_and_of_few_is_told_nothing():
    tables = answered_by({HOSPITAL: 9, DISTRICT: 6, CLINIC: 4})
    assert tables["Theo cơ quan giải quyết"] == {HEALTH: 19}
    assert tables["Theo nơi đã phục vụ"] == {HOSPITAL: 9, DISTRICT: None, "Nơi khác": None}
    assert set(Box.objects.values_list("unit", flat=True)) == {HOSPITAL, DISTRICT, ""}, (
        "of four nobody is ever told: where they were served is not kept with their answers"
    )


def test_a_place_is_one_whatever_its_capitals_and_spaces():
    tables = answered_by(
        {HOSPITAL: 3, HOSPITAL.upper(): 2, f"  {HOSPITAL.replace(' ', '  ')} ": 1, DISTRICT: 5}
    )
    assert tables["Theo nơi đã phục vụ"] == {HOSPITAL: 6, DISTRICT: 5}


def test_places_of_an_agency_are_hidden_beside_its_own_total():
    """Nobody subtracts the hospital shown from its department: what is left would be four people."""
    tables = answered_by({HOSPITAL: 8, CLINIC: 4, ("Trường Lê", SCHOOLS): 7, ("Trường Nguyễn", SCHOOLS): 6})
    assert tables["Theo cơ quan giải quyết"] == {HEALTH: 12, SCHOOLS: 13}
    assert tables["Theo nơi đã phục vụ"] == {
        f"{HOSPITAL}, {HEALTH}": None,
        f"Nơi khác, {HEALTH}": None,
        f"Trường Lê, {SCHOOLS}": 7,
        f"Trường Nguyễn, {SCHOOLS}": 6,
    }


def test_places_of_a_hidden_agency_are_hidden_with_it():
    tables = answered_by({HOSPITAL: 6, DISTRICT: 5, ("Trường Lê", SCHOOLS): 4})
    assert set(tables["Theo cơ quan giải quyết"].values()) == {None}
    assert set(tables["Theo nơi đã phục vụ"].values()) == {None}


def test_a_list_without_places_has_no_table_of_them():
    assert "Theo nơi đã phục vụ" not in answered_by({"": 6})
