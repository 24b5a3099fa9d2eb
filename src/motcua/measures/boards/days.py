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
    try:
        days = Period(
            date.fromisoformat(said[FIRST]) if said.get(FIRST) else today.replace(day=1),
            date.fromisoformat(said[LAST]) if said.get(LAST) else today,
        )
    except ValueError as error:
        raise Invalid(gettext("Ngày viết theo dạng 31/12/2026.")) from error
    if days.first > days.last:
        raise Invalid(gettext("Ngày đầu phải trước hoặc bằng ngày cuối."))
    return days


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
