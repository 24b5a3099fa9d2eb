"""Cells: every file of facts counted once, by the finest that boards tell apart; all else is summed from them.

A cell is one agency, procedure, channel and half a month: from the fifteenth, because reports begin on it. What a file
says changes with its content, by which it is named, and with the moment ``as_of`` as long as an instant in it lies
ahead. Files with none ahead are settled: counted once and kept. The others are counted for each moment anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count as numbers
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from motcua.measures import language
from motcua.measures.counting import DIMENSIONS, PERIODS, Asked, Row, counted, table_of
from motcua.measures.declaring import Count
from motcua.measures.facts import Fact
from motcua.measures.language import AS_OF, Kind

KEYS = ("agency", "procedure", "channel")
"""The columns that cells tell apart beside time."""

PERIODS_OF_HALVES: Mapping[str, str] = {
    "month": "({0} // 24) * 100 + {0} % 24 // 2 + 1",
    "quarter": "(({0} + 1) // 24) * 10 + ({0} + 1) % 24 // 6 + 1",
    "year": "{0} // 24",
}
"""The periods of counting by the number of a half month."""

Run = Callable[[str], list[Row]]


class Cells:
    """The cells of one fact, in tables of a DuckDB database; ``counts`` are all that can be asked of them."""

    def __init__(self, fact: Fact, counts: Iterable[Count], run: Run) -> None:
        self.fact, self._run = fact, run
        self.keys = [key for key in KEYS if key in fact.kinds]
        self.counts = [one for one in dict.fromkeys(counts) if not one.each or one.each in self.keys]
        self.days = sorted({one.when for one in self.counts} - {""})
        said = dict.fromkeys((one.expression, one.kind) for one in self.counts)
        self._names = {each: f"c{number}" for number, each in enumerate(said)}
        self._instants = _compared(fact, (one.expression for one in self.counts))
        self._settled: dict[str, int] = {}
        self._fresh: tuple[frozenset[Path], datetime] | None = None
        self._followed: tuple[frozenset[Path], datetime] | None = None
        self._paths: frozenset[Path] = frozenset()
        self._margins: dict[frozenset[str], str] = {}
        self._serial = numbers()
        self._written: tuple[datetime | None, list[str]] = (None, [])
        self._create(self._table)
        self._create(f"{self._table}_fresh")

    @property
    def _table(self) -> str:
        return f"{self.fact.name}_cells"

    def _create(self, table: str) -> None:
        kinds = [f"{key} {'VARCHAR' if self.fact.kinds[key] is Kind.TEXT else 'BIGINT'}" for key in self.keys]
        numbers = [f"{name} BIGINT" for name in (*self.days, *self._names.values())]
        self._run(f"CREATE OR REPLACE TABLE {table} (piece BIGINT, {', '.join([*kinds, *numbers])})")

    def hold(self, when: str, counts: Sequence[Count], asked: Asked) -> bool:
        """Whether the cells can say this: known counts, no single days, whole half months."""
        return (
            all(one in self.counts for one in counts)
            and "day" not in asked.by
            and (not when or (self._begins(asked.first) and self._ends(when, asked.last)))
        )

    def _begins(self, day: date | None) -> bool:
        return day is None or day.day in (1, 15)

    def _ends(self, when: str, day: date | None) -> bool:
        """Whether a half month ends on a day, or nothing comes after it."""
        if day is None or self._begins(day + timedelta(days=1)):
            return True
        return all(_none_after(path, when, day) for path in self._paths)

    def follow(self, paths: frozenset[Path], as_of: datetime) -> None:
        """Bring the cells to what the files say at a moment."""
        if (paths, as_of) == self._followed:
            return
        self._paths = paths
        moment = as_of.astimezone(UTC).replace(tzinfo=None)
        settled = {path for path in self._paths if self._lies_behind(path, moment)}
        self._keep(settled, as_of)
        if self._fresh != (self._paths - settled, as_of):
            self._create(f"{self._table}_fresh")
            if self._paths - settled:
                self._count(sorted(self._paths - settled), f"{self._table}_fresh", -1, as_of)
            self._fresh = self._paths - settled, as_of
        self._followed = paths, as_of

    def _lies_behind(self, path: Path, moment: datetime) -> bool:
        just_before = moment - timedelta(microseconds=1)
        return all(_none_after(path, name, just_before) for name in self._instants)

    def _keep(self, settled: set[Path], as_of: datetime) -> None:
        """Have the settled files counted, and those only."""
        names = {path.name: path for path in settled}
        gone = [self._settled.pop(name) for name in set(self._settled) - set(names)]
        new = sorted(set(names) - set(self._settled))
        if gone:
            self._run(f"DELETE FROM {self._table} WHERE piece IN ({', '.join(map(str, gone))})")
        for name in new:
            self._settled[name] = next(self._serial)
            self._count([names[name]], self._table, self._settled[name], as_of)
        if gone or new:
            for table in self._margins.values():
                self._run(f"DROP TABLE {table}")
            self._margins.clear()

    def _count(self, paths: Sequence[Path], table: str, piece: int, as_of: datetime) -> None:
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        said = [*self.keys, *(_half(day) for day in self.days)]
        sums = self._sums(as_of)
        self._run(
            f"INSERT INTO {table} SELECT {', '.join([str(piece), *said, *sums])} "
            f"FROM read_parquet([{listed}]) AS {table_of(self.fact.name)} GROUP BY ALL"
        )

    def _sums(self, as_of: datetime) -> list[str]:
        """The aggregates of all counts at a moment."""
        if self._written[0] != as_of:
            each = (counted(self.fact, Count(self.fact.name, *said), as_of) for said in self._names)
            self._written = as_of, [one.sql(dialect="duckdb") for one in each]
        return self._written[1]

    def summed(self, when: str, counts: Sequence[Count], asked: Asked) -> list[Row]:
        """What the files say, as they were last followed, told apart as asked."""
        by_each = {each: [one for one in counts if one.each == each] for each in {one.each for one in counts}}
        asked_for = {
            each: self._run(self._query(when, those, each, asked)) for each, those in by_each.items()
        }
        if len(asked_for) == 1:
            return next(iter(asked_for.values()))
        return _beside(counts, by_each, asked_for, len(asked.by))

    def _query(self, when: str, counts: Sequence[Count], each: str, asked: Asked) -> str:
        by = [name for name in asked.by if name in DIMENSIONS]
        tables = sorted({DIMENSIONS[name].table for name in by} - {""})
        columns = {DIMENSIONS[name].column for name in by} | ({when} - {""}) | ({each} - {""})
        names = [self._names[one.expression, one.kind] for one in counts]
        dimensions = [f"{self._shown(name, when)} AS d{place}" for place, name in enumerate(asked.by)]
        groups = [f"d{place}" for place in range(len(dimensions))]
        sums = [_sum(one, name) for one, name in zip(counts, names, strict=True)]
        joins = [f" LEFT JOIN {table_of(one)} ON s.{one} = {table_of(one)}.{one}" for one in tables]
        source = f"{self._source(frozenset(columns))} AS s{''.join(joins)} {self._where(when, asked)}"
        if not each:
            return _grouped([*dimensions, *sums], source, groups)
        values = [f"CASE WHEN sum({name}) > 0 THEN s.{each} END AS {name}" for name in names]
        inner = _grouped([*dimensions, *values], source, [*groups, f"s.{each}"])
        return _grouped([*groups, *(f"count({name})" for name in names)], f"({inner})", groups)

    def _shown(self, name: str, when: str) -> str:
        if name in PERIODS:
            return PERIODS_OF_HALVES[name].format(f"s.{when}")
        one = DIMENSIONS[name]
        return f"{table_of(one.table)}.{one.shown}" if one.table else f"s.{one.column}"

    def _where(self, when: str, asked: Asked) -> str:
        if not when:
            return ""
        within = [f"s.{when} IS NOT NULL"]
        if asked.first:
            within.append(f"s.{when} >= {_number(asked.first)}")
        if asked.last:
            within.append(f"s.{when} <= {_number(asked.last)}")
        return f"WHERE {' AND '.join(within)}"

    def _source(self, columns: frozenset[str]) -> str:
        """The cells told apart by some columns only: a margin of what is settled, and what is not as it is."""
        read = ", ".join([*sorted(columns), *self._names.values()])
        margin = self._margin(columns)
        return f"(SELECT {read} FROM {margin} UNION ALL SELECT {read} FROM {self._table}_fresh)"

    def _margin(self, columns: frozenset[str]) -> str:
        """Sum the settled cells over all other columns, from the smallest margin that has these; once."""
        if columns not in self._margins:
            wider = [known for known in self._margins if known > columns]
            parent = self._margins[min(wider, key=len)] if wider else self._table
            table, said = f"{self._table}_{next(self._serial)}", sorted(columns)
            sums = [f"sum({name})::BIGINT AS {name}" for name in self._names.values()]
            self._run(f"CREATE TABLE {table} AS {_grouped([*said, *sums], parent, said)}")
            self._margins[columns] = table
        return self._margins[columns]


def _beside(
    counts: Sequence[Count],
    by_each: Mapping[str, Sequence[Count]],
    rows: Mapping[str, Sequence[Row]],
    width: int,
) -> list[Row]:
    """Rows of several queries about the same groups as one, the counts in their order."""
    keyed = {each: {row[:width]: row[width:] for row in those} for each, those in rows.items()}
    places = [(keyed[one.each], by_each[one.each].index(one)) for one in counts]
    keys = next(iter(keyed.values()))
    return [(*key, *(those[key][place] for those, place in places)) for key in keys]


def _grouped(selected: Sequence[str], source: str, groups: Sequence[str]) -> str:
    return f"SELECT {', '.join(selected)} FROM {source}" + (
        f" GROUP BY {', '.join(groups)}" if groups else ""
    )


def _sum(one: Count, name: str) -> str:
    """A sum of nothing is unknown, a count of nothing is zero."""
    return f"sum({name})" if one.kind is Kind.INT else f"coalesce(sum({name}), 0)"


def _half(day: str) -> str:
    return f"(year({day}) * 12 + month({day}) - 1) * 2 + CASE WHEN day({day}) < 15 THEN 0 ELSE 1 END"


def _none_after(path: Path, column: str, last: date | datetime) -> bool:
    """Whether no value of a column in a file is later, as the file's own statistics say."""
    tops = _tops(path)
    return column in tops and (tops[column] is None or tops[column] <= last)


@lru_cache(maxsize=8192)
def _tops(path: Path) -> Mapping[str, Any]:
    """The latest value of each column of days and instants; None where it has none, absent where that is unknown."""
    about = pq.read_metadata(path)
    names = [
        name
        for name, kind in zip(about.schema.names, about.schema.to_arrow_schema().types, strict=True)
        if pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    ]
    found: dict[str, Any] = {}
    for name in names:
        place = about.schema.names.index(name)
        groups = [about.row_group(group).column(place).statistics for group in range(about.num_row_groups)]
        if all(one is not None for one in groups):
            found[name] = max((one.max for one in groups if one.has_min_max), default=None)
    return found


def _number(day: date) -> int:
    """The number of the half month of a day, as :func:`_half` has it."""
    return (day.year * 12 + day.month - 1) * 2 + (day.day >= 15)


def _compared(fact: Fact, expressions: Iterable[str]) -> tuple[str, ...]:
    """The instants on whose order with ``as_of`` some expressions depend."""
    judged = [language.parse(one, fact.kinds) for one in expressions]
    columns = frozenset[str]().union(*(one.columns for one in judged if AS_OF in one.columns))
    return tuple(sorted(name for name in columns - {AS_OF} if fact.kinds[name] is Kind.INSTANT))
