"""A worker that delivers the events that wait, and ends: what ``motcua work`` does, without the jobs of the clock."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402
from procrastinate.periodic import PeriodicRegistry  # noqa: E402

if __name__ == "__main__":
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.periodic_registry = PeriodicRegistry()
    worker.run_worker(wait=False, queues=["events"], delete_jobs="successful")
