"""Kinds of field whose answer is picked: a choice, several, yes or no, a declaration; and notes, to read."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.kernel.forms.fields import Checking, Choice, Field, Filled, Input, Json, Kind, Outcome
from motcua.kernel.forms.phrases import is_question
from motcua.kernel.refusals import Invalid
from motcua.kernel.text import fold

MOST_RADIOS = 8
"""Choices up to which radio buttons are shown; above, a list that opens."""

_YES = frozenset({"yes", "true", "co", "1", "on"})
_NO = frozenset({"no", "false", "khong", "0", "off"})
YES_NO = (Choice("yes", "Có"), Choice("no", "Không"))
AFFIRMED = "Đã xác nhận"


class Pick(Kind):
    """One of the choices."""

    name = "choice"
    options = frozenset({"choices"})
    personal = False
    verb = "Chọn"

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        if raw not in _values(field):
            raise _not_offered(field)
        return raw

    def inputs(self, field: Field) -> tuple[Input, ...]:
        kind = "radios" if len(field.choices) <= MOST_RADIOS else "select"
        return (Input(field.name, field.label, kind, field.autocomplete, choices=field.choices),)

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        return _labels(field).get(str(value), str(value))

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "enum": _values(field)}


class Picks(Kind):
    """Several of the choices, kept once each and in the order of the form."""

    name = "choices"
    options = frozenset({"choices", "min", "max"})
    personal = False
    verb = "Chọn"

    def read(self, field: Field, raw: Json) -> Json:
        return [raw] if isinstance(raw, str) and raw else raw

    def fill(self, field: Field, value: Json) -> Filled:
        return {field.name: [str(one) for one in value] if isinstance(value, list) else [str(value)]}

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        offered = _values(field)
        if not isinstance(raw, list) or any(one not in offered for one in raw):
            raise _not_offered(field)
        picked = [one for one in offered if one in raw]
        if field.min and len(picked) < field.min:
            raise Invalid(f"Chọn ít nhất {int(field.min)} mục ở {field.subject}")
        if field.max and len(picked) > field.max:
            raise Invalid(f"Chọn nhiều nhất {int(field.max)} mục ở {field.subject}")
        return picked

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return (Input(field.name, field.label, "checkboxes", choices=field.choices),)

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        labels = _labels(field)
        return "; ".join(
            labels.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])
        )

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {
            "type": "array",
            "items": {"type": "string", "enum": _values(field)},
            "uniqueItems": True,
            "minItems": int(field.min or 1),
            "maxItems": int(field.max or len(field.choices)),
        }


def _values(field: Field) -> list[Json]:
    return [choice.value for choice in field.choices]


def _labels(field: Field) -> dict[str, str]:
    return {choice.value: choice.label for choice in field.choices}


def _not_offered(field: Field) -> Invalid:
    return Invalid(f"{field.title}: chọn trong các mục đã cho")


class YesNo(Kind):
    """Yes or no, kept as a boolean; a page sends ``yes`` or ``no``."""

    name = "yes-no"
    personal = False

    def ask(self, field: Field) -> str:
        about = field.subject if is_question(field.label) else f"mục “{field.label}”"
        return f"Chọn “Có” hoặc “Không” cho {about}"

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        if isinstance(raw, bool):
            return raw
        word = fold(raw) if isinstance(raw, str) else ""
        if word not in _YES | _NO:
            raise Invalid(self.ask(field))
        return word in _YES

    def fill(self, field: Field, value: Json) -> Filled:
        return {field.name: {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)}

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return (Input(field.name, field.label, "radios", choices=YES_NO),)

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        return YES_NO[0 if value else 1].label

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {"type": "boolean"}


class Declaration(YesNo):
    """A statement that the applicant must affirm, such as that what is declared is true; kept as true."""

    name = "declaration"

    def ask(self, field: Field) -> str:
        return f"Đánh dấu vào ô để xác nhận: {field.label}"

    def check(self, field: Field, raw: Json, checking: Checking) -> Outcome:
        found = super().check(field, raw, checking)
        return self.absent(field, checking) if found.value is False else found

    def fill(self, field: Field, value: Json) -> Filled:
        ticked = value is True or (isinstance(value, str) and fold(value) in _YES)
        return {field.name: "yes"} if ticked else {}

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return (Input(field.name, field.label, "checkbox", choices=(Choice("yes", field.label),)),)

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        return AFFIRMED

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {"const": True}


class Note(Kind):
    """A text to read; it asks nothing and holds no answer."""

    name = "note"
    holds_value = False
    personal = False

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return ()
