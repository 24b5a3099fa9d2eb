"""The calendars that the tests of time share: the real ones, and some that are made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from motcua.kernel.calendar import LOCAL, Calendar, OfficeHours

FOLDER = Path(__file__).parents[4] / "catalogue" / "vietnam" / "calendars"

SEASONS = OfficeHours.parse(
    {"16/04": ["06:45-11:00", "13:45-17:00"], "16/10": ["07:30-11:30", "13:00-16:30"]}
)
"""Summer from 16 April (7½ hours a day), winter from 16 October (7½ hours, otherwise cut)."""

NIGHT = OfficeHours.parse({"01/01": ["00:00-02:30", "09:00-09:01", "20:15-23:59"]})
"""Windows that touch midnight and one of a single minute."""


@cache
def raw_years() -> list[dict]:
    """The year files of the catalogue as YAML gives them."""
    return [yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))]


@cache
def vietnam() -> Calendar:
    """The working calendar of Vietnam, default hours."""
    return Calendar.parse(raw_years())


@cache
def bare_years() -> list[dict]:
    """Years without a single holiday."""
    return [{"calendar": "bare", "year": year} for year in range(2018, 2028)]


@cache
def rough_years() -> list[dict]:
    """Years with a day off every ninth day and a make-up day on every third Sunday."""
    return [{"calendar": "rough", "year": year, **_rough_days(year)} for year in range(2018, 2028)]


def _rough_days(year: int) -> dict[str, dict[date, str]]:
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(365)]
    off = {day: "Nghỉ" for day in days if day.toordinal() % 9 == 0}
    work = {day: "Làm bù" for day in days if day.weekday() == 6 and day.toordinal() % 3 == 0}
    return {"off": {day: name for day, name in off.items() if day not in work}, "work": work}


def at(text: str) -> datetime:
    """A local instant: ``at("2026-02-12 10:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)
