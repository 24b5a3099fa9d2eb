"""Tags and filters of motcua's templates: ``{% load web %}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext, gettext_noop

from motcua.kernel import codes
from motcua.kernel.refusals import Fault
from motcua.web import words

register = template.Library()

STEP_WORDS = {
    "done": gettext_noop("đã xong"),
    "current": gettext_noop("đang thực hiện"),
    "next": gettext_noop("chưa đến"),
    "stopped": gettext_noop("đã dừng"),
}
OPEN_WORDS = {
    "on-time": gettext_noop("Trong hạn"),
    "soon": gettext_noop("Sắp đến hạn"),
    "late": gettext_noop("Quá hạn"),
    "held": gettext_noop("Tạm dừng tính hạn"),
    "none": gettext_noop("Không tính hạn"),
}
DONE_WORDS = {
    "early": gettext_noop("Trước hạn"),
    "on-time": gettext_noop("Đúng hạn"),
    "late": gettext_noop("Trễ hạn"),
    "none": gettext_noop("Không tính hạn"),
}


@register.filter
def day(value: date | None) -> str:
    """``{{ d|day }}``: thứ Ba 24/11/2026; empty for none."""
    return words.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ at|moment }}``: 17:30 thứ Ba 24/11/2026; empty for none."""
    return words.moment(value) if value else ""


@register.filter
def number(value: float | None) -> str:
    """``{{ n|number }}``: 1.500.000; empty for none."""
    return "" if value is None else words.number(value)


@register.filter
def dong(value: int | None) -> str:
    """``{{ amount|dong }}``: 1.500.000 đồng; empty for none."""
    return "" if value is None else words.dong(value)


@register.filter
def identity(value: str | None) -> str:
    """``{{ number|identity }}``: an identity number with its middle hidden."""
    return codes.mask_identity(value) if value else ""


@register.filter
def anchor(fault: Fault) -> str:
    """``#{{ fault|anchor }}``: where on the page the field of a fault stands."""
    return f"field-{fault.where}"


@register.filter
def step_word(state: str) -> str:
    """``{{ step.state|step_word }}``: the state of a step of the timeline, in a word."""
    return gettext(STEP_WORDS[state])


@register.filter
def up_to(number: int) -> range:
    """``{% for n in 5|up_to %}``: the numbers from 1 to 5."""
    return range(1, number + 1)


@register.inclusion_tag("web/components/due_badge.html")
def due(state: str, due_at: datetime | None = None, left: str = "", done: bool = False) -> Mapping[str, Any]:
    """``{% due state due_at left done=False %}``: the badge of a due time.

    Open: ``state`` is on-time, soon, late, held or none. Finished (``done``): early, on-time, late or none.
    ``left`` is the kernel's phrase for the time that remains, ``due_at`` adds the due time itself.
    """
    word = (DONE_WORDS if done else OPEN_WORDS)[state]
    return {"state": state, "word": gettext(word), "left": left, "due_at": due_at}
