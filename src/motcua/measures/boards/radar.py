"""The six groups of a score as a radar: an axis for each, as long as the points that it could have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

REACH = 100
"""From the middle to the end of an axis, in units of the drawing."""
RINGS = (25, 50, 75, 100)
"""Rings of a share, in per cent."""
BESIDE = 115


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its number, where it ends, where the number stands, where its share lies (no place for no data).

    ``partial`` when not all that it stands for is known.
    """

    number: int
    end: str
    beside: str
    point: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Radar:
    """Axes clockwise from above, the rings, and the line through the shares that are known."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    line: str


def radar(shares: Sequence[Fraction | None], partial: Sequence[bool] = ()) -> Radar:
    """A radar of shares from 0 to 1; an axis without data has no point on the line, some are of ``partial`` data."""
    turns = [2 * pi * place / len(shares) for place in range(len(shares))]
    points = [
        None if share is None else _at(turn, float(share) * REACH)
        for turn, share in zip(turns, shares, strict=True)
    ]
    axes = tuple(
        Axis(
            place + 1,
            _at(turn, REACH),
            _at(turn, BESIDE),
            points[place] or "",
            any(partial[place : place + 1]),
        )
        for place, turn in enumerate(turns)
    )
    rings = tuple(" ".join(_at(turn, ring) for turn in turns) for ring in RINGS)
    return Radar(axes, rings, " ".join(point for point in points if point))


def _at(turn: float, reach: float) -> str:
    return f"{sin(turn) * reach:.1f},{-cos(turn) * reach:.1f}"
