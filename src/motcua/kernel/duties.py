"""The small clocks that the law sets beside the limit of a procedure, and QĐ 766's measure of punctuality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from motcua.kernel import ledger, wording
from motcua.kernel.calendar import Calendar, local
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder
from motcua.kernel.terms import Effect, Hold, Limit, Policy, Rule, Unit

ANSWERING = Rule(Limit(8, Unit.WORKING_HOURS))
"""An online submission is answered within 8 working hours (NĐ 45/2020)."""

TRANSFERRING = Rule(Limit(1, Unit.WORKING_DAYS), Policy.CLOCK_HOURS)
"""A received dossier is handed over within the working day (NĐ 61/2018 Đ.18)."""

ASKING = Rule(Limit(3, Unit.WORKING_DAYS))
"""Supplements are asked for within 3 working days from reception (NĐ 61/2018 Đ.19.4)."""

_THREE_IN_THE_AFTERNOON = time(15)


def answer_due(calendar: Calendar, submitted: datetime) -> datetime:
    """The last moment to answer an online submission: 8 working hours after it came in (NĐ 45/2020)."""
    return ledger.due_at(calendar, submitted, ANSWERING, ())


def transfer_due(calendar: Calendar, received: datetime, until: time = _THREE_IN_THE_AFTERNOON) -> datetime:
    """The last moment to hand a received dossier over to who resolves it (NĐ 61/2018 Đ.18.2, 18.3).

    The same day's close, or after 15:00 the next working day's opening. It never moves the procedure's limit.
    """
    here = local(received)
    day = here.date()
    if calendar.is_working(day) and here.time().replace(second=0, microsecond=0) <= until:
        return calendar.close_of(day)
    return calendar.open_of(calendar.nth_working_day(day, 1))


def supplement_alarm(calendar: Calendar, received: datetime) -> datetime:
    """The last moment to ask for supplements: the close of the 3rd working day (NĐ 61/2018 Đ.19.4)."""
    return ledger.due_at(calendar, received, ASKING, ())


def supplement_cutoff(alarm_at: datetime) -> datetime:
    """The last instant that still asks in time, as promises in days are judged: the end of that day (BLDS Đ.148.6)."""
    return ledger.cutoff(ASKING, alarm_at)


def apology_due(calendar: Calendar, due_at: datetime) -> datetime:
    """The last office close at which to apologise and re-date: a working day ahead (NĐ 61/2018 Đ.19.9)."""
    return calendar.close_of(calendar.nth_working_day(local(due_at).date(), -1))


def redate_floor(calendar: Calendar, due_at: datetime) -> datetime:
    """The earliest promise that a re-dating can make: the close of the working day after the old one."""
    return calendar.close_of(calendar.nth_working_day(local(due_at).date(), 1))


def too_late_to_redate(calendar: Calendar, due_at: datetime, at: datetime, redated: int = 0) -> str:
    """Why a promise may not be moved any more, in a sentence; empty while it may (NĐ 61/2018 Đ.19.9).

    That is until a day before it expires, and never twice: ``redated`` says how often it was moved. The day ahead
    is a calendar day, as the article says no more; a due day that became a day off after it was promised expires
    with the next working day (BLDS Đ.148.5).
    """
    if redated:
        return (
            "Hồ sơ này đã hẹn lại một lần; việc hẹn lại ngày trả kết quả không quá một lần"
            " (NĐ 61/2018 Đ.19.9)."
        )
    last = calendar.roll_forward(local(due_at).date())
    if local(at).date() < last:
        return ""
    return (
        "Đã quá lúc được hẹn lại: văn bản xin lỗi phải gửi chậm nhất 01 ngày trước ngày hết hạn"
        f" ({wording.named_day(last)}; NĐ 61/2018 Đ.19.9)."
    )


def check_redate(
    calendar: Calendar,
    due_at: datetime,
    new_due: datetime,
    at: datetime,
    redated: int,
    last: datetime | None = None,
) -> None:
    """Refuse a re-dating that NĐ 61/2018 Đ.19.9 does not allow.

    Raises OutOfOrder when it comes a second time or too late, Invalid when the new date is no later working
    day; later than the promise, and than the ``last`` that was given where a changed calendar has brought it forward.
    """
    if why := too_late_to_redate(calendar, due_at, at, redated):
        raise OutOfOrder(why)
    day, last = local(new_due).date(), last or due_at
    if day <= local(last).date() or not calendar.is_working(day):
        floor = wording.named_day(redate_floor(calendar, last).date())
        message = f"Ngày hẹn mới phải là ngày làm việc, sớm nhất {floor}."
        raise Invalid(message, faults=[Fault("new_due", message)])


@dataclass(frozen=True, slots=True)
class Punctual766:
    """A case as QĐ 766/QĐ-TTg sees it: working minutes taken, supplements left out, against those allowed."""

    on_time: bool
    taken: int
    allowed: int
    supplements: int
    measured_at: datetime


def measure_766(
    calendar: Calendar,
    start: datetime,
    due_at: datetime | None,
    finished_at: datetime | None,
    as_of: datetime,
    supplements: Sequence[Hold],
    legal_max: Limit | None = None,
) -> Punctual766:
    """Measure punctuality by indicator 2.1 of QĐ 766/QĐ-TTg, beside the legal clock and independent of it.

    ``due_at`` is the promise made at reception (NgayHenTra); without one, as for results at once,
    ``legal_max`` counts. A case not finished by ``as_of`` is measured there, one whose applicant never
    answered at the request. The time of supplementing is subtracted, whatever its effect on the legal clock,
    and more than one request makes the case late. Raises ValueError without both ``due_at`` and
    ``legal_max``, CalendarUnknown.
    """
    asked = [hold for hold in supplements if hold.start <= as_of]
    end = _end_766(finished_at, as_of, asked)
    taken = calendar.minutes_between(start, end) - _supplementing(calendar, start, end, asked)
    allowed = calendar.minutes_between(start, _allowed_until(calendar, start, due_at, legal_max))
    return Punctual766(taken <= allowed and len(asked) <= 1, taken, allowed, len(asked), end)


def _end_766(finished_at: datetime | None, as_of: datetime, asked: Sequence[Hold]) -> datetime:
    unanswered = [hold.start for hold in asked if hold.end is None]
    return min([as_of, *unanswered, *([finished_at] if finished_at else [])])


def _supplementing(calendar: Calendar, start: datetime, end: datetime, asked: Sequence[Hold]) -> int:
    before = [hold for hold in asked if hold.start < end]
    spans = [Hold(hold.start, min(hold.end or end, end), Effect.SUSPEND) for hold in before]
    return sum(calendar.minutes_between(*pause) for pause in ledger.pauses(local(start), spans))


def _allowed_until(
    calendar: Calendar, start: datetime, due_at: datetime | None, legal_max: Limit | None
) -> datetime:
    if due_at is not None:
        return due_at
    if legal_max is None:
        raise ValueError("measure_766 needs due_at or legal_max")
    return ledger.due_at(calendar, start, Rule(legal_max, Policy.CLOCK_HOURS), ())
