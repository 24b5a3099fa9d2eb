"""Datasets as files: CSV for sheets, JSON for programs, Parquet for both at once."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.parquet as pq

from motcua.measures.public.datasets import Dataset, Row

ARROW = {
    "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "string": pa.string(),
    "yearmonth": pa.string(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """How a dataset is written, and as what it is sent."""

    media: str
    write: Callable[[Dataset, Sequence[Row], str], bytes]


def _csv(of: Dataset, rows: Sequence[Row], as_of: str) -> bytes:
    """With a mark in front by which Excel knows the text for UTF-8."""
    text = StringIO()
    writer = csv.DictWriter(text, [column.name for column in of.columns], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _json(of: Dataset, rows: Sequence[Row], as_of: str) -> bytes:
    return json.dumps({"name": of.name, "as_of": as_of, "rows": list(rows)}, ensure_ascii=False).encode()


def _parquet(of: Dataset, rows: Sequence[Row], as_of: str) -> bytes:
    fields = [pa.field(c.name, ARROW[c.kind], metadata={"title": c.title}) for c in of.columns]
    table = pa.Table.from_pylist(list(rows), pa.schema(fields, metadata={"as_of": as_of, "title": of.title}))
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", _csv),
    "json": Format("application/json", _json),
    "parquet": Format("application/vnd.apache.parquet", _parquet),
}
