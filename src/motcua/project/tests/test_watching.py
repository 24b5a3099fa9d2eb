"""The processes of a server: jobs that die are begun anew, pages that die or jobs that always die end it."""

from __future__ import annotations

import signal

import pytest

from motcua.project.watching import Watch

PAGES, JOBS = "phục vụ trang", "công việc nền"


class Child:
    """A process that ends when it is told."""

    returncode = None

    def poll(self):
        return self.returncode

    def terminate(self):
        if self.returncode is None:
            self.returncode = -signal.SIGTERM

    wait = poll


class Server:
    """Pages and jobs under watch, and what happens to them: each time somebody dies, or asks for the end."""

    def __init__(self, *happens, apart=0, pause=None):
        self.happens, self.apart = list(happens), apart
        self.now, self.started, self.paused = 0, {PAGES: [], JOBS: []}, []
        self.watch = Watch(
            self.start,
            until_one_ends=self.next,
            clock=lambda: self.now,
            pause=pause or self.paused.append,
        )
        self.watch.over(PAGES, [PAGES])
        self.watch.over(JOBS, [JOBS], anew=True)

    def start(self, command):
        self.started[command[0]].append(Child())
        return self.started[command[0]][-1]

    def next(self):
        self.now += self.apart
        who = self.happens.pop(0)
        if who in self.started:
            self.started[who][-1].returncode = -signal.SIGKILL
        else:
            signal.raise_signal(who)


@pytest.fixture(autouse=True)
def own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_jobs_that_were_killed_are_begun_anew_and_the_pages_never_stop(capsys):
    server = Server(JOBS, JOBS, signal.SIGTERM)
    assert server.watch.until_the_end() == 0
    assert (len(server.started[JOBS]), len(server.started[PAGES])) == (3, 1)
    assert server.paused == [1, 2]
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "Tiến trình công việc nền dừng đột ngột (mã -9), chạy lại sau 1 giây."
    assert all(one.returncode for those in server.started.values() for one in those), "nothing is left"


def test_jobs_that_die_again_and_again_end_it(capsys):
    server = Server(*[JOBS] * 5)
    assert server.watch.until_the_end() == 1
    assert server.paused == [1, 2, 4, 8]
    assert capsys.readouterr().err.endswith("Tiến trình công việc nền dừng đột ngột (mã -9).\n")
    assert server.started[PAGES][0].returncode == -signal.SIGTERM


def test_jobs_that_die_now_and_then_do_not(capsys):
    server = Server(*[JOBS] * 20, signal.SIGINT, apart=60)
    assert server.watch.until_the_end() == 0
    assert server.paused == [1] * 20


def test_pages_that_are_gone_end_it(capsys):
    server = Server(PAGES)
    assert server.watch.until_the_end() == 1
    assert capsys.readouterr().err == "Tiến trình phục vụ trang dừng đột ngột (mã -9).\n"
    assert server.started[JOBS][0].returncode == -signal.SIGTERM


def test_who_asks_for_the_end_while_jobs_wait_to_be_begun_anew_gets_it():
    server = Server(JOBS, pause=lambda seconds: signal.raise_signal(signal.SIGTERM))
    assert server.watch.until_the_end() == 0
    assert len(server.started[JOBS]) == 1
