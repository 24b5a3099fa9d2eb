"""Forecasts: how likely an open case ends late, by how long such cases took from the same step on (Kaplan–Meier)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Curve:
    """Of cases that came to a step: the share ``survival[i]`` that needed more than ``minutes[i]`` working minutes.

    ``cases`` is how many it was learnt from. Minutes ascend, shares descend.
    """

    minutes: tuple[int, ...]
    survival: tuple[float, ...]
    cases: int

    def beyond(self, minutes: int) -> float:
        """The share that needed more than so many working minutes."""
        place = bisect_right(self.minutes, minutes)
        return self.survival[place - 1] if place else 1.0


def chance_late(curve: Curve, elapsed: int, left: int) -> float | None:
    """The chance that a case needs more than the time it has left, given the time it has been at its step.

    ``elapsed`` and ``left`` are working minutes. None where no case of the past took that long: nothing is known.
    """
    alive = curve.beyond(elapsed)
    if not alive:
        return None
    return curve.beyond(elapsed + max(left, 0)) / alive


def log_odds(chance: float) -> float:
    """The logarithm of the odds of a chance; a thousandth is the nearest to certain that a curve tells."""
    held = min(max(chance, 0.001), 0.999)
    return log(held / (1 - held))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How what curves say became true in the past: a line through log odds (Platt 1999); at first, as they say."""

    slope: float = 1.0
    intercept: float = 0.0

    def of(self, chance: float) -> float:
        """The chance that a chance of the curves turned out to be."""
        return 1 / (1 + exp(-(self.slope * log_odds(chance) + self.intercept)))


@dataclass(frozen=True, slots=True)
class Trial:
    """What was said of a case of the past, and whether it was late."""

    chance: float
    late: bool


def brier(trials: Sequence[Trial]) -> float:
    """The mean squared error of chances (Brier 1950): 0 is perfect, always 0.5 is 0.25."""
    return sum((trial.chance - trial.late) ** 2 for trial in trials) / len(trials)


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of which about the same was said: how many, what was said on average, how many were late."""

    cases: int
    said: float
    late: float


def calibration(trials: Sequence[Trial], bins: int = 5) -> list[Bin]:
    """Whether what is said comes true: trials in ``bins`` equal ranges of chance, empty ones left out."""
    found: dict[int, list[Trial]] = {}
    for trial in trials:
        found.setdefault(min(int(trial.chance * bins), bins - 1), []).append(trial)
    return [
        Bin(
            len(those),
            sum(one.chance for one in those) / len(those),
            sum(one.late for one in those) / len(those),
        )
        for _, those in sorted(found.items())
    ]
