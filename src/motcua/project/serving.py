"""Serving: granian for the pages, procrastinate for the jobs, both children of one process that stops them together.

Jobs that die are begun anew, so that pages stay; granian does so for its own.
"""

from __future__ import annotations

import ctypes
import errno
import signal
import socket
import subprocess
import sys
from itertools import chain

from motcua.kernel.refusals import Refusal
from motcua.project import environment
from motcua.project.watching import Watch

APPLICATION = "motcua.project.wsgi:application"


def serve(host: str, port: int, *, workers: int, work: bool) -> int:
    """Serve until interrupted; jobs run beside it at low priority so that people come first.

    :class:`Refusal` when somebody listens on the port already.
    """
    from django.core.management import call_command

    be_free(host, port)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    watch = Watch(_child)
    watch.over("phục vụ trang", web(host, port, workers=workers))
    if work:
        gently = ["nice", "-n", "10"]  # people come first
        watch.over("công việc nền", [*gently, sys.executable, "-m", "motcua.project.cli", "work"], anew=True)
    print(f"motcua đang phục vụ tại http://{host}:{port} — bấm Ctrl+C để dừng.", flush=True)
    return watch.until_the_end()


def be_free(host: str, port: int) -> None:
    """Refuse a port that is taken: two servers would share it silently, each with its own data."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "đang có chương trình khác dùng cổng này" if taken else error.strerror
            raise Refusal(f"Không mở được cổng {port} ở {host}: {why}. Chọn cổng khác bằng --port.") from None


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_end_with_parent)  # noqa: S603, PLW1509 - our own, one thread


def _end_with_parent() -> None:
    """Have Linux end this process when the one that started it is gone, however that went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


PR_SET_PDEATHSIG = 1


def web(host: str, port: int, *, workers: int, application: str = APPLICATION) -> list[str]:
    """The command that serves pages, which begins a process anew when one is lost; benchmarks measure with it."""
    options = {
        "--interface": "wsgi", "--host": host, "--port": str(port), "--workers": str(workers),
        "--blocking-threads": environment.THREADS.text, "--workers-kill-timeout": "10", "--log-level": "error",
    }  # fmt: skip
    flags = ["--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *flags, *chain.from_iterable(options.items()), application]


def work(*, once: bool) -> None:
    """Run jobs: until told to stop, or until none waits."""
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker_app.run_worker(wait=not once, concurrency=4, delete_jobs="successful")
