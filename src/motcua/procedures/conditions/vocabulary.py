"""What a condition may be made of: operators, types, and how its parts are taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.kernel.forms import Field

Logic = Any
"""A rule of JsonLogic: a literal, or one operator with its operands."""

COMPARED: Mapping[str, tuple[str, str]] = {
    "==": ("là", "!="), "===": ("là", "!=="), "!=": ("không phải là", "=="), "!==": ("không phải là", "==="),
    "<": ("dưới", ">="), "<=": ("không quá", ">"), ">": ("trên", "<="), ">=": ("từ", "<"),
    "in": ("thuộc", "not in"),
}  # fmt: skip
"""Each comparison in words, and its opposite."""
ORDERED = frozenset({"<", "<=", ">", ">="})
TURNED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
JOINED: Mapping[str, tuple[str, str]] = {"and": ("và", "or"), "or": ("hoặc", "and")}
COUNTED: Mapping[str, str] = {"+": "cộng", "-": "trừ", "*": "nhân"}
OVER_ROWS: Mapping[str, str] = {"some": "có dòng", "all": "mọi dòng", "none": "không dòng nào"}
OPERATORS = (*COMPARED, *JOINED, "!", "!!", *COUNTED, *OVER_ROWS, "var")
"""What a condition may be made of."""

NUMBER, TEXT, DAY, TRUTH, MANY, ROWS, GROUP = (
    "số",
    "chữ",
    "ngày",
    "có hoặc không",
    "nhiều lựa chọn",
    "danh sách",
    "nhóm",
)
TYPES: Mapping[str, str] = {
    "number": NUMBER, "money": NUMBER, "date": DAY, "yes-no": TRUTH, "declaration": TRUTH, "choices": MANY,
    "list": ROWS, "group": GROUP, "person": GROUP, "place": GROUP,
}  # fmt: skip
"""What an answer of a kind of field is to a condition; of all other kinds it is text."""


def taken(logic: Logic) -> tuple[str, list[Logic]]:
    """An operator and its operands; JsonLogic lets a single operand stand without brackets."""
    operator, operands = next(iter(logic.items()))
    return str(operator), operands if isinstance(operands, list) else [operands]


def field_of(known: Mapping[str, Field], name: str) -> Field | None:
    """The field of a name, or of a part of a group (``owner.residence``); None when the form has none that answers."""
    top, *parts = name.split(".")
    found = known.get(top)
    for part in parts:
        inner = found.fields if found and found.type != "list" else ()
        found = next((one for one in inner if one.id == part), None)
    return found if found is not None and found.kind.holds_value else None


def is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-11-23") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_variable(logic: Logic) -> bool:
    return isinstance(logic, Mapping) and set(logic) == {"var"}


def names_anything(logic: Logic) -> bool:
    if not isinstance(logic, Mapping):
        return False
    operator, operands = taken(logic)
    return operator == "var" or any(map(names_anything, operands))


def variables(logic: Logic) -> list[Logic]:
    if not isinstance(logic, Mapping):
        return []
    operator, operands = taken(logic)
    return [logic] if operator == "var" else [found for one in operands for found in variables(one)]
