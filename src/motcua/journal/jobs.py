"""Jobs of the journal, found by procrastinate: deliver events, take up what was left lying, seal the day."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from motcua.journal import outbox, seals


@app.task(name="journal.deliver", queue="events", retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def deliver(event: int, subscriber: str) -> None:
    outbox.deliver(event, subscriber)


@app.periodic(cron="* * * * *")
@app.task(name="journal.take-up", queue="events", queueing_lock="journal.take-up", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:
    """Put back the jobs that a worker was at when it was killed; a subscriber acts at most once all the same.

    Where another of a kind of which one waits at a time waits already, the one that was killed is given up.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="5 17 * * *")  # 00:05 in Việt Nam
@app.task(name="journal.seal", queue="night", queueing_lock="journal.seal")
def seal(timestamp: int) -> None:
    seals.seal(at=datetime.fromtimestamp(timestamp, UTC))
