"""Figures on boards and in reports: how exact a value is told, a small line that shows where numbers go."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from motcua.kernel.measures import rounded

WIDTH, HEIGHT, EDGE = 96, 24, 2
"""Of the small line, in its own units."""


def exact(value: Fraction) -> int | Decimal:
    """A value with one digit behind the comma, whole ones without; it was compared unrounded."""
    return int(value) if value.denominator == 1 else rounded(value, 1)


def sparkline(values: Sequence[Fraction], *, falls: bool = False) -> str:
    """The points of a line through values, the better the higher; ``falls``: less is better. Nothing for one."""
    if len(values) < 2:
        return ""
    least, most = min(values), max(values)
    span = most - least or Fraction(1)
    step = Fraction(WIDTH - 2 * EDGE, len(values) - 1)
    heights = [(value - least) / span if falls else (most - value) / span for value in values]
    return " ".join(
        f"{float(EDGE + place * step):.1f},{float(EDGE + height * (HEIGHT - 2 * EDGE)):.1f}"
        for place, height in enumerate(heights)
    )
