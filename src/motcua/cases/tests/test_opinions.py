"""Several agencies asked at once: each answers by its own clock; with enough answers the case goes on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies.models import Post
from motcua.cases import acts, checks, opinions, reads, upkeep
from motcua.cases.models import Alarm, Case, Reply, Step
from motcua.cases.reads import InboxFilter
from motcua.kernel.refusals import Invalid, Missing, NotAllowed, OutOfOrder
from motcua.kernel.states import State
from motcua.people.models import Appointment
from tests.province import MONDAY, who
from tests.stories.project import file_investment, holder, owner, walked

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


@pytest.fixture
def case(province):
    """A project whose opinions were asked on Monday afternoon: three sở and the commune of the site."""
    return walked(file_investment(at=at(8)), "assign", "consult", at=at(14))


def asked(case) -> dict[str, tuple[str, datetime]]:
    return {one.branch: (one.agency, one.due_at) for one in opinions.waiting(case)}


def answer(case, branch: str, moment: datetime, said: str = "agree", content: str = "") -> int:
    by = owner(case, branch)
    return opinions.give(case, branch, answer=said, content=content, by=by, at=moment)


def step_of(case) -> str:
    return Step.objects.get(case=case, branch="", closed_at=None).name


def test_everybody_is_asked_at_once_each_with_a_clock_of_its_own(case):
    assert asked(case) == {
        "construction": ("Sở Xây dựng", at(17, 30, days=10)),
        "trade": ("Sở Công Thương", at(17, 30, days=10)),
        "commune": ("Phòng Kinh tế, Hạ tầng và Đô thị phường Thành Sen", at(17, 30, days=10)),
        "land": ("Sở Nông nghiệp và Môi trường", at(17, 30, days=15)),
    }
    assert State(Case.objects.get(id=case).state) is State.PROCESSING
    assert checks.rows_that_differ() == []


def test_nobody_asks_for_what_the_declaration_does_not_make_necessary(province):
    case = walked(file_investment(at=at(8), asks_land=False), "assign", "consult", at=at(14))
    assert set(asked(case)) == {"construction", "trade", "land"}


def test_the_question_waits_in_the_inbox_of_whoever_is_asked(case):
    by = owner(case, "trade")
    rows = reads.inbox(by, InboxFilter(), now=at(15)).rows
    assert [(row.case, row.branch, row.due_at) for row in rows] == [(case, "trade", at(17, 30, days=10))]


def test_the_case_goes_on_with_the_last_answer(case):
    for hour, branch in enumerate(("construction", "trade", "land"), 8):
        answer(case, branch, at(hour, days=1))
        assert step_of(case) == "opinions"
    answer(case, "commune", at(11, days=1), "agree-if", "Bồi thường cho 12 hộ dân trước khi giao đất")
    assert step_of(case) == "appraise"
    given = {one.branch: (one.verb, one.note) for one in reads.opinions_of(case)}
    assert given["commune"] == ("agree-if", "Bồi thường cho 12 hộ dân trước khi giao đất")
    assert checks.rows_that_differ() == []


def test_who_does_not_simply_agree_says_why(case):
    with pytest.raises(Invalid, match="quá ngắn"):
        answer(case, "trade", at(9, days=1), "disagree", "Không")
    with pytest.raises(Invalid, match="Chưa chọn ý kiến"):
        answer(case, "trade", at(9, days=1), "perhaps")


def test_only_who_is_asked_answers_and_only_once(case):
    lan = who("lan")
    with pytest.raises((Missing, NotAllowed)):
        opinions.give(case, "trade", answer="agree", content="", by=lan, at=at(9, days=1))
    answer(case, "trade", at(9, days=1))
    with pytest.raises(Missing, match="không còn được chờ"):
        opinions.give(
            case, "trade", answer="agree", content="", by=owner(case, "construction"), at=at(9, days=1)
        )


def test_the_leading_agency_does_not_go_on_before(case):
    by = owner(case)
    acts.claim(case, by=by, at=at(15))
    with pytest.raises(OutOfOrder, match=r"Còn chờ ý kiến: .*Sở Xây dựng"):
        acts.finish(case, "gathered", by=by, at=at(16))


def test_going_back_recalls_what_was_not_answered(case):
    answer(case, "trade", at(9, days=1))
    by = owner(case)
    acts.claim(case, by=by, at=at(10, days=1))
    acts.finish(case, "return", note="Hồ sơ thiếu bản đồ", by=by, at=at(11, days=1))
    assert asked(case) == {}
    assert [one.verb for one in reads.opinions_of(case) if one.branch != "trade"] == ["recalled"] * 3
    acts.claim(case, by=by, at=at(13, 30, days=1))
    acts.finish(case, "consult", by=by, at=at(14, days=1))
    assert len(asked(case)) == 4
    assert checks.rows_that_differ() == []


def test_who_is_late_is_reported_to_the_head_of_the_one_stop(case):
    head = holder("gso-18073.mot-cua", "one-stop-head")
    assert reads.late_opinions(head, now=at(16, days=10)) == []
    late = {one.branch for one in reads.late_opinions(head, now=at(8, days=11))}
    assert late == {"construction", "trade", "commune"}
    upkeep.ring(at=at(8, days=11))
    upkeep.ring(at=at(9, days=11))
    assert Alarm.objects.filter(case=case, kind="opinion").count() == 1
    assert reads.late_opinions(who("lan"), now=at(8, days=11)) == []


def test_a_stopped_case_waits_for_nobody(case):
    leader = holder("so-tai-chinh", "leader")
    acts.stop(case, reason="Nhà đầu tư bị giải thể", basis="Luật Đầu tư Điều 48", by=leader, at=at(9, days=1))
    assert asked(case) == {}
    assert checks.rows_that_differ() == []


def test_two_who_answer_at_the_same_time_both_do(case):
    """Each answers on what the page showed before the other's answer had come."""
    seen = {branch: owner(case, branch) for branch in asked(case)}
    for branch, by in seen.items():
        opinions.give(case, branch, answer="agree", content="", by=by, at=at(9, days=1))
    assert step_of(case) == "appraise"


