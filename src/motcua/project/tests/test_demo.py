"""The demonstration is built once; a build that was interrupted is begun anew; a database in use is kept."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.kernel.refusals import Refusal
from motcua.people.models import Account
from motcua.project import cli, commands, demo, environment, simulation
from tests.province import MONDAY
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def interrupted():
    """A database in which a build has left something behind."""
    server, name = environment.DATABASE_URL.text, f"motcua_demo_{os.getpid()}"
    with psycopg.connect(make_conninfo(server, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
        connection.execute(f"COMMENT ON DATABASE {name} IS '{demo.BUILDING}'")
        address = make_conninfo(server, dbname=name)
        with psycopg.connect(address) as inside:
            inside.execute("CREATE TABLE cases_case (left_behind integer)")
        yield address
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_an_interrupted_build_is_begun_anew(interrupted, tmp_path):
    command = [
        sys.executable,
        "-m",
        "motcua.project.cli",
        "demo",
        "--no-serve",
        "--cases",
        "10",
        "--days",
        "7",
    ]
    around = os.environ | {environment.DATABASE_URL.name: interrupted}
    done = subprocess.run(
        [*command, "--dir", str(tmp_path)],
        env=around,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "dựng lại từ đầu" in done.stdout
    assert "Minh, cán bộ một cửa" in done.stdout
    with psycopg.connect(interrupted) as inside:
        assert inside.execute("SELECT count(*) FROM cases_case").fetchone()[0] >= 30
        assert inside.execute("SELECT count(*) FROM journal_seal").fetchone() == (1,)
        mark = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        assert inside.execute(mark).fetchone() == (demo.BUILT,)


def test_a_database_that_somebody_uses_is_refused(province):
    """The cast's password is public: a slip of the hand must not open a real installation to it."""
    before = Account.objects.count()
    with pytest.raises(Refusal, match="không do `motcua demo` dựng"):
        demo.build(cases=10, days=7, seed=1, at=MONDAY, say=lambda _: None)
    assert (Account.objects.count(), demo._mark()) == (before, "")


def test_a_demonstration_that_holds_cases_is_kept(province, monkeypatch):
    demo._set_mark(demo.BUILT)
    file_birth(at=MONDAY)
    monkeypatch.setattr(demo, "_prepare", lambda **_: None)
    monkeypatch.setattr(simulation, "run", lambda **_: pytest.fail("nothing is to be simulated"))
    said: list[str] = []
    demo.build(cases=10, days=7, seed=1, at=MONDAY, say=said.append)
    assert "Cơ sở dữ liệu đã có 1 hồ sơ; giữ nguyên, không mô phỏng thêm." in said
    assert any("hoa" in line for line in said)


def test_a_build_that_fails_stays_marked(province, monkeypatch):
    def broken(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_mark", lambda: "")
    monkeypatch.setattr(connection.introspection, "table_names", list)
    monkeypatch.setattr(demo, "_prepare", lambda **_: None)
    monkeypatch.setattr(simulation, "run", broken)
    with pytest.raises(KeyboardInterrupt):
        demo.build(cases=10, days=7, seed=1, at=MONDAY, say=lambda _: None)
    monkeypatch.undo()
    assert demo._mark() == demo.BUILDING


@pytest.mark.parametrize(
    ("words", "told", "place"),
    [
        (["--dir", "here"], "there", "here"),
        ([], "there", "there"),
        ([], "", "var/demo"),
    ],
)
def test_its_data_lie_where_one_says(monkeypatch, tmp_path, words, told, place):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(environment.DATA_DIR.name, told)
    monkeypatch.setenv(environment.BASE_URL.name, "http://localhost:8000")
    monkeypatch.setenv(environment.DEMO.name, "1")
    monkeypatch.setattr(commands, "_django", lambda: None)
    monkeypatch.setattr(demo, "build", lambda **_: None)
    assert cli.main(["demo", "--no-serve", *words]) == 0
    assert os.environ[environment.DATA_DIR.name] == str(tmp_path / place)


def test_a_log_is_told_at_each_tenth_how_far_it_is(capsys):
    tell = simulation.bar()
    for hundredth in range(101):
        tell(hundredth / 100, hundredth)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("]")[2].split()[0] for line in lines] == [f"{n}0%" for n in range(1, 11)]
