"""DuckDB over the files of a manifest."""

from __future__ import annotations

from typing import Any

import duckdb

from motcua.measures.counting import table_of
from motcua.measures.facts import declared
from motcua.measures.store import Manifest, Store


class Duck:
    """The facts of one manifest, as views of a database in memory; threads each take a cursor of it."""

    dialect = "duckdb"

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self.manifest = manifest
        self._database = duckdb.connect(":memory:", config={"memory_limit": "3GB"})
        for name in declared():
            files = [str(store.folder / path) for path in manifest.paths(name)]
            if files:
                listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
                self._database.execute(
                    f"CREATE VIEW {table_of(name)} AS SELECT * FROM read_parquet([{listed}])"
                )

    def run(self, query: str) -> list[tuple[Any, ...]]:
        return self._database.cursor().execute(query).fetchall()
