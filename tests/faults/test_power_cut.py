"""The server is killed between the press on the button and the answer: the case is there once or the draft is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from uuid import UUID

import psycopg
import pytest

from tests.client import Visitor
from tests.stage import OPENING, Stage
from tests.stories.drafts import ready

ROUNDS, AT_ONCE = 8, 4


@pytest.fixture(scope="module")
def hoa(stage: Stage) -> Visitor:
    return Visitor(stage.url, "hoa")


def submit(hoa: Visitor, draft: UUID) -> bool:
    """Press the button; whether an answer came."""
    try:
        return "/da-nop/" in hoa.post(f"/ban-nhap/{draft}/kiem-tra/").url
    except (OSError, HTTPException):
        return False


def there(stage: Stage, draft: UUID) -> tuple[int, int]:
    """How many drafts and cases there are of an application, once the killed server's last statements have ended."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    stage.awaits(lambda: stage.server is not None or stage.rows(others) == [(0,)])
    count = "SELECT (SELECT count(*) FROM cases_draft WHERE id = %s), (SELECT count(*) FROM cases_case WHERE id = %s)"
    return stage.rows(count, draft, draft)[0]


def goes_on_well(stage: Stage, hoa: Visitor, draft: UUID) -> None:
    """Whatever happened, pressing once more leads to one case with one beginning."""
    assert submit(hoa, draft)
    assert there(stage, draft) == (0, 1)
    begun = "SELECT count(*) FROM journal_event WHERE stream = %s AND kind = 'case.submitted'"
    assert stage.rows(begun, draft) == [(1,)]
    opened = "SELECT count(*) FROM cases_step WHERE case_id = %s"
    assert stage.rows(opened, draft) == [(1,)]


def test_killed_while_the_statement_waits_the_draft_is_there(stage, hoa):
    (draft,) = stage.behind(ready, 1, at=OPENING)
    with ThreadPoolExecutor(1) as presses, psycopg.connect(stage.address) as other:
        other.execute("LOCK TABLE cases_case IN EXCLUSIVE MODE")
        press = presses.submit(submit, hoa, draft)
        waits_for_a_lock(stage, ended=press.done)
        stage.kill()
        other.rollback()
        assert not press.result()
    assert there(stage, draft) in {(1, 0), (0, 1)}
    stage.open()
    goes_on_well(stage, hoa, draft)


def waits_for_a_lock(stage: Stage, *, ended: Callable[[], bool]) -> None:
    """Return when a session of the stage waits for a lock; whoever is to ask for it may not have ended before."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    stage.awaits(lambda: stage.rows(waiting) != [(0,)], ended=ended)


def test_killed_once_the_case_is_written_it_is_there_once(stage, hoa):
    (draft,) = stage.behind(ready, 1, at=OPENING)
    with ThreadPoolExecutor(1) as presses:
        press = presses.submit(submit, hoa, draft)
        stage.awaits(lambda: there(stage, draft) == (0, 1), ended=press.done)
        stage.kill()
        press.result()
    assert there(stage, draft) == (0, 1)
    stage.open()
    goes_on_well(stage, hoa, draft)


def test_killed_at_any_moment_never_neither_never_twice(stage, hoa):
    """Thirty-two tries, four at a time; the moment of the kill moves over one and a half times what an answer takes."""
    drafts = stage.behind(ready, ROUNDS * AT_ONCE + 1, at=OPENING)
    began = time.perf_counter()
    assert submit(hoa, drafts.pop())
    usual = time.perf_counter() - began
    for number in range(ROUNDS):
        batch, drafts = drafts[:AT_ONCE], drafts[AT_ONCE:]
        with ThreadPoolExecutor(AT_ONCE) as presses:
            pressed = [presses.submit(submit, hoa, draft) for draft in batch]
            threading.Event().wait(usual * 1.5 * AT_ONCE * number / ROUNDS)
            stage.kill()
            answered = [press.result() for press in pressed]
        found = [there(stage, draft) for draft in batch]
        assert set(found) <= {(1, 0), (0, 1)}
        assert all(cases for told, (_, cases) in zip(answered, found, strict=True) if told)
        stage.open()
        for draft in batch:
            goes_on_well(stage, hoa, draft)


def test_the_journal_of_all_that_is_whole(stage):
    done = stage.run("motcua.project.cli", "verify")
    assert done.returncode == 0, done.stderr
