"""Cells: rows of facts counted once, by the finest that boards tell apart; all else is summed from them.

A cell is one of each key, and half a month: split on the day on which reports begin. Cells hold for some files and one
moment. When these change nothing is counted twice: what a file had that is gone is taken off, what a new one
has is added, and of the others only the rows are looked at over whose instants or days the moment has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count as serial
from pathlib import Path

from django.conf import settings

from motcua.measures.counting import (
    DIMENSIONS,
    OF,
    PERIODS,
    Asked,
    Row,
    counted,
    last_day,
    read,
    table_of,
    written,
)
from motcua.measures.declaring import Count
from motcua.measures.facts import Fact
from motcua.measures.language import AS_OF, FIRST_DAY, LAST_DAY, Kind
from motcua.measures.latest import none_after

PERIODS_OF_HALVES: Mapping[str, str] = {
    "month": "({0} // 24) * 100 + {0} % 24 // 2 + 1",
    "quarter": "(({0} + {1}) // 24) * 10 + ({0} + {1}) % 24 // 6 + 1",
    "year": "{0} // 24",
}
"""The periods of counting by the number of a half month, and whether the last half of a quarter is the next one's."""

ROWS = "many"
"""How many rows a cell has; a group without any is none."""

KNOWN = "_known"
"""With the name of a sum: how many values it is of. A sum of nothing is unknown, a count of nothing is zero."""

CHANGES = 16
"""After so many changes it is looked which tables only grew."""

WHENEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The moment for what looks at none: after every period."""

Run = Callable[[str], list[Row]]
Days = tuple[date, date]
Margin = tuple[str, frozenset[str]]
"""Cells summed over other columns: the counts by which day, and the columns that are left."""


class Cells:
    """The cells of one fact by some keys, in tables of a DuckDB database; ``counts`` are all that can be asked.

    ``period`` are the first and the last day for counts that look at them; without, they are all days until now.
    """

    def __init__(
        self, fact: Fact, keys: Sequence[str], counts: Iterable[Count], run: Run, name: str,
        period: Days | tuple[()] = (),
    ) -> None:  # fmt: skip
        self.fact, self._run, self._table, self._period = fact, run, name, period
        self.keys = [key for key in keys if key in fact.kinds]
        self.counts = [one for one in dict.fromkeys(counts) if not one.each or one.each in self.keys]
        self._days = sorted({one.when for one in self.counts} - {""})
        said = dict.fromkeys((one.expression, one.kind) for one in self.counts)
        self._names = {f"c{number}": each for number, each in enumerate(said)}
        by_instant, by_day = self._reading(AS_OF), self._looking_at_today(period)
        self._moving = by_instant | by_day
        self._instants = self._read_by(by_instant, Kind.INSTANT)
        self._last_days = self._read_by(by_day, Kind.DAY)
        known = [f"{name}{KNOWN}" for name, (_, kind) in self._names.items() if kind is Kind.INT]
        self._numbers = [ROWS, *self._names, *known]
        self._pieces: dict[Path, int] = {}
        self._moment: datetime | None = None
        self._margins: dict[Margin, str] = {}
        self._serial, self._changes = serial(), 0
        self._pressed: dict[str, int] = {}

    def _reading(self, column: str) -> set[str]:
        """Which numbers look at a column."""
        return {name for name, (text, _) in self._names.items() if column in read(self.fact, text).columns}

    def _looking_at_today(self, period: Days | tuple[()]) -> set[str]:
        """Which numbers look at the last day of a period that runs."""
        return {
            name for name, (text, _) in self._names.items() for column in read(self.fact, text).columns
            if OF in column or (column == LAST_DAY and not period)
        }  # fmt: skip

    def _read_by(self, names: Iterable[str], kind: Kind) -> list[str]:
        """The columns of a kind at which numbers look."""
        columns = {one for name in names for one in read(self.fact, self._names[name][0]).columns}
        return sorted(one for one in columns if self.fact.kinds.get(one) is kind)

    def hold(self, paths: frozenset[Path], when: str, counts: Iterable[Count], asked: Asked) -> bool:
        """Whether they can say this of files: known counts, apart as asked, no single days, whole half months."""
        counts = list(counts)
        columns = {DIMENSIONS[name].column for name in asked.by if name in DIMENSIONS}
        return (
            all(one in self.counts for one in counts)
            and not any(self._at_other_days(one, asked) for one in counts)
            and columns <= set(self.keys)
            and "day" not in asked.by
            and (not when or (_begins(asked.first) and _ends(paths, when, last_day(when, asked))))
        )

    def _at_other_days(self, one: Count, asked: Asked) -> bool:
        """Whether a count looks at a first or a last day that is not theirs."""
        columns = read(self.fact, one.expression).columns
        theirs = self._days_at(asked.as_of)
        return any(
            name in columns and day != own
            for name, day, own in zip((FIRST_DAY, LAST_DAY), asked.days, theirs, strict=True)
        )

    def follow(self, paths: frozenset[Path], as_of: datetime) -> None:
        """Bring the cells to what the files say at a moment."""
        gone, stay = self._pieces.keys() - paths, self._pieces.keys() & paths
        pieces = dict(zip(sorted(paths - stay), self._serial, strict=False))
        passed = {path: self._pieces[path] for path in sorted(stay) if self._may_pass(path, as_of)}
        if self._moment is None:
            self._create(self._table)
            self._count(pieces, self._table, self._at(as_of))
            self._pressed[self._table] = self._rows_of(self._table)
        elif pieces or gone or passed:
            self._change(pieces, passed, [self._pieces[path] for path in gone], as_of)
        self._pieces = {path: self._pieces[path] for path in stay} | pieces
        self._moment = as_of

    def _may_pass(self, path: Path, as_of: datetime) -> bool:
        """Whether a file may have an instant or a day between the moment so far and another one."""
        if self._moment in (None, as_of):
            return False
        instant, day = _utc(min(self._moment or as_of, as_of)), self._days_passed(as_of)
        return not (
            all(none_after(path, name, instant - timedelta(microseconds=1)) for name in self._instants)
            and (
                not day or all(none_after(path, name, day[0] - timedelta(days=1)) for name in self._last_days)
            )
        )

    def _days_passed(self, as_of: datetime) -> Days | tuple[()]:
        """The last days of the periods of the moment so far and of another one, if they are not the same."""
        early, late = sorted(self._days_at(one)[1] for one in (self._moment or as_of, as_of))
        return (early, late) if early < late else ()

    def _days_at(self, as_of: datetime) -> Days:
        """The first and the last day of the period that counts look at, at a moment."""
        return Asked(as_of, *self._period).days

    def _change(
        self, new: Mapping[Path, int], passed: Mapping[Path, int], gone: Collection[int], as_of: datetime
    ) -> None:
        """Note apart what changes, then add it to the cells and to all that was summed of them."""
        change, left = f"{self._table}_change", f"{self._table} WHERE piece IN ({', '.join(map(str, gone))})"
        self._create(change)
        self._count(new, change, self._at(as_of))
        self._count(passed, change, self._since(as_of), self._between(as_of))
        if gone:
            said = [*self.keys, *self._days, *(f"-{name}" for name in self._numbers)]
            self._run(f"INSERT INTO {change} SELECT piece, {', '.join(said)} FROM {left}")
        self._run(f"INSERT INTO {self._table} SELECT * FROM {change}")
        if gone:
            self._run(f"DELETE FROM {left}")
        for margin, table in self._margins.items():
            if new or gone or self._moving & self._of_margin(margin):
                self._run(f"INSERT INTO {table} {self._summing(margin, change)}")
        self._changes += 1
        if self._changes % CHANGES == 0:
            self._press()

    def _press(self) -> None:
        """Sum again the tables that have grown twice as large since they were summed."""
        cells = ["piece", *self.keys, *self._days]
        sums = {self._table: self._summed(cells, self._numbers, self._table)} | {
            table: self._summing(margin, table) for margin, table in self._margins.items()
        }
        for table, query in sums.items():
            if self._rows_of(table) > 2 * self._pressed.get(table, 0):
                self._run(f"CREATE OR REPLACE TABLE {table} AS {query}")
                self._pressed[table] = self._rows_of(table)

    def _rows_of(self, table: str) -> int:
        return int(self._run(f"SELECT count(*) FROM {table}")[0][0])

    def drop(self) -> None:
        """Leave nothing behind in the database."""
        for table in (self._table, f"{self._table}_change", *self._margins.values()):
            self._run(f"DROP TABLE IF EXISTS {table}")

    def _create(self, table: str) -> None:
        kinds = [f"{key} {'VARCHAR' if self.fact.kinds[key] is Kind.TEXT else 'BIGINT'}" for key in self.keys]
        halves = [f"{name} INTEGER" for name in ("piece", *self._days)]
        numbers = [f"{name} {self._width(name)}" for name in self._numbers]
        self._run(
            f"CREATE OR REPLACE TABLE {table} ({', '.join([halves[0], *kinds, *halves[1:], *numbers])})"
        )

    def _width(self, name: str) -> str:
        """How wide a number is kept: narrow what is counted, because it is read faster; wide what is added up."""
        return "BIGINT" if name in self._names and self._names[name][1] is Kind.INT else "INTEGER"

    def _count(
        self, pieces: Mapping[Path, int], table: str, numbers: Iterable[str], where: str = "true"
    ) -> None:
        """Count the rows of files into a table, each file as the piece of its number."""
        if not pieces:
            return
        said = [*self.keys, *(f"({_half(day)})::INTEGER AS {day}" for day in self._days)]
        told = [f"{number} AS {name}" for number, name in zip(numbers, self._numbers, strict=True)]
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in pieces)
        self._run(
            f"INSERT INTO {table} SELECT {list(pieces.values())}[place::BIGINT + 1], * EXCLUDE place FROM ("
            f"SELECT file_index AS place, {', '.join([*said, *told])} "
            f"FROM read_parquet([{listed}]) AS {table_of(self.fact.name)} WHERE {where} GROUP BY ALL)"
        )

    def _at(self, as_of: datetime) -> Iterator[str]:
        """What yields the numbers of cells at a moment."""
        return (self._number(name, as_of) for name in self._numbers)

    def _since(self, as_of: datetime) -> Iterator[str]:
        """What yields the numbers of cells at a moment, less what they were at the one so far."""
        before = self._moment or as_of
        return (
            f"{self._number(name, as_of)} - {self._number(name, before)}"
            if name.removesuffix(KNOWN) in self._moving else "0"
            for name in self._numbers
        )  # fmt: skip

    def _number(self, name: str, as_of: datetime) -> str:
        if name == ROWS:
            return "count(*)"
        of = name.removesuffix(KNOWN)
        asked = Asked(as_of if of in self._moving else WHENEVER, *self._period)
        return _told(self.fact, Count(self.fact.name, *self._names[of]), of != name, asked)

    def _between(self, as_of: datetime) -> str:
        """The condition by which a row has an instant or a day between the moment so far and another one."""
        moments = sorted((self._moment or as_of, as_of))
        instants = " AND ".join(f"TIMESTAMP '{_utc(one).isoformat(' ')}'" for one in moments)
        days = " AND ".join(f"DATE '{day.isoformat()}'" for day in self._days_passed(as_of))
        passed = dict.fromkeys(self._instants, instants) | (
            dict.fromkeys(self._last_days, days) if days else {}
        )
        return " OR ".join(f"{name} BETWEEN {edges}" for name, edges in passed.items())

    def summed(self, when: str, counts: Sequence[Count], asked: Asked) -> list[Row]:
        """What the files say, as they were last followed, told apart as asked."""
        each_first = sorted(
            {one.each for one in counts}, reverse=True
        )  # of its wider margins come the others
        by_each = {each: [one for one in counts if one.each == each] for each in each_first}
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
        called = {said: name for name, said in self._names.items()}
        names = [called[one.expression, one.kind] for one in counts]
        dimensions = [f"{self._shown(name, when)} AS d{place}" for place, name in enumerate(asked.by)]
        groups = [f"d{place}" for place in range(len(dimensions))]
        joins = [f" LEFT JOIN {table_of(one)} ON s.{one} = {table_of(one)}.{one}" for one in tables]
        margin = self._margin((when, frozenset(columns)))
        source = f"{margin} AS s{''.join(joins)} {_where(when, asked)}"
        if not each:
            return _peopled([*dimensions, *map(_sum, counts, names)], source, groups)
        values = [f"CASE WHEN sum({name}) > 0 THEN s.{each} END AS {name}" for name in names]
        inner = _peopled([*dimensions, *values], source, [*groups, f"s.{each}"])
        counted_each = [f"count({name})" for name in names]
        return _grouped([*groups, *counted_each], f"({inner})", groups)

    def _shown(self, name: str, when: str) -> str:
        if name in PERIODS:
            return PERIODS_OF_HALVES[name].format(f"s.{when}", int(settings.REPORT_DAY > 1))
        one = DIMENSIONS[name]
        return f"{table_of(one.table)}.{one.shown}" if one.table else f"s.{one.column}"

    def _margin(self, margin: Margin) -> str:
        """The table of a margin, summed once: from the narrowest that has its columns."""
        if margin not in self._margins:
            wider = [known for known in self._margins if known[0] == margin[0] and known[1] > margin[1]]
            source = self._margins[min(wider, key=lambda one: len(one[1]))] if wider else self._table
            table = f"{self._table}_{next(self._serial)}"
            self._run(f"CREATE TABLE {table} AS {self._summing(margin, source)}")
            self._margins[margin], self._pressed[table] = table, self._rows_of(table)
        return self._margins[margin]

    def _of_margin(self, margin: Margin) -> set[str]:
        """The numbers of a margin."""
        said = {(one.expression, one.kind) for one in self.counts if one.when == margin[0]}
        return {name for name, each in self._names.items() if each in said}

    def _summing(self, margin: Margin, source: str) -> str:
        names = self._of_margin(margin) | {ROWS}
        numbers = [one for one in self._numbers if one.removesuffix(KNOWN) in names]
        return self._summed(sorted(margin[1]), numbers, source)

    def _summed(self, columns: Sequence[str], numbers: Iterable[str], source: str) -> str:
        sums = [f"sum({name})::{self._width(name)} AS {name}" for name in numbers]
        return _grouped([*columns, *sums], source, columns)


@lru_cache(maxsize=1024)
def _told(fact: Fact, one: Count, known: bool, asked: Asked) -> str:
    """What yields one number of a cell, or of how many values it is known."""
    if known:
        return f"count({written(fact, one.expression, asked).sql(dialect='duckdb')})"
    number = counted(fact, one, asked).sql(dialect="duckdb")
    return f"coalesce({number}, 0)" if one.kind is Kind.INT else number


def _grouped(selected: Sequence[str], source: str, groups: Sequence[str]) -> str:
    said = f"SELECT {', '.join(selected)} FROM {source}"
    return f"{said} GROUP BY {', '.join(groups)}" if groups else said


def _peopled(selected: Sequence[str], source: str, groups: Sequence[str]) -> str:
    """Groups that have rows; all together are a group even without."""
    said = _grouped(selected, source, groups)
    return f"{said} HAVING sum({ROWS}) > 0" if groups else said


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


def _sum(one: Count, name: str) -> str:
    return (
        f"CASE WHEN sum({name}{KNOWN}) > 0 THEN sum({name}) END"
        if one.kind is Kind.INT
        else f"coalesce(sum({name}), 0)"
    )


def _where(when: str, asked: Asked) -> str:
    if not when:
        return ""
    within, last = [f"s.{when} IS NOT NULL"], last_day(when, asked)
    if asked.first:
        within.append(f"s.{when} >= {_number(asked.first)}")
    if last:
        within.append(f"s.{when} <= {_number(last)}")
    return f"WHERE {' AND '.join(within)}"


def _half(day: str) -> str:
    return f"(year({day}) * 12 + month({day}) - 1) * 2 + CASE WHEN day({day}) < {settings.REPORT_DAY} THEN 0 ELSE 1 END"


def _number(day: date) -> int:
    """The number of the half month of a day, as :func:`_half` has it."""
    return (day.year * 12 + day.month - 1) * 2 + (day.day >= settings.REPORT_DAY)


def _begins(day: date | None) -> bool:
    return day is None or day.day in (1, settings.REPORT_DAY)


def _ends(paths: Iterable[Path], when: str, day: date | None) -> bool:
    """Whether a half month ends on a day, or nothing in the files comes after it."""
    if day in (None, date.max) or _begins(day + timedelta(days=1)):
        return True
    return all(none_after(path, when, day) for path in paths)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
