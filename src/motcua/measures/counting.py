"""Counting: all counts of one fact by one day in a single scan, written once for every engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol

from sqlglot import exp

from motcua.measures import language
from motcua.measures.declaring import Count
from motcua.measures.facts import Fact, declared
from motcua.measures.language import AS_OF, Kind


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what counts are told apart: a column of the fact, or of the table that the column leads to."""

    column: str
    table: str = ""
    shown: str = ""


DIMENSIONS: Mapping[str, Dimension] = {
    "agency": Dimension("agency"),
    "successor": Dimension("agency", "agency", "successor"),
    "level": Dimension("agency", "agency", "level"),
    "procedure": Dimension("procedure"),
    "field": Dimension("procedure", "procedure", "field"),
    "channel": Dimension("channel"),
}

PERIODS: Mapping[str, str] = {
    "day": "{when}",
    "month": "year({when}) * 100 + month({when})",
    "quarter": "CASE WHEN {inside} < 315 THEN {year} + 1 WHEN {inside} < 615 THEN {year} + 2 "
    "WHEN {inside} < 915 THEN {year} + 3 WHEN {inside} < 1215 THEN {year} + 4 ELSE {year} + 11 END",
    "year": "year({when})",
}
"""Periods as whole numbers that sort: 202601, 20261, 2026.

Quarters are those of reports: the first is from 15 December to 14 March (TT 01/2020/TT-VPCP, the fifteenth).
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows, told apart by what: the days from ``first`` to ``last`` inclusive, the moment ``as_of``."""

    as_of: datetime
    first: date | None = None
    last: date | None = None
    by: tuple[str, ...] = ()


Row = tuple[Any, ...]
"""The values of the dimensions in the order they were asked in, then one number for each count."""


class Engine(Protocol):
    """Whatever counts over the facts: DuckDB on one machine, Spark on a cluster."""

    def counted(self, fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> Iterable[Row]: ...


Counted = dict[Count, dict[Row, int]]
"""What was counted, by the values of the dimensions."""


def count(counts: Iterable[Count], asked: Asked, engine: Engine) -> Counted:
    """Count everything that can be told apart as asked; a count that can't is absent, not zero."""
    found: Counted = {}
    width = len(asked.by)
    for (fact, when), together in _grouped(counts).items():
        if not _applies(declared()[fact], when, asked):
            continue
        rows = list(engine.counted(declared()[fact], when, together, asked))
        for place, one in enumerate(together, width):
            found[one] = {row[:width]: int(row[place]) for row in rows if row[place] is not None}
    return found


def _grouped(counts: Iterable[Count]) -> dict[tuple[str, str], list[Count]]:
    groups: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for one in dict.fromkeys(counts):
        groups[one.fact, one.when].append(one)
    return groups


def _applies(fact: Fact, when: str, asked: Asked) -> bool:
    """Whether a fact has what it is to be told apart by; what stands now has no periods."""
    return all(bool(when) if name in PERIODS else DIMENSIONS[name].column in fact.kinds for name in asked.by)


def scan(fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> exp.Select:
    """One query for all counts of a fact by one day."""
    query = exp.select(*(_dimension(fact, when, name) for name in asked.by))
    query = query.select(*(counted(fact, one, asked.as_of) for one in counts))
    query = query.from_(exp.to_table(table_of(fact.name)))
    for table in sorted(
        {DIMENSIONS[name].table for name in asked.by if name in DIMENSIONS} - {"", fact.name}
    ):
        query = query.join(
            exp.to_table(table_of(table)), on=exp.EQ(this=_of(fact.name, table), expression=_of(table, table)),
            join_type="left",
        )  # fmt: skip
    if when:
        query = query.where(*_period(fact, when, asked))
    return query.group_by(*(exp.Literal.number(place + 1) for place in range(len(asked.by))))


def table_of(fact: str) -> str:
    """Under which name a query finds a fact: some facts are called like words of SQL."""
    return f"{fact}_facts"


def _of(fact: str, column: str) -> exp.Column:
    return exp.column(column, table_of(fact))


def _dimension(fact: Fact, when: str, name: str) -> exp.Expr:
    if name in PERIODS:
        return exp.alias_(exp.maybe_parse(_period_of(f"{table_of(fact.name)}.{when}", name)), name)
    dimension = DIMENSIONS[name]
    if dimension.table:
        return exp.alias_(_of(dimension.table, dimension.shown), name)
    return exp.alias_(_of(fact.name, dimension.column), name)


def _period_of(when: str, name: str) -> str:
    inside = f"(month({when}) * 100 + day({when}))"
    return PERIODS[name].format(when=when, inside=inside, year=f"year({when}) * 10")


def _period(fact: Fact, when: str, asked: Asked) -> list[exp.Expr]:
    column = _of(fact.name, when)
    within: list[exp.Expr] = [column.copy().is_(exp.Null()).not_()]
    if asked.first:
        within.append(exp.GTE(this=column.copy(), expression=_day(asked.first)))
    if asked.last:
        within.append(exp.LTE(this=column.copy(), expression=_day(asked.last)))
    return within


def counted(fact: Fact, one: Count, as_of: datetime) -> exp.Expr:
    """The aggregate of one count over the rows of its fact."""
    tree = _tree(fact, one.expression).transform(lambda node: _placed(node, fact, as_of))
    if one.kind is Kind.INT:
        return exp.cast(exp.Sum(this=tree), exp.DataType.Type.BIGINT)
    if one.each:
        values = exp.Case().when(tree, _of(fact.name, one.each))
        return exp.Count(this=exp.Distinct(expressions=[values]))
    return exp.Count(this=exp.Case().when(tree, exp.Literal.number(1)))


@lru_cache(maxsize=1024)
def _tree(fact: Fact, expression: str) -> exp.Expr:
    return language.parse(expression, fact.kinds).tree


def _placed(node: exp.Expr, fact: Fact, as_of: datetime) -> exp.Expr:
    if not isinstance(node, exp.Column):
        return node
    if node.name == AS_OF:
        moment = as_of.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        return exp.cast(exp.Literal.string(moment), exp.DataType.Type.TIMESTAMP)
    return _of(fact.name, node.name)


def _day(day: date) -> exp.Expr:
    return exp.cast(exp.Literal.string(day.isoformat()), exp.DataType.Type.DATE)
