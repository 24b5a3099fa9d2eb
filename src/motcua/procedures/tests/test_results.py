"""What a result declares is judged beside the form that is to answer it."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.kernel.forms import Schema, When
from motcua.procedures import results

FORM = Schema.parse(
    [
        {"id": "owner", "label": "Chủ hộ", "type": "person", "ask": ["full_name", "birth_date"]},
        {"id": "kind", "label": "Loại", "type": "choice", "choices": [
            {"value": "new", "label": "Cấp mới"}, {"value": "again", "label": "Cấp lại"}]},
        {"id": "area", "label": "Diện tích", "type": "number", "decimals": 1},
        {"id": "capital", "label": "Vốn", "type": "money"},
        {"id": "site", "label": "Địa chỉ", "type": "place"},
        {"id": "members", "label": "Thành viên", "type": "list", "fields": [
            {"id": "name", "label": "Tên", "type": "name"}, {"id": "job", "label": "Nghề", "type": "text"}]},
        {"id": "pledge", "label": "Tôi cam đoan", "type": "declaration"},
    ]
)  # fmt: skip


def told(*facts: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Where and what is wrong with a result that shows these facts."""
    item = {"title": "Giấy phép", "shows": [{"facts": list(facts)}], **more}
    found = results.faults_of(results.parse(item, lambda given, where: None), FORM)
    return [(fault.where, fault.message) for fault in found]


@pytest.mark.parametrize(
    "facts",
    [
        [{"field": "owner.full_name", "as": "upper"}, {"field": "owner.birth_date", "as": "year", "beside": True}],
        [{"field": "kind", "words": {"new": "cấp lần đầu", "again": "cấp lại"}}],
        [{"field": "capital", "as": "words"}, {"field": "site"}, {"field": "case.decided", "as": "words"}],
        [{"field": "members.name"}, {"field": "members.job"}],
        [{"label": "Mã số", "text": "{case.code} của {owner.full_name}"}, {"label": "Ghi tay"}],
    ],
)  # fmt: skip
def test_what_form_and_case_can_answer_is_right(facts):
    assert told(*facts) == []


FACT = "result.shows[0].facts[0]"


@pytest.mark.parametrize(
    ("fact", "where", "message"),
    [
        ({"field": "owner.fullname"}, f"{FACT}.field", "“Chủ hộ” không có phần “fullname”; Có phải “owner.full_name”?"),
        ({"field": "ownr.full_name"}, f"{FACT}.field", "Tờ khai không có trường “ownr”; Có phải “owner”?"),
        ({"field": "owner"}, f"{FACT}.field", "“Chủ hộ” gồm nhiều phần; Chọn một tên. Dùng được: owner.full_name,"),
        ({"field": "members"}, f"{FACT}.field", "“Thành viên” gồm nhiều phần; Chọn một tên. Dùng được: members.name,"),
        ({"field": "capital.amount"}, f"{FACT}.field", "“Vốn” không chia thành phần; ghi “capital”."),
        ({"field": "pledge"}, f"{FACT}.field", "“Tôi cam đoan” không phải điều để ghi lên kết quả; bỏ mục này."),
        ({"field": "case.number"}, f"{FACT}.field", "Hồ sơ không có “case.number”; "),
        ({"field": "case.valid_until"}, f"{FACT}.field", "Kết quả không có thời hạn"),
        ({"field": "owner.full_name", "as": "words"}, f"{FACT}.as", "“owner.full_name” không ghi được kiểu “words”"),
        ({"field": "area", "as": "words"}, f"{FACT}.as", "“area” không ghi được kiểu “words”"),
        ({"label": "Tên", "text": "x", "as": "year"}, f"{FACT}.as", "“x” không ghi được kiểu “year”"),
        ({"field": "kind", "words": {"new": "mới"}}, f"{FACT}.words", "Chưa có lời ghi cho “again”"),
        ({"field": "kind", "words": {"new": "a", "again": "b", "old": "c"}}, f"{FACT}.words.old", "“old” không phải"),
        ({"field": "site", "text": "{site}"}, FACT, "Mục có cả điều cần ghi và câu ghép; giữ một trong hai."),
        ({"beside": True}, FACT, "Mục chưa có nhãn; ghi nhãn."),
        ({"label": "Tên", "text": "{members.name}"}, f"{FACT}.text", "“members.name” thuộc một danh sách nhiều dòng"),
    ],
)  # fmt: skip
def test_what_nobody_can_answer_is_told_at_its_place(fact, where, message):
    ((found, words),) = told(fact)
    assert found == where
    assert words.startswith(message)


def test_a_list_has_a_table_of_its_own():
    ((where, words),) = told({"field": "members.name"}, {"field": "site"})
    assert (where, words.partition(";")[0]) == (
        "result.shows[0].facts[1]", "Nhóm này ghi danh sách “members” nên chỉ gồm các phần của danh sách đó",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["heading", "grounds", "closing", "recipients"])
def test_the_names_of_every_paragraph_are_known(name):
    assert [where for where, _ in told({"field": "site"}, **{name: ["{site}", "{sit}"]})] == [
        f"result.{name}[1]"
    ]


def test_a_group_keeps_its_condition_and_a_fact_its_words():
    holds = When("kind", ("new",))
    asked = {
        "facts": [{"field": "site", "as": "upper", "beside": True}],
        "when": {"field": "kind", "is": "new"},
    }
    read = results.parse({"title": "Giấy phép", "shows": [asked]}, lambda given, where: holds)
    assert read.shows == (
        results.FactGroup((results.Fact(name="site", style="upper", beside=True),), when=holds),
    )
    assert read.recipients is None
