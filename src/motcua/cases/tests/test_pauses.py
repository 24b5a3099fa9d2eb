"""Stories of a case that halts: asked back, on hold, given a new date; whatever happens, no promise is taken back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from motcua.cases import acts, reads
from motcua.cases.models import Case, Hold
from motcua.journal.models import Event
from motcua.kernel import pauses
from motcua.kernel.refusals import Invalid, NotAllowed, OutOfOrder
from motcua.kernel.states import State
from tests.province import who
from tests.stories.birth import file_birth

from .desk_pages import appoint, at, claimed, colleague, do, offered, open_step, page, received, show, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


HOUSEHOLD = "1.001612"
"""A household business: 3 working days; waiting for papers counts them anew, waiting for money leaves itself out."""


def officer(case):
    """Whoever examines a case, step in hand; where a head assigns it first, that is done."""
    if open_step(case).name == "assign":
        acts.claim(case, by=who("ha"), at=at(9, 20))
        acts.finish(case, "assign", by=who("ha"), at=at(9, 20))
    step = open_step(case)
    if step.claimed_at is None:
        acts.claim(case, by=who(step.owner.username), at=at(9, 30))
    return step.owner.username


def row_of(case) -> Case:
    return Case.objects.get(id=case)


# --- asked back ----------------------------------------------------------------------------------------------


def test_a_case_is_asked_back_once():
    case = file_birth(at=at(8))
    acts.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=at(9))
    with pytest.raises(OutOfOrder, match="đang chờ trả lời"):
        acts.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=at(9, 1))
    assert row_of(case).state_before == State.REGISTERED
    acts.answer_withdrawal(case, granted=False, note="Đã ghi sổ", by=who("minh"), at=at(10))
    assert (row_of(case).state, row_of(case).state_before) == (State.REGISTERED, None)
    acts.receive(case, by=who("minh"), at=at(10, 5))


def test_a_case_is_asked_back_for_a_reason():
    case = file_birth(at=at(8))
    with pytest.raises(Invalid):
        acts.withdraw(case, reason=" ", by=who("hoa"), at=at(9))


def test_who_presses_twice_is_told_of_the_first_time(watch, sits):
    case = file_birth(at=at(8))
    watch.at, hoa = at(9), sits("hoa")
    hoa.post(reverse("my-case-withdraw", args=[case]), {"reason": "Khai nhầm tên"})
    watch.at = at(10)
    for press in (hoa.post, hoa.get):
        answer = press(reverse("my-case-withdraw", args=[case]), {"reason": "Khai nhầm tên"}, follow=True)
        assert answer.redirect_chain == [(reverse("my-case", args=[case]), 302)]
        assert "Bạn đã yêu cầu rút hồ sơ lúc 09:00 thứ Hai 16/11/2026." in page(answer).text


def test_two_presses_in_the_same_moment_are_one_request(sits, monkeypatch):
    case, decide = file_birth(at=at(8)), pauses.withdraw

    def slowly(here, moment, **words):
        monkeypatch.setattr(pauses, "withdraw", decide)
        acts.withdraw(case, reason="Khai nhầm tên", by=who("hoa"), at=at(9))
        return decide(here, moment, **words)

    monkeypatch.setattr(pauses, "withdraw", slowly)
    answer = sits("hoa").post(
        reverse("my-case-withdraw", args=[case]), {"reason": "Khai nhầm tên"}, follow=True
    )
    assert "Bạn đã yêu cầu rút hồ sơ lúc 09:00" in page(answer).text


def test_an_officer_writes_down_by_what_evidence_and_somebody_else_answers():
    case = received()
    with pytest.raises(Invalid) as refused:
        acts.withdraw(case, reason="Nộp nhầm nơi", by=who("minh"), at=at(9, 30))
    assert [fault.where for fault in refused.value.faults] == ["evidence"]
    acts.withdraw(case, reason="Nộp nhầm nơi", evidence="Đơn viết tay", by=who("minh"), at=at(9, 30))
    with pytest.raises(NotAllowed, match="Bạn đã ghi nhận"):
        acts.answer_withdrawal(case, granted=True, by=who("minh"), at=at(9, 31))
    thu = colleague("thu", "Lê Thị Thu", like="minh")
    acts.answer_withdrawal(case, granted=False, note="Đã ghi sổ", by=who(thu.username), at=at(9, 32))
    acts.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=at(9, 40))
    acts.answer_withdrawal(case, granted=True, by=who("minh"), at=at(9, 41))


def test_a_head_may_answer_what_they_wrote_down_themselves():
    case = received()
    head = appoint("tam", "Phan Minh Tâm", "gso-18073.mot-cua/giam-doc").username
    acts.withdraw(case, reason="Nộp nhầm nơi", evidence="Đơn viết tay", by=who(head), at=at(9, 30))
    acts.answer_withdrawal(case, granted=True, by=who(head), at=at(9, 31))


def test_the_citizen_is_told_who_wrote_it_down(watch, sits):
    case = received()
    acts.withdraw(case, reason="Nộp nhầm nơi", evidence="Đơn viết tay", by=who("minh"), at=at(9, 30))
    watch.at = at(10)
    shown = page(sits("hoa").get(reverse("my-case", args=[case]))).text
    assert "Nguyễn Văn Minh ghi nhận bạn yêu cầu rút hồ sơ lúc 09:30 thứ Hai 16/11/2026." in shown
    assert "Nếu bạn không yêu cầu, hãy gọi ngay cơ quan tiếp nhận." in shown


def test_papers_brought_before_reception_move_no_date_and_the_journal_says_none():
    case = file_birth(at=at(8))
    acts.request_supplement(case, items=PAPER, reason_code="", reason="Mờ", by=who("minh"), at=at(9))
    acts.supplement(case, by=who("hoa"), at=at(10))
    assert "Nguyễn Thị Hoa nhận đủ giấy tờ bổ sung." in [event.sentence for event in reads.events(case)]


def test_nobody_works_on_a_case_that_is_asked_back():
    case, mai = received(), colleague("mai", "Phan Thị Mai", like="lan")
    acts.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=at(9, 30))
    for act, name, words in [
        (acts.claim, "lan", {}),
        (acts.assign, "quan", {"to": mai.pk, "reason": "Lan nghỉ phép"}),
        (acts.stop, "quan", {"reason": "Không bổ sung", "basis": "NĐ 61/2018 Đ.19"}),
    ]:
        with pytest.raises(OutOfOrder, match="trả lời yêu cầu đó trước"):
            act(case, **words, by=who(name), at=at(10))
    with pytest.raises(OutOfOrder, match="Chỉ hồ sơ đã trả kết quả"):
        acts.correct(case, reason="Sai tên đệm", decision="12/QĐ-UBND", by=who("quan"), at=at(10))


@pytest.mark.parametrize(
    "columns",
    [
        {"state": State.WITHDRAWING},
        {"state": State.WITHDRAWING, "state_before": State.WITHDRAWING},
        {"state_before": State.RECEIVED},
    ],
)
def test_the_database_wants_a_way_back_from_a_withdrawal(columns):
    case = claimed()
    with pytest.raises(IntegrityError, match="asked_back"), transaction.atomic():
        Case.objects.filter(id=case).update(**columns)


# --- on hold --------------------------------------------------------------------------------------------------


def test_what_nobody_could_prevent_is_stated_by_a_decision():
    case = claimed()
    with pytest.raises(Invalid) as refused:
        acts.hold(case, "force-majeure", reason="Bão số 10", by=who("lan"), at=at(10))
    assert [fault.where for fault in refused.value.faults] == ["decision"]
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="45/CĐ-UBND", by=who("lan"), at=at(10))


def test_a_case_that_nobody_has_received_has_no_time_to_hold():
    case = file_birth(at=at(8))
    with pytest.raises(OutOfOrder, match="chưa được tiếp nhận"):
        acts.hold(case, "force-majeure", reason="Bão số 10", decision="45/CĐ-UBND", by=who("minh"), at=at(9))


# --- what is late stays late ---------------------------------------------------------------------------------

PAPER = [{"title": "Giấy chứng sinh"}]


def asked(case, name="lan", **when):
    acts.request_supplement(case, items=PAPER, reason_code="", reason="Ảnh mờ", by=who(name), **when)


def test_a_supplement_does_not_launder_a_late_case():
    case = claimed()
    promise = row_of(case).due_at
    asked(case, at=at(10, days=14))
    acts.supplement(case, by=who("hoa"), at=at(9, days=15))
    assert (row_of(case).due_original, row_of(case).due_at) == (promise, promise)


def test_the_desk_says_that_a_pause_does_not_move_a_broken_promise(sits, watch):
    case = claimed()
    for days, said in ((0, False), (1, True)):
        watch.at = at(10, days=days)
        for deed in ("yeu-cau-bo-sung", "tam-dung"):
            shown = page(sits("lan").get(reverse("desk-deed", args=[case, deed]))).text
            assert ("đã quá hạn 17:30 thứ Hai 16/11/2026; tạm dừng bây giờ không làm lùi" in shown) is said


@pytest.mark.parametrize(("hour", "days", "late"), [(17, 3, False), (20, 3, False), (0, 4, True)])
def test_the_time_to_ask_is_over_with_the_third_day(sits, watch, hour, days, late):
    case = received(code="1.004873")
    watch.at, name = at(hour, 31, days=days), officer(case)
    lan = sits(name)
    shown = page(lan.get(reverse("desk-deed", args=[case, "yeu-cau-bo-sung"]))).text
    assert ("Đã quá hạn gửi yêu cầu bổ sung" in shown) is late
    duties = [one.text for one in show(lan, case).all("li") if "Yêu cầu bổ sung, nếu cần" in one.text]
    assert (duties == []) is late
    assert not any("Quá hạn" in duty for duty in duties)
    asked(case, name, at=watch.at)
    assert Hold.objects.get(case=case).late is late


def test_a_corrected_case_asks_nothing_more_of_the_applicant(sits, watch):
    case = signed()
    acts.hand_over(case, receiver="Hoa", how="counter", by=who("minh"), at=at(15))
    acts.correct(case, reason="Sai năm sinh", decision="12/QĐ-UBND", by=who("quan"), at=at(9, days=30))
    acts.claim(case, by=who("lan"), at=at(9, 30, days=30))
    with pytest.raises(OutOfOrder, match="đã giải quyết xong"):
        asked(case, at=at(10, days=30))
    watch.at = at(10, days=30)
    assert "yeu-cau-bo-sung" not in offered(sits("lan"), case)


# --- a promise given anew ------------------------------------------------------------------------------------


def redated():
    """A household business, received on Monday, whose Thursday became Wednesday of the next week."""
    case = received(code=HOUSEHOLD)
    assert row_of(case).due_at == at(17, 30, days=3)
    acts.apologise(case, reason="Quá tải", new_due=at(17, 30, days=9), by=who("quan"), at=at(10))
    return case, officer(case)


def pause(case, name, kind="payment", **when):
    acts.hold(case, kind, reason="Chờ nộp lệ phí", by=who(name), **when)


@pytest.mark.parametrize(
    ("resumed", "promise"), [(at(14, days=1), 9), (at(14, days=2), 10), (at(14, days=5), 14)]
)
def test_a_pause_after_an_apology_moves_the_new_date_on(resumed, promise):
    case, name = redated()
    pause(case, name, at=at(10, days=1))
    acts.resume(case, by=who(name), at=resumed)
    row = row_of(case)
    assert (row.due_original, row.due_at) == (at(17, 30, days=3), at(17, 30, days=promise))


def test_pauses_after_an_apology_add_up():
    case, name = redated()
    for day in (1, 3):
        pause(case, name, at=at(10, days=day))
        acts.resume(case, by=who(name), at=at(10, days=day + 1))
    assert row_of(case).due_at == at(17, 30, days=11)


@pytest.mark.parametrize(("brought", "promise"), [(1, 9), (4, 10)])
def test_a_supplement_after_an_apology_never_brings_the_date_forward(brought, promise):
    case, name = redated()
    asked(case, name, at=at(10, days=1))
    acts.supplement(case, by=who("hoa"), at=at(14, days=brought))
    assert row_of(case).due_at == at(17, 30, days=promise)


def test_a_supplement_after_the_new_date_too_does_not_launder_it():
    case, name = redated()
    asked(case, name, at=at(10, days=10))
    acts.supplement(case, by=who("hoa"), at=at(14, days=11))
    assert row_of(case).due_at == at(17, 30, days=9)


def test_the_desk_says_what_becomes_of_the_new_date(sits, watch):
    case, name = redated()
    lan, minh = sits(name), sits("minh")
    pause(case, name, at=at(10, days=1))
    watch.at = at(14, days=1)
    assert "Ngày hẹn trả giữ nguyên: 17:30 thứ Tư 25/11/2026." in show(lan, case).text
    watch.at = at(14, days=2)
    assert "Hẹn trả mới 17:30 thứ Năm 26/11/2026." in show(lan, case).text
    do(lan, case, "tiep-tuc")
    assert row_of(case).due_at == at(17, 30, days=10)
    asked(case, name, at=at(15, days=2))
    watch.at = at(16, days=2)
    assert "Ngày hẹn trả giữ nguyên: 17:30 thứ Năm 26/11/2026." in show(minh, case).text
    watch.at = at(14, days=7)
    assert "Thời hạn tính lại từ đầu, hẹn trả 17:30 thứ Sáu 27/11/2026." in show(minh, case).text
    do(minh, case, "nhan-bo-sung", received="1")
    assert row_of(case).due_at == at(17, 30, days=11)


def test_the_citizen_reads_why_the_date_is_the_new_one(sits, watch):
    case, name = redated()
    pause(case, name, at=at(10, days=1))
    acts.resume(case, by=who(name), at=at(14, days=2))
    watch.at = at(15, days=2)
    told = page(sits("hoa").get(reverse("my-case", args=[case]))).one("div", class_="mc-clock").text
    assert "Đã xin lỗi và hẹn lại lúc 10:00 thứ Hai 16/11/2026; nay hẹn trả 17:30 thứ Năm 26/11/2026." in told


@pytest.mark.parametrize("hour", [3, 12, 23])
def test_a_new_date_is_a_day_whatever_the_hour(hour):
    case = received(code=HOUSEHOLD)
    acts.apologise(case, reason="Quá tải", new_due=at(hour, days=7), by=who("quan"), at=at(10))
    assert row_of(case).due_at == at(17, 30, days=7)
    told = Event.objects.get(stream=case, kind="case.apologised").data
    assert told["due"] == at(17, 30, days=7).isoformat()
