"""What the kernel says in Vietnamese, in English: the same facts, clause by clause."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils import translation

from motcua.kernel.clock import Effect, Hold, Limit, Policy, Rule, due
from motcua.kernel.position import HOLD_TITLES, PAYMENT, SUPPLEMENT
from motcua.kernel.tests.calendars import at, vietnam
from motcua.web import words

MONDAY = "2026-03-02 10:00"
PAID = Hold(at("2026-03-03 10:00"), at("2026-03-05 09:00"), Effect.SUSPEND, HOLD_TITLES[PAYMENT])


def why(received, limit, *holds, **rule):
    promise = due(vietnam(), at(received), Rule(Limit.parse(limit), **rule), holds)
    assert words.why(promise) == promise.why
    with translation.override("en"):
        return words.why(promise)


@pytest.mark.parametrize(
    ("received", "limit", "told"),
    [
        (
            "2026-02-12 10:00",
            "5 wd",
            "Received 10:00 Thursday 12/02/2026, a limit of 5 working days counted from Friday 13/02; skipped"
            " 14/02–22/02 (Lunar New Year, weekend); due 17:30 Thursday 26/02/2026.",
        ),
        (
            "2025-04-25 15:30",
            "3 wd",
            "Received 15:30 Friday 25/04/2025, a limit of 3 working days counted from Saturday 26/04; skipped 27/04"
            " (weekend); counted Saturday 26/04 (a make-up day); due 17:30 Tuesday 29/04/2025.",
        ),
        (
            "2025-04-29 09:00",
            "1 wd",
            "Received 09:00 Tuesday 29/04/2025, a limit of 1 working day counted from Monday 05/05; skipped 30/04–04/05"
            " (Reunification Day, Labour Day, a day exchanged for 26/04/2025, weekend); due 17:30 Monday 05/05/2025.",
        ),
        (
            "2026-12-29 16:00",
            "30 wd",
            "Received 16:00 Tuesday 29/12/2026, a limit of 30 working days counted from Wednesday 30/12; skipped"
            " 01/01–03/01/2027 (New Year, weekend), 04/02–10/02/2027 (Lunar New Year), 5 weekends; due 17:30"
            " Wednesday 17/02/2027 (the calendar of 2027 is provisional).",
        ),
        (
            "2026-03-07 09:00",
            "2 wh",
            "Received 09:00 Saturday 07/03/2026, a limit of 2 working hours counted from 07:30 Monday 09/03; skipped"
            " 07/03–08/03 (weekend); due 09:30 Monday 09/03/2026.",
        ),
        (
            "2025-01-31 09:00",
            "1 mo",
            "Received 09:00 Friday 31/01/2025, a limit of 1 month counted from Saturday 01/02; due 17:30 Friday"
            " 28/02/2025.",
        ),
    ],
)
def test_a_promise_tells_why(received, limit, told):
    assert why(received, limit) == told


def test_a_same_day_promise_names_its_hour():
    assert why(MONDAY, "1 wd", same_day_until=time(15)) == (
        "Received 10:00 Monday 02/03/2026, a procedure of the same day (received after 15:00: of the next working"
        " day); due 17:30 Monday 02/03/2026."
    )


@pytest.mark.parametrize(
    ("limit", "policy", "left_out"),
    [
        ("5 wd", Policy.END_OF_DAY, "2 working days"),
        ("2 wd", Policy.CLOCK_HOURS, "1 working day 7 working hours"),
        ("5 cd", Policy.END_OF_DAY, "2 days"),
    ],
)
def test_a_pause_is_told_with_what_it_left_out(limit, policy, left_out):
    told = why(MONDAY, limit, PAID, policy=policy)
    assert (
        "paused from 10:00 Tuesday 03/03 to 09:00 Thursday 05/03 (waiting for the applicant to pay); " in told
    )
    assert f"{left_out} of pauses left out; " in told


def test_a_restart_and_an_open_pause_are_told():
    supplemented = Hold(PAID.start, PAID.end, Effect.RESTART, HOLD_TITLES[SUPPLEMENT])
    unpaid = Hold(at("2026-03-06 10:00"), None, Effect.SUSPEND)
    assert why(MONDAY, "5 wd", unpaid, supplemented) == (
        "Received 10:00 Monday 02/03/2026; counted anew from 09:00 Thursday 05/03/2026 (waiting for the applicant's"
        " papers), a limit of 5 working days counted from Friday 06/03; paused from 10:00 Friday 06/03, to be counted"
        " again when the pause ends; skipped 07/03–08/03 (weekend); due 17:30 Thursday 12/03/2026."
    )


def test_spans_and_limits_count_in_english():
    with translation.override("en"):
        assert (words.span(60), words.span(500)) == ("1 working hour", "1 working day")
        assert (words.limit(Limit.parse("1 wd")), words.limit(Limit.parse("15 cd"))) == (
            "1 working day",
            "15 days",
        )
    assert (words.span(500), words.limit(Limit.parse("15 cd"))) == ("1 ngày làm việc", "15 ngày")
