"""1 July 2025 in small: every open case follows, nobody loses an inbox, figures add up, verify agrees."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.agencies import reads as agencies
from motcua.agencies.models import Agency, Reorganisation, Succession
from motcua.cases import acts as case_acts
from motcua.cases import checks, reads
from motcua.cases.models import Case, Draft, Resettlement, Step
from motcua.cases.reads import InboxFilter
from motcua.documents.models import Book
from motcua.journal import seals
from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid, NotAllowed, OutOfOrder
from motcua.people import acts as people
from motcua.people.actors import Actor, actor
from motcua.people.models import Account, Appointment, Delegation
from motcua.reorganisations import acts
from motcua.reorganisations.models import Placement
from tests import coming_map, old_map
from tests.old_map import ACT, DAY, EVE, MORNING

pytestmark = pytest.mark.django_db
CASES = 1100


def administrator(username: str) -> Actor:
    account, _ = Account.objects.get_or_create(
        username=username, defaults={"full_name": username, "is_officer": True, "is_administrator": True}
    )
    return Actor(account.pk, username, username, administrator=True)


@pytest.fixture
def eve(province):
    """30 June 2025, with cases in every agency of the two lower tiers."""
    old_map.plan_again()
    old_map.people()
    old_map.cases(CASES)


def confirmed() -> None:
    acts.rehearse(ACT, by=administrator("tu"), at=EVE)
    acts.confirm(ACT, decision="1665/NQ-UBTVQH15", by=administrator("tam"), at=EVE)


def still_old() -> int:
    """Open cases and steps that an agency of the day before still has."""
    gone = Agency.objects.filter(valid_to=DAY).values("id")
    steps = Step.objects.filter(agency__in=gone, closed_at=None).count()
    return steps + Case.objects.filter(competent__in=gone, finished_at=None).count()


def orphans() -> int:
    """Open steps whose owner does not hold the role there on the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM cases_step s WHERE s.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM people_appointment a JOIN agencies_post p ON p.id = a.post_id
            WHERE a.account_id = s.owner_id AND p.agency_id = s.agency_id AND s.role = ANY(p.roles)
              AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to > %s))""",
            [DAY, DAY],
        )
        return int(cursor.fetchone()[0])


def test_the_rehearsal_changes_nothing_and_tells_what_the_day_then_does(eve):
    events, found = Event.objects.count(), acts.rehearse(ACT, by=administrator("tu"), at=EVE)
    assert Event.objects.count() == events + 1
    assert (found.totals["old"], found.totals["new"]) == (221, 70)
    assert [problem.message for problem in found.problems if problem.blocking] == []
    acts.confirm(ACT, decision="1665/NQ-UBTVQH15", by=administrator("tam"), at=EVE)
    done = acts.carry_out(ACT, at=MORNING)
    assert (done.moved, done.left) == (found.totals["cases"], 0)
    assert done.officers == found.totals["appointments"]
    assert Reorganisation.objects.get(key=ACT).state == "in-effect"
    with pytest.raises(OutOfOrder, match="lập một sắp xếp mới"):
        acts.rehearse(ACT, by=administrator("tu"), at=MORNING)


def test_no_case_is_orphaned_and_due_dates_stay(eve):
    dues = dict(Step.objects.values_list("id", "due_at"))
    promises = dict(Case.objects.values_list("id", "due_at"))
    closed = dict(Case.objects.filter(state=10).values_list("id", "competent_id"))
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    assert (still_old(), orphans()) == (0, 0)
    assert dict(Step.objects.values_list("id", "due_at")) == dues
    assert dict(Case.objects.values_list("id", "due_at")) == promises
    assert dict(Case.objects.filter(state=10).values_list("id", "competent_id")) == closed


def test_the_journal_and_the_rows_agree_afterwards(eve):
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    assert checks.rows_that_differ() == []
    assert seals.verify().broken is None
    assert Event.objects.filter(kind="case.moved-to-agency").count() == Resettlement.objects.count()


def test_figures_of_before_and_after_add_up(eve):
    span = (date(2025, 6, 1), date(2025, 8, 1))
    before = reads.figures(*span)
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    assert {(one.agency, one.submitted) for one in reads.figures(*span) if one.submitted} == {
        (one.agency, one.submitted) for one in before if one.submitted
    }
    after = reads.figures(*span, heirs_of=DAY)
    for column in ("submitted", "finished", "late", "open"):
        assert sum(getattr(one, column) for one in after) == sum(getattr(one, column) for one in before)
    living = {row.id for row in agencies.agencies(DAY)}
    assert {one.agency for one in after} <= living


class Killed(Exception):
    pass


def test_a_run_that_is_killed_goes_on_where_it_was(eve, monkeypatch):
    monkeypatch.setattr(
        "motcua.cases.resettling.plan.__kwdefaults__", {"after": acts.resettling.BEGINNING, "portion": 200}
    )
    confirmed()

    def kill(moved: int) -> None:
        if moved >= 400:
            raise Killed

    with pytest.raises(Killed):
        acts.carry_out(ACT, at=MORNING, after_portion=kill)
    assert still_old() > 0
    moved = Resettlement.objects.count()
    again = acts.carry_out(ACT, at=MORNING + timedelta(minutes=1))
    assert (again.officers, again.left, still_old()) == (0, 0, 0)
    assert (
        Resettlement.objects.count()
        == moved + again.moved
        == Resettlement.objects.values("case").distinct().count()
    )
    assert Event.objects.filter(kind="reorganisation.begun").count() == 1
    with pytest.raises(OutOfOrder):
        acts.carry_out(ACT, at=MORNING + timedelta(minutes=2))


def test_officers_lose_the_old_posts_and_gain_the_same_kind_of_post(eve):
    confirmed()
    old = Appointment.objects.get(
        post__agency__slug="gso-18082", post__key="tu-phap-ho-tich", valid_from=date(2025, 1, 1)
    )
    acts.carry_out(ACT, at=MORNING)
    old.refresh_from_db()
    new = Appointment.objects.get(account=old.account, valid_from=DAY)
    assert old.valid_to == DAY
    assert (new.post.key, new.post.agency.parent.slug) == ("tu-phap-ho-tich", "gso-18073")


def test_district_cases_go_to_the_commune_that_is_declared_and_else_to_the_seat(eve):
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    went = Resettlement.objects.filter(competent__kind="district", case__finished_at=None)
    sure = [move for move in went.select_related("case") if "site" in move.case.form]
    assert sure
    for move in sure:
        declared = agencies.agency_by_gso(move.case.form["site"]["commune"], date(2025, 6, 30))
        assert move.case.competent_id in {one.id for one in agencies.successors(declared.id, DAY).agencies}
    seats = {(move.competent.slug, move.case.competent.slug) for move in went if "site" not in move.case.form}
    assert ("gso-446", "gso-18673") in seats


def test_a_case_of_a_split_commune_goes_where_somebody_placed_it(eve):
    split = Case.objects.filter(competent__slug="gso-18796", finished_at=None)
    case = split.first()
    hoanh_son = Agency.objects.get(slug="gso-18832", valid_from=DAY)
    acts.place(ACT, case.id, hoanh_son.id, by=administrator("tu"), at=EVE)
    with pytest.raises(Invalid, match="kế thừa"):
        acts.place(ACT, case.id, province_of("gso-18073"), by=administrator("tu"), at=EVE)
    rest = set(split.exclude(id=case.id).values_list("id", flat=True))
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    case.refresh_from_db()
    assert (case.competent, case.reception.slug) == (hoanh_son, "gso-18832.mot-cua")
    assert set(Case.objects.filter(id__in=rest).values_list("competent__slug", flat=True)) <= {"gso-18823"}


def province_of(slug: str) -> int:
    return int(Agency.objects.get(slug=slug, valid_from=DAY).pk)


def test_a_role_that_nobody_holds_stops_the_confirmation_and_never_loses_a_case(eve):
    Appointment.objects.filter(valid_from=DAY, post__roles__contains=["household-business"]).delete()
    Account.objects.filter(appointments__post__roles__contains=["household-business"]).update(is_active=False)
    found = acts.rehearse(ACT, by=administrator("tu"), at=EVE)
    lacking = [problem for problem in found.problems if problem.kind == "role"]
    assert lacking
    assert all("Công chức đăng ký hộ kinh doanh" in problem.message for problem in lacking)
    with pytest.raises(OutOfOrder, match="vấn đề"):
        acts.confirm(ACT, decision="1", by=administrator("tam"), at=EVE)
    Reorganisation.objects.filter(key=ACT).update(
        state="confirmed", confirmed_by="tam", confirmed_decision="1"
    )
    done = acts.carry_out(ACT, at=MORNING)
    assert done.left == sum(problem.count for problem in lacking)
    assert Reorganisation.objects.get(key=ACT).state == "confirmed"


def test_a_rule_that_names_nobody_who_is_there_stops_the_confirmation(province):
    of = coming_map.planned()
    old = coming_map.ended("gso-18073")
    new = coming_map.founded("gso-18073", "gso-18073", "Thành Sen mới")
    other = coming_map.founded("gso-99001", "gso-18073", "Thành Sen Đông")
    rules = [({"people": ["lan", "lan-nham"]}, other)]
    coming_map.follows(of, old, new, other, choose=rules)
    found = acts.rehearse(of.key, by=administrator("tu"), at=coming_map.EVE)
    (lost,) = [problem for problem in found.problems if problem.kind == "nobody"]
    assert (lost.blocking, lost.names) == (True, ("lan-nham",))
    assert "không có tài khoản" in lost.message
    with pytest.raises(OutOfOrder, match="còn vấn đề phải xử lý"):
        acts.confirm(of.key, decision="1/NQ", by=administrator("tam"), at=coming_map.EVE)


def test_four_eyes_confirm_and_only_after_a_rehearsal(eve):
    with pytest.raises(OutOfOrder, match="chạy thử"):
        acts.confirm(ACT, decision="1665", by=administrator("tam"), at=EVE)
    acts.rehearse(ACT, by=administrator("tu"), at=EVE)
    with pytest.raises(NotAllowed, match="quản trị khác"):
        acts.confirm(ACT, decision="1665", by=administrator("tu"), at=EVE)
    with pytest.raises(Invalid):
        acts.confirm(ACT, decision=" ", by=administrator("tam"), at=EVE)
    acts.confirm(ACT, decision="1665", by=administrator("tam"), at=EVE)
    with pytest.raises(OutOfOrder, match="chưa đến"):
        acts.carry_out(ACT, at=EVE)
    with pytest.raises(OutOfOrder, match="lập một sắp xếp mới"):
        acts.withdraw(ACT, reason="Đổi ý", by=administrator("tu"), at=MORNING)


def test_what_is_withdrawn_before_the_day_never_happened(eve):
    confirmed()
    Draft.objects.all().delete()
    acts.withdraw(ACT, reason="Quốc hội lùi ngày.", by=administrator("tu"), at=EVE)
    dai_nai = Agency.objects.get(slug="gso-18082", valid_from=date(2020, 1, 1))
    assert dai_nai.valid_to is None
    assert not Agency.objects.filter(valid_from=DAY, kind="commune").exists()
    assert not Succession.objects.filter(on=DAY).exists()
    assert not Placement.objects.exists()
    assert acts.carry_out_due(at=MORNING) == []
    assert Counter(Case.objects.values_list("competent__valid_to", flat=True)) == Counter({None: CASES})


def test_the_worker_carries_out_what_is_due(eve):
    confirmed()
    assert acts.carry_out_due(at=EVE) == []
    assert [run.left for run in acts.carry_out_due(at=MORNING)] == [0]
    assert acts.carry_out_due(at=MORNING) == []
    assert people.system().username in Event.objects.filter(kind="reorganisation.in-effect").values_list(
        "by", flat=True
    )


def examined(slug: str = "gso-18082") -> Step:
    """A step that waits at the competent agency of before, held by one of its officers."""
    found = Step.objects.filter(agency__slug=slug, closed_at=None, case__state=4).exclude(role="leader")
    return found.order_by("id")[0]


def test_who_came_along_finds_the_step_in_the_inbox_and_goes_on_with_it(eve):
    step = examined()
    owner = step.owner_id
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    step.refresh_from_db()
    lan = actor(owner, on=DAY)
    assert lan is not None
    assert step.owner_id == owner
    assert step.case.code in {row.code for row in reads.inbox(lan, InboxFilter(), now=MORNING).rows}
    case_acts.finish(step.case_id, "propose", by=lan, at=MORNING + timedelta(hours=9))
    signs = Step.objects.get(case=step.case_id, closed_at=None)
    assert (signs.role, signs.agency.slug) == ("leader", "gso-18073")


def test_closed_cases_keep_the_old_name_and_are_seen_where_the_work_goes_on(eve):
    closed = Case.objects.filter(competent__slug="gso-18077", state=10).select_related("competent")[0]
    old = actor(Appointment.objects.filter(post__agency=closed.competent)[0].account_id, on=date(2025, 6, 30))
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    closed.refresh_from_db()
    assert closed.competent.short_name == Agency.objects.get(id=closed.competent_id).short_name
    assert closed.competent.valid_to == DAY
    assert old is not None
    new = actor(old.account, on=DAY)
    assert new is not None
    assert closed.code in {row.code for row in reads.search(new, closed.code)}
    elsewhere = actor(
        Appointment.objects.filter(post__agency__slug="gso-18754", valid_from=DAY)[0].account_id, on=DAY
    )
    assert elsewhere is not None
    assert reads.search(elsewhere, closed.code) == []


def test_a_book_goes_on_where_only_the_agency_above_changed_and_is_closed_where_it_merged(eve):
    goes_on, merged = (
        Agency.objects.get(slug=slug, valid_to=DAY) for slug in ("gso-18196.mot-cua", "gso-18082.mot-cua")
    )
    for agency in (goes_on, merged):
        Book.objects.create(agency=agency, year=2025, form="mau-01", last=41)
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    assert Book.objects.get(agency__slug="gso-18196.mot-cua", agency__valid_from=DAY).last == 41
    assert list(
        Book.objects.filter(form="mau-01", agency__valid_from=DAY).values_list("last", flat=True)
    ) == [41]


def test_a_delegation_goes_on_with_both_who_came_along(eve):
    gives = Appointment.objects.get(
        post__agency__slug="gso-18082", post__key="chu-tich", valid_from=date(2025, 1, 1)
    )
    takes = Appointment.objects.get(
        post__agency__slug="gso-18082", post__key="tu-phap-ho-tich", valid_from=date(2025, 1, 1)
    )
    Delegation.objects.create(
        kind="authorisation", number="12/UQ-UBND", signed_on=date(2025, 6, 2), giver=gives, receiver=takes,
        role="leader", valid_from=date(2025, 6, 2), last_day=date(2025, 8, 31), valid_to=date(2025, 9, 1),
    )  # fmt: skip
    confirmed()
    acts.carry_out(ACT, at=MORNING)
    stands_in = actor(takes.account_id, on=DAY)
    assert stands_in is not None
    assert [(post.given.number, post.given.last_day) for post in stands_in.posts if post.given] == [
        ("12/UQ-UBND", date(2025, 8, 31))
    ]
    assert Event.objects.filter(kind="delegation.carried-over").count() == 1
