"""The review of all procedures together: one judge for each kind of advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from motcua.procedures.definition import Definition
from motcua.procedures.reviewing import asked, bundled, held, lived, named
from motcua.procedures.reviewing.advice import Advice, Known
from motcua.procedures.reviewing.laws import ended_since

Judge = Callable[[Sequence[Definition], Known], Iterator[Advice]]

JUDGES: tuple[Judge, ...] = (
    held.papers,
    held.unknown_registers,
    asked.of_the_profile,
    asked.of_registers,
    asked.in_papers_too,
    named.otherwise,
    bundled.wider_than_parts,
    lived.long_limits,
    lived.idle_papers,
    ended_since,
)


def advice(of: Sequence[Definition], known: Known) -> list[Advice]:
    """What could be asked less, over procedures one version each; what touches most people first."""
    found = [one for judge in JUDGES for one in judge(of, known)]
    return sorted(found, key=lambda one: -(one.people or 0))
