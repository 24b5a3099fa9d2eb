"""The worker is killed while it delivers: whoever was to hear hears once, after another worker has come."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psycopg
import pytest

from motcua.cases import acts
from motcua.journal import jobs
from tests.faults.test_power_cut import waits_for_a_lock
from tests.province import who
from tests.stage import OPENING, ROOT, Stage
from tests.stories.birth import file_birth

JOBS = "SELECT status::text FROM procrastinate_jobs WHERE args ->> 'subscriber' = 'documents.slip'"

SEALING = """INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status, worker_id)
  SELECT 'night', 'journal.seal', 'journal.seal', '{"timestamp": 0}', %s::procrastinate_job_status,
    CASE WHEN %s = 'doing' THEN (SELECT max(id) FROM procrastinate_workers) END RETURNING id"""
"""The night's job: one that the killed worker was at, and one that waits."""


@pytest.fixture
def case(closed_stage):
    """A case that has been received, its slip not yet issued."""
    return closed_stage.behind(received)


def received():
    case = file_birth(at=OPENING)
    acts.receive(case, by=who("minh"), at=OPENING)
    return case


def start_worker(stage: Stage) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.postman"]
    return subprocess.Popen(command, cwd=ROOT, env=stage.environment, start_new_session=True)


def an_hour_passes(stage: Stage) -> None:
    """The heart of the killed worker has long stopped, and the job of the minute has come round."""
    stage.rows("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' RETURNING id")
    stage.behind(jobs.take_up.configure(queueing_lock="an hour later").defer, timestamp=0)


def killed_while_it_delivers(stage: Stage) -> None:
    with psycopg.connect(stage.address) as other:
        other.execute("LOCK TABLE documents_slip IN EXCLUSIVE MODE")
        worker = start_worker(stage)
        waits_for_a_lock(stage, ended=lambda: worker.poll() is not None)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        other.rollback()
    assert stage.rows(JOBS) == [("doing",)]


def test_killed_in_the_middle_it_is_delivered_once(closed_stage, case):
    killed_while_it_delivers(closed_stage)
    an_hour_passes(closed_stage)
    closed_stage.deliver()
    assert closed_stage.rows(JOBS) == []
    assert closed_stage.rows("SELECT form FROM documents_slip WHERE case_id = %s", case) == [("01",)]
    assert closed_stage.rows("SELECT count(*) FROM journal_event WHERE kind = 'slip.issued'") == [(1,)]


def test_a_job_of_which_another_waits_already_keeps_nobody_from_coming_back(closed_stage, case):
    killed_while_it_delivers(closed_stage)
    for status in ("doing", "todo"):
        closed_stage.rows(SEALING, status, status)
    an_hour_passes(closed_stage)
    closed_stage.deliver()
    assert closed_stage.rows(JOBS) == []
    assert closed_stage.rows(
        "SELECT status::text FROM procrastinate_jobs WHERE queue_name = 'night' ORDER BY id"
    ) == [
        ("failed",),
        ("todo",),
    ]
