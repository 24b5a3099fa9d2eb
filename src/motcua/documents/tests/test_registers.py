"""Stories of the register and the control slip: what a one-stop owes to who asks where the dossiers are."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from motcua.cases import acts as cases
from motcua.cases import reads as case_reads
from motcua.documents import acts, control, register
from motcua.documents.register import Period
from motcua.documents.tests.test_slips import at, finished, received
from motcua.journal.models import Event, Reading
from motcua.kernel.refusals import Invalid
from motcua.web import sheets
from tests.province import agency, who
from tests.stories.birth import RECEPTION

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 11, 16), date(2026, 11, 20))


def booked() -> tuple:
    """Two cases that stand in the book: one is done and handed over, one was received just now."""
    done, new = finished(), received()
    cases.hand_over(done, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(15))
    for case in (done, new):
        acts.issue(case, "01", by=who("minh"), at=at(16))
    return done, new


def test_the_book_tells_where_every_dossier_is(province):
    booked()
    first, second = register.lines(agency(RECEPTION), WEEK)
    assert (first.ordinal, first.received, first.returned) == (1, "16/11/2026", "16/11/2026")
    assert (first.receiver, first.sets) == ("Nguyễn Thị Hoa", 1)
    assert (second.ordinal, second.returned, second.receiver) == (2, "", "")


def test_a_page_goes_on_where_the_last_one_ended(province):
    booked()
    (first,) = register.lines(agency(RECEPTION), WEEK, limit=1)
    assert [
        line.ordinal for line in register.lines(agency(RECEPTION), WEEK, after=(first.year, first.ordinal))
    ] == [2]


def test_the_register_goes_to_excel_and_to_paper_and_that_is_on_record(province, signed_in):
    booked()
    asked = "?tu-ngay=2026-11-16&den-ngay=2026-11-20"
    book = signed_in("minh").get(reverse("register-excel") + asked)
    rows = list(load_workbook(BytesIO(b"".join(book.streaming_content))).active.values)
    assert rows[2] == register.HEAD
    assert [row[0] for row in rows[3:]] == [1, 2]
    paper = signed_in("minh").get(reverse("register-pdf") + asked)
    text = PdfReader(BytesIO(b"".join(paper.streaming_content))).pages[0].extract_text()
    assert "SỔ THEO DÕI HỒ SƠ" in text
    assert "Mẫu số 07 – Thông tư số 03/2025/TT-VPCP" in text
    taken = Event.objects.filter(kind="register.taken")
    assert [event.data["count"] for event in taken] == [2, 2]


def test_no_word_of_an_applicant_becomes_a_formula():
    assert [sheets.plain(text) for text in ("=1+1", "@x", "-5", "Hoa", 7)] == [
        "'=1+1",
        "@x",
        "-5",
        "Hoa",
        7,
    ]


def test_the_page_shows_the_own_book_only(province, signed_in):
    booked()
    shown = (
        signed_in("minh")
        .get(reverse("register") + "?tu-ngay=2026-11-16&den-ngay=2026-11-20")
        .content.decode()
    )
    assert "Nguyễn Thị Hoa" in shown
    assert signed_in("lan").get(reverse("register")).status_code == 404
    assert signed_in("hoa").get(reverse("register")).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-20", "2026-11-16", "trước ngày đầu"),
        ("mai", "", "chưa đúng"),
        ("2026-02-30", "", "chưa đúng"),
    ],
)
def test_days_that_are_none_are_refused_in_words(province, signed_in, first, last, said):
    with pytest.raises(Invalid, match=said):
        Period.parse(first, last, today=date(2026, 11, 16))
    answer = signed_in("minh").get(reverse("register"), {"tu-ngay": first, "den-ngay": last})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_register_too_long_for_paper_says_so(province, monkeypatch):
    booked()
    monkeypatch.setattr(register, "MOST_TYPESET", 1)
    with pytest.raises(Invalid, match="tải tệp Excel"):
        register.printed(agency(RECEPTION), WEEK, by=who("minh"), at=at(17))


def test_the_control_slip_tells_through_whose_hands_a_case_went(province):
    done, _ = booked()
    sheet = control.control_slip(case_reads.case(done, actor=who("minh")), at(16))
    hands = [(one.giver, one.taker, one.kept) for one in sheet.transfers]
    assert hands == [
        ("Người nộp hồ sơ", "Nguyễn Văn Minh", "Đúng hạn"),
        ("Nguyễn Văn Minh", "Trần Thị Lan", "Đúng hạn"),
        ("Trần Thị Lan", "Lê Anh Quân", "Quá hạn"),
        ("Lê Anh Quân", "Nguyễn Văn Minh", "Đúng hạn"),
    ]


def test_the_control_slip_is_for_those_inside_and_each_look_is_on_record(province, signed_in):
    case = received()
    answer = signed_in("minh").get(reverse("control-slip", args=[case]))
    assert answer["Content-Type"] == "application/pdf"
    assert Reading.objects.filter(stream=case, name="Phiếu kiểm soát").count() == 1
    assert signed_in("hoa").get(reverse("control-slip", args=[case])).status_code == 404
    assert signed_in("binh").get(reverse("control-slip", args=[case])).status_code == 404
