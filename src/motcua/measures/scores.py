"""What indices say: the published results of a register beside what its components give, and the what-if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from motcua.kernel.forms import Json
from motcua.kernel.indices import Lever, levers, scaled, together, value
from motcua.measures.indexing import Edition, Index
from motcua.registers import declaring
from motcua.registers import reads as registers
from motcua.registers.reads import Row

RESULT = ("score", "rank", "ranked", "goal_score")


@dataclass(frozen=True, slots=True)
class Result:
    """One year of an index, of one unit where it has several: what was published, and what the components give."""

    index: Index
    year: int
    unit: str
    score: Fraction | None
    rank: int | None
    ranked: int | None
    goal_score: Fraction | None
    edition: Edition | None
    scores: Mapping[str, Fraction]

    @property
    def computed(self) -> Fraction | None:
        """The score by the tree; None where a component is missing, or the tree of that year isn't known."""
        return value(self.edition.root, self.scores) if self.edition else None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What it takes to a goal: each component alone, the one with the least effort first, and all together."""

    result: Result
    goal: Fraction
    levers: Sequence[Lever]
    together: Fraction | None

    @property
    def gap(self) -> Fraction:
        return max(self.goal - (self.result.computed or Fraction(0)), Fraction(0))


def results(of: Index) -> Sequence[Result]:
    """Every result of an index in force, the oldest first."""
    return all_results([of])[of.code]


def all_results(of: Sequence[Index]) -> Mapping[str, Sequence[Result]]:
    """The results of indices, by index."""
    rows = registers.in_force(one.register for one in of)
    return {one.code: _results(one, rows.get(one.register, ())) for one in of}


def _results(of: Index, rows: Sequence[Row]) -> Sequence[Result]:
    register = declaring.register(of.register)
    found = [_result(of, row.year(register), row.values) for row in rows]
    years = groupby(sorted(found, key=lambda one: (one.year, one.unit)), lambda one: one.year)
    return [one for _, of_year in years for one in _on_scale(list(of_year))]


def _on_scale(of_year: Sequence[Result]) -> Sequence[Result]:
    """The results of one year, with what is no score yet put on its scale among all units of the year."""
    edition = of_year[0].edition
    if edition is None:
        return of_year
    told = scaled(edition.root, [one.scores for one in of_year])
    return [replace(one, scores=scores) for one, scores in zip(of_year, told, strict=True)]


def _result(of: Index, year: int, values: Mapping[str, Json]) -> Result:
    numbers = {
        name: Fraction(str(said))
        for name, said in values.items()
        if isinstance(said, int | float) and said is not True
    }
    rank, ranked = (int(numbers[name]) if name in numbers else None for name in ("rank", "ranked"))
    return Result(
        of, year, str(values.get(of.each, "")) if of.each else "", numbers.get("score"), rank, ranked,
        numbers.get("goal_score"), of.edition(year),
        {name: number for name, number in numbers.items() if name not in RESULT},
    )  # fmt: skip


def what_if(of: Result, goal: Fraction) -> WhatIf | None:
    """What would bring a result to a goal; None where its components are not all known."""
    if of.edition is None or of.computed is None:
        return None
    root = of.edition.root
    return WhatIf(of, goal, levers(root, of.scores, goal), together(root, of.scores, goal))
