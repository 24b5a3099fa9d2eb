"""Tags and filters of motcua's templates: ``{% load web %}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from motcua.kernel import codes
from motcua.kernel.clock import Limit, Remaining
from motcua.kernel.forms import Field, Values
from motcua.kernel.forms.fields import Filled
from motcua.kernel.refusals import Fault
from motcua.kernel.states import State
from motcua.web import fields, words
from motcua.web.badges import due, sentence

register = template.Library()

STEP_WORDS = {
    "done": gettext_noop("đã xong"),
    "current": gettext_noop("đang thực hiện"),
    "next": gettext_noop("chưa đến"),
    "stopped": gettext_noop("đã dừng"),
}
STATE_COLOURS = {
    State.REGISTERED: "light-blue",
    State.RECEIVED: "blue",
    State.NOT_RECEIVED: "red",
    State.PROCESSING: "turquoise",
    State.SUPPLEMENT: "yellow",
    State.PAYMENT: "yellow",
    State.WITHDRAWING: "orange",
    State.STOPPED: "grey",
    State.FINISHED: "green",
    State.RETURNED: "green",
}


@register.filter
def day(value: date | None) -> str:
    """``{{ d|day }}``: thứ Ba 24/11/2026; empty for none."""
    return words.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ at|moment }}``: 17:30 thứ Ba 24/11/2026; empty for none."""
    return words.moment(value) if value else ""


@register.simple_tag
def period(since: datetime, until: datetime) -> str:
    """``{% period since until %}``: 09:30–09:45 thứ Ba 24/11/2026."""
    return words.period(since, until)


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
def masked(text: str, revealed: bool = False) -> str:
    """``{{ note|masked:revealed }}``: a free text with the numbers of people hidden, until somebody asks for them."""
    return text if revealed else codes.mask_numbers(text)


@register.simple_tag
def columns(head: Iterable[str], numeric: Iterable[int] | None = None) -> list[dict[str, object]]:
    """``{% columns head numeric as those %}``: the label of each column, and whether it is of figures."""
    figures = set(numeric or ())
    return [{"label": strip_tags(text), "numeric": place in figures} for place, text in enumerate(head)]


@register.filter
def under(row: Iterable[object], those: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """``{% for cell in row|under:those %}``: the cells of a row as table.html wants them, those of its columns.

    A cell is a text, or has one and perhaps ``href`` and ``anchor``; what a template finds in a dict it finds fast.
    """
    return [
        {
            "text": getattr(cell, "text", cell), "href": getattr(cell, "href", ""),
            "anchor": getattr(cell, "anchor", ""), **column,
        }
        for cell, column in zip(row, those, strict=False)
    ]  # fmt: skip


@register.filter
def anchor(fault: Fault) -> str:
    """``#{{ fault|anchor }}``: where on the page the field of a fault stands."""
    return fields.identifier(fault.where)


@register.inclusion_tag("web/components/field.html")
def field(
    asked: Field,
    values: Filled | None = None,
    faults: Sequence[Fault] | None = None,
    communes: Mapping[str, str] | None = None,
    answers: Values | None = None,
    heading: bool = False,
) -> Mapping[str, Any]:
    """``{% field f values faults communes=communes heading=True %}``: a field of a form.

    ``values`` are the inputs by name as the kernel's ``fill`` gives them, ``faults`` those of the whole form,
    ``communes`` the names by code (without them one types the code), ``answers`` the normal answers so far;
    ``heading`` makes the label the page's heading.
    """
    page = fields.Page(values or {}, faults or (), communes or {}, answers)
    return {"field": page.show(asked, heading=heading)}


@register.filter
def step_word(state: str) -> str:
    """``{{ step.state|step_word }}``: the state of a step of the timeline, in a word."""
    return gettext(STEP_WORDS[state])


@register.filter
def up_to(number: int) -> range:
    """``{% for n in 5|up_to %}``: the numbers from 1 to 5."""
    return range(1, number + 1)


@register.filter
def left(remaining: Remaining | str | None) -> str:
    """``{{ remaining|left }}``: the working time left, as the kernel counts it, in the language of the page."""
    return words.left(remaining) if remaining else ""


@register.filter
def limit(of: Limit) -> str:
    """``{{ rule.limit|limit }}``: 5 ngày làm việc."""
    return words.limit(of)


@register.filter
def vi(text: str | None) -> str:
    """``{{ procedure.title|vi }}``: a text that is Vietnamese in every language, marked where the page is not."""
    return words.vi(text) if text else ""


@register.filter
def listed(title: str | None) -> str:
    """``{{ procedure.field|listed }}``: a title of a closed set of the catalogue, translated where it is."""
    return words.listed(title) if title else ""


@register.filter
def answer(text: str | None) -> str:
    """``{{ row.text|answer }}``: an answer as the kernel's summary of a form tells it."""
    return words.answer(text) if text else ""


@register.filter
def lang(text: str | None) -> str:
    """``<option{{ title|lang }}>{{ title }}</option>``: the same as an attribute, where the element holds only that."""
    return words.lang(text) if text else ""


register.filter(sentence)


@register.inclusion_tag("web/components/tag.html")
def state(value: int) -> Mapping[str, str]:
    """``{% state case.state %}``: one of the ten national states of a case, as a coloured tag."""
    known = State(value)
    return {"text": gettext(known.title), "colour": STATE_COLOURS[known]}


register.simple_tag(due)


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str, *, translate: bool = False) -> SafeString:
    """``{% options pairs value %}``: the options of a list, one of them selected.

    A page may hold the same list a hundred times: it is written once, and only the chosen one differs.
    """
    written = _options(tuple(choices), get_language() if translate else "")
    one = format_html('<option value="{}">', chosen)
    return mark_safe(written.replace(one, f"{one[:-1]} selected>", 1))  # noqa: S308 - both were escaped


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], language: str | None) -> str:
    told = ((value, gettext(label) if language and label else label) for value, label in choices)
    return format_html_join("", '<option value="{}">{}</option>', told)
