"""Forecasts of open cases: learnt from the steps of the past, tried on the latest of them, kept beside the facts.

A step's curve tells how many working minutes agencies still needed from its opening until the case was done. Cases
that are not done yet count as having needed more than so far. Where there are too few cases, or where the trial says
that the share of late cases alone tells as much, nothing is forecast, and that is said.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from motcua.cases import calendars
from motcua.kernel.forecasting import Bin, Curve, Trial, brier, calibration, chance_late
from motcua.measures import reads, refreshing

FILE = "forecast.json"

FEWEST = 50
"""Cases of a step in the past, so that something is said of those that are there now."""

TRIED = 2_000
"""Steps of the latest tenth of the past on which the curves are tried."""

HISTORY = """
WITH main AS (
  SELECT s.case_id, s.procedure, s.name, s.opened_at,
    CASE WHEN s.closed_at <= least(c.finished_at, TIMESTAMP '{until}') THEN coalesce(s.worked, 0) ELSE 0 END AS worked,
    c.finished_at <= TIMESTAMP '{until}' AS ended, s.step_id
  FROM step_facts s JOIN case_facts c USING (case_id)
  WHERE s.branch = '' AND c.received_at <= s.opened_at AND s.opened_at < TIMESTAMP '{until}'
    AND (c.finished_at IS NULL OR s.opened_at < c.finished_at) AND c.outcome NOT IN ('withdrawn', 'stopped')
)
SELECT procedure, name, sum(worked) OVER (
  PARTITION BY case_id ORDER BY opened_at, step_id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
), coalesce(ended, false) FROM main"""
"""Minutes from the opening of each step until the case was done, or so far; what was known at a moment."""

LATEST_TENTH = (
    "SELECT quantile_disc(opened_at, 0.9) FROM step_facts WHERE branch = '' AND closed_at IS NOT NULL"
)

OPENINGS = """
SELECT s.procedure, s.name, s.agency, s.opened_at, c.due_at, coalesce(c.finished_at, TIMESTAMP '{now}') > c.due_at
FROM step_facts s JOIN case_facts c USING (case_id)
WHERE s.branch = '' AND c.received_at <= s.opened_at AND s.opened_at >= TIMESTAMP '{since}'
  AND (s.opened_at < c.finished_at OR c.finished_at IS NULL AND c.due_at < TIMESTAMP '{now}')
  AND c.outcome NOT IN ('withdrawn', 'stopped')
ORDER BY s.opened_at DESC, s.step_id LIMIT {limit}"""

OPEN = """
SELECT s.case_id, c.code, s.procedure, s.name, s.agency, s.opened_at, c.due_at
FROM step_facts s JOIN case_facts c USING (case_id)
WHERE s.branch = '' AND s.closed_at IS NULL AND c.received_at IS NOT NULL AND c.finished_at IS NULL AND NOT c.held
  AND c.due_at > TIMESTAMP '{now}'"""

Key = tuple[str, str]
"""A procedure and a step of it."""


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What was learnt until ``as_of``: a curve for each step, and how well it did on ``trials`` steps of the past.

    ``score`` and ``base`` are Brier scores: of the curves, and of always saying the share of late cases, which is told
    the share that nobody knew then.
    """

    as_of: datetime
    curves: Mapping[Key, Curve]
    trials: int
    score: float
    base: float
    bins: tuple[Bin, ...]

    @property
    def useful(self) -> bool:
        """Whether the curves told more than the share of late cases does."""
        return self.trials >= FEWEST and self.score < self.base


@dataclass(frozen=True, slots=True)
class Open:
    """A case at a step since ``opened_at``, to be done until ``due_at``."""

    case_id: str
    code: str
    procedure: str
    step: str
    agency: int
    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """An open case that is not late, with the chance that it will be."""

    case: Open
    chance: float


# --- learning --------------------------------------------------------------------------------------------------


