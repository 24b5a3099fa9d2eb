"""What was answered, in rows that people read: for checking before sending, for the desk, for papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from motcua.kernel.forms.fields import Field, Json, Values
from motcua.kernel.forms.groups import Group, List, Place
from motcua.kernel.forms.picks import AFFIRMED, YES_NO
from motcua.kernel.forms.schema import Schema

UNANSWERED = "Không khai"

SAID = (UNANSWERED, AFFIRMED, *(choice.label for choice in YES_NO))
"""What a summary says by itself, where an answer has no words of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as people read it; ``page`` is the number of the page that asks it."""

    name: str
    section: str
    label: str
    text: str
    personal: bool
    page: int


def summary(schema: Schema, values: Values, *, communes: Mapping[str, str] | None = None) -> tuple[Row, ...]:
    """Return the normal answers of a form in its order; ``communes`` are the names by code, of the day."""
    return tuple(
        row
        for page in schema.pages(values)
        for field in page.fields
        for row in _rows(field, values, field.section, page.number, communes or {}, values)
    )


def name_in(schema: Schema, values: Values) -> str:
    """Return the first name of a person in answers, right or wrong: of another than who applies, if there is one."""
    named = [(field, name) for field in schema.fields if (name := _name_of(field, values.get(field.id)))]
    return min(named, key=lambda one: "own" in one[0].flags, default=("", ""))[1]


def _name_of(field: Field, value: Json) -> str:
    if isinstance(value, Mapping):
        return next((name for part in field.fields if (name := _name_of(part, value.get(part.id)))), "")
    return value.strip() if field.type == "name" and isinstance(value, str) else ""


def differing(schema: Schema, before: Values, after: Values) -> tuple[str, ...]:
    """The labels of the answers in which two normal forms differ, those of a group under its label."""
    return tuple(_differing(schema.fields, before, after, ""))


def _differing(fields: tuple[Field, ...], before: Values, after: Values, over: str) -> Iterator[str]:
    for field in fields:
        was, now = before.get(field.id), after.get(field.id)
        if was == now:
            continue
        whole = not isinstance(field.kind, Group) or isinstance(field.kind, List | Place)
        if whole or not (isinstance(was, Mapping) and isinstance(now, Mapping)):
            yield over + field.label
        else:
            yield from _differing(field.fields, was, now, f"{over}{field.label}: ")


def _rows(
    field: Field, siblings: Values, section: str, page: int, communes: Mapping[str, str], answers: Values
) -> Iterator[Row]:
    value = siblings.get(field.id)
    if not field.kind.holds_value or not field.shows(answers, siblings):
        return
    if value is None or not isinstance(field.kind, Group) or isinstance(field.kind, Place):
        text = UNANSWERED if value is None else field.kind.show(field, value, communes)
        yield Row(field.name, section, field.label, text, field.personal, page)
        return
    for title, subs, inner in _groups(field, value):
        for sub in subs:
            yield from _rows(sub, inner, title, page, communes, answers)


def _groups(field: Field, value: Json) -> Iterator[tuple[str, tuple[Field, ...], Values]]:
    if isinstance(field.kind, List):
        for index, row in enumerate(value if isinstance(value, list) else []):
            yield f"{field.label} {index + 1}", field.row(index), row if isinstance(row, Mapping) else {}
    else:
        yield field.label, field.fields, value if isinstance(value, Mapping) else {}
