"""Facts of a province after three years, made as files: so many cases and seven steps for each, no row of a database.

Whoever took part in a finished case has a contribution, where that is wanted. What else there are facts of is derived
from the rows of the database. Every value follows from the number of its case, so the same size is the same bytes.
Agencies and procedures are those of the catalogue; communes have three quarters of the cases, and a few procedures
most of them, as it is in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb

from motcua.kernel.calendar import LOCAL, local
from motcua.measures import deriving
from motcua.measures.facts import declared
from motcua.measures.store import Manifest, Mark, Piece, Store

STEPS = 7
YEARS = 3

MADE = """
CREATE MACRO draw(case_no, what, many) AS (hash(case_no * 64 + what) % many)::BIGINT;
CREATE MACRO skewed(case_no, what, many, steep) AS
  (pow(draw(case_no, what, 1000000) / 1e6, steep) * many)::BIGINT % many;
CREATE MACRO day_of(instant) AS (instant + INTERVAL 7 HOUR)::DATE;
CREATE MACRO until_now(instant, now) AS CASE WHEN instant <= now THEN instant END;
"""

CASES = """
SELECT *, due_at - INTERVAL 1 DAY AS soon_at, due_at AS late_after, 'full' AS online,
  until_now(handed_at, now) AS handed_over_at, CASE WHEN finished_at IS NULL THEN 4 WHEN handed_at > now THEN 9
  ELSE 10 END::BIGINT AS state, CASE WHEN finished_at IS NULL THEN '' ELSE 'granted' END AS outcome,
  day_of(submitted_at) AS submitted_day, day_of(received_at) AS received_day, day_of(due_at) AS due_day,
  day_of(finished_at) AS finished_day, day_of(until_now(handed_at, now)) AS handed_over_day,
  CASE WHEN finished_at IS NOT NULL THEN draw(i, 12, 3000) END AS worked,
  '/' || agency || '/' AS took_part
FROM (SELECT *, finished_at + INTERVAL 5 HOUR AS handed_at, due_original + INTERVAL 1 DAY * (CASE WHEN redated THEN 3
    ELSE 0 END) AS due_at
  FROM (SELECT *, until_now(submitted_at + INTERVAL 1 HOUR, now) AS received_at,
      submitted_at + INTERVAL 1 HOUR + INTERVAL 1 DAY * (1 + draw(i, 6, 20)) AS due_original,
      submitted_at + INTERVAL 1 HOUR * taken AS finishing, draw(i, 8, 60) = 0 AS redated,
      until_now(submitted_at + INTERVAL 1 HOUR * taken, now) AS finished_at
    FROM (SELECT i, p.id AS agency, p.id AS reception, c.id AS procedure, 1 + draw(i, 2, 3) AS version,
        [1, 2, 3][CASE WHEN draw(i, 3, 100) < 40 THEN 1 WHEN draw(i, 3, 100) < 97 THEN 2 ELSE 3 END] AS channel,
        printf('%08x-%04x-4000-8000-%012x', draw(i, 0, 4294967296), draw(i, 1, 65536), i) AS case_id,
        'H27.' || p.id || '-' || i AS code, draw(i, 9, 50) = 0 AS bundled, draw(i, 10, 40) = 0 AS held,
        (draw(i, 11, 10) = 0)::BIGINT + (draw(i, 11, 300) = 0)::BIGINT AS supplements, 2 + draw(i, 7, 480) AS taken,
        TIMESTAMP '{start}' + to_microseconds(i * {pace}) AS submitted_at, TIMESTAMP '{now}' AS now
      FROM (SELECT i, low, skewed(i, 5, CASE WHEN low THEN {low_places} ELSE {high_places} END, 1.5) AS at_place,
          skewed(i, 13, CASE WHEN low THEN {low_codes} ELSE {high_codes} END, 4) AS of_code
        FROM (SELECT i, draw(i, 4, 100) < 77 AS low FROM range({first}, {following}) t(i))) made
      JOIN places p ON p.low = made.low AND p.place = at_place
      JOIN codes c ON c.low = made.low AND c.place = of_code)))
"""

CASE_ROWS = "SELECT {columns} FROM made ORDER BY case_id"

STEP_ROWS = """
SELECT {columns} FROM (
  SELECT i * {steps} + turn AS step_id, case_id, procedure, held, '' AS title, '' AS branch,
    agency, agency * 10 + turn AS owner, channel,
    ['receive', 'assign', 'examine', 'propose', 'review', 'sign', 'hand-over'][turn + 1] AS name,
    ['one-stop', 'leader', 'officer', 'officer', 'leader', 'leader', 'one-stop'][turn + 1] AS role,
    CASE WHEN finishing_step <= now THEN 'done' ELSE '' END AS verb, opening AS opened_at,
    opening + (due_at - submitted_at) / {steps} AS due_at, until_now(opening + INTERVAL 20 MINUTE, now) AS claimed_at,
    until_now(finishing_step, now) AS closed_at, turn = {steps} - 1 AS awaits_collection, day_of(opening) AS opened_day,
    day_of(until_now(finishing_step, now)) AS closed_day,
    CASE WHEN finishing_step <= now THEN least(20, draw(i, 20 + turn, 480)) END AS waited,
    CASE WHEN finishing_step <= now THEN draw(i, 20 + turn, 480) END AS worked
  FROM (SELECT *, submitted_at + (finishing - submitted_at) * turn / {steps} AS opening,
      submitted_at + (finishing - submitted_at) * (turn + 1) / {steps} AS finishing_step
    FROM made CROSS JOIN range({steps}) s(turn))
  WHERE opening <= now) ORDER BY step_id
