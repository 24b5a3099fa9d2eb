"""Sheets that people fill in: what Excel could not count is never taken for what they wrote."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import ERROR_CODES

from motcua.kernel import forms
from motcua.kernel.forms import Schema
from motcua.kernel.refusals import Invalid
from motcua.web import filled_sheets

TODAY = date(2026, 11, 16)


class Parts:
    """A sheet with a column of each kind of value."""

    title = "Số liệu"
    fields = Schema.parse(
        [
            {"id": "text", "label": "Tên", "type": "text"},
            {"id": "number", "label": "Số", "type": "number", "max": 9},
            {"id": "day", "label": "Ngày", "type": "date"},
            {"id": "kind", "label": "Loại", "type": "choice", "choices": [{"value": "a", "label": "A"}]},
        ]
    ).fields

    key = ("text", "day")

    def key_of(self, values):
        return [str(values[name]) for name in self.key]

    def check(self, raw, *, today):
        return forms.Checked(raw, ())


def faults(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    with pytest.raises(Invalid) as refused:
        filled_sheets.read(Parts(), content, today=TODAY)
    return [f"{fault.where}: {fault.message}" for fault in refused.value.faults]


def test_a_row_that_is_there_twice_is_told_in_the_words_of_the_sheet():
    head, row = ["Tên", "Số", "Ngày", "Loại"], ["Bệnh viện Đa khoa", 1, TODAY, "A"]
    assert faults(head, row, row) == ["Dòng 3: Trùng khóa Bệnh viện Đa khoa, 16/11/2026 với dòng 2."]


def test_a_column_that_nobody_asked_for_is_named_as_it_is_written():
    (said,) = faults(["Tên", "Ngày", "Lạ"], ["Một", TODAY, 1])
    assert said.startswith("Dòng 1: Cột “Lạ” không có trong mẫu"), said


def refusal(column: int, told: str, kind: str):
    book = Workbook()
    book.active.append(["Tên", "Số", "Ngày", "Loại"])
    book.active.append(["Một", 1, TODAY, "A"])
    cell = book.active.cell(2, column, told)
    cell.data_type = kind
    content = BytesIO()
    book.save(content)
    with pytest.raises(Invalid) as refused:
        filled_sheets.read(Parts(), content, today=TODAY)
    return [f"{fault.where}: {fault.message}" for fault in refused.value.faults]


@pytest.mark.parametrize("told", ERROR_CODES)
@pytest.mark.parametrize(("column", "named"), [(1, "Tên"), (2, "Số"), (3, "Ngày"), (4, "Loại")])
@pytest.mark.parametrize("kind", ["e", "s"], ids=["as an error", "as a text"])
def test_an_error_of_excel_is_refused_in_every_column(told, column, named, kind):
    (said,) = refusal(column, told, kind)
    cell = f"{'ABCD'[column - 1]}2"
    assert said.startswith(f"Dòng 2: Cột “{named}”, ô {cell}: “{told}” là lỗi của Excel"), said


def test_an_error_that_came_after_ours_is_refused_too():
    (said,) = refusal(1, "#SPILL!", "e")
    assert "“#SPILL!” là lỗi của Excel" in said
