"""The ladder of a step that is not done: each rung is climbed once and in order, whoever and however late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.cases import acts, climbing, moving, opinions, reads, store
from motcua.cases.checks import rows_that_differ
from motcua.cases.models import Case, Notice, Step
from motcua.cases.tests.desk_pages import page
from motcua.cases.tests.test_moving import published
from motcua.journal.models import Event
from motcua.kernel.moving import Choice, Kind
from motcua.people import access
from motcua.people.actors import Actor, HeldPost
from motcua.people.models import Account, Appointment
from motcua.procedures.models import ProcedureVersion
from tests.province import MONDAY, agency, who
from tests.stories.birth import file_birth
from tests.stories.delegation import given
from tests.stories.project import INVESTMENT, file_investment, holder, owner, walked

pytestmark = pytest.mark.django_db


def day(number: int, hour: int = 8, minute: int = 0):
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=number)


@pytest.fixture
def case(province) -> UUID:
    """Lan has the examination since nine o'clock; four working hours, so it is due at half past two."""
    filed = file_birth(at=day(0))
    acts.receive(filed, by=who("minh"), at=day(0, 9))
    acts.claim(filed, by=who("lan"), at=day(0, 9))
    return filed


def told(case: UUID) -> list[tuple[int, str, str]]:
    """The rungs that have been climbed, in the order in which they were."""
    rows = Notice.objects.filter(case=case).order_by("id").select_related("agency", "account")
    return [(row.rung, row.account.username if row.account else row.role, row.agency.slug) for row in rows]


def journal(case: UUID) -> list[int]:
    events = Event.objects.filter(stream=case, kind="case.escalated").order_by("seq")
    return [event.data["rung"] for event in events]


LADDER = [(1, "lan", "gso-18073.van-phong"), (2, "leader", "gso-18073"), (3, "leader", "ubnd-tinh")]


def test_the_holder_hears_first_then_the_head_then_the_leader_of_the_province(case):
    due = Step.objects.get(case=case, closed_at=None).due_at
    seen = []
    for moment in (due - timedelta(minutes=50), due - timedelta(minutes=40), due, day(3, 8), day(4, 8)):
        climbing.climb(at=moment)
        seen.append(len(told(case)))
    assert seen == [0, 1, 2, 2, 3]
    assert told(case) == LADDER
    assert journal(case) == [1, 2, 3]


def test_after_days_without_a_run_one_run_climbs_the_missing_rungs_in_order_and_only_once(case):
    assert climbing.climb(at=day(7)) == 3
    assert told(case) == LADDER
    assert journal(case) == [1, 2, 3]
    dues = list(Notice.objects.filter(case=case).order_by("id").values_list("due_at", flat=True))
    assert dues == sorted(dues)
    assert climbing.climb(at=day(7)) == 0
    assert climbing.climb(at=day(30)) == 0
    assert rows_that_differ() == []


def test_two_workers_at_once_climb_a_rung_once(case, monkeypatch):
    """Between what one worker has read and what it writes, another climbs everything."""
    fetch = store.fetch

    def beside(read, branch):
        found = fetch(read, branch)
        monkeypatch.setattr(store, "fetch", fetch)
        assert climbing.climb(at=day(7)) == 3
        return found

    monkeypatch.setattr(store, "fetch", beside)
    assert climbing.climb(at=day(7)) == 0
    assert told(case) == LADDER
    assert journal(case) == [1, 2, 3]


def test_a_rung_that_came_due_while_an_officer_acted_is_not_climbed_for_a_step_that_is_done(case):
    acts.finish(case, "propose", by=who("lan"), at=day(0, 10))
    climbing.climb(at=day(0, 14))
    assert told(case) == [(1, "quan", "gso-18073"), (2, "leader", "gso-18073")]


def test_a_pause_keeps_the_ladder_still_and_moves_what_is_left_of_it(case):
    due = Step.objects.get(case=case, closed_at=None).due_at
    climbing.climb(at=due - timedelta(minutes=10))
    lan, before = who("lan"), due - timedelta(minutes=5)
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="45/CĐ-UBND", by=lan, at=before)
    assert climbing.climb(at=day(7)) == 0
    acts.resume(case, by=lan, at=day(7))
    step = Step.objects.get(case=case, closed_at=None)
    assert (step.rung, step.rung_at) == (1, step.due_at)
    assert climbing.climb(at=day(7, 17)) == 1
    assert [number for number, *_ in told(case)] == [1, 2]
    assert rows_that_differ() == []


