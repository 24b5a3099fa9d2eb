"""The job of the day: each minute it looks whether a confirmed reorganisation has come due, and carries it out."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.reorganisations import acts


@app.periodic(cron="* * * * *")
@app.task(
    name="reorganisations.carry-out",
    queue="clock",
    queueing_lock="reorganisations.carry-out",
    lock="reorganisations.carry-out",
)
def carry_out(timestamp: int) -> None:
    acts.carry_out_due(at=datetime.fromtimestamp(timestamp, UTC))
