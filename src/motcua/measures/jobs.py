"""The jobs of facts: every few seconds what has changed is taken up, every hour the forecast learns from it.

Each reaches for its engine when it runs: every command finds the jobs, few of them need DuckDB and Arrow.
"""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

EVERY = 3
"""Seconds between two looks for what has changed: the boards promise to show it within five."""


@app.periodic(cron=f"* * * * * */{EVERY}")
@app.task(name="measures.refresh", queue="clock", queueing_lock="measures.refresh", lock="measures.refresh")
def refresh(timestamp: int) -> None:
    """Take up what has changed; the first facts are learnt from at once."""
    from motcua.measures import forecasting, refreshing

    if refreshing.refresh_if_idle(at=datetime.now(UTC)) and forecasting.forecaster() is None:
        forecasting.learn(at=datetime.now(UTC))


@app.periodic(cron="17 * * * *")
@app.task(name="measures.learn", queue="clock", queueing_lock="measures.learn", lock="measures.learn")
def learn(timestamp: int) -> None:
    """Learn from the facts, once there are any."""
    from motcua.measures import forecasting, refreshing

    if refreshing.store().manifest():
        forecasting.learn(at=datetime.now(UTC))


@app.periodic(cron="20 3 * * *")
@app.task(name="measures.check", queue="clock", queueing_lock="measures.check", lock="measures.refresh")
def check(timestamp: int) -> None:
    """Read every file once a day: what is no longer what it was is derived anew."""
    from motcua.measures import refreshing

    refreshing.refresh(at=datetime.now(UTC), thorough=True)
