"""What the measures count, asked by hand: one query that DuckDB and PostgreSQL both run, and the same in pandas."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from motcua.kernel.calendar import local

Files = Mapping[str, Sequence[str]]

HALF = (
    "((extract(year FROM {0}) * 12 + extract(month FROM {0}) - 1) * 2 "
    "+ CASE WHEN extract(day FROM {0}) < 15 THEN 0 ELSE 1 END)"
)

INSIDE = "(extract(month FROM received_day) * 100 + extract(day FROM received_day))"
YEAR = "extract(year FROM received_day)::int"
ENDS = {
    "": "DATE '{today}'",
    "_month": "(date_trunc('month', received_day) + INTERVAL '1 month' - INTERVAL '1 day')::date",
    "_quarter": " ".join(
        f"{'CASE' if not place else ''} WHEN {INSIDE} < {month}15 THEN make_date({YEAR}, {month}, 14)"
        for place, month in enumerate((3, 6, 9, 12))
    )
    + f" ELSE make_date({YEAR} + 1, 3, 14) END",
    "_year": f"make_date({YEAR}, 12, 31)",
}
"""On which day the cases of a period are judged, for what is told by months, quarters and years and for all of it."""

JUDGED = "".join(
    f"""
  count(*) FILTER (WHERE supplements <= 1 AND (finished_at <= late_after OR due_day >= least({end}, DATE '{{today}}')
    OR (held AND finished_at IS NULL))) AS on_time{name},
  count(*) FILTER (WHERE channel = 2 AND (redated OR ((finished_at > late_after OR (finished_at IS NULL AND NOT held))
    AND due_day < least({end}, DATE '{{today}}')))) AS failed{name},"""
    for name, end in ENDS.items()
)

CASE_COUNTS = (
    f"""
  count(*) AS many,{JUDGED}"""
    + """
  count(*) FILTER (WHERE channel = 2) AS online,
  count(*) FILTER (WHERE online IN ('full', 'partial')) AS offered,
  count(*) FILTER (WHERE online IN ('full', 'partial') AND channel = 2) AS offered_online,
  count(*) FILTER (WHERE received_at IS NOT NULL) AS received,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at > late_after) AS late,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL) AS open,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL AND held) AS held,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL AND NOT held
    AND late_after < TIMESTAMP '{now}') AS late_now,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL AND NOT held
    AND late_after >= TIMESTAMP '{now}' AND soon_at <= TIMESTAMP '{now}') AS due_soon,
  count(*) FILTER (WHERE received_day <= DATE '{today}' AND finished_day IS NULL) AS left_over,
  count(*) FILTER (WHERE received_day <= DATE '{today}' AND finished_day IS NULL
    AND (held OR due_day IS NULL OR due_day >= DATE '{today}')) AS left_in_time,
  count(*) FILTER (WHERE received_day <= DATE '{today}' AND finished_day IS NULL
    AND NOT held AND due_day < DATE '{today}') AS left_late,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_day < due_day) AS done_before,
  count(*) FILTER (WHERE received_at IS NOT NULL
    AND (due_day IS NULL OR (finished_day >= due_day AND finished_at <= late_after))) AS done_on,
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at > late_after) AS done_after"""
)

STEP_COUNTS = """
  count(*) AS many,
  count(*) FILTER (WHERE closed_at IS NULL) AS open,
  count(*) FILTER (WHERE closed_at IS NULL AND NOT held AND NOT awaits_collection
    AND due_at < TIMESTAMP '{now}') AS late_now,
  count(*) FILTER (WHERE closed_at IS NOT NULL AND NOT awaits_collection) AS done,
  count(*) FILTER (WHERE closed_at <= due_at) AS on_time"""

KEYS = "agency, procedure, channel"

TOTALS = {
    "now.received": ("case", "many", "received_day"), "766.2.1": ("case", "on_time", "received_day"),
    "766.3.3": ("case", "online", "received_day"), "ht22.06.5": ("case", "offered_online", "received_day"),
    "ht22.06.3": ("case", "received", "received_day"), "01-2018.9.failed": ("case", "failed", "received_day"),
    "now.finished": ("case", "received", "finished_day"), "now.late-finished": ("case", "late", "finished_day"),
    "now.open": ("case", "open", ""), "now.held": ("case", "held", ""), "now.late": ("case", "late_now", ""),
    "now.due-soon": ("case", "due_soon", ""), "ii-06.11": ("case", "left_over", ""),
    "ii-06.12": ("case", "left_in_time", ""), "ii-06.13": ("case", "left_late", ""),
    "ii-06.8": ("case", "done_before", "finished_day"), "ii-06.9": ("case", "done_on", "finished_day"),
    "ii-06.10": ("case", "done_after", "finished_day"), "step.open": ("step", "open", ""),
    "step.late": ("step", "late_now", ""), "step.on-time": ("step", "on_time", "closed_day"),
    "step.done": ("step", "done", "closed_day"),
}  # fmt: skip
"""Which measure's part is which count, of the cells that have which day."""


