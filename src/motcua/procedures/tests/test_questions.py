"""The questions of a form on their page: each type has its own cells, and what no cell says stays as it was."""

from __future__ import annotations

import pytest
from django.utils import translation

from motcua.kernel.refusals import Invalid
from motcua.procedures.drafting import differing, filling, tables
from motcua.procedures.drafting.cells import SEVERAL
from motcua.procedures.drafting.parts import PARTS
from motcua.procedures.tests.test_tables import TEXT as STEPS
from motcua.procedures.tests.test_tables import saved, sent, value

FORM = PARTS["form"]
TEXT = """\
code: "1.001193"
form:
  # người nộp
  - id: applicant
    label: Người nộp hồ sơ
    type: person
    own: true
    ask: [full_name, sex, birth_date]  # theo mẫu
    optional: [sex]
    passport: true
  - id: mother
    label: Người mẹ
    type: person
    prefill: {field: applicant, when: {field: relation, is: mother}}
    max_age: 16
    too_old: Người từ đủ 16 tuổi làm thủ tục khác.
  - id: stays
    label: Nơi đã ở
    type: list
    section: Cư trú
    missing: Ghi ít nhất một nơi đã ở
    fields:
      - {id: since, label: Từ tháng, type: date, past: true, partial: true, required: true}
      - {id: note, label: Ghi chú, type: text, example: Ở nhờ}
  - {id: reason, label: Lý do, type: text, max: 200}
"""


def asked(changed: dict[str, str]) -> dict[str, dict]:
    return {one["id"]: one for one in value(saved(FORM, TEXT, changed))["form"]}


def names(text: str = TEXT) -> list[set[str]]:
    return [
        {cell.column.name for cell in row.cells} | {one.table.name for one in row.tables}
        for row in tables.shown(FORM, text).rows
    ]


def test_each_type_of_question_has_its_own_cells():
    person, _, several, plain = names()
    assert ("max" in plain, "choices" in plain, "max" in person) == (True, False, False)
    assert {"own", "ask", "must", "optional", "max_age", "too_old"} <= person
    assert several & {"own", "ask", "must", "optional", "max_age", "too_old"} == set()
    assert ("fields" in several, "fields" in person) == (True, False)
    assert {"section", "missing", "prefill"} <= person & several


def test_what_is_asked_of_a_person_is_ticked_and_stays_in_its_order():
    told = asked({"r0-ask": SEVERAL.join(["full_name", "birth_date", "sex", "phone"]), "r0-must": "phone"})
    assert told["applicant"]["ask"] == ["full_name", "sex", "birth_date", "phone"]
    assert told["applicant"]["must"] == ["phone"]
    assert told["applicant"]["passport"] is True
    assert "# người nộp" in saved(FORM, TEXT, {"r0-must": "phone"})


def test_a_question_of_another_type_loses_what_only_its_old_type_had():
    told = asked({"r0-type": "text", "r2-type": "text"})
    assert told["applicant"].keys() == {"id", "label", "type", "passport"}
    assert told["stays"].keys() == {"id", "label", "type", "section", "missing"}


def test_a_question_that_becomes_a_person_takes_what_is_ticked():
    told = asked({"r2-type": "person", "r2-ask": "full_name", "r2-own": "true"})
    assert (told["stays"]["ask"], told["stays"]["own"]) == (["full_name"], True)
    assert "fields" not in told["stays"]


def test_an_inner_question_is_added_and_changed_and_the_rest_of_it_stays():
    more = {"r2-fields-0-label": "Từ", "r2-fields-2-id": "until", "r2-fields-2-label": "Đến"}
    fields = asked(more | {"r2-fields-2-type": "date", "r2-fields-2-required": "true"})["stays"]["fields"]
    assert fields[0] == {
        "id": "since", "label": "Từ", "type": "date", "past": True, "partial": True, "required": True,
    }  # fmt: skip
    assert fields[1]["example"] == "Ở nhờ"
    assert fields[2] == {"id": "until", "label": "Đến", "type": "date", "required": True}


