"""The job of facts: every few seconds what has changed is taken up, so that a board is never far behind."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.measures import refreshing


@app.periodic(cron="* * * * * */3")
@app.task(name="measures.refresh", queue="clock", queueing_lock="measures.refresh", lock="measures.refresh")
def refresh(timestamp: int) -> None:
    refreshing.refresh_if_idle(at=datetime.now(UTC))


@app.periodic(cron="20 3 * * *")
@app.task(name="measures.check", queue="clock", queueing_lock="measures.check", lock="measures.refresh")
def check(timestamp: int) -> None:
    """Read every file once a day: what is no longer what it was is derived anew."""
    refreshing.refresh(at=datetime.now(UTC), thorough=True)
