"""A log of another system as facts, and what pm4py says of the same file: cases, variants, throughput, waits.

    python bench/import_log.py --file FILE [--map bench/receipt.yaml] [--record]

The log is not part of the project: the licence of the usual one (CoSeLoG, receipt phase) is unclear. pm4py is neither
(AGPL): install it where this runs, ``pip install pm4py``. Exits with 1 when the two disagree.
"""

from __future__ import annotations

import sys
from math import isclose
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import catalogue, house
from bench._report import options, report

TARGET = "target: the same numbers"


def main() -> None:
    told = options(__doc__, file="", map="bench/receipt.yaml")
    try:
        import pm4py  # type: ignore[import-not-found]
    except ImportError:
        sys.exit("pm4py is not installed here: pip install pm4py")
    with house("log"), report("import-log", record=told.record) as say:
        say(f"{Path(told.file).name}; {TARGET}")
        _province()
        began = perf_counter()
        ours = _ours(Path(told.file), Path(told.map))
        took = perf_counter() - began
        began = perf_counter()
        theirs = _theirs(pm4py, told.file)
        slower = (perf_counter() - began) / took
        wrong = [name for name in ours if not _same(ours[name], theirs[name])]
        for name, value in ours.items():
            shown = f"{len(value)} compared" if isinstance(value, dict) else f"{value:,.9g}"
            say(f"  {name:34} {shown:>14}   {'differs from pm4py' if name in wrong else 'the same'}")
        say(f"  read, kept as facts, told in {took:.1f} s   pm4py × {slower:.1f}")
    if wrong:
        sys.exit(f"differs: {', '.join(wrong)}")


def _same(ours: Any, theirs: Any) -> bool:
    """The same counts, the same keys, the same seconds to the last digit that floats have."""
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(_same(ours[key], theirs[key]) for key in ours)
    return isclose(ours, theirs, rel_tol=1e-9)


def _province() -> None:
    """An installation with agencies and calendars."""
    from django.utils import timezone

    from motcua.measures import refreshing

    catalogue(timezone.now())
    refreshing.rebuild(at=timezone.now())


def _ours(path: Path, map_path: Path) -> dict[str, Any]:
    from django.utils import timezone

    from motcua.measures import flows, logs, reads, refreshing

    at = timezone.now()
    read = logs.take(path, map_path, refreshing.store(), at=at)
    refreshing.take_up_logs(at=at)
    engine, prefix = reads.engine(), f"{read.name}:"
    took = flows.throughput(engine, prefix=prefix)
    assert took is not None
    return {
        "cases": read.cases,
        "events": read.events,
        "finished late": read.late,
        "finished": read.finished,
        "variants": {one.steps: one.cases for one in flows.variants(engine, prefix=prefix, limit=1_000_000)},
        "throughput, mean seconds": took.mean,
        "throughput, median seconds": took.median,
        "waits, mean seconds": {
            (one.before, one.after): one.mean for one in flows.waits(engine, prefix=prefix, limit=1_000_000)
        },
    }


def _theirs(pm4py: Any, path: str) -> dict[str, Any]:
    import pandas as pd  # type: ignore[import-not-found,import-untyped]

    log = pd.read_csv(path) if path.endswith(".csv") else pm4py.read_xes(path)
    for column in ("time:timestamp", "case:deadline", "case:enddate"):
        log[column] = pd.to_datetime(log[column], utc=True, format="ISO8601")
    log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable")
    cases = log.groupby("case:concept:name").agg({"case:deadline": "first", "case:enddate": "first"})
    durations = pd.Series(pm4py.get_all_case_durations(log))
    edges = pm4py.discover_performance_dfg(log, perf_aggregation_key="mean")[0]
    return {
        "cases": len(cases),
        "events": len(log),
        "finished late": int((cases["case:enddate"] > cases["case:deadline"]).sum()),
        "finished": int(cases["case:enddate"].notna().sum()),
        "variants": {tuple(steps): number for steps, number in pm4py.get_variants(log).items()},
        "throughput, mean seconds": float(durations.mean()),
        "throughput, median seconds": float(durations.median()),
        "waits, mean seconds": {
            edge: told["mean"] if isinstance(told, dict) else told for edge, told in edges.items()
        },
    }


if __name__ == "__main__":
    main()
