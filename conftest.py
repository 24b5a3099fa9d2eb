"""The ground of every test: one PostgreSQL, embedded, Debian's (MOTCUA_TEST_POSTGRES=debian), or the one that
MOTCUA_DATABASE_URL names."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import hypothesis

GROUND = Path(tempfile.gettempdir()) / f"motcua-tests-{os.getuid()}"

# No property fails because a machine is busy, and each says the same tomorrow.
hypothesis.settings.register_profile(
    "calm", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("calm")

os.environ.setdefault("MOTCUA_DATA_DIR", str(GROUND))
os.environ.setdefault("MOTCUA_SECRET_KEY", "a key for tests only, long enough to please every check")
os.environ["MOTCUA_DEBUG"] = "1"
os.environ["MOTCUA_DEMO"] = "1"
os.environ["MOTCUA_HOSTS"] = "testserver,localhost,127.0.0.1"

from motcua.project import database, environment  # noqa: E402

if os.environ.get("MOTCUA_TEST_POSTGRES") == "debian" and not environment.DATABASE_URL.text:
    from tests import servers

    os.environ[environment.DATABASE_URL.name] = servers.debian_postgres()
database.start(durable=False)
os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import TransactionTestCase, override_settings  # noqa: E402

# runs side by side don't count each other's sign-ins
settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

connections["default"].settings_dict["TEST"]["NAME"] = (
    f"test_motcua_{os.getpid()}"  # runs side by side don't meet
)


def _flush_past_the_guards() -> None:
    """Tests with real transactions empty the tables between them; the journal's own guards step aside for that.

    The tables of procrastinate go with the rest: Django does not manage them, so that it would leave their jobs lying.
    """
    operations = connections["default"].ops
    flush = operations.execute_sql_flush
    aside, back = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
    jobs = "TRUNCATE procrastinate_jobs CASCADE"
    operations.execute_sql_flush = lambda statements: flush(
        [aside, *statements, jobs, back] if statements else []
    )


_flush_past_the_guards()

import pytest  # noqa: E402

pytest_plugins = ["tests.chromium", "tests.spark_cluster"]


SHARED_FACTS = settings.FACTS_DIR
"""Where whoever runs beside this run, or ran before it, would find what it has derived."""
settings.FACTS_DIR = Path(os.devnull) / "facts"  # outside of a test nothing can be derived


@pytest.fixture(autouse=True)
def _facts_of_its_own(tmp_path_factory):
    """Facts tell of the rows of one test: it has its own folder for them, made when they are derived."""
    before = _last_written(SHARED_FACTS)
    own = tmp_path_factory.getbasetemp() / "facts" / uuid4().hex
    with override_settings(FACTS_DIR=own):
        yield
    shutil.rmtree(own, ignore_errors=True)
    if _last_written(SHARED_FACTS) != before:
        pytest.fail(f"facts were written to {SHARED_FACTS}, which all runs share")


def _last_written(folder: Path) -> list[int]:
    """When a folder of facts was written to; whoever writes takes the lock."""
    return [path.stat().st_mtime_ns for path in (folder, folder / "lock") if path.exists()]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database holds the real province, loaded once."""
    from importlib.util import find_spec

    from tests import province

    if find_spec("motcua.procedures.acts"):
        with django_db_blocker.unblock():
            province.build()
    yield
    connections.close_all()


@pytest.fixture
def province(request):
    """The province, loaded anew where a test with real transactions has emptied the tables before."""
    transactional = "transactional_db" in request.fixturenames or _is_transactional(request)
    request.getfixturevalue("transactional_db" if transactional else "db")
    from tests import province

    province.build()
    return province


def _is_transactional(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """On a second database only those are told again that meet it."""
    if os.environ.get("MOTCUA_TEST_POSTGRES") == "debian":
        config.hook.pytest_deselected(items=[item for item in items if not _meets_the_database(item)])
        items[:] = [item for item in items if _meets_the_database(item)]


def _meets_the_database(item):
    if item.get_closest_marker("once"):
        return False
    marked = item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(
        item.fixturenames
    )
    return bool(marked) or issubclass(item.cls or object, TransactionTestCase)
