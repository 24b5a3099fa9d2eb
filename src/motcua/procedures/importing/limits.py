"""Limits as the national data and the tables of officials write them, read into limits with a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_AMOUNT = re.compile(
    r"(?<![\d/.,])(\d+/\d+|\d+(?:[.,]\d+)?)\s*(?:\([^)]{1,30}\)\s*)?"
    r"(ngày\s+làm\s+việc|giờ\s+làm\s+việc|(?:ngày|giờ)(?!\s+làm\s+việc)|tuần|(?:tháng|năm)(?!\s*\d))(?!\s*/)",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(r"(?:ngay\s+)?trong\s+(?:cùng\s+)?ngày(?!\s*\d)|giải\s+quyết\s+ngay", re.IGNORECASE)
_HOURS_A_DAY = 8
SAME_DAY = "1 wd"


@dataclass(frozen=True, slots=True)
class Found:
    """One limit in a text: ``5 wd``, the words that say it, and what is doubtful about it."""

    value: str
    words: str
    doubt: str = ""
    rounded: bool = False
    same_day: bool = False


def found_in(text: str) -> tuple[Found, ...]:
    """Every limit that a text states, in its order; same-day wording counts only where no amount stands."""
    amounts = tuple(_amounts(text))
    if amounts or not (said := _SAME_DAY.search(text)):
        return amounts
    return (Found(SAME_DAY, said[0], same_day=True),)


def _amounts(text: str) -> Iterator[Found]:
    for match in _AMOUNT.finditer(text):
        if found := _found(match[1], " ".join(match[2].lower().split()), " ".join(match[0].split())):
            yield found


def _found(number: str, unit: str, words: str) -> Found | None:
    top, _, bottom = number.replace(",", ".").partition("/")
    if bottom and not int(bottom):
        return None
    amount = Fraction(top) / int(bottom or 1)
    if amount <= 0:
        return None
    if unit.startswith("giờ"):
        doubt = "" if unit == "giờ làm việc" else f"“{words}” được hiểu là giờ làm việc."
        return _whole(amount, "wh", words, doubt)
    if amount.denominator > 1 and unit.startswith("ngày"):
        doubt = "" if unit == "ngày làm việc" else f"“{words}” được hiểu là phần của ngày làm việc 8 giờ."
        return _whole(amount * _HOURS_A_DAY, "wh", words, doubt)
    scale, short = {"ngày làm việc": (1, "wd"), "ngày": (1, "cd"), "tuần": (7, "cd"),
                    "tháng": (1, "mo"), "năm": (12, "mo")}[unit]  # fmt: skip
    return _whole(amount * scale, short, words, "")


def _whole(amount: Fraction, unit: str, words: str, doubt: str) -> Found:
    """A found limit in whole units, rounded up and doubted when it was not whole."""
    rounded = amount.denominator > 1
    if rounded:
        doubt = f"“{words}” được làm tròn lên."
    return Found(f"{-(-amount.numerator // amount.denominator)} {unit}", words, doubt, rounded)
