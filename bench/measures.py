"""All measures told apart by everything, from facts made as files: ten million cases and seventy million steps.

    python bench/measures.py [--cases 1000000] [--rounds 3] [--peers 500000] [--changed 1000] [--record]

The peer is one query written by hand for DuckDB, which reads the same columns once and yields the same counts by the
finest that they can be told apart. The same query then runs in PostgreSQL and, by groups of columns, in pandas where
that is installed, on as many cases as they hold. Each measurement has a process of its own, so that its memory is its
own; CPU is said besides, because it is the same whoever else is at the machine.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import _by_hand, _million
from bench._house import house, province, server
from bench._report import options, report
from motcua.kernel.calendar import local

TARGETS = "targets: × 1.5 the query by hand, under 4 GB, 1,000 changed cases in under 2 s"
DIMENSIONS = ("agency", "successor", "level", "procedure", "field", "channel")
PERIODS = ("month", "quarter", "year")
CHANGING = 20
"""How many days a case takes at most, so how long ago those were filed that change now."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a measurement took: seconds, those of CPU, and the most memory that its process had, in bytes."""

    seconds: float
    cpu: float
    memory: int
    said: Any = None


@dataclass
class Watch:
    """Seconds since it was started, and those of CPU."""

    began: float = 0.0
    spent: float = 0.0

    @classmethod
    def start(cls) -> Watch:
        return cls(time.perf_counter(), time.process_time())

    def stop(self) -> tuple[float, float]:
        return time.perf_counter() - self.began, time.process_time() - self.spent


def main() -> None:
    told = options(__doc__, cases=1_000_000, rounds=3, peers=500_000, changed=1_000)
    at = datetime.now(UTC).replace(microsecond=0)
    with house("measures") as folder:
        alone(prepare, at)
        made = alone(make, told.cases, at)
        with report("measures", server(folder), record=told.record) as say:
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


def _taken(act: Callable[..., tuple[Any, Any]], told: Sequence[Any]) -> Taken:
    import django

    django.setup()
    (seconds, cpu), said = act(*told)
    return Taken(seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, said)


def prepare(at: datetime) -> tuple[Any, None]:
    """The catalogue and its people, without any case."""
    watch = Watch.start()
    province(at)
    return watch.stop(), None


def make(cases: int, at: datetime) -> tuple[Any, dict[str, int]]:
    from bench import _facts
    from motcua.measures import refreshing

    watch = Watch.start()
    manifest = _facts.make(refreshing.store(), cases, at=at)
    size = sum(piece.size for pieces in manifest.facts.values() for piece in pieces.values())
    return watch.stop(), {"step": manifest.rows("step"), "size": size}


def compare(say: Callable[[str], None], rounds: int, at: datetime) -> None:
    """Everything told apart by everything, beside the query by hand, in turns."""
    ours, hands = zip(*((alone(everything, at), alone(by_hand, at)) for _ in range(rounds)), strict=True)
    best, hand = (min(those, key=lambda one: one.seconds) for those in (ours, hands))
    if best.said["totals"] != hand.said["totals"]:
        raise AssertionError(f"ours {best.said['totals']}, by hand {hand.said['totals']}")
    said = best.said
    say(f"  {said['measures']} measures told apart in {said['ways']} ways: {said['numbers']:,} numbers")
    say(f"{_told(best)}   × {best.seconds / hand.seconds:.2f} by hand, × {best.cpu / hand.cpu:.2f} its CPU")
    say(f"{_told(hand)}   by hand: {hand.said['cells']:,} cells, the same totals")
    say(f"  {hand.said['bare']:7.2f} s                          its counts, nothing told apart")
    say(f"  {said['again'] * 1000:7.0f} ms                         all measures by agency, a moment later")
    say(f"  {said['days']:7.2f} s                          all measures by day, of the last 31 days")


def _told(taken: Taken) -> str:
    return f"  {taken.seconds:7.2f} s  CPU {taken.cpu:7.2f} s  {taken.memory / 1e9:4.1f} GB"


