"""Forecasts of open cases: learnt from the steps of the past, tried on the latest of them, kept beside the facts.

A step's curve tells how many working minutes agencies still needed from its opening until the case was done. Cases
that are not done yet count as having needed more than so far. What curves say is set right by how it came true, where
that betters the trial. Where there are too few cases, or where the trial says that the share of late cases alone tells
as much, nothing is forecast, and that is said. A case that is late already is no forecast: nothing is learnt from it,
nothing tried on it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from motcua.cases import calendars
from motcua.kernel.forecasting import (
    Bin,
    Calibration,
    Curve,
    Trial,
    brier,
    calibration,
    chance_late,
    log_odds,
)
from motcua.kernel.refusals import CalendarUnknown
from motcua.measures import reads, refreshing

FILE = "forecast.json"

FEWEST = 50
"""Cases of a step in the past, so that something is said of those that are there now."""

FEWEST_LATE = 10
"""Late cases in the trial, so that which guess is the better one is not chance."""

TRIED = 5_000
"""Looks back at the latest tenth of the past, to try the forecast, and at three tenths before, to set it right."""

HISTORY = """
WITH main AS (
  SELECT s.case_id, s.procedure, s.name, s.opened_at, s.step_id, c.due_at,
    CASE WHEN s.closed_at <= least(c.finished_at, TIMESTAMP '{until}') THEN coalesce(s.worked, 0) ELSE 0 END AS worked,
    c.finished_at <= TIMESTAMP '{until}' AS ended
  FROM step_facts s JOIN case_facts c USING (case_id)
  WHERE s.branch = '' AND c.received_at <= s.opened_at AND s.opened_at < TIMESTAMP '{until}'
    AND (c.finished_at IS NULL OR s.opened_at < c.finished_at) AND c.outcome NOT IN ('withdrawn', 'stopped')
    AND (s.closed_at IS NULL OR s.worked IS NOT NULL)
), needed AS (
  SELECT procedure, name, opened_at, due_at, ended, sum(worked) OVER (
    PARTITION BY case_id ORDER BY opened_at, step_id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
  ) AS minutes FROM main)
SELECT procedure, name, minutes, coalesce(ended, false) FROM needed WHERE due_at IS NULL OR opened_at < due_at"""
"""Minutes from the opening of each step until the case was done, or so far; what was known at a moment."""

KNOWN = """
FROM step_facts s JOIN case_facts c USING (case_id)
WHERE s.branch = '' AND c.received_at <= s.opened_at AND s.opened_at < c.due_at AND c.due_at <= TIMESTAMP '{until}'
  AND (c.finished_at IS NULL OR s.opened_at < c.finished_at) AND c.outcome NOT IN ('withdrawn', 'stopped')"""
"""Openings of steps in time, of cases of which a moment knew whether they were late."""

TENTHS = f"SELECT quantile_disc(s.opened_at, 0.6), quantile_disc(s.opened_at, 0.9) {KNOWN}"

LOOKS = f"""
WITH opening AS (
  SELECT s.procedure, s.name, s.agency, s.opened_at, least(s.closed_at, c.finished_at) AS left_at, c.due_at,
    coalesce(c.finished_at > c.late_after, true) AS late, s.step_id, unnest([0.0, 0.25, 0.5, 0.75]) AS part
  {KNOWN} AND s.opened_at >= TIMESTAMP '{{since}}'
), look AS (SELECT *, opened_at + part * (due_at - opened_at) AS seen_at FROM opening)
SELECT procedure, name, agency, opened_at, seen_at, due_at, late FROM look
WHERE left_at IS NULL OR seen_at < left_at ORDER BY opened_at DESC, step_id, seen_at LIMIT {TRIED}"""  # noqa: S608 - constants
"""Each such step as it stood when it opened and, if it was still there, when so much of the time left had gone."""

OPEN = """
SELECT s.case_id, c.code, s.procedure, s.name, s.agency, s.opened_at, c.due_at
FROM step_facts s JOIN case_facts c USING (case_id)
WHERE s.branch = '' AND s.closed_at IS NULL AND c.received_at IS NOT NULL AND c.finished_at IS NULL AND NOT c.held
  AND c.due_at > TIMESTAMP '{now}'"""

Key = tuple[str, str]
"""A procedure and a step of it."""


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What was learnt until ``as_of``: a curve for each step, and how well it did on ``trials`` looks at the past.

    ``late`` of them became late. ``score`` and ``base`` are Brier scores: of the forecast, and of always saying the
    share of late cases, which is told the share that nobody knew then.
    """

    as_of: datetime
    curves: Mapping[Key, Curve]
    calibration: Calibration
    trials: int
    late: int
    score: float
    base: float
    bins: tuple[Bin, ...]

    @property
    def tried(self) -> bool:
        """Whether there was enough to try it on."""
        return self.trials >= FEWEST and self.late >= FEWEST_LATE

    @property
    def set_right(self) -> bool:
        """Whether chances are told other than the curves say them."""
        return self.calibration != Calibration()

    @property
    def useful(self) -> bool:
        """Whether it told more than the share of late cases does."""
        return self.tried and self.score < self.base


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
    now = _utc(at)
    ((earlier, since),) = reads.engine().run(TENTHS.format(until=now))
    before = _looked_back(earlier, since) if since else []
    said = _looked_back(since, now) if since else []
    as_said, right = _set_right(said, Calibration()), _set_right(said, _calibrated(before))
    betters = bool(said) and brier(right) < brier(as_said)
    told, line = (right, _calibrated(before + said)) if betters else (as_said, Calibration())
    share = sum(one.late for one in told) / (len(told) or 1)
    found = Forecaster(
        at, _known(now), line, len(told), sum(one.late for one in told),
        brier(told) if told else 0.0, share * (1 - share), tuple(calibration(told)),
    )  # fmt: skip
    refreshing.store().keep(FILE, json.dumps(written(found)).encode())
    return found


