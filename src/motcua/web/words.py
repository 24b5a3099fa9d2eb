"""How dates, spans, money and numbers are written for people, in the language of the page."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from motcua.kernel import wording
from motcua.kernel.calendar import local
from motcua.kernel.clock import Due, Limit, Remaining
from motcua.kernel.forms.summary import SAID
from motcua.web import english

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
    return english.left(remaining) if get_language() == "en" else remaining.in_words()


def left_in_brief(remaining: Remaining) -> str:
    """The same for a list, where all time is working time: ``còn 1 ngày 3 giờ``."""
    if get_language() == "en":
        return english.left(remaining).replace("working ", "")
    return remaining.in_words().removesuffix(" làm việc")


def span(minutes: int) -> str:
    """Working minutes as a phrase: ``1 ngày 3 giờ làm việc``."""
    return english.span(minutes) if get_language() == "en" else wording.span(minutes)


def limit(of: Limit) -> str:
    """A time limit as a phrase: ``5 ngày làm việc``."""
    return english.limit(of) if get_language() == "en" else of.in_words()


def why(due: Due) -> str:
    """How a promise came about, in a sentence."""
    return english.why(due) if get_language() == "en" else due.why


_VIETNAMESE = str.maketrans(",.", ".,")


def number(value: int | float | Decimal) -> str:
    """A figure with its thousands apart: ``1.500.000`` in Vietnamese, ``1,500,000`` in English."""
    text = f"{value:,}"
    return text if get_language() == "en" else text.translate(_VIETNAMESE)


def dong(value: int) -> str:
    """An amount of whole đồng: ``1.500.000 đồng``."""
    return gettext("%(amount)s đồng") % {"amount": number(value)}


# --- what is Vietnamese in every language ----------------------------------------------------------------------

_LETTERS = re.compile("[À-ỹĐđ]")
_QUOTED = re.compile("“[^”]*”")


def is_foreign(text: str) -> bool:
    """Whether a text is Vietnamese on a page that is not: of the catalogue, of a person, of a refusal.

    What an English sentence quotes does not make it Vietnamese.
    """
    return get_language() == "en" and bool(_LETTERS.search(_QUOTED.sub("", text)))


def vi(text: str) -> str:
    """A text that is Vietnamese in every language, marked for screen readers where the page is not (WCAG 3.1.2)."""
    return format_html('<span lang="vi">{}</span>', text) if is_foreign(text) else text


def listed(title: str) -> str:
    """A title of a closed set, such as a field of procedures, in the language of the page where somebody said it."""
    return vi(gettext(title))


def answer(text: str) -> str:
    """An answer of a form: what the kernel says for the applicant in the language of the page, all else as it is."""
    return gettext(text) if text in SAID else vi(text)


def lang(text: str) -> SafeString:
    """The attribute of the element that holds such a text and nothing else."""
    return mark_safe(' lang="vi"' if is_foreign(text) else "")  # noqa: S308 - a constant
