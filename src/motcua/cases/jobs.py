"""Jobs of the engine, each minute: pass on what people who are gone have left, ring the alarms that have come
due, climb the ladders of steps that are not done, go on where the time for opinions is up."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.cases import climbing, moving, opinions, upkeep


@app.periodic(cron="* * * * *")
@app.task(name="cases.pass-on", queue="clock", queueing_lock="cases.pass-on")
def pass_on(timestamp: int) -> None:
    upkeep.pass_on(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="cases.ring", queue="clock", queueing_lock="cases.ring", lock="cases.ring")
def ring(timestamp: int) -> None:
    upkeep.ring(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="cases.climb", queue="clock", queueing_lock="cases.climb")
def climb(timestamp: int) -> None:
    climbing.climb(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="cases.gather", queue="clock", queueing_lock="cases.gather", lock="cases.gather")
def gather(timestamp: int) -> None:
    opinions.gather_due(at=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="cases.recount", queue="events", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def recount(at: str, since: str, until: str | None) -> None:
    upkeep.recount(at=datetime.fromisoformat(at), since=UUID(since), until=UUID(until) if until else None)


@app.task(
    name="cases.move",
    queue="events",
    lock="cases.move",
    retry=RetryStrategy(max_attempts=12, exponential_wait=4),
)
def move(move: int) -> None:
    """Take a portion; as long as cases wait, another job follows, also for those that somebody was acting on."""
    moving.go_on(move, at=datetime.now(UTC))
    if moving.told(move).waiting:
        app.configure_task("cases.move", schedule_in={"seconds": 1}).defer(move=move)


@app.task(
    name="cases.move-back",
    queue="events",
    lock="cases.move",
    retry=RetryStrategy(max_attempts=12, exponential_wait=4),
)
def move_back(move: int) -> None:
    """Put a portion back; as long as cases wait, another job follows."""
    moving.go_back(move, at=datetime.now(UTC))
    if moving.told(move).going_back:
        app.configure_task("cases.move-back", schedule_in={"seconds": 1}).defer(move=move)
