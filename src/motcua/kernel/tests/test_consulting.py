"""Opinions joined, councils that vote, and steps that would wait for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.clock import Limit
from motcua.kernel.consulting import Ask, Consult, Join
from motcua.kernel.flow import Flow
from motcua.kernel.refusals import Invalid
from motcua.kernel.sittings import Council, Minutes, Sitting, missing, read_participants
from motcua.kernel.waiting import check

ASKS = tuple(
    Ask(f"so-{n}", "transport", Limit.parse("2 wd"), "Góp ý", "Văn bản", agency="so") for n in range(4)
)

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


def joined(join: Join, quorum: int = 0) -> Consult:
    return Consult(ASKS, join, quorum)


@pytest.mark.parametrize(
    ("consult", "goes_on_with", "at_the_deadline_with"),
    [
        (joined(Join.ALL), 4, 4),
        (joined(Join.ANY), 1, 1),
        (joined(Join.QUORUM, 3), 3, 3),
        (joined(Join.DEADLINE), 4, 0),
    ],
)
def test_so_many_answers_let_a_case_go_on(consult, goes_on_with, at_the_deadline_with):
    for answered in range(5):
        assert consult.enough(4, answered, deadline=False) is (answered >= goes_on_with)
        assert consult.enough(4, answered, deadline=True) is (answered >= at_the_deadline_with)


@given(st.sampled_from(Join), st.integers(1, 4), st.integers(0, 4), st.integers(0, 4), st.booleans())
def test_one_answer_more_never_keeps_a_case(join, quorum, asked, answered, deadline):
    consult, answered = joined(join, quorum), min(answered, asked)
    if answered and consult.enough(asked, answered - 1, deadline=deadline):
        assert consult.enough(asked, answered, deadline=deadline)
    assert consult.enough(asked, asked, deadline=deadline), "whoever could answer has"


@given(st.integers(1, 15), st.data())
def test_a_council_carries_only_with_its_quorum_and_more_than_its_share(members, data):
    quorum = data.draw(st.integers(1, members))
    agree = data.draw(st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(0)]))
    present = data.draw(st.integers(0, members))
    in_favour = data.draw(st.integers(0, present))
    carries = Council(members, quorum, agree).carries(present, in_favour)
    assert carries is (present >= quorum and Fraction(in_favour, max(present, 1)) > agree)


def test_the_last_sitting_that_was_held_decides():
    council = Council(9, 7, Fraction(2, 3))
    lost, won, announced = (
        Minutes(MORNING, 9, 6),
        Minutes(MORNING, 9, 7),
        Minutes(MORNING + timedelta(days=1)),
    )
    assert missing(Sitting.COUNCIL, council, [], MORNING) == "chưa ghi biên bản họp hội đồng"
    assert "6/9 thành viên" in missing(Sitting.COUNCIL, council, [won, lost], MORNING)
    assert missing(Sitting.COUNCIL, council, [lost, won, announced], MORNING) == ""


def test_a_participant_without_a_capacity_is_named():
    with pytest.raises(Invalid, match="Dòng 2 “Lê Văn Cường”"):
        read_participants("Trần Thị Bình, đại diện phường\n\nLê Văn Cường")


# --- what a linter says of them ------------------------------------------------------------------------------

STEPS = [
    {"id": "receive", "title": "Tiếp nhận", "at": "reception", "role": "one-stop", "within": "2 wh",
     "moves": {"accept": "wait"}},
    {"id": "wait", "title": "Chờ", "at": "competent", "role": "specialist", "within": "3 wd",
     "moves": {"propose": "hand-over"}},
    {"id": "hand-over", "title": "Trả kết quả", "at": "return", "role": "one-stop", "within": "1 wh",
     "moves": {"done": "end"}},
]  # fmt: skip
ASK = {"id": "roads", "agency": "so-xay-dung", "role": "specialist", "within": "2 wd"}


def found(**step: object) -> set[str]:
    """What is found on a flow whose second step says so besides."""
    flow = Flow.parse([STEPS[0], {**STEPS[1], **step}, STEPS[2]])
    return {finding.code for finding in check(flow)}


@pytest.mark.parametrize(
    ("step", "codes"),
    [
        ({"consult": {"ask": [ASK]}}, set()),
        ({"consult": {"ask": [ASK], "join": "deadline", "silence": "agree"}}, set()),
        ({"consult": {"ask": [ASK], "join": 2}}, {"quorum-never"}),
        ({"consult": {"ask": [ASK, ASK]}}, {"asked-twice"}),
        ({"consult": {"ask": [ASK | {"within": "4 wd"}]}}, {"asks-too-long"}),
        ({"consult": {"ask": [ASK], "silence": "agree"}}, {"silence-without-deadline"}),
        ({"consult": {"ask": [ASK]}, "minutes": "verification"}, {"waits-twice"}),
        ({"minutes": "council", "council": {"members": 5, "quorum": 4}}, set()),
        ({"minutes": "council"}, {"council-without-minutes"}),
        ({"council": {"members": 5, "quorum": 4}}, {"council-without-minutes"}),
        ({"at": "reception", "minutes": "verification"}, {"waits-elsewhere"}),
    ],
)
def test_what_could_not_wait_as_it_says_is_found(step, codes):
    assert found(**step) == codes


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ({"consult": {"ask": []}}, "steps[1].consult.ask"),
        ({"consult": {"ask": [ASK], "join": "most"}}, "steps[1].consult.join"),
        ({"consult": {"ask": [ASK | {"commune": "site"}]}}, "steps[1].consult.ask[0]"),
        ({"consult": {"ask": [ASK | {"within": "2 tuần"}]}}, "steps[1].consult.ask[0].within"),
        ({"minutes": "council", "council": {"members": 5, "quorum": 6}}, "steps[1].council.quorum"),
        (
            {"minutes": "council", "council": {"members": 5, "quorum": 4, "agree": "3/2"}},
            "steps[1].council.agree",
        ),
        ({"minutes": "council", "council": {"members": 5}}, "steps[1].council"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(step, where):
    with pytest.raises(Invalid) as refused:
        found(**step)
    assert [fault.where for fault in refused.value.faults] == [where]
