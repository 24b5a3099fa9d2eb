"""Figures on boards: numbers as people read them, and a small line that shows where they go."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language

WIDTH, HEIGHT, EDGE = 96, 24, 2
"""Of the small line, in its own units."""


def comma(value: Decimal) -> str:
    """A number with the comma of the page's language."""
    return f"{value:f}" if get_language() == "en" else f"{value:f}".replace(".", ",")


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
