"""Counting: all counts of one fact by one day in a single scan, written once for every engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from sqlglot import exp

from motcua.kernel.calendar import local
from motcua.kernel.reporting import Quarter, quarter_of
from motcua.measures import language
from motcua.measures.declaring import Count
from motcua.measures.facts import MONTH_END, Fact, declared
from motcua.measures.language import AS_OF, FIRST_DAY, LAST_DAY, Expression, Kind
from motcua.measures.store import Manifest


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
    "owner": Dimension("owner"),
}

PERIODS: Mapping[str, str] = {
    "day": "{when}",
    "month": "year({when}) * 100 + month({when})",
    "quarter": "CASE WHEN {inside} < {1} THEN {year} + 1 WHEN {inside} < {2} THEN {year} + 2 "
    "WHEN {inside} < {3} THEN {year} + 3 WHEN {inside} < {4} THEN {year} + 4 ELSE {year} + 11 END",
    "year": "year({when})",
}
"""Periods as whole numbers that sort: 202601, 20261, 2026.

Quarters are those of reports: each ends in its last month, the day before the setting ``REPORT_DAY``.
"""


ENDS: Mapping[str, str] = {
    "day": "{when}",
    "month": "last_day({when})",
    "quarter": "CASE WHEN {inside} < {1} THEN make_date({year}, {ends[0]}) WHEN {inside} < {2} THEN "
    "make_date({year}, {ends[1]}) WHEN {inside} < {3} THEN make_date({year}, {ends[2]}) WHEN {inside} < {4} THEN "
    "make_date({year}, {ends[3]}) ELSE make_date({year} + 1, {ends[0]}) END",
    "year": "make_date(year({when}), 12, 31)",
}
"""The last days of the same periods."""

OF = "_end_of_"
"""In the name of a column that only counting knows, ``month_end_of_received_day``: the last day of a row's period."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows, told apart by what: the days from ``first`` to ``last`` inclusive, the moment ``as_of``."""

    as_of: datetime
    first: date | None = None
    last: date | None = None
    by: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the period; it ends on the day of ``as_of`` at the latest."""
        today = local(self.as_of).date()
        return self.first or date.min, min(self.last or today, today)


STANDS = timedelta(days=92)
"""So long after its end a period is still told what stands now: its reports are made then."""

Row = tuple[Any, ...]
"""The values of the dimensions in the order they were asked in, then one number for each count."""


class Engine(Protocol):
    """Whatever counts over the facts: DuckDB on one machine, Spark on a cluster."""

    def counted(self, fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> Iterable[Row]: ...


class Follower(Protocol):
    """Whoever has an engine that counts over the facts of one manifest."""

    def following(self, manifest: Manifest) -> AbstractContextManager[Engine]: ...


Counted = dict[Count, dict[Row, int]]
"""What was counted, by the values of the dimensions."""


def count(counts: Iterable[Count], asked: Asked, engine: Engine) -> Counted:
    """Count everything that can be told apart as asked; a count that can't is absent, not zero."""
    told = {one: _judged(one, asked) for one in counts}
    found = _count(told.values(), asked, engine)
    return {one: found[as_told] for one, as_told in told.items() if as_told in found}


def _judged(one: Count, asked: Asked) -> Count:
    """A count as it is taken at the end of its period: at that of each row's own, where periods are told apart.

    It is of wholes, unless parts are asked for.
    """
    name = next((name for name in asked.by if name in PERIODS), _named(asked))
    told = at_end_of(name, one) if name else one
    return told if declared()[one.fact].parts in asked.by else in_wholes(told)


def _named(asked: Asked) -> str:
    """``quarter`` when the days asked for are one of reports, which then all end with it."""
    quarter = quarter_of(asked.first, settings.REPORT_DAY) if asked.first else None
    return "quarter" if quarter and (quarter.first, quarter.last) == (asked.first, asked.last) else ""


