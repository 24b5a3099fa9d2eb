"""The one validator of a form, for pages, the API and imports."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from motcua.kernel.forms.fields import Checking, Filled, Json, Values, nothing
from motcua.kernel.forms.groups import check_fields, fill_fields, read_fields
from motcua.kernel.forms.schema import Schema
from motcua.kernel.refusals import Fault, Invalid

DEEPEST_NAME = 6
"""Parts of an input's name that are taken apart: ``partners.0.birth_date.day`` has four."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the answers that are right, each in its one normal form, and what is wrong."""

    values: dict[str, Json]
    faults: tuple[Fault, ...]

    def raise_if_faulty(self) -> None:
        """Raise ``Invalid`` with the faults in the order of the form, if there are any."""
        if self.faults:
            raise Invalid(f"Có {len(self.faults)} chỗ cần sửa", faults=self.faults)


def read(schema: Schema, raw: Json | Values) -> dict[str, Json]:
    """Return answers as one shape, whether they came from a page (``mother.birth_date.day``) or as JSON.

    Nothing is judged here: the result is what a draft keeps, ``fill`` shows again and ``validate`` checks.
    Raises ``Invalid`` when the whole is no object.
    """
    if not isinstance(raw, Mapping):
        raise Invalid("Nội dung biểu mẫu phải là một đối tượng gồm các mục của biểu mẫu")
    return read_fields(schema.fields, _nested(raw))


def fill(schema: Schema, values: Values) -> Filled:
    """Return the inputs of the pages filled with answers, right or wrong: the way back of ``read``."""
    return fill_fields(schema.fields, values)


def carried(schema: Schema, values: Values, *, today: date) -> dict[str, Json]:
    """Return answers with what is empty in them filled from others (``prefill: {field: ...}``), part by part."""
    found = dict(values)
    answers = validate(schema, values, today=today, partial=True).values
    for field in schema.shown(answers):
        taken = field.carry.taken(field, answers) if field.carry else None
        if taken is not None:
            found[field.id] = _completed(found.get(field.id), taken)
    return found


def _completed(given: Json, taken: Json) -> Json:
    if not isinstance(taken, Mapping) or not isinstance(given, Mapping):
        return taken if nothing(given) else given
    return {**taken, **{key: _completed(value, taken.get(key)) for key, value in given.items()}}


def merge(schema: Schema, draft: Values, raw: Values, page: int) -> dict[str, Json]:
    """Return a draft in which what one page sent replaces all answers of that page."""
    here = _ids(schema, page)
    return {name: value for name, value in draft.items() if name not in here} | read(schema, raw)


def validate(
    schema: Schema,
    raw: Json | Values,
    *,
    today: date,
    partial: bool = False,
    page: int | None = None,
    communes: Container[str] | None = None,
) -> Checked:
    """Check answers as ``read`` takes them: all, or those of one page in the light of the others.

    ``partial`` allows gaps, not wrong answers; ``today`` is the local day; ``communes`` are the codes of that
    day, unchecked when None. Answers to what is not asked are dropped, those to what is unknown refused.
    """
    found = check_fields(schema.fields, read(schema, raw), Checking(today, partial, communes, {}), "")
    checked = cast(dict[str, Json], found.value)
    if page is None:
        return Checked(checked, found.faults)
    here = _ids(schema, page)
    there = {field.id for field in schema.fields} - here
    return Checked(
        {name: value for name, value in checked.items() if name in here},
        tuple(fault for fault in found.faults if fault.where.partition(".")[0] not in there),
    )


def _ids(schema: Schema, number: int) -> set[str]:
    page = schema.page(number)
    return {field.id for field in page.fields} if page else set()


def _nested(raw: Values) -> dict[str, Json]:
    plain = {key: value for key, value in raw.items() if "." not in key}
    taken: dict[str, Json] = {}
    for key, value in raw.items():
        path = key.split(".", DEEPEST_NAME - 1)
        if len(path) > 1 and not (path[0] not in plain and _place(taken, path, value)):
            plain[key] = value
    return plain | taken


def _place(whole: dict[str, Json], path: list[str], value: Json) -> bool:
    *above, last = path
    for part in above:
        inner = whole.setdefault(part, {})
        if not isinstance(inner, dict):
            return False
        whole = inner
    if last in whole or isinstance(value, Mapping):
        return False
    whole[last] = value
    return True
