"""The system's own deeds: alarms ring once and in order, a changed calendar moves open promises only."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from motcua.cases import acts, calendars, checks, jobs, reads, telling, upkeep, wiring
from motcua.cases.models import Alarm, CalendarEdition, Case, Step
from motcua.cases.tests.desk_pages import appoint
from motcua.journal.models import Event
from motcua.journal.outbox import Happened
from motcua.kernel import pauses
from motcua.kernel.refusals import CalendarUnknown
from motcua.people import acts as people
from motcua.people.models import Appointment
from tests.province import MONDAY, who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db


def day(number: int, hour: int = 8) -> object:
    return MONDAY.replace(hour=hour) + timedelta(days=number)


def rung(case) -> list[str]:
    return list(Alarm.objects.filter(case=case).order_by("due_at", "id").values_list("kind", flat=True))


def test_an_unanswered_case_alarms_after_eight_working_hours(province):
    case = file_birth(at=day(0))
    upkeep.ring(at=day(0, 17))
    assert "answer" not in rung(case)
    upkeep.ring(at=day(1, 9))
    assert rung(case).count("answer") == 1


def test_every_alarm_rings_once_even_after_a_day_of_downtime(province):
    case = file_birth(at=day(0))
    acts.receive(case, by=who("minh"), at=day(0, 9))
    first = upkeep.ring(at=day(3))
    assert first > 0
    assert upkeep.ring(at=day(3, 9)) == 0
    dues = list(Alarm.objects.filter(case=case).order_by("id").values_list("due_at", flat=True))
    assert dues == sorted(dues)
    assert set(rung(case)) == {"transfer", "step", "case"}
    assert Event.objects.filter(stream=case, kind="case.alarmed").count() == first


def test_an_apology_is_called_for_only_while_it_may_still_be_made(province):
    same_day, longer = file_birth(at=day(0)), file_birth(at=day(0), code="1.013225")
    for case in (same_day, longer):
        acts.receive(case, by=who("minh"), at=day(0, 9))
    upkeep.ring(at=day(0, 10))
    assert "apology" not in rung(same_day)
    due = Case.objects.get(id=longer).due_at
    upkeep.ring(at=due)
    assert "apology" not in rung(longer)
    upkeep.ring(at=due - timedelta(days=1))
    assert rung(longer).count("apology") == 1


def test_a_paused_case_keeps_quiet(province):
    case = file_birth(at=day(0))
    acts.receive(case, by=who("minh"), at=day(0, 9))
    acts.claim(case, by=who("lan"), at=day(0, 10))
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="45/CĐ-UBND", by=who("lan"), at=day(0, 11))
    upkeep.ring(at=day(3))
    assert rung(case) == []


@pytest.mark.parametrize(("how", "alarms"), [("counter", []), ("post", ["step"]), ("online", ["step"])])
def test_a_result_that_waits_for_its_owner_is_not_the_officers_delay(province, how, alarms):
    case = file_birth(at=day(0), return_how=how)
    acts.receive(case, by=who("minh"), at=day(0, 9))
    acts.claim(case, by=who("lan"), at=day(0, 9))
    acts.finish(case, "propose", by=who("lan"), at=day(0, 10))
    acts.claim(case, by=who("quan"), at=day(0, 10))
    acts.finish(case, "sign", by=who("quan"), at=day(0, 11))
    upkeep.ring(at=day(4))
    assert rung(case) == alarms


def test_a_step_is_passed_on_when_its_owner_s_post_has_ended_and_not_before(province):
    case = file_birth(at=day(0))
    acts.receive(case, by=who("minh"), at=day(0, 9))
    acts.claim(case, by=who("lan"), at=day(0, 9))
    mai = appoint("mai", "Hoàng Thị Mai", "gso-18073.van-phong/tu-phap-ho-tich")
    for held in Appointment.objects.filter(account__username="lan"):
        people.end_appointment(held.pk, on=day(1).date(), reason="Nghỉ hưu", by=who("tu"), at=day(0, 10))
    assert upkeep.pass_on(at=day(0, 17)) == 0
    assert upkeep.pass_on(at=day(1)) == 1
    step = Step.objects.get(case=case, closed_at=None)
    assert (step.owner_id, step.claimed_at) == (mai.pk, None)
    assert checks.rows_that_differ() == []
    upkeep.ring(at=day(3))
    assert "transfer" not in rung(case)


def test_two_runs_beside_each_other_ring_once_and_lose_nothing(province, monkeypatch):
    """Between what one run has found and what it rings, another run rings it all."""
    cases = [file_birth(at=day(0)) for _ in range(3)]
    found = reads.rows

    def slow(query, values):
        rows = found(query, values)
        if query == upkeep.DUE and rows:
            monkeypatch.setattr(upkeep.reads, "rows", found)
            assert upkeep.ring(at=day(1, 17)) == len(rows)
        return rows

    monkeypatch.setattr(upkeep.reads, "rows", slow)
    assert upkeep.ring(at=day(1, 17)) == 0
    assert all(rung(case).count("answer") == 1 for case in cases)


def test_no_alarm_rings_on_a_case_that_was_answered_meanwhile(province, monkeypatch):
    answered, other = file_birth(at=day(0)), file_birth(at=day(0))
    found = reads.rows

    def slow(query, values):
        rows = found(query, values)
        monkeypatch.setattr(upkeep.reads, "rows", found)
        acts.refuse(
            answered, reason_code="", reason="Đã đăng ký", basis="Đ.16", by=who("minh"), at=day(1, 17)
        )
        return rows

    monkeypatch.setattr(upkeep.reads, "rows", slow)
    upkeep.ring(at=day(1, 17))
    assert rung(answered) == []
    assert "answer" in rung(other)


# --- a changed calendar --------------------------------------------------------------------------------------


def refused_and_signed(case: UUID) -> None:
    acts.refuse(case, reason_code="", reason="Đã đăng ký", basis="Đ.16", by=who("lan"), at=day(0, 17))
    acts.claim(case, by=who("quan"), at=day(0, 17))
    acts.finish(case, "sign", by=who("quan"), at=day(0, 17))


def test_a_new_holiday_moves_open_promises_and_says_so(province):
    open_case, closed_case = file_birth(at=day(0)), file_birth(at=day(0))
    for case in (open_case, closed_case):
        acts.receive(case, by=who("minh"), at=day(0, 16))
    acts.claim(closed_case, by=who("lan"), at=day(0, 16))
    refused_and_signed(closed_case)
    before = {case.id: case.due_at for case in Case.objects.all()}
    declare_a_holiday(day(1))
    assert upkeep.recount(at=day(0, 17)).moved == 1
    after = {case.id: case.due_at for case in Case.objects.all()}
    assert after[open_case] == before[open_case] + timedelta(days=1)
    assert after[closed_case] == before[closed_case]
    assert Case.objects.get(id=open_case).due_original == before[open_case]
    assert Event.objects.filter(stream=open_case, kind="case.recounted").count() == 1
    assert upkeep.recount(at=day(0, 17)).moved == 0


def test_what_was_promised_is_explained_by_the_calendar_it_was_counted_in(province):
    first, second = file_birth(at=day(0)), file_birth(at=day(0))
    acts.receive(first, by=who("minh"), at=day(0, 16))
    acts.refuse(second, reason_code="", reason="Đã đăng ký", basis="Đ.16", by=who("minh"), at=day(0, 16))
    why = why_of(first)
    acts.claim(first, by=who("lan"), at=day(0, 16))
    refused_and_signed(first)
    declare_a_holiday(day(1))
    upkeep.recount(at=day(0, 17))
    assert (why_of(first), Case.objects.get(id=first).calendar_edition) == (why, 1)
    third = file_birth(at=day(0, 16))
    acts.receive(third, by=who("minh"), at=day(0, 16))
    assert "Nghỉ bão" in why_of(third)
    assert Case.objects.get(id=third).calendar_edition == 2


def why_of(case) -> str:
    view = reads.case(case, actor=who("lan"))
    return telling.why(view.standing.position, view.counted_in)


def test_a_new_holiday_moves_what_is_owed_before_reception_too(province):
    case = file_birth(at=day(0, 16))
    before = Case.objects.get(id=case)
    declare_a_holiday(day(1))
    assert upkeep.recount(at=day(0, 17)).moved == 1
    after = Case.objects.get(id=case)
    assert after.answer_due == before.answer_due + timedelta(days=1)
    told = reads.events(case)[-1].sentence
    assert told == (
        "Hệ thống tính lại hạn trả lời theo lịch làm việc mới: từ 16:00 ngày 17/11/2026 sang 16:00 ngày 18/11/2026."
    )


def test_a_new_holiday_moves_the_last_day_for_a_supplement_but_no_redated_promise(province):
    case = file_birth(at=day(0), code="1.004873")
    acts.receive(case, by=who("minh"), at=day(0, 9))
    due = Case.objects.get(id=case).due_at
    acts.apologise(case, reason="Quá tải", new_due=due + timedelta(days=7), by=who("quan"), at=day(0, 10))
    before = Case.objects.get(id=case)
    declare_a_holiday(day(1))
    assert upkeep.recount(at=day(0, 17)).moved == 1
    after = Case.objects.get(id=case)
    assert after.supplement_alarm_at == before.supplement_alarm_at + timedelta(days=1)
    assert after.due_at == before.due_at


def test_one_officer_at_work_does_not_stop_the_recount(province, monkeypatch):
    cases = [file_birth(at=day(0)) for _ in range(3)]
    for case in cases:
        acts.receive(case, by=who("minh"), at=day(0, 16))
    declare_a_holiday(day(1))
    count = pauses.recount

    def racing(here, **words):
        if here.id == cases[1] and here.step.claimed_at is None:
            acts.claim(here.id, by=who("lan"), at=day(0, 17))
        return count(here, **words)

    monkeypatch.setattr(upkeep.pauses, "recount", racing)
    assert upkeep.recount(at=day(0, 17)) == upkeep.Recounted(3, ())
    assert Event.objects.filter(stream=cases[1], kind="case.recounted").count() == 1


def test_a_case_that_cannot_be_counted_is_left_and_named(province, monkeypatch):
    cases = [file_birth(at=day(0)) for _ in range(3)]
    for case in cases:
        acts.receive(case, by=who("minh"), at=day(0, 16))
    declare_a_holiday(day(1))
    count = pauses.recount

    def unknown(here, **words):
        if here.id == cases[0]:
            raise CalendarUnknown("Chưa có lịch năm 2029.")
        return count(here, **words)

    monkeypatch.setattr(upkeep.pauses, "recount", unknown)
    code = Case.objects.get(id=cases[0]).code
    assert upkeep.recount(at=day(0, 17)) == upkeep.Recounted(2, (code,))
    told = Event.objects.get(stream=calendars.STREAM, kind="calendar.not-counted").data
    assert told == {"edition": 2, "left": [code]}


def test_a_loaded_calendar_has_all_open_cases_counted_in_portions(province, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    cases = sorted(file_birth(at=day(0)) for _ in range(5))
    assert list(upkeep.batches()) == [(cases[0], cases[2]), (cases[2], cases[4]), (cases[4], None)]
    declare_a_holiday(day(1))
    wiring.recount(Happened(1, calendars.STREAM, 1, "calendar.loaded", day(0, 17), "tu", {}))
    for words in _taken("cases.recount"):
        jobs.recount(**words)
    assert Event.objects.filter(kind="case.recounted").count() == 5


def _taken(task: str) -> list[dict[str, str]]:
    """The words of the jobs that wait, taken out of the queue."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING args", [task])
        return [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _fresh_calendars():
    """A calendar that a story has loaded goes with the story."""
    yield
    for kept in (calendars.edition, calendars._kept):
        kept.cache_clear()


def declare_a_holiday(at) -> None:
    last = CalendarEdition.objects.get(number=calendars.latest())
    for year in last.years:
        if year["year"] == at.year:
            year["off"][at.date().isoformat()] = "Nghỉ bão"
    CalendarEdition.objects.create(
        number=last.number + 1, years=last.years, digest="a storm", loaded_at=at, loaded_by="tu"
    )
