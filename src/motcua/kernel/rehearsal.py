"""A case in memory: decisions of the kernel applied one after another, for scenarios and for replays.

No row is written and nobody is told; whatever the acts decide on rows is decided here by the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from motcua.kernel import casework
from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import Hold
from motcua.kernel.flow import Place
from motcua.kernel.position import (
    AT_COUNTER,
    HOLD_TITLES,
    Change,
    Law,
    OpenHold,
    OpenStep,
    Position,
    effect_of,
    nobody_named,
)
from motcua.kernel.states import State

_COLUMNS = frozenset(one.name for one in fields(Position)) - {"id", "step", "hold", "holds"}


@dataclass(frozen=True, slots=True)
class ClosedStep:
    """A step that was worked: which, where, from when until when, when it was due, by which move it closed."""

    name: str
    agency: int
    role: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime
    verb: str
    worked: int

    @property
    def late(self) -> bool:
        return self.closed_at > self.due_at


@dataclass(frozen=True)
class Rehearsal:
    """Where the rehearsed case stands, the steps that it has left behind, and what was decided so far."""

    position: Position
    closed: tuple[ClosedStep, ...] = ()
    changes: tuple[Change, ...] = ()
    outcome: str = ""
    handed_over_at: datetime | None = None

    @classmethod
    def submitted(
        cls,
        law: Law,
        places: Mapping[Place, int],
        calendar_of: Callable[[int], Calendar],
        at: datetime,
        *,
        edition: int = 0,
        return_how: str = AT_COUNTER,
        agency_of: Callable[[str, date], int] = nobody_named,
    ) -> Rehearsal:
        """A case that was filed at a moment."""
        opening = casework.opening(law, places, calendar_of, at, {})
        nowhere = Position(
            id=None,
            state=State.REGISTERED,
            revision=0,
            law=law,
            places=places,
            calendar_of=calendar_of,
            submitted_at=at,
            agency_of=agency_of,
            edition=edition,
            return_how=return_how,
        )
        return cls(nowhere).after(opening)

    def after(self, change: Change) -> Rehearsal:
        """The case after an act decided on its position."""
        here, columns = self.position, change.case
        moved = replace(
            here,
            revision=here.revision + 1,
            **{name: value for name, value in columns.items() if name in _COLUMNS},
        )
        closed = self.closed
        if change.close_step:
            closed = (*closed, _closed(here.open_step, change.close_step))
            moved = replace(moved, step=None)
        moved = _paused(_resumed(_touched(moved, change), here, change), change)
        if change.open_step:
            moved = replace(moved, step=_opened(here, change.open_step))
        return replace(
            self,
            position=moved,
            closed=closed,
            changes=(*self.changes, change),
            outcome=columns.get("outcome", self.outcome),
            handed_over_at=columns.get("handed_over_at", self.handed_over_at),
        )


def _closed(step: OpenStep, told: Mapping[str, Any]) -> ClosedStep:
    return ClosedStep(
        step.name, step.agency, step.role, step.opened_at, step.due_at, told["closed_at"], told["verb"], told["worked"]
    )  # fmt: skip


def _opened(here: Position, told: Mapping[str, Any]) -> OpenStep:
    return OpenStep(
        id=here.revision + 1,
        name=told["name"],
        agency=told["agency_id"],
        role=told["role"],
        owner=0,
        opened_at=told["opened_at"],
        due_at=told["due_at"],
        awaits_collection=told["awaits_collection"],
        proposal=told.get("proposal", {}),
        rung_at=told.get("rung_at"),
    )


def _touched(moved: Position, change: Change) -> Position:
    told = change.touch_step
    if not told or moved.step is None:
        return moved
    step = replace(
        moved.step,
        owner=told.get("owner_id", moved.step.owner),
        claimed_at=told.get("claimed_at", moved.step.claimed_at),
        due_at=told.get("due_at", moved.step.due_at),
        rung=told.get("rung", moved.step.rung),
        rung_at=told.get("rung_at", moved.step.rung_at),
    )
    return replace(moved, step=step)


def _resumed(moved: Position, here: Position, change: Change) -> Position:
    """The ledger after a pause that has ended; what was waited before the reception counts for its step only."""
    pause = here.hold
    if change.close_hold is None or pause is None:
        return moved
    ended = Hold(
        pause.opened_at,
        change.close_hold["closed_at"],
        effect_of(here, pause.kind),
        HOLD_TITLES.get(pause.kind, pause.kind),
    )
    holds = (*moved.holds, ended) if here.received else moved.holds
    step = replace(moved.step, holds=(*moved.step.holds, ended)) if moved.step else None
    return replace(moved, hold=None, holds=holds, step=step)


def _paused(moved: Position, change: Change) -> Position:
    told = change.open_hold
    return replace(moved, hold=OpenHold(moved.revision, told["kind"], told["opened_at"])) if told else moved
