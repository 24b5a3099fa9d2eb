"""The calendar of one year as it stands in a file: what was decided, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from motcua.kernel.refusals import Fault, Invalid

_FIELDS = {"calendar", "year", "decided", "decision", "source", "off", "work", "unverified"}
_SATURDAY = 5


@dataclass(frozen=True)
class CalendarYear:
    """One year: holidays, days in lieu and swapped days (``off``), make-up days (``work``).

    ``decided`` is false while the official notice is awaited; ``unverified`` days are listed, not in force.
    """

    calendar: str
    year: int
    decided: bool
    off: Mapping[date, str]
    work: Mapping[date, str]
    unverified: Mapping[date, str]


@dataclass
class _Reader:
    """Reads one year's mapping and collects what is wrong with it."""

    data: Mapping[str, object]
    faults: list[Fault] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.data.get('calendar', '?')}/{self.data.get('year', '?')}"

    def blame(self, where: str, message: str) -> None:
        self.faults.append(Fault(f"{self.place}:{where}", message))

    def read(self) -> CalendarYear | None:
        for unknown in sorted(set(self.data) - _FIELDS):
            self.blame(unknown, f"Không có mục “{unknown}”; các mục được dùng: {', '.join(sorted(_FIELDS))}.")
        name, year, decided = self.name(), self.year(), self.decided()
        off, work = self.days(self.data, "off", year), self.days(self.data, "work", year)
        self.check_work(off, work)
        unverified = self.unverified(year)
        if self.faults:
            return None
        return CalendarYear(name, year, decided, off, work, unverified)

    def name(self) -> str:
        name = self.data.get("calendar")
        if isinstance(name, str) and name.strip():
            return name
        self.blame("calendar", "Thiếu tên lịch, ví dụ “vietnam”.")
        return ""

    def year(self) -> int:
        year = self.data.get("year")
        if isinstance(year, int) and not isinstance(year, bool) and 1900 < year < 2200:
            return year
        self.blame("year", f"Năm “{year}” không hợp lệ: viết bốn chữ số, ví dụ 2026.")
        return 0

    def decided(self) -> bool:
        decided = self.data.get("decided", True)
        if isinstance(decided, bool):
            return decided
        self.blame("decided", "Ghi true nếu lịch đã có quyết định, false nếu là tạm tính.")
        return False

    def unverified(self, year: int) -> dict[date, str]:
        section = self.data.get("unverified") or {}
        if not isinstance(section, Mapping):
            self.blame("unverified", "Phải gồm hai mục “off” và “work”.")
            return {}
        section = _spelled_out(section)
        return self.days(section, "off", year) | self.days(section, "work", year)

    def days(self, section: Mapping[str, object], key: str, year: int) -> dict[date, str]:
        entries = section.get(key) or {}
        if not isinstance(entries, Mapping):
            self.blame(key, "Phải là danh sách “ngày: tên”, ví dụ “2026-01-01: Tết Dương lịch”.")
            return {}
        days: dict[date, str] = {}
        for written, name in entries.items():
            day = _date(written)
            if day is None or day.year != year:
                message = f"“{written}” không phải là một ngày của năm {year} (viết {year}-MM-DD)."
                self.blame(f"{key}.{written}", message)
            elif not isinstance(name, str) or not name.strip():
                self.blame(f"{key}.{written}", "Thiếu tên ngày.")
            else:
                days[day] = name.strip()
        return days

    def check_work(self, off: Mapping[date, str], work: Mapping[date, str]) -> None:
        for day in sorted(work):
            if day in off:
                self.blame(f"work.{day}", "Một ngày không thể vừa nghỉ vừa làm bù.")
            elif day.weekday() < _SATURDAY:
                self.blame(f"work.{day}", "Ngày làm bù phải rơi vào thứ Bảy hoặc Chủ nhật.")


def _date(written: object) -> date | None:
    if isinstance(written, datetime):
        return None
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def read_years(*data: Mapping[str, object]) -> tuple[CalendarYear, ...]:
    """Read the years of one calendar, in order; they must follow each other without a gap.

    Raises Invalid with every fault of every file: ``where`` is ``calendar/year:field``.
    """
    readers = [_Reader(_spelled_out(year)) for year in data]
    years = sorted((year for reader in readers if (year := reader.read())), key=lambda year: year.year)
    faults = [fault for reader in readers for fault in reader.faults] or _chain_faults(years)
    if faults:
        raise Invalid("Lịch làm việc có chỗ chưa đúng.", faults=faults)
    return tuple(years)


def _spelled_out(section: Mapping[Any, object]) -> dict[str, object]:
    # YAML 1.1 reads a bare "off" as False: whoever forgets the quotes means the same.
    return {"off" if key is False else str(key): value for key, value in section.items()}


def _chain_faults(years: list[CalendarYear]) -> list[Fault]:
    if not years:
        return [Fault("", "Lịch chưa có năm nào.")]
    faults = []
    for before, after in pairwise(years):
        where = f"{after.calendar}/{after.year}"
        if before.calendar != after.calendar:
            faults.append(Fault(where, f"Lẫn hai lịch: “{before.calendar}” và “{after.calendar}”."))
        elif after.year == before.year:
            faults.append(Fault(where, f"Năm {after.year} được khai hai lần."))
        elif after.year != before.year + 1:
            message = f"Thiếu lịch giữa năm {before.year} và năm {after.year}: các năm phải liền nhau."
            faults.append(Fault(where, message))
    return faults
