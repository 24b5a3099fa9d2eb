"""Cases in many hands on the day the map changes: opinions that are waited for, bundles with their parts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from motcua.agencies.models import Agency, SplitRule
from motcua.cases import acts as case_acts
from motcua.cases import checks, climbing, opinions, reads
from motcua.cases.models import Case, Notice, Resettlement, Step
from motcua.cases.reads import InboxFilter
from motcua.journal import seals
from motcua.people.models import Appointment, Delegation
from motcua.reorganisations import acts
from tests import coming_map
from tests.coming_map import ACT, DAY, EVE, MORNING, carried_out, ended, follows, founded
from tests.province import MONDAY, THANH_SEN, who
from tests.stories.birth import file_birth
from tests.stories.bundle import file_bundle, granted, part
from tests.stories.project import INVESTMENT, file_investment, walked

pytestmark = pytest.mark.django_db
NORTH = "gso-18999"


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday, the map changes in the night to day 2."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def answer(case, branch: str, moment: datetime) -> None:
    opinions.give(case, branch, answer="agree", content="", by=owner(case, branch), at=moment)


def owner(case, branch: str = ""):
    """Whoever has the open step, as an officer of the day after."""
    step = Step.objects.get(case=case, branch=branch, closed_at=None)
    return who(step.owner.username, at(8, days=2))


def person(agency: str, role: str):
    """Somebody who holds a role in an agency as it is now, on the day after."""
    found = Appointment.objects.filter(post__agency__slug=agency, post__roles__contains=[role])
    found = found.filter(post__agency__valid_to=None).exclude(valid_to__lte=DAY)
    return who(found.earliest("id").account.username, at(8, days=2))


# --- opinions ------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(province):
    """A project on which four were asked on Monday; one of them has answered. Three of them end on Wednesday."""
    case = walked(file_investment(at=at(8)), "assign", "consult", at=at(14))
    by = who(Step.objects.get(case=case, branch="land").owner.username)
    opinions.give(case, "land", answer="agree", content="", by=by, at=at(9, days=1))
    act = coming_map.planned()
    trade, ward, lead = ended("so-cong-thuong"), ended(THANH_SEN), ended("so-tai-chinh")
    follows(act, trade, Agency.objects.get(slug="so-xay-dung", valid_to=None))
    follows(act, lead, founded("so-tai-chinh", "so-tai-chinh", "Sở Kinh tế"))
    south = founded(THANH_SEN, THANH_SEN, "UBND phường Nam Sen")
    north = founded(NORTH, THANH_SEN, "UBND phường Bắc Sen")
    follows(act, ward, south, north, choose=[({"procedures": [INVESTMENT]}, north)])
    coming_map.staffed(north)
    Agency.objects.get(slug="so-xay-dung", valid_to=None).posts.create(
        key="cong-thuong", title="Chuyên viên công thương", roles=["trade"], valid_from=DAY
    )
    return case


def branches(case) -> dict[str, tuple[str, datetime]]:
    return {one.branch: (one.agency, one.due_at) for one in reads.opinions_of(case)}


def test_an_opinion_that_is_waited_for_follows_to_the_successor_with_its_clock(asked):
    dues = {name: due for name, (_, due) in branches(asked).items()}
    assert carried_out().left == 0
    moved = branches(asked)
    assert {name: due for name, (_, due) in moved.items()} == dues
    assert {name: agency for name, (agency, _) in moved.items()} == {
        "construction": "Sở Xây dựng",
        "trade": "Sở Xây dựng",
        "commune": "Phòng Kinh tế, Hạ tầng và Đô thị phường Thành Sen, UBND phường Bắc Sen",
        "land": "Sở Nông nghiệp và Môi trường",
    }
    assert checks.rows_that_differ() == []
    assert seals.verify().broken is None


def test_whoever_has_the_question_now_finds_it_and_answers_and_the_case_goes_on(asked):
    carried_out()
    for hour, branch in enumerate(("construction", "trade", "commune"), 8):
        by = owner(asked, branch)
        rows = reads.inbox(by, InboxFilter(), now=at(hour, days=2)).rows
        assert (asked, branch) in {(row.case, row.branch) for row in rows}
        answer(asked, branch, at(hour, 30, days=2))
    lead = Step.objects.get(case=asked, branch="", closed_at=None)
    assert (lead.name, lead.agency.short_name) == ("appraise", "Sở Kinh tế")
    assert checks.rows_that_differ() == []


def test_a_late_opinion_is_reported_to_the_head_of_the_one_stop_of_the_successor(asked):
    carried_out()
    head = person(f"{NORTH}.mot-cua", "one-stop-head")
    assert Resettlement.objects.get(case=asked).reception.slug == "gso-18073.mot-cua"
    assert reads.late_opinions(head, now=at(16, days=10)) == []
    late = {one.branch: one.agency for one in reads.late_opinions(head, now=at(8, days=11))}
    assert late["trade"] == "Sở Xây dựng"


def test_a_reorganisation_that_is_withdrawn_leaves_every_question_where_it_was(asked):
    before = branches(asked)
    coming_map.confirmed()
    acts.withdraw(ACT, reason="Lùi ngày.", by=coming_map.administrator("tu-map"), at=EVE)
    assert acts.carry_out_due(at=MORNING) == []
    assert branches(asked) == before
    by = who(Step.objects.get(case=asked, branch="trade").owner.username, at(8, days=2))
    opinions.give(asked, "trade", answer="agree", content="", by=by, at=at(9, days=2))
    assert checks.rows_that_differ() == []


# --- bundles -------------------------------------------------------------------------------------------------


@pytest.fixture
def halfway(province):
    """A newborn's bundle of which the birth is registered; residence and insurance are at work until Wednesday."""
    bundle = file_bundle(at=at(8))
    granted(part(bundle, "birth").id, at=at(10))
    granted(part(bundle, "residence").id, "propose", at=at(15))
    return bundle


