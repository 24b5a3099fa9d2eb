"""Jobs of the journal: deliver events, seal the day. Found by procrastinate's autodiscovery."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.journal import outbox, seals


@app.task(name="journal.deliver", queue="events", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def deliver(event: int, subscriber: str) -> None:
    outbox.deliver(event, subscriber)


@app.periodic(cron="5 17 * * *")  # 00:05 in Việt Nam
@app.task(name="journal.seal", queue="night", queueing_lock="journal.seal")
def seal(timestamp: int) -> None:
    seals.seal(at=datetime.fromtimestamp(timestamp, UTC))
