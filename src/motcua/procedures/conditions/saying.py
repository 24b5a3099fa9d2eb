"""A condition in Vietnamese: with the labels of the form, as pages, differences and findings say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.kernel.forms import Field, Json
from motcua.procedures.conditions.vocabulary import (
    COMPARED,
    COUNTED,
    JOINED,
    OVER_ROWS,
    TURNED,
    Logic,
    field_of,
    is_day,
    is_variable,
    names_anything,
    taken,
)


@dataclass(frozen=True, slots=True)
class Saying:
    """How a condition is said: with the labels of the form, in Vietnamese."""

    known: Mapping[str, Field]

    def said(self, logic: Logic) -> str:
        """A condition as a clause."""
        if not isinstance(logic, Mapping):
            return "luôn đúng" if logic is True else "không bao giờ"
        operator, operands = taken(logic)
        if operator in JOINED:
            parts = [self._part(one, operator) for one in operands]
            return f" {JOINED[operator][0]} ".join(parts)
        single = {
            "!": lambda: f"không phải ({self.said(operands[0])})",
            "!!": lambda: f"có {self._operand(operands[0], None)}",
            "var": lambda: f"{self._operand(logic, None)} là Có",
        }
        return single[operator]() if operator in single else self._of_two(operator, operands)

    def _of_two(self, operator: str, operands: Sequence[Logic]) -> str:
        if operator in OVER_ROWS:
            listed = self.known[str(operands[0]["var"])]
            inner = Saying({one.id: one for one in listed.fields}).said(operands[1])
            return f"{OVER_ROWS[operator]} của “{listed.label}” mà {inner}"
        return self._comparison(operator, *operands)

    def _part(self, logic: Logic, within: str) -> str:
        said = self.said(logic)
        mixed = isinstance(logic, Mapping) and next(iter(logic)) in JOINED and next(iter(logic)) != within
        return f"({said})" if mixed else said

    def _comparison(self, operator: str, left: Logic, right: Logic) -> str:
        if not names_anything(left):
            left, right, operator = right, left, TURNED.get(operator, operator)
        asked = self._asked(left) or self._asked(right)
        tail = " trở lên" if operator == ">=" else ""
        return f"{self._operand(left, asked)} {COMPARED[operator][0]} {self._operand(right, asked)}{tail}"

    def _asked(self, logic: Logic) -> Field | None:
        return field_of(self.known, str(logic["var"])) if is_variable(logic) else None

    def _operand(self, logic: Logic, asked: Field | None) -> str:
        if isinstance(logic, Mapping):
            operator, operands = taken(logic)
            if operator == "var":
                found = self._asked(logic)
                return f"“{found.label if found else operands[0]}”"
            return f" {COUNTED[operator]} ".join(self._operand(one, asked) for one in operands)
        if isinstance(logic, list):
            return " hoặc ".join(self._operand(one, asked) for one in logic)
        return _value(logic, asked)


def _value(value: Json | date, asked: Field | None) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        unit = f" {asked.unit}" if asked and asked.unit else ""
        return f"{value:g}".replace(".", ",") + unit
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    if is_day(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    offered = {choice.value: choice.label for choice in asked.choices} if asked else {}
    return f"“{offered.get(text, text)}”"