def test_a_result_that_waits_for_its_owner_has_no_ladder(case):
    acts.finish(case, "propose", by=who("lan"), at=day(0, 9))
    acts.claim(case, by=who("quan"), at=day(0, 9))
    acts.finish(case, "sign", by=who("quan"), at=day(0, 10))
    assert climbing.climb(at=day(30)) == 0


def test_who_saw_the_case_before_a_rung_was_climbed_may_act_on_what_they_saw(case):
    seen = Case.objects.get(id=case).revision
    climbing.climb(at=day(7))
    acts.finish(case, "propose", by=who("lan"), at=day(7, 9), revision=seen)
    assert Step.objects.get(case=case, closed_at=None).name == "sign"


def test_a_notice_that_was_changed_behind_the_journal_is_seen(case):
    climbing.climb(at=day(7))
    Notice.objects.filter(case=case, rung=3).update(agency=agency("gso-18073"))
    assert "lời nhắc nấc 3" in rows_that_differ()[0].message


def test_whoever_is_told_finds_it_in_the_inbox_until_the_step_is_done(case, sits, watch):
    watch.at = day(7)
    climbing.climb(at=day(7))
    code = Case.objects.get(id=case).code
    for username, words in (("lan", "đã dùng 80 % thời gian"), ("quan", "đã đến hạn")):
        browser = sits(username)
        assert page(browser.get(reverse("desk"))).one("a", href=reverse("desk-notices")).text == "Lời nhắc 1"
        shown = page(browser.get(reverse("desk-notices"))).text
        assert code in shown
        assert words in shown
    acts.finish(case, "propose", by=who("lan"), at=day(7, 9))
    assert code not in page(sits("lan").get(reverse("desk-notices"))).text
    assert "Không có lời nhắc nào" in page(sits("minh").get(reverse("desk-notices"))).text


def of_the_province(role: str) -> Actor:
    """Somebody with a post in the province's own agency."""
    province = agency("ubnd-tinh")
    return replace(who("quan"), posts=(HeldPost(province, province, "", "", frozenset({role})),))


def test_the_leader_of_the_province_may_see_a_case_only_once_told_of_it(case):
    chairman, clerk = of_the_province("leader"), of_the_province("clerk")
    assert not access.may(chairman, "case.see-inside", store.fetch(case).matter)
    climbing.climb(at=day(7))
    assert access.may(chairman, "case.see-inside", store.fetch(case).matter)
    assert not access.may(clerk, "case.see-inside", store.fetch(case).matter)
    assert not access.may(chairman, "case.work", store.fetch(case).matter)
    assert [row.what for row in reads.notices(chairman).rows] == ["đã quá hạn 3 ngày làm việc"]


def test_a_rung_its_event_and_its_notice_are_written_in_one_statement(case):
    with CaptureQueriesContext(connection) as queries:
        assert (
            climbing.climb(at=Step.objects.get(case=case, closed_at=None).due_at - timedelta(minutes=40)) == 1
        )
    writes = [query["sql"] for query in queries if "INSERT" in query["sql"] or "UPDATE" in query["sql"]]
    assert len(writes) == 1
    assert "cases_notice" in writes[0]


def seen_by(username: str, moment) -> list[str]:
    return [row.what for row in reads.notices(who(username, moment)).rows]


def test_a_reminder_goes_with_the_step_to_whoever_holds_it_now(case):
    due = Step.objects.get(case=case, closed_at=None).due_at
    climbing.climb(at=due - timedelta(minutes=40))
    assert seen_by("lan", due) == ["đã dùng 80 % thời gian"]
    mai = Account.objects.create(username="mai", full_name="Trần Thị Mai")
    post = Appointment.objects.get(account__username="lan", post__roles__contains=["civil-status"]).post
    Appointment.objects.create(account=mai, post=post, valid_from=MONDAY.date())
    acts.assign(case, mai.pk, reason="Chị Lan nghỉ ốm", by=who("quan"), at=due - timedelta(minutes=30))
    assert seen_by("lan", due) == []
    assert seen_by("mai", due) == ["đã dùng 80 % thời gian"]
    assert rows_that_differ() == []


def test_whoever_stands_in_for_the_holder_sees_the_reminder_while_they_do(case):
    acts.finish(case, "propose", by=who("lan"), at=day(0, 10))
    climbing.climb(at=Step.objects.get(case=case, closed_at=None).due_at - timedelta(minutes=1))
    assert seen_by("lan", day(0, 10)) == []
    given(scopes=["1.013225"])
    assert seen_by("lan", day(0, 10)) == []
    given(scopes=["1.001193"])
    assert seen_by("lan", day(0, 10)) == ["đã dùng 80 % thời gian"]
    assert seen_by("lan", day(1, 10)) == []


