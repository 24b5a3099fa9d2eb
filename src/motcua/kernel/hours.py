"""Office hours: the windows of a day in which working time runs, by season."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone
from functools import cache
from itertools import pairwise
from typing import Self

from motcua.kernel.refusals import Fault, Invalid

LOCAL = timezone(timedelta(hours=7), "+07:00")
"""Vietnam's time: UTC+7 all year, no summer time."""

_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_MINUTES_A_DAY = 24 * 60


def minute_of(moment: time) -> int:
    """The whole minutes gone since midnight; seconds are dropped."""
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of office time within a day, in whole minutes, ``start`` before ``end``.

    Raises Invalid for an empty or backward window.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if minute_of(self.start) >= minute_of(self.end) or self.start.second or self.end.second:
            raise Invalid(f"Khung giờ {self} không hợp lệ: giờ bắt đầu phải trước giờ kết thúc, tròn phút.")

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``"07:30-11:30"``; raises Invalid."""
        match = _WINDOW.fullmatch(text.strip())
        try:
            hours = [int(part) for part in match.groups()] if match else []
            return cls(time(hours[0], hours[1]), time(hours[2], hours[3]))
        except (IndexError, ValueError):
            raise Invalid(f"Khung giờ “{text}” không hợp lệ: viết như “07:30-11:30”.") from None


@dataclass(frozen=True, slots=True)
class Season:
    """The windows in force from one day of the year, ``(month, day)``, until the next season starts.

    Raises Invalid when the windows are missing, out of order or overlap.
    """

    start: tuple[int, int]
    windows: tuple[Window, ...]

    def __post_init__(self) -> None:
        month, day = self.start
        if not self.windows:
            raise Invalid(f"Giờ làm việc từ {day:02}/{month:02} chưa có khung giờ nào.")
        for before, after in pairwise(self.windows):
            if before.end > after.start:
                raise Invalid(f"Hai khung giờ {before} và {after} chồng nhau hoặc sai thứ tự.")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """An agency's office hours through the year; one season means all year round.

    Raises Invalid without a season, or with two seasons that start on the same day.
    """

    seasons: tuple[Season, ...]

    def __post_init__(self) -> None:
        starts = [season.start for season in self.seasons]
        if not starts or starts != sorted(set(starts)):
            raise Invalid("Giờ làm việc phải có ít nhất một mùa, xếp theo ngày bắt đầu, không trùng ngày.")

    @classmethod
    def all_year(cls, *windows: str) -> Self:
        """The same windows every day: ``OfficeHours.all_year("07:30-11:30", "13:30-17:30")``."""
        return cls((Season((1, 1), tuple(map(Window.parse, windows))),))

    @classmethod
    def parse(cls, data: Mapping[str, Sequence[str]]) -> Self:
        """Read ``{"16/04": ["07:00-11:30", "13:30-17:00"], "16/10": [...]}``, by first day of season.

        Raises Invalid with one fault a season.
        """
        seasons, faults = [], []
        for start, windows in data.items():
            try:
                seasons.append(Season(_month_and_day(start), tuple(map(Window.parse, windows))))
            except Invalid as refusal:
                faults.append(Fault(start, refusal.message))
        if faults:
            raise Invalid("Giờ làm việc có chỗ chưa đúng.", faults=faults)
        return cls(tuple(sorted(seasons, key=lambda season: season.start)))

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The windows of the day's season; before the year's first season last year's last one runs on."""
        current = bisect_right(self.seasons, (day.month, day.day), key=lambda season: season.start)
        return self.seasons[current - 1].windows


def _month_and_day(text: str) -> tuple[int, int]:
    try:
        day, month = (int(part) for part in text.split("/"))
        date(2000, month, day)
    except ValueError:
        raise Invalid(f"Ngày bắt đầu mùa “{text}” không hợp lệ: viết ngày/tháng như “16/04”.") from None
    return month, day


DEFAULT_HOURS = OfficeHours.all_year("07:30-11:30", "13:30-17:30")
"""Eight hours a day in two windows; an agency with other hours states its own (a setting, not law)."""


@dataclass(frozen=True, slots=True, eq=False)
class DayShape:
    """How working minutes run through one day, tabulated both ways.

    ``elapsed[minute of day]`` is the working minutes gone by then; ``moments[minutes gone]`` the earliest
    local time at which they are gone, so that a day's last minute ends at the close and never at the next
    opening.
    """

    elapsed: tuple[int, ...]
    moments: tuple[time, ...]

    @property
    def minutes(self) -> int:
        """The working minutes of the whole day."""
        return self.elapsed[-1]


@cache
def shape_of(windows: tuple[Window, ...]) -> DayShape:
    """The tables of a day with these windows."""
    spans = [range(minute_of(window.start), minute_of(window.end)) for window in windows]
    open_minutes = {minute for span in spans for minute in span}
    elapsed, moments = [0], [_clock(spans[0].start)]
    for minute in range(_MINUTES_A_DAY):
        elapsed.append(elapsed[-1] + (minute in open_minutes))
        if minute in open_minutes:
            moments.append(_clock(minute + 1))
    return DayShape(tuple(elapsed), tuple(moments))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60, tzinfo=LOCAL)
