"""Steps that wait: minutes on site, a council's vote, an agency outside (NĐ 61/2018 Đ.19.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.cases import acts, checks, reads
from motcua.cases.models import Case, Minutes, Step
from motcua.kernel.refusals import Invalid, OutOfOrder
from motcua.kernel.sittings import Written
from tests.province import MONDAY
from tests.stories.project import ASSESSMENT, LAND, file_project, owner, walked

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def step_of(case) -> str:
    return Step.objects.get(case=case, closed_at=None).name


def record(case, held_at: datetime, moment: datetime, **more: Any) -> int:
    told: dict[str, Any] = {
        "place": "Khu đất phía nam cụm công nghiệp",
        "participants": "Trần Thị Bình, đại diện UBND phường\nLê Văn Cường, chủ dự án",
        "content": "Hiện trạng là đất trống, cách khu dân cư 400 m",
    }
    return acts.record(case, Written(held_at=held_at, **(told | more)), by=owner(case), at=moment)


@pytest.fixture
def site(province):
    """An assessment that waits for the inspection on site."""
    case = walked(file_project(ASSESSMENT, at=at(8)), "assign", at=at(9))
    acts.claim(case, by=owner(case), at=at(10))
    return case


@pytest.fixture
def council(site):
    """The same before its council."""
    record(site, at(8, days=1), at(10, days=1))
    acts.finish(site, "surveyed", by=owner(site), at=at(11, days=1))
    acts.claim(site, by=owner(site), at=at(13, 30, days=1))
    return site


def test_an_inspection_closes_when_its_minutes_are_there(site):
    with pytest.raises(OutOfOrder, match="chưa ghi biên bản thẩm tra"):
        acts.finish(site, "surveyed", by=owner(site), at=at(11))
    record(site, at(14), at(16))
    acts.finish(site, "surveyed", by=owner(site), at=at(16, 30))
    assert step_of(site) == "council"
    [kept] = reads.minutes(site)
    assert [one["name"] for one in kept.participants] == ["Trần Thị Bình", "Lê Văn Cường"]
    assert checks.rows_that_differ() == []


def test_an_inspection_that_is_announced_has_not_been_held(site):
    record(site, at(8, days=2), at(10))
    with pytest.raises(OutOfOrder, match="chưa ghi biên bản"):
        acts.finish(site, "surveyed", by=owner(site), at=at(11))
    acts.finish(site, "surveyed", by=owner(site), at=at(9, days=2))


def test_what_was_written_down_stays(site):
    record(site, at(14), at(16))
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(case=site).update(content="Không có gì")
    assert checks.rows_that_differ() == []


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"participants": ""}, "participants"),
        ({"participants": "Trần Thị Bình"}, "participants"),
        ({"place": " "}, "place"),
        ({"content": ""}, "content"),
        ({"present": 3}, "present"),
    ],
)
def test_minutes_that_say_too_little_are_refused(site, wrong, where):
    with pytest.raises(Invalid) as refused:
        record(site, at(14), at(16), **wrong)
    assert [fault.where for fault in refused.value.faults] == [where]


@pytest.mark.parametrize(("present", "in_favour"), [(6, 6), (9, 6), (7, 4)])
def test_a_council_that_does_not_carry_lets_the_case_go_back_only(council, present, in_favour):
    record(
        council,
        at(14, days=1),
        at(15, days=1),
        present=present,
        in_favour=in_favour,
        participants=members(present),
    )
    with pytest.raises(OutOfOrder, match="hội đồng chưa thông qua"):
        acts.finish(council, "carried", by=owner(council), at=at(16, days=1))
    acts.finish(council, "return", note="Khảo sát lại", by=owner(council), at=at(16, days=1))
    assert step_of(council) == "inspect"


def test_whoever_voted_is_named(council):
    with pytest.raises(Invalid, match="Ghi họ tên đủ 9 thành viên"):
        record(council, at(14, days=1), at(15, days=1), present=9, in_favour=7, participants=members(8))


def members(number: int) -> str:
    return "\n".join(f"Thành viên {one}, ủy viên hội đồng" for one in range(number))


def test_a_council_that_carries_lets_it_go_on(council):
    record(council, at(14, days=1), at(15, days=1), present=9, in_favour=7, participants=members(9))
    acts.finish(council, "carried", by=owner(council), at=at(16, days=1))
    assert step_of(council) == "draft"
    assert checks.rows_that_differ() == []


@pytest.mark.parametrize(
    ("present", "in_favour", "where"), [(10, 5, "present"), (0, 0, "present"), (7, 8, "in_favour")]
)
def test_a_vote_that_cannot_be_is_refused(council, present, in_favour, where):
    with pytest.raises(Invalid) as refused:
        record(council, at(14, days=1), at(15, days=1), present=present, in_favour=in_favour)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_the_clock_stands_still_while_an_agency_outside_has_the_case(province):
    case = walked(file_project(LAND, at=at(8), exempt=False), "propose", at=at(9, days=1))
    waiting = Case.objects.get(id=case)
    assert (step_of(case), waiting.held) == ("tax", True)
    due = waiting.due_at
    by = owner(case)
    with pytest.raises(Invalid, match="Còn thiếu"):
        acts.resume(case, by=by, at=at(9, days=8))
    acts.resume(case, note="Thông báo thuế số 12", by=by, at=at(9, days=8))
    assert Case.objects.get(id=case).due_at > due
    acts.claim(case, by=by, at=at(9, 30, days=8))
    acts.finish(case, "answered", by=by, at=at(10, days=8))
    assert step_of(case) == "register"
    assert checks.rows_that_differ() == []


def test_who_is_exempt_waits_for_nobody(province):
    case = walked(file_project(LAND, at=at(8), exempt=True), "propose", at=at(9, days=1))
    assert (step_of(case), Case.objects.get(id=case).held) == ("register", False)
