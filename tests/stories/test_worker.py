"""What a citizen sends comes into the facts without anybody asking: the worker of ``motcua work`` brings it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from motcua.cases import acts
from motcua.measures import jobs
from motcua.measures.duck import Duck
from motcua.measures.store import Store
from tests.client import Visitor
from tests.province import later, who
from tests.stage import OPENING, ROOT, Stage
from tests.stories.drafts import ready

pytestmark = pytest.mark.once


@pytest.fixture
def worker(stage: Stage):
    """``motcua work``, as an installation runs it beside the server."""
    command = [sys.executable, "-m", "motcua.project.cli", "work"]
    log = (stage.folder / "worker.log").open("ab")
    running = subprocess.Popen(
        command, cwd=ROOT, env=stage.environment, stdout=log, stderr=log, start_new_session=True
    )
    yield running
    os.killpg(running.pid, signal.SIGTERM)
    running.wait()


def states(stage: Stage, case: object) -> list[int]:
    """How the case stands in the facts that lie in the stage's folder; nothing before there are any."""
    store = Store(stage.folder / "facts")
    manifest = store.manifest()
    if manifest is None or not manifest.paths("case"):
        return []
    with Duck(store).following(manifest) as duck:
        return [state for (state,) in duck.run(f"SELECT state FROM case_facts WHERE case_id = '{case}'")]


def test_what_hoa_sends_and_minh_receives_comes_into_the_facts_by_itself(stage, worker):
    (draft,) = stage.behind(ready, 1, at=OPENING)
    assert "/da-nop/" in Visitor(stage.url, "hoa").post(f"/ban-nhap/{draft}/kiem-tra/").url, stage.log
    stage.awaits(lambda: states(stage, draft) == [1], ended=lambda: worker.poll() is not None)
    stage.behind(lambda: acts.receive(draft, by=who("minh"), at=later(OPENING, minutes=30)))
    stage.awaits(lambda: states(stage, draft) == [2], ended=lambda: worker.poll() is not None)


def test_the_worker_looks_more_often_than_the_five_seconds_that_are_promised():
    assert jobs.EVERY < 5
    (every,) = [
        one.cron
        for one in jobs.app.periodic_registry.periodic_tasks.values()
        if one.task.name == jobs.refresh.name
    ]
    assert every == f"* * * * * */{jobs.EVERY}"
