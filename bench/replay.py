"""A draft over the cases of the past: cases told again a minute, beside merely reading them in the same run.

    python bench/replay.py [--cases 2000] [--record]

The cases are lived by the simulation through the real acts; each is told again under the law of its time, and must come
out as it was, to the minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import house
from bench._report import options, report

TARGET = "target: 10,000 cases a minute"


def main() -> None:
    told = options(__doc__, cases=2000)
    with house("replay"):
        from motcua.project import demo

        at = datetime.now(UTC)
        demo.build(cases=told.cases, days=90, seed=2026, at=at)
        with report("replay", record=told.record) as say:
            measure(say, at)


def measure(say: Callable[[str], None], at: datetime) -> None:
    from motcua.cases import replaying
    from motcua.kernel.replay import Assumptions
    from motcua.procedures import reads as procedures
    from motcua.procedures.models import Procedure

    since, until = (at - timedelta(days=400)).date(), at.date()
    codes = list(Procedure.objects.filter(versions__isnull=False).values_list("code", flat=True))
    began = time.perf_counter()
    found = [past for code in codes for past in replaying.pasts(code, since=since, until=until)]
    read = time.perf_counter() - began
    began = time.perf_counter()
    same = sum(
        replaying.again(past, procedures.definition(past.version), Assumptions()).in_step for past in found
    )
    retold = time.perf_counter() - began
    a_minute = 60 * len(found) / (read + retold)
    say(f"replay of {len(found):,} closed cases, {same:,} exactly as they were; {TARGET}")
    say(
        f"  {a_minute:10,.0f} cases a minute, reading included   × {(read + retold) / read:.1f} reading alone"
    )
    say(f"  {1e6 * retold / len(found):10,.0f} µs a case in the kernel")


if __name__ == "__main__":
    main()
