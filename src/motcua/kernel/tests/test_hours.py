"""Office hours: windows, seasons, and what is refused."""

from __future__ import annotations

from datetime import date, time

import pytest

from motcua.kernel.calendar import DEFAULT_HOURS, OfficeHours, Season, Window
from motcua.kernel.refusals import Invalid
from motcua.kernel.tests.calendars import SEASONS


def test_the_default_day_has_two_windows_of_four_hours() -> None:
    morning, afternoon = DEFAULT_HOURS.windows_on(date(2026, 3, 2))
    assert (str(morning), str(afternoon)) == ("07:30-11:30", "13:30-17:30")


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 1, 1), time(7, 30)),  # last October's winter runs on
        (date(2026, 4, 15), time(7, 30)),
        (date(2026, 4, 16), time(6, 45)),
        (date(2026, 10, 15), time(6, 45)),
        (date(2026, 10, 16), time(7, 30)),
        (date(2026, 12, 31), time(7, 30)),
    ],
)
def test_each_day_has_the_hours_of_its_season(day: date, opens: time) -> None:
    assert SEASONS.windows_on(day)[0].start == opens


def test_seasons_may_be_told_in_any_order() -> None:
    told = {"16/10": ["07:30-11:30", "13:00-16:30"], "16/04": ["06:45-11:00", "13:45-17:00"]}
    assert OfficeHours.parse(told) == SEASONS


def test_two_windows_may_touch() -> None:
    assert len(OfficeHours.all_year("07:00-11:00", "11:00-15:00").windows_on(date(2026, 3, 2))) == 2


@pytest.mark.parametrize("text", ["", "7h30-11h30", "07:30", "07:30-25:00", "11:30-07:30", "08:00-08:00"])
def test_a_window_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Khung giờ"):
        Window.parse(text)


def test_a_window_runs_in_whole_minutes() -> None:
    with pytest.raises(Invalid, match="tròn phút"):
        Window(time(7, 30, 15), time(11, 30))


def test_windows_that_overlap_are_refused() -> None:
    with pytest.raises(Invalid, match="chồng nhau"):
        OfficeHours.all_year("07:30-11:30", "11:00-15:00")


def test_a_season_without_windows_is_refused() -> None:
    with pytest.raises(Invalid, match="chưa có khung giờ"):
        Season((4, 16), ())


@pytest.mark.parametrize("seasons", [{}, {"16/04": ["07:00-11:00"], "16/4": ["07:30-11:30"]}])
def test_hours_need_seasons_on_different_days(seasons: dict) -> None:
    with pytest.raises(Invalid, match="ít nhất một mùa"):
        OfficeHours.parse(seasons)


def test_every_wrong_season_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        OfficeHours.parse({"32/01": ["07:30-11:30"], "16/04": ["sáng"], "16/10": ["07:30-11:30"]})
    assert [fault.where for fault in refusal.value.faults] == ["32/01", "16/04"]
