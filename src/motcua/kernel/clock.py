"""The clock of a case: when it is due, why, how it stands, and how much time is left.

Every answer is pure arithmetic on a calendar; nothing here asks what time it is. Instants come in aware and
go out on Vietnam's clock. Due dates are whole minutes: seconds of a reception drop, in favour of the
citizen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.kernel import ledger, wording
from motcua.kernel.calendar import Calendar, local
from motcua.kernel.duties import (
    ANSWERING,
    ASKING,
    TRANSFERRING,
    Punctual766,
    answer_due,
    apology_due,
    check_redate,
    measure_766,
    redate_floor,
    supplement_alarm,
    supplement_cutoff,
    too_late_to_redate,
    transfer_due,
)
from motcua.kernel.explain import Explanation
from motcua.kernel.ledger import add_months, cutoff, prolonged
from motcua.kernel.terms import MINUTES_A_DAY, Effect, Hold, Limit, Policy, Rule, Unit

__all__ = [
    "ANSWERING",
    "ASKING",
    "MINUTES_A_DAY",
    "TRANSFERRING",
    "Due",
    "Effect",
    "Hold",
    "Limit",
    "Policy",
    "Punctual766",
    "Remaining",
    "Rule",
    "Standing",
    "Unit",
    "add_months",
    "answer_due",
    "apology_due",
    "check_redate",
    "cutoff",
    "due",
    "local",
    "measure_766",
    "original_due",
    "prolonged",
    "promised",
    "redate_floor",
    "remaining",
    "sentence",
    "soon_from",
    "standing",
    "supplement_alarm",
    "supplement_cutoff",
    "too_late_to_redate",
    "transfer_due",
    "underway",
]

_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """A promise and what led to it; ``at`` is a local instant, reasons are worked out only when asked."""

    at: datetime
    start: datetime
    rule: Rule
    holds: tuple[Hold, ...] = field(compare=False)
    calendar: Calendar = field(compare=False, repr=False)

    @property
    def skipped(self) -> tuple[tuple[date, str], ...]:
        """The days off that moved the due date, each with its name."""
        return self.explanation.skipped()

    @property
    def provisional(self) -> tuple[int, ...]:
        """The years used whose official calendar is still awaited; empty for a firm promise."""
        return self.explanation.provisional()

    @property
    def why(self) -> str:
        """One Vietnamese sentence naming start, limit, holds, skipped days and due."""
        return self.explanation.sentence()

    @property
    def explanation(self) -> Explanation:
        """What led to the promise, fact by fact."""
        return Explanation(self.calendar, self.start, self.rule, self.holds, self.at)


def due(calendar: Calendar, start: datetime, rule: Rule, holds: Sequence[Hold] = ()) -> Due:
    """When a limit that started then runs out, holds considered (domain rules: ``motcua.kernel.ledger``).

    An open hold does not move the date yet: the caller shows that the clock stands still.
    Raises CalendarUnknown when the count leaves the years on file. BLDS 2015 Đ.147-148, NĐ 61/2018 Đ.19.
    """
    return Due(ledger.due_at(calendar, start, rule, holds), start, rule, tuple(holds), calendar)


def original_due(calendar: Calendar, start: datetime, rule: Rule) -> Due:
    """The first promise, as if nothing had held the case; raises CalendarUnknown."""
    return due(calendar, start, rule)


class Standing(StrEnum):
    """How a case stands to its promise: three words for a finished one, three for an open one."""

    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"
    IN_TIME = "in-time"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


def standing(
    calendar: Calendar, rule: Rule, due_at: datetime, finished_at: datetime | None, now: datetime
) -> Standing:
    """Judge a finished case by its end, an open one by ``now``.

    Early means on a day before the due day (TT 01/2018/TT-VPCP compares days). Raises CalendarUnknown.
    """
    if finished_at is not None:
        return _finished(rule, due_at, finished_at)
    return underway(soon_from(calendar, rule.limit, due_at), cutoff(rule, due_at), now)


def _finished(rule: Rule, due_at: datetime, end: datetime) -> Standing:
    if local(end).date() < local(due_at).date():
        return Standing.EARLY
    return Standing.LATE if end > cutoff(rule, due_at) else Standing.ON_TIME


def underway(soon_at: datetime, last: datetime, now: datetime) -> Standing:
    """How something open stands: near from ``soon_at`` on, overdue after the ``last`` moment that keeps the promise."""
    if now > last:
        return Standing.OVERDUE
    return Standing.DUE_SOON if now >= soon_at else Standing.IN_TIME


def soon_from(calendar: Calendar, limit: Limit, due_at: datetime) -> datetime:
    """The local instant from which a due time is near, never after it.

    That is when one working day, or a fifth of the limit, is left; for limits in working hours only the fifth.
    Raises CalendarUnknown.
    """
    whole = limit.working_minutes
    left = (whole or 0) // 5
    if limit.unit is not Unit.WORKING_HOURS:
        left = max(left, MINUTES_A_DAY)
    near = calendar.moment(max(calendar.position(due_at) - left, 0))
    if whole is not None:
        return near
    span = limit.value * (_MONTH if limit.unit is Unit.MONTHS else timedelta(days=1))
    return min(near, local(due_at) - span / 5)


def promised(calendar: Calendar, rule: Rule, due: datetime | None) -> dict[str, datetime | None]:
    """The columns of a promise: its due time, from when that is near, the last moment that keeps it.

    Raises CalendarUnknown.
    """
    if due is None:
        return {"due_at": None, "soon_at": None, "late_after": None}
    return {"due_at": due, "soon_at": soon_from(calendar, rule.limit, due), "late_after": cutoff(rule, due)}


@dataclass(frozen=True, slots=True)
class Remaining:
    """WORKING minutes until a due date, or since it when ``late``."""

    minutes: int
    late: bool

    def in_words(self) -> str:
        """``còn 1 ngày 3 giờ làm việc`` or ``quá hạn 2 giờ làm việc``; a day is eight hours."""
        if not self.minutes:
            return "vừa quá hạn" if self.late else "vừa đến hạn"
        return f"{'quá hạn' if self.late else 'còn'} {wording.span(self.minutes)}"


def remaining(calendar: Calendar, due_at: datetime, now: datetime, rule: Rule | None = None) -> Remaining:
    """The working time left, or overrun; with the rule late is judged by its cut-off, else by the due minute.

    Raises CalendarUnknown.
    """
    late = now > (cutoff(rule, due_at) if rule else due_at)
    return Remaining(max(calendar.minutes_between(due_at, now) * (1 if late else -1), 0), late)


def sentence(calendar: Calendar, due_at: datetime, now: datetime, rule: Rule | None = None) -> str:
    """The clock in a sentence: ``còn 1 ngày 3 giờ làm việc, hạn 17:30 thứ Ba 24/11``."""
    words = remaining(calendar, due_at, now, rule).in_words()
    return f"{words}, hạn {wording.named_moment(due_at, local(now).year)}"
