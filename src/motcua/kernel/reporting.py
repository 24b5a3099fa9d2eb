"""The reporting calendar: a quarter or year of reports ends on a day of its last month (TT 01/2020/TT-VPCP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of reports; by the usual closing day 15, quarter 1 runs from 15 December to 14 March."""

    year: int
    number: int
    closing: int
    """The day of the quarter's last month on which the next one begins; 1 would be after it: the calendar quarter."""

    @property
    def first(self) -> date:
        return self.before.following

    @property
    def last(self) -> date:
        return self.following - timedelta(days=1)

    @property
    def following(self) -> date:
        """The first day of the next quarter."""
        if self.closing == 1:
            return date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return date(self.year, self.number * 3, self.closing)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1, self.closing)


def quarter_of(day: date, closing: int) -> Quarter:
    """The quarter of reports into which a day falls."""
    found = Quarter(day.year, (day.month - 1) // 3 + 1, closing)
    if day < found.following:
        return found
    return Quarter(found.year + found.number // 4, found.number % 4 + 1, closing)
