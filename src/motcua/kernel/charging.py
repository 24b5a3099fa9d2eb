"""Who held a case for how long: the minutes of each agency against what it was given, and those that it was late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stint:
    """One time that an agency held a case: working minutes, and those that it was given for it."""

    agency: str
    held: int
    budget: int

    @property
    def late(self) -> int:
        """What went beyond: it is charged to whoever held the case, and nobody makes it up for another."""
        return max(0, self.held - self.budget)


@dataclass(frozen=True, slots=True)
class Charge:
    """What one agency held, was given and went beyond, over all its stints; in working minutes."""

    agency: str
    held: int
    budget: int
    late: int


def charged(stints: Iterable[Stint]) -> tuple[Charge, ...]:
    """The charge of each agency in the order in which they first held the case; the sums are those of the stints."""
    sums: dict[str, list[int]] = {}
    for stint in stints:
        held = sums.setdefault(stint.agency, [0, 0, 0])
        for place, amount in enumerate((stint.held, stint.budget, stint.late)):
            held[place] += amount
    return tuple(Charge(agency, *sums[agency]) for agency in sums)
