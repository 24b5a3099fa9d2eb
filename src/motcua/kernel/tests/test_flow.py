"""Every way in which a flow can be wrong is found, where it stands; the plain one is left alone."""

from __future__ import annotations

from copy import deepcopy

import pytest

from motcua.kernel import flow, judging
from motcua.kernel.clock import Limit
from motcua.kernel.refusals import Invalid

GUARDS, ROLES = {"papers-attached"}, {"one-stop", "specialist", "leader"}
PLAIN = [
    {"id": "receive", "title": "Tiếp nhận", "at": "reception", "role": "one-stop", "within": "2 wh",
     "moves": {"accept": "examine", "supplement": "wait-applicant", "refuse": "refused"}},
    {"id": "examine", "title": "Thẩm tra", "at": "competent", "role": "specialist", "within": "4 wh",
     "moves": {"propose": "sign", "refuse": "refused"}},
    {"id": "sign", "title": "Ký", "at": "competent", "role": "leader", "within": "2 wh",
     "moves": {"sign": "hand-over", "return": "examine"}},
    {"id": "hand-over", "title": "Trả kết quả", "at": "return", "role": "one-stop", "within": "2 wh",
     "moves": {"done": "end"}},
]  # fmt: skip
RECEIVE, EXAMINE, SIGN, HAND_OVER = range(4)


def judged(*changes: tuple[int, str, object], limit: str = "1 wd") -> list[tuple[str, tuple[str | int, ...]]]:
    """What is found in the plain flow after changing fields of its steps."""
    steps = deepcopy(PLAIN)
    for step, name, value in changes:
        steps[step][name] = value
    found = judging.check(flow.Flow.parse(steps), Limit.parse(limit), known_guards=GUARDS, known_roles=ROLES)
    assert all(one.message and one.todo for one in found)
    return [(one.code, one.where) for one in found]


def test_the_plain_flow_is_sound():
    assert judged() == []
    assert judged((SIGN, "needs", ["papers-attached"])) == []


@pytest.mark.parametrize(
    ("step", "name", "value", "code", "where"),
    [
        (EXAMINE, "moves", {"propose": "seal"}, "unknown-target", ("steps", EXAMINE, "moves", "propose")),
        (EXAMINE, "role", "astronaut", "unknown-role", ("steps", EXAMINE, "role")),
        (SIGN, "needs", ["signature"], "unknown-guard", ("steps", SIGN, "needs", 0)),
        (RECEIVE, "at", "competent", "first-elsewhere", ("steps", 0, "at")),
        (RECEIVE, "moves", {"accept": "hand-over"}, "nothing-decided", ("steps", RECEIVE, "moves", "accept")),
        (SIGN, "moves", {"sign": "hand-over", "close": "end"}, "ends-elsewhere", ("steps", SIGN, "moves", "close")),
        (HAND_OVER, "moves", {"done": "end", "again": "sign"}, "back-from-hand-over",
         ("steps", HAND_OVER, "moves", "again")),
        (HAND_OVER, "moves", {"done": "end", "wait": "wait-applicant"}, "back-from-hand-over",
         ("steps", HAND_OVER, "moves", "wait")),
        (SIGN, "moves", {"return": "examine"}, "never-granted", ("steps",)),
        (EXAMINE, "moves", {"wait": "wait-applicant"}, "dead-end", ("steps", EXAMINE, "moves")),
        (HAND_OVER, "at", "competent", "no-hand-over", ("steps",)),
        (EXAMINE, "within", "5 wh", "over-budget", ("steps",)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(step, name, value, code, where):
    assert (code, where) in judged((step, name, value))


def test_steps_that_only_go_round_never_end():
    found = judged((EXAMINE, "moves", {"propose": "sign"}), (SIGN, "moves", {"return": "examine"}))
    assert ("endless-loop", ("steps", EXAMINE, "moves")) in found
    assert ("endless-loop", ("steps", SIGN, "moves")) in found


def test_a_step_that_is_only_returned_to_is_reached():
    assert judged((RECEIVE, "moves", {"accept": "sign"})) == []


def test_a_step_that_no_way_leads_to_is_unreachable():
    assert ("unreachable", ("steps", EXAMINE, "id")) in judged(
        (RECEIVE, "moves", {"accept": "sign"}), (SIGN, "moves", {"sign": "hand-over"})
    )


def test_a_flow_that_cannot_be_read_names_every_broken_place():
    with pytest.raises(Invalid) as refused:
        flow.Flow.parse([PLAIN[EXAMINE] | {"at": "nowhere"}, {"id": "b"}])
    assert {fault.where for fault in refused.value.faults} >= {"steps[0]", "steps[1].title", "steps[1].moves"}


def test_a_budget_is_the_longest_way_without_returns_up_to_the_hand_over():
    assert judging.budget(flow.Flow.parse(PLAIN)) == (2 + 4 + 2) * 60


# --- refusals that a leader signs ----------------------------------------------------------------------------

SIGN_REFUSAL = {
    "id": "sign-refusal", "title": "Ký từ chối", "at": "competent", "role": "leader", "within": "2 wh",
    "decides": "refused", "moves": {"sign": "hand-over", "return": "examine"},
}  # fmt: skip


def signed_refusals(**changes: object) -> list[dict[str, object]]:
    """The plain flow with a step at which refusals are signed."""
    steps: list[dict[str, object]] = deepcopy(PLAIN)
    steps[EXAMINE]["moves"] = {"propose": "sign", "refuse": "sign-refusal"}
    return [*steps[:HAND_OVER], SIGN_REFUSAL | changes, steps[HAND_OVER]]


def found_in(steps: list[dict[str, object]]) -> list[str]:
    found = judging.check(flow.Flow.parse(steps), Limit.parse("1 wd"), known_guards=GUARDS, known_roles=ROLES)
    return [one.code for one in found]


def test_a_flow_in_which_a_leader_signs_refusals_is_sound():
    assert found_in(signed_refusals()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "specialist"}, "refused-by-whom"),
        ({"moves": {"sign": "hand-over", "on": "refused"}}, "refused-elsewhere"),
        ({"moves": {"sign": "hand-over", "wait": "wait-applicant"}}, "refused-elsewhere"),
        ({"moves": {"return": "examine"}}, "refused-nowhere"),
        ({"within": "9 wh"}, "over-budget"),
    ],
)
def test_a_step_that_signs_refusals_is_a_leaders_and_leads_to_the_hand_over_or_back(changes, code):
    assert found_in(signed_refusals(**changes)) == [code]


def test_the_one_stop_refuses_at_once():
    steps = signed_refusals()
    steps[RECEIVE]["moves"] = {"accept": "examine", "refuse": "sign-refusal"}
    assert found_in(steps) == ["refused-before-reception"]


def test_a_flow_in_which_only_refusals_are_handed_over_grants_nothing():
    steps = signed_refusals()
    steps[SIGN]["moves"] = {"return": "examine"}
    assert found_in(steps) == ["never-granted"]


def test_signing_refusals_lies_beside_the_way_to_the_result():
    told = flow.Flow.parse(signed_refusals())
    examine, signing = told.steps["examine"], told.steps["sign-refusal"]
    assert [step.id for step in told.ahead(examine)] == ["sign", "hand-over"]
    assert (told.refusal(examine), told.onward(examine), told.onward(signing)) == (
        "refuse",
        "propose",
        "sign",
    )
    assert (told.has_draft(signing), told.is_signed(signing)) == (False, False)
    assert told.has_draft(examine) == flow.Flow.parse(PLAIN).has_draft(examine)
