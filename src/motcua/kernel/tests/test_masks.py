"""What the masks leave of a number, a name, a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import codes


def test_masks_leave_what_the_holder_recognises():
    assert codes.mask_identity("042085001234") == "042*****1234"
    assert codes.mask_identity("183456789") == "******789"
    assert codes.mask_phone("0912345678") == "*******678"
    assert codes.mask_name("Nguyễn Thị Hoa") == "N.T.H."
    assert codes.mask_email("hoa@example.vn") == "h***@example.vn"
    assert codes.mask_email("hoa") == "***"


@given(st.text(max_size=20))
def test_masks_never_give_the_whole_away(text):
    for mask in (codes.mask_identity, codes.mask_phone):
        assert len(mask(text)) == len(text)
        assert not text or "*" in mask(text)
    codes.mask_name(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Giấy ủy quyền 12; 042085001234", "Giấy ủy quyền 12; 042*****1234"),
        ("số 042 085 001 234 của mẹ", "số 042*****1234 của mẹ"),
        ("CMND 183456789", "CMND ******789"),
        ("hộ chiếu C1234567", "hộ chiếu *****567"),
        ("MST 3001234567-001", "MST 300***4567-001"),
        ("gọi 0912345678, 0912 345 678 hoặc 0912.345.678", "gọi *******678, *******678 hoặc *******678"),
        ("gọi +84912345678", "gọi *********678"),
        ("Quyết định 12/2026/QĐ-UBND ngày 16/11/2026 lúc 10:30", None),
        ("H27.101.01-20261116-0000001", None),
        ("phí 1500000 đồng, thửa 12, tờ 345", None),
    ],
)
def test_a_text_is_shown_without_the_numbers_by_which_a_person_is_found(text, shown):
    assert codes.mask_numbers(text) == (shown or text)
