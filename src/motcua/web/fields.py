"""What a field of a procedure's form looks like on a page, ready for ``templates/web/fields/``.

The kernel says what a field asks and by which inputs (:mod:`motcua.kernel.forms`); here each gets its
identifier, its value, its errors and its HTML attributes, so that the templates only write them down.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext

from motcua.kernel import forms
from motcua.kernel.forms import Choice, Field, Input, Json, Schema, Values, When
from motcua.kernel.forms.fields import Filled
from motcua.kernel.forms.groups import MOST_ROWS
from motcua.kernel.forms.picks import YES_NO
from motcua.kernel.refusals import Fault

WIDTHS = (2, 3, 4, 5, 10, 20, 30)
INPUT_TYPES = frozenset({"tel", "email"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a control."""

    id: str
    value: str
    label: str
    hint: str
    picked: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One HTML control: an ``input``, ``textarea`` or ``select``, or a set of radio buttons or checkboxes."""

    kind: str
    id: str
    name: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()
    autocomplete: str = ""
    inputmode: str = ""
    width: int = 0
    suffix: str = ""

    @property
    def input_type(self) -> str:
        return self.kind if self.kind in INPUT_TYPES else "text"

    @property
    def is_code(self) -> bool:
        """A code is not spelled: the browser need not underline it."""
        return bool(self.inputmode) or self.kind in INPUT_TYPES


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as its template needs it; ``shape`` names the template, ``parts`` stand inside a group."""

    shape: str
    id: str
    name: str
    label: str
    hint: str
    optional: bool
    errors: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()
    parts: tuple[Shown, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    when_name: str = ""
    when_values: str = ""
    when_negated: bool = False
    heading: bool = False

    @property
    def template(self) -> str:
        return f"web/fields/{self.shape}.html"

    @property
    def described_by(self) -> str:
        """The identifiers of hint and errors, for ``aria-describedby``."""
        parts = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.id}-error"] if self.errors else parts)

    @property
    def control(self) -> Control:
        """The only control of a field that has one."""
        return self.controls[0]


SHAPES = {
    "textarea": "area",
    "radios": "picks",
    "checkboxes": "picks",
    "select": "select",
    "checkbox": "declaration",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What the fields of a page are shown with: what was filled in, what is wrong, the communes by code.

    ``answers`` are the normal answers of the form so far: what they make needless in a group is left out.
    """

    values: Filled = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    communes: Mapping[str, str] = field(default_factory=dict)
    answers: Values | None = None

    def show(self, asked: Field, *, heading: bool = False, needed: bool = False) -> Shown:
        """The view of one field, with all that stands inside it; ``needed``: another part may stand for it."""
        shape, parts, rows = self._inside(asked)
        when = asked.when if isinstance(asked.when, When) else None
        return Shown(
            shape,
            id=identifier(asked.name),
            name=asked.name,
            label=asked.label,
            hint=asked.hint,
            optional=not asked.required and asked.kind.holds_value and not needed,
            errors=tuple(fault.message for fault in self.faults if fault.where == asked.name),
            controls=() if parts or rows else self._controls(asked),
            parts=parts,
            rows=rows,
            when_name=_controller(asked, when) if when else "",
            when_values=json.dumps([_sent(value) for value in when.values]) if when else "",
            when_negated=bool(when and when.negated),
            heading=heading,
        )

    def _inside(self, asked: Field) -> tuple[str, tuple[Shown, ...], tuple[tuple[Shown, ...], ...]]:
        if not asked.kind.holds_value:
            return "note", (), ()
        if asked.type == "list":
            rows = (asked.row(index) for index in range(self._rows(asked)))
            return "list", (), tuple(self._parts(row) for row in rows)
        if asked.fields:
            return "group", self._parts(asked.fields, asked.required and asked.type == "place"), ()
        inputs = asked.inputs()
        return "date" if len(inputs) > 1 else self._shape(inputs[0]), (), ()

    def _parts(self, parts: Sequence[Field], needed: bool = False) -> tuple[Shown, ...]:
        return tuple(self.show(part, needed=needed) for part in parts if self._may_be_asked(part))

    def _may_be_asked(self, part: Field) -> bool:
        """Whether earlier answers ask for a part; a condition inside the group is left to the page."""
        if part.when is None or part.when.local or self.answers is None:
            return True
        return part.shows(self.answers, {})

    def _shape(self, asked: Input) -> str:
        if asked.kind == "commune":
            return "select" if self.communes else "line"
        return SHAPES.get(asked.kind, "line")

    def _rows(self, asked: Field) -> int:
        """Rows to show: those with something in them and an empty one, as far as the list may grow."""
        index = re.compile(re.escape(asked.name) + r"\.(\d+)\.")
        names = [*self.values, *(fault.where for fault in self.faults)]
        used = [int(found[1]) + 1 for name in names if (found := index.match(name))]
        return min(max([*used, int(asked.min or 1) - 1, 0]) + 1, int(asked.max or MOST_ROWS))

    def _controls(self, asked: Field) -> tuple[Control, ...]:
        inputs = asked.inputs()
        return tuple(self._control(one, asked.name if n == 0 else one.name) for n, one in enumerate(inputs))

    def _control(self, asked: Input, named: str) -> Control:
        """The control of an input; the first of a field is identified by the field: its errors lead there."""
        value = self.values.get(asked.name, "")
        choices = asked.choices
        if asked.kind == "commune":
            choices = tuple(Choice(code, name) for code, name in self.communes.items())
        return Control(
            asked.kind,
            id=identifier(named),
            name=asked.name,
            label=gettext(asked.label),
            value=value if isinstance(value, str) else " ".join(value),
            options=tuple(_option(one, n, identifier(named), value) for n, one in enumerate(choices)),
            autocomplete=asked.autocomplete,
            inputmode=asked.inputmode,
            width=next((width for width in WIDTHS if width >= asked.width), 0) if asked.width else 0,
            suffix=asked.suffix,
        )


def typed(request: HttpRequest, schema: Schema | None) -> dict[str, Json]:
    """What was typed into a form's own fields; nothing where there is no form."""
    if schema is None:
        return {}
    known = {field.id for field in schema.fields}
    raw: dict[str, Json] = {
        name: [text.replace("\0", "") for text in texts]
        for name, texts in request.POST.lists()
        if name.partition(".")[0] in known
    }
    return forms.read(schema, raw)


def identifier(name: str) -> str:
    """The HTML identifier of the field of a name; the error summary leads to it."""
    return f"field-{name}"


def _option(choice: Choice, number: int, base: str, value: str | list[str]) -> Option:
    picked = choice.value == value if isinstance(value, str) else choice.value in value
    own = base if number == 0 else f"{base}-{number + 1}"
    label = gettext(choice.label) if choice in YES_NO else choice.label
    return Option(own, choice.value, label, choice.hint, picked)


def _controller(asked: Field, when: When) -> str:
    """The name of the input on which the condition of a field looks."""
    return asked.name[: -len(asked.id)] + when.field if when.local else when.field


def _sent(value: str | bool) -> str:
    """A value as a page sends it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
