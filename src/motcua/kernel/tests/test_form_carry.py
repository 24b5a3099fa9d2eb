"""Nobody types twice what the form knows already: a field filled from another, under a condition."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.kernel.forms import Schema, carried, fill, validate
from motcua.kernel.refusals import Invalid

TODAY = date(2026, 11, 16)
RELATION = {"id": "relation", "label": "Quan hệ", "type": "choice", "choices": ["mother", "other"]}
APPLICANT = {"id": "applicant", "label": "Người yêu cầu", "type": "person", "ask": ["full_name", "phone"]}
MOTHER = {
    "id": "mother", "label": "Người mẹ", "type": "person", "required": True, "ask": ["full_name", "birth_date"],
    "prefill": {"field": "applicant", "when": {"field": "relation", "is": "mother"}},
}  # fmt: skip
FORM = Schema.parse([RELATION, APPLICANT, MOTHER])
HOA = {"full_name": "Nguyễn Thị Hoa", "phone": "0912000123"}


def test_a_mother_who_applies_is_not_asked_her_name_again():
    filled = carried(FORM, {"relation": "mother", "applicant": HOA}, today=TODAY)
    assert filled["mother"] == {"full_name": "Nguyễn Thị Hoa"}


def test_who_is_not_the_mother_fills_nothing_in():
    values = {"relation": "other", "applicant": HOA}
    assert carried(FORM, values, today=TODAY) == values


def test_what_was_typed_stays_and_only_gaps_are_filled():
    typed = {"full_name": " ", "birth_date": "1992-03-08"}
    values = {"relation": "mother", "applicant": HOA, "mother": typed}
    assert carried(FORM, values, today=TODAY)["mother"] == {**typed, "full_name": "Nguyễn Thị Hoa"}
    values["mother"] = {"full_name": "Lê Thị Lan"}
    assert carried(FORM, values, today=TODAY)["mother"] == {"full_name": "Lê Thị Lan"}


def test_a_wrong_answer_is_not_carried_on():
    wrong = {"relation": "mother", "applicant": {"full_name": "H0a"}}
    assert carried(FORM, wrong, today=TODAY) == wrong


@pytest.mark.parametrize(
    ("prefill", "where"),
    [
        ({"when": {"field": "relation", "is": "mother"}}, "form[2].prefill"),
        ({"field": "aplicant"}, "form[2].prefill.field"),
        ({"field": "relation"}, "form[2].prefill.field"),
        ({"field": "applicant", "when": {"field": "kin", "is": "mother"}}, "form[2].prefill.when.field"),
        ({"field": "applicant", "when": {"field": "relation", "is": "aunt"}}, "form[2].prefill.when.is"),
    ],
)
def test_the_field_and_the_answer_named_must_exist(prefill, where):
    with pytest.raises(Invalid) as refusal:
        Schema.parse([RELATION, APPLICANT, {**MOTHER, "prefill": prefill}])
    assert [fault.where for fault in refusal.value.faults] == [where]


CHILD = Schema.parse(
    [
        {"id": "child", "label": "Trẻ", "type": "person", "required": True, "max_age": 16,
         "too_old": "Làm thủ tục cho người lớn.", "ask": ["birth_date", "ethnicity", "nationality"],
         "must": ["ethnicity", "nationality"]},
        {"id": "home", "label": "Quê quán", "type": "place", "brief": True, "required": True},
        {"id": "pledge", "label": "Tôi cam đoan", "type": "declaration", "required": True},
    ]
)  # fmt: skip
AN = {"birth_date": "2010-11-17", "ethnicity": "Kinh", "nationality": "Việt Nam"}


def told(**answers):
    whole = {"child": AN, "home": {"detail": "Xã Nghi Lộc, Nghệ An"}, "pledge": True} | answers
    return {fault.where: fault.message for fault in validate(CHILD, whole, today=TODAY).faults}


@pytest.mark.parametrize(
    ("part", "given", "message"),
    [
        ("birth_date", "1950-01-01", "Làm thủ tục cho người lớn."),
        ("birth_date", "2010-11-16", "Làm thủ tục cho người lớn."),
        ("ethnicity", "😀", "Dân tộc của trẻ: chọn trong các mục đã cho"),
        ("ethnicity", "", "Chọn dân tộc của trẻ"),
        ("nationality", "😀", "Quốc tịch của trẻ chỉ gồm chữ cái và dấu cách, ví dụ Việt Nam"),
        ("nationality", "", "Nhập quốc tịch của trẻ"),
    ],
)
def test_a_child_is_under_sixteen_and_of_a_people_and_a_nation(part, given, message):
    assert told() == {}
    assert told(child={**AN, part: given}) == {f"child.{part}": message}


def test_a_tick_stays_when_something_else_is_wrong():
    assert fill(CHILD, {"pledge": "yes"}) == fill(CHILD, {"pledge": True}) == {"pledge": "yes"}
    assert fill(CHILD, {"pledge": "no"}) == {}
