"""The step that opens: until when it is due, from when that is near, and whether it waits for the applicant."""

from __future__ import annotations

import pytest

from motcua.kernel.flow import Flow, Place, Step
from motcua.kernel.position import awaits_collection, opened
from motcua.kernel.terms import Limit
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
