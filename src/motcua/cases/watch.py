"""The officer's watch: what is overdue, near or in time at a moment, by the calendars in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from motcua.cases import calendars
from motcua.kernel import clock
from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import Standing
from motcua.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Watch:
    """A moment, and the moment before which a due time is near."""

    at: datetime
    soon: datetime
    calendar_of: Callable[[int], Calendar]

    @classmethod
    def of(cls, actor: Actor, at: datetime) -> Self:
        """The watch of an officer, by the office hours of the officer's first agency; one query."""
        calendar_of = calendars.current()
        own = [calendar_of(agency) for agency, _ in actor.queues[:1]]
        return cls(at, soon_of(own[0] if own else calendars.common(), at), calendar_of)

    def standing(self, due_at: datetime) -> Standing:
        """How an open step stands to its own due time."""
        return standing_of(due_at, self.at, self.soon)


def soon_of(calendar: Calendar, at: datetime) -> datetime:
    """Just past the close of the next working day."""
    tomorrow = calendar.nth_working_day(clock.local(at).date(), 1)
    return calendar.close_of(tomorrow) + timedelta(minutes=1)


def standing_of(due_at: datetime, at: datetime, soon: datetime) -> Standing:
    """Overdue, near or in time."""
    if due_at < at:
        return Standing.OVERDUE
    return Standing.DUE_SOON if due_at < soon else Standing.IN_TIME
