"""Moves with several ways: the declaration decides, and the flow is judged on all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from motcua.kernel.clock import Limit
from motcua.kernel.flow import Flow
from motcua.kernel.judging import budget, check
from motcua.kernel.refusals import Invalid


@dataclass(frozen=True)
class Tall:
    """Whether a house has more storeys than this."""

    storeys: int
    fields: frozenset[str] = frozenset({"storeys"})
    local: bool = False

    def holds(self, values: Mapping[str, object]) -> bool:
        return int(str(values.get("storeys", 0))) > self.storeys


def two_ways(moves: dict) -> list[dict]:
    return [
        {"id": "receive", "title": "Tiếp nhận", "at": "reception", "role": "one-stop", "within": "2 wh",
         "moves": {"accept": "examine"}},
        {"id": "examine", "title": "Thẩm định", "at": "competent", "role": "specialist", "within": "1 wd",
         "moves": moves},
        {"id": "council", "title": "Họp hội đồng", "at": "competent", "role": "specialist", "within": "2 wd",
         "moves": {"agreed": "hand-over"}},
        {"id": "hand-over", "title": "Trả kết quả", "at": "return", "role": "one-stop", "within": "1 wh",
         "moves": {"done": "end"}},
    ]  # fmt: skip


def read(moves: dict) -> Flow:
    return Flow.parse(two_ways(moves), lambda given, where: (Tall(given["over"]), ()))


BY_HEIGHT = {"propose": [{"to": "council", "when": {"over": 7}}, "hand-over"]}


@pytest.mark.parametrize(("storeys", "to"), [(3, "hand-over"), (7, "hand-over"), (8, "council")])
def test_the_declaration_decides_the_way(storeys, to):
    flow = read(BY_HEIGHT).decided({"storeys": storeys})
    assert flow.target(flow.steps["examine"], "propose") == to
    assert flow.steps["examine"].targets == {to}


def test_an_undecided_flow_is_judged_on_all_its_ways():
    flow = read(BY_HEIGHT)
    assert flow.steps["examine"].targets == {"council", "hand-over"}
    assert check(flow, Limit.parse("4 wd"), known_guards=(), known_roles=("one-stop", "specialist")) == ()
    assert budget(flow) == 120 + 3 * 480
    found = check(flow, Limit.parse("2 wd"), known_guards=(), known_roles=("one-stop", "specialist"))
    assert [one.code for one in found] == ["over-budget"]


def test_a_way_to_nowhere_is_found():
    flow = read({"propose": [{"to": "nowhere", "when": {"over": 7}}, "hand-over"]})
    found = check(flow, Limit.parse("4 wd"), known_guards=(), known_roles=("one-stop", "specialist"))
    assert ("unknown-target", ("steps", 1, "moves", "propose")) in [(one.code, one.where) for one in found]


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([{"to": "council", "when": {"over": 7}}], "Ngả cuối phải là mã bước"),
        ([], "Ngả cuối phải là mã bước"),
        ([{"to": "council"}, "hand-over"], "Mỗi ngả viết"),
        (["council", "hand-over"], "Mỗi ngả viết"),
    ],
)
def test_ways_that_are_written_wrongly_are_refused(ways, said):
    with pytest.raises(Invalid) as refused:
        read({"propose": ways})
    assert any(said in fault.message and "moves.propose" in fault.where for fault in refused.value.faults)


def test_without_a_rule_language_a_move_has_one_way():
    with pytest.raises(Invalid):
        Flow.parse(two_ways(BY_HEIGHT))


def test_a_flow_without_ways_is_decided_by_nobody():
    flow = read({"propose": "hand-over"})
    assert flow.decided({"storeys": 9}) is flow


@pytest.mark.parametrize(
    ("storeys", "names"), [(3, ["examine", "hand-over"]), (8, ["examine", "council", "hand-over"])]
)
def test_the_way_that_lies_ahead_ends_at_the_hand_over(storeys, names):
    flow = read(BY_HEIGHT).decided({"storeys": storeys})
    assert [step.id for step in flow.way(flow.steps["examine"])] == names
