"""The working calendar: which days and minutes an office works, as prefix sums.

Working days are numbered in one row from the calendar's first year, and so are working minutes. Every
question is then a look-up or a subtraction, and the way back from a number to a date a look-up or one
bisection.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from types import MappingProxyType
from typing import Self

from motcua.kernel.calendar_years import CalendarYear, read_years
from motcua.kernel.hours import (
    DEFAULT_HOURS,
    LOCAL,
    DayShape,
    OfficeHours,
    Season,
    Window,
    shape_of,
)
from motcua.kernel.refusals import CalendarUnknown

__all__ = ["DEFAULT_HOURS", "LOCAL", "Calendar", "OfficeHours", "Season", "Window", "local"]

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_SATURDAY = 5
_ONE_MINUTE = timedelta(minutes=1)


def local(at: datetime) -> datetime:
    """The same instant on Vietnam's clock; raises ValueError for a naive one, a bug of the caller."""
    if at.tzinfo is None:
        raise ValueError(f"naive datetime {at}: an instant must carry its time zone")
    return at.astimezone(LOCAL)


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    """Working days: ``before[i]`` counts those before the i-th day, ``dates[k]`` is the k-th; both from 0."""

    first: int
    before: tuple[int, ...]
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Minutes:
    """Working minutes: ``gone[k]`` before the k-th working day, with that day's shape and close."""

    gone: tuple[int, ...]
    shapes: tuple[DayShape, ...]
    closes: tuple[datetime, ...]


