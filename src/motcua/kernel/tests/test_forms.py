"""One validator answers for page, API and import, and says in Vietnamese what to do about what is wrong."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from motcua.kernel.forms import Schema, fill, merge, read, summary, validate
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.tests.example_forms import BIRTH, COPIES, FORMS, HOUSE, HOUSEHOLD

TODAY = date(2026, 11, 24)
COMMUNES = {"18073": "Phường Thành Sen", "18400": "Xã Cẩm Xuyên"}


def one(kind, label="Ngày sinh", **more):
    return Schema.parse([{"id": "it", "label": label, "type": kind, "required": True, **more}])


def answer(schema, given, **more):
    checked = validate(schema, {"it": given}, today=TODAY, **more)
    assert checked.faults == ()
    return checked.values["it"]


def complaint(schema, given, **more):
    (fault,) = validate(schema, {"it": given}, today=TODAY, **more).faults
    assert fault.where.startswith("it")
    return fault.message


# Each type: what it takes, in which form it keeps it


@pytest.mark.parametrize(
    ("kind", "more", "given", "kept"),
    [
        ("text", {}, "  Thôn \u00a0 Đông\t", "Thôn Đông"),
        ("text", {}, unicodedata.normalize("NFD", "Hường"), "Hường"),
        ("text", {}, ["một"], "một"),
        ("text", {"max": 2}, "Đô", "Đô"),
        ("text", {"pattern": "[0-9]{4}", "max": 4}, "0123", "0123"),
        ("textarea", {}, "Một \r\n\r\n Hai ", "Một\n\n Hai"),
        ("name", {}, "Lê  Thị Hồng", "Lê Thị Hồng"),
        ("name", {}, "H'Hen Niê", "H'Hen Niê"),
        ("name", {}, "Jean-Luc O’Neill Jr.", "Jean-Luc O’Neill Jr."),
        ("date", {}, "2026-03-27", "2026-03-27"),
        ("date", {}, "27/3/2026", "2026-03-27"),
        ("date", {}, "27 03 2026", "2026-03-27"),
        ("date", {}, "27-3-2026", "2026-03-27"),
        ("date", {}, "27.3.2026", "2026-03-27"),
        ("date", {}, "ngày 27 tháng 3 năm 2026", "2026-03-27"),
        ("date", {}, {"day": 27, "month": 3, "year": 2026}, "2026-03-27"),
        ("date", {}, {"day": ["29"], "month": ["2"], "year": ["2024"]}, "2024-02-29"),
        ("date", {"past": True}, "24/11/2026", "2026-11-24"),
        ("date", {"future": True}, "24/11/2026", "2026-11-24"),
        ("date", {"partial": True}, "1962", "1962"),
        ("date", {"partial": True}, "3/1962", "1962-03"),
        ("date", {"partial": True}, {"month": "3", "year": "1962"}, "1962-03"),
        ("date", {"partial": True}, {"day": "1", "month": "3", "year": "1962"}, "1962-03-01"),
        ("number", {}, "1.500", 1500),
        ("number", {}, 12, 12),
        ("number", {}, 12.0, 12),
        ("number", {"min": -5}, "-5", -5),
        ("number", {"decimals": 2}, "1.125,50", 1125.5),
        ("number", {"decimals": 2}, "125.5", 125.5),
        ("number", {"decimals": 2}, "125,5", 125.5),
        ("number", {"decimals": 1}, "1,500,000.5", 1500000.5),
        ("money", {}, "1.500.000", 1500000),
        ("money", {}, "1,500,000 đồng", 1500000),
        ("money", {}, "1 500 000đ", 1500000),
        ("money", {}, "2000 VND", 2000),
        ("money", {}, 0, 0),
        ("choice", {"choices": ["x", "y"]}, "y", "y"),
        ("choices", {"choices": ["x", "y", "z"]}, ["z", "x", "z"], ["x", "z"]),
        ("choices", {"choices": ["x", "y"]}, "x", ["x"]),
        ("yes-no", {}, "yes", True),
        ("yes-no", {}, "Không", False),
        ("yes-no", {}, False, False),
        ("declaration", {}, "yes", True),
        ("phone", {}, "+84 912 345 678", "0912345678"),
        ("phone", {"hotline": True}, "1900 1234", "19001234"),
        ("email", {}, "Hoa.Le@Example.VN", "Hoa.Le@example.vn"),
        ("identity", {}, "042 085 001 234", "042085001234"),
        ("identity", {"old": True}, "183456789", "183456789"),
        ("identity", {"passport": True}, "c1234567", "C1234567"),
        ("tax-code", {}, "0100047516001", "0100047516-001"),
        ("tax-code", {"household": True}, "042085001234", "042085001234"),
        ("commune", {}, "18073", "18073"),
        ("place", {}, {"commune": "18073", "detail": "Số 1"}, {"commune": "18073", "detail": "Số 1"}),
        ("place", {}, {"detail": "Thôn 3, xã Nghi Lộc, Nghệ An"}, {"detail": "Thôn 3, xã Nghi Lộc, Nghệ An"}),
        ("place", {"brief": True}, {"commune": "18073"}, {"commune": "18073"}),
    ],
)
def test_an_answer_is_kept_in_one_form(kind, more, given, kept):
    schema = one(kind, **more)
    assert answer(schema, given, communes=COMMUNES) == kept
    assert answer(schema, kept) == kept


@pytest.mark.parametrize(
    ("kind", "label", "more", "given", "message"),
    [
        ("text", "Họ, chữ đệm, tên của trẻ", {}, " \u200b ", "Nhập họ, chữ đệm, tên của trẻ"),
        ("text", "Tên", {"missing": "Nhập tên như trên giấy chứng sinh"}, "",
         "Nhập tên như trên giấy chứng sinh"),
        ("text", "Tên cơ sở", {"max": 5}, "abcdef", "Tên cơ sở dài quá 5 ký tự (đang có 6); rút ngắn lại"),
        ("text", "Tên cơ sở", {"min": 3}, "ab", "Tên cơ sở phải có ít nhất 3 ký tự"),
        ("text", "Tên cơ sở", {}, "a\x00b", "Tên cơ sở có ký tự không hiển thị được; xóa đi và gõ lại"),
        ("text", "Tên cơ sở", {}, 12, "Tên cơ sở phải là chữ, chỉ nhập một giá trị"),
        ("text", "Tên cơ sở", {}, ["a", "b"], "Tên cơ sở phải là chữ, chỉ nhập một giá trị"),
        ("text", "Thửa đất", {"pattern": "[0-9]{1,5}", "max": 5, "example": "125"}, "12a",
         "Thửa đất chưa đúng dạng, ví dụ 125"),
        ("text", "Bạn là ai?", {}, "", "Trả lời câu hỏi “Bạn là ai?”"),
        ("name", "Họ tên", {}, "Hoa 2", "Họ tên chỉ gồm chữ cái và dấu cách, ví dụ Nguyễn Thị Hoa"),
        ("name", "Họ tên", {}, "<b>Hoa</b>", "Họ tên chỉ gồm chữ cái và dấu cách, ví dụ Nguyễn Thị Hoa"),
        ("date", "Ngày sinh", {}, "", "Nhập ngày sinh, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "31/2/2026", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "hôm qua", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "1/1/0001", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, 20260327, "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, {"day": "27", "year": "2026"},
         "Ngày sinh còn thiếu tháng; nhập đủ, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "1962", "Ngày sinh còn thiếu ngày, tháng; nhập đủ, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {"partial": True}, {"day": "27", "year": "2026"},
         "Ngày sinh còn thiếu tháng; nhập đủ, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "27/3/26", "Năm của ngày sinh phải đủ 4 chữ số, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {"past": True}, "25/11/2026",
         "Ngày sinh không được sau ngày hôm nay (24/11/2026)"),
        ("date", "Ngày khởi công", {"future": True}, "23/11/2026",
         "Ngày khởi công không được trước ngày hôm nay (24/11/2026)"),
        ("date", "Ngày cấp", {"min": date(2021, 1, 1)}, "31/12/2020",
         "Ngày cấp phải từ ngày 1/1/2021 trở đi"),
        ("date", "Ngày cấp", {"max": date(2021, 1, 1)}, "2/1/2021",
         "Ngày cấp không được sau ngày 1/1/2021"),
        ("number", "Số tầng", {}, "ba", "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, True, "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, "9" * 5000, "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, float("nan"), "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, "2,5", "Số tầng phải là số nguyên"),
        ("number", "Số tầng", {}, "-1", "Số tầng phải từ 0 trở lên"),
        ("number", "Số tầng", {"max": 1500}, "1501", "Số tầng không được quá 1.500"),
        ("number", "Diện tích", {"decimals": 2}, "2,555",
         "Diện tích chỉ được có tối đa 2 chữ số sau dấu phẩy"),
        ("money", "Vốn", {}, "1,5 triệu", "Vốn phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000"),
        ("money", "Vốn", {}, 1.5, "Vốn phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000"),
        ("money", "Vốn", {}, "-5", "Vốn phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000"),
        ("money", "Vốn", {"min": 1000}, "999", "Vốn phải từ 1.000 trở lên"),
        ("choice", "Giới tính", {"choices": ["x"]}, "", "Chọn giới tính"),
        ("choice", "Giới tính", {"choices": ["x"]}, "z", "Giới tính: chọn trong các mục đã cho"),
        ("choices", "Dịch vụ", {"choices": ["x"]}, [], "Chọn dịch vụ"),
        ("choices", "Dịch vụ", {"choices": ["x"]}, ["x", {}], "Dịch vụ: chọn trong các mục đã cho"),
        ("choices", "Dịch vụ", {"choices": ["x", "y"], "min": 2}, ["x"], "Chọn ít nhất 2 mục ở dịch vụ"),
        ("choices", "Dịch vụ", {"choices": ["x", "y"], "max": 1}, ["x", "y"],
         "Chọn nhiều nhất 1 mục ở dịch vụ"),
        ("yes-no", "Có giấy chứng sinh?", {}, None,
         "Chọn “Có” hoặc “Không” cho câu hỏi “Có giấy chứng sinh?”"),
        ("yes-no", "Đã kết hôn", {}, "maybe", "Chọn “Có” hoặc “Không” cho mục “Đã kết hôn”"),
        ("declaration", "Tôi cam đoan", {}, "", "Đánh dấu vào ô để xác nhận: Tôi cam đoan"),
        ("declaration", "Tôi cam đoan", {}, False, "Đánh dấu vào ô để xác nhận: Tôi cam đoan"),
        ("phone", "Số điện thoại", {}, "12",
         "Số điện thoại phải là số di động 10 chữ số hoặc số cố định 11 chữ số, ví dụ 0912 345 678"),
        ("email", "Thư điện tử", {}, "hoa@",
         "Thư điện tử phải có dạng ten@noigui.vn, không dấu, không dấu cách"),
        ("identity", "CCCD của mẹ", {}, "183456789",
         "CCCD của mẹ phải gồm đúng 12 chữ số, ví dụ 042085001234"),
        ("identity", "Số định danh", {}, "042327001234",
         "Số định danh cho năm sinh 2027, chưa tới; xem lại 12 số trên thẻ"),
        ("tax-code", "Mã số thuế", {}, "0100047517",
         "Mã số thuế có chữ số gõ nhầm (không khớp chữ số kiểm tra); xem lại từng chữ số"),
        ("commune", "Xã, phường", {}, "99999",
         "Xã, phường không có trong danh mục; chọn một xã, phường trong danh sách"),
        ("place", "Nơi ở", {"local": True}, {"detail": "Thôn 1"}, "Chọn xã, phường (nơi ở)"),
        ("place", "Nơi ở", {}, {"commune": "18073"}, "Nhập địa chỉ cụ thể (nơi ở)"),
        ("place", "Quê quán", {"brief": True}, None, "Chọn xã, phường (quê quán)"),
        ("place", "Nơi ở", {"missing": "Nhập nơi ở hiện nay"}, None, "Nhập nơi ở hiện nay"),
        ("place", "Nơi ở", {}, "Hà Tĩnh", "Nơi ở phải gồm các mục con"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}]}, [],
         "Nhập ít nhất một dòng vào giấy tờ"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}], "max": 1},
         [{"a": "x"}] * 2,
         "Giấy tờ có nhiều nhất 1 dòng; bớt lại"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}], "min": 2}, [{"a": "x"}],
         "Giấy tờ phải có ít nhất 2 dòng"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}]}, "x",
         "Giấy tờ phải là một danh sách"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}]}, ["x"],
         "Giấy tờ: dòng 1 phải gồm các mục con"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_what_to_do(kind, label, more, given, message):
    assert complaint(one(kind, label, **more), given, communes=COMMUNES) == message


def test_what_is_not_required_may_be_missing_but_not_wrong():
    schema = one("phone", required=False)
    assert validate(schema, {"it": ""}, today=TODAY).values == {}
    assert validate(schema, {"it": "12"}, today=TODAY).faults


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
         "copies": "1.500",
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
        ("", "Ngày khởi công dự kiến", "1/12/2026"),
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


# Properties

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


@given(st.data())
@settings(max_examples=150)
def test_what_is_right_fits_the_json_schema_of_the_api(data):
    schema, raw = data.draw(submissions())
    checked = validate(schema, raw, today=TODAY, communes=COMMUNES)
    if not checked.faults:
        Draft202012Validator(schema.to_json_schema()).validate(checked.values)


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
