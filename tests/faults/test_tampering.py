"""Somebody who may do anything to the database changes what happened: ``motcua verify`` says where."""

from __future__ import annotations

import re
from uuid import UUID

import psycopg
import pytest

from motcua.cases import acts
from motcua.journal import seals
from tests.province import later, who
from tests.stage import OPENING, Stage
from tests.stories.birth import file_birth


def one_case_to_the_end() -> UUID:
    """A birth registration, all its acts done, the day sealed."""
    case = file_birth(at=OPENING)
    for minutes, (name, verb) in enumerate({"minh": "", "lan": "propose", "quan": "sign"}.items(), 1):
        at, actor = later(OPENING, minutes=10 * minutes), who(name)
        if not verb:
            acts.receive(case, by=actor, at=at)
            continue
        acts.claim(case, by=actor, at=at)
        acts.finish(case, verb, by=actor, at=at)
    seals.seal(at=later(OPENING, hours=15))
    return case


@pytest.fixture(scope="module")
def case(closed_stage):
    return closed_stage.behind(one_case_to_the_end)


@pytest.fixture
def tamper(closed_stage):
    """Change something past the guards, as only a superuser can; put right again at the end."""
    backups = []

    def change(statement: str, *values: object, table: str) -> None:
        backup = f"before_{len(backups)}"
        backups.append((table, backup))
        past_the_guards(closed_stage, f"CREATE TABLE {backup} AS TABLE {table}")
        past_the_guards(closed_stage, statement, *values)

    yield change
    for table, backup in backups:
        past_the_guards(closed_stage, f"DELETE FROM {table}")
        past_the_guards(closed_stage, f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE {backup}")
        past_the_guards(closed_stage, f"DROP TABLE {backup}")


def past_the_guards(stage: Stage, statement: str, *values: object) -> None:
    with psycopg.connect(stage.address, options="-c session_replication_role=replica") as superuser:
        superuser.execute(statement, values)


def verify(stage: Stage, *words: str) -> tuple[int, str]:
    done = stage.run("motcua.project.cli", "verify", *words)
    return done.returncode, done.stderr.strip()


def test_untouched_it_is_whole_and_says_what_it_compared(closed_stage, case):
    done = closed_stage.run("motcua.project.cli", "verify")
    assert done.returncode == 0, done.stderr
    assert "hồ sơ, bước, lần tạm dừng, lần sửa tờ khai và báo động đúng như nhật ký kể" in done.stdout
    assert "Bản nháp, con người và danh mục không so ở đây" in done.stdout


def test_a_root_that_was_noted_proves_that_no_seal_was_taken_away(closed_stage, case, tamper):
    told = closed_stage.run("motcua.project.cli", "verify").stdout
    noted = re.search("Gốc niêm phong gần nhất.*: ([0-9a-f]{64})", told)[1]
    assert verify(closed_stage, "--root", noted)[0] == 0
    assert verify(closed_stage, "--root", noted[::-1])[0] == 1
    for table in ("journal_sealedhead", "journal_seal"):
        tamper(f"DELETE FROM {table}", table=table)
    tamper("DELETE FROM journal_event WHERE stream = %s", case, table="journal_event")
    for table in ("cases_hold", "cases_step"):
        tamper(f"DELETE FROM {table} WHERE case_id = %s", case, table=table)
    tamper("DELETE FROM cases_case WHERE id = %s", case, table="cases_case")
    assert verify(closed_stage)[0] == 0
    code, told = verify(closed_stage, "--root", noted)
    assert code == 1
    assert "Không còn niêm phong nào mang gốc đã ghi" in told


def test_a_changed_event_is_named(closed_stage, case, tamper):
    ((event,),) = closed_stage.rows("SELECT id FROM journal_event WHERE stream = %s AND seq = 4", case)
    tamper("UPDATE journal_event SET by = 'binh' WHERE id = %s", event, table="journal_event")
    code, told = verify(closed_stage)
    assert (code, told.startswith(f"Sự kiện id {event} (“case.step-finished”")) == (1, True), told


def test_a_missing_event_is_named(closed_stage, case, tamper):
    tamper("DELETE FROM journal_event WHERE stream = %s AND seq = 3", case, table="journal_event")
    assert verify(closed_stage)[0] == 1
    assert f"Chuỗi {case} mất sự kiện số 3" in verify(closed_stage)[1]


def test_a_case_that_vanished_whole_is_missed(closed_stage, case, tamper):
    tamper("DELETE FROM journal_event WHERE stream = %s", case, table="journal_event")
    code, told = verify(closed_stage)
    assert code == 1
    assert f"Chuỗi {case} đã niêm phong" in told


def test_a_case_that_was_changed_without_an_event_is_named(closed_stage, case, tamper):
    tamper("UPDATE cases_case SET due_at = due_at + interval '1 day' WHERE id = %s", case, table="cases_case")
    code, told = verify(closed_stage)
    assert code == 1
    assert "cột “due_at” là" in told
    assert "trong khi sự kiện số 2 (“case.received”) ghi" in told


def test_without_going_past_the_guards_nothing_can_be_changed(closed_stage, case):
    with (
        psycopg.connect(closed_stage.address) as somebody,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        somebody.execute("DELETE FROM journal_event")
