"""What the linter found, said to whoever writes on the pages: by the labels that they see, not the words of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from motcua.kernel.refusals import Fault
from motcua.procedures.drafting import naming
from motcua.procedures.drafting.cells import HOW
from motcua.procedures.drafting.columns import Column
from motcua.procedures.lint import Finding


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: in which part, where in it, what, what to do; ``line`` where the text is on the page."""

    severity: str
    part: str
    where: str
    message: str
    todo: str
    line: int = 0


def told(findings: Iterable[Finding], value: Any, *, as_text: bool = False) -> list[Told]:
    """Findings as a page tells them; ``as_text``: it shows the text, so the line and its writing are told too."""
    return [_told(one, value, as_text) for one in findings]


def _told(one: Finding, value: Any, as_text: bool) -> Told:
    if one.file.suffix == ".feature":
        return Told(one.severity, "", one.field, one.message, one.todo, one.line)
    spot = naming.spot(one.place, value)
    # a message that names the cell itself needs no label before it
    named = spot.label if f"“{spot.label}”" in one.message else ""
    todo = " ".join(filter(None, (one.todo, one.written))) if as_text else one.todo or _how(one, spot.column)
    where = spot.words(without=named)
    return Told(one.severity, gettext(spot.part), where, one.message, todo, one.line if as_text else 0)


def _how(one: Finding, column: Column | None) -> str:
    """How the cell is written, where the finding only knows how the file is."""
    if not one.written or column is None:
        return ""
    if column.choices:
        return f"Chọn một trong: {', '.join(column.choices.values())}."
    return HOW.get(column.kind, "")


def faults(findings: Iterable[Finding], value: Any) -> list[Fault]:
    """Findings as a refusal lists them."""
    return [
        Fault(", ".join(filter(None, (one.part, one.where))), f"{one.message} {one.todo}".strip())
        for one in told(findings, value)
    ]
