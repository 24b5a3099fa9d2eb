"""The step that opens: until when it is due, from when that is near, whether it waits for the applicant.

And the step that closes: how long it was held, and how long of that nobody had claimed it.
"""

from __future__ import annotations

import pytest

from motcua.kernel.flow import Flow, Place, Step
from motcua.kernel.position import (
    FORCE_MAJEURE,
    Law,
    OpenHold,
    OpenStep,
    Position,
    awaits_collection,
    closed,
    opened,
)
from motcua.kernel.states import State
from motcua.kernel.terms import Effect, Hold, Limit, Rule
from motcua.kernel.tests.calendars import at, vietnam


def step(place: Place, within: str = "2 wh") -> Step:
    return Step("one", "Một bước", place, "one-stop", Limit.parse(within), {"done": "end"})


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("how", ["counter", "post", "online"])
def test_only_a_result_that_is_collected_at_the_counter_waits_for_the_applicant(
    place: Place, how: str
) -> None:
    assert awaits_collection(step(place), how) is (place is Place.RETURN and how == "counter")


def test_what_is_still_to_do_before_the_hand_over_is_the_officer_s() -> None:
    stamp = Step("stamp", "Vào sổ", Place.RETURN, "one-stop", Limit.parse("1 wh"), {"stamped": "hand-over"})
    assert not awaits_collection(stamp, "counter")


def opens(one: Step, when: str, **more: object) -> dict[str, object]:
    """What the row of a step says that opens then."""
    places = dict.fromkeys(Place, 1)
    return opened(Flow({one.id: one}), one, places, lambda _: vietnam(), at(when), **more)


@pytest.mark.parametrize(
    ("within", "soon", "due"),
    [
        ("4 wh", "2026-03-02 14:12", "2026-03-02 15:00"),  # a fifth: 48 minutes
        ("2 wd", "2026-03-03 09:00", "2026-03-04 09:00"),  # one working day
        ("10 wd", "2026-03-12 09:00", "2026-03-16 09:00"),  # a fifth: two days
        ("10 cd", "2026-03-10 17:30", "2026-03-12 17:30"),
    ],
)
def test_a_step_is_near_by_its_own_limit(within: str, soon: str, due: str) -> None:
    row = opens(step(Place.COMPETENT, within), "2026-03-02 09:00")
    assert (row["soon_at"], row["due_at"]) == (at(soon), at(due))


@pytest.mark.parametrize(
    ("promised", "due"), [("2026-03-06 17:30", "2026-03-06 17:30"), ("2026-03-02 08:00", "2026-03-02 11:00")]
)
def test_a_result_ready_early_is_sent_or_collected_by_the_promised_date(promised: str, due: str) -> None:
    row = opens(step(Place.RETURN), "2026-03-02 09:00", promised=at(promised), return_how="post")
    assert row["due_at"] == at(due)
    assert row["awaits_collection"] is False


def closes(
    when: str, *, claimed: str = "", holds: tuple[Hold, ...] = (), held_since: str = ""
) -> tuple[int, int]:
    """The minutes that a step waited and was held, which opened on Friday 6 March at 17:00 and closes then."""
    friday = at("2026-03-06 17:00")
    here = Position(
        id=1,
        state=State.PROCESSING,
        revision=3,
        law=Law(Flow({}), Rule(Limit.parse("3 wd")), {}),
        places=dict.fromkeys(Place, 1),
        calendar_of=lambda _: vietnam(),
        submitted_at=friday,
        step=OpenStep(
            1,
            "one",
            1,
            "one-stop",
            1,
            friday,
            friday,
            claimed_at=at(claimed) if claimed else None,
            holds=holds,
        ),
        hold=OpenHold(1, FORCE_MAJEURE, at(held_since)) if held_since else None,
    )
    told = closed(here, at(when), "done", "")
    return told["waited"], told["worked"]


MORNING = "2026-03-09 09:00"
"""The Monday after, two hours of work from the opening: 17:00 to 17:30, 7:30 to 9:00."""


@pytest.mark.parametrize(
    ("claimed", "waited"),
    [
        ("2026-03-06 17:00", 0),
        ("2026-03-07 11:00", 30),  # Saturday
        ("2026-03-09 08:00", 60),
        ("", 120),  # whoever was there closed it
        ("2026-03-06 16:00", 0),  # a clock set back
        ("2026-03-09 10:00", 120),
    ],
)
def test_a_step_waits_in_working_time_until_it_is_claimed(claimed: str, waited: int) -> None:
    assert closes(MORNING, claimed=claimed) == (waited, 120)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-06 17:10", "2026-03-09 07:40", (30, 90)),  # before the claim
        ("2026-03-09 07:45", "2026-03-09 08:15", (45, 90)),  # claimed while it was on
        ("2026-03-09 08:20", "2026-03-09 08:50", (60, 90)),  # after it
    ],
)
def test_a_pause_is_neither_waiting_nor_working(start: str, end: str, minutes: tuple[int, int]) -> None:
    pause = Hold(at(start), at(end), Effect.SUSPEND, FORCE_MAJEURE)
    assert closes(MORNING, claimed="2026-03-09 08:00", holds=(pause,)) == minutes


def test_a_pause_that_is_still_on_counts_until_then() -> None:
    assert closes(MORNING, claimed="2026-03-09 08:30", held_since="2026-03-09 08:00") == (60, 60)
    assert closes(MORNING, held_since="2026-03-09 08:00") == (60, 60)