def everything(at: datetime) -> tuple[Any, dict[str, Any]]:
    """All measures by all dimensions and periods, by an engine that knows nothing yet."""
    from motcua.measures import reads
    from motcua.measures.counting import Asked

    measures, ways = reads.chosen([]), _ways()
    watch = Watch.start()
    numbers = sum(len(found) for by in ways for found in reads.counted(measures, Asked(at, by=by)).values())
    taken = watch.stop()
    totals = {line.measure.code: line.tally.part for line in reads.lines(measures, Asked(at))}
    last = local(at).date()
    days = [Asked(at, last - timedelta(days=30), last, ("day", *by)) for by in _dimensions()]
    again = Watch.start()
    reads.lines(measures, Asked(at + timedelta(seconds=3), by=("successor",)))
    again_taken, watch = again.stop(), Watch.start()
    for asked in days:
        reads.counted(measures, asked)
    return taken, {
        "measures": sum(bool(one.counts) for one in measures), "ways": len(ways), "numbers": numbers,
        "totals": {code: totals[code] for code in _by_hand.TOTALS},
        "again": again_taken[0], "days": watch.stop()[0],
    }  # fmt: skip


def _dimensions() -> list[tuple[str, ...]]:
    return [(), *((one,) for one in DIMENSIONS)]


def _ways() -> list[tuple[str, ...]]:
    return [
        (*dimension, *period) for dimension in _dimensions() for period in ((), *((one,) for one in PERIODS))
    ]


def by_hand(at: datetime) -> tuple[Any, dict[str, Any]]:
    """One query for all counts of cases and of steps."""
    from motcua.measures import reads, refreshing

    folder, manifest = refreshing.store().folder, reads.manifest()
    files = {name: [str(folder / path) for path in manifest.paths(name)] for name in ("case", "step")}
    watch = Watch.start()
    made = _by_hand.in_duckdb(files, at)
    return watch.stop(), _by_hand.looked_at(made, files, at)


def peers(say: Callable[[str], None], cases: int, at: datetime) -> None:
    """The same question of others, on what they hold."""
    floor = alone(_asked, "in_duckdb", cases, at)
    say(f"  of {floor.said:,} cases and their steps, by hand: DuckDB {floor.seconds:.2f} s")
    for name in ("PostgreSQL", "pandas"):
        if name == "pandas" and find_spec("pandas") is None:
            say("    pandas is not installed")
            continue
        taken = alone(_asked, f"in_{name.lower()}", cases, at)
        say(f"{_told(taken)}   × {taken.seconds / floor.seconds:.1f}  {name}")


def _asked(peer: str, cases: int, at: datetime) -> tuple[Any, int]:
    files, rows = _first(cases)
    files = getattr(_by_hand, f"before_{peer}", lambda given: given)(files)
    watch = Watch.start()
    getattr(_by_hand, peer)(files, at)
    return watch.stop(), rows


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
    taken = alone(followed, changed, at)
    files, facts = taken.said
    say(
        f"{_told(taken)}   {changed:,} changed cases of the last {CHANGING} days, then all measures by agency;"
    )
    say(f"  {facts:7.2f} s                          of it the facts: {files} new files")


def followed(changed: int, at: datetime) -> tuple[Any, tuple[int, float]]:
    from motcua.measures import reads, refreshing
    from motcua.measures.counting import Asked

    measures, later = reads.chosen([]), at + timedelta(seconds=3)
    refreshing.refresh(at=at)
    reads.lines(measures, Asked(at, by=("successor",)))
    _million.add(changed, now=at)
    _of_late(at)
    watch = Watch.start()
    done = refreshing.refresh(at=later)
    facts = watch.stop()[0]
    reads.lines(measures, Asked(later, by=("successor",)))
    return watch.stop(), (done.written, facts)


def _of_late(at: datetime) -> None:
    """Have all cases filed in the days in which they change."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TEMP TABLE moved AS SELECT id, %s - %s * interval '1 day'
              * row_number() OVER (ORDER BY id) / count(*) OVER () - submitted_at AS by FROM cases_case""",
            [at, CHANGING],
        )
        cursor.execute(
            """UPDATE cases_case c SET submitted_at = submitted_at + by, answer_due = answer_due + by,
              received_at = received_at + by, due_original = due_original + by, due_at = due_at + by,
              soon_at = soon_at + by, late_after = late_after + by,
              finished_at = finished_at + by, handed_over_at = handed_over_at + by FROM moved WHERE moved.id = c.id"""
        )


if __name__ == "__main__":
    main()
