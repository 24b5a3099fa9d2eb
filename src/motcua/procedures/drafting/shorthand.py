"""Conditions and sources as people write them: ``storeys >= 7 và adjoining = có``; ``mover.sex = child.sex``.

What is too deep for a line stays in the manner of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.drafting.texts import flow, unflow

TRUTHS = {"có": True, "không": False}
_SIGNS = {"==": "=", "!=": "≠", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_READ = {"=": "==", "==": "==", "≠": "!=", "!=": "!=", "<>": "!=", "≥": ">=", "≤": "<="} | {
    sign: sign for sign in (">", ">=", "<", "<=")
}
_JOINTS = {"and": "và", "or": "hoặc"}
_JOINT = re.compile(r"\s+(và|hoặc)\s+")
_NAME = r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*"
_CLAUSE = re.compile(rf"({_NAME})\s*(==|!=|<>|>=|<=|=|≠|≥|≤|>|<)\s*(\S+|\".*\")", re.ASCII)
_SOURCE = re.compile(rf"({_NAME})\s*=\s*({_NAME})", re.ASCII)
_ANSWER = re.compile(rf"({_NAME})\s+là\s+(.+)")
_WORD = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_NUMBER = re.compile(r"-?\d+", re.ASCII)
HOW = "Viết: nhãn hoặc mã mục, dấu (=, ≠, >, >=, <, <=), giá trị; nối bằng “và” hoặc “hoặc”."


# --- conditions ----------------------------------------------------------------------------------------------


def said(condition: Any) -> str:
    """A condition of the file on one line; nothing for none."""
    if not isinstance(condition, Mapping):
        return flow(condition)
    return _short(condition) or _joined(condition) or flow(condition)


def _short(condition: Mapping[str, Any]) -> str:
    """``{field, is | in | not}``, where its values are plain words."""
    match dict(condition):
        case {"field": str(name), "is": value, **rest} if not rest and (word := _word(value)):
            return f"{name} = {word}"
        case {"field": str(name), "not": value, **rest} if not rest and (word := _word(value)):
            return f"{name} ≠ {word}"
        case {"field": str(name), "in": [_, _, *_] as values, **rest} if not rest and all(map(_word, values)):
            return f"{name} = {' hoặc '.join(map(_word, values))}"
    return ""


def _joined(logic: Mapping[str, Any]) -> str:
    if len(logic) != 1:
        return ""
    operator, operands = next(iter(logic.items()))
    if operator not in _JOINTS:
        return _clause(logic)
    clauses = [_clause(one) for one in operands] if isinstance(operands, list) else []
    return f" {_JOINTS[operator]} ".join(clauses) if clauses and all(clauses) else ""


def _clause(logic: Any) -> str:
    if not isinstance(logic, Mapping) or len(logic) != 1:
        return ""
    operator, operands = next(iter(logic.items()))
    match operands:
        case [{"var": str(name), **rest}, value] if (
            operator in _SIGNS and not rest and (word := _word(value))
        ):
            return f"{name} {_SIGNS[operator]} {word}"
    return ""


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return str(value)
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def meant(text: str, where: str) -> Any:
    """What a condition on one line says, as files write it; Invalid names the cell."""
    if text.startswith(("{", "[")):
        return unflow(text, where)
    first, *more = _JOINT.split(" ".join(text.split()))
    joints, others = set(more[::2]), more[1::2]
    if len(joints) > 1:
        raise _wrong(where, "Dùng hoặc “và”, hoặc “hoặc”, không dùng cả hai trong một điều kiện.")
    if joints == {"hoặc"} and (found := _CLAUSE.fullmatch(first)) and not any(map(_CLAUSE.fullmatch, others)):
        return _one_of(found, others, where)
    clauses = [_test(one, where) for one in (first, *others)]
    if len(clauses) == 1:
        return _sugared(clauses[0])
    return {
        "and" if joints == {"và"} else "or": [{sign: [{"var": name}, value]} for name, sign, value in clauses]
    }


def _one_of(found: re.Match[str], others: list[str], where: str) -> Any:
    """``proof = hospital hoặc witness``."""
    if _READ[found[2]] != "==":
        raise _wrong(where, HOW)
    return {"field": found[1], "in": [_value(one, where) for one in (found[3], *others)]}


def _test(clause: str, where: str) -> tuple[str, str, Any]:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        raise _wrong(where, HOW)
    return found[1], _READ[found[2]], _value(found[3], where)


def _sugared(clause: tuple[str, str, Any]) -> Any:
    """A single test of a choice in the short form; of a number, or of a part of an answer, as JsonLogic."""
    name, sign, value = clause
    if sign in ("==", "!=") and isinstance(value, str | bool) and "." not in name:
        return {"field": name, "is" if sign == "==" else "not": value}
    return {sign: [{"var": name}, value]}


def _value(word: str, where: str) -> Any:
    if word in TRUTHS:
        return TRUTHS[word]
    if word in ("true", "false"):
        return word == "true"
    if _NUMBER.fullmatch(word):
        return int(word)
    if word.startswith('"'):
        return unflow(word, where)
    if _WORD.fullmatch(word) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
        return word
    raise _wrong(where, HOW)


# --- sources -------------------------------------------------------------------------------------------------


def sources(declare: Any) -> str:
    """Whence a child case takes its answers, one a line: ``field = path``, or ``field là answer``."""
    if not isinstance(declare, Mapping):
        return flow(declare)
    return "\n".join(
        f"{name} = {source}" if isinstance(source, str) else f"{name} là {_answer(source)}"
        for name, source in declare.items()
    )


def _answer(source: Any) -> str:
    if isinstance(source, Mapping) and set(source) == {"is"}:
        return _word(source["is"]) or json.dumps(source["is"], ensure_ascii=False, default=str)
    return flow(source)


def sources_meant(text: str, where: str) -> dict[str, Any]:
    """What lines of sources say, as files write it; Invalid names the cell and tells the line."""
    found: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if source := _SOURCE.fullmatch(line):
            found[source[1]] = source[2]
        elif answer := _ANSWER.fullmatch(line):
            word = answer[2].strip()
            found[answer[1]] = {"is": _value(word, where) if word[0] not in "{[" else unflow(word, where)}
        else:
            message = (
                f"“{line}”: viết mã mục của hồ sơ con, dấu =, mã mục của tờ khai này; hoặc: mã mục là có."
            )
            raise _wrong(where, message)
    return found


def _wrong(where: str, message: str) -> Invalid:
    return Invalid("Có ô viết chưa đúng.", faults=[Fault(where, message)])