def ward_is_split() -> Agency:
    """The ward becomes two, its police follow the southern one; return the northern."""
    act = coming_map.planned()
    ward, police = ended(THANH_SEN), ended("cong-an-18073")
    south = founded(THANH_SEN, THANH_SEN, "UBND phường Nam Sen")
    north = founded(NORTH, THANH_SEN, "UBND phường Bắc Sen")
    follows(act, ward, south, north)
    follows(act, police, founded("cong-an-18073", "cong-an-18073", "Công an phường Nam Sen"))
    coming_map.staffed(north)
    return north


def held(case, now: datetime) -> dict[str, tuple[int, int, int]]:
    view = reads.case(case, actor=person(Case.objects.get(id=case).competent.slug, "leader"))
    return {one.agency: (one.held, one.budget, one.late) for one in reads.charges(view, now=now)}


def test_a_bundle_and_its_parts_follow_and_end_at_the_successors(halfway):
    ward_is_split()
    residence = part(halfway, "residence")
    promise, share = residence.due_at, residence.share
    assert carried_out().left == 0
    residence, insurance = part(halfway, "residence"), part(halfway, "insurance")
    assert (residence.competent.short_name, residence.due_at, residence.share) == (
        "Công an phường Nam Sen", promise, share,
    )  # fmt: skip
    assert part(halfway, "birth").competent.short_name == "UBND phường Thành Sen"
    for one, verbs in ((residence, ("sign",)), (insurance, ())):
        granted(one.id, *verbs, at=at(9, days=2))
    whole = Case.objects.get(id=halfway)
    assert (whole.outcome, whole.competent.short_name) == ("granted", "UBND phường Nam Sen")
    case_acts.hand_over(
        halfway, receiver="Nguyễn Thị Hoa", how="counter", by=owner(halfway), at=at(10, days=2)
    )
    assert checks.rows_that_differ() == []
    assert seals.verify().broken is None


def test_minutes_and_share_follow_to_whoever_carries_on(halfway):
    before = held(halfway, at(17, 30, days=1))
    ward_is_split()
    carried_out()
    after = held(halfway, at(17, 30, days=1))
    renamed = {  # the birth was registered before: that stays where it was done
        "TTPVHCC phường Thành Sen": "TTPVHCC phường Thành Sen, UBND phường Nam Sen",
        "Công an phường Thành Sen": "Công an phường Nam Sen",
    }
    assert {renamed.get(name, name): value for name, value in before.items()} == after


