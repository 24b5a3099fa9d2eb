"""Vietnamese text: tidied before it is kept, folded to ASCII so that it is found without accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from motcua.kernel.refusals import Invalid

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff]"
)
_NEWLINE = re.compile("\r\n|[\r\x85]")
_MARKS = re.compile("[\u0300-\u036f]")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: the order of tones in dictionaries, after none."""
_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_BEYOND = 0x110000
_NO_MARK = str.maketrans({"đ": "d", "ð": "d"})


def fold(text: str) -> str:
    """Return the lower-case ASCII shadow of a text, without Vietnamese accents and with single spaces."""
    lowered = unicodedata.normalize("NFKD", text.lower()).lower().translate(_NO_MARK)
    return _NOT_ASCII.sub(" ", _MARKS.sub("", lowered)).strip()


Order = tuple[tuple[int, ...], tuple[int, ...]]


@lru_cache(maxsize=4096)
def in_order(text: str) -> Order:
    """The key by which Vietnamese texts are sorted: by their letters (a ă â … d đ …), then by their tones.

    Capitals don't matter; what is no letter stands before all letters, in the order of Unicode.
    """
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", text.lower()):
        apart = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in apart[1:] if mark in _TONES), "")
        plain = unicodedata.normalize("NFC", apart.replace(tone, "") if tone else apart)
        letters.append(_ALPHABET.get(plain, ord(plain[0]) - _BEYOND))
        tones.append(_TONES.index(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones)


def slug(text: str) -> str:
    """Return a text as words of a web address: ``Đăng ký khai sinh`` is ``dang-ky-khai-sinh``."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def tidy_line(text: str) -> str:
    """Return a text of one line in NFC, without invisible characters, with single spaces.

    Raises ``Invalid`` on control characters, on marks that turn the direction of writing, on broken Unicode.
    """
    return " ".join(_printable(text).split())


def tidy_block(text: str) -> str:
    """Return a text of several lines in NFC, each line without trailing spaces; raises as ``tidy_line``."""
    lines = [line.rstrip() for line in _printable(text).split("\n")]
    return "\n".join(lines).strip()


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing at all."""
    return not _INVISIBLE.sub("", text).strip()


def _printable(text: str) -> str:
    whole = _NEWLINE.sub("\n", text)
    if bad := _UNPRINTABLE.search(whole):
        raise Invalid(f"Có ký tự không hiển thị được (U+{ord(bad.group()):04X}); xóa đi và gõ lại")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", whole))
