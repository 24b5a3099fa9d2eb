"""The reporting calendar: a quarter or year of reports ends on a day of its last month (TT 01/2020/TT-VPCP)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.kernel.refusals import Invalid


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


@dataclass(frozen=True, slots=True)
class Year:
    """A year of reports: its four quarters."""

    year: int
    closing: int

    @property
    def first(self) -> date:
        return Quarter(self.year, 1, self.closing).first

    @property
    def last(self) -> date:
        return Quarter(self.year, 4, self.closing).last

    @property
    def before(self) -> Year:
        return Year(self.year - 1, self.closing)


Period = Quarter | Year


def parse(text: str, closing: int) -> Period:
    """The period that is written 2026-4, or 2026 for the year; raises :class:`Invalid`."""
    year, dash, number = text.partition("-")
    if not (re.fullmatch("20[0-9]{2}", year) and (number in {"1", "2", "3", "4"} if dash else True)):
        raise Invalid("Kỳ báo cáo viết theo dạng 2026-4 (quý 4) hoặc 2026 (cả năm).")
    return Quarter(int(year), int(number), closing) if dash else Year(int(year), closing)


def latest_quarters(day: date, closing: int, many: int) -> list[Quarter]:
    """The quarter of reports of a day and those before it, the latest first."""
    found = [quarter_of(day, closing)]
    while len(found) < many:
        found.append(found[-1].before)
    return found


def quarter_of(day: date, closing: int) -> Quarter:
    """The quarter of reports into which a day falls."""
    found = Quarter(day.year, (day.month - 1) // 3 + 1, closing)
    if day < found.following:
        return found
    return Quarter(found.year + found.number // 4, found.number % 4 + 1, closing)
