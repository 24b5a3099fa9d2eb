"""Form II.06 counted from cases: each stands in one column of each sum, in the period that it belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.cases import acts
from motcua.kernel.situation import added_up
from motcua.measures import refreshing
from motcua.measures.counting import Asked
from motcua.measures.reports import form_ii06, situations
from motcua.measures.reports.situations import Spot
from motcua.measures.tests.made_up import row
from motcua.measures.tests.test_logs import take  # noqa: F401 - a fixture
from tests.province import MONDAY, THANH_SEN, agency, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

THIS, NEXT = (date(2026, 9, 15), date(2026, 12, 14)), (date(2026, 12, 15), date(2027, 3, 14))
COMMUNE = "commune"


def received(*, at=MONDAY):
    case = file_birth(at=at)
    acts.receive(case, by=who("minh"), at=later(at, minutes=30))
    return case


def signed(*, days: int):
    """A birth received on Monday that is signed some days after; it is due on that Monday."""
    case = received()
    for name, verb, at in (("lan", "propose", later(hours=1)), ("quan", "sign", later(days=days, hours=2))):
        acts.claim(case, by=who(name), at=at)
        acts.finish(case, verb, by=who(name), at=at)
    return case


def counted(days, *, at, of=None):
    refreshing.refresh(at=at)
    return situations.count(Asked(at, *days), of)


def whole(days, *, at):
    row = added_up(counted(days, at=at).values())
    return {
        name: number for name, number in zip(row.__dataclass_fields__, row.columns, strict=True) if number
    }


def test_what_came_is_what_was_settled_and_what_is_left():
    signed(days=0)
    signed(days=3)
    received()
    file_birth(at=MONDAY)  # not received: not in the form
    assert whole(THIS, at=later(days=3, hours=9)) == {
        "received": 3, "direct": 3, "settled": 2, "on_time": 1, "late": 1, "running": 1, "overdue": 1,
    }  # fmt: skip


def test_on_the_day_that_it_is_due_a_case_is_not_late():
    received()
    assert whole(THIS, at=later(hours=9)) == {"received": 1, "direct": 1, "running": 1, "in_time": 1}


def test_what_was_left_of_a_period_is_carried_over_into_the_next():
    received()
    signed(days=35)
    in_january = later(MONDAY, days=60)
    assert whole(THIS, at=in_january) == {"received": 2, "direct": 2, "running": 2, "overdue": 2}
    assert whole(NEXT, at=in_january) == {
        "received": 2, "carried_over": 2, "settled": 1, "late": 1, "running": 1, "overdue": 1,
    }  # fmt: skip


def test_what_was_stopped_is_settled():
    case = received()
    acts.claim(case, by=who("lan"), at=later(hours=1))
    acts.stop(case, reason="Không đủ điều kiện", basis="Điều 5", by=who("quan"), at=later(hours=2))
    assert whole(THIS, at=later(days=1)) == {"received": 1, "direct": 1, "settled": 1, "on_time": 1}


def test_what_an_old_log_does_not_say_breaks_no_row(take):  # noqa: F811
    """No time limit: not late; no channel: not online."""
    take(
        "Mã,Việc,Lúc,Xong\nA,Nhận,2026-11-16 08:00,2026-11-17 09:00\nB,Nhận,2026-11-16 08:00,\n",
        "log: cu\ncolumns: {case: Mã, activity: Việc, at: Lúc, finished: Xong}\n"
        'defaults: {agency: gso-18073, procedure: "1.001193"}\n',
    )
    found = added_up(situations.count(Asked(later(days=9), *THIS)).values())
    assert (found.received, found.direct, found.on_time, found.in_time) == (2, 2, 1, 1)


def test_a_period_without_cases_has_no_rows():
    received()
    assert counted((date(2026, 6, 15), date(2026, 9, 14)), at=later(days=1)) == {}


def test_what_nobody_can_place_has_rows_of_its_own():
    counted = {Spot("", 0, ""): row(1, 0, 0, 0, 0), Spot("commune", 7, "Hộ tịch"): row(2, 0, 0, 0, 0)}
    assert [line.cells[:3] for line in form_ii06.fields(counted).rows] == [
        ("A", "Cấp xã", 2), ("1", "Hộ tịch", 2), ("B", "Chưa rõ cấp", 1), ("1", "Chưa rõ lĩnh vực", 1),
        ("", "Tổng cộng", 3),
    ]  # fmt: skip
    told = form_ii06.agencies(counted, {7: "Xã Bảy"}).rows
    assert [line.cells[:3] for line in told] == [
        ("1", "Chưa rõ cơ quan", 1),
        ("2", "Xã Bảy", 2),
        ("", "Tổng cộng", 3),
    ]


def test_rows_stand_under_their_level_and_may_be_those_of_one_agency():
    signed(days=0)
    found = counted(THIS, at=later(days=1))
    texts = [row.cells[:3] for row in form_ii06.fields(found).rows]
    assert texts == [("A", "Cấp xã", 1), ("1", "Hộ tịch", 1), ("", "Tổng cộng", 1)]
    assert counted(THIS, at=later(days=1), of=agency(THANH_SEN)) == found
    assert counted(THIS, at=later(days=1), of=agency("so-tai-chinh")) == {}
