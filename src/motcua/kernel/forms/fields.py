"""What a form asks: its fields, the choices and conditions on them, the inputs by which a page asks them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, NamedTuple, Protocol, TypeAlias

from motcua.kernel.forms.phrases import is_question, upper_first
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.text import is_blank

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Values: TypeAlias = Mapping[str, Json]
Filled: TypeAlias = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a field offers."""

    value: str
    label: str
    hint: str = ""


class Condition(Protocol):
    """What decides whether something is asked: ``fields`` are those on whose answers it looks.

    ``local``: they stand beside what is asked, within its group; else in the whole form.
    """

    @property
    def fields(self) -> frozenset[str]: ...

    @property
    def local(self) -> bool: ...

    def holds(self, values: Values) -> bool: ...


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one earlier field, in short; ``local`` looks among the fields beside, else in the whole form.

    A field without an answer meets no condition, not even ``not``: where nothing is known, nothing is asked.
    """

    field: str
    values: tuple[str | bool, ...]
    negated: bool = False
    local: bool = False

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, values: Values) -> bool:
        """Return whether the answers given so far fulfil the condition; an open question fulfils none."""
        answer = values.get(self.field)
        if answer is None:
            return False
        answers = answer if isinstance(answer, list) else [answer]
        return any(one in self.values for one in answers) is not self.negated


@dataclass(frozen=True, slots=True)
class Carry:
    """Another field of the form whose answer fills a field that is empty, where the condition holds."""

    field: str
    when: Condition | None = None

    def taken(self, into: Field, answers: Values) -> Json:
        """Return what these normal answers put into a field: of a group the parts that both ask; or None."""
        given = answers.get(self.field) if self.when is None or self.when.holds(answers) else None
        if not isinstance(given, Mapping):
            return given
        return {part.id: given[part.id] for part in into.fields if part.id in given} or None


@dataclass(frozen=True, slots=True)
class Input:
    """One control of a page: all that a template needs to render it.

    ``kind`` is one of text, tel, email, textarea, radios, checkboxes, checkbox, select, commune; ``width`` is
    in characters (0: the whole line); ``suffix`` stands behind the control, such as ``đồng``.
    """

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    width: int = 0
    maxlength: int | None = None
    suffix: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Checking:
    """What a check knows besides an answer; ``answers`` are the normal answers of the form so far."""

    today: date
    partial: bool
    communes: Container[str] | None
    answers: Values


class Outcome(NamedTuple):
    """What a check made of an answer: its one normal form (None: no answer) and what is wrong with it."""

    value: Json
    faults: tuple[Fault, ...] = ()


class Kind:
    """How one type of field reads, checks, shows and asks; there is one object of each kind."""

    name: ClassVar[str]
    options: ClassVar[frozenset[str]] = frozenset()
    holds_value: ClassVar[bool] = True
    personal: ClassVar[bool] = True
    verb: ClassVar[str] = "Nhập"
    autocomplete: ClassVar[str] = "off"

    def check(self, field: Field, raw: Json, checking: Checking) -> Outcome:
        """Return the normal form of an answer, or the one fault it has."""
        if nothing(raw):
            return self.absent(field, checking)
        try:
            return Outcome(self.clean(field, raw, checking))
        except Invalid as refusal:
            return Outcome(None, (Fault(field.name, refusal.message),))

    def absent(self, field: Field, checking: Checking) -> Outcome:
        """Return what a missing answer means: a fault only where it is required and gaps are not allowed."""
        if not field.required or checking.partial:
            return Outcome(None)
        return Outcome(None, (Fault(field.name, field.missing or self.ask(field)),))

    def ask(self, field: Field) -> str:
        """Return the sentence that asks for a missing answer."""
        return f"{'Trả lời' if is_question(field.label) else self.verb} {field.subject}"

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        """Return the normal form of an answer; raises ``Invalid`` with the sentence for its field."""
        raise NotImplementedError

    def read(self, field: Field, raw: Json) -> Json:
        """Return one answer from what a page sent: an input sent once is no list."""
        return raw[0] if isinstance(raw, list) and len(raw) == 1 else raw

    def fill(self, field: Field, value: Json) -> Filled:
        """Return the inputs of a page filled with an answer: the way back of ``read``."""
        return {field.name: str(value)}

    def inputs(self, field: Field) -> tuple[Input, ...]:
        """Return the inputs by which a page asks for the answer."""
        return (Input(field.name, field.label, autocomplete=field.autocomplete),)

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        """Return an answer in its normal form as people read it."""
        return str(value)

    def json_schema(self, field: Field) -> dict[str, Json]:
        """Return the JSON Schema of the normal form."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a form asks, or a group of things (``fields``).

    ``name`` is its path from the top (``mother.full_name``), as faults and inputs name it; ``subject`` names
    it inside a sentence (``họ, chữ đệm, tên của người mẹ``); ``personal`` says that it is personal data.
    """

    id: str
    kind: Kind
    label: str
    name: str
    subject: str
    required: bool = False
    hint: str = ""
    section: str = ""
    page: str = ""
    when: Condition | None = None
    prefill: str = ""
    carry: Carry | None = None
    personal: bool = True
    missing: str = ""
    example: str = ""
    unit: str = ""
    decimals: int = 0
    min: int | float | None = None
    max: int | float | None = None
    earliest: date | None = None
    latest: date | None = None
    max_age: int | None = None
    too_old: str = ""
    pattern: re.Pattern[str] | None = None
    choices: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    flags: frozenset[str] = frozenset()
    autocomplete: str = "off"

    @property
    def type(self) -> str:
        """The type as the procedure file names it."""
        return self.kind.name

    @property
    def title(self) -> str:
        """The subject as a sentence begins with it."""
        return upper_first(self.subject)

    def inputs(self) -> tuple[Input, ...]:
        """Return all inputs of the field in order, those of its sub-fields included."""
        return self.kind.inputs(self)

    def shows(self, answers: Values, siblings: Values) -> bool:
        """Say whether the field is asked, given the normal answers of the form and of its own group."""
        return self.when is None or self.when.holds(siblings if self.when.local else answers)

    def row(self, index: int) -> tuple[Field, ...]:
        """Return the fields of one row of a list, from 0, with the row in their names and subjects."""
        here, place = f"{self.name}.{index}", f" (dòng {index + 1}, {self.subject})"
        return tuple(_moved(sub, self.name, here, place) for sub in self.fields)


def _moved(field: Field, old: str, new: str, place: str) -> Field:
    return replace(
        field,
        name=new + field.name[len(old) :],
        subject=field.subject + place,
        fields=tuple(_moved(sub, old, new, place) for sub in field.fields),
    )


def nothing(raw: Json, depth: int = 6) -> bool:
    """Say whether an answer is no answer: empty, blank, or made of blanks only."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return is_blank(raw)
    if isinstance(raw, Mapping | list) and depth:
        return all(nothing(part, depth - 1) for part in (raw.values() if isinstance(raw, Mapping) else raw))
    return False
