"""Jobs of surveys, each night: keep what a month that has ended comes to, forget whom lists named that are over."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.surveys import lists, months


@app.periodic(cron="20 17 * * *")  # 00:20 in Việt Nam
@app.task(name="surveys.keep-months", queue="night", queueing_lock="surveys.keep-months")
def keep_months(timestamp: int) -> None:
    months.keep(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="40 18 * * *")  # 01:40 in Việt Nam
@app.task(name="surveys.erase-lists", queue="night", queueing_lock="surveys.erase-lists")
def erase_lists(timestamp: int) -> None:
    lists.erase_due(at=datetime.fromtimestamp(timestamp, UTC))
