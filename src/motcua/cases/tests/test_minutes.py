"""How long a step was held, and how long of that nobody had claimed it: working minutes, kept when it closes."""

from __future__ import annotations

import pytest

from motcua.cases import acts
from motcua.cases.models import Step
from motcua.cases.tests.desk_pages import at, colleague
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def minutes_of(case, name: str) -> tuple[int, int]:
    """How many working minutes a step waited, and how many it was held in all."""
    return Step.objects.values_list("waited", "worked").get(case=case, name=name, closed_at__isnull=False)


def test_what_comes_on_friday_evening_waits_from_monday_morning_on():
    case = file_birth(at=at(17, days=4))
    acts.receive(case, by=who("minh"), at=at(17, 25, days=4))
    acts.claim(case, by=who("lan"), at=at(8, days=7))
    acts.finish(case, "propose", by=who("lan"), at=at(9, 30, days=7))
    assert minutes_of(case, "receive") == (25, 25), "taken in by whoever was there, it was claimed by nobody"
    assert minutes_of(case, "examine") == (5 + 30, 5 + 30 + 90), (
        "until 17:30, from 7:30; no night, no weekend"
    )


def test_a_pause_is_neither_waiting_nor_working():
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="1/CĐ", by=who("quan"), at=at(9, 10))
    acts.resume(case, by=who("quan"), at=at(8, days=1))
    acts.claim(case, by=who("lan"), at=at(8, 20, days=1))
    acts.request_supplement(
        case, items=[{"title": "Giấy chứng sinh"}], reason_code="missing", reason="Thiếu giấy chứng sinh",
        by=who("lan"), at=at(8, 30, days=1),
    )  # fmt: skip
    acts.supplement(case, by=who("hoa"), at=at(14, days=2))
    acts.finish(case, "propose", by=who("lan"), at=at(14, 15, days=2))
    assert minutes_of(case, "examine") == (10 + 20, 10 + 20 + 10 + 15)


def test_who_gets_a_step_from_another_takes_it_up_anew():
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    other = colleague("mai", "Trần Thị Mai", like="lan").pk
    acts.assign(case, to=other, reason="Lan nghỉ ốm", by=who("ha"), at=at(10))
    acts.finish(case, "propose", by=who("mai"), at=at(10, 20))
    assert minutes_of(case, "examine") == (60, 80)