@lru_cache(maxsize=1024)
def at_end_of(name: str, one: Count) -> Count:
    """A count of rows of some day, taken at the end of the month, quarter or year of each row, not of what is asked.

    What does not look at the last day of its period is the same at all of them.
    """
    columns = read(declared()[one.fact], one.expression).columns
    if not one.when or LAST_DAY not in columns:
        return one
    tree = read(declared()[one.fact], one.expression).tree.transform(
        lambda node: exp.column(f"{name}{OF}{one.when}") if _is_last_day(node) else node
    )
    return replace(one, expression=tree.sql(dialect=language.DIALECT))


@lru_cache(maxsize=1024)
def in_wholes(one: Count) -> Count:
    """A count in the rows of wholes, of a fact that tells of parts too; one that says itself which it means stays."""
    fact = declared()[one.fact]
    if not fact.parts or fact.parts in read(fact, one.expression).columns:
        return one
    tree, is_whole = read(fact, one.expression).tree, exp.column(fact.parts).is_(exp.Null())
    said = exp.Case().when(is_whole, tree) if one.kind is Kind.INT else exp.and_(is_whole, exp.paren(tree))
    return replace(one, expression=said.sql(dialect=language.DIALECT))


def _is_last_day(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.name == LAST_DAY


def _count(counts: Iterable[Count], asked: Asked, engine: Engine) -> Counted:
    found: Counted = {}
    width = len(asked.by)
    for together in _grouped(counts):
        fact, when = declared()[together[0].fact], together[0].when
        if not (_applies(fact, when, asked) and may_be_told(fact, together[0], asked)):
            continue
        rows = list(engine.counted(fact, when, together, asked))
        keys = [row[:width] for row in rows]
        for place, one in enumerate(together, width):
            found[one] = {
                key: row[place] for key, row in zip(keys, rows, strict=True) if row[place] is not None
            }
    return found


def _grouped(counts: Iterable[Count]) -> Iterable[list[Count]]:
    """What one scan can answer; what looks at the period is asked apart, because it may have cells of its own."""
    groups: dict[tuple[str, str, bool], list[Count]] = defaultdict(list)
    for one in dict.fromkeys(counts):
        groups[one.fact, one.when, of_period(declared()[one.fact], one)].append(one)
    return groups.values()


def of_period(fact: Fact, one: Count) -> bool:
    """Whether a count looks at the first or the last day of the period, and so can't be summed from others."""
    return bool({FIRST_DAY, LAST_DAY} & read(fact, one.expression).columns)


def may_be_told(fact: Fact, one: Count, asked: Asked) -> bool:
    """Whether a period can be told a count: what stands now says nothing of one that is long over."""
    stands = not one.when and not of_period(fact, one)
    return not (stands and asked.last and asked.last + STANDS < local(asked.as_of).date())


def _applies(fact: Fact, when: str, asked: Asked) -> bool:
    """Whether a fact has what it is to be told apart by; what stands now has no periods."""
    return all(bool(when) if name in PERIODS else DIMENSIONS[name].column in fact.kinds for name in asked.by)


def scan(fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> exp.Select:
    """One query for all counts of a fact by one day."""
    query = exp.select(*(_dimension(fact, when, name) for name in asked.by))
    query = query.select(*(counted(fact, one, asked) for one in counts))
    query = query.from_(exp.to_table(table_of(fact.name)))
    for table in sorted(
        {DIMENSIONS[name].table for name in asked.by if name in DIMENSIONS} - {"", fact.name}
    ):
        query = query.join(
            exp.to_table(table_of(table)), on=exp.EQ(this=_of(fact.name, table), expression=_of(table, table)),
            join_type="left",
        )  # fmt: skip
    if when:
        query = query.where(*period(fact, when, asked))
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
    said = {"when": when, "inside": f"(month({when}) * 100 + day({when}))", "year": f"year({when}) * 10"}
    return PERIODS[name].format(0, *_edges(), **said)


def _end_of(when: str, name: str) -> str:
    said = {"when": when, "inside": f"(month({when}) * 100 + day({when}))", "year": f"year({when})"}
    lasts = [Quarter(2001, number, settings.REPORT_DAY).last for number in (1, 2, 3, 4)]
    return ENDS[name].format(0, *_edges(), ends=[f"{day.month}, {day.day}" for day in lasts], **said)


def _edges() -> list[int]:
    """Month and day, as one number, on which the next quarter of reports begins, for each of the four."""
    month_after = settings.REPORT_DAY == 1
    return [(quarter * 3 + month_after) * 100 + settings.REPORT_DAY for quarter in (1, 2, 3, 4)]


def period(fact: Fact, when: str, asked: Asked) -> list[exp.Expr]:
    """The conditions by which a row of a fact falls into the days asked for."""
    column, last = _of(fact.name, when), last_day(when, asked)
    within: list[exp.Expr] = [column.copy().is_(exp.Null()).not_()]
    if asked.first:
        within.append(exp.GTE(this=column.copy(), expression=_day(asked.first)))
    if last:
        within.append(exp.LTE(this=column.copy(), expression=_day(last)))
    return within


def last_day(when: str, asked: Asked) -> date | None:
    """The last day that counts: of what is told by months, that of a month that is over, whatever was asked for."""
    if when != MONTH_END:
        return asked.last
    over = local(asked.as_of).date().replace(day=1) - timedelta(days=1)
    return min(asked.last or over, over)


def counted(fact: Fact, one: Count, asked: Asked) -> exp.Expr:
    """The aggregate of one count over the rows of its fact."""
    tree = written(fact, one.expression, asked)
    if one.kind is Kind.INT:
        return exp.cast(exp.Sum(this=tree), exp.DataType.Type.BIGINT)
    if one.each:
        values = exp.Case().when(tree, _of(fact.name, one.each))
        return exp.Count(this=exp.Distinct(expressions=[values]))
    return exp.Count(this=exp.Case().when(tree, exp.Literal.number(1)))


def holds(fact: Fact, one: Count, asked: Asked) -> exp.Expr:
    """The condition by which a row is among those counted."""
    tree = written(fact, one.expression, asked)
    return exp.paren(tree).is_(exp.Null()).not_() if one.kind is Kind.INT else exp.paren(tree)


def written(fact: Fact, expression: str, asked: Asked) -> exp.Expr:
    """An expression of a measure as a query over the fact's view says it."""
    return read(fact, expression).tree.transform(lambda node: placed(node, fact, asked))


@lru_cache(maxsize=1024)
def read(fact: Fact, expression: str) -> Expression:
    """An expression over a fact, judged; a process parses each once."""
    ends = {
        f"{name}{OF}{day}": Kind.DAY for day, kind in fact.kinds.items() if kind is Kind.DAY for name in ENDS
    }
    return language.parse(expression, {**fact.kinds, **ends})


def placed(node: exp.Expr, fact: Fact, asked: Asked) -> exp.Expr:
    """A node of an expression as a query over the fact's view says it; for ``tree.transform``."""
    if not isinstance(node, exp.Column):
        return node
    if node.name == AS_OF:
        moment = asked.as_of.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        return exp.cast(exp.Literal.string(moment), exp.DataType.Type.TIMESTAMP)
    if node.name in (FIRST_DAY, LAST_DAY):
        return _day(asked.days[node.name == LAST_DAY])
    name, found, when = node.name.partition(OF)
    if found:
        end: exp.Expr = exp.maybe_parse(_end_of(f"{table_of(fact.name)}.{when}", name))
        return exp.Least(this=end, expressions=[_day(local(asked.as_of).date())])
    return _of(fact.name, node.name)


def _day(day: date) -> exp.Expr:
    return exp.cast(exp.Literal.string(day.isoformat()), exp.DataType.Type.DATE)
