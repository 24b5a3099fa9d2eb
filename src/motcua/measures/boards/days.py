"""For which days a board tells: this month, a quarter or year of reports, or days that the reader writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.refusals import Invalid
from motcua.kernel.reporting import Quarter, Year, latest_quarters
from motcua.measures import reads
from motcua.measures.counting import Asked

QUARTERS = 8
YEARS = 2
EARLIEST = date(2000, 1, 1)
"""Before it nobody kept what boards count; after the next year's end nothing is promised."""
FIRST, LAST, NAMED = "tu-ngay", "den-ngay", "ky"
"""How an address names the days, or a period by its name: ``2026-4`` is a quarter of reports, ``2026`` a year."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a board tells of, the last included; ``name`` when they were chosen by one."""

    first: date
    last: date
    name: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The days as an address says them."""
        return {FIRST: self.first.isoformat(), LAST: self.last.isoformat()}


def parse(said: Mapping[str, str], *, today: date) -> Period:
    """The days of an address, by default those of this month; raises :class:`Invalid` for what is none."""
    if name := said.get(NAMED, ""):
        return _named(name, today)
    days = Period(
        _day(said.get(FIRST, ""), today.replace(day=1), today), _day(said.get(LAST, ""), today, today)
    )
    if days.first > days.last:
        raise Invalid(gettext("Ngày đầu phải trước hoặc bằng ngày cuối."))
    return days


def _day(text: str, default: date, today: date) -> date:
    """A day as people write it (31/12/2026) or as browsers send it (2026-12-31)."""
    if not text:
        return default
    try:
        day = date.fromisoformat("-".join(part.zfill(2) for part in reversed(text.split("/"))))
    except ValueError as error:
        raise Invalid(gettext("Ngày viết theo dạng 31/12/2026.")) from error
    latest = date(today.year + 1, 12, 31)
    if not EARLIEST <= day <= latest:
        said = gettext("Chọn ngày trong khoảng từ %(first)s đến %(last)s.")
        raise Invalid(said % {"first": f"{EARLIEST:%d/%m/%Y}", "last": f"{latest:%d/%m/%Y}"})
    return day


def _named(name: str, today: date) -> Period:
    found = {period.name: period for period, _ in choices(today)}
    if name not in found:
        raise Invalid(gettext("Không có kỳ này: chọn một kỳ trong danh sách, hoặc viết ngày."))
    return found[name]


def choices(today: date) -> list[tuple[Period, str]]:
    """The periods with a name, the latest first, each with how people say it."""
    found = [(_of_quarter(one), _quarter_told(one)) for one in quarters(today)]
    for year in range(today.year, today.year - YEARS, -1):
        whole = Year(year, settings.REPORT_DAY)
        told = gettext("Năm %(year)s (%(first)s – %(last)s)")
        days = {"year": year, "first": f"{whole.first:%d/%m/%Y}", "last": f"{whole.last:%d/%m/%Y}"}
        found.append((Period(whole.first, whole.last, str(year)), told % days))
    return found


def quarters(today: date) -> list[Quarter]:
    """The quarters of reports that one may choose, the latest first."""
    return latest_quarters(today, settings.REPORT_DAY, QUARTERS)


def _of_quarter(one: Quarter) -> Period:
    return Period(one.first, one.last, f"{one.year}-{one.number}")


def _quarter_told(one: Quarter) -> str:
    said = {
        "number": one.number,
        "year": one.year,
        "first": f"{one.first:%d/%m/%Y}",
        "last": f"{one.last:%d/%m/%Y}",
    }
    return gettext("Quý %(number)s/%(year)s (%(first)s – %(last)s)") % said


@dataclass(frozen=True, slots=True)
class Board:
    """What every board has: its days, the moment that its numbers hold for, and what was wrong with the address."""

    days: Period
    as_of: datetime
    today: date
    wrong: str = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.as_of, self.days.first, self.days.last)

    def by(self, *dimensions: str) -> Asked:
        """The same, told apart."""
        return replace(self.asked, by=dimensions)

    @property
    def told(self) -> str:
        """The days, and the moment that the numbers hold for, as a file tells them."""
        days = {"first": f"{self.days.first:%d/%m/%Y}", "last": f"{self.days.last:%d/%m/%Y}"}
        said = gettext("%(first)s – %(last)s, số liệu đến %(at)s")
        return said % {**days, "at": f"{local(self.as_of):%H:%M %d/%m/%Y}"}

    @property
    def of_year(self) -> Board:
        """The same for the calendar year in which the days end: other days could be subtracted from one another."""
        year = self.days.last.year
        return replace(self, days=Period(date(year, 1, 1), date(year, 12, 31)))

    @property
    def status(self) -> int:
        return 422 if self.wrong else 200

    @property
    def context(self) -> dict[str, Any]:
        return {
            "days": self.days,
            "periods": [(period.name, told) for period, told in choices(self.today)],
            "wrong": self.wrong,
            "as_of": self.as_of,
        }


def board(request: HttpRequest) -> Board:
    """The days that a request asks for, with everything in the facts that has happened; wrong days are this month."""
    at: datetime = request.at  # type: ignore[attr-defined]
    today, wrong = local(at).date(), ""
    said = request.GET.dict()
    try:
        days = parse({key: str(text) for key, text in said.items()}, today=today)
    except Invalid as refusal:
        days, wrong = parse({}, today=today), refusal.message
    as_of = reads.at_once(at=at).as_of
    return Board(days, as_of.replace(second=0, microsecond=0), today, wrong)
