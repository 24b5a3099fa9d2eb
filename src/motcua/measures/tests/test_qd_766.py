"""QĐ 766/QĐ-TTg: the files earn what was published of a province and five of its units on 26/9/2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from motcua.cases import acts
from motcua.kernel.measures import Tally, points, rounded, total
from motcua.measures import declaring, reads, refreshing
from motcua.measures.counting import Asked
from motcua.measures.tests import made
from tests.province import MONDAY, THANH_SEN, agency, later, who
from tests.stories.birth import file_birth

MEASURES = declaring.read(settings.CATALOGUE)

PUBLISHED = {
    "766.1": ("7.96", {"1.1": (0, 89), "1.2": (0, 70), "1.3": (87, 89), "1.4": (475_053, 475_053)}),
    "766.2": ("17.68", {"2.1": (528_684, 597_918)}),
    "766.3": ("8.56", {"3.1": (31 + 21, 89), "3.2": (516, 1_884), "3.3": (589_496, 597_894)}),
    "766.4": ("6.67", {"4.1": (309_542, 358_625), "4.2": (119, 313), "4.3": (68, 313)}),
    "766.5": (
        "9.59",
        {
            "5.1": (433_356, 597_918), "5.2": (145_096, 597_918), "5.3": (1, 1), "5.4": (136_827, 597_918),
            "5.5": (0, 597_918), "5.6": (325_596, 597_918), "5.7": (396, 1_300),
        },
    ),
    "766.6": ("11.43", {"6.1": (296, 570), "6.2": (230, 570), "6.3": (528_464, 597_918)}),
}  # fmt: skip
"""UBND tỉnh Phú Thọ (H44), year to date, as the national portal showed it (github.com/ChippedTopaz/qd766)."""

UNITS = [
    ("Văn phòng UBND tỉnh", {"2.1": (156, 161)}, "19.38"),
    ("Sở Công Thương", {"2.1": (1_652, 2_270)}, "14.56"),
    ("Sở Công Thương, hài lòng", {"6.3": (1_651, 2_270)}, "4.85"),
    ("Sở Công Thương, thanh toán", {"4.1": (118, 118), "4.2": (12, 13), "4.3": (0, 13)}, "8.00"),
    ("Sở Giáo dục và Đào tạo", {"2.1": (758, 1_120)}, "13.54"),
    ("Sở Giáo dục và Đào tạo, phản ánh", {"6.1": (0, 4)}, "0.00"),
    ("Phường Việt Trì", {"2.1": (7_368, 8_253)}, "17.86"),
    ("Phường Việt Trì, thanh toán", {"4.1": (4_015, 4_920), "4.2": (18, 38), "4.3": (10, 38)}, "6.74"),
    ("Ban Quản lý khu công nghiệp, thanh toán", {"4.1": (18, 18), "4.2": (2, 3), "4.3": (0, 3)}, "7.67"),
]


def _earned(counts):
    return total(points(MEASURES[f"766.{code}"].scale, Tally(*pair)) for code, pair in counts.items())


@pytest.mark.parametrize("group", PUBLISHED)
def test_a_group_earns_what_was_published(group):
    said, counts = PUBLISHED[group]
    assert {f"766.{code}" for code in counts} == {code for code in MEASURES if code.startswith(f"{group}.")}
    assert abs(rounded(_earned(counts)) - Decimal(said)) <= Decimal("0.015")


def test_the_province_earns_its_total():
    exact = total(_earned(counts) for _, counts in PUBLISHED.values())
    assert abs(rounded(exact) - Decimal("61.89")) <= Decimal("0.015")


@pytest.mark.parametrize(("unit", "counts", "said"), UNITS, ids=[unit for unit, *_ in UNITS])
def test_a_unit_earns_what_was_published(unit, counts, said):
    assert abs(rounded(_earned(counts)) - Decimal(said)) <= Decimal("0.015")


def test_all_points_together_are_a_hundred():
    assert sum(one.scale.points for code, one in MEASURES.items() if code.startswith("766.")) == 100
    assert len([code for code in MEASURES if code.startswith("766.")]) == 21


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
@pytest.mark.once
@pytest.mark.parametrize(("waits", "in_time"), [(True, 1), (False, 0)])
def test_a_case_that_waits_for_its_applicant_is_not_late(waits, in_time):
    """A birth of Monday, due that day; the supplement was asked for within the hour and is not here on Wednesday."""
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(minutes=30))
    acts.claim(case, by=who("lan"), at=later(hours=1))
    if waits:
        acts.request_supplement(
            case, items=[{"id": "giay-chung-sinh", "title": "Giấy chứng sinh"}], reason_code="unclear", reason="Mờ",
            by=who("lan"), at=later(hours=1, minutes=10),
        )  # fmt: skip
    refreshing.refresh(at=later(days=2))
    (line,) = reads.lines(reads.chosen(["766.2.1"]), Asked(later(days=2)))
    assert line.tally == Tally(in_time, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
@pytest.mark.once
def test_a_quarter_that_is_over_is_told_as_it_stood_when_it_ended():
    """A birth of the last day of a quarter, due that day and still open two days later; its month goes on."""
    case = file_birth(at=later(days=28))
    acts.receive(case, by=who("minh"), at=later(days=28, minutes=30))
    now, first, last = later(days=30), date(2026, 9, 15), date(2026, 12, 14)
    refreshing.refresh(at=now)

    def told(*days, by=()):
        return [line.tally for line in reads.lines(reads.chosen(["766.2.1"]), Asked(now, *days, by=by))]

    assert (
        told(first, last)
        == told(first, last, by=("quarter",))
        == told(first, last, by=("agency",))
        == [Tally(1, 1)]
    )
    assert told() == told(date(2026, 12, 1), date(2026, 12, 31)) == told(by=("month",)) == [Tally(0, 1)]
    assert told(by=("quarter",)) == [Tally(1, 1)]


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
@pytest.mark.once
@pytest.mark.parametrize(
    ("told", "now"),
    [("now.due-soon", later(hours=8)), ("now.due-soon", later(hours=15)), ("now.late", later(hours=17))],
    ids=["before its hour", "in the evening", "the next day"],
)
def test_a_limit_in_days_is_broken_when_its_day_is_over(told, now):
    """A birth due on Monday at 17:30; BLDS Đ.148.6."""
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(minutes=30))
    refreshing.refresh(at=now)
    found = reads.lines(reads.chosen(["now.late", "now.due-soon"]), Asked(now))
    assert {line.measure.code: line.tally.part for line in found} == {"now.late": 0, "now.due-soon": 0} | {
        told: 1
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
@pytest.mark.once
def test_what_is_due_after_the_weekend_is_due_soon_on_friday():
    """Received on Friday after the hour until which a birth is registered the same day, due on Monday."""
    friday = later(days=4)
    case = file_birth(at=friday)
    acts.receive(case, by=who("minh"), at=friday + timedelta(hours=8))
    now = friday + timedelta(hours=11)
    refreshing.refresh(at=now)
    (line,) = reads.lines(reads.chosen(["now.due-soon"]), Asked(now))
    assert line.tally.part == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
@pytest.mark.once
@pytest.mark.parametrize(
    ("minutes", "in_time"), [(30, 1), (90, 0), (3 * 24 * 60, 1)], ids=["in time", "late", "not done that day"]
)  # fmt: skip
def test_a_limit_in_hours_is_missed_by_the_minute_also_on_the_last_day_of_a_period(minutes, in_time):
    """Days are all that a period's end knows: what is not done when it ends, and was due that day, is not late yet."""
    opened = datetime(2026, 11, 16, 1, 0)  # noqa: DTZ001 - facts are UTC without a zone
    made_case, _ = made.case(1, opened, minutes, 60, agency(THANH_SEN))
    made.put(later(days=30), case=[made_case | {"supplements": 0}])
    (line,) = reads.lines(reads.chosen(["766.2.1"]), Asked(later(days=30), date(2026, 11, 1), opened.date()))
    assert (line.tally.part, line.tally.whole) == (in_time, 1)
