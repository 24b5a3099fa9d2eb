"""Uncertainty: how far a share could have come out otherwise, and so between which places a rank lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

SURE = 1.959964
"""Standard deviations to either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies with 95 % certainty, both ends included."""

    low: float
    high: float

    def stands_to(self, share: Fraction) -> int:
        """1 when the whole interval is above a share, -1 when it is below, 0 when it could be either."""
        return (self.low > share) - (self.high < share)


def wilson(share: Fraction, n: Fraction) -> Interval:
    """Wilson's score interval of a share of ``n``: right for few and for shares near 0 and 1 too."""
    p, size = float(share), float(n)
    z2 = SURE**2
    middle = (p + z2 / (2 * size)) / (1 + z2 / size)
    reach = SURE / (1 + z2 / size) * sqrt(p * (1 - p) / size + z2 / (4 * size**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def places(of: Sequence[Interval]) -> list[tuple[int, int]]:
    """Between which places each stands, 1 is the highest: behind all that are surely above, before all surely below."""
    return [
        (1 + sum(other.low > one.high for other in of), len(of) - sum(other.high < one.low for other in of))
        for one in of
    ]
