"""Dates, times and spans of working time as a Vietnamese reader expects them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.kernel.calendar import WEEKDAYS, local
from motcua.kernel.terms import MINUTES_A_DAY

WEEKEND = "cuối tuần"
_IN_LIEU = " (nghỉ bù)"


def weekday(day: date) -> str:
    """``thứ Hai`` to ``thứ Bảy``, ``Chủ nhật``, as they stand inside a sentence."""
    return WEEKDAYS[day.weekday()].replace("Thứ", "thứ")


def day_month(day: date, year: int | None = None) -> str:
    """``12/02``, with the year if it is not the one that the reader has in mind."""
    return f"{day:%d/%m}" if day.year == year else f"{day:%d/%m/%Y}"


def named_day(day: date, year: int | None = None) -> str:
    """``thứ Năm 12/02/2026``, without the year if it is the given one."""
    return f"{weekday(day)} {day_month(day, year)}"


def named_moment(at: datetime, year: int | None = None) -> str:
    """``10:00 thứ Năm 12/02/2026`` on Vietnam's clock."""
    here = local(at)
    return f"{here:%H:%M} {named_day(here.date(), year)}"


def span(minutes: int) -> str:
    """Working minutes in the two largest units, a day being eight hours: ``1 ngày 3 giờ làm việc``."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    hours, left = divmod(rest, 60)
    units = [(days, "ngày"), (hours, "giờ"), (0 if days else left, "phút")]
    return " ".join(f"{count} {unit}" for count, unit in units if count) + " làm việc"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days off without a gap, and why: holidays first, ``cuối tuần`` for a weekend."""

    first: date
    last: date
    reasons: tuple[str, ...]

    def in_figures(self, year: int) -> str:
        """``14/02–22/02``, with the year if it is not the one that the reader has in mind."""
        since = "" if self.first == self.last else day_month(self.first, self.last.year) + "–"
        return f"{since}{day_month(self.last, year)}"


def stretches(days: Sequence[tuple[date, str]]) -> tuple[list[Stretch], int]:
    """Days off as stretches, and the number of ordinary weekends that are left out.

    More than two of those are only counted, so that a long limit still fits a sentence.
    """
    runs = [Stretch(run[0][0], run[-1][0], _reasons(run)) for run in _runs(days)]
    weekends = sum(run.reasons == (WEEKEND,) for run in runs)
    if weekends <= 2:
        return runs, 0
    return [run for run in runs if run.reasons != (WEEKEND,)], weekends


def grouped(days: Sequence[tuple[date, str]], year: int) -> str:
    """Days off in words: ``14/02–22/02 (Tết Nguyên Đán, cuối tuần)``."""
    told, weekends = stretches(days)
    words = [f"{one.in_figures(year)} ({', '.join(one.reasons)})" for one in told]
    return ", ".join(words + ([f"{weekends} kỳ cuối tuần"] if weekends else []))


def _runs(days: Iterable[tuple[date, str]]) -> list[list[tuple[date, str]]]:
    runs: list[list[tuple[date, str]]] = []
    for day, why in days:
        if runs and day - runs[-1][-1][0] == timedelta(days=1):
            runs[-1].append((day, why))
        else:
            runs.append([(day, why)])
    return runs


def _reasons(run: list[tuple[date, str]]) -> tuple[str, ...]:
    reasons = dict.fromkeys(WEEKEND if why in WEEKDAYS else why.removesuffix(_IN_LIEU) for _, why in run)
    return tuple(sorted(reasons, key=WEEKEND.__eq__))
