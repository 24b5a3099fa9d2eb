"""How cases went: their ways through the steps, how long they took, where they waited; of facts of any source."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.measures.reads import InForce

MAIN = """SELECT case_id, name, closed_at, step_id FROM step_facts
  WHERE closed_at IS NOT NULL AND branch = '' AND starts_with(case_id, '{prefix}')"""

VARIANTS = """
WITH way AS (SELECT case_id, list(name ORDER BY closed_at, step_id) AS names FROM ({main}) GROUP BY case_id)
SELECT names, count(*) FROM way GROUP BY names ORDER BY count(*) DESC, names LIMIT {limit}"""

COUNTED = """
WITH way AS (SELECT case_id, list(name ORDER BY closed_at, step_id) AS names FROM ({main}) GROUP BY case_id)
SELECT count(DISTINCT names) FROM way"""

THROUGHPUT = """
WITH span AS (SELECT date_diff('microsecond', min(closed_at), max(closed_at)) AS took
  FROM ({main}) GROUP BY case_id)
SELECT count(*), avg(took) / 1e6, median(took) / 1e6, quantile_cont(took, 0.9) / 1e6 FROM span"""

WAITS = """
WITH line AS (
  SELECT name, lag(name) OVER way AS before, date_diff('microsecond', lag(closed_at) OVER way, closed_at) AS took
  FROM ({main}) WINDOW way AS (PARTITION BY case_id ORDER BY closed_at, step_id)
)
SELECT before, name, count(*), avg(took) / 1e6, median(took) / 1e6, quantile_cont(took, 0.9) / 1e6
FROM line WHERE before IS NOT NULL GROUP BY ALL ORDER BY sum(took) DESC, before, name LIMIT {limit}"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way through the steps, and how many cases went it."""

    steps: tuple[str, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Throughput:
    """How long cases took from their first event to their last, in seconds."""

    cases: int
    mean: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Wait:
    """The time between two steps that followed each other, in seconds; those that cost most in all come first."""

    before: str
    after: str
    times: int
    mean: float
    median: float
    p90: float


def variants(engine: InForce, *, prefix: str = "", limit: int = 20) -> list[Variant]:
    """The ways that most cases went; ``prefix`` is that of the cases of a log (``old:``)."""
    found = engine.run(VARIANTS.format(main=MAIN.format(prefix=prefix), limit=limit))
    return [Variant(tuple(names), number) for names, number in found]


def variants_in_all(engine: InForce, *, prefix: str = "") -> int:
    """How many different ways cases went."""
    ((number,),) = engine.run(COUNTED.format(main=MAIN.format(prefix=prefix)))
    return int(number)


def throughput(engine: InForce, *, prefix: str = "") -> Throughput | None:
    """How long cases took; None when there are none."""
    ((cases, mean, median, p90),) = engine.run(THROUGHPUT.format(main=MAIN.format(prefix=prefix)))
    return Throughput(cases, mean, median, p90) if cases else None


def waits(engine: InForce, *, prefix: str = "", limit: int = 20) -> list[Wait]:
    """Between which steps cases spent most time in all."""
    found = engine.run(WAITS.format(main=MAIN.format(prefix=prefix), limit=limit))
    return [Wait(*row) for row in found]
