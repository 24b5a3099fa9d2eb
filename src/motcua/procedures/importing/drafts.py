"""A draft of a procedure file: its values, what is doubtful beside each, and the default flow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from motcua.kernel.clock import Limit
from motcua.kernel.judging import minutes

Values = dict[str, Any]
CODE = re.compile(r"\d\.\d{6}")
"""The code of a procedure in the national database."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person must look at: in which draft, at which field, what is doubtful."""

    code: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: the code that names its file, and its text in the format of the catalogue."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file yielded."""

    drafts: tuple[Draft, ...]
    doubts: tuple[Doubt, ...]


def imported(parts: Sequence[tuple[Values, Sequence[Doubt]]]) -> Imported:
    """Values and their doubts, written out."""
    drafts = tuple(Draft(values["code"], written(values, doubts)) for values, doubts in parts)
    return Imported(drafts, tuple(doubt for _, doubts in parts for doubt in doubts))


def written(values: Mapping[str, Any], doubts: Sequence[Doubt]) -> str:
    """The text of a draft: each doubt is a comment above the field that it is about."""
    pieces = []
    for name, value in values.items():
        about = (one.message for one in doubts if one.field.partition("[")[0].partition(".")[0] == name)
        pieces += [f"# cần xem lại: {' '.join(message.split())}\n" for message in about]
        pieces.append(yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=110))
    return "".join(pieces)


def slug(text: str) -> str:
    """A Vietnamese name as a code: ``Sở Nội vụ`` is ``so-noi-vu``."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain
                   if not unicodedata.combining(letter))  # fmt: skip
    return "-".join(kept.split())


def coded(text: str, before: str) -> str:
    """A name as a code that begins with a letter: ``before`` stands in front where it does not; empty for no name."""
    made = slug(text)
    return made if not made or made[0].isalpha() else f"{before}-{made}"


def default_steps(limit: str) -> list[Values]:
    """Receive, assign, examine, sign, hand over; the first four share exactly the limit in whole hours."""
    hours = minutes(Limit.parse(limit)) // 60
    small = min(4, max(1, hours // 8))
    names = _names_within(hours)
    spent = dict.fromkeys(names, small)
    spent[names[-2] if len(names) > 2 else names[-1]] += max(0, hours - small * len(names))
    chain = [*names, "hand-over"]
    return [
        _step(name, f"{spent.get(name, 4)} wh", after)
        for name, after in zip(chain, [*chain[1:], "end"], strict=True)
    ]


def _names_within(hours: int) -> list[str]:
    """As many of the usual steps as an hour each leaves room for."""
    if hours >= 4:
        return ["receive", "assign", "examine", "sign"]
    return ["receive", "examine", "sign"] if hours == 3 else ["receive", "sign"]


_STEPS: Mapping[str, tuple[str, str, str, str]] = {
    "receive": ("Tiếp nhận hồ sơ", "reception", "one-stop", "accept"),
    "assign": ("Phân công thụ lý", "competent", "division-head", "assign"),
    "examine": ("Thẩm định hồ sơ", "competent", "specialist", "propose"),
    "sign": ("Ký kết quả", "competent", "leader", "sign"),
    "hand-over": ("Trả kết quả", "return", "one-stop", "done"),
}


def _step(name: str, within: str, after: str) -> Values:
    title, place, role, verb = _STEPS[name]
    moves = {verb: after}
    if name in ("receive", "examine"):
        moves |= {"supplement": "wait-applicant", "refuse": "refused"}
    return {"id": name, "title": title, "at": place, "role": role, "within": within, "moves": moves}
