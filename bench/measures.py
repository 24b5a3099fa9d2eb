"""All measures told apart by everything, from facts made as files: ten million cases and seventy million steps.

    python bench/measures.py [--cases 1000000] [--rounds 3] [--peers 500000] [--changed 1000] [--record]

The peer is one query written by hand for DuckDB, which reads the same columns once and yields the same counts by the
finest that they can be told apart. The same query then runs in PostgreSQL and, by groups of columns, in pandas where
that is installed, on as many cases as they hold. Each measurement has a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import _by_hand, _million
from bench._report import options, report

TARGETS = "targets: × 1.5 the query by hand, under 4 GB, 1,000 changed cases in under 2 s"
DIMENSIONS = ("agency", "successor", "level", "procedure", "field", "channel")
PERIODS = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a measurement took: seconds, and the most memory that its process had, in bytes."""

    seconds: float
    memory: int
    said: Any = None


def main() -> None:
    told = options(__doc__, cases=1_000_000, rounds=3, peers=500_000, changed=1_000)
    at = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory(
        prefix="motcua-bench-measures-", dir=os.environ.get("MOTCUA_BENCH_DIR")
    ) as folder:
        os.environ |= {"MOTCUA_DATA_DIR": folder, "MOTCUA_DEMO": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"
        from motcua.project import database

        database.start(durable=False)
        server = int(Path(folder, "postgres", "postmaster.pid").read_text().split()[0])
        alone(prepare, at)
        made = alone(make, told.cases, at)
        with report("measures", server, record=told.record) as say:
            say(
                f"{told.cases:,} cases, {made.said['step']:,} steps, {made.said['size'] / 1e9:.1f} GB; {TARGETS}"
            )
            compare(say, told.rounds, at)
            peers(say, told.peers, at)
            follow(say, told.changed, at)


def alone(act: Callable[..., Any], *told: Any) -> Taken:
    """Do something in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_taken, act, told).result()


def _taken(act: Callable[..., Any], told: Sequence[Any]) -> Taken:
    import django

    django.setup()
    said = act(*told)
    seconds, said = said if isinstance(said, tuple) else (0.0, said)
    return Taken(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, said)


def prepare(at: datetime) -> None:
    """The catalogue and its people, without any case."""
    from django.core.management import call_command

    from motcua.project import cast, environment, loading

    call_command("migrate", verbosity=0)
    for _ in loading.load(environment.catalogue_dir(), by="system", at=at):
        pass
    cast.engage(at=at)


def make(cases: int, at: datetime) -> dict[str, int]:
    from bench import _facts
    from motcua.measures import refreshing

    manifest = _facts.make(refreshing.store(), cases, at=at)
    size = sum(piece.size for pieces in manifest.facts.values() for piece in pieces.values())
    return {"step": manifest.rows("step"), "size": size}


def compare(say: Callable[[str], None], rounds: int, at: datetime) -> None:
    """Everything told apart by everything, beside the query by hand, in turns."""
    ours, hands = zip(*((alone(everything, at), alone(by_hand, at)) for _ in range(rounds)), strict=True)
    best, hand = (min(those, key=lambda one: one.seconds) for those in (ours, hands))
    if best.said["totals"] != hand.said["totals"]:
        raise AssertionError(f"ours {best.said['totals']}, by hand {hand.said['totals']}")
    say(
        f"  {best.said['measures']} measures by {best.said['ways']} ways to tell them apart: {best.said['lines']:,} lines"
    )
    say(
        f"  {best.seconds:7.2f} s   {best.memory / 1e9:4.1f} GB   × {best.seconds / hand.seconds:.2f} the query by hand"
    )
    say(
        f"  {hand.seconds:7.2f} s   {hand.memory / 1e9:4.1f} GB   by hand: {hand.said['cells']:,} cells, the same totals"
    )
    say(f"  {hand.said['bare']:7.2f} s             its counts without telling anything apart")
    say(f"  {best.said['again'] * 1000:7.0f} ms            a board's counts by agency, a moment later")
    say(f"  {best.said['days']:7.2f} s             everything by day, of the last 31 days")


def everything(at: datetime) -> tuple[float, dict[str, Any]]:
    """All measures by all dimensions and periods, by an engine that knows nothing yet."""
    from motcua.measures import reads
    from motcua.measures.counting import Asked

    measures, ways = reads.chosen([]), _ways()
    began = time.perf_counter()
    lines = sum(len(reads.lines(measures, Asked(at, by=by))) for by in ways)
    seconds = time.perf_counter() - began
    totals = {line.measure.code: line.tally.part for line in reads.lines(measures, Asked(at))}
    board = Asked(at + timedelta(seconds=3), by=("successor",))
    last = (at + timedelta(hours=7)).date()
    of_days = [
        Asked(at, last - timedelta(days=30), last, ("day", *by))
        for by in [(), *((one,) for one in DIMENSIONS)]
    ]
    return seconds, {
        "measures": sum(bool(one.counts) for one in measures), "ways": len(ways), "lines": lines,
        "totals": {code: totals[code] for code in _by_hand.TOTALS},
        "again": _seconds(lambda: reads.lines(measures, board)),
        "days": _seconds(lambda: [reads.lines(measures, asked) for asked in of_days]),
    }  # fmt: skip


def _ways() -> list[tuple[str, ...]]:
    periods: list[tuple[str, ...]] = [(), *((one,) for one in PERIODS)]
    return [
        (*dimension, *period) for dimension in ((), *((one,) for one in DIMENSIONS)) for period in periods
    ]


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def by_hand(at: datetime) -> tuple[float, dict[str, Any]]:
    """One query for all counts of cases and of steps."""
    from motcua.measures import reads, refreshing

    folder, manifest = refreshing.store().folder, reads.manifest()
    files = {name: [str(folder / path) for path in manifest.paths(name)] for name in ("case", "step")}
    return _by_hand.in_duckdb(files, at)


def peers(say: Callable[[str], None], cases: int, at: datetime) -> None:
    """The same question of others, on what they hold."""
    for name, ask in (("DuckDB", _duckdb), ("PostgreSQL", _postgres), ("pandas", _pandas)):
        taken = alone(ask, cases, at)
        if name == "DuckDB":
            floor = taken
            say(f"  the same of {taken.said:,} cases, their steps too, by hand:")
        told = (
            f"{taken.seconds:7.2f} s   × {taken.seconds / floor.seconds:.1f}"
            if taken.seconds
            else f"  {taken.said}"
        )
        say(f"    {name:10} {told}")


def _duckdb(cases: int, at: datetime) -> tuple[float, int]:
    files, rows = _first(cases)
    return _by_hand.in_duckdb(files, at)[0], rows


def _postgres(cases: int, at: datetime) -> tuple[float, int]:
    files, rows = _first(cases)
    return _by_hand.in_postgres(files, at), rows


def _pandas(cases: int, at: datetime) -> tuple[float, int] | str:
    try:
        import pandas  # noqa: F401
    except ImportError:
        return "not installed"
    files, rows = _first(cases)
    return _by_hand.in_pandas(files, at), rows


def _first(cases: int) -> tuple[dict[str, list[str]], int]:
    """The files of the first so many cases, about."""
    from motcua.measures import reads, refreshing

    folder, manifest = refreshing.store().folder, reads.manifest()
    partitions, rows = [], 0
    for partition, piece in sorted(manifest.facts["case"].items()):
        if rows < cases:
            partitions.append(partition)
            rows += piece.rows
    of = manifest.facts
    return {name: [str(folder / of[name][one].path) for one in partitions] for name in ("case", "step")}, rows


def follow(say: Callable[[str], None], changed: int, at: datetime) -> None:
    """Cases that changed, taken up and counted by an engine that is at work."""
    taken = alone(_followed, changed, at)
    told = taken.said
    say(
        f"  {taken.seconds:7.2f} s   {changed:,} changed cases of the last 30 days: facts {told['facts']:.2f} s, "
        f"{told['files']} files, counts by agency {told['counts']:.2f} s"
    )


def _followed(changed: int, at: datetime) -> tuple[float, dict[str, Any]]:
    from motcua.measures import reads, refreshing
    from motcua.measures.counting import Asked

    _million.add(changed, now=at)
    _of_late(at)
    measures, later = reads.chosen([]), at + timedelta(seconds=3)
    reads.lines(measures, Asked(at, by=("successor",)))
    began = time.perf_counter()
    done = refreshing.refresh(at=later)
    facts = time.perf_counter() - began
    reads.lines(measures, Asked(later, by=("successor",)))
    whole = time.perf_counter() - began
    return whole, {"facts": facts, "counts": whole - facts, "files": done.written}


def _of_late(at: datetime) -> None:
    """Have all cases filed in the last thirty days."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TEMP TABLE moved AS SELECT id, %s - interval '5 days' - interval '25 days'
              * row_number() OVER (ORDER BY id) / count(*) OVER () - submitted_at AS by FROM cases_case""",
            [at],
        )
        cursor.execute(
            """UPDATE cases_case c SET submitted_at = submitted_at + by, answer_due = answer_due + by,
              received_at = received_at + by, due_original = due_original + by, due_at = due_at + by,
              finished_at = finished_at + by, handed_over_at = handed_over_at + by FROM moved WHERE moved.id = c.id"""
        )


if __name__ == "__main__":
    main()
