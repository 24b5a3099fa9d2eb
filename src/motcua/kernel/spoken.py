"""Numbers and days in Vietnamese words, as documents spell them out (``ghi bằng chữ``)."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def number(value: int) -> str:
    """Return a whole number from 0 up in words: 2026 is ``hai nghìn không trăm hai mươi sáu``."""
    return " ".join(_words(value, opens=True)) or _DIGITS[0]


def day(iso: str) -> str:
    """Return a day, or the month or year alone where no more is known, in words, from ISO 8601."""
    parts = [int(part) for part in reversed(iso.split("-"))]
    titles = ("ngày", "tháng", "năm")[-len(parts) :]
    told = zip(titles, parts, strict=True)
    return " ".join(
        f"{title} {'tư' if (title, part) == ('tháng', 4) else number(part)}" for title, part in told
    )


def _words(value: int, *, opens: bool) -> list[str]:
    """The words of a number; inside a longer one (not ``opens``) the hundreds of each group are always said."""
    billions, rest = divmod(value, _BILLION)
    words = [*_words(billions, opens=opens), "tỷ"] if billions else []
    for place in (2, 1, 0):
        group = rest // 1000**place % 1000
        if group:
            words += [*_group(group, whole=bool(words) or not opens), _GROUPS[place]]
    return [word for word in words if word]


def _group(value: int, *, whole: bool) -> list[str]:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens > 1:
        return [*words, _DIGITS[tens], "mươi", *([_AFTER_TENS.get(ones, _DIGITS[ones])] if ones else [])]
    if tens == 1:
        return [*words, "mười", *(["lăm" if ones == 5 else _DIGITS[ones]] if ones else [])]
    return [*words, *(["linh"] if words and ones else []), *([_DIGITS[ones]] if ones else [])]
