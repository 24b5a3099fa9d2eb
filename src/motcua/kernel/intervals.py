"""Uncertainty: how far a share could have come out otherwise, and so between which places a rank lies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import sqrt
from statistics import NormalDist

SURE = 0.95
"""How often an interval holds what it is about; of many intervals told together, how often all do."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies with 95 % certainty, both ends included."""

    low: float
    high: float

    def stands_to(self, share: Fraction) -> int:
        """1 when the whole interval is above a share, -1 when it is below, 0 when it could be either."""
        return (self.low > share) - (self.high < share)


def wilson(share: Fraction, n: Fraction, among: int = 1) -> Interval:
    """Wilson's score interval of a share of ``n``: right for few and for shares near 0 and 1 too.

    ``among`` so many intervals this is one of which are to be right all together (Bonferroni): each is wider then.
    """
    p, size = float(share), float(n)
    z = _deviations(among)
    middle = (p + z**2 / (2 * size)) / (1 + z**2 / size)
    reach = z / (1 + z**2 / size) * sqrt(p * (1 - p) / size + z**2 / (4 * size**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


@cache
def _deviations(among: int) -> float:
    """Standard deviations to either side that hold as much of a normal distribution as one of so many must."""
    return NormalDist().inv_cdf(1 - (1 - SURE) / among / 2)


def places(of: Sequence[Interval]) -> list[tuple[int, int]]:
    """Between which places each stands, 1 is the highest: behind all that are surely above, before all surely below."""
    lows, highs = sorted(one.low for one in of), sorted(one.high for one in of)
    return [(1 + len(of) - bisect_right(lows, one.high), len(of) - bisect_left(highs, one.low)) for one in of]
