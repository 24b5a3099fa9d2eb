"""Targets: whether a promise with a threshold and a deadline is kept, by the newest value known; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Self

from motcua.kernel.refusals import Invalid


class Status(StrEnum):
    """How a target stands."""

    MET = "met"
    ON_TRACK = "on-track"
    NOT_MET = "not-met"
    NO_DATA = "no-data"
    NOT_APPLICABLE = "not-applicable"


class Way(StrEnum):
    """On which side of its threshold a value keeps the promise: “trên” is more than, “tối thiểu” at least."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="


class Going(StrEnum):
    """Where a value goes from one reading to the next, seen from its threshold."""

    BETTER = "better"
    WORSE = "worse"
    ALIKE = "alike"


_THRESHOLD = re.compile(r"(>=|>|<=) ?(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is promised: at least, more than, or at most a value."""

    way: Way
    value: Fraction

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``>= 80``, ``> 50`` or ``<= 10``."""
        found = _THRESHOLD.fullmatch(text)
        if found is None:
            raise Invalid(f"“{text}” không phải một ngưỡng: viết >= 80, > 50 hoặc <= 10.")
        return cls(Way(found[1]), Fraction(found[2]))

    def kept_by(self, value: Fraction) -> bool:
        """Whether a value keeps the promise; it is compared unrounded."""
        if self.way is Way.AT_MOST:
            return value <= self.value
        return value > self.value if self.way is Way.ABOVE else value >= self.value

    def going(self, readings: Sequence[Reading]) -> Going | None:
        """Where the last of some readings, the oldest first, goes; None where one of the two is not known exactly."""
        if len(readings) < 2 or any(one.beyond for one in readings[-2:]):
            return None
        before, now = (one.value for one in readings[-2:])
        if now == before:
            return Going.ALIKE
        return Going.BETTER if (now < before) is (self.way is Way.AT_MOST) else Going.WORSE

    def worst(self, values: Iterable[Fraction]) -> Fraction:
        """The value of several that keeps the promise least."""
        return max(values) if self.way is Way.AT_MOST else min(values)

    def reached_by(self, value: Fraction, needed: Fraction) -> bool:
        """Whether a value is as good as another on the way to the threshold."""
        return value <= needed if self.way is Way.AT_MOST else value >= needed


@dataclass(frozen=True, slots=True)
class Reading:
    """A value at the end of a day; ``beyond``: worse than that by an unknown amount, or of shares perhaps by none.

    A list of the first thirty says of a province that is not on it that its rank is beyond the thirtieth. Of several
    shares of which one is not known, the worst is not better than the worst that is.
    """

    on: date
    value: Fraction
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A threshold that holds from a day on and is to be reached by a deadline.

    ``until`` is the last day on which it can be asked at all: a level of government may have ended since; ``each``:
    it is promised for every reading, not for the newest only.
    """

    threshold: Threshold
    since: date
    deadline: date
    baseline: Reading | None = None
    until: date | None = None
    each: bool = False

    def needed(self, on: date) -> Fraction | None:
        """What the straight line from the baseline to the threshold wants on a day; None without a baseline."""
        start = self.baseline
        if start is None or not start.on < on <= self.deadline:
            return None
        gone = Fraction((on - start.on).days, (self.deadline - start.on).days)
        return start.value + (self.threshold.value - start.value) * gone


def newest(promise: Promise, readings: Iterable[Reading], *, on: date) -> Reading | None:
    """The last reading since the promise was made, as far as it is known on a day."""
    return max(_counted(promise, readings, on), key=lambda one: one.on, default=None)


def _counted(promise: Promise, readings: Iterable[Reading], on: date) -> list[Reading]:
    return [one for one in readings if promise.since <= one.on <= on]


def status(promise: Promise, readings: Iterable[Reading], *, on: date) -> Status:
    """How a promise stands on a day."""
    if promise.until is not None and on > promise.until:
        return Status.NOT_APPLICABLE
    counted = _counted(promise, readings, on)
    if not counted:
        return Status.NO_DATA
    if promise.each and any(_broken(promise.threshold, one) for one in counted if one.on <= promise.deadline):
        return Status.NOT_MET
    last = max(counted, key=lambda one: one.on)
    threshold = promise.threshold
    if last.beyond:
        return Status.NOT_MET if _broken(threshold, last) else Status.NO_DATA
    if threshold.kept_by(last.value):
        return Status.MET
    needed = promise.needed(last.on)
    coming = needed is not None and on <= promise.deadline and threshold.reached_by(last.value, needed)
    return Status.ON_TRACK if coming else Status.NOT_MET


def _broken(threshold: Threshold, reading: Reading) -> bool:
    """Whether a reading surely does not keep a threshold; a rank beyond another is never that rank."""
    last = threshold.way is Way.AT_MOST and reading.beyond and reading.value == threshold.value
    return last or not threshold.kept_by(reading.value)


def share(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    """A part of a whole in percent, exactly; None without a whole: nothing arose, which is neither met nor failed."""
    return Fraction(part) * 100 / Fraction(whole) if whole else None


def reduction(before: Fraction, after: Fraction) -> Fraction | None:
    """By how many percent a value fell; None where there was nothing to reduce."""
    return share(before - after, before)
