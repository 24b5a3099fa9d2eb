"""DuckDB over the files of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count as serial
from pathlib import Path
from threading import RLock

import duckdb

from motcua.measures.cells import Cells, Days
from motcua.measures.counting import Asked, Row, in_wholes, of_period, scan, table_of
from motcua.measures.declaring import Count
from motcua.measures.facts import Fact, declared
from motcua.measures.language import Kind
from motcua.measures.store import Manifest, Piece, Store

TYPES: Mapping[Kind, str] = {
    Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.TEXT: "VARCHAR", Kind.INSTANT: "TIMESTAMP", Kind.DAY: "DATE",
}  # fmt: skip


MEMORY = "3GB"
"""What one process may use."""


GRAINS = (("agency", "procedure", "channel"), ("agency", "owner"))
"""By which keys cells are kept, each from the first time that it is asked for."""

PERIODS_KEPT = 8
"""How many cells are kept of counts that look at the first and the last day of a period that somebody asked for."""


class Duck:
    """The facts of a manifest, as views of a database in memory, and the cells of what is counted of them.

    One after the other asks: an answer is of one manifest and one moment.
    """

    def __init__(self, store: Store, counts: Iterable[Count] = ()) -> None:
        self._store, self._counts = store, list(dict.fromkeys(counts))
        self._database = duckdb.connect(":memory:", config={"memory_limit": MEMORY})
        self._lock = RLock()
        self._files: dict[str, frozenset[Path]] = {}
        self._pieces: dict[str, Mapping[str, Piece]] = {}
        self._cells: dict[tuple[str, tuple[str, ...], Days | tuple[()]], Cells] = {}
        self._serial = serial()

    @contextmanager
    def following(self, manifest: Manifest) -> Iterator[Duck]:
        """Be alone with the facts of a manifest."""
        with self._lock:
            for fact in declared().values():
                pieces = manifest.facts.get(fact.name, {})
                if self._pieces.get(fact.name) != pieces:
                    files = frozenset(self._store.folder / piece.path for piece in pieces.values())
                    self.run(f"CREATE OR REPLACE VIEW {table_of(fact.name)} AS {_rows(fact, files)}")
                    self._files[fact.name], self._pieces[fact.name] = files, pieces
            yield self

    def counted(self, fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> list[Row]:
        """What is counted, summed from cells where they can say it, else over the rows."""
        files = self._files[fact.name]
        for cells in self._of(fact, counts, asked):
            if cells.hold(files, when, counts, asked):
                cells.follow(files, asked.as_of)
                return cells.summed(when, counts, asked)
        return self.run(scan(fact, when, counts, asked).sql(dialect="duckdb"))

    def _of(self, fact: Fact, counts: Sequence[Count], asked: Asked) -> Iterator[Cells]:
        """The cells in which counts may be found; ``counts`` all look at the period, or none does."""
        at_days = of_period(fact, counts[0])
        if not fact.streams:
            return
        for keys in GRAINS:
            yield self._kept(fact, keys, ())
            if at_days:
                yield self._kept(fact, keys, asked.days)

    def _kept(self, fact: Fact, keys: tuple[str, ...], period: Days | tuple[()]) -> Cells:
        """The cells of a fact by some keys; those of a period are let go when many others have been asked for since."""
        wanted = fact.name, keys, period
        if wanted not in self._cells:
            those = [
                one if fact.parts in keys else in_wholes(one) for one in self._counts
                if one.fact == fact.name and (of_period(fact, one) or not period)
            ]  # fmt: skip
            name = f"{fact.name}_cells_{next(self._serial)}"
            self._cells[wanted] = Cells(fact, keys, those, self.run, name, period)
        self._cells[wanted] = self._cells.pop(wanted)
        for old in [kept for kept in self._cells if kept[2]][:-PERIODS_KEPT]:
            self._cells.pop(old).drop()
        return self._cells[wanted]

    def run(self, query: str) -> list[Row]:
        return self._database.execute(query).fetchall()


def _rows(fact: Fact, files: Iterable[Path]) -> str:
    """What a fact's view reads: its files, or nothing of the right kinds before there is any."""
    if not files:
        columns = ", ".join(f"NULL::{TYPES[column.kind]} AS {column.name}" for column in fact.columns)
        return f"SELECT {columns} LIMIT 0"
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in sorted(files))
    return f"SELECT * FROM read_parquet([{listed}])"
