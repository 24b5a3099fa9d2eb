"""The system's own deeds: alarms ring once and in order, a changed calendar moves open promises only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.cases import acts, calendars, checks, upkeep
from motcua.cases.models import Alarm, CalendarEdition, Case, Step
from motcua.cases.tests.desk_pages import appoint
from motcua.journal.models import Event
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


def test_a_new_holiday_moves_open_promises_and_says_so(province):
    open_case, closed_case = file_birth(at=day(0)), file_birth(at=day(0))
    for case in (open_case, closed_case):
        acts.receive(case, by=who("minh"), at=day(0, 16))
    acts.claim(closed_case, by=who("lan"), at=day(0, 16))
    acts.refuse(
        closed_case,
        reason_code="",
        reason="Đã đăng ký",
        basis="Luật Hộ tịch Đ.16",
        by=who("lan"),
        at=day(0, 17),
    )
    before = {case.id: case.due_at for case in Case.objects.all()}
    _declare_a_holiday(day(1))
    assert upkeep.recount(at=day(0, 17)) == 1
    after = {case.id: case.due_at for case in Case.objects.all()}
    assert after[open_case] == before[open_case] + timedelta(days=1)
    assert after[closed_case] == before[closed_case]
    assert Case.objects.get(id=open_case).due_original == before[open_case]
    assert Event.objects.filter(stream=open_case, kind="case.recounted").count() == 1
    assert upkeep.recount(at=day(0, 17)) == 0


def _declare_a_holiday(at) -> None:
    last = CalendarEdition.objects.get(number=calendars.latest())
    for year in last.years:
        if year["year"] == at.year:
            year["off"][at.date().isoformat()] = "Nghỉ bão"
    CalendarEdition.objects.create(
        number=last.number + 1, years=last.years, digest="a storm", loaded_at=at, loaded_by="tu"
    )
