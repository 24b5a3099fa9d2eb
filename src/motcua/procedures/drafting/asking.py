"""The questions that a condition may look at, called as officers see them: by their labels, or by their codes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import structure
from motcua.procedures.drafting import choosing, shorthand
from motcua.procedures.drafting.cells import RowForm

_SIGN = r"(?:==|!=|<>|>=|<=|=|≠|≥|≤|>|<)"
_END = r"(?=\s+(?:và|hoặc)\s|$)"
_CLAUSE = re.compile(rf"(.+?)\s*{_SIGN}\s*(.+)")
_JOINT = re.compile(r"\s+(?:và|hoặc)\s+")
_WORD = re.compile(r"[A-Za-z_][\w-]*|-?\d+|\d{4}-\d{2}-\d{2}", re.ASCII)
NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its label and, where it offers some, its answers by code."""

    id: str
    label: str
    type: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        return f"{self.id} ({self.label})"


def of_file(value: Mapping[str, Any]) -> list[Question]:
    """The questions of a file's form, however much of it is written yet."""
    rows = structure.plain(value).get("form")
    return [
        Question(
            str(row["id"]),
            str(row.get("label") or row["id"]),
            str(row.get("type")),
            _answers(row.get("choices")),
        )
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and row.get("id")
    ]


def of_rows(rows: Sequence[RowForm]) -> list[Question]:
    """The questions of a form as they are typed, with those inside others."""
    inner = [one for row in rows for table in row.tables for one in table.rows]
    return [
        Question(name, row.value_of("label") or name, row.value_of("type"), _typed(row.value_of("choices")))
        for row in (*rows, *inner)
        if (name := row.value_of("id"))
    ]


def _typed(text: str) -> Mapping[str, str]:
    try:
        return _answers(choosing.meant(text, ""))
    except Invalid:
        return {}


def _answers(choices: Any) -> Mapping[str, str]:
    told = (
        [one if isinstance(one, Mapping) else {"value": one} for one in choices]
        if isinstance(choices, list)
        else []
    )
    return {str(one.get("value")): str(one.get("label") or one.get("value")) for one in told}


def how(asked: Sequence[Question]) -> str:
    """How a condition is written, with an example of this form."""
    example = next(filter(None, map(_example, sorted(asked, key=lambda one: not one.choices))), "")
    return f"{shorthand.HOW} Ví dụ: {example}." if example else shorthand.HOW


def _example(one: Question) -> str:
    if one.choices:
        return f"{one.label} = {next(iter(one.choices.values()))}"
    return {"yes-no": f"{one.label} = có", "number": f"{one.label} >= 2"}.get(one.type, "")


def coded(text: str, asked: Sequence[Question]) -> str:
    """A condition with its labels turned into codes."""
    text = " ".join(text.split())
    for one in sorted(asked, key=lambda one: -len(one.label)):
        text = _replaced(rf"(^|\s(?:và|hoặc)\s+){re.escape(one.label)}(?=\s*{_SIGN})", one.id, text)
    for one in asked:
        for value, label in sorted(one.choices.items(), key=lambda pair: -len(pair[1])):
            code = value if _WORD.fullmatch(value) else f'"{value}"'
            test = rf"((?:^|\s){re.escape(one.id)}\s*{_SIGN}\s*"
            text = _replaced(rf"{test}){re.escape(label)}{_END}", code, text)
            while (
                more := _replaced(rf"{test}[^=<>≠≥≤]*?\shoặc\s+){re.escape(label)}{_END}", code, text)
            ) != text:
                text = more
    return text


def _replaced(pattern: str, code: str, text: str) -> str:
    return re.sub(pattern, lambda found: f"{found[1]}{code}", text, flags=re.IGNORECASE)


def fault(text: str, where: str, asked: Sequence[Question]) -> Fault | None:
    """What a coded condition names that the form does not have; None when all is there, or nothing is asked yet."""
    known = {one.id: one for one in asked}
    last: Question | None = None
    for clause in _JOINT.split(text) if asked else ():
        found = _CLAUSE.fullmatch(clause)
        if found:
            last = known.get(found[1].partition(".")[0])
            if last is None:
                return Fault(where, _unknown(found[1], asked))
        wrong = _wrong_answer(last, found[1] if found else "", (found[2] if found else clause).strip('"'))
        if wrong:
            return Fault(where, wrong)
        if not found and last is None:
            return Fault(where, how(asked))
    return None


def _unknown(name: str, asked: Sequence[Question]) -> str:
    called = {word.casefold(): one for one in asked for word in (one.id, one.label)}
    near = difflib.get_close_matches(name.casefold(), called, n=1, cutoff=NEAR)
    todo = (
        f"có phải {called[near[0]].called}?"
        if near
        else f"các mục có: {', '.join(one.called for one in asked)}."
    )
    return f"Tờ khai không có mục {name}; {todo}"


def _wrong_answer(one: Question | None, name: str, word: str) -> str:
    if one is None or "." in name:
        return ""
    if one.choices and word not in one.choices:
        offered = ", ".join(f"{value} ({label})" for value, label in one.choices.items())
        return f"Mục {one.called} không có lựa chọn “{word}”; các lựa chọn: {offered}."
    if one.type in ("yes-no", "declaration") and word not in (*shorthand.TRUTHS, "true", "false"):
        return f"Mục {one.called} chỉ trả lời có hoặc không, không có “{word}”."
    return ""
