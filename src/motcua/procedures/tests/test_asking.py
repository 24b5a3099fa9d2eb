"""Conditions are written with the labels that officers see, and what is wrong with one is said by its cause."""

from __future__ import annotations

import pytest

from motcua.kernel.refusals import Invalid
from motcua.procedures.drafting import asking, tables
from motcua.procedures.drafting.parts import PARTS
from motcua.procedures.tests.test_tables import TEXT, sent

ASKED = [
    asking.Question("ly_do", "Lý do", "choice", {"di-hoc": "Đi học", "di-lam": "Đi làm và ở lại"}),
    asking.Question("ho_ten", "Họ và tên", "name"),
    asking.Question("so_tang", "Số tầng", "number"),
    asking.Question("lien_ke", "Có nhà liền kề không", "yes-no"),
]
FORM = """\
form:
  - {id: ly_do, label: Lý do, type: choice, choices: [{value: di-hoc, label: Đi học}, {value: di-lam, label: Đi làm}]}
"""
STEPS = PARTS["steps"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("ly_do = Đi học", "ly_do = di-hoc"),
        ("Lý do = đi học", "ly_do = di-hoc"),
        ("lý do=Đi làm và ở lại và số tầng >= 7", "ly_do=di-lam và so_tang >= 7"),
        ("Lý do = Đi học hoặc Đi làm và ở lại", "ly_do = di-hoc hoặc di-lam"),
        ("Họ và tên = An", "ho_ten = An"),
        ("ly_do = di-hoc", "ly_do = di-hoc"),
    ],
)
def test_labels_are_turned_into_codes(typed, codes):
    assert asking.coded(typed, ASKED) == codes
    assert asking.fault(codes, "x", ASKED) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("lydo = Đi học", "Tờ khai không có mục lydo; có phải ly_do (Lý do)?"),
        ("ly_do = học", "không có lựa chọn “học”; các lựa chọn: di-hoc (Đi học), di-lam (Đi làm và ở lại)."),
        ("Lý do = Đi học hoặc chơi", "không có lựa chọn “chơi”"),
        ("lien_ke = rồi", "chỉ trả lời có hoặc không"),
        ("vớ vẩn", "Ví dụ: Lý do = Đi học."),
    ],
)
def test_what_is_wrong_is_said_by_its_cause(typed, message):
    assert message in asking.fault(asking.coded(typed, ASKED), "x", ASKED).message


def faults(part, text: str, typed: dict[str, str]) -> dict[str, str]:
    form = tables.typed(part, sent(tables.shown(part, text)) | typed)
    try:
        tables.change(part, form)(text)
    except Invalid as refusal:
        return {one.where: one.message for one in refusal.faults}
    return {}


def test_the_file_says_the_codes_of_what_was_typed_in_labels():
    text = TEXT + FORM
    typed = {"r1-moves-0-when": "Lý do = Đi học", "r1-moves-1-verb": "gathered", "r1-moves-1-to": "end"}
    form = tables.typed(STEPS, sent(tables.shown(STEPS, text)) | typed)
    assert "when: {field: ly_do, is: di-hoc}" in tables.change(STEPS, form)(text)


@pytest.mark.parametrize("when", ["lydo = Đi học", "lydo = hoc", "lydo"])
def test_a_condition_that_cannot_be_read_is_not_taken_for_none(when):
    first = {"r1-moves-0-when": when, "r1-moves-1-verb": "gathered", "r1-moves-1-to": "end"}
    told = faults(STEPS, TEXT + FORM, first)
    assert set(told) == {"r1-moves-0-when"}
    assert "chỉ dòng cuối" not in told["r1-moves-0-when"]
    alone = faults(STEPS, TEXT + FORM, {"r1-moves-0-when": when})
    assert "các trường hợp còn lại" not in alone["r1-moves-0-when"]
