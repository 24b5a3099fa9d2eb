"""Stories of who looked into a case: the officer whom nobody has to ask, the one who is asked, and what Hoa reads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.cases import acts
from motcua.cases.tests.desk_pages import (
    appoint,
    at,
    code_of,
    colleague,
    examined,
    page,
    received,
    say,
    show,
    signed,
)
from motcua.journal import acts as journal
from motcua.journal.models import Reading
from tests.province import who

pytestmark = pytest.mark.django_db

LOOKS = "/ca-nhan/nhat-ky/"


def purposes(case):
    return list(Reading.objects.filter(stream=case).order_by("id").values_list("by", "purpose"))


def lines(browser, address=LOOKS):
    """The lines of the book: when, who, which case, what, what for."""
    told = page(browser.get(address))
    return [[cell.text for cell in row.all("td")] for row in told.all("tr")[1:]]


def read(case, by, *moments, what="case", name="", purpose="Kiểm tra nội bộ"):
    for moment in moments:
        journal.note_reading(case, by=by, at=moment, what=what, name=name, purpose=purpose)


def asked(browser, address):
    """Where an officer is led who has to say what for."""
    answer = browser.get(address)
    assert answer.status_code == 302, answer.status_code
    return answer["Location"]


# --- what for ------------------------------------------------------------------------------------------------


def test_whose_work_it_is_opens_a_case_without_being_asked(province, sits, watch):
    case = received()
    watch.at = at(10)
    for username in ("lan", "ha", "quan", "minh"):
        show(sits(username), case)
    assert purposes(case) == [
        ("lan", "Xử lý bước: Thẩm tra, ghi Sổ hộ tịch"),
        ("ha", "Chỉ đạo, kiểm tra việc giải quyết"),
        ("quan", "Chỉ đạo, kiểm tra việc giải quyết"),
        ("minh", "Theo dõi, trả lời người nộp tại một cửa"),
    ]


def test_who_has_just_done_a_step_looks_on_and_is_asked_another_day(province, sits, watch):
    case = received()
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.finish(case, "propose", by=who("lan"), at=at(10, 55))
    lan = sits("lan")
    watch.at = at(11)
    show(lan, case)
    assert purposes(case) == [("lan", "Xử lý bước: Thẩm tra, ghi Sổ hộ tịch")]
    watch.at = at(9, days=1)
    assert asked(lan, reverse("desk-case", args=[case])).startswith(reverse("desk-purpose", args=[case]))


def test_a_search_hit_that_is_nobodys_work_asks_what_for_once_a_sitting(province, sits, watch):
    case = examined()
    appoint("tho", "Đặng Văn Thọ", "gso-18073.kinh-te/xay-dung")
    tho, address = sits("tho"), reverse("desk-case", args=[case])
    watch.at = at(14)
    question = page(tho.get(asked(tho, address)))
    assert "Bạn mở hồ sơ này để làm gì?" in question.text
    assert "Hoa" not in question.text
    assert not Reading.objects.exists()
    answer = say(tho, case, "cooperate", next=address)
    assert answer["Location"] == address
    show(tho, case)
    watch.at = at(14, 29)
    page(tho.get(reverse("desk-journal", args=[case])))
    assert {told for _, told in purposes(case)} == {"Phối hợp giải quyết"}
    watch.at = at(15)
    asked(tho, address)


def test_another_purpose_is_written_out(province, sits, watch):
    case = examined()
    appoint("tho", "Đặng Văn Thọ", "gso-18073.kinh-te/xay-dung")
    tho = sits("tho")
    watch.at = at(14)
    unsaid = page(say(tho, case, "other"), status=422)
    assert unsaid.one("div", class_="govuk-error-summary").one("a")["href"] == "#field-detail"
    page(tho.post(reverse("desk-purpose", args=[case])), status=422)
    elsewhere = say(tho, case, "other", detail="Đối chiếu số liệu tháng 11", next="https://example.org/")
    assert elsewhere["Location"] == reverse("desk-case", args=[case])
    assert purposes(case) == [("tho", "Việc khác: Đối chiếu số liệu tháng 11")]


def test_a_colleagues_step_is_a_colleagues(province, sits, watch):
    case = received()
    colleague("mai", "Phan Thị Mai", like="lan")
    acts.claim(case, by=who("mai"), at=at(9, 30))
    watch.at = at(10)
    asked(sits("lan"), reverse("desk-case", args=[case]))
    show(sits("mai"), case)


def test_what_a_key_was_used_for_is_no_answer_on_a_page(province, sits, watch):
    case = signed()
    read(case, "lan", at(14, 50), purpose="API: Phần mềm hộ tịch")
    watch.at = at(15)
    asked(sits("lan"), reverse("desk-case", args=[case]))


def test_the_question_is_asked_of_nobody_whom_the_case_does_not_concern(province, sits):
    case = received()
    appoint("la", "Võ Thị Lạ", "gso-18562.mot-cua/tiep-nhan")
    for username in ("binh", "hoa", "tu", "la"):
        assert sits(username).get(reverse("desk-purpose", args=[case])).status_code == 404
        assert say(sits(username), case).status_code == 404
    assert not Reading.objects.exists()


# --- what Hoa reads ------------------------------------------------------------------------------------------


def test_hoa_reads_a_line_for_each_person_and_sitting(province, sits, watch):
    case = received()
    read(case, "lan", at(10), at(10, 5), purpose="Xử lý bước: Thẩm tra, ghi Sổ hộ tịch")
    for name in ("chung-sinh.pdf", "ket-hon.jpg", "chung-sinh.pdf"):
        read(case, "lan", at(10, 20), what="paper", name=name, purpose="Xử lý bước: Thẩm tra, ghi Sổ hộ tịch")
    read(case, "minh", at(10, 10), what="identity", purpose="Theo dõi, trả lời người nộp tại một cửa")
    read(case, "hoa", at(10, 30), purpose="Kiểm tra nội bộ")
    assert lines(sits("hoa")) == [
        [
            "10:10 thứ Hai 16/11/2026",
            "Nguyễn Văn Minh Công chức tiếp nhận và trả kết quả Trung tâm Phục vụ hành chính công phường Thành Sen",
            f"Đăng ký khai sinh {code_of(case)}",
            "Danh tính và liên hệ",
            "Theo dõi, trả lời người nộp tại một cửa",
        ],
        [
            "10:00–10:20 thứ Hai 16/11/2026",
            "Trần Thị Lan Công chức Tư pháp - hộ tịch Văn phòng HĐND và UBND phường Thành Sen",
            f"Đăng ký khai sinh {code_of(case)}",
            "Tờ khai và tiến trình; 2 tệp: “chung-sinh.pdf”, “ket-hon.jpg”",
            "Xử lý bước: Thẩm tra, ghi Sổ hộ tịch",
        ],
    ]


def test_a_sitting_ends_when_nothing_is_opened_for_thirty_minutes(province, sits):
    case = received()
    read(case, "lan", at(9), at(9, 29), at(9, 58), at(10, 28), at(10, 30))
    assert [line[0] for line in lines(sits("hoa"))] == [
        "10:28–10:30 thứ Hai 16/11/2026",
        "09:00–09:58 thứ Hai 16/11/2026",
    ]


def test_two_cases_are_two_lines_and_two_purposes_one(province, sits):
    one, other = received(), received()
    read(one, "lan", at(10), purpose="Trả lời người nộp")
    read(other, "lan", at(10, 1))
    read(one, "lan", at(10, 2), what="purpose", purpose="Việc khác: Đối chiếu")
    assert [line[3:] for line in lines(sits("hoa"))] == [
        ["Tờ khai và tiến trình", "Kiểm tra nội bộ"],
        ["Tờ khai và tiến trình", "Trả lời người nộp; Việc khác: Đối chiếu"],
    ]


def test_the_book_is_paged_by_sittings_in_one_read(province, sits, watch):
    case = received()
    for hour in range(60):
        read(case, "lan", at(8, days=hour), at(8, 10, days=hour))
    hoa, seen, address = sits("hoa"), [], LOOKS
    pages = []
    while address:
        shown = page(hoa.get(address))
        pages.append([row.all("td")[0].text for row in shown.all("tr")[1:]])
        seen += pages[-1]
        onward = shown.all("a", rel="next")
        address = LOOKS + onward[0]["href"] if onward else ""
    assert [len(one) for one in pages] == [25, 25, 10]
    assert len(set(seen)) == 60
    assert seen[0].startswith("08:00–08:10")
    back = page(hoa.get(LOOKS + shown.one("a", rel="prev")["href"]))
    assert [row.all("td")[0].text for row in back.all("tr")[1:]] == pages[1]
    with CaptureQueriesContext(connection) as statements:
        hoa.get(LOOKS)
    assert sum("journal_reading" in one["sql"] for one in statements) == 1


def test_others_have_a_book_of_their_own(province, sits):
    read(received(), "lan", at(10))
    assert "Chưa có ai xem" in page(sits("binh").get(LOOKS)).text
    for username in ("minh", "lan", "tu"):
        assert sits(username).get(LOOKS).status_code == 404
