"""From nothing to a province: a clean clone, ``make demo``, until the first page is answered.

    python bench/demo.py [--record]

Says what each part took and how fast the simulation drove the acts, beside pgbench's limit for one row and one event
in one statement on the same server in the same run, and beside the targets: three minutes in all, one for the cases.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._machine import cpu_seconds
from bench._report import options, report
from bench._web import ROOT, Visitor, free_port

TARGET, CASES_TARGET = 180, 60  # seconds


def main() -> None:
    told = options(__doc__)
    with TemporaryDirectory(prefix="motcua-bench-") as folder, report("demo", record=told.record) as say:
        clone = Path(folder) / "motcua"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        began = time.perf_counter()
        with demonstration(clone) as (port, process):
            spent = time_to_first_page(port, process) - began
            cpu = cpu_seconds(process.pid)
            say(f"clean clone to the first page: {spent:.0f} s, {cpu:.0f} s of CPU; target {TARGET} s")
            parts = dict(re.findall(r"^(\w.*): (\d+\.\d) giây", log(clone).read_text(), re.MULTILINE))
            for part, seconds in parts.items():
                say(f"  {float(seconds):5.1f} s  {part}")
            say(simulation(float(parts["Mô phỏng"]), *behind(clone)))


def simulation(seconds: float, events: int, limit: float) -> str:
    """How fast the acts were driven, and how much faster the disk and the database would go."""
    return (
        f"  {events:,} events in {seconds:.0f} s (target {CASES_TARGET} s), {events / seconds:,.0f}/s; "
        f"pgbench, a row and an event in a statement: {limit:,.0f}/s, × {limit * seconds / events:.1f}"
    )


def log(clone: Path) -> Path:
    return clone.with_suffix(".log")


@contextmanager
def demonstration(clone: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """``make demo`` on a free port, as somebody who has just cloned would type it; stopped as by Ctrl+C."""
    port, own = (
        free_port(),
        {name: text for name, text in os.environ.items() if not name.startswith("MOTCUA")},
    )
    with log(clone).open("wb") as output:
        process = subprocess.Popen(
            ["make", "demo", f"PORT={port}"], cwd=clone, env=own, stdout=output, stderr=output, start_new_session=True
        )  # fmt: skip
        try:
            yield port, process
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=60)


def time_to_first_page(port: int, process: subprocess.Popen[bytes]) -> float:
    while process.poll() is None:
        try:
            if Visitor(port).get("/").status == 200:
                return time.perf_counter()
        except OSError:
            time.sleep(0.1)
    sys.exit("make demo ended before it served")


def behind(clone: Path) -> tuple[int, float]:
    """How many events the cases of the demonstration have, and pgbench's limit on its server."""
    os.environ["MOTCUA_DATA_DIR"] = str(clone / "var" / "demo")
    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"
    from motcua.project import database

    database.start()
    import django

    django.setup()
    from bench import _peers
    from motcua.journal.models import Event

    events = Event.objects.filter(kind__startswith="case.").count()
    return events, _peers.pgbench(clone, 2)


if __name__ == "__main__":
    main()
