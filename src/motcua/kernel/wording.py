"""Dates, times and spans of working time as a Vietnamese reader expects them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from motcua.kernel.calendar import WEEKDAYS, local
from motcua.kernel.terms import MINUTES_A_DAY

_WEEKEND = "cuối tuần"
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


def grouped(days: Sequence[tuple[date, str]], year: int) -> str:
    """Days off as stretches with reasons, holidays first: ``14/02–22/02 (Tết Nguyên Đán, cuối tuần)``.

    More than two ordinary weekends are only counted, so that a long limit still fits a sentence.
    """
    runs = [(run, _reasons(run)) for run in _runs(days)]
    weekends = sum(reasons == [_WEEKEND] for _, reasons in runs)
    told = [_stretch(run, reasons, year) for run, reasons in runs if weekends <= 2 or reasons != [_WEEKEND]]
    return ", ".join(told + ([f"{weekends} kỳ cuối tuần"] if weekends > 2 else []))


def _runs(days: Iterable[tuple[date, str]]) -> list[list[tuple[date, str]]]:
    runs: list[list[tuple[date, str]]] = []
    for day, why in days:
        if runs and day - runs[-1][-1][0] == timedelta(days=1):
            runs[-1].append((day, why))
        else:
            runs.append([(day, why)])
    return runs


def _reasons(run: list[tuple[date, str]]) -> list[str]:
    reasons = dict.fromkeys(_WEEKEND if why in WEEKDAYS else why.removesuffix(_IN_LIEU) for _, why in run)
    return sorted(reasons, key=_WEEKEND.__eq__)


def _stretch(run: list[tuple[date, str]], reasons: list[str], year: int) -> str:
    first, last = run[0][0], run[-1][0]
    since = "" if first == last else day_month(first, last.year) + "–"
    return f"{since}{day_month(last, year)} ({', '.join(reasons)})"
