"""The step that opens: until when it is due, and from when that is near."""

from __future__ import annotations

import pytest

from motcua.kernel.flow import Flow, Place, Step
from motcua.kernel.position import opened
from motcua.kernel.terms import Limit
from motcua.kernel.tests.calendars import at, vietnam


def step(place: Place, within: str = "2 wh") -> Step:
    return Step("one", "Một bước", place, "one-stop", Limit.parse(within), {"done": "end"})


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
