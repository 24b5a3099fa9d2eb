"""The review of procedure files: what it says, on which line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from motcua.procedures.definition import Definition
from motcua.procedures.lint import Finding, Sheet
from motcua.procedures.reviewing.advice import Bounds, Known, Lived, Register
from motcua.procedures.reviewing.whole import advice
from motcua.procedures.surroundings import Surroundings

USUAL = Bounds()


def findings(
    sheets: Sequence[Sheet],
    around: Surroundings,
    *,
    on: date,
    lived: Mapping[str, Lived] | None = None,
    bounds: Bounds = USUAL,
) -> list[Finding]:
    """Advice on the files of these sheets, beside all others of their catalogue; what touches most people first."""
    known = Known(
        registers=[Register.read(item) for item in around.registers],
        ended_laws=around.ended_laws,
        on=on,
        lived=lived,
        bounds=bounds,
    )
    mine = reviewed(sheets, on=on)
    others = around.procedures - {sheet.definition.code for sheet in sheets if sheet.definition}
    beside = [found for code in sorted(others) if (found := around.procedure(code))]
    by_code = {of.code: sheet for sheet, of in mine}
    told = advice([*(of for _, of in mine), *beside], known)
    return [by_code[one.of.code].finding(one.flaw) for one in told if one.of.code in by_code]


def reviewed(sheets: Sequence[Sheet], *, on: date) -> list[tuple[Sheet, Definition]]:
    """The version of each procedure that is reviewed: in force on the day, or else the next; of what has ended none."""
    versions = [(sheet, of) for sheet in sheets if (of := sheet.definition) and on < (of.until or date.max)]
    versions.sort(key=lambda one: one[1].in_force)
    chosen: dict[str, tuple[Sheet, Definition]] = {}
    for sheet, of in versions:
        if of.code not in chosen or of.in_force <= on:
            chosen[of.code] = (sheet, of)
    return list(chosen.values())
