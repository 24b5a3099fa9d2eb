"""Logs of other systems as they are kept: beside the facts, each a partition of them, to be taken out again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import ArrowException

from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.measures import deriving
from motcua.measures.facts import Fact
from motcua.measures.store import Store

FOLDER = "logs"
PREFIX = "log-"
REMARKS = "remarks.json"


@dataclass(frozen=True, slots=True)
class Turned:
    """A case that a log has finished before it was received: it counts as received when it was finished."""

    title: str
    code: str
    row: int
    """The number of its first event."""
    day: date
    """On which it was finished."""


def keep(of: Store, name: str, tables: Mapping[str, pa.Table], turned: Sequence[Turned]) -> None:
    """Keep the facts of a log, and what is to be remarked on it, in place of what was kept under its name."""
    for fact, table in tables.items():
        of.keep(f"{FOLDER}/{name}/{fact}.parquet", _parquet(table))
    of.keep(f"{FOLDER}/{name}/{REMARKS}", json.dumps([asdict(one) for one in turned], default=str).encode())


def _parquet(table: pa.Table) -> bytes:
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="zstd", store_schema=False)
    content: bytes = buffer.getvalue().to_pybytes()
    return content


def typed(fact: Fact, table: pa.Table) -> pa.Table:
    """Rows with the columns that the fact declares now, those that a log can't know empty."""
    schema = deriving.schema(fact)
    columns = [
        table[one.name].cast(one.type)
        if one.name in table.column_names
        else pa.nulls(table.num_rows, one.type)
        for one in schema
    ]
    return pa.table(columns, schema=schema)


def partitions(of: Store, fact: str) -> list[str]:
    """The partitions of a fact that come from logs, by which they are known among the derived ones."""
    return [f"{PREFIX}{folder.name}" for folder in _kept(of) if (folder / f"{fact}.parquet").is_file()]


def turned(of: Store, first: date, last: date) -> list[Turned]:
    """The cases of logs that were finished in some days, and by their log before they were received."""
    told = [
        one
        for folder in _kept(of)
        for one in json.loads(of.kept(f"{FOLDER}/{folder.name}/{REMARKS}") or b"[]")
    ]
    found = [Turned(**one | {"day": date.fromisoformat(one["day"])}) for one in told]
    return [one for one in found if first <= one.day <= last]


def foreign(partition: str) -> bool:
    """Whether a partition is that of a log."""
    return partition.startswith(PREFIX)


def own(case_id: str) -> UUID | None:
    """The case that a row tells of; None when it is one of a log, which names its cases ``log:code``."""
    return None if ":" in case_id else UUID(case_id)


def of_partition(of: Store, fact: Fact, partition: str) -> pa.Table:
    """The rows that a log has of a fact, as it is declared now; raises :class:`Invalid` where its file is broken."""
    name = partition.removeprefix(PREFIX)
    path = of.folder / FOLDER / name / f"{fact.name}.parquet"
    try:
        table = pq.read_table(path, partitioning=None)
    except (ArrowException, OSError) as error:
        raise Invalid(
            f"Tệp {path} của sổ “{name}” hỏng hoặc mất; sổ gốc ở ngoài hệ thống nên không tự dựng lại được.",
            faults=[
                Fault(
                    str(path),
                    f"Nhập lại sổ bằng motcua import-log, hoặc bỏ sổ: motcua import-log --forget {name}",
                )
            ],
        ) from error
    return deriving.ordered(fact, typed(fact, table))


def forget(name: str, of: Store) -> None:
    """Take a log out again; raises :class:`Missing`."""
    folders: Sequence[Path] = [folder for folder in _kept(of) if folder.name == name]
    if not folders:
        names = ", ".join(folder.name for folder in _kept(of)) or "chưa nhập sổ nào"
        raise Missing(f"Không có sổ “{name}”; có: {names}.")
    shutil.rmtree(folders[0])


def _kept(of: Store) -> list[Path]:
    folder = of.folder / FOLDER
    return sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
