"""The calendar files of Vietnam against the law and against the moon."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motcua.kernel.tests.calendars import raw_years, vietnam
from motcua.kernel.tests.lunar import hung_kings_day, new_year

YEARS = range(2018, 2028)
SWAPS = {  # the day off -> the Saturday worked instead
    date(2018, 12, 31): date(2019, 1, 5),
    date(2019, 4, 29): date(2019, 5, 4),
    date(2024, 4, 29): date(2024, 5, 4),
    date(2025, 5, 2): date(2025, 4, 26),
    date(2026, 8, 31): date(2026, 8, 22),
}


def test_every_year_from_2018_is_on_file() -> None:
    assert vietnam().years == tuple(YEARS)
    assert all(year.get("decided") is (year["year"] < 2027) for year in raw_years())


@pytest.mark.parametrize("year", YEARS)
def test_tet_lies_around_the_new_moon(year: int) -> None:
    tet = [day for day, name in vietnam().off.items() if day.year == year and name == "Tết Nguyên Đán"]
    first = new_year(year)
    assert {first - timedelta(days=1), first, first + timedelta(days=1), first + timedelta(days=2)} <= set(
        tet
    )


@pytest.mark.parametrize("year", YEARS)
def test_the_hung_kings_are_remembered_on_the_tenth_of_the_third_month(year: int) -> None:
    assert vietnam().off[hung_kings_day(year)] == "Giỗ Tổ Hùng Vương"


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("month", "day", "name"),
    [
        (1, 1, "Tết Dương lịch"),
        (4, 30, "Ngày Chiến thắng"),
        (5, 1, "Ngày Quốc tế Lao động"),
        (9, 2, "Quốc khánh"),
    ],
)
def test_fixed_holidays_are_off_every_year(year: int, month: int, day: int, name: str) -> None:
    assert vietnam().off[date(year, month, day)] == name


@pytest.mark.parametrize("year", range(2021, 2028))
def test_since_2021_national_day_has_a_second_day_beside_it(year: int) -> None:
    beside = [vietnam().off.get(date(year, 9, day)) for day in (1, 3)]
    assert "Quốc khánh" in beside


@pytest.mark.parametrize("year", range(2018, 2028))
def test_a_holiday_on_a_weekend_is_made_good(year: int) -> None:
    """Bộ luật Lao động 2019 Đ.111.3: as many weekdays off as the law gives days."""
    due = 10 + (year >= 2021) + (year >= 2026)
    given = [day for day in vietnam().off if day.year == year and day.weekday() < 5 and day not in SWAPS]
    assert len(given) == due


def test_each_swapped_day_is_worked_on_its_saturday() -> None:
    calendar = vietnam()
    assert set(calendar.work) == set(SWAPS.values())
    for off, worked in SWAPS.items():
        assert calendar.off[off] == f"Nghỉ hoán đổi với ngày {worked:%d/%m/%Y}"
        assert calendar.work[worked] == f"Làm bù cho ngày {off:%d/%m/%Y}"
