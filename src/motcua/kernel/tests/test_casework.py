"""Decisions on a case, without a database."""

from __future__ import annotations

from motcua.kernel import casework
from motcua.kernel.calendar import OfficeHours
from motcua.kernel.clock import Limit, Rule
from motcua.kernel.flow import Flow, Place
from motcua.kernel.position import Law, OpenStep, Position
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