def _query(counts: str, source: str, days: Sequence[str], said: Mapping[str, str]) -> str:
    halves = ", ".join(HALF.format(day) + f" AS {day}" for day in days)
    groups = ", ".join(str(place) for place in range(1, 4 + len(days)))
    return f"SELECT {KEYS}, {halves}, {counts.format(**said)} FROM {source} GROUP BY {groups}"


def _queries(sources: Mapping[str, str], at: datetime) -> dict[str, str]:
    said = _moment(at)
    return {
        "case": _query(CASE_COUNTS, sources["case"], ("received_day", "finished_day"), said),
        "step": _query(STEP_COUNTS, sources["step"], ("closed_day",), said),
    }


def _moment(at: datetime) -> dict[str, str]:
    return {
        "now": at.astimezone(UTC).replace(tzinfo=None).isoformat(" "),
        "today": local(at).date().isoformat(),
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
    totals = {
        code: _one(
            database, f"SELECT sum({name}) FROM made_{table} WHERE {f'{day} IS NOT NULL' if day else 'true'}"
        )
        for code, (table, name, day) in TOTALS.items()
    }
    cells = sum(_one(database, f"SELECT count(*) FROM made_{name}") for name in files)
    began = time.perf_counter()
    for name, counts in (("case", CASE_COUNTS), ("step", STEP_COUNTS)):
        database.execute(f"SELECT {counts.format(**_moment(at))} FROM {_sources(files)[name]}").fetchall()
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
    """Read the same columns and count by the same groups, but for what is judged at the end of a row's own period."""
    import pandas as pd

    now = pd.Timestamp(at.replace(tzinfo=None))
    read = {
        "case": [
            "received_day", "finished_day", "due_day", "received_at", "finished_at", "late_after", "soon_at",
            "supplements", "held", "online", "redated",
        ],
        "step": ["closed_day", "closed_at", "due_at", "awaits_collection", "held"],
    }  # fmt: skip
    tables = {
        name: pd.concat(
            pd.read_parquet(path, columns=["agency", "procedure", "channel", *read[name]]) for path in those
        )
        for name, those in files.items()
    }
    _grouped(tables["case"], _of_cases(tables["case"], now), ("received_day", "finished_day"))
    _grouped(tables["step"], _of_steps(tables["step"], now), ("closed_day",))


def _of_cases(case: Any, now: Any) -> dict[str, Any]:
    received, unfinished = case.received_at.notna(), case.finished_at.isna()
    open_, offered, online = received & unfinished, case.online.isin(["full", "partial"]), case.channel == 2
    late, waits = case.finished_at > case.late_after, open_ & ~case.held
    today = now.date()
    left, due_later = case.received_day.notna() & case.finished_day.isna(), case.due_day >= today
    done_before, done_in_time = case.finished_day < case.due_day, case.finished_at <= case.late_after
    return {
        "many": case.agency.notna(), "online": online, "offered": offered, "offered_online": offered & online,
        "on_time": (case.supplements <= 1) & (done_in_time | due_later | (unfinished & case.held)),
        "failed": online & (case.redated | ((late | (unfinished & ~case.held)) & (case.due_day < today))),
        "received": received, "late": received & late, "open": open_, "held": open_ & case.held,
        "late_now": waits & (case.late_after < now), "left_over": left,
        "due_soon": waits & (case.late_after >= now) & (case.soon_at <= now),
        "left_in_time": left & (case.held | case.due_day.isna() | due_later),
        "left_late": left & ~case.held & (case.due_day < today), "done_before": received & done_before,
        "done_on": received & ~done_before & done_in_time, "done_after": received & late,
    }  # fmt: skip


def _of_steps(step: Any, now: Any) -> dict[str, Any]:
    waiting = step.closed_at.isna()
    return {
        "many": step.agency.notna(), "open": waiting, "done": ~waiting & ~step.awaits_collection,
        "late_now": waiting & ~step.held & ~step.awaits_collection & (step.due_at < now),
        "on_time": step.closed_at <= step.due_at,
    }  # fmt: skip


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
