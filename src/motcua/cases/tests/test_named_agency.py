"""A step at an agency that is none of the case's three: the commune examines, the department decides."""

from __future__ import annotations

import pytest

from motcua.cases import acts, checks, reads
from motcua.cases.models import Step
from motcua.cases.tests.desk_pages import at, show
from motcua.kernel.refusals import Missing
from motcua.people.models import Account
from tests.province import agency, who
from tests.stories.birth import file_birth
from tests.stories.bundle import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_department(province):
    """The commune has signed: the Department of Home Affairs appraises."""
    case = file_birth(code="3.000244", at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    for verb, hour in (("propose", 10), ("sign", 11)):
        by = owner(case, at(hour))
        acts.claim(case, by=by, at=at(hour))
        acts.finish(case, verb, by=by, at=at(hour))
    return case


def test_the_department_works_the_step(at_department):
    step = Step.objects.get(case=at_department, closed_at=None)
    assert (step.name, step.agency_id) == ("appraise", agency("so-noi-vu"))
    by = owner(at_department, at(14))
    acts.claim(at_department, by=by, at=at(14))
    acts.finish(at_department, "propose", by=by, at=at(15))
    assert checks.rows_that_differ() == []


def test_who_has_worked_on_a_case_still_sees_it(at_department):
    officer = owner(at_department, at(14))
    acts.claim(at_department, by=officer, at=at(14))
    acts.finish(at_department, "return", note="Thiếu biên bản", by=officer, at=at(15))
    assert reads.case(at_department, actor=officer).row["id"] == at_department
    stranger = Account.objects.get(
        appointments__post__agency__slug="so-giao-duc-dao-tao", appointments__post__key="van-thu"
    )
    with pytest.raises(Missing):
        reads.case(at_department, actor=who(stranger.username))


def test_the_desk_says_where_the_case_goes(at_department, sits, watch):
    watch.at = at(14)
    shown = show(sits(owner(at_department, at(14)).username), at_department)
    assert "Sở Nội vụ" in shown.text
    assert "Thời gian của từng cơ quan" in shown.text