"""

CONTRIBUTION_ROWS = """
SELECT {columns} FROM (
  SELECT *, finished_day < due_day AS early, finished_at > late_after AS late,
    CASE WHEN turn < {steps} THEN agency * 10 + turn END AS owner,
    ['shorter', 'equal', 'longer'][CASE WHEN draw(i, 30 + turn, 10) < 7 THEN 1 WHEN draw(i, 30 + turn, 10) < 9 THEN 2
      ELSE 3 END] AS own_time
  FROM made CROSS JOIN range({steps} + 1) s(turn)
  WHERE finished_at IS NOT NULL) ORDER BY case_id, agency, owner NULLS FIRST
"""


def make(store: Store, cases: int, *, at: datetime, contributions: bool = False) -> Manifest:
    """Write the facts of so many cases and put them in force, and all that there is in the database beside them."""
    database = duckdb.connect(config={"memory_limit": "3GB"})
    database.execute(MADE)
    start = datetime.combine(local(at).date() - timedelta(days=365 * YEARS), datetime.min.time(), LOCAL)
    pace = int((at - start) / timedelta(microseconds=1)) // cases
    of = {fact.name: fact for fact in declared().values()}
    since = deriving.recent(local(at).date())
    pieces = {
        name: {
            one: store.put(name, one, deriving.of_partition(fact, one))
            for one in deriving.partitions(fact, since)
        }
        for name, fact in of.items()
    }
    made = {"case": CASE_ROWS, "step": STEP_ROWS} | (
        {"contribution": CONTRIBUTION_ROWS} if contributions else {}
    )
    many = _places(database, store, pieces)
    for partition, begins, ends in _partitions(start, at):
        first, following = (
            -(-int((edge - start) / timedelta(microseconds=1)) // pace) for edge in (begins, ends)
        )
        edges = {"start": _text(start), "now": _text(at), "first": first, "following": min(following, cases)}
        database.execute(f"CREATE OR REPLACE TEMP TABLE made AS {CASES.format(pace=pace, **edges, **many)}")
        for name, rows in made.items():
            query = rows.format(columns=", ".join(of[name].kinds), steps=STEPS)
            table = database.sql(query).to_arrow_table().cast(deriving.schema(of[name]))
            pieces[name][partition] = store.put(name, partition, table)
    manifest = Manifest(at, Mark(), pieces, {name: fact.digest for name, fact in of.items()})
    store.swap(manifest)
    return manifest


def _places(
    database: duckdb.DuckDBPyConnection, store: Store, pieces: dict[str, dict[str, Piece]]
) -> dict[str, int]:
    """Note who takes cases, and which; ``low`` are communes and what they decide. Tell how many there are of each."""
    agency, procedure = (store.folder / pieces[name][deriving.WHOLE].path for name in ("agency", "procedure"))
    rows = {
        "places": f"SELECT agency AS id, level = 'commune' AS low FROM read_parquet('{agency}') "
        "WHERE valid_to IS NULL AND kind IN ('commune', 'department')",
        "codes": "SELECT procedure AS id, levels LIKE '%commune%' AS low "
        f"FROM read_parquet('{procedure}') WHERE hash(procedure) % 5 = 0",
    }
    many = {}
    for name, query in rows.items():
        numbered = "row_number() OVER (PARTITION BY low ORDER BY id) - 1 AS place"
        database.execute(f"CREATE TABLE {name} AS SELECT id, low, {numbered} FROM ({query})")
        counted = database.sql(
            f"SELECT count(*) FILTER (WHERE low), count(*) FILTER (WHERE NOT low) FROM {name}"
        )
        many[f"low_{name}"], many[f"high_{name}"] = counted.fetchall()[0]
    return many


def _partitions(start: datetime, at: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Each partition from ``start`` to ``at`` with its edges: months, and days of late."""
    since, day = deriving.recent(local(at).date()), local(start).date()
    while day <= local(at).date():
        long = day < since
        following = _month_after(day) if long else day + timedelta(days=1)
        name = f"{day:%Y-%m}" if long else day.isoformat()
        yield name, _midnight(day), min(_midnight(following), at)
        day = following


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LOCAL)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
