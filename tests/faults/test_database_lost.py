"""The connection to PostgreSQL is lost in the middle of an act: a page that helps, and nothing half-written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from motcua.project import environment
from tests.client import Visitor
from tests.faults.test_power_cut import goes_on_well, there, waits_for_a_lock
from tests.stage import OPENING, Stage
from tests.stories.drafts import ready

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture(scope="module")
def hoa(stage: Stage) -> Visitor:
    return Visitor(stage.url, "hoa")


def cut(stage: Stage, which: str = "true") -> None:
    """End sessions of the server, as a restart of PostgreSQL does."""
    stage.rows(f"SELECT pg_terminate_backend(pid, 5000) {OTHERS} AND {which}")


def test_in_the_middle_of_submitting(stage, hoa):
    (draft,) = stage.behind(ready, 1, at=OPENING)
    with ThreadPoolExecutor(1) as presses, psycopg.connect(stage.address) as other:
        other.execute("LOCK TABLE cases_case IN EXCLUSIVE MODE")
        press = presses.submit(hoa.post, f"/ban-nhap/{draft}/kiem-tra/")
        waits_for_a_lock(stage, ended=press.done)
        cut(stage, "wait_event_type = 'Lock'")
        answer = press.result()
    assert answer.status == 500
    assert "Lỗi này không phải do bạn. Những gì đã lưu vẫn còn." in answer.words
    assert there(stage, draft) == (1, 0)
    assert stage.rows("SELECT count(*) FROM journal_event WHERE stream = %s", draft) == [(0,)]
    goes_on_well(stage, hoa, draft)


def test_while_nobody_asked_for_anything(stage, hoa):
    """PostgreSQL was restarted in the night; whoever comes first in the morning notices nothing."""
    assert hoa.get("/ca-nhan/").status == 200
    cut(stage)
    assert [hoa.get("/ca-nhan/").status for _ in range(5)] == [200] * 5


def test_while_it_is_away(stage, hoa):
    """Nobody gets in for a while: a page that says what to do, and all is well when the database is back."""
    allow = f'ALTER DATABASE "{stage.database}" ALLOW_CONNECTIONS '
    with psycopg.connect(environment.DATABASE_URL.text, autocommit=True) as admin:
        admin.execute(f"{allow} false")
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [stage.database],
        )
        answer = hoa.get("/ca-nhan/")
        admin.execute(f"{allow} true")
    assert answer.status in {500, 503}
    assert "Lỗi này không phải do bạn" in answer.words
    assert hoa.get("/ca-nhan/").status == 200
