"""A form is written in a procedure file; what is wrong in it is named by its path, with what to write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from motcua.kernel.forms import Choice, Schema
from motcua.kernel.forms.parsing import KINDS
from motcua.kernel.forms.patterns import compile_pattern
from motcua.kernel.refusals import Invalid
from motcua.kernel.tests.example_forms import BIRTH, FORMS, HOUSEHOLD


def faults_of(*rows, **more):
    with pytest.raises(Invalid) as refusal:
        Schema.parse(list(rows), **more)
    return {fault.where: fault.message for fault in refusal.value.faults}


def text(**more):
    return {"id": "a", "label": "A", "type": "text", **more}


PICK = {"id": "way", "label": "Cách", "type": "choice", "choices": ["x", "y"]}


# What is wrong in the file


@pytest.mark.parametrize(
    ("row", "where", "message"),
    [
        ({"label": "A", "type": "text"}, "form[0].id", "Chưa ghi."),
        (text(id="Child"), "form[0].id",
         "Chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, ví dụ child_name."),
        (text(label=""), "form[0].label", "Không được để trống."),
        (text(label=12), "form[0].label",
         "Phải là một chuỗi chữ; nếu là số hoặc true, false thì đặt trong dấu nháy."),
        (text(required="yes"), "form[0].required", "Phải là true hoặc false."),
        (text(requird=True), "form[0].requird", "Không có thuộc tính “requird” (ý là “required”?)."),
        (text(max=-1), "form[0].max", "Phải là một số nguyên từ 0 đến 20000."),
        (text(max=True), "form[0].max", "Phải là một số nguyên từ 0 đến 20000."),
        (text(min=5, max=3), "form[0].min", "Giá trị ít nhất không được lớn hơn giá trị nhiều nhất."),
        (text(pattern="[0-9]+"), "form[0].pattern", "Mục có pattern phải có max, không quá 200."),
        (text(prefill="Dân cư"), "form[0].prefill",
         "Tên nguồn chỉ gồm chữ thường không dấu, chữ số, dấu chấm, ví dụ population."),
        (text(type="date", min="2020"), "form[0].min", "Phải là một ngày."),
        (text(type="number", decimals=9), "form[0].decimals", "Phải từ 0 đến 4."),
        (text(type="number", min="0"), "form[0].min", "Phải là một số."),
        (text(type="note", required=True), "form[0].required",
         "Mục chỉ để đọc không thể bắt buộc; bỏ thuộc tính này."),
        (text(type="choice"), "form[0].choices",
         "Ghi các lựa chọn, hoặc mã một danh mục."),
        (text(type="choice", choices="communs"), "form[0].choices",
         "Không có danh mục “communs” (ý là “communes”?)."),
        (text(type="choice", choices=["x", "x"]), "form[0].choices",
         "Có hai lựa chọn cùng mã; mỗi lựa chọn một mã."),
        (text(type="choice", choices=[{"value": 1, "label": "Một"}]), "form[0].choices[0].value",
         "Phải là một chuỗi chữ; nếu là số hoặc true, false thì đặt trong dấu nháy."),
        (text(type="choice", choices=[3]), "form[0].choices[0]",
         "Mỗi lựa chọn gồm value, label và có thể có hint."),
        (text(type="group"), "form[0].fields",
         "Phải là danh sách từ 1 đến 300 mục, mỗi mục có mã, nhãn và kiểu."),
        (text(type="group", fields=[text(label="")]), "form[0].fields[0].label", "Không được để trống."),
        (text(type="list", fields=[text(type="list", fields=[text()])]), "form[0].fields",
         "Nhóm và danh sách không lồng trong nhau; đưa mục này ra ngoài."),
        (text(autocomplete="cc-number"), "form[0].autocomplete",
         "Phải là một trong: bday, email, name, off, organization, organization-title, street-address, tel, "
         "url."),
        ("child_name", "form[0]", "Mỗi mục phải có id, label và type."),
    ],
)  # fmt: skip
def test_a_fault_names_its_path_and_what_to_write(row, where, message):
    assert faults_of(row, lists={"communes": ()}) == {where: message}


def test_an_unknown_type_is_told_the_types():
    message = faults_of(text(type="teext"))["form[0].type"]
    assert message.startswith(
        "Không có loại “teext” (ý là “text”?). Các loại: choice, choices, commune, date,"
    )


def test_an_option_of_another_type_is_told_to_be_left_out():
    message = faults_of(text(type="yes-no", pattern="x"))["form[0].pattern"]
    assert message == "Loại yes-no không dùng mục này; để trống."


def test_all_faults_come_at_once_in_the_order_of_the_file():
    assert list(faults_of(text(label=""), text(id="b", max="x"), text(id="c"), text(id="c"))) == [
        "form[0].label", "form[1].max", "form[3].id",
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [None, [], {}, "x", [text(id=f"f{n}") for n in range(301)]])
def test_a_form_is_a_list_of_fields(rows):
    with pytest.raises(Invalid):
        Schema.parse(rows)


@pytest.mark.parametrize(
    ("when", "where"),
    [
        ("way", "when"),
        ({"field": "way"}, "when"),
        ({"field": "way", "is": "x", "not": "y"}, "when"),
        ({"field": "later", "is": "x"}, "when.field"),
        ({"field": "plain", "is": "x"}, "when.field"),
        ({"field": ["way"], "is": "x"}, "when.field"),
        ({"field": "way", "is": "z"}, "when.is"),
        ({"field": "way", "in": []}, "when.in"),
        ({"field": "way", "not": [{}]}, "when.not"),
        ({"field": "way", "is": True}, "when.is"),
    ],
)
def test_a_condition_looks_at_an_earlier_pick(when, where):
    rows = [PICK, text(id="plain"), text(when=when), text(id="later")]
    assert list(faults_of(*rows)) == [f"form[2].{where}"]


def test_the_parts_of_a_person_are_known():
    message = faults_of(text(type="person", ask=["full_name", "shoe_size"]))["form[0].ask"]
    assert message.startswith("Phải là danh sách trong số: full_name, birth_date, sex, id_number,")


def test_choices_may_come_from_a_code_list():
    kinh = Choice("kinh", "Kinh")
    schema = Schema.parse([text(type="choice", choices="ethnic-groups")], lists={"ethnic-groups": [kinh]})
    assert schema.fields[0].choices == (kinh,)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([*KINDS, "a",
         "way"]) | st.dates(),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "label", "type", "when", "choices", "fields", "min", "max",
                                           "pattern", "ask", "required", "field", "is", "value"]), inner),
        max_leaves=20,
    )
)  # fmt: skip
def test_whatever_a_file_says_is_read_or_refused(rows):
    try:
        schema = Schema.parse(rows)
    except Invalid:
        return
    schema.to_json_schema()
    assert schema.pages()


# Patterns


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]{1,5}",
        "[A-Z]{2}-[0-9]+",
        "(?:GP|QĐ)-[0-9]{4}",
        r"\d{10}(-\d{3})?",
        "a|b",
        r"[\w.\-]+@x",
        "Đ[ăâ]?",
    ],
)
def test_a_simple_pattern_is_accepted(pattern):
    assert compile_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "(a+)+",
        "(a|aa)*",
        "(a",
        "a)",
        "[a",
        "a{2,1}",
        r"(a)\1",
        "(?=a)",
        "^a$",
        "a**",
        "(?P<x>a)",
        "{2}",
        "\\",
    ],
)
def test_a_pattern_that_could_be_slow_or_is_wrong_is_refused(pattern):
    with pytest.raises(Invalid, match="Biểu thức không dùng được"):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["[a-z]+[a-z]+[a-z]+", ".*.*.*x", "a?" * 30 + "a" * 30])
def test_a_pattern_with_too_many_repeats_is_refused(pattern):
    with pytest.raises(Invalid, match="quá nhiều phần lặp"):
        compile_pattern(pattern)


# Pages


def page_ids(schema, values=None):
    return [[field.id for field in page.fields] for page in schema.pages(values)]


def test_pages_ask_one_thing_at_a_time_and_put_a_dependent_question_after_its_answer():
    assert page_ids(BIRTH) == [
        ["applicant"],
        ["relation"],
        ["relation_other", "child_name", "child_birth_date", "child_sex"],
        ["origin"],
        ["at_hospital"],
        ["hospital"],
        ["birth_place"],
        ["mother"],
        ["father"],
        ["copies", "together", "advice", "oath"],
    ]
    assert [page.title for page in BIRTH.pages()][:4] == [
        "Người yêu cầu", "Quan hệ với trẻ", "Người được khai sinh", "Quê quán",
    ]  # fmt: skip


def test_a_page_that_asks_nothing_under_these_answers_is_left_out_and_the_numbers_stay():
    pages = BIRTH.pages({"relation": "mother", "at_hospital": True})
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6, 8, 9, 10]
    assert [field.id for field in pages[2].fields] == ["child_name", "child_birth_date", "child_sex"]


def test_a_file_may_arrange_its_pages():
    schema = Schema.parse(
        [
            text(id="a", page="Một"),
            text(id="b"),
            text(id="c", type="place"),
            text(id="d", page="Hai"),
            text(id="e"),
        ]
    )
    assert [(page.title, len(page.fields)) for page in schema.pages()] == [("Một", 3), ("Hai", 2)]


def test_more_simple_fields_than_a_page_holds_go_on_to_the_next():
    schema = Schema.parse([text(id=f"f{n}", section="Chung") for n in range(7)])
    assert [page.title for page in schema.pages()] == ["Chung", "Chung (tiếp)"]


def test_a_page_is_found_by_number_and_by_the_name_of_what_it_asks():
    assert BIRTH.page(1).title == "Người yêu cầu"
    assert BIRTH.page(0) is BIRTH.page(11) is None
    assert BIRTH.page_of("mother.residence.commune").title == "Người mẹ"
    assert BIRTH.page_of("nobody") is None


# Inputs


def test_inputs_tell_a_template_all_it_needs():
    born = BIRTH.field("child_birth_date")
    assert [(one.name, one.label, one.width, one.inputmode) for one in born.inputs()] == [
        ("child_birth_date.day", "Ngày", 2, "numeric"),
        ("child_birth_date.month", "Tháng", 2, "numeric"),
        ("child_birth_date.year", "Năm", 4, "numeric"),
    ]
    assert BIRTH.field("at_hospital").inputs()[0].kind == "radios"
    assert [choice.value for choice in BIRTH.field("at_hospital").inputs()[0].choices] == ["yes", "no"]
    assert BIRTH.field("oath").inputs()[0].kind == "checkbox"
    assert BIRTH.field("advice").inputs() == ()
    assert HOUSEHOLD.field("capital").inputs()[0].suffix == "đồng"


def test_only_what_the_applicant_says_of_herself_is_filled_in_by_the_browser():
    own = {one.name: one.autocomplete for one in BIRTH.field("applicant").inputs()}
    assert own == {
        "applicant.full_name": "name",
        "applicant.id_number": "off",
        "applicant.residence.commune": "off",
        "applicant.residence.detail": "street-address",
        "applicant.phone": "tel",
        "applicant.email": "email",
    }
    assert {one.autocomplete for one in BIRTH.field("mother").inputs()} == {"off"}


def test_the_fields_of_a_row_carry_its_number():
    first, second = (HOUSEHOLD.field("members").row(index)[1] for index in (0, 1))
    assert (first.name, second.name) == ("members.0.id_number", "members.1.id_number")
    assert second.subject == "số định danh cá nhân (dòng 2, thành viên)"


def test_every_type_renders_and_has_a_json_schema():
    rows = [
        {"id": f"f{n}", "label": "Mục", "type": name,
         **({"choices": ["x"]} if "choices" in kind.options else {}),
         **({"fields": [text()]} if "fields" in kind.options else {})}
        for n, (name, kind) in enumerate(KINDS.items())
    ]  # fmt: skip
    for field in Schema.parse(rows).fields:
        assert field.inputs() or field.type == "note"
        assert all(one.name.startswith(field.name) and one.label for one in field.inputs())


@pytest.mark.parametrize("schema", FORMS)
def test_the_json_schema_is_one(schema):
    Draft202012Validator.check_schema(schema.to_json_schema())


def test_names_are_found_inside_groups():
    assert BIRTH.field("mother.residence.detail").subject == "địa chỉ cụ thể (nơi cư trú của người mẹ)"
    assert BIRTH.field("nobody") is None


def test_personal_data_is_what_is_not_known_to_be_otherwise():
    personal = {field.name: field.personal for field in HOUSEHOLD.walk()}
    assert personal["name"]
    assert personal["head.sex"]
    assert personal["members.id_number"]
    assert not personal["capital"]
    assert not personal["contact.way"]


def test_dates_of_the_file_bound_a_date():
    field = Schema.parse([text(type="date", min=date(2020, 1, 1))]).fields[0]
    assert field.earliest == date(2020, 1, 1)


def test_the_slowest_pattern_answers_a_hostile_text():
    assert not compile_pattern("[a-z]*[a-z]*!").fullmatch("a" * 200)
