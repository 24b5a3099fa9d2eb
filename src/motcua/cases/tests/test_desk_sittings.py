"""Stories of the desk when other agencies are asked, a site is inspected, a council meets."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from motcua.cases import acts, reads
from motcua.cases.models import Step
from motcua.cases.tests.desk_pages import at, do, offered, page, show
from motcua.people.models import Account
from tests.stories.project import ASSESSMENT, file_investment, file_project, holder, owner, walked

pytestmark = pytest.mark.django_db


def step_of(case) -> str:
    return Step.objects.get(case=case, branch="", closed_at=None).name


@pytest.fixture
def asked(province):
    """A project on which three sở and a commune are asked."""
    return walked(file_investment(at=at(8)), "assign", "consult", at=at(14))


@pytest.fixture
def site(province):
    """An assessment whose inspector has taken the step on site."""
    case = walked(file_project(ASSESSMENT, at=at(8)), "assign", at=at(9))
    acts.claim(case, by=owner(case), at=at(10))
    return case


DAY = {"held_on.day": "17", "held_on.month": "11", "held_on.year": "2026"}
MEETING = {
    "place": "Thôn Bắc Tiến",
    "participants": "Trần Thị Bình, đại diện UBND phường\nLê Văn Cường, chủ dự án",
    "content": "Hiện trạng là đất trống",
}


def test_an_opinion_is_answered_from_the_inbox(asked, sits, watch):
    trade = sits(owner(asked, "trade").username)
    watch.at = at(15)
    inbox = page(trade.get("/ban-lam-viec/"))
    href = reverse("desk-deed", args=[asked, "y-kien-trade"])
    assert page(trade.get(reverse("desk-case", args=[asked]))).all("h1"), "the work with a case says what for"
    assert inbox.one("a", href=href).text.startswith("Cho ý kiến")
    assert not inbox.all("input", type="checkbox", name="case"), (
        "an opinion is not one of several at one press"
    )
    refused = do(trade, asked, "y-kien-trade", answer="disagree", content="Không")
    assert "Ít nhất 10 ký tự" in page(refused, 422).text
    given = do(trade, asked, "y-kien-trade", answer="disagree", content="Trùng cụm công nghiệp Thạch Đồng")
    assert "Đã gửi ý kiến" in page(trade.get(given["Location"])).text
    assert page(trade.get("/ban-lam-viec/")).all("a", href=href) == []
    applicant = Client()
    applicant.force_login(Account.objects.get(username="hoa"))
    waiting = page(applicant.get(reverse("my-case", args=[asked]))).text
    assert "Đang chờ trả lời của: Sở Xây dựng; " in waiting
    assert "Sở Công Thương" not in waiting.split("Đang chờ trả lời của:")[1].split("Các bước")[0]
    leading = show(sits(owner(asked).username), asked).text
    assert "Trùng cụm công nghiệp Thạch Đồng" in leading
    assert "Không đồng ý" in leading


def test_a_step_that_waits_for_opinions_is_offered_backwards_only(asked, sits, watch):
    watch.at = at(15)
    leading = sits(owner(asked).username)
    acts.claim(asked, by=owner(asked), at=at(15))
    assert {"chuyen-return", "chuyen-gathered"} & offered(leading, asked) == {"chuyen-return"}


def test_nobody_answers_for_another_agency(asked, sits, watch):
    watch.at = at(15)
    trade = sits(owner(asked, "trade").username)
    assert do(trade, asked, "y-kien-land", answer="agree").status_code == 409
    assert {one.branch for one in reads.opinions_of(asked) if one.closed_at} == set()


def test_the_head_of_the_one_stop_sees_who_is_late(asked, sits, watch):
    head = sits(holder("gso-18073.mot-cua", "one-stop-head").username)
    where = reverse("desk-late-opinions")
    watch.at = at(15)
    assert page(head.get("/ban-lam-viec/")).all("a", href=where) == []
    assert "Không có ý kiến nào chậm" in page(head.get(where)).text
    watch.at = at(8, days=11)
    assert page(head.get("/ban-lam-viec/")).all("a", href=where)
    assert "Sở Công Thương" in page(head.get(where)).text
    assert "Sở Công Thương" not in page(sits("lan").get(where)).text


def test_minutes_are_written_at_the_desk_and_the_applicant_sees_the_appointment(site, sits, watch):
    inspector = sits(owner(site).username)
    watch.at = at(10, 30)
    wrong = do(inspector, site, "bien-ban", **DAY, held_hour="8 rưỡi", **MEETING)
    told = page(wrong, 422)
    assert "Giờ viết như 08:30." in told.text
    assert "Thôn Bắc Tiến" in wrong.content.decode(), "what was typed stays"
    do(inspector, site, "bien-ban", **DAY, held_hour="8h30", **MEETING)
    assert "08:30 thứ Ba 17/11/2026" in show(inspector, site).text
    applicant = Client()
    applicant.force_login(Account.objects.get(username="hoa"))
    mine = applicant.get(reverse("my-case", args=[site]))
    assert "Thôn Bắc Tiến" in page(mine).text
    assert "chuyen-surveyed" not in offered(inspector, site), "announced is not held"
    watch.at = at(9, days=1)
    assert "chuyen-surveyed" in offered(inspector, site)
    do(inspector, site, "chuyen-surveyed")
    assert step_of(site) == "council"
