"""The installation that a benchmark measures: in a folder of its own, with the catalogue and the people in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path


@contextmanager
def house(name: str, *, durable: bool = False) -> Iterator[Path]:
    """The folder of an empty installation that goes with its benchmark, within MOTCUA_BENCH_DIR where that is said."""
    within = os.environ.get("MOTCUA_BENCH_DIR")
    with tempfile.TemporaryDirectory(prefix=f"motcua-bench-{name}-", dir=within) as folder:
        settle(Path(folder), durable=durable)
        yield Path(folder)


def settle(folder: Path, *, durable: bool) -> None:
    """Make this process one of the installation in a folder, whose database server answers then."""
    os.environ.pop("MOTCUA_DATABASE_URL", None)
    os.environ |= {"MOTCUA_DATA_DIR": str(folder), "MOTCUA_DEMO": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"
    from motcua.project import database

    database.start(durable=durable)
    import django

    django.setup()


def server(folder: Path) -> int:
    """The process of the database server of an installation."""
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def catalogue(at: datetime) -> None:
    """Make the tables and load the catalogue."""
    from django.core.management import call_command

    from motcua.project import environment, loading

    call_command("migrate", verbosity=0)
    for _ in loading.load(environment.catalogue_dir(), by="system", at=at):
        pass


def province(at: datetime) -> None:
    """The catalogue and the cast, without any case."""
    from motcua.project import cast

    catalogue(at)
    cast.engage(at=at)
