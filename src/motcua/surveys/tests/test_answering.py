"""Who was given a result is asked once, answers without a name, and nobody learns from a link that is none."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from motcua.cases import acts as cases
from motcua.cases.models import Case as CaseRow
from motcua.journal.models import Event, Reading
from motcua.journal.outbox import deliver
from motcua.kernel.refusals import Invalid, Missing
from motcua.people import acts as people
from motcua.surveys import acts, checks, links
from motcua.surveys.models import Answer, Box, Invitation
from motcua.surveys.portal import kiosk_of
from motcua.surveys.tests.conftest import RETURNED, give_back
from tests.province import MONDAY, agency, later, who
from tests.stories.birth import RECEPTION, file_birth

pytestmark = pytest.mark.django_db

SOON = later(RETURNED, minutes=5)
CLOSED = "Không trả lời được qua liên kết này"


def answer(case, at=SOON, **said):
    acts.answer(links.token_of(case), {"overall": "5", **said}, by=people.system(), at=at)


def test_the_hand_over_asks_the_applicant_once(province):
    case = give_back()
    event = Event.objects.get(stream=case, kind="case.handed-over")
    assert deliver(event.id, "ask")
    invitation = Invitation.objects.get(case_id=case)
    assert invitation.closes_at == RETURNED + timedelta(days=30)
    assert Event.objects.filter(kind="survey.invited").count() == 1


def test_an_answer_keeps_agency_procedure_channel_and_month_and_nothing_of_the_case(asked):
    answer(asked, manner="2", comment="Chờ lâu")
    kept = Answer.objects.select_related("box").get()
    assert (kept.overall, kept.marks, kept.comment) == (5, {"overall": 5, "manner": 2}, "Chờ lâu")
    assert (kept.box.procedure.code, f"{kept.box.month}") == ("1.001193", "2026-11-01")
    invitation = Invitation.objects.get(case_id=asked)
    everything = " ".join(str(row) for row in (*Answer.objects.values(), *Box.objects.values()))
    assert str(asked) not in everything
    assert str(invitation.link_hash) not in everything


def test_the_event_names_nobody(asked):
    answer(asked)
    event = Event.objects.get(kind="survey.answered")
    assert (event.by, event.data, event.stream) == (
        "system", {"survey": "Hài lòng về giải quyết thủ tục hành chính"}, Box.objects.get().id,
    )  # fmt: skip


def test_an_answer_sent_twice_is_kept_once(asked):
    answer(asked)
    with pytest.raises(Missing):
        answer(asked, overall="1")
    assert [one.overall for one in Answer.objects.all()] == [5]


def test_who_came_second_at_the_same_moment_is_refused(asked, monkeypatch):
    """Both have read the invitation as open; the statement that spends it lets one through."""
    opened = acts.open_invitation(links.token_of(asked), at=SOON)
    answer(asked)
    monkeypatch.setattr(acts, "open_invitation", lambda token, at: opened)
    with pytest.raises(Missing):
        answer(asked)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "where"),
    [
        ({}, ["overall"]),
        ({"overall": "6"}, ["overall"]),
        ({"overall": "5", "manner": "tốt"}, ["manner"]),
        ({"overall": "5", "comment": "a" * 2_001}, ["comment"]),
    ],
)
def test_marks_that_are_none_are_refused_and_the_link_stays_open(asked, posted, where):
    with pytest.raises(Invalid) as refused:
        acts.answer(links.token_of(asked), posted, by=people.system(), at=SOON)
    assert [fault.where for fault in refused.value.faults] == where
    answer(asked)


@pytest.mark.once
@pytest.mark.parametrize("which", ["forged", "spent", "closed"])
def test_a_link_that_cannot_be_answered_says_the_same_whatever_it_was(asked, watch, which):
    address = f"/y-kien/{links.token_of(asked)}/"
    watch.at = SOON
    if which == "forged":
        address = f"/y-kien/{'0' * 32}/"
    elif which == "spent":
        answer(asked)
    else:
        watch.at = later(RETURNED, days=31)
    for send in (Client().get, Client().post):
        page = send(address, {"overall": "5"})
        assert page.status_code == 404
        assert CLOSED in page.content.decode()
        assert "khai sinh" not in page.content.decode()


@pytest.mark.once
def test_an_officer_neither_answers_nor_learns_who_has(asked, watch, sits):
    watch.at = SOON
    link, kiosk = f"/y-kien/{links.token_of(asked)}/", f"/y-kien/quay/{kiosk_of(agency(RECEPTION))}/"
    minh = sits("minh")
    waiting, made_up = minh.get(link), minh.get(f"/y-kien/{'0' * 32}/")
    assert minh.post(link, {"overall": "5"}).status_code == 403
    assert minh.post(kiosk, {"token": links.token_of(asked), "mark": "5"}).status_code == 403
    assert not Answer.objects.exists()
    answer(asked)
    spent = minh.get(link)
    assert [one.status_code for one in (waiting, made_up, spent)] == [403] * 3
    assert "của người nhận kết quả" in spent.content.decode()
    assert "khai sinh" not in waiting.content.decode()


@pytest.mark.once
@pytest.mark.parametrize("before", ["waiting", "spent"])
def test_an_administrator_is_told_of_any_link_what_an_officer_is(asked, watch, sits, before):
    watch.at = SOON
    link = f"/y-kien/{links.token_of(asked)}/"
    if before == "spent":
        answer(asked)
    tu, kept = sits("tu"), Answer.objects.count()
    for address in (link, "/y-kien/mau/1:abc/", f"/y-kien/quay/{kiosk_of(agency(RECEPTION))}/"):
        for send in (tu.get, tu.post):
            page = send(address, {"overall": "5"})
            assert page.status_code == 403
            assert "của người nhận kết quả" in page.content.decode()
            assert "khai sinh" not in page.content.decode()
    assert Answer.objects.count() == kept


@pytest.mark.once
def test_a_citizen_who_is_signed_in_answers_as_anybody_does(asked, watch, sits):
    watch.at = SOON
    told = sits("hoa").post(f"/y-kien/{links.token_of(asked)}/", {"overall": "5"})
    assert "Cảm ơn" in told.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.once
def test_hoa_finds_the_questionnaire_on_her_case_and_minh_only_its_code(asked, watch, sits):
    watch.at = SOON
    link = f"/y-kien/{links.token_of(asked)}/"
    assert link in sits("hoa").get(f"/ca-nhan/ho-so/{asked}/").content.decode()
    desk = sits("minh").get(f"/ban-lam-viec/ho-so/{asked}/").content.decode()
    assert "Mã QR của phiếu ý kiến" in desk
    assert link not in desk
    page = Client().get(link)
    assert "Công chức trực tiếp giải quyết" in page.content.decode()
    assert "Nguyễn Thị Hoa" not in page.content.decode()
    assert "Cảm ơn ông/bà" in Client().post(link, {"overall": "4"}).content.decode()
    assert link not in sits("hoa").get(f"/ca-nhan/ho-so/{asked}/").content.decode()
    assert "Mã QR của phiếu ý kiến" in sits("minh").get(f"/ban-lam-viec/ho-so/{asked}/").content.decode()


@pytest.mark.once
def test_the_slip_of_the_hand_over_bears_the_link_while_it_holds(asked, watch, sits):
    watch.at = SOON
    case = CaseRow.objects.get(id=asked)
    link = f"/y-kien/{links.token_of(asked)}/"
    slip = reverse("return-slip", args=[asked])
    printed, leads = opened(sits("minh").get(slip))
    assert link in printed.replace(" ", "")
    assert settings.BASE_URL + link in leads
    assert "Người nhận: Nguyễn Thị Hoa" in printed
    assert case.code in printed
    assert Reading.objects.filter(stream=asked, by="minh", name="Phiếu trả kết quả").exists()
    watch.at = later(RETURNED, days=31)
    assert settings.BASE_URL + link not in opened(sits("minh").get(slip))[1], "no code leads to a closed page"
    assert sits("binh").get(slip).status_code == 404


@pytest.mark.once
def test_before_the_hand_over_there_is_no_such_slip(province, watch, sits):
    watch.at = SOON
    case = file_birth(at=MONDAY)
    cases.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    answer = sits("minh").get(reverse("return-slip", args=[case]))
    assert answer.status_code == 409
    assert "ghi nhận việc trả trước" in answer.content.decode()


def opened(answer):
    """What the one page of a PDF says, on one line, and where it leads."""
    (page,) = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    leads = [note["/A"]["/URI"] for note in page["/Annots"]]
    return " ".join(page.extract_text().split()), leads


@pytest.mark.once
def test_a_wrong_form_is_shown_again_with_what_was_said(asked, watch):
    watch.at = SOON
    page = Client().post(f"/y-kien/{links.token_of(asked)}/", {"comment": "Chờ lâu", "manner": "2"})
    assert page.status_code == 422
    assert "Chọn một mức cho câu hỏi chung." in page.content.decode()
    assert "Chờ lâu" in page.content.decode()


@pytest.mark.once
def test_a_kiosk_asks_who_was_just_served_and_rests_when_nobody_was(asked, watch):
    watch.at = SOON
    address = f"/y-kien/quay/{kiosk_of(agency(RECEPTION))}/"
    tablet = Client()
    page = tablet.get(address)
    assert page.content.decode().count('name="mark"') == 5
    assert page["Refresh"] == f"6; url={address}"
    tapped = tablet.post(address, {"token": links.token_of(asked), "mark": "2"}, follow=True)
    assert "Cảm ơn ông/bà" in tapped.content.decode()
    tablet.post(address, {"token": links.token_of(asked), "mark": "5"})
    assert [one.overall for one in Answer.objects.all()] == [2]
    assert 'name="mark"' not in tablet.get(address).content.decode()


@pytest.mark.once
@pytest.mark.parametrize(("how", "minutes"), [("counter", 16), ("post", 1)])
def test_a_kiosk_asks_nobody_who_has_left_or_was_not_there(province, watch, how, minutes):
    give_back(how)
    watch.at = later(RETURNED, minutes=minutes)
    page = Client().get(f"/y-kien/quay/{kiosk_of(agency(RECEPTION))}/")
    assert 'name="mark"' not in page.content.decode()


@pytest.mark.once
def test_nobody_makes_up_a_kiosk(province, watch):
    assert Client().get(f"/y-kien/quay/{agency(RECEPTION)}/").status_code == 404


def test_the_database_keeps_answers_as_they_were_and_asks_once(asked):
    answer(asked)
    with (
        pytest.raises((InternalError, ProgrammingError), match="is kept as it was written"),
        transaction.atomic(),
    ):
        Answer.objects.update(overall=1)
    with pytest.raises((InternalError, ProgrammingError), match="only be spent, once"), transaction.atomic():
        Invitation.objects.update(spent=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            case_id=asked, survey="x", link_hash="0" * 64, invited_at=SOON, closes_at=later(SOON, days=1)
        )
    assert connection.is_usable()


def test_a_stuffed_box_is_found(asked):
    answer(asked)
    assert list(checks.boxes_that_differ()) == []
    Answer.objects.create(box=Box.objects.get(), overall=5, marks={"overall": 5})
    assert list(checks.boxes_that_differ()) == ["hòm phiếu “hai-long-tthc” có 2 phiếu, nhật ký kể 1"]
