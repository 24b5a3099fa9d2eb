"""Samples of a periodic survey: how many, how many where, who; anybody with the seed draws the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TypeVar

Stratum = TypeVar("Stratum", int, str)


def sample_size(population: int, margin: Fraction) -> int:
    """How many to ask of a population for a margin of error: n = N / (1 + N·e²), rounded up (QĐ 1001/QĐ-BNV)."""
    return ceil(population / (1 + population * margin**2))


def allocate(sizes: Mapping[Stratum, int], places: int) -> dict[Stratum, int]:
    """Places for each stratum: one first, where they last for all, the others in proportion to who is left there.

    What does not go in whole places goes by largest remainder, ties in their order. A stratum gets never more places
    than it has members; ValueError where there are more places than members.
    """
    whole = sum(sizes.values())
    if not 0 <= places <= whole:
        raise ValueError(f"{places} places for {whole} members")
    there = {stratum for stratum, size in sizes.items() if size}
    if len(there) <= places:
        rest = {stratum: max(size - 1, 0) for stratum, size in sizes.items()}
        shared = _in_proportion(rest, places - len(there))
        return {stratum: more + (stratum in there) for stratum, more in shared.items()}
    return _in_proportion(sizes, places)


def _in_proportion(sizes: Mapping[Stratum, int], places: int) -> dict[Stratum, int]:
    whole = sum(sizes.values())
    quotas = {stratum: Fraction(places * size, whole or 1) for stratum, size in sizes.items()}
    given = {stratum: int(quota) for stratum, quota in quotas.items()}
    by_remainder = sorted(quotas, key=lambda stratum: given[stratum] - quotas[stratum])
    for stratum in by_remainder[: places - sum(given.values())]:
        given[stratum] += 1
    return given


def shuffled(seed: str, members: Sequence[str]) -> list[str]:
    """The members in the order that a seed gives them, whatever order they came in."""
    return sorted(members, key=lambda member: hashlib.sha256(f"{seed}:{member}".encode()).digest())


@dataclass(frozen=True, slots=True)
class Drawn:
    """Who is asked in a stratum, and who takes the place of one that can't be reached, in this order."""

    chosen: tuple[str, ...]
    replacements: tuple[str, ...]


def draw(
    seed: str, strata: Mapping[Stratum, Sequence[str]], places: int, replacements: int
) -> dict[Stratum, Drawn]:
    """Draw so many of the strata, in proportion, with replacements from the same strata as far as members last."""
    first = allocate({stratum: len(members) for stratum, members in strata.items()}, places)
    left = {stratum: len(members) - first[stratum] for stratum, members in strata.items()}
    second = allocate(left, min(replacements, sum(left.values())))
    found = {}
    for stratum, members in strata.items():
        order, until = shuffled(seed, members), first[stratum]
        found[stratum] = Drawn(tuple(order[:until]), tuple(order[until : until + second[stratum]]))
    return found


def weights(sizes: Mapping[Stratum, int], answered: Mapping[Stratum, int]) -> dict[Stratum, Fraction]:
    """For how many members an answer of each stratum stands; a stratum without answers stands for nobody."""
    return {
        stratum: Fraction(size, answered[stratum]) for stratum, size in sizes.items() if answered.get(stratum)
    }
