"""What the measures count, asked by hand: one query that DuckDB and PostgreSQL both run, and the same in pandas."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

Files = Mapping[str, Sequence[str]]

HALF = (
    "((extract(year FROM {0}) * 12 + extract(month FROM {0}) - 1) * 2 "
    "+ CASE WHEN extract(day FROM {0}) < 15 THEN 0 ELSE 1 END)"
)

CASE_COUNTS = """
  count(*) FILTER (WHERE received_day IS NOT NULL) AS received,
  count(*) FILTER (WHERE received_day IS NOT NULL AND supplements <= 1 AND (finished_at <= due_at
    OR (finished_at IS NULL AND TIMESTAMP '{now}' <= due_at))) AS on_time,
  count(*) FILTER (WHERE received_day IS NOT NULL AND channel = 2) AS online,
  count(*) FILTER (WHERE finished_day IS NOT NULL AND received_at IS NOT NULL) AS finished,
  count(*) FILTER (WHERE finished_day IS NOT NULL AND received_at IS NOT NULL AND finished_at > due_at) AS late,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL) AS open,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL AND held) AS held,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL AND NOT held
    AND due_at < TIMESTAMP '{now}') AS late_now"""

STEP_COUNTS = """
  count(*) FILTER (WHERE closed_at IS NULL) AS open,
  count(*) FILTER (WHERE closed_at IS NULL AND NOT awaits_collection AND due_at < TIMESTAMP '{now}') AS late_now,
  count(*) FILTER (WHERE closed_day IS NOT NULL) AS closed,
  count(*) FILTER (WHERE closed_day IS NOT NULL AND closed_at <= due_at) AS on_time"""

KEYS = "agency, procedure, channel"

TOTALS = {
    "now.received": "case.received", "766.2.1": "case.on_time", "766.3.3": "case.online",
    "now.finished": "case.finished", "now.late-finished": "case.late", "now.open": "case.open",
    "now.held": "case.held", "now.late": "case.late_now", "step.open": "step.open", "step.late": "step.late_now",
    "step.on-time": "step.on_time",
}  # fmt: skip
"""Which measure's part is which count."""


def _query(counts: str, source: str, days: Sequence[str], now: str) -> str:
    halves = ", ".join(HALF.format(day) + f" AS {day}" for day in days)
    groups = ", ".join(str(place) for place in range(1, 4 + len(days)))
    return f"SELECT {KEYS}, {halves}, {counts.format(now=now)} FROM {source} GROUP BY {groups}"


def _queries(sources: Mapping[str, str], at: datetime) -> dict[str, str]:
    now = at.replace(tzinfo=None).isoformat(" ")
    return {
        "case": _query(CASE_COUNTS, sources["case"], ("received_day", "finished_day"), now),
        "step": _query(STEP_COUNTS, sources["step"], ("closed_day",), now),
    }


def in_duckdb(files: Files, at: datetime) -> duckdb.DuckDBPyConnection:
    """A database with what the query yields."""
    database = duckdb.connect(config={"memory_limit": "3GB"})
    database.execute("SET enable_progress_bar = false")
    for name, query in _queries(_sources(files), at).items():
        database.execute(f"CREATE TEMP TABLE made_{name} AS {query}")
    return database


def _sources(files: Files) -> dict[str, str]:
    return {name: f"read_parquet({list(those)})" for name, those in files.items()}


def looked_at(database: duckdb.DuckDBPyConnection, files: Files, at: datetime) -> dict[str, Any]:
    """The totals of what came out, how many cells there are, and how long the counts take if nothing is told apart."""
    sums = {code: said.split(".") for code, said in TOTALS.items()}
    totals = {
        code: _one(database, f"SELECT sum({name}) FROM made_{table}") for code, (table, name) in sums.items()
    }
    cells = sum(_one(database, f"SELECT count(*) FROM made_{name}") for name in files)
    now, began = at.replace(tzinfo=None).isoformat(" "), time.perf_counter()
    for name, counts in (("case", CASE_COUNTS), ("step", STEP_COUNTS)):
        database.execute(f"SELECT {counts.format(now=now)} FROM {_sources(files)[name]}").fetchall()
    return {"totals": totals, "cells": cells, "bare": time.perf_counter() - began}


def _one(database: duckdb.DuckDBPyConnection, query: str) -> int:
    found = database.execute(query).fetchone()
    return int(found[0]) if found else 0


def before_in_postgresql(files: Files) -> Files:
    """Tables of PostgreSQL with the same columns, loaded and analysed."""
    from django.db import connection

    kinds = {
        "BIGINT": "bigint",
        "VARCHAR": "text",
        "BOOLEAN": "boolean",
        "TIMESTAMP": "timestamp",
        "DATE": "date",
    }
    for name, source in _sources(files).items():
        columns = duckdb.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()
        said = ", ".join(f"{column} {kinds[kind]}" for column, kind, *_ in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE UNLOGGED TABLE bench_{name} ({said})")
            with cursor.cursor.copy(f"COPY bench_{name} FROM STDIN") as copy:
                for batch in duckdb.sql(f"SELECT * FROM {source}").to_arrow_reader(100_000):
                    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        copy.write_row(row)
            cursor.execute(f"VACUUM ANALYZE bench_{name}")
    return files


def in_postgresql(files: Files, at: datetime) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name, query in _queries({name: f"bench_{name}" for name in files}, at).items():
            cursor.execute(f"CREATE TEMP TABLE made_{name} AS {query}")


def in_pandas(files: Files, at: datetime) -> None:
    """Read the same columns, and count by the same groups."""
    import pandas as pd

    now = pd.Timestamp(at.replace(tzinfo=None))
    read = {
        "case": [
            "received_day",
            "finished_day",
            "received_at",
            "finished_at",
            "due_at",
            "supplements",
            "held",
        ],
        "step": ["closed_day", "closed_at", "due_at", "awaits_collection"],
    }
    tables = {
        name: pd.concat(
            pd.read_parquet(path, columns=["agency", "procedure", "channel", *read[name]]) for path in those
        )
        for name, those in files.items()
    }
    case, step = tables["case"], tables["step"]
    received, open_ = case.received_at.notna(), case.received_at.notna() & case.finished_at.isna()
    in_time = (case.finished_at <= case.due_at) | (case.finished_at.isna() & (now <= case.due_at))
    counts = {
        "received": received, "on_time": received & (case.supplements <= 1) & in_time,
        "online": received & (case.channel == 2), "finished": case.finished_at.notna(),
        "late": case.finished_at > case.due_at, "open": open_, "held": open_ & case.held,
        "late_now": open_ & ~case.held & (case.due_at < now),
    }  # fmt: skip
    _grouped(case, counts, ("received_day", "finished_day"))
    waiting = step.closed_at.isna()
    counts = {
        "open": waiting, "late_now": waiting & ~step.awaits_collection & (step.due_at < now),
        "closed": ~waiting, "on_time": step.closed_at <= step.due_at,
    }  # fmt: skip
    _grouped(step, counts, ("closed_day",))


def _grouped(table: Any, counts: Mapping[str, Any], days: Sequence[str]) -> Any:
    import pandas as pd

    halves = {}
    for day in days:
        when = pd.to_datetime(table[day])
        halves[day] = (when.dt.year * 12 + when.dt.month - 1) * 2 + (when.dt.day >= 15)
    frame = pd.DataFrame(
        {**{key: table[key] for key in ("agency", "procedure", "channel")}, **halves, **counts}
    )
    return frame.groupby(["agency", "procedure", "channel", *days], dropna=False).sum()
