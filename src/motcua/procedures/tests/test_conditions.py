"""Conditions in JsonLogic: the public vectors, the form's types, open questions, and what they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from datalogic_py import Engine, apply
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.forms import Schema
from motcua.kernel.forms.fields import When
from motcua.procedures import conditions

VECTORS = Path(__file__).parent / "vectors" / "jsonlogic.json"
FORM = Schema.parse(
    [
        {"id": "adjoining", "label": "Có công trình liền kề không?", "type": "yes-no"},
        {"id": "right", "label": "Đất của ai?", "type": "choice",
         "choices": [{"value": "own", "label": "Của tôi"}, {"value": "rent", "label": "Đi thuê"}]},
        {"id": "uses", "label": "Dùng làm gì?", "type": "choices",
         "choices": [{"value": "shop", "label": "Cửa hàng"}, {"value": "home", "label": "Nhà ở"}]},
        {"id": "storeys", "label": "Số tầng", "type": "number", "min": 1, "max": 30, "unit": "tầng"},
        {"id": "cellars", "label": "Số tầng hầm", "type": "number", "min": 0, "max": 5},
        {"id": "begun", "label": "Ngày khởi công", "type": "date"},
        {"id": "owner", "label": "Chủ hộ", "type": "person", "ask": ["full_name", "birth_date"]},
        {"id": "note", "label": "Lưu ý", "type": "note"},
        {"id": "children", "label": "Các con", "type": "list", "max": 5,
         "fields": [{"id": "age", "label": "Tuổi", "type": "number"}, {"id": "name", "label": "Tên", "type": "text"}]},
    ]
)  # fmt: skip
KNOWN = {one.id: one for one in FORM.fields}


def rule(logic) -> conditions.Rule:
    found, faults = conditions.parse(logic, KNOWN, "when")
    assert found is not None, faults
    return found


def holds(logic, **answers) -> bool:
    return rule(logic).holds(answers)


# --- the language --------------------------------------------------------------------------------------------


def vectors() -> list:
    return [one for one in json.loads(VECTORS.read_text(encoding="utf-8")) if isinstance(one, dict)]


@pytest.mark.parametrize("vector", vectors(), ids=lambda one: one["description"])
def test_the_public_vectors_of_jsonlogic_hold(vector):
    assert Engine().compile(json.dumps(vector["rule"])).evaluate(vector.get("data")) == vector["result"]


def test_the_vectors_are_all_there():
    assert len(vectors()) > 270


# --- what is asked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("logic", "answers", "expected"),
    [
        ({"==": [{"var": "adjoining"}, True]}, {"adjoining": True}, True),
        ({"==": [{"var": "adjoining"}, True]}, {"adjoining": False}, False),
        ({"var": "adjoining"}, {"adjoining": True}, True),
        ({"!": {"var": "adjoining"}}, {"adjoining": False}, True),
        ({">=": [{"var": "storeys"}, 3]}, {"storeys": 3}, True),
        ({"<": [3, {"var": "storeys"}]}, {"storeys": 4}, True),
        ({">": [{"+": [{"var": "storeys"}, {"var": "cellars"}]}, 7]}, {"storeys": 6, "cellars": 2}, True),
        ({"in": [{"var": "right"}, ["own", "rent"]]}, {"right": "rent"}, True),
        ({"in": ["shop", {"var": "uses"}]}, {"uses": ["home", "shop"]}, True),
        ({"!": {"in": ["shop", {"var": "uses"}]}}, {"uses": ["home"]}, True),
        ({"<": [{"var": "begun"}, "2026-03-01"]}, {"begun": "2026-02-28"}, True),
        ({"<": [{"var": "owner.birth_date"}, "2008-01-01"]}, {"owner": {"birth_date": "1990-05-02"}}, True),
        (
            {"some": [{"var": "children"}, {"<": [{"var": "age"}, 6]}]},
            {"children": [{"age": 9}, {"age": 4}]},
            True,
        ),
        (
            {"all": [{"var": "children"}, {"<": [{"var": "age"}, 6]}]},
            {"children": [{"age": 9}, {"age": 4}]},
            False,
        ),
        ({"!!": {"var": "begun"}}, {"begun": "2026-02-28"}, True),
        ({"!": {"!!": {"var": "begun"}}}, {}, True),
    ],
)
def test_a_condition_holds_as_it_reads(logic, answers, expected):
    assert holds(logic, **answers) is expected


@pytest.mark.parametrize(
    "logic",
    [
        {"==": [{"var": "adjoining"}, True]},
        {"!=": [{"var": "adjoining"}, True]},
        {"<": [{"var": "storeys"}, 3]},
        {"!": {"<": [{"var": "storeys"}, 3]}},
        {"!": {"in": ["shop", {"var": "uses"}]}},
        {"!": {"var": "adjoining"}},
        {"!": {"some": [{"var": "children"}, {"<": [{"var": "age"}, 6]}]}},
        {">": [{"+": [{"var": "storeys"}, {"var": "cellars"}]}, -1]},
        {"!=": [{"var": "owner.full_name"}, "Hoa"]},
    ],
)
def test_an_open_question_meets_no_comparison_and_not_its_opposite(logic):
    assert not holds(logic)
    assert not holds(logic, storeys=None, adjoining=None)


def test_one_open_question_does_not_close_the_other_way_of_an_or():
    logic = {"or": [{">": [{"var": "storeys"}, 7]}, {"==": [{"var": "adjoining"}, True]}]}
    assert holds(logic, adjoining=True)


@pytest.mark.parametrize(
    ("logic", "said"),
    [
        ({"==": [{"var": "nobody"}, True]}, "không có trường “nobody”"),
        ({"==": [{"var": "owner.shoes"}, "x"]}, "không có trường “owner.shoes”"),
        ({"==": [{"var": "note"}, "x"]}, "không có trường “note”"),
        ({"==": [{"var": "storeys"}, "3"]}, "Không so sánh được số với chữ"),
        ({"<": [{"var": "right"}, "own"]}, "Không so sánh được chữ với chữ"),
        ({"<": [{"var": "begun"}, 3]}, "Không so sánh được ngày với số"),
        ({"==": [{"var": "right"}, "stolen"]}, "không phải câu trả lời của “Đất của ai?”"),
        ({"in": [{"var": "right"}, ["own", "stolen"]]}, "không phải câu trả lời"),
        ({"like": [{"var": "right"}, "own"]}, "Không có phép “like”"),
        ({"reduce": [{"var": "children"}, 1, 0]}, "Không có phép “reduce”"),
        ({"==": [{"var": "storeys"}, 3], "!": 1}, "đúng một tên phép"),
        ({"==": [{"var": "storeys"}]}, "có đúng hai vế"),
        ({"==": [1, 1]}, "không nhắc đến trường nào"),
        ({"+": [{"var": "storeys"}, 1]}, "phải là một phép so sánh"),
        ({"and": []}, "Mọi vế của “and”"),
        ({"and": [{"var": "storeys"}]}, "Mọi vế của “and”"),
        ({"!!": [{"==": [{"var": "storeys"}, 3]}]}, "đã được trả lời chưa"),
        ({"var": ["storeys", 3]}, "không có giá trị thay thế"),
        ({"some": [{"var": "storeys"}, {"==": [{"var": "age"}, 1]}]}, "phải là một danh sách"),
        ({"some": [{"var": "children"}, {"==": [{"var": "storeys"}, 1]}]}, "không có trường “storeys”"),
        ({"==": [{"var": "children"}, "x"]}, "Không so sánh được danh sách"),
        ("adjoining", "phải là một phép so sánh"),
        (None, "không dùng được"),
        ({"==": [{"var": "storeys"}, None]}, "“None” không dùng được"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_says_where(logic, said):
    found, faults = conditions.parse(logic, KNOWN, "papers[2].when")
    assert found is None
    assert any(said in fault.message and fault.where.startswith("papers[2].when") for fault in faults), faults


def test_a_rule_too_deep_is_refused():
    logic = {"==": [{"var": "adjoining"}, True]}
    for _ in range(20):
        logic = {"!": logic}
    assert "lồng quá" in conditions.parse(logic, KNOWN, "when")[1][0].message


@pytest.mark.parametrize(
    ("logic", "words"),
    [
        ({"and": [{"==": [{"var": "adjoining"}, True]}, {">=": [{"var": "storeys"}, 3]}]},
         "“Có công trình liền kề không?” là Có và “Số tầng” từ 3 tầng trở lên"),
        ({"or": [{"<": [3, {"var": "storeys"}]}, {"!=": [{"var": "right"}, "own"]}]},
         "“Số tầng” trên 3 tầng hoặc “Đất của ai?” không phải là “Của tôi”"),
        ({"in": ["shop", {"var": "uses"}]}, "“Dùng làm gì?” thuộc “Cửa hàng”"),
        ({"<": [{"var": "begun"}, "2026-03-01"]}, "“Ngày khởi công” dưới 01/03/2026"),
        ({"some": [{"var": "children"}, {"<": [{"var": "age"}, 6]}]}, "có dòng của “Các con” mà “Tuổi” dưới 6"),
        ({"!": {"var": "adjoining"}}, "không phải (“Có công trình liền kề không?” là Có)"),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_vietnamese(logic, words):
    assert rule(logic).words == words


# --- properties ----------------------------------------------------------------------------------------------

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "adjoining": st.booleans() | st.none(),
        "right": st.sampled_from(["own", "rent"]) | st.none(),
        "uses": st.lists(st.sampled_from(["shop", "home"]), unique=True) | st.none(),
        "storeys": st.integers(1, 30) | st.none(),
        "cellars": st.integers(0, 5) | st.none(),
        "begun": st.dates().map(str) | st.none(),
    },
)
COMPARISONS = st.one_of(
    st.builds(
        lambda one, value: {one: [{"var": "adjoining"}, value]}, st.sampled_from(["==", "!="]), st.booleans()
    ),
    st.builds(
        lambda one, value: {one: [{"var": "right"}, value]},
        st.sampled_from(["==", "!=", "===", "!=="]),
        st.sampled_from(["own", "rent"]),
    ),
    st.builds(
        lambda one, value: {one: [{"var": "storeys"}, value]},
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.integers(0, 31),
    ),
    st.builds(lambda value: {"in": [value, {"var": "uses"}]}, st.sampled_from(["shop", "home"])),
    st.builds(lambda value: {"<": [{"var": "begun"}, str(value)]}, st.dates()),
)
RULES = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds(lambda one: {"!": one}, inner),
        st.builds(
            lambda how, parts: {how: parts},
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
    ),
    max_leaves=6,
)  # fmt: skip


@given(st.sampled_from(["own", "rent"]), st.booleans(), ANSWERS)
def test_the_short_form_is_its_jsonlogic(value, negated, answers):
    short = When("right", (value,), negated=negated)
    assert short.holds(answers) is rule(conditions.sugar("right", (value,), negated=negated)).holds(answers)


@given(RULES, ANSWERS)
def test_a_condition_and_its_opposite_never_both_hold(logic, answers):
    assert not (rule(logic).holds(answers) and rule({"!": logic}).holds(answers))


@given(RULES, ANSWERS)
def test_with_every_question_answered_one_of_both_holds(logic, answers):
    whole = {"adjoining": True, "right": "own", "uses": ["shop"], "storeys": 3, "begun": "2026-01-01"}
    whole |= {name: value for name, value in answers.items() if value is not None}
    assert rule(logic).holds(whole) is not rule({"!": logic}).holds(whole)


@given(RULES, RULES, ANSWERS)
def test_the_laws_of_de_morgan(one, other, answers):
    assert rule({"!": {"and": [one, other]}}).holds(answers) is rule(
        {"or": [{"!": one}, {"!": other}]}
    ).holds(answers)
    assert rule({"!": {"or": [one, other]}}).holds(answers) is rule(
        {"and": [{"!": one}, {"!": other}]}
    ).holds(answers)


@given(RULES, ANSWERS)
def test_with_every_question_answered_it_is_plain_jsonlogic(logic, answers):
    whole = {"adjoining": True, "right": "own", "uses": ["shop"], "storeys": 3, "begun": "2026-01-01"}
    whole |= {name: value for name, value in answers.items() if value is not None}
    assert rule(logic).holds(whole) is bool(apply(logic, whole))


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([{"var": one} for one in KNOWN])
)
NAMES = st.sampled_from([*conditions.OPERATORS, "map", "cat"])
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(NAMES, st.lists(inner, max_size=3) | inner, max_size=2),
    max_leaves=8,
)


@given(ANYTHING, ANSWERS)
def test_whatever_is_written_is_refused_or_decides(logic, answers):
    found, faults = conditions.parse(logic, KNOWN, "when")
    assert (found is None) is bool(faults)
    if found:
        assert found.holds(answers) in (True, False)
        assert found.words
