"""Cases in other hands: what a stand-in finds, signs and leaves, and by which written act."""

from __future__ import annotations

import pytest

from motcua.cases import acts, checks, reads, upkeep
from motcua.cases.models import Step
from motcua.cases.reads import InboxFilter
from motcua.cases.tests.desk_pages import at
from motcua.kernel.refusals import NotAllowed
from motcua.people import delegating
from motcua.people.models import Appointment
from tests.province import MONDAY, who
from tests.stories.birth import file_birth
from tests.stories.delegation import given

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()


def to_be_signed():
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9))
    acts.finish(case, "propose", by=who("lan"), at=at(10))
    return case


def found(username: str, moment) -> dict[str, str]:
    rows = reads.inbox(who(username, moment), InboxFilter(), now=moment).rows
    return {row.code: row.name for row in rows}


def test_the_stand_in_signs_and_the_step_says_by_which_act(province):
    given()
    case = to_be_signed()
    acts.claim(case, by=who("lan"), at=at(10))
    acts.finish(case, "sign", by=who("lan"), at=at(11))
    signed = Step.objects.get(case=case, name="sign")
    assert (signed.closed_by.username, signed.delegation.number) == ("lan", "12/UQ-UBND")
    assert Step.objects.get(case=case, name="examine").delegation is None
    assert "; theo văn bản ủy quyền số 12/UQ-UBND" in reads.events(case)[-1].sentence
    assert checks.rows_that_differ() == []


def test_the_day_after_nobody_signs_by_it_and_the_act_is_named(province):
    given()
    case = to_be_signed()
    acts.claim(case, by=who("lan"), at=at(10))
    tomorrow = at(0, days=1)
    with pytest.raises(NotAllowed, match=r"12/UQ-UBND .* hết hiệu lực"):
        acts.finish(case, "sign", by=who("lan", tomorrow), at=tomorrow)


def test_what_the_stand_in_leaves_goes_back_to_whose_role_it_is(province):
    given()
    case = to_be_signed()
    acts.claim(case, by=who("lan"), at=at(10))
    assert upkeep.pass_on(at=at(17)) == 0
    assert upkeep.pass_on(at=at(0, days=1)) == 1
    step = Step.objects.get(case=case, closed_at=None)
    assert (step.owner.username, step.claimed_at) == ("quan", None)
    assert checks.rows_that_differ() == []


def test_the_inbox_holds_what_was_given_within_its_scope_and_says_in_whose_place(province):
    case = to_be_signed()
    assert "sign" not in found("lan", at(10)).values()
    given(scopes=["1.013225"])
    assert "sign" not in found("lan", at(10)).values()
    given_counts = {count.role: count.open for count in reads.counts(who("lan"), now=at(10))}
    assert given_counts["leader"] == 0
    delegating.revoke(
        Appointment.objects.get(account__username="quan", post__roles__contains=["leader"]).given.get().pk,
        on=TODAY, number="13", by=who("tu"), at=MONDAY,
    )  # fmt: skip
    given(scopes=["1.001193", "1.013225"])
    assert "sign" in found("lan", at(10)).values()
    assert case
