"""All measures counted over the rows, by DuckDB in this process and by Spark on a cluster.

    python bench/spark.py [--cases 1000000] [--spark spark://host:7077] [--record]

The cluster is a master and two workers of one core each on this machine, unless another one is named. Both run the same
queries over the same files, without cells, and must say the same numbers. Spark is asked once before, so that no clock
runs while its executors start.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import measures
from bench._house import house, server
from bench._report import options, report

WAYS = (
    (),
    ("agency",),
    ("successor", "quarter"),
    ("level", "year"),
    ("procedure", "month"),
    ("field", "day"),
)


def main() -> None:
    told = options(__doc__, cases=1_000_000, spark="")
    at = datetime.now(UTC).replace(microsecond=0)
    with house("spark") as folder:
        measures.alone(measures.prepare, at)
        made = measures.alone(measures.make, told.cases, at)
        from tests import spark_cluster

        with report("spark", server(folder), record=told.record) as say:
            own = spark_cluster.cluster(folder)
            with nullcontext(told.spark) if told.spark else own as address:
                say(
                    f"{told.cases:,} cases, {made.said['step']:,} steps; every measure told apart in {len(WAYS)} ways"
                )
                compare(say, address, at)


def compare(say: Callable[[str], None], address: str, at: datetime) -> None:
    """The same questions to both, one after the other."""
    from motcua.measures import reads, refreshing, spark
    from motcua.measures.counting import Asked, Counted, Follower
    from motcua.measures.duck import Duck

    every = reads.chosen([])

    def asked(engine: Follower) -> tuple[float, list[Counted]]:
        began = time.perf_counter()
        found = [reads.counted(every, Asked(at, by=by), engine) for by in WAYS]
        return time.perf_counter() - began, found

    began = time.perf_counter()
    with spark.cluster(address, refreshing.store()) as cluster:
        reads.counted(reads.chosen(["766"]), Asked(at), cluster)
        started = time.perf_counter() - began
        on_spark, said_there = asked(cluster)
    here, said_here = asked(Duck(refreshing.store()))
    if said_here != said_there:
        raise AssertionError("Spark and DuckDB say different numbers")
    numbers = sum(len(rows) for found in said_here for rows in found.values())
    say(f"  {numbers:,} numbers, the same to the last one")
    say(f"  {here:7.2f} s   DuckDB, over the rows")
    say(f"  {on_spark:7.2f} s   Spark, over the rows   × {on_spark / here:.1f}")
    say(f"  {started:7.2f} s   until its session had counted for the first time")


if __name__ == "__main__":
    main()
