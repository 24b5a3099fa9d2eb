"""The working calendar: days, minutes, and the years that are not on file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from motcua.kernel.calendar import LOCAL, Calendar, OfficeHours, local
from motcua.kernel.refusals import CalendarUnknown, Invalid
from motcua.kernel.tests.calendars import SEASONS, at, bare_years, raw_years, vietnam

YEAR = {"calendar": "thử", "year": 2026}


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-02-13", None),
        ("2026-02-14", "Thứ Bảy"),
        ("2026-02-15", "Chủ nhật"),
        ("2026-02-16", "Tết Nguyên Đán"),
        ("2025-02-01", "Tết Nguyên Đán"),  # a Saturday in Tết is Tết
        ("2026-08-22", None),  # a make-up Saturday
        ("2026-08-31", "Nghỉ hoán đổi với ngày 22/08/2026"),
        ("2022-04-11", "Giỗ Tổ Hùng Vương (nghỉ bù)"),
        ("2026-11-24", "Ngày Văn hóa Việt Nam"),
        ("2026-01-02", None),  # a swap that is listed but not verified is not in force
        ("2026-01-10", "Thứ Bảy"),
    ],
)
def test_a_day_off_says_why(day: str, why: str | None) -> None:
    assert vietnam().why_off(date.fromisoformat(day)) == why
    assert vietnam().is_working(date.fromisoformat(day)) is (why is None)


@pytest.mark.parametrize(
    ("after", "n", "day"),
    [
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-14", 1, "2026-02-23"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2025-04-25", 1, "2025-04-26"),
        ("2026-02-13", 0, "2026-02-13"),
        ("2026-02-14", 0, "2026-02-23"),
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-02-20", -1, "2026-02-13"),
        ("2026-02-24", -2, "2026-02-13"),
    ],
)
def test_the_nth_working_day(after: str, n: int, day: str) -> None:
    assert vietnam().nth_working_day(date.fromisoformat(after), n) == date.fromisoformat(day)


def test_a_day_off_rolls_to_the_next_working_day() -> None:
    assert vietnam().roll_forward(date(2026, 2, 16)) == date(2026, 2, 23)
    assert vietnam().roll_forward(date(2026, 2, 23)) == date(2026, 2, 23)


def test_working_days_between_count_the_last_but_not_the_first() -> None:
    monday, friday = date(2026, 3, 2), date(2026, 3, 6)
    assert vietnam().working_days_between(monday, friday) == 4
    assert vietnam().working_days_between(friday, monday) == -4


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-02 10:00", 90, "2026-03-02 11:30"),  # lands on the lunch break's start and stays
        ("2026-03-02 10:00", 91, "2026-03-02 13:31"),
        ("2026-03-02 12:00", 30, "2026-03-02 14:00"),
        ("2026-03-06 15:30", 120, "2026-03-06 17:30"),  # lands on the close and stays
        ("2026-03-06 15:30", 121, "2026-03-09 07:31"),
        ("2026-03-06 23:00", 60, "2026-03-09 08:30"),
        ("2026-03-02 05:00", 60, "2026-03-02 08:30"),
        ("2026-03-02 10:00:59", 60, "2026-03-02 11:00"),  # seconds drop
        ("2026-03-02 10:00", 0, "2026-03-02 10:00"),
        ("2026-03-02 11:30", 0, "2026-03-02 11:30"),
        ("2026-03-02 11:31", 0, "2026-03-02 13:30"),
        ("2026-03-07 09:00", 0, "2026-03-09 07:30"),
    ],
)
def test_working_minutes_are_added(start: str, minutes: int, end: str) -> None:
    assert vietnam().add_minutes(at(start), minutes) == at(end)


def test_working_minutes_are_not_added_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        vietnam().add_minutes(at("2026-03-02 10:00"), -1)


def test_working_minutes_between_have_a_sign_and_add_up() -> None:
    a, b, c = at("2026-02-13 16:30"), at("2026-02-18 12:00"), at("2026-02-23 08:30")
    calendar = vietnam()
    assert calendar.minutes_between(a, c) == 120
    assert calendar.minutes_between(c, a) == -120
    assert calendar.minutes_between(a, b) + calendar.minutes_between(b, c) == 120


def test_hours_follow_the_season_of_each_day() -> None:
    calendar = vietnam().with_hours(SEASONS)
    assert calendar.close_of(date(2026, 4, 15)) == at("2026-04-15 16:30")
    assert calendar.open_of(date(2026, 4, 16)) == at("2026-04-16 06:45")
    assert calendar.add_minutes(at("2026-04-15 16:00"), 60) == at("2026-04-16 07:15")


def test_an_agency_with_its_own_hours_shares_the_days_and_is_made_once() -> None:
    calendar, hours = vietnam(), OfficeHours.all_year("08:00-12:00", "13:00-17:00")
    assert calendar.with_hours(hours) is calendar.with_hours(hours)
    assert calendar.with_hours(hours).with_hours(calendar.hours) is calendar
    assert calendar.with_hours(hours).close_of(date(2026, 3, 2)) == at("2026-03-02 17:00")


def test_the_version_names_days_and_hours() -> None:
    again = Calendar.parse(list(reversed(raw_years())))
    changed = Calendar.parse([*bare_years()[:-1], bare_years()[-1] | {"off": {date(2027, 1, 1): "Tết"}}])
    assert again.version == vietnam().version
    assert changed.version != Calendar.parse(bare_years()).version
    assert vietnam().with_hours(SEASONS).version != vietnam().version
    assert vietnam().version.startswith("2018-2027.")


def test_instants_cross_time_zones() -> None:
    utc = datetime.fromisoformat("2026-03-01T18:00:00+00:00")  # already Monday in Vietnam
    assert local(utc) == utc
    assert local(utc).date() == date(2026, 3, 2)
    assert vietnam().add_minutes(utc, 30) == at("2026-03-02 08:00")


def test_a_naive_instant_is_a_bug() -> None:
    with pytest.raises(ValueError, match="naive"):
        vietnam().add_minutes(datetime(2026, 3, 2, 10), 30)  # noqa: DTZ001


def test_an_instant_where_a_day_belongs_is_a_bug() -> None:
    with pytest.raises(TypeError, match="instant"):
        vietnam().is_working(at("2026-03-02 10:00"))


@pytest.mark.parametrize(
    ("question", "year"),
    [
        (lambda calendar: calendar.is_working(date(2028, 1, 3)), 2028),
        (lambda calendar: calendar.why_off(date(2017, 12, 31)), 2017),
        (lambda calendar: calendar.nth_working_day(date(2027, 12, 30), 2), 2028),
        (lambda calendar: calendar.nth_working_day(date(2018, 1, 2), -1), 2017),
        (lambda calendar: calendar.roll_forward(date(2029, 5, 5)), 2029),
        (lambda calendar: calendar.working_days_between(date(2027, 12, 30), date(2028, 1, 3)), 2028),
        (lambda calendar: calendar.minutes_between(at("2027-12-30 08:00"), at("2028-01-03 08:00")), 2028),
        (lambda calendar: calendar.add_minutes(at("2027-12-31 17:00"), 31), 2028),
        (lambda calendar: calendar.add_minutes(at("2027-12-31 18:00"), 0), 2028),
        (lambda calendar: calendar.close_of(date(2030, 1, 1)), 2030),
    ],
)
def test_a_year_not_on_file_is_refused_and_never_guessed(question, year: int) -> None:
    with pytest.raises(CalendarUnknown) as refusal:
        question(vietnam())
    assert f"năm {year} (lịch “vietnam” đang có 2018–2027)" in refusal.value.message
    assert f"thêm tệp lịch {year}.yaml" in refusal.value.message


def test_the_last_minute_of_the_last_year_is_still_known() -> None:
    assert vietnam().add_minutes(at("2027-12-31 17:00"), 30) == at("2027-12-31 17:30")


def test_a_provisional_year_is_known_as_such() -> None:
    assert vietnam().provisional == (2027,)


def test_one_year_alone_is_a_calendar() -> None:
    calendar = Calendar.parse(YEAR | {"off": {"2026-03-02": "Nghỉ"}, "work": {"2026-03-07": "Làm bù"}})
    assert calendar.years == (2026,)
    assert calendar.why_off(date(2026, 3, 2)) == "Nghỉ"
    assert calendar.is_working(date(2026, 3, 7))


def test_off_without_quotes_is_off_all_the_same() -> None:
    calendar = Calendar.parse(YEAR | {False: {date(2026, 3, 2): "Nghỉ"}})  # what YAML 1.1 makes of "off"
    assert calendar.off == {date(2026, 3, 2): "Nghỉ"}


def test_unverified_days_are_listed_but_not_in_force() -> None:
    listed = {
        date(2026, 1, 2): "Nghỉ hoán đổi với ngày 10/01/2026",
        date(2026, 1, 10): "Làm bù cho ngày 02/01/2026",
    }
    assert vietnam().unverified == listed


@pytest.mark.parametrize(
    ("data", "where", "message"),
    [
        ({}, "?/?:calendar", "Thiếu tên lịch"),
        (YEAR | {"year": "hai nghìn"}, "thử/hai nghìn:year", "bốn chữ số"),
        (YEAR | {"year": True}, "thử/True:year", "bốn chữ số"),
        (YEAR | {"decided": "rồi"}, "thử/2026:decided", "true"),
        (YEAR | {"holidays": {}}, "thử/2026:holidays", "Không có mục “holidays”"),
        (YEAR | {"off": ["2026-01-01"]}, "thử/2026:off", "danh sách “ngày: tên”"),
        (YEAR | {"off": {"2026-02-30": "Tết"}}, "thử/2026:off.2026-02-30", "không phải là một ngày"),
        (YEAR | {"off": {"2025-12-31": "Tết"}}, "thử/2026:off.2025-12-31", "ngày của năm 2026"),
        (
            YEAR | {"off": {datetime(2026, 1, 1, tzinfo=LOCAL): "Tết"}},
            "thử/2026:off.",
            "không phải là một ngày",
        ),
        (YEAR | {"off": {"2026-01-01": " "}}, "thử/2026:off.2026-01-01", "Thiếu tên ngày"),
        (YEAR | {"work": {"2026-03-04": "Làm bù"}}, "thử/2026:work.2026-03-04", "thứ Bảy hoặc Chủ nhật"),
        (YEAR | {"unverified": "không"}, "thử/2026:unverified", "hai mục"),
    ],
)
def test_a_wrong_year_is_refused_with_its_place(data: dict, where: str, message: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Calendar.parse(data)
    assert refusal.value.faults[0].where.startswith(where)
    assert message in refusal.value.faults[0].message


def test_a_day_cannot_be_off_and_made_up() -> None:
    with pytest.raises(Invalid) as refusal:
        Calendar.parse(YEAR | {"off": {"2026-03-07": "Nghỉ"}, "work": {"2026-03-07": "Làm bù"}})
    assert "vừa nghỉ vừa làm bù" in refusal.value.faults[0].message


def test_all_faults_of_all_years_come_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        Calendar.parse([YEAR | {"off": {"x": "Tết", "y": "Tết"}}, YEAR | {"year": 2027, "decided": 1}])
    assert [fault.where for fault in refusal.value.faults] == [
        "thử/2026:off.x",
        "thử/2026:off.y",
        "thử/2027:decided",
    ]


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ([], "chưa có năm nào"),
        ([YEAR, YEAR], "khai hai lần"),
        ([YEAR, YEAR | {"year": 2028}], "Thiếu lịch giữa năm 2026 và năm 2028"),
        ([YEAR, {"calendar": "khác", "year": 2027}], "Lẫn hai lịch"),
    ],
)
def test_years_must_follow_each_other(years: list[dict], message: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Calendar.parse(years)
    assert message in refusal.value.faults[0].message


def test_a_calendar_without_holidays_is_weekday_arithmetic() -> None:
    calendar, monday = Calendar.parse(bare_years()), date(2024, 2, 26)
    for days in range(1, 200):
        weeks, rest = divmod(days, 5)
        assert calendar.nth_working_day(monday, days) == monday + timedelta(weeks=weeks, days=rest)


def test_every_second_of_a_day_has_a_position() -> None:
    calendar = vietnam()
    noon = datetime.combine(date(2026, 3, 2), time(12), LOCAL)
    midnight = noon - timedelta(hours=12)
    assert calendar.position(noon) - calendar.position(midnight) == 4 * 60
    assert calendar.position(midnight + timedelta(days=1)) - calendar.position(midnight) == 8 * 60
