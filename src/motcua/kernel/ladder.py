"""The ladder of a step that is not done: who is told of it when, each rung once and in order.

A rung is written ``80% holder`` (of the time that the step has) or ``3 wd late province`` (after it was due). The
row of the open step keeps how many have been climbed and when the next one comes due: nothing is lost in a downtime.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from motcua.kernel.calendar import Calendar
from motcua.kernel.refusals import Invalid
from motcua.kernel.terms import Limit


class Told(StrEnum):
    """Whom a rung tells: who has the step, the head of the agency, the head of the topmost agency above it.

    Of an opinion the head of the one-stop that passed the case on instead of the last (NĐ 61/2018 Đ.19.5b).
    """

    HOLDER = "holder"
    HEAD = "head"
    PROVINCE = "province"
    ONE_STOP = "one-stop"

    @property
    def called(self) -> str:
        """In words, as the journal says it."""
        return _CALLED[self]


_CALLED = {
    Told.HOLDER: "người giữ bước",
    Told.HEAD: "người đứng đầu cơ quan",
    Told.PROVINCE: "lãnh đạo tỉnh",
    Told.ONE_STOP: "người đứng đầu Bộ phận Một cửa",
}
_RUNG = re.compile(r"(?:(\d{1,3})\s*%|(\d+\s*w[dh])\s+late)\s+(holder|head|province)")


@dataclass(frozen=True, slots=True)
class Rung:
    """Whom to tell when ``share`` percent of the step's time have gone, or when it is ``late`` by so much."""

    tells: Told
    share: int = 100
    late: Limit | None = None

    @classmethod
    def parse(cls, text: str) -> Rung:
        """Read ``80% holder`` or ``3 wd late province``; raises Invalid."""
        match = _RUNG.fullmatch(text.strip())
        if not match or not 1 <= int(match[1] or 1) <= 100:
            raise Invalid(
                f"Nấc nhắc việc “{text}” không hợp lệ: viết như “80% holder” (từ 1% đến 100%) hoặc"
                " “3 wd late province”; nhắc holder, head hoặc province."
            )
        late = Limit.parse(match[2]) if match[2] else None
        return cls(Told(match[3]), int(match[1] or 100), late)

    def for_opinion(self) -> Rung:
        """The same rung of an opinion: above the agency that was asked the head of the one-stop hears of it."""
        return replace(self, tells=Told.ONE_STOP) if self.tells is Told.PROVINCE else self

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands on a ladder: the time that has gone, then the working minutes of delay."""
        return self.share, (self.late.working_minutes or 0) if self.late else 0

    def in_words(self) -> str:
        """What has happened when it is climbed: ``đã quá hạn 3 ngày làm việc``."""
        if self.late:
            return f"đã quá hạn {self.late.in_words()}"
        return "đã đến hạn" if self.share == 100 else f"đã dùng {self.share} % thời gian"

    def moment(self, calendar: Calendar, within: Limit, opened_at: datetime, due_at: datetime) -> datetime:
        """When it comes due, in the working time of the agency: pauses have moved the due time already."""
        if self.late:
            return calendar.add_minutes(due_at, self.place[1])
        if self.share == 100:
            return due_at
        whole = within.working_minutes or calendar.minutes_between(opened_at, due_at)
        left = whole * (100 - self.share) // 100
        return max(calendar.moment(max(calendar.position(due_at) - left, 0)), opened_at)


def parse(given: Sequence[str]) -> tuple[Rung, ...]:
    """Read a ladder from its lowest rung on; :class:`Invalid` when a rung stands below the one before."""
    rungs = tuple(Rung.parse(text) for text in given)
    for lower, upper in pairwise(rungs):
        if upper.place < lower.place:
            raise Invalid(
                f"Các nấc nhắc việc không theo thứ tự: “{upper.in_words()}” đứng sau “{lower.in_words()}”;"
                " xếp nấc sớm trước."
            )
    return rungs