def learn(*, at: datetime) -> Forecaster:
    """Learn from all facts, try what was known before the latest tenth of the past on it, and keep both."""
    engine = reads.engine()
    ((since,),) = engine.run(LATEST_TENTH)
    trials: list[Trial] = []
    if since:
        known = _curves(engine.run(HISTORY.format(until=since)))
        trials = _tried(known, engine.run(OPENINGS.format(since=since, now=_utc(at), limit=TRIED)))
    share = sum(trial.late for trial in trials) / (len(trials) or 1)
    found = Forecaster(
        at, _curves(engine.run(HISTORY.format(until=_utc(at)))), len(trials),
        brier(trials) if trials else 0.0, share * (1 - share), tuple(calibration(trials)),
    )  # fmt: skip
    refreshing.store().keep(FILE, json.dumps(written(found)).encode())
    return found


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _curves(rows: Iterable[tuple[str, str, int, bool]]) -> dict[Key, Curve]:
    ended: dict[Key, list[int]] = defaultdict(list)
    going: dict[Key, list[int]] = defaultdict(list)
    for procedure, name, minutes, done in rows:
        (ended if done else going)[procedure, name].append(int(minutes))
    return {key: _curve(minutes, going[key]) for key, minutes in ended.items() if len(minutes) >= FEWEST}


def _curve(ended: Sequence[int], going: Sequence[int]) -> Curve:
    from scipy.stats import CensoredData, ecdf  # type: ignore[import-untyped] # a second to load, once an hour

    survival = ecdf(CensoredData(uncensored=ended, right=going)).sf
    return Curve(
        tuple(int(minutes) for minutes in survival.quantiles),
        tuple(round(float(share), 6) for share in survival.probabilities),
        len(ended) + len(going),
    )


def _tried(curves: Mapping[Key, Curve], openings: Sequence[tuple[Any, ...]]) -> list[Trial]:
    """What the curves would have said when steps opened, and what came of it."""
    between = _minutes()
    trials = []
    for procedure, name, agency, opened_at, due_at, late in openings:
        curve = curves.get((procedure, name))
        if curve is None:
            continue
        allowed = between(agency, opened_at.replace(tzinfo=UTC), due_at.replace(tzinfo=UTC))
        if (chance := chance_late(curve, 0, allowed)) is not None:
            trials.append(Trial(chance, late))
    return trials


def _minutes() -> Callable[[int, datetime, datetime], int]:
    """Working minutes between two moments by the calendar of an agency; none when they are turned round."""
    of_agency = cache(calendars.current())

    def between(agency: int, since: datetime, until: datetime) -> int:
        return max(0, of_agency(agency).minutes_between(since, until))

    return between


# --- asking ----------------------------------------------------------------------------------------------------


def forecaster() -> Forecaster | None:
    """What was learnt last; None before that, or when the file can't be read."""
    return _read(refreshing.store().kept(FILE))


def open_cases(*, at: datetime) -> list[Open]:
    """The open cases that nobody waits for and that are not late, as the facts have them."""
    found = reads.engine().run(OPEN.format(now=_utc(at)))
    return [
        Open(
            case_id, code, procedure, step, agency, opened_at.replace(tzinfo=UTC), due_at.replace(tzinfo=UTC)
        )
        for case_id, code, procedure, step, agency, opened_at, due_at in found
    ]


def forecasts(of: Forecaster, cases: Iterable[Open], *, at: datetime) -> list[Forecast]:
    """The chances of those of whose steps enough is known and which are not late, the likeliest first."""
    between, found = _minutes(), []
    for one in cases:
        curve = of.curves.get((one.procedure, one.step))
        if curve is None or one.due_at <= at:
            continue
        chance = chance_late(
            curve, between(one.agency, one.opened_at, at), between(one.agency, at, one.due_at)
        )
        if chance is not None:
            found.append(Forecast(one, chance))
    return sorted(found, key=lambda told: (-told.chance, told.case.due_at, told.case.code))


# --- as a file -------------------------------------------------------------------------------------------------


def written(of: Forecaster) -> dict[str, Any]:
    """What was learnt as plain values, to be read again."""
    curves = [
        {"procedure": key[0], "step": key[1], **asdict(curve)} for key, curve in sorted(of.curves.items())
    ]
    return asdict(of) | {"as_of": of.as_of.isoformat(), "curves": curves}


@lru_cache(maxsize=1)
def _read(content: bytes) -> Forecaster | None:
    """What a file says; every look at an inbox asks for it, so it is understood once."""
    try:
        return _forecaster(json.loads(content)) if content else None
    except (ValueError, KeyError, TypeError):
        return None


def _forecaster(said: Mapping[str, Any]) -> Forecaster:
    curves = {
        (one["procedure"], one["step"]): Curve(tuple(one["minutes"]), tuple(one["survival"]), one["cases"])
        for one in said["curves"]
    }
    bins = tuple(Bin(**one) for one in said["bins"])
    return Forecaster(
        datetime.fromisoformat(said["as_of"]), curves, said["trials"], said["score"], said["base"], bins
    )
