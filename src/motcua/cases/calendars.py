"""The working calendar in the database: loaded in editions, read as kernel calendars, one for each agency."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from motcua.agencies import reads as agencies
from motcua.agencies.models import Agency
from motcua.journal import acts as journal
from motcua.kernel.calendar import DEFAULT_HOURS, Calendar, OfficeHours
from motcua.kernel.refusals import Missing
from motcua.web import catalogue_files

STREAM = UUID("5d0f3a52-6c1e-5a9c-8f5c-0b7a54c6b6aa")
"""Where the journal keeps the calendar's events."""


def load(folder: Path, *, by: str, at: datetime) -> int:
    """Load the year files of a folder and return the edition now in force; the same files make no new one."""
    years = read(folder)
    hours = dict(Agency.objects.exclude(office_hours=None).values_list("key", "office_hours"))
    digest = hashlib.sha256(json.dumps([years, hours], sort_keys=True).encode()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_calendaredition IN EXCLUSIVE MODE")
        cursor.execute("SELECT number, digest FROM cases_calendaredition ORDER BY number DESC LIMIT 1")
        last = cursor.fetchone() or (0, "")
        if last[1] == digest:
            return int(last[0])
        number = int(last[0]) + 1
        cursor.execute(
            "INSERT INTO cases_calendaredition (number, years, hours, digest, loaded_at, loaded_by) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [number, json.dumps(years), json.dumps(hours), digest, at, by],
        )
        journal.record(
            STREAM,
            "calendar.loaded",
            {"edition": number, "years": [year["year"] for year in years]},
            by=by,
            at=at,
        )
    return number


def read(folder: Path) -> list[Any]:
    """The year files of a folder as they are kept; raises ``Invalid`` with the faults of every file."""
    years = [_plain(catalogue_files.load(file).value) for file in sorted(folder.glob("*.yaml"))]
    Calendar.parse(years)
    return years


def _plain(value: Any) -> Any:
    """YAML's dates as text, so that the years live in JSON."""
    return json.loads(json.dumps(_texts(value)))


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)


def latest() -> int:
    """The number of the edition in force; :class:`Missing` when none was loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM cases_calendaredition")
        number = cursor.fetchone()[0]
    if number is None:
        raise Missing("Chưa nạp lịch làm việc; báo quản trị nạp danh mục.")
    return int(number)


@lru_cache(maxsize=8)
def edition(number: int) -> Callable[[int], Calendar]:
    """The calendars of an edition by agency: its days with the office hours that the agency had when it was loaded."""
    days, hours = _kept(number)

    @cache
    def of_agency(agency: int) -> Calendar:
        own = hours.get(agencies.agency(agency).key)
        return days.with_hours(OfficeHours.parse(own) if own else DEFAULT_HOURS)

    return of_agency


@lru_cache(maxsize=8)
def _kept(number: int) -> tuple[Calendar, Mapping[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT years, hours FROM cases_calendaredition WHERE number = %s", [number])
        years, hours = (json.loads(part) if isinstance(part, str) else part for part in cursor.fetchone())
    return Calendar.parse(years), hours


def current() -> Callable[[int], Calendar]:
    """The calendars in force."""
    return edition(latest())


def common() -> Calendar:
    """The calendar in force with the usual office hours, for what concerns no agency in particular."""
    return _kept(latest())[0]