def test_a_question_passes_to_who_holds_the_post_now(case):
    gone = owner(case, "trade")
    Appointment.objects.filter(account_id=gone.account).update(valid_to=at(8, days=1).date())
    post = Post.objects.get(agency__slug="so-cong-thuong", roles__contains=["trade"])
    Appointment.objects.create(account_id=who("lan").account, post=post, valid_from=at(8, days=-30).date())
    leading = owner(case).account
    assert upkeep.pass_on(at=at(8, days=1)) == 1
    assert owner(case, "trade").username == "lan"
    assert owner(case).account == leading
    assert checks.rows_that_differ() == []


DATED = date(2026, 11, 17)


def replied(case, **reply) -> int:
    by = owner(case, "trade")
    return opinions.give(case, "trade", answer="agree", content="", by=by, at=at(9, days=1), **reply)


def test_an_answer_has_the_number_and_the_date_of_its_document(case):
    replied(case, number=" 45/SCT-QLCN ", dated=DATED)
    (given,) = (one for one in reads.opinions_of(case) if one.branch == "trade")
    assert (given.number, given.dated) == ("45/SCT-QLCN", DATED)
    assert given.document == "văn bản số 45/SCT-QLCN ngày 17/11/2026"
    told = [event.sentence for event in reads.events(case) if event.kind == "case.opinion-given"]
    assert "; văn bản số 45/SCT-QLCN ngày 17/11/2026" in told[0]
    assert checks.rows_that_differ() == []


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [
        ({"number": "45/SCT"}, "dated"),
        ({"dated": DATED}, "number"),
        ({"number": "45/SCT", "dated": date(2026, 11, 18)}, "dated"),
        ({"number": "45/SCT", "dated": date(2020, 1, 1)}, "dated"),
    ],
)
def test_a_document_has_both_and_is_neither_of_tomorrow_nor_older_than_the_question(case, reply, wrong):
    with pytest.raises(Invalid) as refused:
        replied(case, **reply)
    assert [fault.where for fault in refused.value.faults] == [wrong]
    assert "trade" in asked(case)


def test_a_document_that_was_changed_behind_the_journal_is_seen(case):
    replied(case, number="45/SCT", dated=DATED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(case=case).update(number="46/SCT")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cases_reply DISABLE TRIGGER USER")
        cursor.execute("UPDATE cases_reply SET number = '46/SCT'")
    (found,) = checks.rows_that_differ()
    assert "văn bản trả lời số 46/SCT: cột “number” là 46/SCT" in found.message
