"""Jobs of the engine, each minute: pass on what people who are gone have left, ring the alarms that have come due."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.cases import upkeep


@app.periodic(cron="* * * * *")
@app.task(name="cases.pass-on", queue="clock", queueing_lock="cases.pass-on")
def pass_on(timestamp: int) -> None:
    upkeep.pass_on(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="cases.ring", queue="clock", queueing_lock="cases.ring")
def ring(timestamp: int) -> None:
    upkeep.ring(at=datetime.fromtimestamp(timestamp, UTC))
