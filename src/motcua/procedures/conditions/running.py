"""A condition as it is run: opposites stand at the comparisons, each of which wants its fields answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from datalogic_py import Engine
from datalogic_py import Rule as Compiled

from motcua.kernel.forms import Values
from motcua.procedures.conditions.vocabulary import COMPARED, JOINED, OVER_ROWS, Logic, taken, variables


@cache
def _engine() -> Engine:
    return Engine()


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that the form can answer; ``fields`` are the top fields on whose answers it looks."""

    logic: Logic = field(hash=False)
    fields: frozenset[str]
    words: str
    compiled: Compiled = field(repr=False, hash=False, compare=False)
    local: bool = False

    def holds(self, values: Values) -> bool:
        """Whether these answers meet the condition."""
        return self.compiled.evaluate({name: values.get(name) for name in self.fields}) is True


def compiled(logic: Logic) -> Compiled:
    """A judged condition, ready to run."""
    return _engine().compile(guarded(logic, positive=True))


def guarded(logic: Logic, *, positive: bool) -> Logic:
    """The rule as it is run: opposites stand at the comparisons, and each comparison wants its fields answered."""
    if not isinstance(logic, Mapping):
        return logic if positive else not logic
    operator, operands = taken(logic)
    if operator == "!":
        return guarded(operands[0], positive=not positive)
    if operator in JOINED:
        joined = operator if positive else JOINED[operator][1]
        return {joined: [guarded(one, positive=positive) for one in operands]}
    if operator in ("var", "!!"):
        answered = {"!==" if positive else "===": [operands[0], None]}
        return answered if operator == "!!" else {"===": [logic, positive]}
    return _compared(operator, operands, positive=positive)


def _compared(operator: str, operands: Sequence[Logic], *, positive: bool) -> Logic:
    """A comparison, or its opposite, that no open question meets."""
    if operator in OVER_ROWS:
        held: Logic = {operator: [operands[0], guarded(operands[1], positive=True)]}
        return _answered(held if positive else {"!": held}, [operands[0]])
    plain = {operator: [_plain(one) for one in operands]}
    opposite = {"!": plain} if operator == "in" else {COMPARED[operator][1]: plain[operator]}
    return _answered(plain if positive else opposite, [found for one in operands for found in variables(one)])


def _answered(held: Logic, asked: Sequence[Logic]) -> Logic:
    return {"and": [*({"!==": [one, None]} for one in asked), held]}


def _plain(logic: Logic) -> Logic:
    """Days as the answers have them."""
    return logic.isoformat() if isinstance(logic, date) else logic
