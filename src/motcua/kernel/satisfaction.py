"""Satisfaction: shares of satisfied answers, scores of factors, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from motcua.kernel.intervals import Interval, wilson

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
