"""Where a case stands, as every act answers it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from motcua.cases import store
from motcua.cases.api.shapes import OpenStepOut, StandingOut, StateOut
from motcua.kernel.position import Position
from motcua.kernel.states import State


def standing(case: UUID) -> StandingOut:
    """Where a case stands now; one query, for somebody who has just acted on it."""
    return StandingOut(**told(store.fetch(case)))


def told(here: store.Standing) -> dict[str, Any]:
    """The fields of :class:`StandingOut`."""
    row, at = here.row, here.position
    return {
        "id": at.id,
        "code": row["code"],
        "state": state(at.state),
        "revision": at.revision,
        "held": row["held"],
        "due_at": at.due_at,
        "step": _open(at),
    }


def state(of: State) -> StateOut:
    """A state by number and title."""
    return StateOut(number=of.value, title=of.title)


def _open(at: Position) -> OpenStepOut | None:
    if at.step is None:
        return None
    return OpenStepOut(
        name=at.step.name, title=at.flow_step.title, role=at.step.role, due_at=at.step.due_at,
        claimed=at.step.claimed_at is not None, moves=list(at.flow_step.moves),
    )  # fmt: skip
