"""Spark over the files of a manifest: the same queries as DuckDB's, on a cluster whose machines see the folder."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.kernel.refusals import Missing
from motcua.measures.counting import Asked, Row, scan, table_of
from motcua.measures.declaring import Count
from motcua.measures.facts import Fact, declared
from motcua.measures.language import Kind
from motcua.measures.store import Manifest, Store

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TYPES: Mapping[Kind, str] = {
    Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.TEXT: "STRING", Kind.INSTANT: "TIMESTAMP_NTZ", Kind.DAY: "DATE",
}  # fmt: skip

SETTINGS: Mapping[str, str] = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000000",
    "spark.ui.showConsoleProgress": "false",
}
"""What is not left to the cluster: instants are UTC without a zone; a number too large is an error, and so is a file
that can't be read; this machine looks for the files itself; no bar of progress runs through the answers."""

PATIENCE = 5
"""Seconds that a master has to answer."""


class Spark:
    """The facts of a manifest, as views of a session of Spark."""

    def __init__(self, session: SparkSession, store: Store) -> None:
        self.session, self._store = session, store

    @contextmanager
    def following(self, manifest: Manifest) -> Iterator[Spark]:
        """Have the facts of a manifest, which stay where they are while they are counted."""
        with self._store.held(manifest) as folder:
            for fact in declared().values():
                paths = [folder / path for path in manifest.paths(fact.name)]
                self._rows(fact, paths).createOrReplaceTempView(table_of(fact.name))
            yield self

    def counted(self, fact: Fact, when: str, counts: Sequence[Count], asked: Asked) -> list[Row]:
        """What is counted, over the rows."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        query = scan(fact, when, counts, asked).sql(dialect="spark")
        try:
            return [tuple(row) for row in self.session.sql(query).collect()]
        except (PySparkException, Py4JError) as error:
            raise Missing(
                f"Cụm Spark không đếm được: {_said(error)}. Mọi máy của cụm phải đọc được thư mục "
                f"{self._store.folder} ở đúng đường dẫn này."
            ) from error

    def _rows(self, fact: Fact, paths: Sequence[Path]) -> DataFrame:
        """What a fact's view reads: its files, or nothing of the right kinds before there is any."""
        kinds = {column.name: TYPES[column.kind] for column in fact.columns}
        if not paths:
            return self.session.range(0).selectExpr(
                *(f"CAST(NULL AS {kind}) AS {name}" for name, kind in kinds.items())
            )
        said = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        return self.session.read.schema(said).parquet(*map(str, paths))


@contextmanager
def cluster(address: str, store: Store) -> Iterator[Spark]:
    """An engine on the cluster of a master (``spark://host:7077``), for as long as it is needed."""
    if find_spec("pyspark") is None:
        raise Missing(
            "Chưa cài pyspark: chạy `pip install -e '.[spark]'` trong thư mục mã, hoặc bỏ --spark để đếm bằng DuckDB."
        )
    _reach(address)
    session = _session(address)
    try:
        yield Spark(session, store)
    finally:
        session.stop()


def _session(address: str) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    building = SparkSession.builder.master(address).appName("motcua")
    for name, value in SETTINGS.items():
        building = building.config(name, value)
    try:
        return building.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise Missing(
            f"Không mở được phiên Spark ở {address}: {_said(error)}. Cần Java 17 trở lên ở máy này."
        ) from error


def _reach(address: str) -> None:
    """Refuse a cluster of which no master answers; Spark itself would try for a minute."""
    masters = re.findall(r"([^/,:]+):(\d+)", address) if address.startswith("spark://") else []
    if masters and not any(_answers(host, int(port)) for host, port in masters):
        raise Missing(
            f"Không nối được cụm Spark ở {address}: xem master có chạy không, địa chỉ có đúng không."
        )


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError:
        return False
    return True


def _said(error: Exception) -> str:
    """What an error of Spark says, without where in Java it came from."""
    lines = (
        line for line in str(error).splitlines() if not line.startswith("An error occurred while calling")
    )
    return next(lines, "").lstrip(": ").rstrip(".")