class Calendar:
    """A working calendar with one agency's office hours; immutable, made once and shared.

    ``off`` and ``work`` name the holidays and make-up days, ``years`` the years on file, ``provisional``
    those still awaiting the official notice, ``unverified`` days seen but not in force. A date outside
    ``years`` is refused with CalendarUnknown by every method: a year is never guessed. Spans follow BLDS
    2015 Đ.147-148.
    """

    def __init__(self, years: Sequence[CalendarYear], hours: OfficeHours = DEFAULT_HOURS) -> None:
        self.name = years[0].calendar
        self.hours = hours
        self.years = tuple(year.year for year in years)
        self.provisional = tuple(year.year for year in years if not year.decided)
        self.off = _merged(year.off for year in years)
        self.work = _merged(year.work for year in years)
        self.unverified = _merged(year.unverified for year in years)
        self._source = tuple(years)
        self._relatives: dict[OfficeHours, Calendar] = {hours: self}
        self._days = self._count_days()

    @classmethod
    def parse(
        cls, data: Mapping[str, object] | Sequence[Mapping[str, object]], hours: OfficeHours = DEFAULT_HOURS
    ) -> Self:
        """Read one year or a list of years as they stand in YAML; raises Invalid with all faults."""
        return cls(read_years(*([data] if isinstance(data, Mapping) else data)), hours)

    def with_hours(self, hours: OfficeHours) -> Calendar:
        """The same days with an agency's own office hours; made once for each hours, then shared."""
        if hours not in self._relatives:
            relative = Calendar(self._source, hours)
            relative._relatives = self._relatives
            self._relatives[hours] = relative
        return self._relatives[hours]

    @cached_property
    def version(self) -> str:
        """A name for exactly these days and hours: two calendars that answer alike carry the same version."""
        days = (self.years, self.provisional, sorted(self.off), sorted(self.work))
        content = repr((self.name, days, self.hours))
        return f"{self.years[0]}-{self.years[-1]}.{sha256(content.encode()).hexdigest()[:12]}"

    def __repr__(self) -> str:
        return f"<Calendar {self.name} {self.version}>"

    def is_working(self, day: date) -> bool:
        """Whether offices work that day."""
        index, before = self._index(day), self._days.before
        return before[index] != before[index + 1]

    def why_off(self, day: date) -> str | None:
        """Why nobody works that day: the holiday's name or the weekday; None for a working day."""
        if self.is_working(day):
            return None
        return self.off.get(day) or WEEKDAYS[day.weekday()]

    def rank(self, day: date) -> int:
        """The number of working days from the calendar's first day up to and including this one."""
        return self._days.before[self._index(day) + 1]

    def rank_from(self, day: date) -> int:
        """The rank of the first working day that is not before this day."""
        return self._days.before[self._index(day)] + 1

    def day_of_rank(self, rank: int) -> date:
        """The working day with this rank, counted from 1."""
        return self._days.dates[self._known(rank) - 1]

    def nth_working_day(self, after: date, n: int) -> date:
        """The n-th working day after a day, which itself is not counted (BLDS Đ.147.2).

        A negative n counts backwards; 0 is the day itself, or the next working day when it is off.
        """
        if n < 0:
            return self.day_of_rank(self.rank_from(after) + n)
        return self.day_of_rank(self.rank(after) + n) if n else self.roll_forward(after)

    def roll_forward(self, day: date) -> date:
        """The day itself, or the next working day when it is off (BLDS Đ.148.5)."""
        return self.day_of_rank(self.rank_from(day))

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a`` up to and including ``b``; negative when ``b`` is before ``a``."""
        return self.rank(b) - self.rank(a)

    def off_days(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """The days off from ``first`` to ``last``, both included, with their names."""
        days = (first + timedelta(days=step) for step in range((last - first).days + 1))
        return tuple((day, why) for day in days if (why := self.why_off(day)))

    def position(self, at: datetime) -> int:
        """Working minutes from the calendar's beginning to an instant; its seconds are dropped."""
        here = local(at)
        days, minutes = self._days, self._minutes
        index = here.toordinal() - days.first
        if not 0 <= index < len(days.before) - 1:
            raise self._unknown(here.year)
        before = days.before[index]
        if before == days.before[index + 1]:
            return minutes.gone[before]
        return minutes.gone[before] + minutes.shapes[before].elapsed[here.hour * 60 + here.minute]

    def moment(self, position: int) -> datetime:
        """The earliest local instant with so many working minutes gone: a full day ends at its close."""
        minutes = self._minutes
        index = max(bisect_left(minutes.gone, position) - 1, 0)
        day = self._days.dates[self._known(index + 1) - 1]
        return datetime.combine(day, minutes.shapes[index].moments[position - minutes.gone[index]])

    def add_minutes(self, at: datetime, minutes: int) -> datetime:
        """The instant so many WORKING minutes (0 or more) later; landing on a window's end stays there.

        Out of hours the count starts with the next window; 0 gives that start. Seconds are dropped.
        """
        if minutes < 0:
            raise ValueError(f"{minutes} minutes: working time is only added forward")
        return self.moment(self.position(at) + minutes) if minutes else self.next_open(at)

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """WORKING minutes from ``a`` to ``b``; negative when ``b`` is earlier."""
        return self.position(b) - self.position(a)

    def next_open(self, at: datetime) -> datetime:
        """The instant itself, to the minute, within office hours (both ends count); else the next opening."""
        minute = local(at).replace(second=0, microsecond=0)
        position = self.position(at)
        return minute if self.moment(position) == minute else self.moment(position + 1) - _ONE_MINUTE

    def open_of(self, day: date) -> datetime:
        """The start of that day's office hours, local."""
        return datetime.combine(day, self._shape(day).moments[0])

    def close_of(self, day: date) -> datetime:
        """The end of that day's office hours, local."""
        return datetime.combine(day, self._shape(day).moments[-1])

    def close_of_rank(self, rank: int) -> datetime:
        """The close of the working day with this rank."""
        return self._minutes.closes[self._known(rank) - 1]

    def _works(self, day: date) -> bool:
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def _count_days(self) -> _Days:
        first, last = date(self.years[0], 1, 1).toordinal(), date(self.years[-1], 12, 31).toordinal()
        days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
        working = [self._works(day) for day in days]
        dates = tuple(day for day, works in zip(days, working, strict=True) if works)
        return _Days(first, tuple(accumulate(working, initial=0)), dates)

    @cached_property
    def _minutes(self) -> _Minutes:
        dates = self._days.dates
        shapes = tuple(shape_of(self.hours.windows_on(day)) for day in dates)
        gone = tuple(accumulate((shape.minutes for shape in shapes), initial=0))
        closes = tuple(map(datetime.combine, dates, (shape.moments[-1] for shape in shapes)))
        return _Minutes(gone, shapes, closes)

    def _shape(self, day: date) -> DayShape:
        self._index(day)
        return shape_of(self.hours.windows_on(day))

    def _index(self, day: date) -> int:
        if isinstance(day, datetime):
            raise TypeError(f"{day!r} is an instant: pass local(at).date()")
        index = day.toordinal() - self._days.first
        if 0 <= index < len(self._days.before) - 1:
            return index
        raise self._unknown(day.year)

    def _known(self, rank: int) -> int:
        if rank < 1:
            raise self._unknown(self.years[0] - 1)
        if rank > len(self._days.dates):
            raise self._unknown(self.years[-1] + 1)
        return rank

    def _unknown(self, year: int) -> CalendarUnknown:
        return CalendarUnknown(
            f"Chưa có lịch làm việc năm {year} (lịch “{self.name}” đang có {self.years[0]}–{self.years[-1]}) nên không"
            f" tính được hạn. Báo quản trị thêm tệp lịch {year}.yaml vào danh mục rồi nạp lại."
        )


def _merged(parts: Iterable[Mapping[date, str]]) -> Mapping[date, str]:
    return MappingProxyType({day: part[day] for part in parts for day in sorted(part)})
