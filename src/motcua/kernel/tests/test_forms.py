"""One validator answers for page, API and import, and says in Vietnamese what to do about what is wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from motcua.kernel.forms import Schema, fill, merge, name_in, read, summary, validate
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.tests.example_forms import BIRTH, COPIES, HOUSE, HOUSEHOLD

TODAY = date(2026, 11, 24)
COMMUNES = {"18073": "Phường Thành Sen", "18400": "Xã Cẩm Xuyên"}


def test_a_draft_may_have_gaps_but_not_wrong_answers():
    checked = validate(
        BIRTH, {"child_name": "Lê Minh", "child_birth_date": "31/2/2026"}, today=TODAY, partial=True
    )
    assert checked.values == {"child_name": "Lê Minh"}
    assert [fault.where for fault in checked.faults] == ["child_birth_date"]


# Composite answers


MOTHER = {
    "full_name": "Nguyễn Thị Hoa", "birth_date": "3/5/1990", "sex": "female", "id_number": "042190001234",
    "residence": {"commune": "18073", "detail": "Thôn 1"},
}  # fmt: skip


def mother_faults(**change):
    schema = Schema.parse([{"id": "mother", "label": "Người mẹ", "type": "person", "required": True}])
    return list(validate(schema, {"mother": MOTHER | change}, today=TODAY).faults)


def test_a_person_is_kept_whole():
    schema = Schema.parse([{"id": "mother", "label": "Người mẹ", "type": "person", "required": True}])
    checked = validate(schema, {"mother": MOTHER}, today=TODAY)
    assert checked.faults == ()
    assert checked.values == {"mother": MOTHER | {"birth_date": "1990-05-03"}}


def test_each_part_of_a_person_has_its_own_fault():
    assert mother_faults(full_name="", sex="") == [
        Fault("mother.full_name", "Nhập họ, chữ đệm, tên của người mẹ"),
        Fault("mother.sex", "Chọn giới tính của người mẹ"),
    ]
    assert mother_faults(residence={}) == [
        Fault("mother.residence.detail", "Nhập địa chỉ cụ thể (nơi cư trú của người mẹ)")
    ]


def test_a_number_that_contradicts_birth_or_sex_is_noticed():
    assert mother_faults(birth_date="3/5/1991") == [
        Fault(
            "mother.id_number",
            "Số định danh cá nhân của người mẹ là của người sinh năm 1990, không khớp năm sinh 1991 đã khai; "
            "kiểm tra lại cả hai",
        )
    ]
    assert "giới tính Nữ" in mother_faults(sex="male")[0].message


def test_a_person_who_is_not_required_may_be_left_out_whole_but_not_half():
    father = {"id": "father", "label": "Người cha", "type": "person"}
    schema = Schema.parse([father])
    assert validate(schema, {"father": {"full_name": " "}}, today=TODAY).faults == ()
    assert validate(schema, {"father": {"full_name": "Lê Nam"}}, today=TODAY).faults


def test_parts_of_a_person_may_be_picked():
    schema = Schema.parse(
        [
            {
                "id": "it",
                "label": "Chủ hộ",
                "type": "person",
                "ask": ["full_name", "phone"],
                "optional": ["phone"],
            }
        ]
    )
    assert validate(schema, {"it": {"full_name": "Lê Nam"}}, today=TODAY).faults == ()
    assert validate(schema, {"it": {"full_name": "Lê Nam", "sex": "male"}}, today=TODAY).faults == (
        Fault("it.sex", "Biểu mẫu không có mục “sex”; bỏ mục này"),
    )


def test_rows_are_read_from_a_page_with_their_gaps_closed():
    page = {
        "papers.0.title": "Bằng đại học", "papers.0.copies": "2", "papers.1.title": "",
         "papers.1.copies": "",
        "papers.10.title": "Học bạ", "papers.10.copies": "x", "return": "counter",
    }  # fmt: skip
    checked = validate(COPIES, page, today=TODAY)
    assert checked.faults == (
        Fault("papers.1.copies", "Số bản sao (dòng 2, giấy tờ cần chứng thực) phải là một số, ví dụ 125"),
    )
    assert checked.values["papers"] == [{"title": "Bằng đại học", "copies": 2}, {"title": "Học bạ"}]


# Conditions


def test_what_is_not_asked_is_dropped_unjudged():
    answers = {"papers": [{"title": "Học bạ", "copies": 1}], "return": "counter", "address": {"commune": "x"}}
    checked = validate(COPIES, answers, today=TODAY)
    assert checked.faults == ()
    assert "address" not in checked.values


def test_what_is_asked_under_a_condition_is_required_then():
    checked = validate(COPIES, {"papers": [{"title": "Học bạ", "copies": 1}], "return": "post"}, today=TODAY)
    assert [fault.where for fault in checked.faults] == ["address.detail"]


@pytest.mark.parametrize(
    ("given", "asked"), [(None, []), ("yes", ["hospital"]), (False, ["birth_place"]), ("rubbish", [])]
)
def test_a_question_without_an_answer_opens_neither_way(given, asked):
    checked = validate(BIRTH, {"at_hospital": given}, today=TODAY)
    tops = {fault.where.partition(".")[0] for fault in checked.faults}
    assert sorted(tops & {"hospital", "birth_place"}) == asked


def test_a_condition_inside_a_group_looks_beside_itself():
    base = {"name": "Hộ Lan", "family": "no"}
    contact = {"way": "Thư điện tử", "phone": "rubbish", "email": "lan@example.vn"}
    checked = validate(HOUSEHOLD, base | {"contact": contact}, today=TODAY)
    assert checked.values["contact"] == {"way": "Thư điện tử", "email": "lan@example.vn"}


# Unknown and hostile input


def test_what_the_form_does_not_ask_is_refused_by_name():
    checked = validate(
        HOUSE, {"is_admin": "1", "owner.role": "x", "<b>": 1, "advice": "x"}, today=TODAY, partial=True
    )
    assert {fault.where for fault in checked.faults} == {"is_admin", "owner.role", "?b?", "advice"}
    assert checked.faults[-3].message == "Biểu mẫu không có mục “is_admin”; bỏ mục này"


def test_nothing_but_an_object_is_read():
    for raw in ([], "x", None, 3):
        with pytest.raises(Invalid, match="phải là một đối tượng"):
            validate(BIRTH, raw, today=TODAY)


def test_reading_changes_nothing_that_it_was_given():
    raw = {
        "mother": {"full_name": "Hoa"},
        "mother.sex": "female",
        "father.birth_date": {"day": "1"},
        "father.x.y": "1",
    }
    before = json.dumps(raw)
    read(BIRTH, raw)
    assert json.dumps(raw) == before


def test_a_deep_answer_is_refused_and_does_not_break():
    deep = "x"
    for _ in range(500):
        deep = [deep]
    assert validate(BIRTH, {"child_name": deep, "mother": deep, "a" + ".a" * 500: "x"}, today=TODAY).faults


def test_faults_are_raised_in_the_order_of_the_form():
    with pytest.raises(Invalid, match="Có 4 chỗ cần sửa") as refusal:
        validate(COPIES, {"papers": [{}, {"copies": 0}, {}], "x": 1}, today=TODAY).raise_if_faulty()
    assert [fault.where for fault in refusal.value.faults] == [
        "papers.0.title",
        "papers.0.copies",
        "return",
        "x",
    ]
    validate(COPIES, {}, today=TODAY, partial=True).raise_if_faulty()


# Pages and drafts


def test_a_page_answers_for_its_own_fields_only():
    checked = validate(BIRTH, {"relation": "other", "child_name": "Lê 1"}, today=TODAY, page=3)
    assert [fault.where for fault in checked.faults] == [
        "relation_other", "child_name", "child_birth_date", "child_sex",
    ]  # fmt: skip
    assert validate(BIRTH, {"relation": "other"}, today=TODAY, page=2).values == {"relation": "other"}


def test_a_page_replaces_its_answers_in_the_draft_also_what_was_unticked():
    draft = {"copies": "2", "together": ["residence"], "child_name": "Lê Minh"}
    assert merge(BIRTH, draft, {"copies": "3"}, 10) == {"copies": "3", "child_name": "Lê Minh"}


def test_a_draft_fills_its_pages_again_right_or_wrong():
    sent = {
        "child_name": "Lê 1", "child_birth_date.day": "31", "child_birth_date.month": "2",
        "child_birth_date.year": "", "mother.birth_date.day": "", "mother.birth_date.month": "",
        "mother.birth_date.year": "1990", "together": ["residence"], "at_hospital": "yes",
         "copies": "1.500", "oath": "yes",
    }  # fmt: skip
    assert fill(BIRTH, read(BIRTH, sent)) == sent


# Reading it back


def test_a_summary_shows_every_answer_as_people_read_it():
    page = {
        "owner.full_name": "Lê Nam", "owner.id_number": "183456789", "owner.residence.commune": "18073",
        "owner.residence.detail": "Thôn 1", "owner.phone": "0912345678", "site.commune": "18400",
        "site.detail": "Thửa 5", "plot": "125", "area": "1.125,5", "ground": "-0,45", "floors": "3",
        "start.day": "1", "start.month": "12", "start.year": "2026",
    }  # fmt: skip
    checked = validate(HOUSE, page, today=TODAY, communes=COMMUNES)
    checked.raise_if_faulty()
    Draft202012Validator(HOUSE.to_json_schema()).validate(checked.values)
    rows = summary(HOUSE, checked.values, communes=COMMUNES)
    assert [(row.section, row.label, row.text) for row in rows] == [
        ("Chủ đầu tư", "Họ, chữ đệm, tên", "Lê Nam"),
        ("Chủ đầu tư", "Số định danh cá nhân", "183456789"),
        ("Chủ đầu tư", "Nơi cư trú", "Thôn 1, Phường Thành Sen"),
        ("Chủ đầu tư", "Số điện thoại", "0912 345 678"),
        ("", "Địa điểm xây dựng", "Thửa 5, Xã Cẩm Xuyên"),
        ("", "Thửa đất số", "125"),
        ("", "Diện tích xây dựng", "1.125,5 m²"),
        ("", "Cốt nền", "-0,45 m"),
        ("", "Số tầng", "3"),
        ("", "Ngày khởi công dự kiến", "01/12/2026"),
        ("", "Nội dung khác", "Không khai"),
    ]
    assert [row.name for row in rows if not row.personal] == ["plot", "area", "ground", "floors"]
    assert rows[0].page == 1


def test_a_summary_names_the_rows_of_a_list_and_picks_by_their_labels():
    values = {
        "family": True, "members": [{"full_name": "Lê Nam", "share": 5_000_000}],
        "contact": {"way": "Điện thoại", "phone": "0912345678"},
    }  # fmt: skip
    rows = {(row.section, row.label): row.text for row in summary(HOUSEHOLD, values)}
    assert rows["Thành viên 1", "Vốn góp"] == "5.000.000 đồng"
    assert rows["", "Các thành viên hộ gia đình cùng góp vốn?"] == "Có"
    assert rows["Liên hệ", "Cách liên hệ"] == "Điện thoại"
    assert ("Liên hệ", "Thư điện tử") not in rows


def test_a_draft_is_known_by_whom_it_is_about_else_by_who_applies():
    hoa = {"applicant": {"full_name": " Nguyễn Thị Hoa "}}
    assert name_in(BIRTH, {}) == name_in(BIRTH, {"child_name": ""}) == ""
    assert name_in(BIRTH, hoa) == "Nguyễn Thị Hoa"
    assert name_in(BIRTH, hoa | {"child_name": "Trần An 1"}) == "Trần An 1"


def test_complete_answers_fit_the_json_schema_and_a_gap_does_not():
    values = {
        "papers": [{"title": "Học bạ", "copies": 1}],
        "return": "post",
        "address": {"commune": "18073", "detail": "Số 1"},
    }
    judge = Draft202012Validator(COPIES.to_json_schema())
    assert validate(COPIES, values, today=TODAY).values == values
    judge.validate(values)
    assert not judge.is_valid({**values, "return": "post", "address": {}})
    assert not judge.is_valid({key: values[key] for key in ("papers", "return")})
    assert judge.is_valid({"papers": values["papers"], "return": "counter"})
