"""Stories of the case on one screen: its clocks, what it hides, what it offers to whom, its journal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.cases import acts
from motcua.cases.models import Case
from motcua.cases.tests.desk_pages import (
    appoint,
    at,
    code_of,
    colleague,
    examined,
    offered,
    page,
    received,
    say,
    show,
    signed,
)
from motcua.journal.models import Reading
from motcua.people import actors
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

ITEMS = [{"id": "birth-proof", "title": "Giấy chứng sinh", "note": "bản rõ hơn"}]


# --- clocks --------------------------------------------------------------------------------------------------


def test_before_reception_the_answer_is_owed(province, sits, watch):
    case = file_birth(at=at(8))
    watch.at = at(9)
    clock = show(sits("minh"), case).one("div", class_="mc-clock").text
    assert clock.startswith("Trả lời người nộp: còn 7 giờ làm việc Hạn 08:00 thứ Ba 17/11/2026")
    assert "8 giờ làm việc (NĐ 45/2020/NĐ-CP)" in clock


def test_the_promise_says_why(province, sits, watch):
    case = received()
    watch.at = at(10)
    clock = show(sits("lan"), case).one("div", class_="mc-clock").text
    assert clock.startswith("Còn 5 giờ 30 phút làm việc Hạn 17:30 thứ Hai 16/11/2026")
    assert "nhận sau 15:00 thì trong ngày làm việc tiếp theo" in clock


def test_smaller_clocks_run_beside_the_promise(province, sits, watch):
    case = received(code="1.013225")
    watch.at = at(10)
    duties = [duty.text for duty in show(sits("minh"), case).one("ul", class_="mc-duties").all("li")]
    assert duties == [
        "Hạn của bước này Trong hạn · hạn 15:00 thứ Hai 16/11/2026",
        "Chuyển đến người xử lý Sắp đến hạn · hạn 17:30 thứ Hai 16/11/2026",
        "Yêu cầu bổ sung, nếu cần Trong hạn · hạn 17:30 thứ Năm 19/11/2026",
    ]


def test_past_the_last_step_that_may_ask_no_supplement_is_due(province, sits, watch):
    case = examined()
    watch.at = at(11)
    assert "Yêu cầu bổ sung, nếu cần" not in show(sits("quan"), case).text


def test_both_dates_are_shown_when_they_differ(province, sits, watch):
    case = received(code="1.013225")
    due = Case.objects.get(id=case).due_at
    new = due.replace(day=due.day + 2)
    acts.apologise(case, reason="Chờ ý kiến", new_due=new, by=who("quan"), at=at(10, days=1))
    watch.at = at(11, days=1)
    shown = show(sits("quan"), case)
    assert [day.text for day in shown.one("dl", class_="mc-twodates").all("dd")] == [
        "17:30 thứ Ba 01/12/2026",
        "17:30 thứ Năm 03/12/2026",
    ]
    assert "nay hẹn trả 17:30 thứ Năm 03/12/2026" in shown.one("div", class_="mc-clock").text


def test_a_pause_stops_the_clock_on_the_page(province, sits, watch):
    case = file_birth(at=at(8))
    acts.request_supplement(case, items=ITEMS, reason_code="", reason="Ảnh mờ", by=who("minh"), at=at(8, 30))
    watch.at = at(9)
    shown = show(sits("minh"), case)
    assert shown.one("div", class_="mc-clock").text.startswith("Chờ người nộp bổ sung giấy tờ, từ 08:30")
    assert "Giấy chứng sinh: bản rõ hơn" in shown.one("div", class_="mc-asked").text
    assert not shown.all("ul", class_="mc-duties")


def test_a_case_that_is_over_says_how_its_promise_was_kept(province, sits, watch):
    case = signed()
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(9, days=60))
    watch.at = at(8, days=61)
    shown = show(sits("minh"), case)
    clock = shown.one("div", class_="mc-clock")
    assert clock.text.startswith("Giải quyết xong 14:05 thứ Hai 16/11/2026")
    assert "mc-clock--on-time" in clock.classes
    last = shown.one("ol", class_="mc-timeline").all("li")[-1]
    assert last.one("p", class_="mc-timeline__title").text == "Trả kết quả (đã xong) – Trả kết quả"


# --- what is shown -------------------------------------------------------------------------------------------


def test_identity_is_masked_until_somebody_asks_and_that_is_written_down(province, sits, watch):
    case = received()
    watch.at = at(10)
    lan = sits("lan")
    hidden = show(lan, case).text
    assert "042192000123" not in hidden
    assert "0912000123" not in hidden.split("Tờ khai")[0]
    assert "042*****0123" in hidden
    shown = page(lan.post(reverse("desk-reveal", args=[case]))).text
    assert "042192000123" in shown
    reading = Reading.objects.last()
    assert (reading.stream, reading.by, reading.at, reading.what) == (case, "lan", at(10), "identity")
    assert "042192000123" not in show(lan, case).text


def test_the_form_is_read_under_its_headings(province, sits, watch):
    case = received()
    shown = show(sits("lan"), case)
    answers = {one.all("dt")[0].text: one.all("dd")[0].text for one in shown.all("div") if one.all("dt")}
    assert "Trần An Nhiên" in shown.text
    assert answers["Tên cơ sở y tế nơi trẻ sinh ra"] == "Bệnh viện Đa khoa tỉnh Hà Tĩnh"
    assert [title.text for title in shown.all("h3", class_="mc-form__title")][:2] == [
        "Người yêu cầu đăng ký",
        "Trẻ",
    ]


def test_the_timeline_tells_what_was_and_what_comes(province, sits, watch):
    case = examined()
    watch.at = at(11)
    steps = show(sits("quan"), case).one("ol", class_="mc-timeline").all("li")
    assert [step.one("p", class_="mc-timeline__title").text for step in steps] == [
        "Tiếp nhận hồ sơ (đã xong) – Tiếp nhận Đúng hạn",
        "Thẩm tra, ghi Sổ hộ tịch (đã xong) – Đề xuất Đúng hạn",
        "Ký Giấy khai sinh (đang thực hiện) Trong hạn",
        "Trả kết quả (chưa đến)",
    ]
    assert "Trần Thị Lan, Văn phòng HĐND và UBND" in steps[1].text
    assert "giữ 1 giờ làm việc" in steps[1].text


def test_the_opinion_of_the_step_before_stands_beside_the_button(province, sits, watch):
    case = received()
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.finish(case, "propose", note="Đủ điều kiện, đã đối chiếu.", by=who("lan"), at=at(10))
    watch.at = at(11)
    beside = show(sits("quan"), case).one("div", class_="mc-elsewhere").text
    assert beside == "Trần Thị Lan, Thẩm tra, ghi Sổ hộ tịch: Đủ điều kiện, đã đối chiếu."


def test_a_pause_stands_in_its_step(province, sits, watch):
    case = received()
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.request_supplement(case, items=ITEMS, reason_code="", reason="Ảnh mờ", by=who("lan"), at=at(10))
    acts.supplement(case, by=who("hoa"), at=at(14))
    watch.at = at(15)
    step = show(sits("lan"), case).one("ol", class_="mc-timeline").all("li")[1]
    hold = step.one("div", class_="mc-timeline__hold").text
    assert "Chờ người nộp bổ sung giấy tờ" in hold
    assert "10:00 thứ Hai 16/11/2026 → 14:00 thứ Hai 16/11/2026" in hold
    assert "Giấy chứng sinh (bản rõ hơn); Ảnh mờ" in hold


def test_the_time_that_each_agency_held_it(province, sits, watch):
    case = examined()
    watch.at = at(11)
    tables = show(sits("quan"), case).all("table")
    held = next(table.text for table in tables if "Thời gian của từng cơ quan" in table.text)
    assert "TTPVHCC phường Thành Sen 1 giờ làm việc 2 giờ làm việc không" in held
    assert "UBND phường Thành Sen 2 giờ làm việc 6 giờ làm việc không" in held


def test_the_next_work_is_one_link_away(province, sits, watch):
    case, other = received(), received()
    watch.at = at(10)
    lan = sits("lan")
    link = show(lan, case).one("a", data_next="")
    assert code_of(other) in link.text
    assert page(lan.get(link["href"])).one("a", data_next="")["href"] == reverse("desk-case", args=[case])


def test_the_journal_is_read_in_sentences(province, sits, watch):
    case = signed()
    watch.at = at(15)
    minh = sits("minh")
    minh.post(reverse("desk-reveal", args=[case]))
    shown = page(minh.get(reverse("desk-journal", args=[case])))
    told = [one.text for one in shown.one("ol", class_="mc-events").all("li")]
    assert told[3] == (
        "10:00 thứ Hai 16/11/2026 Trần Thị Lan hoàn thành bước “Thẩm tra, ghi Sổ hộ tịch” (Đề xuất), "
        "chuyển sang “Ký Giấy khai sinh”."
    )
    assert (
        "15:00 thứ Hai 16/11/2026 Nguyễn Văn Minh (Công chức tiếp nhận và trả kết quả, Trung tâm Phục vụ hành chính "
        "công phường Thành Sen): danh tính và liên hệ; nhật ký. Xử lý bước: Trả kết quả"
    ) in shown.text


# --- who may -------------------------------------------------------------------------------------------------


def test_the_outsider_and_the_applicant_find_no_such_page(province, sits):
    case = received()
    for username in ("binh", "hoa", "anphat", "tu"):
        for name in ("desk-case", "desk-journal"):
            assert sits(username).get(reverse(name, args=[case])).status_code == 404, (username, name)
        assert sits(username).post(reverse("desk-reveal", args=[case])).status_code == 404
        assert sits(username).post(reverse("desk-deed", args=[case, "nhan-viec"])).status_code == 404
    assert not Reading.objects.exists()


def test_an_officer_of_another_commune_finds_no_such_case(province, sits):
    case = received()
    appoint("la", "Võ Thị Lạ", "gso-18562.mot-cua/tiep-nhan")
    assert sits("la").get("/ban-lam-viec/").status_code == 200
    assert sits("la").get(reverse("desk-case", args=[case])).status_code == 404
    assert sits("la").post(reverse("desk-claim", args=[case])).status_code == 404


def test_each_sees_only_what_they_may_do_now(province, sits, watch):
    case = file_birth(at=at(8))
    watch.at = at(8, 30)
    assert offered(sits("minh"), case) == {
        "chuyen-accept", "nhan-viec", "yeu-cau-bo-sung", "tu-choi", "rut-ho-so",
    }  # fmt: skip
    say(sits("lan"), case)
    assert offered(sits("lan"), case) == set()
    acts.receive(case, by=who("minh"), at=at(9))
    watch.at = at(9, 30)
    assert offered(sits("lan"), case) == {
        "chuyen-propose", "nhan-viec", "yeu-cau-bo-sung", "tu-choi", "tam-dung",
    }  # fmt: skip
    assert offered(sits("minh"), case) == {"rut-ho-so"}
    assert offered(sits("quan"), case) == {"phan-cong", "tam-dung"}
    acts.claim(case, by=who("lan"), at=at(9, 40))
    acts.finish(case, "propose", by=who("lan"), at=at(10))
    watch.at = at(11)
    assert offered(sits("quan"), case) == {
        "chuyen-sign", "chuyen-return", "nhan-viec", "phan-cong", "tam-dung", "dung",
    }  # fmt: skip
    say(sits("lan"), case)
    assert offered(sits("lan"), case) == set()


def test_what_a_colleague_has_taken_is_the_colleagues(province, sits, watch):
    case = received()
    colleague("mai", "Phan Thị Mai", like="lan")
    acts.claim(case, by=who("mai"), at=at(9, 30))
    watch.at = at(10)
    lan = sits("lan")
    say(lan, case)
    assert offered(lan, case) == {"tam-dung"}
    assert "Phan Thị Mai đang xử lý bước “Thẩm tra, ghi Sổ hộ tịch”" in show(lan, case).text


def test_the_end_offers_nothing_but_a_correction(province, sits, watch):
    case = signed()
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(15))
    watch.at = at(16)
    say(sits("lan"), case)
    assert offered(sits("minh"), case) == set()
    assert offered(sits("lan"), case) == set()
    assert offered(sits("quan"), case) == {"dinh-chinh"}


def test_an_unknown_deed_is_no_page(province, sits):
    case = received()
    assert sits("lan").get(reverse("desk-deed", args=[case, "bay-mau"])).status_code == 404


@pytest.mark.parametrize("story", [received, examined])
def test_the_case_page_asks_a_bounded_number_of_queries(
    province, sits, watch, django_assert_max_num_queries, story
):
    case = story()
    watch.at = at(10, 5)
    lan = sits("lan")
    show(lan, case)
    with django_assert_max_num_queries(20):
        show(lan, case)
    assert actors.timezone.now() == at(10, 5)
