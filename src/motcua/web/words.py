"""How dates, money and numbers are written for people, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language, gettext, gettext_noop

from motcua.kernel.calendar import local
from motcua.kernel.clock import Remaining
from motcua.kernel.terms import MINUTES_A_DAY

WEEKDAYS = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("chủ nhật"),
)


def day(value: date) -> str:
    """A day as ``thứ Ba 24/11/2026``; an instant is taken in Vietnam's time."""
    on = local(value) if isinstance(value, datetime) else value
    return f"{gettext(WEEKDAYS[on.weekday()])} {on:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """An instant in Vietnam's time as ``17:30 thứ Ba 24/11/2026``."""
    return f"{local(value):%H:%M} {day(value)}"


def period(since: datetime, until: datetime) -> str:
    """From when to when, the day told once: ``09:30–09:45 thứ Hai 16/11/2026``."""
    first, last = (f"{local(value):%H:%M}" for value in (since, until))
    if day(since) != day(until):
        return f"{moment(since)} – {moment(until)}"
    return moment(since) if first == last else f"{first}–{moment(until)}"


def left(remaining: Remaining | str) -> str:
    """The working time left as a phrase: ``còn 1 ngày 3 giờ làm việc``; a phrase already made stays."""
    if isinstance(remaining, str):
        return remaining
    if get_language() != "en":
        return remaining.in_words()
    if not remaining.minutes:
        return "just overdue" if remaining.late else "due now"
    days, rest = divmod(remaining.minutes, MINUTES_A_DAY)
    hours, minutes = divmod(rest, 60)
    units = ((days, "day"), (hours, "hour"), (0 if days else minutes, "minute"))
    span = " ".join(f"{count} working {unit}{'s' * (count > 1)}" for count, unit in units if count)
    return f"overdue by {span}" if remaining.late else f"{span} left"


def number(value: int | float) -> str:
    """A figure with its thousands apart: ``1.500.000`` in Vietnamese, ``1,500,000`` in English."""
    text = f"{value:,}"
    return text if get_language() == "en" else text.translate(str.maketrans(",.", ".,"))


def dong(value: int) -> str:
    """An amount of whole đồng: ``1.500.000 đồng``."""
    return gettext("%(amount)s đồng") % {"amount": number(value)}
