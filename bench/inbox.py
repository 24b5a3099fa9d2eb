"""The inbox of a one-stop officer with a million cases: one user, then sixteen, over HTTP.

    python bench/inbox.py [--seconds 10] [--record]

The floor is a bare Django that answers as many bytes, served the same way in the same run; the statements of the page
are timed alone beside ``SELECT 1``. Checks besides that the counts are exact and that lists go by their indexes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import _million, _pages
from bench._report import options, report

PAGE = "/ban-lam-viec/"
TARGETS = "target: median 50 ms for one user, p95 150 ms for 16"


def main() -> None:
    told = options(__doc__, seconds=10)
    database = _million.build()
    with report("inbox", database, record=told.record) as say:
        with _pages.visited("minh") as (visitors, web):
            page = _pages.measure(visitors, PAGE, seconds=told.seconds, watched=(web, database))
        floor = _pages.floor(page.length, seconds=told.seconds / 2, database=database)
        say(f"GET {PAGE}, one-stop officer, {_million.CASES:,} cases, {page.length:,} bytes; {TARGETS}")
        for line in page.lines(floor):
            say(line)
        for line in statements():
            say(line)


def statements() -> Iterator[str]:
    """The statements of the page alone, their indexes, and whether they tell the truth."""
    from django.utils import timezone

    from bench._sql import milliseconds, round_trip, scans, statements_of
    from motcua.cases import reads
    from motcua.cases.desk import reads as desk_reads
    from motcua.cases.reads import InboxFilter
    from motcua.kernel.clock import local
    from motcua.people.actors import actor_named

    at, trip = timezone.now(), round_trip()
    minh = actor_named("minh", on=local(at).date())
    assert minh is not None
    parts = {
        "list": lambda: reads.inbox(minh, InboxFilter(), now=at),
        "counts": lambda: reads.counts(minh, now=at),
        "words": desk_reads.words,
    }
    yield f"  SQL alone, SELECT 1 takes {trip:.2f} ms:"
    for name, read in parts.items():
        for statement in statements_of(read):
            taken = milliseconds(statement.run)
            used = sorted({index for table, index in scans(statement.plan()) if table == "cases_step"})
            assert "whole" not in used, f"{name} reads every step"
            yield f"    {name:8}{taken:6.2f} ms   × {taken / trip:4.1f} a round trip   {', '.join(used)}"
    told = sum(count.open for count in reads.counts(minh, now=at))
    assert told == _waiting(minh.queues), "the counts are wrong"
    yield f"  {told:,} steps wait for the officer, counted again one by one: the same"


def _waiting(queues: list[tuple[int, str]]) -> int:
    from motcua.cases.models import Step

    return sum(
        Step.objects.filter(
            agency=agency, role=role, closed_at=None, held=False, awaits_collection=False
        ).count()
        for agency, role in queues
    )


if __name__ == "__main__":
    main()
