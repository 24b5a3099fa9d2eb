"""Jobs of documents: remove what broken uploads have left."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from motcua.documents import files


@app.periodic(cron="20 18 * * *")  # 01:20 in Việt Nam
@app.task(name="documents.sweep", queue="night", queueing_lock="documents.sweep")
def sweep(timestamp: int) -> None:
    files.sweep(at=datetime.fromtimestamp(timestamp, UTC))
