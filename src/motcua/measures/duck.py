"""DuckDB over the files of a manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from motcua.measures.counting import table_of
from motcua.measures.facts import Fact, declared
from motcua.measures.language import Kind
from motcua.measures.store import Manifest, Store

TYPES: Mapping[Kind, str] = {
    Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.TEXT: "VARCHAR", Kind.INSTANT: "TIMESTAMP", Kind.DAY: "DATE",
}  # fmt: skip


class Duck:
    """The facts of one manifest, as views of a database in memory; threads each take a cursor of it."""

    dialect = "duckdb"

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self.manifest = manifest
        self._database = duckdb.connect(":memory:", config={"memory_limit": "3GB"})
        for fact in declared().values():
            files = [str(store.folder / path) for path in manifest.paths(fact.name)]
            self._database.execute(f"CREATE VIEW {table_of(fact.name)} AS {_rows(fact, files)}")

    def run(self, query: str) -> list[tuple[Any, ...]]:
        return self._database.cursor().execute(query).fetchall()


def _rows(fact: Fact, files: Sequence[str]) -> str:
    """What a fact's view reads: its files, or nothing of the right kinds before there is any."""
    if not files:
        columns = ", ".join(f"NULL::{TYPES[column.kind]} AS {column.name}" for column in fact.columns)
        return f"SELECT {columns} LIMIT 0"
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    return f"SELECT * FROM read_parquet([{listed}])"
