"""Indices as trees: a score of parts that are summed or averaged, and what it would take to raise it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Scores = Mapping[str, Fraction]
"""What is known, by the id of a component."""


class RollUp(StrEnum):
    """How components become what stands above them."""

    SUM = "sum"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted-mean"


@dataclass(frozen=True, slots=True)
class Component:
    """A part of an index from ``low`` to ``high``; its own parts roll up into it, ``times`` a constant.

    ``raw``: what is known of it is no score yet, but a number that is put on the scale among all units (``scaled``);
    ``reverse``: the less of it the better.
    """

    id: str
    title: str = ""
    weight: Fraction = Fraction(1)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    roll_up: RollUp = RollUp.SUM
    times: Fraction = Fraction(1)
    parts: tuple[Component, ...] = ()
    raw: bool = False
    reverse: bool = False

    def share_of(self, part: Component) -> Fraction:
        """By how much this grows when a part grows by one."""
        if self.roll_up is RollUp.SUM:
            return self.times
        if self.roll_up is RollUp.MEAN:
            return self.times / len(self.parts)
        return self.times * part.weight / sum((one.weight for one in self.parts), Fraction(0))


def walk(
    of: Component, worth: Fraction = Fraction(1), depth: int = 0
) -> Iterator[tuple[int, Component, Fraction]]:
    """Every component below, each before its own parts: how deep it lies, what a point of it is worth to the whole."""
    for part in of.parts:
        own = worth * of.share_of(part)
        yield depth, part, own
        yield from walk(part, own, depth + 1)


def value(of: Component, scores: Scores) -> Fraction | None:
    """The score of a component: the one that is known, else that of its parts; None when one of them is missing."""
    if of.id in scores:
        return scores[of.id]
    total = Fraction(0)
    for part in of.parts:
        found = value(part, scores)
        if found is None:
            return None
        total += of.share_of(part) * found
    return total if of.parts else None


def scaled(of: Component, units: Sequence[Scores]) -> list[Scores]:
    """The scores of several units, raw numbers put on their scale: the worst gets ``low``, the best ``high``."""
    raw = [part for part in of.parts if part.raw]
    return [
        {name: found for name, found in unit.items() if name not in {part.id for part in raw}}
        | {part.id: found for part in raw if (found := _on_scale(part, unit, units)) is not None}
        for unit in units
    ]


def _on_scale(part: Component, unit: Scores, units: Sequence[Scores]) -> Fraction | None:
    """A raw number on the scale of its component; None where it is missing, or all units are alike."""
    known = [one[part.id] for one in units if part.id in one]
    if part.id not in unit or min(known) == max(known):
        return None
    least, most = min(known), max(known)
    found = (part.high - part.low) * (unit[part.id] - least) / (most - least) + part.low
    return part.low + part.high - found if part.reverse else found


# --- what if -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lever:
    """A component that could be raised: what one point of it is worth, and what it alone would take.

    ``rise`` closes the gap when nothing else moves; ``effort`` is the part of the way to its ``high`` that this is:
    above 1 it is out of reach. ``most`` is what the index gains when the component reaches its ``high``.
    """

    component: Component
    now: Fraction
    worth: Fraction
    most: Fraction
    rise: Fraction
    effort: Fraction | None

    @property
    def suffices(self) -> bool:
        return self.effort is not None and self.effort <= 1


def levers(of: Component, scores: Scores, goal: Fraction) -> Sequence[Lever]:
    """Every component that is known, the one first that closes the gap to a goal with the least effort."""
    total = value(of, scores)
    if total is None:
        return ()
    gap = max(goal - total, Fraction(0))
    found = [
        _lever(part, now, worth, gap)
        for part, worth in _known(of, scores)
        if (now := scores.get(part.id)) is not None
    ]
    return sorted(found, key=lambda one: (one.effort is None, one.effort or Fraction(0), -one.worth))


def _known(
    of: Component, scores: Scores, worth: Fraction = Fraction(1)
) -> Iterator[tuple[Component, Fraction]]:
    """The components whose scores are known, with what a point of each is worth to the whole."""
    for part in of.parts:
        own = worth * of.share_of(part)
        if part.id in scores:
            yield part, own
        else:
            yield from _known(part, scores, own)


def _lever(part: Component, now: Fraction, worth: Fraction, gap: Fraction) -> Lever:
    room = part.high - now
    rise = gap / worth
    return Lever(part, now, worth, worth * room, rise, rise / room if room > 0 else None)


def together(of: Component, scores: Scores, goal: Fraction) -> Fraction | None:
    """What part of the way to their ``high`` all components would have to go at once; None if that is too little."""
    total = value(of, scores)
    if total is None:
        return None
    most = sum((one.most for one in levers(of, scores, goal)), Fraction(0))
    gap = max(goal - total, Fraction(0))
    return gap / most if most and gap <= most else None if gap else Fraction(0)
