"""Decisions on a case, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from motcua.kernel import casework, pauses
from motcua.kernel.calendar import OfficeHours
from motcua.kernel.clock import Limit, Rule
from motcua.kernel.flow import Flow, Place
from motcua.kernel.mending import Mended
from motcua.kernel.position import SUPPLEMENT, Law, OpenHold, OpenStep, Position
from motcua.kernel.refusals import Invalid, OutOfOrder
from motcua.kernel.states import State
from motcua.kernel.tests.calendars import at, vietnam

FLOW = Flow.parse(
    [
        {
            "id": "receive", "title": "Tiếp nhận", "at": "reception", "role": "one-stop", "within": "4 wh",
            "moves": {"accept": "sign"},
        },
        {
            "id": "sign", "title": "Ký", "at": "competent", "role": "leader", "within": "4 wh",
            "moves": {"sign": "hand-over"},
        },
        {
            "id": "hand-over", "title": "Trả kết quả", "at": "return", "role": "one-stop", "within": "2 wh",
            "moves": {"done": "end"},
        },
    ]
)  # fmt: skip
ONE_STOP, COUNTY = 1, 2
HOURS = {
    ONE_STOP: OfficeHours.all_year("07:00-11:00", "13:00-19:00"),
    COUNTY: OfficeHours.all_year("08:00-12:00", "13:00-17:00"),
}


def test_who_receives_a_case_hands_it_over_in_its_own_hours_and_the_promise_counts_in_those_of_who_decides():
    here = Position(
        id=1,
        state=State.REGISTERED,
        revision=1,
        law=Law(FLOW, Rule(Limit.parse("3 wd")), {}),
        places={Place.RECEPTION: ONE_STOP, Place.COMPETENT: COUNTY, Place.RETURN: ONE_STOP},
        calendar_of=lambda agency: vietnam().with_hours(HOURS[agency]),
        submitted_at=at("2026-03-02 08:00"),
        step=OpenStep(1, "receive", ONE_STOP, "one-stop", 1, at("2026-03-02 08:00"), at("2026-03-02 12:00")),
    )
    for received, handed_over in (
        ("2026-03-02 09:00", "2026-03-02 19:00"),
        ("2026-03-02 16:00", "2026-03-03 07:00"),
    ):
        change = casework.accept(here, "accept", at(received))
        assert change.open_step
        assert change.open_step["transfer_due"] == at(handed_over)
        assert change.case["due_at"] == at("2026-03-05 17:00")


# --- a declaration that is set right ---------------------------------------------------------------------------

LONG = Flow.parse(
    [
        {
            "id": "receive", "title": "Tiếp nhận", "at": "reception", "role": "one-stop", "within": "4 wh",
            "moves": {"accept": "examine"},
        },
        {
            "id": "examine", "title": "Thẩm định", "at": "competent", "role": "construction", "within": "4 wh",
            "moves": {"propose": "sign"},
        },
        {
            "id": "sign", "title": "Ký", "at": "competent", "role": "leader", "within": "4 wh",
            "moves": {"sign": "issue"},
        },
        {
            "id": "issue", "title": "Phát hành", "at": "competent", "role": "clerk", "within": "4 wh",
            "moves": {"issue": "hand-over"},
        },
        {
            "id": "hand-over", "title": "Trả kết quả", "at": "return", "role": "one-stop", "within": "2 wh",
            "moves": {"done": "end"},
        },
    ]
)  # fmt: skip
DAY = at("2026-03-10 09:00")
RIGHT = Mended({"name": "An"}, {"name": "Ân"}, ("Tên",))


def reopened(step: str) -> Position:
    """A corrected case at a step that somebody has taken."""
    return Position(
        id=1,
        state=State.PROCESSING,
        revision=9,
        law=Law(LONG, Rule(Limit.parse("3 wd")), {}),
        places={Place.RECEPTION: ONE_STOP, Place.COMPETENT: COUNTY, Place.RETURN: ONE_STOP},
        calendar_of=lambda agency: vietnam().with_hours(HOURS[agency]),
        submitted_at=at("2026-03-02 08:00"),
        received_at=at("2026-03-02 08:00"),
        due_at=at("2026-03-05 17:00"),
        finished_at=at("2026-03-05 10:00"),
        corrected_at=at("2026-03-09 10:00"),
        step=OpenStep(1, step, COUNTY, "x", 1, DAY, DAY, claimed_at=DAY),
    )


@pytest.mark.parametrize(
    ("step", "more", "refusal"),
    [
        ("examine", {}, None),
        ("sign", {}, None),
        ("receive", {}, OutOfOrder),
        ("issue", {}, OutOfOrder),
        ("hand-over", {}, OutOfOrder),
        ("examine", {"corrected_at": None}, OutOfOrder),
        ("examine", {"step": None}, OutOfOrder),
        ("examine", {"state": State.WITHDRAWING}, OutOfOrder),
        ("examine", {"hold": OpenHold(1, "force-majeure", DAY)}, OutOfOrder),
    ],
)
def test_a_declaration_is_amended_in_a_reopened_case_before_its_result_is_signed(step, more, refusal):
    here = replace(reopened(step), **more)
    if refusal:
        with pytest.raises(refusal):
            casework.amend(here, DAY, RIGHT, reason="Ghi sai")
        return
    change = casework.amend(here, DAY, RIGHT, reason="Ghi sai")
    assert (change.event, change.case) == ("case.amended", {"form": {"name": "Ân"}})
    assert change.keep == {"at": DAY, "reason": "Ghi sai", "before": {"name": "An"}}
    assert change.data["fields"] == ["Tên"]
    assert change.told(account=7) == {"set": change.case, "keeps": {**change.keep, "by_id": 7}}


ASKED = replace(
    reopened("examine"), state=State.SUPPLEMENT, hold=OpenHold(1, SUPPLEMENT, DAY), finished_at=None
)
SAME = replace(RIGHT, fields=())


@pytest.mark.parametrize(
    ("right", "note", "sets"), [(None, "", False), (RIGHT, "", True), (SAME, "Tên đúng rồi", False)]
)
def test_a_supplement_sets_the_declaration_that_was_asked_for(right, note, sets):
    change = pauses.supplement(ASKED, at("2026-03-11 09:00"), note=note, right=right)
    assert change.event == "case.supplemented"
    assert ("form" in change.case, bool(change.keep)) == (sets, sets)


@pytest.mark.parametrize(
    ("hold", "right", "refusal"),
    [
        (ASKED.hold, SAME, Invalid),
        (OpenHold(1, "payment", DAY), RIGHT, OutOfOrder),
        (None, RIGHT, OutOfOrder),
    ],
)
def test_a_supplement_wants_a_request_and_an_answer(hold, right, refusal):
    with pytest.raises(refusal):
        pauses.supplement(replace(ASKED, hold=hold), at("2026-03-11 09:00"), note=" ", right=right)
