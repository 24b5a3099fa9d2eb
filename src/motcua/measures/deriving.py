"""Rows of the database as facts: one query of the fact's file, copied out as it comes, typed as it is declared."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import connection
from psycopg import sql
from pyarrow import csv

from motcua.kernel.refusals import Fault, Invalid
from motcua.measures.facts import Fact
from motcua.measures.language import Kind

ARROW = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.TEXT: pa.string(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.DAY: pa.date32(),
}
"""Instants are UTC and carry no zone, days are Vietnamese days: so DuckDB and Spark read the same."""

WHOLE = "whole"
"""The one partition of a fact that has no streams."""

MONTH = len("2026-01")

_PLACE = "to_char(s.at, CASE WHEN s.at >= %(since)s THEN 'YYYY-MM-DD' ELSE 'YYYY-MM' END)"


def schema(fact: Fact) -> pa.Schema:
    return pa.schema([(column.name, ARROW[column.kind]) for column in fact.columns])


def recent(today: date) -> date:
    """From which day on a day is a partition of its own; before it a month is, because little changes there."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def follows(partition: str, since: date) -> bool:
    """Whether a partition is a day, or a month, as its time has it."""
    return partition == WHOLE or (len(partition) > MONTH) == (
        partition >= since.isoformat()[: len(partition)]
    )


def partitions(fact: Fact, since: date) -> list[str]:
    """The partitions that a fact has now: when its streams began, as 2026-01 or, since a day, as 2026-01-31."""
    if not fact.streams:
        return [WHOLE]
    query = f"SELECT DISTINCT {_PLACE} FROM ({fact.streams}) s ORDER BY 1"
    return [place for (place,) in _asked(query, {"since": since})]


def of_partition(fact: Fact, partition: str) -> pa.Table:
    """All rows of a partition, in the order of their key."""
    if not fact.streams:
        return _table(fact, "", {})
    first = date.fromisoformat(partition if len(partition) > MONTH else f"{partition}-01")
    following = first + (
        timedelta(days=1)
        if len(partition) > MONTH
        else timedelta(days=monthrange(first.year, first.month)[1])
    )
    chosen = f"SELECT s.id, s.at FROM ({fact.streams}) s WHERE s.at >= %(first)s AND s.at < %(following)s"
    return _table(fact, chosen, {"first": first, "following": following})


def of_streams(fact: Fact, streams: Sequence[UUID], since: date) -> dict[str, tuple[list[str], pa.Table]]:
    """What some streams are now, by partition: which they are, and all their rows."""
    chosen = f"SELECT s.id, s.at FROM ({fact.streams}) s WHERE s.id = ANY(%(streams)s)"
    placed: dict[str, list[str]] = {}
    for place, stream in _asked(
        f"SELECT {_PLACE}, s.id FROM ({chosen}) s", {"streams": list(streams), "since": since}
    ):
        placed.setdefault(place, []).append(str(stream))
    rows = _table(fact, chosen, {"streams": list(streams)})
    return {place: (ids, rows.filter(_are(fact, rows, ids))) for place, ids in placed.items()}


def replaced(fact: Fact, table: pa.Table, streams: Sequence[str], fresh: pa.Table) -> pa.Table:
    """A partition in which the rows of some streams are new ones; only the keys are sorted, the rows are taken once."""
    kept = pc.indices_nonzero(pc.invert(_are(fact, table, streams)))
    new = pa.array(range(table.num_rows, table.num_rows + fresh.num_rows), pa.uint64())
    places, both = pa.concat_arrays([kept, new]), pa.concat_tables([table, fresh])
    order = pc.sort_indices(both.select(fact.key).take(places), [(key, "ascending") for key in fact.key])
    return both.take(places.take(order)).combine_chunks()


def _are(fact: Fact, table: pa.Table, streams: Sequence[str]) -> pa.ChunkedArray:
    return pc.is_in(table[fact.stream], value_set=pa.array(streams, pa.string()))


def ordered(fact: Fact, table: pa.Table) -> pa.Table:
    return table.sort_by([(key, "ascending") for key in fact.key]).combine_chunks()


def _table(fact: Fact, chosen: str, values: dict[str, Any]) -> pa.Table:
    columns = ", ".join(_column(column.name, column.kind) for column in fact.columns)
    within = f"WITH chosen AS ({chosen}) " if chosen else ""
    query = f"{within}SELECT {columns} FROM ({fact.rows}) AS fact_rows"
    buffer = BytesIO()
    for block in _copied(query, values):
        buffer.write(block)
    buffer.seek(0)
    return ordered(fact, _one_row_a_key(fact, _typed(fact, buffer)))


def _one_row_a_key(fact: Fact, table: pa.Table) -> pa.Table:
    """Refuse a query whose joins fan out: everything would be counted twice."""
    different = table.group_by(list(fact.key)).aggregate([]).num_rows
    if different < table.num_rows:
        message = (
            f"Truy vấn cho {table.num_rows} dòng mà chỉ có {different} khóa ({', '.join(fact.key)}): "
            "một phép nối nhân dòng lên. Nối theo đủ khóa, hoặc gộp trước khi nối."
        )
        raise Invalid(f"Bảng số liệu “{fact.name}” không dựng được.", faults=[Fault(fact.where, message)])
    return table


def _column(name: str, kind: Kind) -> str:
    """An instant leaves as UTC without a zone, whatever the zone of the session that made days of it."""
    return f"{name} AT TIME ZONE 'UTC' AS {name}" if kind is Kind.INSTANT else name


def _typed(fact: Fact, buffer: BytesIO) -> pa.Table:
    if not buffer.getbuffer().nbytes:
        return schema(fact).empty_table()
    return csv.read_csv(
        buffer,
        read_options=csv.ReadOptions(
            column_names=[column.name for column in fact.columns], use_threads=False
        ),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema(fact),
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _copied(query: str, values: dict[str, Any]) -> Iterator[bytes]:
    """The rows of a query as CSV; days are counted in Việt Nam."""
    with connection.cursor() as cursor:
        raw = cursor.cursor
        text = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(_bound(query, values))
        with _local_days(raw), raw.copy(text) as copy:
            yield from copy


def _bound(query: str, values: dict[str, Any]) -> sql.Composable:
    """A query with its values written into it: COPY takes no parameters."""
    parts = query
    for name in values:
        parts = parts.replace(f"%({name})s", "{" + name + "}")
    return sql.SQL(parts).format(**{name: sql.Literal(value) for name, value in values.items()})


def _asked(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor, _local_days(cursor.cursor):
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@contextmanager
def _local_days(cursor: Any) -> Iterator[None]:
    """Within, the session's days are Vietnamese ones."""
    cursor.execute(sql.SQL("SET TIME ZONE {}").format(sql.Literal(settings.TIME_ZONE)))
    yield
    cursor.execute("SET TIME ZONE 'UTC'")
