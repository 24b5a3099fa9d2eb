"""Properties of every form under arbitrary input: never broken, normal forms that stay, pages that add up."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from motcua.kernel.forms import fill, read, summary, validate
from motcua.kernel.tests.example_forms import FORMS

TODAY = date(2026, 11, 24)
COMMUNES = {"18073": "Phường Thành Sen", "18400": "Xã Cẩm Xuyên"}

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from([
        "yes", "no", "male", "female", "mother", "other", "counter", "post", "residence", "Điện thoại",
         "18073",
        "27/3/1990", "1990", "3/1990", "2026-12-01", "31/2/2020", "042190001234", "183456789", "C1234567",
        "0912345678", "hoa@example.vn", "Lê Thị Hồng", "1.500.000", "125,5", "3", "0100047516", " ",
         "a\x00",
    ])
)  # fmt: skip
PARTS = [
    "full_name", "birth_date", "sex", "id_number", "residence", "commune", "detail", "phone", "email",
     "day", "month",
    "year", "0", "1", "title", "copies", "share", "way", "x", "",
]  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(PARTS) | st.text(max_size=5), inner)
    ),
    max_leaves=15,
)


@st.composite
def submissions(draw):
    schema = draw(st.sampled_from(FORMS))
    names = [field.name for field in schema.walk()] + [
        control.name for field in schema.fields for control in field.inputs()
    ]
    raw = draw(st.dictionaries(st.sampled_from(names), ANYTHING, max_size=25))
    return schema, raw | draw(st.dictionaries(st.text(max_size=8), ANYTHING, max_size=1))


@given(submissions(), st.booleans())
@settings(max_examples=150)
def test_whatever_is_sent_is_judged_and_what_is_right_stays_right(submission, partial):
    schema, raw = submission
    checked = validate(schema, raw, today=TODAY, partial=partial, communes=COMMUNES)
    again = validate(schema, checked.values, today=TODAY, partial=partial, communes=COMMUNES)
    assert again.values == checked.values
    assert checked.faults or not again.faults
    assert json.loads(json.dumps(checked.values, allow_nan=False)) == checked.values
    assert all(fault.message and fault.where is not None for fault in checked.faults)
    summary(schema, checked.values)
    filled = fill(schema, checked.values)
    assert validate(schema, filled, today=TODAY, partial=True).values == checked.values


@given(submissions())
@settings(max_examples=80)
def test_the_pages_together_are_the_whole(submission):
    schema, raw = submission
    whole = validate(schema, raw, today=TODAY)
    pages = [validate(schema, raw, today=TODAY, page=page.number) for page in schema.pages()]
    assert {name: value for page in pages for name, value in page.values.items()} == whole.values
    assert {fault for page in pages for fault in page.faults} == set(whole.faults)


@given(submissions())
@settings(max_examples=80)
def test_a_draft_can_always_be_shown_again(submission):
    schema, raw = submission
    shown = fill(schema, read(schema, raw))
    assert all(isinstance(text, str) or all(isinstance(one, str) for one in text) for text in shown.values())


def without_gaps_forbidden(schema):
    """Return a JSON Schema that judges what is there and forgives what is missing."""
    if isinstance(schema, dict):
        return {key: without_gaps_forbidden(part) for key, part in schema.items() if key not in GAPS}
    return [without_gaps_forbidden(part) for part in schema] if isinstance(schema, list) else schema


GAPS = ("required", "allOf", "minItems")
JUDGES = {schema: Draft202012Validator(without_gaps_forbidden(schema.to_json_schema())) for schema in FORMS}


@given(submissions())
@settings(max_examples=100)
def test_what_is_right_fits_the_json_schema_of_the_api(submission):
    schema, raw = submission
    JUDGES[schema].validate(validate(schema, raw, today=TODAY, communes=COMMUNES).values)
