"""Scorecards: points of indices, their sum without those that nobody knows, and the class that the sum earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from motcua.kernel.measures import Tally, rounded


@dataclass(frozen=True, slots=True)
class Grade:
    """Points for shares that are high enough, while nothing was counted of what must not be."""

    points: int
    at_least: Mapping[str, Fraction]
    none: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class of results: from how many points on, and its name."""

    least: Decimal
    title: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The sum of what is known. ``best`` is what it could become if all that is unknown were full.

    ``title`` is empty while what is unknown could still change the class.
    """

    total: Decimal
    best: Decimal
    title: str

    @property
    def complete(self) -> bool:
        return self.total == self.best


def mean(tally: Tally) -> Decimal | None:
    """The score of an index: the points of all cases by their number, one decimal, half up (TT 01/2018 Đ.15.2a)."""
    share = tally.share
    return None if share is None else rounded(share, 1)


def graded(grades: Sequence[Grade], tallies: Mapping[str, Tally]) -> int | None:
    """The points of the first grade that is reached, from the top; none: 0; None where a grade can't be judged."""
    for grade in grades:
        reached = _reached(grade, tallies)
        if reached is None:
            return None
        if reached:
            return grade.points
    return 0


def _reached(grade: Grade, tallies: Mapping[str, Tally]) -> bool | None:
    failed = tallies[grade.none].part
    said = [None if failed is None else failed == 0]
    for name, least in grade.at_least.items():
        share = tallies[name].share
        said.append(None if share is None else share >= least)
    return False if False in said else None if None in said else True


def standing(indices: Sequence[tuple[Decimal | None, int]], classes: Sequence[Class]) -> Standing:
    """The sum of indices, each with the most that it can be; what is unknown is left out (TT 01/2018 Đ.15.4b).

    The class is told when it is the same whatever the unknown indices turn out to be.
    """
    total = sum((points for points, _ in indices if points is not None), Decimal(0))
    best = total + sum(most for points, most in indices if points is None)
    low, high = _class(total, classes), _class(best, classes)
    return Standing(total, best, low if low == high else "")


def _class(points: Decimal, classes: Sequence[Class]) -> str:
    return next(one.title for one in classes if points >= one.least)
