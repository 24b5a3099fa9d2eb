"""Measures: a part of a whole, and the points that a share earns; undefined is not zero (QĐ 766/QĐ-TTg)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction


class Nothing(StrEnum):
    """What a measure says when there is nothing to measure: its whole is zero."""

    UNDEFINED = "undefined"
    FULL = "full"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Scale:
    """How a share becomes points: ``points`` are earned from the share ``full_at`` on, below in proportion."""

    points: Fraction
    full_at: Fraction = Fraction(1)
    nothing: Nothing = Nothing.UNDEFINED


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted; None where nobody counted yet, which is not the same as none."""

    part: int | None
    whole: int | None

    @property
    def share(self) -> Fraction | None:
        """The part of the whole, exactly; None when nothing was counted or there is no whole."""
        if self.part is None or not self.whole:
            return None
        return Fraction(self.part, self.whole)

    def __add__(self, other: Tally) -> Tally:
        return Tally(_sum(self.part, other.part), _sum(self.whole, other.whole))


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def points(scale: Scale, tally: Tally) -> Fraction | None:
    """The points of a tally, exact; None stays None: who has not been counted has no zero."""
    if tally.part is None or tally.whole is None:
        return None
    share = tally.share
    if share is None:
        return {Nothing.FULL: scale.points, Nothing.ZERO: Fraction(0)}.get(scale.nothing)
    return min(scale.points, scale.points * share / scale.full_at)


def total(parts: Iterable[Fraction | None]) -> Fraction | None:
    """The sum of exact points, rounded by nobody yet; None when no part has any."""
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if known else None


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """A value as people read it: half goes up, once, at the end."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
