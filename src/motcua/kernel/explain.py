"""Why a due date is what it is: the days that were skipped, and one sentence that anybody can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from motcua.kernel import wording
from motcua.kernel.calendar import Calendar
from motcua.kernel.ledger import begin_of, cutoff, last_day, pauses
from motcua.kernel.terms import Effect, Hold, Rule, Unit

_ONE_DAY = timedelta(days=1)


class Explanation:
    """The reasons of one due date; built only when somebody asks."""

    def __init__(
        self, calendar: Calendar, start: datetime, rule: Rule, holds: Sequence[Hold], due: datetime
    ) -> None:
        self.calendar = calendar
        self.start = begin_of(start, ())
        self.begin = begin_of(start, holds)
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
            anew = wording.named_moment(self.begin) + self._restart_reason()
            yield f"tính lại từ đầu từ {anew}, {self._limit()}"
        yield from (self._pause(hold) for hold in self._told(Effect.SUSPEND))
        if left_out := self._left_out():
            yield f"không tính {left_out} tạm dừng"
        if skipped := self.skipped():
            yield f"bỏ qua {wording.grouped(skipped, year)}"
        if made_up := self._made_up():
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
        year, day = self.begin.year, self.begin.date()
        if self.rule.by_the_minute:
            return wording.named_moment(self.calendar.next_open(self.begin), year)
        if self.rule.limit.unit is Unit.WORKING_DAYS:
            return wording.named_day(self.calendar.nth_working_day(day, 1), year)
        return wording.named_day(day + _ONE_DAY, year)

    def _restart_reason(self) -> str:
        restarts = (hold for hold in self.holds if hold.effect is Effect.RESTART and hold.end == self.begin)
        return next((f" ({hold.reason})" for hold in restarts if hold.reason), "")

    def _told(self, effect: Effect) -> list[Hold]:
        """The holds of this effect that touch the count: after its beginning, before it ran out."""
        last = cutoff(self.rule, self.due)
        held = [hold for hold in self.holds if hold.effect is effect and hold.start <= last]
        return [hold for hold in held if hold.end is None or hold.end > self.begin]

    def _pause(self, hold: Hold) -> str:
        reason = f" ({hold.reason})" if hold.reason else ""
        since = wording.named_moment(hold.start, self.begin.year)
        if hold.end is None:
            return f"đang tạm dừng từ {since}{reason}, hạn sẽ tính lại khi hết tạm dừng"
        return f"tạm dừng từ {since} đến {wording.named_moment(hold.end, self.begin.year)}{reason}"

    def _left_out(self) -> str:
        last = cutoff(self.rule, self.due)
        held = [pause for pause in pauses(self.begin, self.holds) if pause[0] <= last]
        if self.rule.by_the_minute:
            minutes = sum(self.calendar.minutes_between(*pause) for pause in held)
            return wording.span(minutes) if minutes else ""
        days = [(since.date(), until.date()) for since, until in held]
        if self.rule.limit.unit is Unit.WORKING_DAYS:
            count = sum(self.calendar.working_days_between(*span) for span in days)
            return f"{count} ngày làm việc" if count else ""
        count = sum((until - since).days for since, until in days)
        return f"{count} ngày" if count else ""

    def _made_up(self) -> list[tuple[date, str]]:
        if self.rule.limit.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            return []
        first, last = self._first_skippable(), self.due.date()
        days = (day for day in self.calendar.work if first <= day <= last)
        return [(day, f"{wording.weekday(day)} làm bù") for day in sorted(days)]

    def _provisos(self) -> str:
        return "".join(f" (lịch năm {year} là tạm tính, chờ quyết định)" for year in self.provisional())
