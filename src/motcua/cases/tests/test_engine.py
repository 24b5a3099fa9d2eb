"""Stories of the engine: the cast works real cases, and what the law forbids is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.models import Agency
from motcua.cases import acts, filing, reads, statements
from motcua.cases.checks import rows_that_differ
from motcua.cases.models import Case, Channel, Draft, Hold, Step
from motcua.cases.tests.desk_pages import colleague
from motcua.journal import seals
from motcua.kernel.refusals import Conflict, Invalid, Missing, NotAllowed, OutOfOrder, Refusal
from motcua.kernel.states import State
from motcua.people.models import Account
from tests.province import MONDAY, agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, file_birth

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def state_of(case) -> State:
    return State(Case.objects.values_list("state", flat=True).get(id=case))


def examined(case):
    """A case on the leader's table."""
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.finish(case, "propose", by=who("lan"), at=at(10))


def signed(case):
    examined(case)
    acts.claim(case, by=who("quan"), at=at(14))
    acts.finish(case, "sign", by=who("quan"), at=at(14, 5))


def test_a_birth_is_registered(province):
    case = file_birth(at=at(8))
    assert state_of(case) is State.REGISTERED
    acts.receive(case, by=who("minh"), at=at(9))
    row = Case.objects.get(id=case)
    assert state_of(case) is State.RECEIVED
    assert row.due_at == row.due_original == at(17, 30)
    acts.claim(case, by=who("lan"), at=at(9, 30))
    assert state_of(case) is State.PROCESSING
    acts.finish(case, "propose", by=who("lan"), at=at(10))
    acts.claim(case, by=who("quan"), at=at(14))
    acts.finish(case, "sign", by=who("quan"), at=at(14, 5))
    assert state_of(case) is State.FINISHED
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(15))
    assert state_of(case) is State.RETURNED
    assert [step.name for step in reads.case(case, actor=who("hoa")).steps] == [
        "receive",
        "examine",
        "sign",
        "hand-over",
    ]
    assert seals.verify().broken is None


def test_the_time_that_each_agency_held_the_case_adds_up(province):
    case = file_birth(at=at(8))
    signed(case)
    worked = sum(Step.objects.filter(case=case, closed_at__isnull=False).values_list("worked", flat=True))
    assert worked == 60 + 60 + 125  # 8–9, 9–10, 10–14:05 without the lunch break of two hours


def test_a_case_is_filed_once(province):
    hoa = who("hoa")
    draft = filing.start(BIRTH, by=hoa, at=at(8))
    filing.save(draft, BIRTH_FORM, reception=agency("gso-18073.mot-cua"), by=hoa, at=at(8))
    Draft.objects.filter(id=draft).update(channel=Channel.COUNTER)
    first = filing.submit(draft, by=hoa, at=at(8, 1))
    again = filing.submit(draft, by=hoa, at=at(8, 2))
    assert (first.code, first.now, again.code, again.now) == (first.code, True, first.code, False)
    assert Case.objects.filter(id=draft).count() == 1
    assert not Draft.objects.filter(id=draft).exists()


def test_a_faulty_form_leaves_the_draft_as_it_was(province):
    hoa = who("hoa")
    draft = filing.start(BIRTH, by=hoa, at=at(8))
    filing.save(draft, {"child_name": "x" * 300}, reception=agency("gso-18073.mot-cua"), by=hoa, at=at(8))
    with pytest.raises(Invalid) as refused:
        filing.submit(draft, by=hoa, at=at(8, 1))
    assert refused.value.faults
    assert Draft.objects.get(id=draft).form["child_name"] == "x" * 300


def test_codes_count_within_agency_and_day(province):
    one, two, tomorrow = file_birth(at=at(8)), file_birth(at=at(8, 5)), file_birth(at=at(8, days=1))
    codes = [Case.objects.get(id=case).code for case in (one, two, tomorrow)]
    assert [code.rsplit("-", 1)[1] for code in codes] == ["0000001", "0000002", "0000001"]
    assert codes[0].split("-")[1] == "20261116"


