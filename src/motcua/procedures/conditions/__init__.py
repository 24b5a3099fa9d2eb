"""Conditions over the answers of a form, in JsonLogic: judged against the form, compiled once, said in Vietnamese.

Of JsonLogic a condition may use what :data:`OPERATORS` lists. What it compares must be alike: a number with a number, a
day with a day, a choice with an answer that is offered. A name that the form does not have, an operator that is not
listed, a comparison of unlike things is refused when the file is read. An open question meets no comparison, not even
“is not”: where nothing is known, nothing is asked. So ``!`` stands before comparisons only as their opposite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from motcua.kernel.forms import Field
from motcua.kernel.refusals import Fault
from motcua.procedures.conditions.reading import Reading
from motcua.procedures.conditions.running import Rule, compiled
from motcua.procedures.conditions.saying import Saying
from motcua.procedures.conditions.vocabulary import OPERATORS, TRUTH, Logic

__all__ = ["OPERATORS", "Logic", "Rule", "parse", "sugar"]


def parse(given: Logic, known: Mapping[str, Field], where: str) -> tuple[Rule | None, tuple[Fault, ...]]:
    """Read a condition against the fields that it may look at; None with the faults of every broken place."""
    reading = Reading(known)
    kind = reading.type_of(given, where, 0)
    if kind not in (TRUTH, None):
        reading.refuse(where, f"Điều kiện phải là một phép so sánh, đang là {kind}; viết thêm phép so sánh.")
    if reading.faults:
        return None, tuple(reading.faults)
    fields = frozenset(name.partition(".")[0] for name in reading.names)
    return Rule(given, fields, Saying(known).said(given), compiled(given)), ()


def sugar(name: str, values: Sequence[str | bool], *, negated: bool) -> Logic:
    """The short form ``{field, is | in | not}`` as JsonLogic."""
    tests: list[Logic] = [{"!=" if negated else "==": [{"var": name}, value]} for value in values]
    return tests[0] if len(tests) == 1 else {"and" if negated else "or": tests}
