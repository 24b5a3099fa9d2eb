"""Debian's PostgreSQL 15 for a test run: throw-away, on a socket in its own folder, stopped when the run ends."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")


def debian_postgres() -> str:
    """Start the server and return its address; root steps down to the user postgres, as PostgreSQL demands."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg15-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    run = [
        *as_user,
        str(BINARIES / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run([*run, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    careless = "-c random_page_cost=1.1 -c fsync=off -c synchronous_commit=off -c max_connections=200"
    options = f"-k {folder} -c listen_addresses='' {careless}"
    control = [*as_user, str(BINARIES / "pg_ctl"), "-D", str(data), "-w"]
    log = str(folder / "log")
    subprocess.run(
        [*control, "-l", log, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder
    )
    atexit.register(_stop, control, folder)
    address = f"host={folder} user=postgres"
    create = [str(BINARIES / "createdb"), "-h", str(folder), "-U", "postgres", "motcua"]
    subprocess.run(create, check=True, cwd=folder)
    return f"{address} dbname=motcua"


def _stop(control: list[str], folder: Path) -> None:
    subprocess.run(
        [*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder.parent
    )
    shutil.rmtree(folder, ignore_errors=True)
