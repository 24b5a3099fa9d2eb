"""The ladder of a step: what a rung is written like, when it comes due, and what climbing one changes."""

from __future__ import annotations

import pytest

from motcua.kernel.ladder import Rung, Told, parse
from motcua.kernel.refusals import Invalid
from motcua.kernel.terms import Limit
from motcua.kernel.tests.calendars import at, vietnam

MOMENTS = [
    ("80% holder", "5 wd", "2026-03-02 08:00", "2026-03-06 17:30", "2026-03-05 17:30"),
    ("50% holder", "4 wh", "2026-03-02 08:00", "2026-03-02 14:00", "2026-03-02 10:00"),
    ("100% head", "4 wh", "2026-03-02 08:00", "2026-03-02 11:30", "2026-03-02 11:30"),
    ("1 wd late head", "5 wd", "2026-03-02 08:00", "2026-03-06 17:30", "2026-03-09 17:30"),
    ("2 wh late province", "4 wh", "2026-03-02 08:00", "2026-03-02 14:00", "2026-03-02 16:00"),
]


@pytest.mark.parametrize(("text", "within", "opened", "due", "moment"), MOMENTS)
def test_a_rung_comes_due_in_working_time(text, within, opened, due, moment):
    rung = Rung.parse(text)
    assert rung.moment(vietnam(), Limit.parse(within), at(opened), at(due)) == at(moment)


def test_a_rung_of_a_limit_in_calendar_days_shares_the_working_time_between():
    opened, due = at("2026-03-02 08:00"), at("2026-03-13 17:30")
    moment = Rung.parse("50% holder").moment(vietnam(), Limit.parse("11 cd"), opened, due)
    assert moment == at("2026-03-09 07:45")


def test_a_pause_that_moved_the_due_time_moves_the_rung_with_it():
    opened, due = at("2026-03-02 08:00"), at("2026-03-06 17:30")
    later = at("2026-03-13 17:30")
    rung = Rung.parse("80% holder")
    before, after = (rung.moment(vietnam(), Limit.parse("5 wd"), opened, one) for one in (due, later))
    assert (after - before).days == 7


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("80% holder", "đã dùng 80 % thời gian"),
        ("100% head", "đã đến hạn"),
        ("3 wd late province", "đã quá hạn 3 ngày làm việc"),
    ],
)
def test_a_rung_says_what_has_happened(text, words):
    assert Rung.parse(text).in_words() == words


@pytest.mark.parametrize(
    "text", ["", "80 holder", "0% holder", "101% head", "3 late head", "3 cd late head", "80% minister"]
)
def test_what_is_no_rung_is_refused(text):
    with pytest.raises(Invalid, match="Nấc nhắc việc"):
        Rung.parse(text)


def test_a_ladder_is_written_from_its_lowest_rung_on():
    ladder = parse(["80% holder", "100% head", "1 wd late head", "3 wd late province"])
    assert [rung.tells for rung in ladder] == [Told.HOLDER, Told.HEAD, Told.HEAD, Told.PROVINCE]
    with pytest.raises(Invalid, match="không theo thứ tự"):
        parse(["3 wd late province", "80% holder"])
    assert parse([]) == ()
