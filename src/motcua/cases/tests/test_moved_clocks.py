"""Stories of the clocks of cases that moved: what was promised is counted on as it was given, and goes back so too."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from motcua.cases import acts, calendars, checks, jobs, moving, replaying, store, upkeep
from motcua.cases.models import CalendarEdition, Case, MovedCase, Step
from motcua.cases.tests.test_moving import (
    AT,
    at_signing,
    moved,
    outcomes,
    published,
    received,
    same,
    without_signing,
)
from motcua.journal.models import Event
from motcua.kernel.calendar import LOCAL, local
from motcua.kernel.moving import Choice
from motcua.kernel.refusals import Conflict, Invalid, OutOfOrder
from motcua.procedures.models import ProcedureVersion
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth
from tests.stories.bundle import file_bundle, granted, part

pytestmark = pytest.mark.django_db
CODE = "1.004873"


@pytest.fixture
def old(province) -> ProcedureVersion:
    """A procedure of three working days: a case received on Monday 16/11 is promised for Thursday 19/11."""
    return ProcedureVersion.objects.get(procedure__code=CODE, number=1)


@pytest.fixture(autouse=True)
def calendars_of_their_own():
    """Editions are remembered by number, which each story counts from one anew."""
    yield
    calendars.edition.cache_clear()
    calendars._kept.cache_clear()


def limited(value: str):
    def change(definition: dict) -> None:
        definition["limit"] = {"value": value, "policy": "end-of-day"}

    return change


def case_received():
    case = file_birth(at=later(), code=CODE)
    acts.receive(case, by=who("minh"), at=later(hours=1))
    return case


def promised(case) -> str:
    return f"{local(Case.objects.get(id=case).due_at):%d/%m}"


def a_holiday(month: int, day: int) -> None:
    """A day off that is declared late, and every open case is counted anew."""
    last = CalendarEdition.objects.order_by("-number")[0]
    off = datetime(2026, month, day, tzinfo=LOCAL)
    for year in last.years:
        if year["year"] == off.year:
            year["off"][off.date().isoformat()] = "Nghỉ bão"
    number = last.number + 1
    CalendarEdition.objects.create(
        number=number, years=last.years, digest=str(number), loaded_at=AT, loaded_by="tu"
    )
    upkeep.recount(at=AT)


def supplemented(case) -> None:
    """Asked on Tuesday afternoon, brought on Wednesday morning."""
    acts.claim(case, by=worker(case), at=later(days=1, hours=7))
    acts.request_supplement(
        case, items=[{"title": "Tờ khai"}], reason_code="unclear", reason="Ảnh mờ",
        by=worker(case), at=later(days=1, hours=7),
    )  # fmt: skip
    acts.supplement(case, note="Đã chụp lại", by=who("hoa"), at=later(days=2, hours=1))


def worker(case):
    return who(Step.objects.values_list("owner__username", flat=True).get(case=case, closed_at=None))


def undone(move, at=None) -> None:
    moving.undo(move.id, reason="Nhầm quyết định", by=who("tu"), at=at or later(days=1, hours=2))
    while moving.go_back(move.id, at=at or later(days=1, hours=2)):
        pass


# --- the promise ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", ["10 wd", "1 wd", "30 cd"])
def test_a_promise_that_stays_is_counted_on_by_the_limit_that_gave_it(old, limit):
    case = case_received()
    moved(old, published(old, limited(limit)))
    a_holiday(12, 24)
    assert promised(case) == "19/11"
    a_holiday(11, 18)
    assert promised(case) == "20/11"
    supplemented(case)
    assert promised(case) == "23/11"
    assert checks.rows_that_differ() == []


def test_a_promise_that_came_nearer_is_counted_on_by_the_new_limit(old):
    case = case_received()
    moved(old, published(old, limited("2 wd")), limit=Choice(recount=True))
    assert (promised(case), Case.objects.get(id=case).limit_from_id) == ("18/11", None)
    a_holiday(11, 17)
    assert promised(case) == "19/11"


def test_a_recount_that_would_be_later_leaves_the_promise_and_its_limit(old):
    case = case_received()
    moved(old, published(old, limited("10 wd")), limit=Choice(recount=True))
    a_holiday(11, 18)
    assert (promised(case), Case.objects.get(id=case).limit_from_id) == ("20/11", old.id)


def test_a_case_that_is_not_received_yet_is_promised_what_the_new_version_says(old):
    case = file_birth(at=later(), code=CODE)
    moved(old, published(old, limited("10 wd")))
    acts.receive(case, by=who("minh"), at=later(days=1, hours=1))
    assert (promised(case), Case.objects.get(id=case).limit_from_id) == ("02/12", None)


def test_a_case_that_moves_on_carries_the_limit_of_its_reception_until_a_version_has_the_same(old):
    case = case_received()
    second = published(old, limited("10 wd"))
    moved(old, second)
    third = published(second, limited("5 wd"), number=3)
    moved(second, third)
    assert Case.objects.get(id=case).limit_from_id == old.id
    fourth = published(third, limited("3 wd"), number=4)
    moved(third, fourth)
    assert Case.objects.get(id=case).limit_from_id is None
    a_holiday(11, 18)
    assert promised(case) == "20/11"


def test_a_limit_that_was_changed_behind_the_engine_is_found(old):
    case = case_received()
    moved(old, published(old, limited("10 wd")))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET limit_from_id = NULL WHERE id = %s", [case])
    [wrong] = checks.rows_that_differ()
    assert "cột “limit_from_id” là None" in wrong.message


def test_a_case_that_kept_its_promise_is_replayed_by_the_limit_that_gave_it(old):
    case = case_received()
    moved(old, published(old, limited("10 wd")))
    acts.claim(case, by=worker(case), at=later(days=1, hours=2))
    acts.refuse(
        case, reason_code="", reason="Đã đăng ký", basis="Luật Hộ tịch", by=worker(case), at=later(days=8)
    )
    acts.claim(case, by=worker(case), at=later(days=8))
    acts.finish(case, "sign", by=worker(case), at=later(days=8))
    acts.hand_over(case, receiver="Hoa", how="counter", by=worker(case), at=later(days=9))
    report = replaying.replay(CODE, since=MONDAY.date(), until=later(days=1).date())
    assert (report.cases, report.stuck, report.in_step, report.late_before, report.late_after) == (
        1,
        (),
        1,
        1,
        1,
    )


# --- the step and its pause ----------------------------------------------------------------------------------


def slower_steps(definition: dict) -> None:
    for step in definition["steps"]:
        step["within"] = "1 wh"


def test_the_open_step_is_counted_on_by_the_limit_it_opened_with(old):
    case = case_received()
    due = Step.objects.get(case=case, closed_at=None).due_at
    moved(old, published(old, slower_steps))
    a_holiday(12, 24)
    assert Step.objects.get(case=case, closed_at=None).due_at == due
    assert checks.rows_that_differ() == []


def test_a_pause_does_to_the_clock_what_it_began_with(old):
    case = case_received()
    acts.claim(case, by=worker(case), at=later(hours=2))
    acts.request_supplement(
        case, items=[{"title": "Tờ khai"}], reason_code="unclear", reason="Ảnh mờ", by=worker(case),
        at=later(hours=3),
    )  # fmt: skip

    def suspending(definition: dict) -> None:
        definition["holds"] = {**definition.get("holds", {}), "supplement": "suspend"}

    moved(old, published(old, suspending))
    acts.supplement(case, note="Đã chụp lại", by=who("hoa"), at=later(days=2, hours=1))
    assert promised(case) == "23/11"


# --- parts of a bundle ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [Choice(), Choice(recount=True)])
def test_a_part_of_a_bundle_keeps_its_share_of_the_time_there_and_back(province, choice):
    birth = part(file_bundle(at=later()), "birth")
    old = ProcedureVersion.objects.get(id=birth.version_id)
    move = moved(old, published(old, limited("10 wd")), same=choice, limit=choice)
    assert (promised(birth.id), Case.objects.get(id=birth.id).limit_from_id) == (
        f"{local(birth.due_at):%d/%m}",
        None,
    )
    a_holiday(12, 24)
    undone(move)
    assert promised(birth.id) == f"{local(birth.due_at):%d/%m}"
    assert checks.rows_that_differ() == []


def another_share(definition: dict) -> None:
    [step] = [step for step in definition["steps"] if step["id"] == "register"]
    step["children"][0]["share"] = "2 wd"
    checking = {
        "id": "check", "title": "Kiểm tra", "at": "competent", "role": "civil-status", "within": "2 wh",
        "moves": {"done": "register"},
    }  # fmt: skip
    definition["steps"].insert(definition["steps"].index(step), checking)


def test_a_bundle_that_waits_for_its_parts_moves_only_where_the_new_version_has_the_same_parts(province):
    case = file_bundle(at=later())
    old = ProcedureVersion.objects.get(id=Case.objects.get(id=case).version_id)
    move = moved(old, published(old, another_share), step=Choice(step="check"))
    assert outcomes(move) == ["refused"]
    assert "chờ hồ sơ con" in MovedCase.objects.get(move=move).why
    assert part(case, "birth").finished_at is None


def test_a_bundle_goes_on_with_its_parts_in_a_version_that_has_the_same(province):
    case = file_bundle(at=later())
    old = ProcedureVersion.objects.get(id=Case.objects.get(id=case).version_id)
    assert outcomes(moved(old, published(old, same))) == ["moved"]
    granted(part(case, "birth").id, at=later(days=1, hours=2))
    granted(part(case, "residence").id, at=later(days=1, hours=3))
    granted(part(case, "insurance").id, at=later(days=1, hours=4))
    assert Step.objects.get(case=case, closed_at=None).name == "hand-over"
    assert checks.rows_that_differ() == []


# --- going back ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [same, without_signing])
def test_what_nobody_has_touched_since_goes_back_to_what_it_was(province, change):
    old = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    case = at_signing()
    step = Step.objects.get(case=case, closed_at=None)
    due = Case.objects.get(id=case).due_at
    move = moved(old, published(old, change), step=Choice(step="examine"))
    undone(move)
    row, then = Case.objects.get(id=case), Step.objects.get(case=case, closed_at=None)
    assert (row.version_id, row.due_at) == (old.id, due)
    assert (then.name, then.title, then.opened_at, then.due_at) == (
        step.name,
        step.title,
        step.opened_at,
        step.due_at,
    )
    assert outcomes(move) == ["back"]
    acts.claim(case, by=who("quan"), at=later(days=1, hours=3))
    acts.finish(case, "sign", by=who("quan"), at=later(days=1, hours=4))
    assert checks.rows_that_differ() == []


@pytest.mark.parametrize(("choice", "limit"), [(Choice(), "10 wd"), (Choice(recount=True), "2 wd")])
def test_going_back_keeps_what_a_new_calendar_has_made_of_the_promise(old, choice, limit):
    case = case_received()
    move = moved(old, published(old, limited(limit)), limit=choice)
    a_holiday(11, 17)
    undone(move)
    row = Case.objects.get(id=case)
    assert (promised(case), row.limit_from_id, row.version_id) == ("20/11", None, old.id)
    assert checks.rows_that_differ() == []


def test_a_promise_that_the_move_brought_nearer_goes_back_to_what_it_was(old):
    case = case_received()
    move = moved(old, published(old, limited("2 wd")), limit=Choice(recount=True))
    undone(move)
    assert promised(case) == "19/11"


def test_a_step_goes_back_with_the_time_that_was_waited_in_it(province):
    old = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    case = at_signing()
    acts.claim(case, by=who("quan"), at=later(hours=3.5))
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="1/CĐ", by=who("quan"), at=later(hours=4))
    acts.resume(case, by=who("quan"), at=later(hours=8))
    due = Step.objects.get(case=case, closed_at=None).due_at
    move = moved(old, published(old, without_signing), step=Choice(step="examine"))
    undone(move)
    assert Step.objects.get(case=case, closed_at=None).due_at == due


def test_what_somebody_has_worked_on_since_stays_and_says_so(province):
    old = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    case = received()
    move = moved(old, new := published(old, same))
    acts.claim(case, by=who("lan"), at=later(days=1, hours=1))
    undone(move)
    assert (outcomes(move), Case.objects.get(id=case).version_id) == (["moved"], new.id)
    assert "xử lý tiếp" in MovedCase.objects.get(move=move).why
    with pytest.raises(OutOfOrder, match="hoàn lại rồi"):
        moving.undo(move.id, reason="Lần nữa", by=who("tu"), at=later(days=2))


def test_who_acts_while_a_case_goes_back_is_not_run_over_and_it_is_told(old, monkeypatch):
    for _ in range(3):
        case_received()
    move = moved(old, new := published(old, same))
    cases = list(MovedCase.objects.filter(move=move).order_by("id").values_list("case_id", flat=True))
    apply = store.apply

    def racing(case, revision, change, **words):
        if case == cases[1] and change.event == "case.moved-back":
            raise Conflict("Cán bộ vừa xử lý.")
        return apply(case, revision, change, **words)

    moving.undo(move.id, reason="Nhầm", by=who("tu"), at=later(days=1, hours=2))
    monkeypatch.setattr(moving.store, "apply", racing)
    moving.go_back(move.id, at=later(days=1, hours=2))
    assert outcomes(move) == ["back", "going-back", "back"]
    monkeypatch.undo()
    acts.claim(cases[1], by=worker(cases[1]), at=later(days=1, hours=2))
    moving.go_back(move.id, at=later(days=1, hours=3))
    assert outcomes(move) == ["back", "moved", "back"]
    assert Case.objects.get(id=cases[1]).version_id == new.id


def test_a_move_goes_back_in_portions_and_what_it_had_not_reached_stays(old):
    for _ in range(3):
        case_received()
    move = moved(old, published(old, same))
    MovedCase.objects.filter(move=move, id=MovedCase.objects.latest("id").id).update(
        outcome="waiting", seq=None
    )
    moving.undo(move.id, reason="Nhầm", by=who("tu"), at=later(days=1, hours=2))
    assert moving.go_on(move.id, at=later(days=1, hours=2)) == 0
    assert moving.go_back(move.id, at=later(days=1, hours=2), most=1) == 1
    assert outcomes(move) == ["back", "going-back", "kept"]
    jobs.move_back(move.id)
    assert outcomes(move) == ["back", "back", "kept"]


def test_taking_back_has_its_reason_and_its_event(old):
    case_received()
    move = moved(old, published(old, same))
    with pytest.raises(Invalid, match="lý do"):
        moving.undo(move.id, reason=" ", by=who("tu"), at=AT)
    undone(move)
    assert moving.go_back(move.id, at=AT) == 0
    told = Event.objects.get(kind="procedure.cases-moved-back")
    assert (told.by, told.data["count"], told.data["reason"]) == ("tu", 1, "Nhầm quyết định")
