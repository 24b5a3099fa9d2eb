"""Running cases moved to a new version: 10,000 of them, beside one plain UPDATE of as many rows in the same run.

    python bench/move.py [--cases 10000] [--record]

The cases are filed through the act that files cases; each is moved by an act of its own, with its event.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import catalogue, house
from bench._report import options, report

TARGET = "target: 10,000 cases in under a minute"
CODE = "1.001193"


def main() -> None:
    told = options(__doc__, cases=10_000)
    with house("move", durable=True):
        at = datetime.now(UTC)
        prepare(told.cases, at)
        with report("move", record=told.record) as say:
            measure(say, at)


def prepare(cases: int, at: datetime) -> None:
    """A province in which so many births wait to be received."""
    from motcua.project import cast

    catalogue(at - timedelta(days=40))
    cast.engage(at=at, everywhere=True)
    from tests.stories.birth import file_birth

    for _ in range(cases):
        file_birth(at=at - timedelta(hours=1))


def measure(say: Callable[[str], None], at: datetime) -> None:
    from django.db import connection
    from django.db.backends.postgresql.psycopg_any import DateRange

    from motcua.cases import moving
    from motcua.cases.models import Case, MovedCase
    from motcua.kernel.moving import Choice, Kind
    from motcua.people.actors import actor_named
    from motcua.procedures.models import ProcedureVersion

    old = ProcedureVersion.objects.get(procedure__code=CODE, number=1)
    tomorrow = at.date() + timedelta(days=1)
    ProcedureVersion.objects.filter(id=old.id).update(in_force=DateRange(old.in_force.lower, tomorrow))
    new = ProcedureVersion.objects.create(
        procedure=old.procedure, number=2, in_force=DateRange(tomorrow, None), definition=deepcopy(old.definition),
        form=old.form, digest="new", published_at=at, published_by="tu",
    )  # fmt: skip
    tu = actor_named("tu", on=at.date())
    assert tu is not None
    cases = Case.objects.filter(version=old).count()
    began = time.perf_counter()
    moving.preview(old.id, new.id, by=tu)
    looked = time.perf_counter() - began
    began = time.perf_counter()
    choices = {kind: Choice() for kind in Kind}
    move = moving.begin(old.id, new.id, choices, decision="1/QĐ", reason="đo", by=tu, at=at)
    while moving.go_on(move.id, at=at):
        pass
    moved = time.perf_counter() - began
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute("UPDATE cases_case SET return_how = return_how WHERE version_id = %s", [new.id])
        plain = time.perf_counter() - began
    done = MovedCase.objects.filter(move=move, outcome="moved").count()
    say(f"{cases:,} running cases, {done:,} moved; {TARGET}")
    say(f"  looked at in {looked:6.1f} s")
    say(
        f"  moved in     {moved:6.1f} s   × {moved / plain:.0f} one plain UPDATE of as many rows ({plain:.2f} s)"
    )


if __name__ == "__main__":
    main()