@pytest.fixture
def asked(province) -> UUID:
    """Three sở and a commune were asked on Monday afternoon; Sở Công Thương by the Thursday of next week."""
    return walked(file_investment(at=day(0)), "assign", "consult", at=day(0, 14))


def told_of(case: UUID, branch: str) -> list[tuple[int, str, str]]:
    step = Step.objects.get(case=case, branch=branch).pk
    rows = Notice.objects.filter(step=step).order_by("id").select_related("agency", "account")
    return [(row.rung, row.account.username if row.account else row.role, row.agency.slug) for row in rows]


def test_a_late_opinion_is_told_to_its_holder_its_head_and_the_head_of_the_one_stop(asked):
    """NĐ 61/2018 Đ.19.5b: the head of the one-stop that passed the case on hears of the delay."""
    trade = owner(asked, "trade").username
    due = Step.objects.get(case=asked, branch="trade").due_at
    seen = []
    for moment in (day(8), due - timedelta(minutes=10), due, due + timedelta(days=5)):
        climbing.climb(at=moment)
        seen.append(told_of(asked, "trade"))
    ladder = [
        (1, trade, "so-cong-thuong"),
        (2, "leader", "so-cong-thuong"),
        (3, "one-stop-head", "gso-18073.mot-cua"),
    ]
    assert seen == [[], ladder[:1], ladder[:2], ladder]
    assert rows_that_differ() == []


def test_after_days_without_a_run_an_opinion_climbs_its_rungs_in_order_and_only_once(asked):
    climbing.climb(at=day(40))
    assert [rung for rung, *_ in told_of(asked, "trade")] == [1, 2, 3]
    assert climbing.climb(at=day(41)) == 0
    event = Event.objects.filter(stream=asked, kind="case.escalated", data__rung=3).first()
    assert event.data["whom"] == "người đứng đầu Bộ phận Một cửa"
    assert event.data["step"] in {one.title for one in reads.opinions_of(asked)}


def test_an_opinion_that_came_or_waits_with_its_case_climbs_nothing(asked):
    by = owner(asked, "trade")
    opinions.give(asked, "trade", answer="agree", content="", by=by, at=day(1))
    leading = holder("so-tai-chinh", "leader")
    acts.hold(asked, "force-majeure", reason="Bão số 10", decision="45/CĐ-UBND", by=leading, at=day(1, 9))
    assert climbing.climb(at=day(40)) == 0
    assert told_of(asked, "trade") == []


def moved_to(ladder: list[str], code: str, *, at) -> None:
    """The next version of a procedure, in force from Tuesday, with another ladder; its running cases move to it."""
    old = ProcedureVersion.objects.get(procedure__code=code, number=1)
    new = published(old, lambda definition: definition.update(ladder=ladder))
    said = {"decision": "12/QĐ-UBND", "reason": "Thang nhắc việc mới"}
    move = moving.begin(old.id, new.id, {kind: Choice() for kind in Kind}, **said, by=who("tu"), at=at)
    while moving.go_on(move.id, at=at):
        pass
    assert {one.outcome for one in move.cases.all()} == {"moved"}


def waiting_rungs(case: UUID, branch: str = "") -> list:
    return list(Step.objects.filter(case=case, branch=branch, closed_at=None).values_list("rung", "rung_at"))


def test_a_case_that_moves_to_a_shorter_ladder_climbs_no_rung_twice_and_none_beyond_its_end(case):
    climbing.climb(at=Step.objects.get(case=case, closed_at=None).due_at)
    assert told(case) == LADDER[:2]
    moved_to(["100% head"], "1.001193", at=day(1))
    assert waiting_rungs(case) == [(2, None)]
    assert climbing.climb(at=day(30)) == 0
    assert told(case) == LADDER[:2]
    assert rows_that_differ() == []


def test_a_case_that_moves_to_a_longer_ladder_climbs_on_where_it_stood(case):
    climbing.climb(at=day(4))
    moved_to(["80% holder", "100% head", "3 wd late province", "9 wd late province"], "1.001193", at=day(4))
    climbing.climb(at=day(30))
    assert [rung for rung, *_ in told(case)] == [1, 2, 3, 4]


def test_an_opinion_climbs_the_ladder_of_the_version_to_which_its_case_moves(asked):
    moved_to(["100% head"], INVESTMENT, at=day(1))
    assert waiting_rungs(asked, "trade") == [(0, Step.objects.get(case=asked, branch="trade").due_at)]
    climbing.climb(at=day(60))
    assert told_of(asked, "trade") == [(1, "leader", "so-cong-thuong")]
    assert rows_that_differ() == []
