"""Steps that lie with an agency which does not work in this system: the case's clock stands still until it answers."""

from __future__ import annotations

from datetime import datetime

from motcua.cases import store
from motcua.kernel import pauses
from motcua.kernel.flow import Outside
from motcua.kernel.position import Change
from motcua.people import acts as people


def concerned(here: store.Standing, change: Change) -> bool:
    """Whether a change opens a step during which the clock stands still."""
    opens = change.open_step
    outside = here.position.law.flow.steps[opens["name"]].outside if opens else None
    return isinstance(outside, Outside) and outside.suspends


def follow(here: store.Standing, change: Change, at: datetime) -> None:
    """Pause the case with the step that has just opened; who works it lets it go on when the answer has come."""
    now = store.fetch(here.position.id).position
    store.apply(now.id, now.revision, pauses.wait_outside(now, at), by=people.system(), at=at)
