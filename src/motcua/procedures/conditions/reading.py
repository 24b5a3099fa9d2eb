"""Judging a condition against the form: every name, every operator, every comparison of like with like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from motcua.kernel.forms import Field
from motcua.kernel.refusals import Fault
from motcua.procedures.conditions.vocabulary import (
    COUNTED,
    DAY,
    JOINED,
    MANY,
    NUMBER,
    OPERATORS,
    ORDERED,
    OVER_ROWS,
    TEXT,
    TRUTH,
    TYPES,
    Logic,
    field_of,
    is_day,
    is_variable,
    names_anything,
    taken,
)

_ELSEWHERE = {"any": "or", "not": "!", "=": "==", "eq": "==", "ne": "!="}
"""What people of other notations write, and what it is here."""
DEEPEST = 12
"""Levels of nesting that a condition may have."""


class Reading:
    """One reading of a condition, which gathers the names that it uses and its faults."""

    def __init__(self, known: Mapping[str, Field]) -> None:
        self.known, self.names, self.faults = known, set[str](), list[Fault]()

    def refuse(self, where: str, message: str) -> None:
        self.faults.append(Fault(where, message))

    def type_of(self, logic: Logic, where: str, depth: int) -> str | None:
        """What a part yields; None when it is broken, and then the fault is told."""
        if not isinstance(logic, Mapping):
            return self._literal(logic, where)
        if wrong := _misshapen(logic, depth):
            self.refuse(where, wrong)
            return None
        operator, operands = taken(logic)
        here = f"{where}.{operator}"
        if operator == "var":
            return self._variable(operands, here)
        if operator in OVER_ROWS:
            return self._over_rows(operands, here, depth)
        kinds = [self.type_of(one, f"{here}[{place}]", depth + 1) for place, one in enumerate(operands)]
        if None in kinds:
            return None
        return self._operation(operator, operands, [str(kind) for kind in kinds], here)

    def _literal(self, value: object, where: str) -> str | None:
        if isinstance(value, bool):
            return TRUTH
        if isinstance(value, int | float):
            return NUMBER
        if isinstance(value, date):
            return DAY
        if isinstance(value, str):
            return DAY if is_day(value) else TEXT
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return MANY
        self.refuse(
            where, f"“{value}” không dùng được ở đây; viết số, chữ, ngày, true, false hoặc danh sách chữ."
        )
        return None

    def _variable(self, operands: list[Logic], where: str) -> str | None:
        if len(operands) != 1 or not isinstance(operands[0], str):
            self.refuse(where, "“var” nhận đúng một mã trường của tờ khai; không có giá trị thay thế.")
            return None
        found = field_of(self.known, operands[0])
        if found is None:
            self.refuse(
                where, f"Tờ khai không có trường “{operands[0]}”; dùng một trong: {', '.join(self.known)}."
            )
            return None
        self.names.add(operands[0])
        return TYPES.get(found.type, TEXT)

    def _over_rows(self, operands: list[Logic], where: str, depth: int) -> str | None:
        if len(operands) != 2:
            self.refuse(where, f"Viết danh sách rồi đến điều kiện của từng dòng.{_instead(where)}")
            return None
        listed = operands[0].get("var") if isinstance(operands[0], Mapping) else None
        found = field_of(self.known, listed) if isinstance(listed, str) else None
        if found is None or found.type != "list":
            self.refuse(
                f"{where}[0]",
                f"Vế đầu phải là một danh sách của tờ khai, ví dụ {{var: children}}.{_instead(where)}",
            )
            return None
        self.names.add(str(listed))
        inner = Reading({one.id: one for one in found.fields})
        kind = inner.type_of(operands[1], f"{where}[1]", depth + 1)
        self.faults += inner.faults
        if kind not in (TRUTH, None):
            self.refuse(f"{where}[1]", "Điều kiện của dòng phải là một phép so sánh.")
        return TRUTH

    def _operation(self, operator: str, operands: list[Logic], kinds: list[str], where: str) -> str | None:
        if operator in JOINED or operator in ("!", "!!"):
            return self._joined(operator, operands, kinds, where)
        if operator in COUNTED:
            if len(kinds) < 2 or set(kinds) != {NUMBER}:
                self.refuse(where, f"Phép {COUNTED[operator]} cần từ hai số, đang là {', '.join(kinds)}.")
                return None
            return NUMBER
        if len(kinds) != 2:
            self.refuse(where, f"Phép so sánh “{operator}” có đúng hai vế, đang có {len(kinds)}.")
            return None
        return self._compared(operator, operands, kinds, where)

    def _joined(self, operator: str, operands: list[Logic], kinds: list[str], where: str) -> str | None:
        single = operator in ("!", "!!")
        if single and len(kinds) != 1:
            self.refuse(where, f"Phép “{operator}” có đúng một vế.")
        elif operator == "!!" and not is_variable(operands[0]):
            self.refuse(where, "“!!” hỏi một trường đã được trả lời chưa; vế của nó là {var: mã trường}.")
        elif operator != "!!" and (not kinds or set(kinds) != {TRUTH}):
            self.refuse(
                where, f"Mọi vế của “{operator}” phải là phép so sánh, đang là {', '.join(kinds) or 'trống'}."
            )
        else:
            return TRUTH
        return None

    def _compared(self, operator: str, operands: list[Logic], kinds: list[str], where: str) -> str | None:
        left, right = kinds
        if operator == "in":
            fits = (left, right) == (TEXT, MANY)
        elif operator in ORDERED:
            fits = left == right and left in (NUMBER, DAY)
        else:
            fits = left == right and left in (NUMBER, TEXT, DAY, TRUTH)
        if not fits:
            self.refuse(
                where,
                f"Không so sánh được {left} với {right} bằng “{operator}”; sửa lại hai vế cho cùng loại.",
            )
            return None
        if not any(map(names_anything, operands)):
            self.refuse(where, "Phép so sánh không nhắc đến trường nào nên lúc nào cũng như nhau; bỏ đi.")
            return None
        return self._offered(operands, where)

    def _offered(self, operands: list[Logic], where: str) -> str | None:
        """A choice is compared with answers that it offers."""
        for this, other in (operands, operands[::-1]):
            asked = field_of(self.known, str(this["var"])) if is_variable(this) else None
            offered = [choice.value for choice in asked.choices] if asked else []
            said = other if isinstance(other, list) else [other] if isinstance(other, str) else []
            if offered and (unknown := [one for one in said if one not in offered]):
                self.refuse(
                    where,
                    f"“{unknown[0]}” không phải câu trả lời của “{asked.label if asked else ''}”; "
                    f"dùng một trong: {', '.join(offered)}.",
                )
                return None
        return TRUTH


def _instead(where: str) -> str:
    """What joins conditions that all, or some, must hold: it is often taken for what asks every row."""
    joins = {"all": "and", "some": "or"}.get(where.rpartition(".")[2])
    return f" Nối các điều kiện thì dùng “{joins}”." if joins else ""


def _misshapen(logic: Mapping[str, Logic], depth: int) -> str:
    """Why a part is no operation that a condition may have; empty when it is one."""
    if depth > DEEPEST:
        return f"Điều kiện lồng quá {DEEPEST} tầng; viết gọn lại."
    if len(logic) != 1:
        return "Mỗi phép gồm đúng một tên phép và các vế; tách thành nhiều phép nối bằng “and”."
    if other := _ELSEWHERE.get(next(iter(logic))):
        return f"Không có phép “{next(iter(logic))}”; dùng “{other}”."
    if next(iter(logic)) not in OPERATORS:
        return f"Không có phép “{next(iter(logic))}”; dùng một trong: {', '.join(OPERATORS)}."
    return ""
