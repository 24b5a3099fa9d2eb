"""A year of closed cases tells whom a procedure touched, how long it took, and which papers decided something."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from motcua.cases import acts, lived, store
from motcua.cases.models import Step
from motcua.cases.tests.desk_pages import at
from motcua.procedures import reads as procedures
from motcua.procedures.reviewing import Lived, PaperLived
from tests.province import who
from tests.stories.birth import BIRTH, BIRTH_FORM, file_birth

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 12, 1)
ELSEWHERE = ("not-competent",)
NO_PROOF = BIRTH_FORM | {"birth_proof": "pledge"}


def owner_of(case):
    return who(Step.objects.values_list("owner__username", flat=True).get(case=case, closed_at=None))


def settled(received: datetime, finished: datetime, **filed) -> None:
    """A case of which the desk knew from one moment to another."""
    case = file_birth(at=received, **filed)
    acts.receive(case, by=owner_of(case), at=received)
    work(case, finished)


def work(case, finished: datetime) -> None:
    while (here := store.fetch(case).position).finished_at is None:
        acts.claim(case, by=owner_of(case), at=finished)
        onward = (verb for verb in here.flow_step.moves if verb in {"propose", "agree", "sign", "issue"})
        acts.finish(case, next(onward), by=owner_of(case), at=finished)


def refused(at: datetime, reason_code: str) -> None:
    case = file_birth(at=at)
    acts.refuse(case, reason_code=reason_code, reason="Lý do", basis="Căn cứ", by=owner_of(case), at=at)


def year(until: date = UNTIL, code: str = BIRTH) -> Lived | None:
    of = procedures.definition(procedures.version_in_force(code, at(8).date()).id)
    return lived.year_of(of, until=until, elsewhere=ELSEWHERE)


def test_nine_in_ten_cases_take_at_most_so_many_working_minutes(province):
    for _ in range(9):
        settled(at(8), at(9))
    settled(at(8), at(17, days=3))
    told = year()
    assert told is not None
    assert (told.granted, told.p90) == (10, 60)


def test_waiting_for_the_applicant_is_not_counted(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=owner_of(case), at=at(8))
    acts.claim(case, by=owner_of(case), at=at(8))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    asked = {"items": items, "reason_code": "unreadable", "reason": "Ảnh mờ"}
    acts.request_supplement(case, **asked, by=owner_of(case), at=at(9))
    acts.supplement(case, note="Đã chụp lại", by=who("hoa"), at=at(9, days=2))
    work(case, at(10, days=2))
    told = year()
    assert told is not None
    assert told.p90 == 120
    assert told.papers["birth-proof"] == PaperLived(applicants=1, closed=1, returned=1, refused=0)
    assert told.papers["declaration"].returned == 0


def test_papers_are_counted_where_they_were_asked(province):
    settled(at(8), at(9))
    settled(at(8), at(9), form=NO_PROOF)
    file_birth(at=at(10))
    told = year()
    assert told is not None
    assert told.papers["declaration"] == PaperLived(applicants=1, closed=2, returned=0, refused=0)
    assert told.papers["birth-pledge"].closed == told.papers["birth-proof"].closed == 1
    assert "witness-statement" not in told.papers


def test_a_refusal_counts_against_papers_unless_its_reason_lies_elsewhere(province):
    refused(at(8), "not-competent")
    told = year()
    assert told is not None
    assert (told.granted, told.papers["birth-proof"]) == (0, PaperLived(1, 1, returned=0, refused=0))
    refused(at(9), "not-eligible")
    told = year()
    assert told is not None
    assert told.papers["birth-proof"] == PaperLived(1, 2, returned=0, refused=1)


def test_a_person_who_files_twice_is_one_person(province):
    settled(at(8), at(9))
    file_birth(at=at(10))
    told = year()
    assert told is not None
    assert told.applicants == 1


def test_only_the_year_before_the_day_is_told(province):
    settled(at(8), at(9))
    assert year(until=at(8).date()) is None
    assert year(until=date(2027, 11, 16)) is not None
    assert year(until=date(2027, 11, 17)) is None
    assert year(code="1.001612") is None
