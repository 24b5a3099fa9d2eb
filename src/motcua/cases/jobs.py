"""Jobs of the engine: ring the alarms that have come due, count open cases anew under a changed calendar."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.cases import upkeep


@app.periodic(cron="* * * * *")
@app.task(name="cases.ring", queue="clock", queueing_lock="cases.ring")
def ring(timestamp: int) -> None:
    upkeep.ring(at=datetime.fromtimestamp(timestamp, UTC))
