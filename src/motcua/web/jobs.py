"""Jobs of the web room: forget what writes were answered yesterday. Found by procrastinate's autodiscovery."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.web.api import once


@app.periodic(cron="23 * * * *")
@app.task(name="web.forget-answers", queue="night", queueing_lock="web.forget-answers")
def forget_answers(timestamp: int) -> None:
    once.sweep(at=datetime.fromtimestamp(timestamp, UTC))
