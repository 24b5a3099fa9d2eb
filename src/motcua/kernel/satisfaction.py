"""Satisfaction: shares of satisfied answers, scores of factors, how sure they are, and what may be shown of few."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)

SURE = 1.959964
"""The standard normal quantile of 95 %."""

FEWEST = 5
"""Answers below which a group is not shown."""

SATISFIED = 4
"""From this mark of five on an answer counts as satisfied (SIPAS: hài lòng, rất hài lòng)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Valid answers and the satisfied ones among them, each as many as it stands for; ``squares`` sums w²."""

    satisfied: Fraction = Fraction(0)
    valid: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)

    @classmethod
    def of(cls, satisfied: int, valid: int, weight: Fraction = Fraction(1)) -> Tally:
        """So many answers of the same weight."""
        return cls(satisfied * weight, valid * weight, valid * weight**2)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.satisfied + other.satisfied, self.valid + other.valid, self.squares + other.squares)

    @property
    def share(self) -> Fraction | None:
        """The satisfied of the valid answers; None where nobody answered."""
        return self.satisfied / self.valid if self.valid else None

    @property
    def effective(self) -> Fraction:
        """How many answers of equal weight would tell as much: (Σw)² / Σw² (Kish)."""
        return self.valid**2 / self.squares if self.squares else Fraction(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a share lies with 95 % confidence."""

    low: float
    high: float


def wilson(share: Fraction, n: Fraction) -> Interval:
    """Wilson's score interval of a share that ``n`` answers have; ``n`` may be an effective size."""
    p, size = float(share), float(n)
    z2 = SURE**2
    middle = (p + z2 / (2 * size)) / (1 + z2 / size)
    reach = SURE / (1 + z2 / size) * sqrt(p * (1 - p) / size + z2 / (4 * size**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


@dataclass(frozen=True, slots=True)
class Score:
    """A score as a share, its interval, and how many answers it rests on."""

    share: Fraction
    interval: Interval


def score(tallies: Iterable[tuple[Fraction, Tally]]) -> Score | None:
    """The weighted mean of the shares of several questions; None where none was answered.

    Answers of one person to several questions say much the same: the interval is that of the question
    with the fewest answers, not that of all answers together.
    """
    said = [(weight, tally) for weight, tally in tallies if tally.valid]
    if not said:
        return None
    whole = sum((weight for weight, _ in said), Fraction(0))
    share = sum((weight * tally.satisfied / tally.valid for weight, tally in said), Fraction(0)) / whole
    return Score(share, wilson(share, min(tally.effective for _, tally in said)))


def hidden(counts: Mapping[Group, int], fewest: int = FEWEST) -> set[Group]:
    """The groups that may not be shown beside a total: those with too few answers, and more until they are safe.

    What is hidden together can be had from the total by subtraction: it must be two groups or more, with enough
    answers among them. The next smallest ones are hidden with them.
    """
    few = {group for group, count in counts.items() if 0 < count < fewest}
    for group in sorted((g for g in counts if counts[g] >= fewest), key=lambda g: counts[g]):
        if not few or (len(few) > 1 and sum(counts[one] for one in few) >= fewest):
            break
        few.add(group)
    return few
