"""Texts are kept tidy and found without accents."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Invalid
from motcua.kernel.text import fold, in_order, slug, tidy_block, tidy_line

WRITABLE = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Co"), blacklist_characters="\ufffc\ufffd"
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("  HÀ   TĨNH\n", "ha tinh"),
        ("Thửa đất số 12, tờ bản đồ 3", "thua dat so 12, to ban do 3"),
        ("Hoà thuận – thuỷ lợi", "hoa thuan thuy loi"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "nguyen thi huong"),
        ("ĐƯỜNG", "duong"),
        ("Ðông", "dong"),
        ("ﬁ Ⅳ", "fi iv"),
        ("日本", ""),
    ],
)
def test_a_text_is_found_without_accents(text, folded):
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_the_letter_below_its_marks():
    for base, letters in {
        "a": "àáảãạăằắẳẵặâầấẩẫậ", "e": "èéẻẽẹêềếểễệ", "i": "ìíỉĩị", "o": "òóỏõọôồốổỗộơờớởỡợ",
        "u": "ùúủũụưừứửữự", "y": "ỳýỷỹỵ", "d": "đ",
    }.items():  # fmt: skip
        for letter in letters + letters.upper():
            assert fold(letter) == base


@given(st.text())
def test_a_folded_text_is_lower_ascii_with_single_spaces_and_stays(text):
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower() == fold(folded) == " ".join(folded.split())


@given(st.text())
def test_a_slug_can_stand_in_an_address(text):
    assert set(slug(text)) <= set(string.ascii_lowercase + string.digits + "-")
    assert slug(text) == slug(slug(text))


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  Nguyễn   Thị Hoa ", "Nguyễn Thị Hoa"),
        ("Nguyễn\u00a0Thị\tHoa\n", "Nguyễn Thị Hoa"),
        ("Ngu\u200byễn\ufeff", "Nguyễn"),
        (unicodedata.normalize("NFD", "Hường"), "Hường"),
    ],
)
def test_a_line_is_trimmed_and_composed(text, tidied):
    assert tidy_line(text) == tidied


def test_a_block_keeps_its_lines():
    assert tidy_block("\r\n Một  \r\n\r\n  hai\r\n") == "Một\n\n  hai"


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb", "\x7f", "a\u202eb", "\ud800", "\uffff"])
def test_what_cannot_be_printed_is_refused(bad):
    with pytest.raises(Invalid, match="ký tự không hiển thị được"):
        tidy_line(bad)


@given(WRITABLE)
def test_tidying_twice_changes_nothing(text):
    assert tidy_line(tidy_line(text)) == tidy_line(text)
    assert tidy_block(tidy_block(text)) == tidy_block(text)


def test_texts_stand_in_the_order_of_the_vietnamese_alphabet():
    listed = [
        "Bắc Hà",
        "Cẩm Bình",
        "dân số",
        "Đất đai",
        "Đường bộ",
        "Hà Huy Tập",
        "Hồng Lộc",
        "Hương Xuân",
        "Y tế",
    ]
    assert sorted(listed, key=in_order) == listed
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ"]
    assert sorted(tones, key=in_order) == tones


@given(st.text("aàảãáạăằặâấeêếioôơớuưứyđbc xyz-1"))
def test_the_order_knows_no_capitals_and_no_way_of_composing(text):
    assert in_order(unicodedata.normalize("NFD", text.upper())) == in_order(text)