def test_rarely_needed_cells_are_folded_until_something_stands_in_them():
    rows = tables.shown(FORM, TEXT).rows
    assert [cell.column.name for cell in rows[2].folded] == ["prefill", "section", "missing"]
    assert [row.unfolds for row in rows] == [True, True, True, False]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Dữ liệu đất đai", "land"),
        ("người nộp hồ sơ:  số điện thoại", "applicant.phone"),
        ("người nộp hồ sơ", "applicant"),
        ("vehicles", "vehicles"),
        ("mục applicant", {"field": "applicant"}),
        ("mục applicant khi relation = mother",
         {"field": "applicant", "when": {"field": "relation", "is": "mother"}}),
    ],
)  # fmt: skip
def test_whence_an_answer_comes_is_written_in_words(words, meant):
    assert filling.meant(words, "") == meant
    assert filling.meant(filling.said(meant), "") == meant


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Sổ hộ tịch cũ", "ví dụ: mục applicant"),
        ("mục Applicant", "ví dụ: mục applicant"),
        ("mục applicant khi nào", "Viết: nhãn hoặc mã mục, dấu (="),
    ],
)
def test_a_source_that_cannot_be_read_is_told_with_what_may_be_written(words, said):
    with pytest.raises(Invalid) as told:
        filling.meant(words, "r0-prefill")
    assert told.value.faults[0].where == "r0-prefill"
    assert said in told.value.faults[0].message


def test_what_words_cannot_say_of_a_source_stays_as_it_is():
    deep = {"field": "applicant", "when": {"some": [{"var": "rows"}, {"==": [{"var": "x"}, 1]}]}, "more": 1}
    text = saved(FORM, TEXT.replace("{field: applicant, when: {field: relation, is: mother}}", "[odd]"))
    assert "prefill: [odd]" in text
    assert filling.meant(filling.said(deep), "") == deep


def test_the_page_shows_no_value_in_the_manner_of_the_file():
    shown = sent(tables.shown(FORM, TEXT))
    assert [cell for cell in shown.values() if cell.startswith(("{", "["))] == []
    assert shown["r1-prefill"] == "mục applicant khi relation = mother"


def changes(part, text: str, changed: dict[str, str]) -> list[str]:
    after = saved(part, text, changed)
    groups = differing.changes(differing.Side(value(text)), differing.Side(value(after)))
    return [sentence for group in groups for sentence in group.sentences]


def test_what_changes_of_inner_questions_and_sources_is_told_in_words():
    more = {"r2-fields-0-label": "Từ", "r1-prefill": "dữ liệu dân cư", "r0-must": "phone"}
    assert changes(FORM, TEXT, more) == [
        "Mục tờ khai “Người nộp hồ sơ”, bắt buộc thêm: thêm Số điện thoại.",
        "Mục tờ khai “Người mẹ”, điền sẵn từ: “mục applicant khi relation = mother” → “dữ liệu dân cư”.",
        "Mục tờ khai “Nơi đã ở”, mục con “Từ”, nhãn: “Từ tháng” → “Từ”.",
    ]


def test_durations_are_compared_in_english():
    typed = {
        "r1-within": "3 giờ làm việc",
        "r1-consult-ask-0-within": "1 ngày làm việc",
        "r2-within": "2 tháng",
    }
    with translation.override("en"):
        told = changes(PARTS["steps"], STEPS, typed)
        valid = changes(PARTS["result"], STEPS, {"f-result.valid": "6 tháng"})
    assert told == [
        "Step “Lấy ý kiến”, time: 5 working days → 3 working hours.",
        "Step “Lấy ý kiến”, agency asked “Đấu nối giao thông”, answers within: 3 working days → 1 working day.",
        "Step “Ký”, time: 4 working hours → 2 months.",
    ]
    assert valid == ["Valid for: 6 months added."]
