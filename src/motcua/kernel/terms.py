"""The words of time limits: units, limits, policies, rules and holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Literal, Self

from motcua.kernel.refusals import Invalid

MINUTES_A_DAY = 8 * 60
"""Working minutes that count as one working day when days and hours are converted."""

_LIMIT = re.compile(r"(\d{1,4})\s*(wd|wh|cd|mo)")


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "wd"
    WORKING_HOURS = "wh"
    CALENDAR_DAYS = "cd"
    MONTHS = "mo"


_WORDS = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.CALENDAR_DAYS: "ngày",
    Unit.MONTHS: "tháng",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A span of time that the law allows, always with its unit: 1 to 9999.

    Raises Invalid for a value out of range.
    """

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.value <= 9999:
            raise Invalid(f"Thời hạn {self.value} không hợp lệ: phải từ 1 đến 9999.")

    def __str__(self) -> str:
        return f"{self.value} {self.unit.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``"5 wd"``, ``"8 wh"``, ``"30 cd"`` or ``"3 mo"``; raises Invalid, also for a bare number."""
        match = _LIMIT.fullmatch(text.strip())
        if not match:
            raise Invalid(
                f"Thời hạn “{text}” không hợp lệ: viết số kèm đơn vị, như “5 wd” (ngày làm việc),"
                " “8 wh” (giờ làm việc), “30 cd” (ngày), “3 mo” (tháng)."
            )
        return cls(int(match[1]), Unit(match[2]))

    def in_words(self) -> str:
        """The limit as a slip prints it: ``5 ngày làm việc``."""
        return f"{self.value} {_WORDS[self.unit]}"

    @property
    def working_minutes(self) -> int | None:
        """The limit in working minutes, a day being eight hours; None for calendar days and months."""
        if self.unit is Unit.WORKING_HOURS:
            return self.value * 60
        return self.value * MINUTES_A_DAY if self.unit is Unit.WORKING_DAYS else None


class Policy(StrEnum):
    """How working days run out: with the last day (the legal default, BLDS Đ.148.1), or by the minute."""

    END_OF_DAY = "end-of-day"
    CLOCK_HOURS = "clock-hours"


class Effect(StrEnum):
    """What a hold does to the clock: count anew after it, leave its time out, or nothing."""

    RESTART = "restart"
    SUSPEND = "suspend"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch in which a case waits for somebody outside; open while ``end`` is None.

    Raises ValueError when it ends before it starts.
    """

    start: datetime
    end: datetime | None
    effect: Effect
    reason: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"hold ends at {self.end}, before its start {self.start}")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one limit is counted and judged.

    ``policy`` matters to working days only: hours always run by the minute, calendar days and months always
    end with the day. ``same_day_until`` marks a procedure "giải quyết trong ngày" (limit ``1 wd``): received
    by then, to the minute, it is due the same working day, later the next one. ``late_cutoff`` says when a
    promise counted in days is broken: at the ``close`` of its last day, or at ``midnight`` (BLDS Đ.148.6).
    ``by_the_minute`` tells whether the limit runs through office hours rather than to the end of a day.
    Raises Invalid when ``same_day_until`` stands beside another limit than ``1 wd``.
    """

    limit: Limit
    policy: Policy = Policy.END_OF_DAY
    same_day_until: time | None = None
    late_cutoff: Literal["close", "midnight"] = "midnight"
    by_the_minute: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_the_minute", self._runs_by_the_minute())
        if self.same_day_until is not None and self.limit != Limit(1, Unit.WORKING_DAYS):
            raise Invalid(f"Mốc giờ “trong ngày” chỉ đi với thời hạn “1 wd”, không đi với “{self.limit}”.")

    def _runs_by_the_minute(self) -> bool:
        if self.limit.unit is Unit.WORKING_DAYS:
            return self.policy is Policy.CLOCK_HOURS and self.same_day_until is None
        return self.limit.unit is Unit.WORKING_HOURS
