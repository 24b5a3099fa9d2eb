"""A stage for stories that want the real thing: granian, static files and a database of one's own, as they are served.

The province is loaded once; every stage begins with a copy of its database, so that nothing has to be swept up.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, LiteralString, TypeVar

import psycopg
from django.db import connection, connections
from django.test import override_settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from motcua.project import environment
from tests.client import PATIENCE
from tests.province import MONDAY, later

ROOT = Path(__file__).resolve().parents[1]
OPENING = later(MONDAY, hours=1)
"""Monday at nine, when the curtain rises."""

T = TypeVar("T")


class Stage:
    """A database and a server of one's own; the watch shows what the story says.

    A socket that never listens keeps the port while the server is away: nobody else is given it, and the server may
    share it.
    """

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self._port = socket.socket()
        self._port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._port.bind(("127.0.0.1", 0))
        self.port = int(self._port.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.server: subprocess.Popen[bytes] | None = None
        self.set_watch(OPENING)

    @property
    def address(self) -> str:
        return make_conninfo(environment.DATABASE_URL.text, dbname=self.database)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of an installation as a province runs it, with the cast to sign in as."""
        return os.environ | {
            "MOTCUA_DATABASE_URL": self.address,
            "MOTCUA_DATA_DIR": str(self.folder),
            "MOTCUA_BASE_URL": self.url,
            "MOTCUA_DEBUG": "0",
            "MOTCUA_DEMO": "1",
            "MOTCUA_HOSTS": "127.0.0.1",
            "MOTCUA_TEST_WATCH": str(self._watch),
            "PYTHONPATH": str(ROOT),
        }

    @property
    def _watch(self) -> Path:
        return self.folder / "watch"

    def set_watch(self, at: datetime, *, still: bool = False) -> None:
        """From now on requests come in at ``at`` and after; all at ``at`` itself where the watch stands still."""
        new = self._watch.with_suffix(".new")
        new.write_text(f"{at.isoformat()} {'still' if still else 'runs'}")
        new.replace(self._watch)

    # --- the server ----------------------------------------------------------------------------------------

    def open(self, *, largest_file: int = resource.RLIM_INFINITY) -> None:
        """Serve, and return when the first page may be asked for; writing files past ``largest_file`` bytes fails."""
        command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", "1", "--blocking-threads", "8", "--log-level", "warning"]
        log = (self.folder / "server.log").open("ab")
        self.server = server = subprocess.Popen(
            [sys.executable, "-m", *command, "tests.clocked:application"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (largest_file, largest_file))
        self.awaits(self._door_is_open, ended=lambda: server.poll() is not None)

    def _door_is_open(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def awaits(self, there: Callable[[], bool], *, ended: Callable[[], bool] = lambda: False) -> None:
        """Look until it is there; that it never comes, or that what was to bring it has ended without, is told."""
        latest = monotonic() + PATIENCE
        while not there():
            over = ended() or monotonic() > latest
            assert not over or there(), f"it did not come:\n{self.log}"

    @property
    def log(self) -> str:
        """What the server, and whoever ran beside it, had to say."""
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """Stop serving, in good order."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """Stop serving as a power cut does: supervisor and worker at once, whatever they were at."""
        self._signal(signal.SIGKILL)

    def strike(self) -> None:
        """Stop for good: the port is anybody's again."""
        self.kill()
        self._port.close()

    def _signal(self, number: int) -> None:
        if self.server is not None and self.server.poll() is None:
            os.killpg(self.server.pid, number)
            self.server.wait()
        self.server = None

    # --- behind the curtain --------------------------------------------------------------------------------

    def behind(self, act: Callable[..., T], *args: Any, **facts: Any) -> T:
        """Do something with the stage's own database, in a thread of its own, and return what came of it."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(self._on_my_database, act, *args, **facts).result()

    def _on_my_database(self, act: Callable[..., T], *args: Any, **facts: Any) -> T:
        mine = connections["default"]
        mine.settings_dict = {**mine.settings_dict, "NAME": self.database}
        try:
            with override_settings(FILES_DIR=self.folder / "files"):
                return act(*args, **facts)
        finally:
            mine.close()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with psycopg.connect(self.address, autocommit=True) as asking:
            return asking.execute(query, values).fetchall()

    def run(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program beside the server and return how it ended."""
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def deliver(self) -> None:
        """Let the events be told to those who subscribed; the jobs of the clock go by another watch."""
        done = self.run("tests.postman")
        assert done.returncode == 0, done.stderr


@contextmanager
def standing(folder: Path, static: Path, *, name: str) -> Iterator[Stage]:
    """A stage with the province loaded, not yet open; struck when done."""
    database = f"stage_{os.getpid()}_{name}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "static").symlink_to(static)
    copy(database)
    stage = Stage(folder, database)
    try:
        yield stage
    finally:
        stage.strike()
        drop(database)
        shutil.rmtree(folder / "files", ignore_errors=True)


def copy(database: str) -> None:
    """Copy the test database.

    Nobody may be in it meanwhile: besides the connection in use there is the one from before Playwright began its loop.
    """
    template = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(environment.DATABASE_URL.text, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [template]
        )
        admin.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", database))
        admin.execute(_named("CREATE DATABASE {} TEMPLATE {}", database, template))


def drop(database: str) -> None:
    """Drop a database, whoever is in it."""
    with psycopg.connect(environment.DATABASE_URL.text, autocommit=True) as admin:
        admin.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", database))


def _named(statement: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def collect_static(folder: Path) -> Path:
    """The static files as they are served: named by their content, compressed."""
    django = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    settings = {
        "MOTCUA_DEBUG": "0",
        "MOTCUA_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "motcua.project.settings",
    }
    subprocess.run(django, check=True, env=os.environ | settings, cwd=ROOT)
    return folder / "static"
