"""Pages over real HTTP: granian on a free port, visitors who keep their connection, a closed loop of them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench._machine import cpu_seconds

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
FLOOR = "bench._floor:application"


@dataclass(frozen=True, slots=True)
class Served:
    """A web server that answers; ``pid`` is the parent of its workers."""

    port: int
    pid: int


@contextmanager
def serving(application: str = "", *, workers: int | None = None, **settings: str) -> Iterator[Served]:
    """Serve motcua, or another WSGI application, as ``motcua serve`` does; ``settings`` are environment variables."""
    from motcua.project import serving as project

    port = free_port()
    command = project.web(
        HOST, port, workers=workers or os.cpu_count() or 1, application=application or project.APPLICATION
    )
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)} | settings)
    try:
        _wait_for(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        try:
            Visitor(port).get("/")
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"the web server on port {port} does not answer")


@dataclass(slots=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes
    location: str


class Visitor:
    """A browser without eyes: one connection that is kept, cookies, forms with their token."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection(HOST, port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def post(self, path: str, form: Mapping[str, Any] | None = None) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **(form or {})})
        return self.send("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        told = {"Accept-Encoding": "gzip", **headers}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, told)
        response = self.connection.getresponse()
        for header in response.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(response.status, response.read(), response.headers.get("Location", ""))

    def sign_in(self, username: str) -> Visitor:
        """Sign in as one of the cast, whom a demonstration lets in with one click."""
        self.get("/tai-khoan/dang-nhap/")
        answer = self.post(f"/dang-nhap/thu/{username}/")
        if answer.status != 302:
            sys.exit(f"{username} cannot sign in: {answer.status}")
        return self


@dataclass(frozen=True, slots=True)
class Times:
    """What a closed loop took: milliseconds of each answer, seconds in all, seconds of CPU in the processes watched."""

    each: list[float]
    seconds: float
    cpu: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.each)

    @property
    def p95(self) -> float:
        return quantiles(self.each, n=20)[-1]

    @property
    def per_second(self) -> float:
        return len(self.each) / self.seconds

    @property
    def cpu_each(self) -> list[float]:
        """Milliseconds of CPU for each answer, by process watched."""
        return [spent / len(self.each) * 1000 for spent in self.cpu]

    def __str__(self) -> str:
        return f"median {self.median:6.1f} ms  p95 {self.p95:6.1f} ms  {self.per_second:7.1f}/s"


def closed_loop(
    visits: Sequence[Callable[[], bool | None]], *, seconds: float, at_most: int, watched: Sequence[int] = ()
) -> Times:
    """Each user visits, waits for the answer, visits again, until the time or the count is used up.

    A visit that returns False has nothing left to do; ``watched`` are processes whose CPU is counted.
    """
    began = time.perf_counter()
    until, most = began + seconds, -(-at_most // len(visits))

    def use(visit: Callable[[], bool | None]) -> list[float]:
        own: list[float] = []
        while len(own) < most and (start := time.perf_counter()) < until and visit() is not False:
            own.append((time.perf_counter() - start) * 1000)
        return own

    before = [cpu_seconds(pid) for pid in watched]
    with ThreadPoolExecutor(len(visits)) as users:
        each = [taken for own in users.map(use, visits) for taken in own]
    spent = time.perf_counter() - began
    cpu = tuple(cpu_seconds(pid) - was for pid, was in zip(watched, before, strict=True))
    return Times(each, spent, cpu)
