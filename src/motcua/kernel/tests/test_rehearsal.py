"""A case in memory does what its acts would do to rows; history told again under its own law is history."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from motcua.kernel import casework, pauses
from motcua.kernel.clock import Effect, Limit, Rule
from motcua.kernel.flow import Flow, Place
from motcua.kernel.position import SUPPLEMENT, Law
from motcua.kernel.refusals import OutOfOrder
from motcua.kernel.rehearsal import Rehearsal
from motcua.kernel.replay import Assumptions, History, Pause, Visit, loads, retold
from motcua.kernel.states import State
from motcua.kernel.tests.calendars import at, vietnam

STEPS = [
    {
        "id": "receive", "title": "Tiếp nhận", "at": "reception", "role": "one-stop", "within": "4 wh",
        "moves": {"accept": "examine", "refuse": "refused"},
    },
    {
        "id": "examine", "title": "Thẩm định", "at": "competent", "role": "specialist", "within": "1 wd",
        "moves": {"propose": "sign", "supplement": "wait-applicant"},
    },
    {
        "id": "sign", "title": "Ký", "at": "competent", "role": "leader", "within": "4 wh",
        "moves": {"sign": "hand-over", "return": "examine"},
    },
    {
        "id": "hand-over", "title": "Trả kết quả", "at": "return", "role": "one-stop", "within": "2 wh",
        "moves": {"done": "end"},
    },
]  # fmt: skip
PLACES = {Place.RECEPTION: 1, Place.COMPETENT: 2, Place.RETURN: 1}
EFFECTS = {SUPPLEMENT: Effect.RESTART}


def law(limit: str = "3 wd", steps: list[dict] = STEPS) -> Law:
    return Law(Flow.parse(steps), Rule(Limit.parse(limit)), EFFECTS)


def submitted(of: Law) -> Rehearsal:
    return Rehearsal.submitted(of, PLACES, lambda _: vietnam(), at("2026-03-02 08:00"))


def lived(of: Law) -> Rehearsal:
    """A case that was sent back once and asked for a paper."""
    case = submitted(of)
    case = case.after(casework.accept(case.position, "accept", at("2026-03-02 09:00")))
    case = case.after(casework.claim(case.position, 7, at("2026-03-02 10:00")))
    asked = pauses.request_supplement(
        case.position,
        at("2026-03-02 11:00"),
        items=[{"id": "map", "title": "Sơ đồ"}],
        reason_code="",
        reason="Thiếu",
    )
    case = case.after(asked)
    case = case.after(pauses.resume(case.position, at("2026-03-04 15:00")))
    for verb, when in (
        ("propose", "03-05 10:00"),
        ("return", "03-05 18:20"),
        ("propose", "03-06 09:00"),
        ("sign", "03-06 16:00"),
    ):
        moment = at(f"2026-{when}")
        case = (
            case.after(casework.claim(case.position, 7, moment))
            if case.position.open_step.claimed_at is None
            else case
        )
        case = case.after(casework.finish(case.position, verb, moment, note="-"))
    return case.after(
        casework.hand_over(case.position, at("2026-03-09 08:30"), receiver="Hoa", how="counter")
    )


def history_of(case: Rehearsal) -> History:
    """What the rows of a lived case would tell."""
    asked = Pause(SUPPLEMENT, at("2026-03-02 11:00"), at("2026-03-04 15:00"), frozenset({"map"}))
    visits = [
        Visit(one.name, one.agency, one.role, one.opened_at, None, one.closed_at, one.verb, one.worked)
        for one in case.closed
    ]
    visits[1] = replace(visits[1], pauses=(asked,))
    return History(
        "H27.1-20260302-0000001", PLACES, at("2026-03-02 08:00"), "counter", "granted", tuple(visits)
    )


def test_a_rehearsed_case_goes_its_way_to_the_end():
    case = lived(law())
    assert (case.position.state, case.outcome) == (State.RETURNED, "granted")
    assert [one.verb for one in case.closed] == ["accept", "propose", "return", "propose", "sign", "done"]
    assert case.position.due_at == at("2026-03-09 17:30")
    assert case.position.due_original == at("2026-03-05 17:30")


def test_the_law_of_the_time_tells_history_to_the_minute():
    case = lived(law())
    again = retold(history_of(case), law(), submitted(law()), Assumptions(), frozenset({"map"}))
    assert (again.in_step, again.stuck, again.dropped) == (True, "", 0)
    assert again.case.closed == case.closed
    told, lived_so = again.case.position, case.position
    for column in ("state", "received_at", "due_original", "due_at", "finished_at", "supplements"):
        assert getattr(told, column) == getattr(lived_so, column), column


def test_a_shorter_limit_makes_a_case_late_and_moves_nothing():
    of = law("1 wd")
    again = retold(history_of(lived(law())), of, submitted(of), Assumptions(), frozenset({"map"}))
    assert again.in_step
    assert again.late is True
    assert again.case.position.finished_at == at("2026-03-06 16:00")


def test_a_paper_that_is_no_longer_asked_saves_the_time_it_was_waited_for():
    again = retold(history_of(lived(law())), law(), submitted(law()), Assumptions(), frozenset())
    assert (again.dropped, again.in_step, again.case.position.supplements) == (1, False, 0)
    assert again.case.position.finished_at < at("2026-03-05 10:00")
    assert [one.worked for one in again.case.closed] == [one.worked for one in lived(law()).closed]


@pytest.mark.parametrize(("known", "extra"), [({}, 240), ({"leader": 30}, 30)])
def test_a_step_that_nobody_has_worked_takes_what_its_role_takes(known, extra):
    """Without anything known of the role it takes all its time."""
    check = {
        "id": "check", "title": "Soát", "at": "competent", "role": "leader", "within": "4 wh",
        "moves": {"agree": "sign"},
    }  # fmt: skip
    steps = [STEPS[0], STEPS[1] | {"moves": STEPS[1]["moves"] | {"propose": "check"}}, check, *STEPS[2:]]
    of = law(steps=steps)
    again = retold(history_of(lived(law())), of, submitted(of), Assumptions(known), frozenset({"map"}))
    assert again.stuck == ""
    assert not again.in_step
    checked = [one.worked for one in again.case.closed if one.name == "check"]
    assert checked == [extra, extra]


def test_a_step_that_vanished_gives_its_time_back():
    steps = [STEPS[0], STEPS[1] | {"moves": STEPS[1]["moves"] | {"propose": "hand-over"}}, STEPS[3]]
    of = law(steps=steps)
    again = retold(history_of(lived(law())), of, submitted(of), Assumptions(), frozenset({"map"}))
    assert [one.name for one in again.case.closed] == ["receive", "examine", "hand-over"]
    assert again.case.position.finished_at == at("2026-03-05 10:00")


def test_where_nothing_more_may_be_asked_nothing_is_waited_for():
    of = law(steps=[STEPS[0], STEPS[1] | {"moves": {"propose": "sign"}}, *STEPS[2:]])
    again = retold(history_of(lived(law())), of, submitted(of), Assumptions(), frozenset({"map"}))
    assert (again.stuck, again.dropped, again.case.position.supplements) == ("", 1, 0)


def test_a_flow_that_goes_round_is_given_up_and_says_so():
    steps = [STEPS[0], STEPS[1], STEPS[2] | {"moves": {"return": "examine"}}, STEPS[3]]
    of = law(steps=steps)
    again = retold(history_of(lived(law())), of, submitted(of), Assumptions(), frozenset({"map"}))
    assert "đi vòng" in again.stuck


def test_the_load_of_a_desk_is_its_steps_and_the_most_that_lay_open_at_once():
    found = loads([lived(law()).closed, lived(law()).closed])
    assert found[2, "specialist"].steps == 4
    assert found[2, "specialist"].peak == 2


# --- refusals that a leader signs ----------------------------------------------------------------------------

SIGN_REFUSAL = {
    "id": "sign-refusal", "title": "Ký từ chối", "at": "competent", "role": "leader", "within": "4 wh",
    "decides": "refused", "moves": {"sign": "hand-over", "return": "examine"},
}  # fmt: skip


def refused_at_once() -> list[dict]:
    steps = deepcopy(STEPS)
    steps[1]["moves"]["refuse"] = "refused"
    return steps


def refused_by_a_leader() -> list[dict]:
    steps = deepcopy(STEPS)
    steps[1]["moves"]["refuse"] = "sign-refusal"
    return [*steps[:-1], SIGN_REFUSAL, steps[-1]]


def refused(of: Law) -> Rehearsal:
    """A case that was refused after its reception, by the leader where the law has one sign."""
    case = submitted(of)
    case = case.after(casework.accept(case.position, "accept", at("2026-03-02 09:00")))
    case = case.after(casework.claim(case.position, 7, at("2026-03-02 10:00")))
    why = {"reason_code": "disputed", "reason": "Tranh chấp", "basis": "Điều 16"}
    case = case.after(casework.refuse(case.position, at("2026-03-02 15:00"), **why))
    if case.position.open_step.name == "sign-refusal":
        assert case.position.open_step.proposal == why
        case = case.after(casework.claim(case.position, 8, at("2026-03-03 08:00")))
        case = case.after(casework.finish(case.position, "sign", at("2026-03-03 09:00")))
        assert case.changes[-1].event == "case.refused"
        assert case.changes[-1].data.items() >= why.items()
    return case.after(
        casework.hand_over(case.position, at("2026-03-03 15:00"), receiver="Hoa", how="counter")
    )


def history_of_refused(case: Rehearsal) -> History:
    visits = tuple(
        Visit(
            one.name,
            one.agency,
            one.role,
            one.opened_at,
            one.opened_at if one.verb != "done" else None,
            one.closed_at,
            one.verb,
            one.worked,
        )
        for one in case.closed
    )
    return History("H27.1-20260302-0000002", PLACES, at("2026-03-02 08:00"), "counter", "refused", visits)


@pytest.mark.parametrize("steps", [refused_at_once(), refused_by_a_leader()], ids=["at once", "signed"])
def test_a_refusal_is_told_as_it_was(steps):
    of = law(steps=steps)
    case = refused(of)
    again = retold(history_of_refused(case), of, submitted(of), Assumptions())
    assert (again.in_step, again.stuck, again.case.outcome) == (True, "", "refused")
    assert again.case.closed == case.closed
    assert again.case.position.finished_at == case.position.finished_at


def test_a_refusal_of_old_is_signed_under_a_law_that_wants_it():
    was, of = refused(law(steps=refused_at_once())), law(steps=refused_by_a_leader())
    again = retold(history_of_refused(was), of, submitted(of), Assumptions({"leader": 60}))
    assert (again.in_step, again.stuck, again.case.outcome) == (False, "", "refused")
    assert [one.name for one in again.case.closed] == ["receive", "examine", "sign-refusal", "hand-over"]


def test_nothing_is_signed_that_nobody_has_proposed():
    of = law(steps=refused_by_a_leader())
    case = submitted(of)
    case = case.after(casework.accept(case.position, "accept", at("2026-03-02 09:00")))
    here = replace(case.position.open_step, name="sign-refusal", claimed_at=at("2026-03-02 10:00"))
    with pytest.raises(OutOfOrder, match="Chưa có đề xuất"):
        casework.finish(replace(case.position, step=here), "sign", at("2026-03-02 11:00"))
