"""Event logs of other systems as facts, so that a province sees its past from the first day on.

A log has events: a case, an activity, a moment. A case becomes a row of ``case``; each activity one of ``step``, which
lasts from the event before it, or from its own ``start``, to its end. What the log does not say stays empty. The facts
of a log are kept beside the derived ones and come back with them when those are built from nothing; who did what stays
out: a person of the old system is nobody here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
from django.conf import settings

from motcua.cases import calendars
from motcua.kernel.calendar import Calendar, local
from motcua.kernel.refusals import CalendarUnknown, Fault, Invalid
from motcua.measures import delimited, kept_logs, mapping, xes
from motcua.measures.facts import declared
from motcua.measures.kept_logs import Turned
from motcua.measures.mapping import CHANNELS, Mapped
from motcua.measures.store import Store

FACTS = ("case", "step")
EARLIEST, LATEST = datetime(1900, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - moments of logs are UTC without a zone
"""Between them lies every moment that a log of a province can tell of."""
MOST_TOLD = 20
"""Rows that a refusal names; the first show what is wrong with all of them."""

ZONED = r":\d\d(:\d\d([.,]\d+)?)? ?(Z|[+-]\d\d(:?\d\d)?)$"
"""A zone follows an hour; a moment without one is of Việt Nam."""

MOMENT = """CASE WHEN regexp_matches({it}, '{zoned}') THEN try_cast({it} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'
  ELSE {local} - INTERVAL 7 HOUR END"""

MACROS = """
CREATE MACRO local_day(it) AS (it + INTERVAL 7 HOUR)::DATE;
CREATE MACRO without_hour(it) AS (it + INTERVAL 7 HOUR)::TIME = TIME '00:00'"""

EVENTS = """
CREATE TABLE event AS SELECT row_number() OVER () AS place, {case} AS case_id, {activity} AS activity, {at} AS happened,
  {received} AS received, {due} AS due, {finished} AS finished, {channel} AS channel, {agency} AS agency,
  {procedure} AS procedure, lower({lifecycle}) AS lifecycle
FROM log"""

DAYS = """
UPDATE event SET
  due = CASE WHEN without_hour(due) THEN due + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND ELSE due END,
  finished = CASE WHEN without_hour(finished) THEN greatest(finished,
    CASE WHEN local_day(happened) = local_day(finished) THEN happened END,
    CASE WHEN local_day(received) = local_day(finished) THEN received END) ELSE finished END"""
"""Days without an hour: who is due on a day is on time until it ends, and nothing ends before what it follows."""

CASES = """
SELECT '{name}:' || case_id AS case_id, case_id AS code, any_value(procedure) AS procedure, 1::BIGINT AS version,
  any_value(agency) AS agency, any_value(agency) AS reception, any_value(channel) AS channel, false AS bundled,
  CASE WHEN {finished} IS NULL THEN 2 ELSE 9 END::BIGINT AS state,
  CASE WHEN {finished} IS NULL THEN '' ELSE 'granted' END AS outcome, false AS held, 0::BIGINT AS supplements,
  {received} AS submitted_at, {received} AS received_at, any_value(due) AS due_original, any_value(due) AS due_at,
  any_value(due) AS late_after, {finished} AS finished_at, NULL::TIMESTAMP AS handed_over_at, false AS redated,
  local_day({received}) AS submitted_day, local_day({received}) AS received_day, local_day(any_value(due)) AS due_day,
  local_day({finished}) AS finished_day, NULL::DATE AS handed_over_day, NULL::BIGINT AS worked,
  '/' || string_agg(DISTINCT agency::VARCHAR, '/' ORDER BY agency::VARCHAR) || '/' AS took_part
FROM event GROUP BY case_id ORDER BY case_id"""

STEPS = """
WITH paired AS (
  SELECT *, lag(happened) OVER case_line AS before, min(received) OVER (PARTITION BY case_id) AS begun,
    CASE WHEN lifecycle = 'complete' THEN lag(CASE WHEN lifecycle = 'start' THEN happened END) OVER activity_line END
      AS taken
  FROM event
  WINDOW case_line AS (PARTITION BY case_id ORDER BY happened, place),
    activity_line AS (PARTITION BY case_id, activity ORDER BY happened, place)
)
SELECT place AS step_id, '{name}:' || case_id AS case_id, procedure, activity AS name, '' AS branch, agency, '' AS role,
  NULL::BIGINT AS owner, channel, 'done' AS verb, coalesce(taken, before, begun, happened) AS opened_at,
  NULL::TIMESTAMP AS due_at, taken AS claimed_at, happened AS closed_at, false AS awaits_collection,
  local_day(coalesce(taken, before, begun, happened)) AS opened_day, local_day(happened) AS closed_day,
  NULL::BIGINT AS worked
FROM paired WHERE lifecycle IS NULL OR lifecycle NOT IN ('start', 'schedule', 'assign', 'suspend', 'resume')
ORDER BY case_id, step_id"""

TURNED = """
SELECT case_id, min(place), local_day({finished}) FROM event GROUP BY case_id
HAVING {finished} < {received} ORDER BY 2"""

WRONG = "SELECT place FROM (SELECT *, {place} AS place FROM log) WHERE {wrong} LIMIT {most}"

UNKNOWN = """
SELECT {column}, count(*) FROM log WHERE {column} IS NULL OR {column} NOT IN ({known})
GROUP BY 1 ORDER BY 2 DESC LIMIT {most}"""


@dataclass(frozen=True, slots=True)
class Read:
    """What a log held: its cases, those that were finished and those of them that were late, its events."""

    name: str
    title: str
    cases: int
    finished: int
    late: int
    events: int
    turned: Sequence[Turned]


# --- taking a log in -------------------------------------------------------------------------------------------


def take(path: Path, map_path: Path, into: Store, *, at: datetime) -> Read:
    """Read a log (CSV, XES, XES.GZ) by its mapping and keep its facts; the same log read again replaces itself.

    Raises :class:`Invalid` with file, line or row, and what to do.
    """
    with duckdb.connect(":memory:") as database:
        database.execute(f"SET TimeZone = '{settings.TIME_ZONE}'")
        header = _opened(path, database)
        mapped = mapping.read(map_path, header, on=at.date())
        _refuse_unreadable(path, mapped, database, at)
        _refuse_unknown(map_path, mapped, database)
        database.execute(MACROS)
        database.execute(_events(mapped))
        database.execute(DAYS)
        turned = _turned(mapped, database)
        facts = {"case": database.sql(_cases(mapped)), "step": database.sql(STEPS.format(name=mapped.name))}
        tables = {
            fact: kept_logs.typed(declared()[fact], relation.to_arrow_table())
            for fact, relation in facts.items()
        }
    tables["step"] = _timed(tables["step"])
    kept_logs.keep(into, mapped.name, tables, turned)
    return _told(mapped, tables, turned)


def _opened(path: Path, database: duckdb.DuckDBPyConnection) -> list[str]:
    """The log as a table of texts under the name ``log``; its columns."""
    table = _xes(path) if _is_xes(path) else delimited.table(path)
    database.register("log", table)
    return [name for name in table.column_names if name != delimited.LINE]


def _xes(path: Path) -> pa.Table:
    """Events with the columns of all of them, whichever has a column first."""
    rows = list(xes.rows(path))
    if not rows:
        raise Invalid(f"Tệp {path} không có sự kiện nào; chưa có gì được ghi.")
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def _is_xes(path: Path) -> bool:
    return path.name.endswith((".xes", ".xes.gz"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _column(mapped: Mapped, meaning: str) -> str:
    """What stands in a meaning's column; nothing counts as nothing."""
    return (
        f"nullif(trim({_quoted(mapped.columns[meaning])}), '')"
        if meaning in mapped.columns
        else "NULL::VARCHAR"
    )


def _moment(mapped: Mapped, meaning: str) -> str:
    it = _column(mapped, meaning)
    ways = ", ".join(map(_text, mapping.DATES[mapped.dates]))
    read = f"CASE WHEN regexp_matches({it}, '\\d{{4}}') THEN try_strptime({it}, [{ways}]) END"
    local = read if ways else f"try_cast({it} AS TIMESTAMP)"
    return MOMENT.format(it=it, local=local, zoned=ZONED)


def _meant(mapped: Mapped, meaning: str, written: Callable[[str], str]) -> str:
    """What a value means here, by the mapping's values, else by its default."""
    ways = " ".join(
        f"WHEN {_text(said)} THEN {written(meant)}" for said, meant in mapped.values.get(meaning, {}).items()
    )
    default = mapped.defaults.get(meaning)
    end = written(default) if default else "NULL"
    return f"CASE {_column(mapped, meaning)} {ways} ELSE {end} END" if ways else end


def _events(mapped: Mapped) -> str:
    activity, procedure = _column(mapped, "activity"), _column(mapped, "procedure")
    return EVENTS.format(
        case=_column(mapped, "case"),
        activity=f"coalesce({_meant(mapped, 'activity', _text)}, {activity})",
        at=_moment(mapped, "at"),
        received=_moment(mapped, "received"),
        due=_moment(mapped, "due"),
        finished=_moment(mapped, "finished"),
        channel=f"({_meant(mapped, 'channel', lambda said: str(CHANNELS[said]))})::BIGINT",
        agency=f"({_meant(mapped, 'agency', lambda said: str(mapped.agencies[said]))})::BIGINT",
        procedure=f"coalesce({_meant(mapped, 'procedure', _text)}, {procedure})",
        lifecycle=_column(mapped, "lifecycle"),
    )


RECEIVED = "coalesce(min(received), min(happened))"


def _finished(mapped: Mapped) -> str:
    return "max(finished)" if "finished" in mapped.columns else "max(happened)"


def _turned(mapped: Mapped, database: duckdb.DuckDBPyConnection) -> list[Turned]:
    query = TURNED.format(received=RECEIVED, finished=_finished(mapped))
    return [Turned(mapped.title, *found) for found in database.sql(query).fetchall()]


def _cases(mapped: Mapped) -> str:
    finished = _finished(mapped)
    return CASES.format(name=mapped.name, received=f"least({RECEIVED}, {finished})", finished=finished)


# --- what may be wrong with a log ------------------------------------------------------------------------------


def _refuse_unreadable(path: Path, mapped: Mapped, database: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Refuse a log with rows that have no case, activity or moment, or whose moments can't be read or can't be."""
    faults = list(_unreadable(path, mapped, database, at))
    if faults:
        raise Invalid(
            f"Sổ {path} có dòng không đọc được; sửa tệp rồi nhập lại, chưa có gì được ghi.", faults=faults
        )


def _unreadable(
    path: Path, mapped: Mapped, database: duckdb.DuckDBPyConnection, at: datetime
) -> Iterator[Fault]:
    checks = [
        (f"{_column(mapped, name)} IS NULL", f"Thiếu “{mapped.columns[name]}”.") for name in mapping.NEEDED
    ]
    for name in ("at", "received", "due", "finished"):
        if name in mapped.columns:
            told = f"“{mapped.columns[name]}” không phải thời điểm {mapping.DATES_TOLD[mapped.dates]}."
            moment = _moment(mapped, name)
            checks.append((f"{_column(mapped, name)} IS NOT NULL AND {moment} IS NULL", told))
            last = at.astimezone(UTC).replace(tzinfo=None) if name != "due" else LATEST
            days = f"{EARLIEST:%d/%m/%Y} đến {local(last.replace(tzinfo=UTC)):%d/%m/%Y}"
            told = f"“{mapped.columns[name]}” phải từ {days}."
            checks.append((f"NOT {moment} BETWEEN TIMESTAMP '{EARLIEST}' AND TIMESTAMP '{last}'", told))
    numbered = not _is_xes(path)
    place = _quoted(delimited.LINE) if numbered else "row_number() OVER ()"
    for wrong, told in checks:
        query = WRONG.format(place=place, wrong=wrong, most=MOST_TOLD)
        for (number,) in database.sql(query).fetchall():
            yield Fault(f"{path}:{number}" if numbered else f"{path}, sự kiện {number}", told)


def _refuse_unknown(map_path: Path, mapped: Mapped, database: duckdb.DuckDBPyConnection) -> None:
    """Refuse a mapping that leaves values of the log without a meaning."""
    faults = []
    for meaning in ("channel", "agency"):
        if meaning not in mapped.columns or meaning in mapped.defaults:
            continue
        known = ", ".join(map(_text, mapped.values.get(meaning, {}))) or "''"
        column = _column(mapped, meaning)
        query = UNKNOWN.format(column=column, known=known, most=MOST_TOLD)
        for value, number in database.sql(query).fetchall():
            said = f"“{value}”" if value else "ô trống"
            faults.append(
                Fault(
                    f"{map_path}, {meaning}",
                    f"Chưa nói {said} là gì ({number} sự kiện); hoặc khai ở defaults.",
                )
            )
    if faults:
        raise Invalid(f"Tệp {map_path} chưa nói hết các giá trị của sổ.", faults=faults)


# --- its facts -------------------------------------------------------------------------------------------------


def _timed(steps: pa.Table) -> pa.Table:
    """Steps with the working minutes that each took and waited; empty for years that no calendar knows.

    How long a step waited is empty as well where the log does not say when somebody took it.
    """
    of_agency = cache(calendars.current())
    agency, opened, claimed, closed = (
        steps[name].to_pylist() for name in ("agency", "opened_at", "claimed_at", "closed_at")
    )
    for name, until in (("waited", claimed), ("worked", closed)):
        minutes = [_minutes(of_agency(at), *times) for at, *times in zip(agency, opened, until, strict=True)]
        place = steps.schema.get_field_index(name)
        steps = steps.set_column(place, steps.schema.field(place), pa.array(minutes, pa.int64()))
    return steps


def _minutes(calendar: Calendar, opened: datetime, until: datetime | None) -> int | None:
    if until is None:
        return None
    try:
        return max(0, calendar.minutes_between(opened.replace(tzinfo=UTC), until.replace(tzinfo=UTC)))
    except CalendarUnknown:
        return None


def _told(mapped: Mapped, tables: dict[str, pa.Table], turned: Sequence[Turned]) -> Read:
    cases = tables["case"].to_pylist()
    finished = [case for case in cases if case["finished_at"]]
    late = [case for case in finished if case["due_at"] and case["finished_at"] > case["due_at"]]
    return Read(
        mapped.name, mapped.title, len(cases), len(finished), len(late), tables["step"].num_rows, turned
    )
