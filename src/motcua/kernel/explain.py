"""Why a due date is what it is: the days that were skipped, and one sentence that anybody can check.

The facts stand by themselves, so that pages in another language tell them too (``motcua.web.english``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from motcua.kernel import wording
from motcua.kernel.calendar import Calendar, local
from motcua.kernel.ledger import begin_of, cutoff, last_day, pauses
from motcua.kernel.terms import Effect, Hold, Rule, Unit

_ONE_DAY = timedelta(days=1)


class Explanation:
    """The reasons of one due date; built only when somebody asks.

    ``start`` is the reception, ``begin`` the instant from which the count that held ran.
    """

    def __init__(
        self, calendar: Calendar, start: datetime, rule: Rule, holds: Sequence[Hold], due: datetime
    ) -> None:
        self.calendar = calendar
        self.start = local(start)
        self.begin = begin_of(calendar, start, rule, holds)
        self.rule = rule
        self.holds = sorted(holds, key=lambda hold: hold.start)
        self.due = due

    def skipped(self) -> tuple[tuple[date, str], ...]:
        """The days off that moved the due date, with their names.

        For limits in working time all on the way; for calendar days and months only those at the end.
        """
        return self.calendar.off_days(self._first_skippable(), self.due.date())

    def provisional(self) -> tuple[int, ...]:
        """The years on the way whose official calendar is still awaited."""
        return tuple(year for year in self.calendar.provisional if self.begin.year <= year <= self.due.year)

    def made_up(self) -> tuple[date, ...]:
        """The days off that were worked, and counted."""
        if self.rule.limit.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            return ()
        first, last = self._first_skippable(), self.due.date()
        return tuple(day for day in sorted(self.calendar.work) if first <= day <= last)

    def counted_from(self) -> date | datetime:
        """The first day of the count, or its first instant where it runs by the minute."""
        day = self.begin.date()
        if self.rule.by_the_minute:
            return self.calendar.next_open(self.begin)
        if self.rule.limit.unit is Unit.WORKING_DAYS:
            return self.calendar.nth_working_day(day, 1)
        return day + _ONE_DAY

    def restart_reason(self) -> str:
        """Why the count began anew; empty when it did not, or nobody said."""
        restarts = (hold for hold in self.holds if hold.effect is Effect.RESTART and hold.end == self.begin)
        return next((hold.reason for hold in restarts if hold.reason), "")

    def suspensions(self) -> list[Hold]:
        """The holds that left time out: after the beginning of the count, before it ran out."""
        last = cutoff(self.rule, self.due)
        held = [hold for hold in self.holds if hold.effect is Effect.SUSPEND and hold.start <= last]
        return [hold for hold in held if hold.end is None or hold.end > self.begin]

    def left_out(self) -> int:
        """How much the holds left out: working minutes where the count runs by the minute, else days of its kind."""
        last = cutoff(self.rule, self.due)
        held = [pause for pause in pauses(self.begin, self.holds) if pause[0] <= last]
        if self.rule.by_the_minute:
            return sum(self.calendar.minutes_between(*pause) for pause in held)
        days = [(since.date(), until.date()) for since, until in held]
        if self.rule.limit.unit is Unit.WORKING_DAYS:
            return sum(self.calendar.working_days_between(*span) for span in days)
        return sum((until - since).days for since, until in days)

    def sentence(self) -> str:
        """One Vietnamese sentence: start, limit, holds, skipped days, due."""
        return "; ".join(self._clauses()) + "."

    def _first_skippable(self) -> date:
        if self.rule.limit.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            return last_day(self.calendar, self.begin, self.rule, self.holds)
        return self.begin.date() + (_ONE_DAY if self.calendar.is_working(self.begin.date()) else timedelta())

    def _clauses(self) -> Iterator[str]:
        year = self.begin.year
        yield f"Nhận {wording.named_moment(self.start)}" + self._limit_unless_restarted()
        if self.begin != self.start:
            anew = wording.named_moment(self.begin) + _in_brackets(self.restart_reason())
            yield f"tính lại từ đầu từ {anew}, {self._limit()}"
        yield from (self._pause(hold) for hold in self.suspensions())
        if left_out := self.left_out():
            yield f"không tính {self._span(left_out)} tạm dừng"
        if skipped := self.skipped():
            yield f"bỏ qua {wording.grouped(skipped, year)}"
        if made_up := [(day, f"{wording.weekday(day)} làm bù") for day in self.made_up()]:
            yield f"tính cả {wording.grouped(made_up, year)}"
        yield f"hạn {wording.named_moment(self.due)}" + self._provisos()

    def _limit_unless_restarted(self) -> str:
        return f", {self._limit()}" if self.begin == self.start else ""

    def _limit(self) -> str:
        if self.rule.same_day_until is not None:
            until = f"{self.rule.same_day_until:%H:%M}"
            return f"thủ tục giải quyết trong ngày (nhận sau {until} thì trong ngày làm việc tiếp theo)"
        return f"thời hạn {self.rule.limit.in_words()} tính từ {self._counted_from()}"

    def _counted_from(self) -> str:
        first, year = self.counted_from(), self.begin.year
        if isinstance(first, datetime):
            return wording.named_moment(first, year)
        return wording.named_day(first, year)

    def _pause(self, hold: Hold) -> str:
        reason = _in_brackets(hold.reason)
        since = wording.named_moment(hold.start, self.begin.year)
        if hold.end is None:
            return f"đang tạm dừng từ {since}{reason}, hạn sẽ tính lại khi hết tạm dừng"
        return f"tạm dừng từ {since} đến {wording.named_moment(hold.end, self.begin.year)}{reason}"

    def _span(self, left_out: int) -> str:
        if self.rule.by_the_minute:
            return wording.span(left_out)
        return (
            f"{left_out} ngày làm việc" if self.rule.limit.unit is Unit.WORKING_DAYS else f"{left_out} ngày"
        )

    def _provisos(self) -> str:
        return "".join(f" (lịch năm {year} là tạm tính, chờ quyết định)" for year in self.provisional())


def _in_brackets(reason: str) -> str:
    return f" ({reason})" if reason else ""