def _known(until: datetime) -> dict[Key, Curve]:
    """The curves as they were known at a moment."""
    return _curves(reads.engine().run(HISTORY.format(until=until)))


def _looked_back(since: datetime, until: datetime) -> list[Trial]:
    """What the curves known at a moment said afterwards, of cases whose end was known at another."""
    return _tried(_known(since), reads.engine().run(LOOKS.format(since=since, until=until)))


def _set_right(said: Sequence[Trial], by: Calibration) -> list[Trial]:
    return [Trial(by.of(one.chance), one.late) for one in said]


def _calibrated(said: Sequence[Trial]) -> Calibration:
    """The line on which what was said came true; the targets are Platt's, so that few trials promise nothing."""
    late = sum(one.late for one in said)
    if not late or late == len(said):
        return Calibration()
    import numpy as np
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    odds = np.array([log_odds(one.chance) for one in said])
    aims = np.array([(late + 1) / (late + 2) if one.late else 1 / (len(said) - late + 2) for one in said])

    def misses(line: Sequence[float]) -> float:
        told = line[0] * odds + line[1]
        return float(np.sum(np.logaddexp(0, told) - aims * told))

    slope, intercept = minimize(misses, (1.0, 0.0), bounds=[(0, None), (None, None)]).x
    return Calibration(round(float(slope), 4), round(float(intercept), 4))


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


def _tried(curves: Mapping[Key, Curve], looks: Sequence[tuple[Any, ...]]) -> list[Trial]:
    """What the curves would have said at each look, and what came of it; nothing for years that no calendar knows."""
    between, trials = _minutes(), []
    for procedure, name, agency, opened_at, seen_at, due_at, late in looks:
        if (curve := curves.get((procedure, name))) is None:
            continue
        opened, seen, due = (moment.replace(tzinfo=UTC) for moment in (opened_at, seen_at, due_at))
        with suppress(CalendarUnknown):
            chance = chance_late(curve, between(agency, opened, seen), between(agency, seen, due))
            trials += [Trial(chance, late)] if chance is not None else []
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
    """The chances of those of whose steps enough is known and which are not late, the likeliest first.

    Nothing is said of a year that no calendar knows.
    """
    between, found = _minutes(), []
    for one in cases:
        curve = of.curves.get((one.procedure, one.step))
        if curve is None or one.due_at <= at:
            continue
        with suppress(CalendarUnknown):
            spent, left = between(one.agency, one.opened_at, at), between(one.agency, at, one.due_at)
            chance = chance_late(curve, spent, left)
            found += [Forecast(one, of.calibration.of(chance))] if chance is not None else []
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
        datetime.fromisoformat(said["as_of"]), curves, Calibration(**said["calibration"]),
        said["trials"], said["late"], said["score"], said["base"], bins,
    )  # fmt: skip