def test_a_supplement_restarts_the_clock(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.request_supplement(
        case, items=[{"id": "birth-proof", "title": "Giấy chứng sinh"}], reason_code="unclear", reason="Ảnh mờ",
        by=who("lan"), at=at(10),
    )  # fmt: skip
    assert state_of(case) is State.SUPPLEMENT
    acts.supplement(case, by=who("hoa"), at=at(9, days=2))
    row = Case.objects.get(id=case)
    assert row.due_original == at(17, 30)
    assert row.due_at == at(17, 30, days=2)
    assert (row.state, row.held) == (State.PROCESSING, False)


def test_a_second_supplement_is_refused_and_with_an_approver_is_a_breach(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))

    def ask(name="lan", **more):
        acts.request_supplement(
            case,
            items=[{"title": "Giấy chứng sinh"}],
            reason_code="",
            reason="Ảnh mờ",
            by=who(name),
            at=at(10, days=1),
            **more,
        )

    ask()
    acts.supplement(case, by=who("hoa"), at=at(11, days=1))
    with pytest.raises(NotAllowed, match="chỉ cho phép một lần"):
        ask()
    with pytest.raises(NotAllowed):
        ask(override_reason="Giấy tờ giả")
    ask("quan", override_reason="Giấy tờ giả")
    assert [hold.breach for hold in Hold.objects.filter(case=case).order_by("id")] == [False, True]


def test_a_case_is_refused_at_the_counter(province):
    case = file_birth(at=at(8))
    acts.refuse(
        case, reason_code="wrong", reason="Đã đăng ký", basis="Luật Hộ tịch Đ.16", by=who("minh"), at=at(9)
    )
    assert state_of(case) is State.NOT_RECEIVED
    with pytest.raises(OutOfOrder):
        acts.receive(case, by=who("minh"), at=at(10))


