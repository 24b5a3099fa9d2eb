"""DuckDB over the files of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import duckdb

from motcua.measures.cells import Cells
from motcua.measures.counting import Asked, Row, scan, table_of
from motcua.measures.declaring import Count
from motcua.measures.facts import Fact, declared
from motcua.measures.language import Kind
from motcua.measures.store import Manifest, Store

TYPES: Mapping[Kind, str] = {
    Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.TEXT: "VARCHAR", Kind.INSTANT: "TIMESTAMP", Kind.DAY: "DATE",
}  # fmt: skip


MEMORY = "3GB"
"""What one process may use."""


class Duck:
    """The facts of a manifest, as views of a database in memory, and the cells of what is counted of them.

    One after the other asks: an answer is of one manifest and one moment.
    """

    def __init__(self, store: Store, counts: Iterable[Count] = ()) -> None:
        self._store = store
        self._database = duckdb.connect(":memory:", config={"memory_limit": MEMORY})
        self._lock = RLock()
        self._files: dict[str, frozenset[Path]] = {}
        by_fact: dict[str, list[Count]] = {}
        for one in counts:
            by_fact.setdefault(one.fact, []).append(one)
        self._cells = {
            name: Cells(declared()[name], those, self.run)
            for name, those in by_fact.items()
            if declared()[name].streams
        }

    @contextmanager
    def following(self, manifest: Manifest) -> Iterator[Duck]:
        """Be alone with the facts of a manifest."""
        with self._lock:
            for fact in declared().values():
                files = frozenset(self._store.folder / path for path in manifest.paths(fact.name))
                if self._files.get(fact.name) != files:
                    self.run(f"CREATE OR REPLACE VIEW {table_of(fact.name)} AS {_rows(fact, files)}")
                    self._files[fact.name] = files
            yield self

    def counted(self, fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> list[Row]:
        """What is counted, summed from cells where they can say it, else over the rows."""
        cells = self._cells.get(fact.name)
        if cells:
            cells.follow(self._files[fact.name], asked.as_of)
            if cells.hold(when, counts, asked):
                return cells.summed(when, counts, asked)
        return self.run(scan(fact, when, counts, asked).sql(dialect="duckdb"))

    def run(self, query: str) -> list[Row]:
        return self._database.execute(query).fetchall()


def _rows(fact: Fact, files: Iterable[Path]) -> str:
    """What a fact's view reads: its files, or nothing of the right kinds before there is any."""
    if not files:
        columns = ", ".join(f"NULL::{TYPES[column.kind]} AS {column.name}" for column in fact.columns)
        return f"SELECT {columns} LIMIT 0"
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in sorted(files))
    return f"SELECT * FROM read_parquet([{listed}])"