def test_a_part_goes_where_its_bundle_goes(province):
    bundle = file_bundle(at=at(8))
    north = ward_is_split()
    acts.place(ACT, bundle, north.pk, by=coming_map.administrator("tu-map"), at=EVE)
    carried_out()
    assert Case.objects.get(id=bundle).competent == north
    assert part(bundle, "birth").competent == north
    assert Resettlement.objects.filter(case__in=[bundle, part(bundle, "birth").id]).count() == 2
    assert checks.rows_that_differ() == []


def test_a_role_given_beforehand_at_a_new_agency_is_called_off_with_it(asked):
    new = Appointment.objects.filter(post__agency__slug__startswith=NORTH, valid_from=DAY)
    leader = new.filter(post__roles__contains=["leader"])[0]
    takes = new.exclude(post__roles__contains=["leader"])[0]
    Delegation.objects.create(
        kind="authorisation", number="9/UQ-UBND", signed_on=EVE.date(), giver=leader, receiver=takes, role="leader",
        valid_from=DAY, last_day=DAY, valid_to=DAY + timedelta(days=1),
    )  # fmt: skip
    coming_map.confirmed()
    acts.withdraw(ACT, reason="Lùi ngày.", by=coming_map.administrator("tu-map"), at=EVE)
    assert not Agency.objects.filter(slug=NORTH).exists()
    assert not Delegation.objects.filter(number="9/UQ-UBND").exists()


# --- officers ------------------------------------------------------------------------------------------------


def homeless() -> list[tuple[int, str]]:
    found = acts.rehearse(ACT, by=coming_map.administrator("tu-map"), at=EVE)
    told = [(one.count, one.message) for one in found.problems if one.kind == "homeless"]
    assert found.totals["homeless"] == sum(count for count, _ in told)
    return told


def seats(username: str, day) -> set[str]:
    held = Appointment.objects.filter(account__username=username, valid_from__lte=day)
    return {one.post.agency.slug.split(".")[0] for one in held.exclude(valid_to__lte=day)}


def test_officers_of_a_split_agency_go_where_the_act_says_and_the_rehearsal_counts_the_rest(province):
    act, ward = coming_map.planned(), ended(THANH_SEN)
    south = founded(THANH_SEN, THANH_SEN, "UBND phường Nam Sen")
    north = founded(NORTH, THANH_SEN, "UBND phường Bắc Sen")
    follows(act, ward, south, north)
    [(everybody, said)] = homeless()
    assert f"{everybody} cán bộ chưa có nơi đến, họ sẽ về UBND phường Nam Sen" in said
    with translation.override("en"):
        said = homeless()[0][1]
        assert "officers with nowhere to go yet" in said
        assert said.endswith(f": {everybody}.")
    post = Appointment.objects.get(account__username="quan").post.key
    SplitRule.objects.create(old=ward, place=0, condition={"posts": [post]}, new=north)
    SplitRule.objects.create(old=ward, place=1, condition={"people": ["minh"]}, new=north)
    assert homeless()[0][0] == everybody - 2
    acts.confirm(ACT, decision="12/NQ-HĐND", by=coming_map.administrator("tam-map"), at=EVE)
    acts.carry_out(ACT, at=MORNING)
    assert [seats(name, DAY) for name in ("quan", "minh", "lan")] == [{NORTH}, {NORTH}, {THANH_SEN}]


# --- notices -------------------------------------------------------------------------------------------------


def test_what_the_ladder_told_follows_to_whoever_carries_on(province):
    case = file_birth(at=at(8))
    case_acts.receive(case, by=who("minh"), at=at(9))
    case_acts.claim(case, by=who("lan"), at=at(9))
    ward_is_split()
    assert climbing.climb(at=at(9, days=1)) == 2
    carried_out()
    told = {one.rung: one for one in Notice.objects.filter(case=case)}
    assert {one.agency.short_name for one in told.values() if not one.account} == {"UBND phường Nam Sen"}
    assert told[1].account == Step.objects.get(case=case, closed_at=None).owner
    for reader in (person(THANH_SEN, "leader"), owner(case)):
        assert case in {row.case for row in reads.notices(reader).rows}
    assert checks.rows_that_differ() == []