def test_a_refusal_after_reception_is_handed_over(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.refuse(
        case, reason_code="wrong", reason="Đã đăng ký", basis="Luật Hộ tịch Đ.16", by=who("lan"), at=at(10)
    )
    assert state_of(case) is State.PROCESSING
    acts.claim(case, by=who("quan"), at=at(10, 30))
    acts.finish(case, "sign", by=who("quan"), at=at(10, 40))
    assert state_of(case) is State.FINISHED
    assert Case.objects.get(id=case).outcome == "refused"
    acts.hand_over(case, receiver="Hoa", how="online", by=who("minh"), at=at(11))
    assert state_of(case) is State.RETURNED
    assert rows_that_differ() == []


def test_two_officers_finish_the_same_step(province):
    case = file_birth(at=at(8))
    examined(case)
    seen = Case.objects.get(id=case).revision
    acts.claim(case, by=who("quan"), at=at(14))
    with pytest.raises(Conflict, match="Lê Anh Quân đã nhận xử lý bước này lúc 14:00 ngày 16/11"):
        acts.claim(case, by=who("quan"), at=at(14, 1), revision=seen)


def test_who_comes_second_hears_who_was_faster_although_the_step_has_left_them(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    seen = Case.objects.get(id=case).revision
    acts.finish(case, "propose", by=who("lan"), at=at(10))
    acts.claim(case, by=who("quan"), at=at(10, 30))
    with pytest.raises(Conflict, match="Trần Thị Lan đã hoàn thành bước này lúc 10:00 ngày 16/11"):
        acts.finish(case, "propose", by=who("lan"), at=at(11), revision=seen)
    with pytest.raises(NotAllowed):
        acts.finish(case, "propose", by=who("lan"), at=at(11))


def test_a_return_wants_a_reason(province):
    case = file_birth(at=at(8))
    examined(case)
    acts.claim(case, by=who("quan"), at=at(14))
    with pytest.raises(Invalid):
        acts.finish(case, "return", by=who("quan"), at=at(14, 5))
    acts.finish(case, "return", note="Sai họ đệm của cha", by=who("quan"), at=at(14, 5))
    assert reads.case(case, actor=who("lan")).open_step.name == "examine"


def test_a_move_that_the_flow_does_not_have(province):
    case = file_birth(at=at(8))
    examined(case)
    acts.claim(case, by=who("quan"), at=at(14))
    with pytest.raises(OutOfOrder, match="không có hướng xử lý “burn”"):
        acts.finish(case, "burn", by=who("quan"), at=at(14, 5))


def test_the_outsider_sees_nothing(province):
    case = file_birth(at=at(8))
    for verb in (acts.receive, acts.claim):
        with pytest.raises(Missing):
            verb(case, by=who("binh"), at=at(9))
    with pytest.raises(Missing):
        reads.case(case, actor=who("binh"))
    with pytest.raises(NotAllowed):
        acts.receive(case, by=who("hoa"), at=at(9))


def test_an_apology_comes_a_day_ahead_and_once(province):
    case = file_birth(at=at(8), code="1.013225")
    acts.receive(case, by=who("minh"), at=at(9))
    due = Case.objects.get(id=case).due_at
    new = due + timedelta(days=7)
    acts.apologise(case, reason="Chờ ý kiến chuyên ngành", new_due=new, by=who("quan"), at=at(9, days=1))
    row = Case.objects.get(id=case)
    assert (row.due_original, row.due_at) == (due, new)
    with pytest.raises(OutOfOrder):
        acts.apologise(case, reason="Nữa", new_due=new + timedelta(days=7), by=who("quan"), at=at(9, days=2))


def test_an_apology_on_the_last_day_is_too_late(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    with pytest.raises(OutOfOrder):
        acts.apologise(case, reason="Bận", new_due=at(17, 30, days=1), by=who("quan"), at=at(10))


def test_a_withdrawal_is_answered(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=at(10))
    assert state_of(case) is State.WITHDRAWING
    acts.answer_withdrawal(case, granted=True, by=who("minh"), at=at(11))
    assert state_of(case) is State.STOPPED
    assert Case.objects.get(id=case).outcome == "withdrawn"


def test_a_returned_case_reopens_only_by_a_correction(province):
    case = file_birth(at=at(8))
    signed(case)
    acts.hand_over(case, receiver="Hoa", how="counter", by=who("minh"), at=at(15))
    with pytest.raises(Invalid):
        acts.correct(case, reason="", decision="", by=who("quan"), at=at(9, days=1))
    acts.correct(case, reason="Sai năm sinh của mẹ", decision="12/QĐ-UBND", by=who("quan"), at=at(9, days=1))
    assert state_of(case) is State.PROCESSING
    acts.claim(case, by=who("lan"), at=at(10, days=1))
    acts.finish(case, "propose", by=who("lan"), at=at(11, days=1))
    assert Case.objects.get(id=case).finished_at == at(14, 5)


def test_the_database_refuses_a_state_that_the_law_does_not_have(province):
    case = file_birth(at=at(8))
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        Case.objects.filter(id=case).update(state=State.FINISHED, finished_at=at(9))


def test_a_closed_step_stays_closed(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    with pytest.raises(IntegrityError, match="stays as it was closed"), transaction.atomic():
        Step.objects.filter(case=case, name="receive").update(note="khác")


def test_an_act_is_two_queries_one_of_which_writes(province, django_assert_max_num_queries):
    case = file_birth(at=at(8))
    minh = who("minh")
    acts.receive(case, by=minh, at=at(9))
    lan = who("lan")
    with django_assert_max_num_queries(2 + 2):  # the savepoint pair is the test's own transaction
        acts.claim(case, by=lan, at=at(9, 30))


def test_an_act_stays_short_enough_for_the_driver_to_remember_how_it_read_it():
    assert len(statements.APPLY.encode()) <= 4096


def test_the_journal_tells_the_case_in_sentences(province):
    case = file_birth(at=at(8))
    signed(case)
    told = [event.sentence for event in reads.events(case)]
    assert told[0].startswith("Nguyễn Thị Hoa nộp hồ sơ H27.")
    assert told[1] == "Nguyễn Văn Minh tiếp nhận hồ sơ; hẹn trả kết quả trước 17:30 ngày 16/11/2026."
    assert len(told) == 6


def test_the_inbox_shows_what_waits_for_ones_roles(province):
    case = file_birth(at=at(8))
    wanted = reads.InboxFilter()
    now = at(9)
    assert [row.case for row in reads.inbox(who("minh"), wanted, now=now).rows] == [case]
    assert reads.inbox(who("lan"), wanted, now=now).rows == ()
    acts.receive(case, by=who("minh"), at=at(9))
    assert [row.title for row in reads.inbox(who("lan"), wanted, now=now).rows] == [
        "Thẩm tra, ghi Sổ hộ tịch"
    ]
    civil = {time: _civil(time) for time in (at(14, 11), at(14, 12), at(15, 1))}
    assert [(count.open, count.overdue, count.soon) for count in civil.values()] == [
        (1, 0, 0),
        (1, 0, 1),  # due at 15:00: a fifth of its four hours is 48 minutes
        (1, 1, 0),
    ]


def _civil(time) -> reads.QueueCount:
    return next(count for count in reads.counts(who("lan"), now=time) if count.role == "civil-status")


def test_when_a_step_is_near_is_written_as_it_opens_and_moves_with_a_pause(province):
    case = file_birth(at=at(8))
    assert _dues(case) == (at(9, 36), at(10))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    assert _dues(case) == (at(14, 12), at(15))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    acts.request_supplement(case, items=items, reason_code="", reason="Ảnh mờ", by=who("lan"), at=at(10))
    acts.supplement(case, by=who("hoa"), at=at(8, days=2))
    assert _dues(case) == (at(11, 12, days=2), at(14, days=2))
    with pytest.raises(IntegrityError, match="a_step_is_near_before_it_is_due"), transaction.atomic():
        Step.objects.filter(case=case, closed_at=None).update(soon_at=at(14, 1, days=2))


def _dues(case) -> tuple[datetime, datetime]:
    return Step.objects.values_list("soon_at", "due_at").get(case=case, closed_at=None)


def test_search_finds_without_accents_and_only_ones_own_agencies(province):
    case = file_birth(at=at(8))
    code = Case.objects.get(id=case).code
    for text in ("nguyen thi hoa", "HOA NGUYỄN", code, code[:3], code[:12], code[:-2], "042192000123"):
        assert [row.id for row in reads.search(who("minh"), text)] == [case], text
        assert reads.search(who("binh"), text) == []


@pytest.mark.parametrize(("dash", "cut"), [("–", 0), (" - ", 0), ("\u2011", 0), ("–", 2)])
def test_search_forgives_the_dashes_of_a_code(province, dash, cut):
    case = file_birth(at=at(8))
    code = Case.objects.get(id=case).code
    typed = code[: len(code) - cut].lower().replace("-", dash)
    assert [row.id for row in reads.search(who("minh"), typed)] == [case]


def test_tracking_by_code_tells_only_how_far_it_is(province):
    case = file_birth(at=at(8))
    code = Case.objects.get(id=case).code
    assert reads.track(code).percent == 10
    acts.receive(case, by=who("minh"), at=at(9))
    tracked = reads.track(code)
    assert 25 <= tracked.percent < 90
    assert set(tracked.__slots__) == {"code", "state", "received", "percent"}
    with pytest.raises(Missing):
        reads.track("H27.99-20261116-0000009")


def test_a_step_goes_to_nobody_whose_account_is_closed(province):
    case = file_birth(at=at(8))
    colleague("mai", "Phan Thị Mai", like="lan")
    Account.objects.filter(username="lan").update(is_active=False)
    acts.receive(case, by=who("minh"), at=at(9))
    assert Step.objects.get(case=case, closed_at=None).owner.username == "mai"


def test_where_only_closed_accounts_hold_the_role_the_case_waits(province):
    case = file_birth(at=at(8))
    Account.objects.filter(username="lan").update(is_active=False)
    with pytest.raises(Refusal, match="Chưa có ai đảm nhiệm"):
        acts.receive(case, by=who("minh"), at=at(9))


def test_a_step_opens_in_the_division_that_is_concerned(province):
    case = file_birth(at=at(8), code="1.013225")
    acts.receive(case, by=who("minh"), at=at(9))
    assert reads.case(case, actor=who("quan")).open_step.agency == agency_name("gso-18073.kinh-te")


def agency_name(slug: str) -> str:
    return Agency.objects.get(slug=slug, valid_to=None).short_name
