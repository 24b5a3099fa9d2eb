"""Serving: granian for the pages, procrastinate for the jobs, both children of one process that stops them together."""

from __future__ import annotations

import signal
import subprocess
import sys
from itertools import chain
from types import FrameType

from motcua.project import environment

APPLICATION = "motcua.project.wsgi:application"


def serve(host: str, port: int, *, workers: int, work: bool) -> int:
    """Serve until interrupted; jobs run beside it at low priority so that people come first."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    children = [subprocess.Popen(web(host, port, workers=workers))]  # noqa: S603 - our own arguments
    if work:
        gently = ["nice", "-n", "10"]  # people come first
        jobs = [*gently, sys.executable, "-m", "motcua.project.cli", "work"]
        children.append(subprocess.Popen(jobs))  # noqa: S603
    print(f"motcua đang phục vụ tại http://{host}:{port} — bấm Ctrl+C để dừng.", flush=True)
    return _wait(children)


def web(host: str, port: int, *, workers: int, application: str = APPLICATION) -> list[str]:
    """The command that serves pages; benchmarks measure with it."""
    options = {
        "--interface": "wsgi", "--host": host, "--port": str(port), "--workers": str(workers),
        "--blocking-threads": environment.THREADS.text, "--workers-kill-timeout": "10", "--log-level": "error",
    }  # fmt: skip
    return [sys.executable, "-m", "granian", *chain.from_iterable(options.items()), application]


def _wait(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait for the web server; whatever ends first takes the others along."""

    def stop(number: int, frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = children[0].wait()
    stop(0, None)
    for child in children:
        child.wait()
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1


def work(*, once: bool) -> None:
    """Run jobs: until told to stop, or until none waits."""
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker_app.run_worker(wait=not once, concurrency=4, delete_jobs="successful")
