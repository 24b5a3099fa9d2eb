"""Watching over the processes of a server: one that may be begun anew is; any other that ends takes all along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from time import monotonic, sleep
from types import FrameType

Child = subprocess.Popen[bytes]

DEATHS, WITHIN = 5, 60.0
"""So many deaths within so many seconds are no accident: after the last of them everything ends."""
PAUSES = (1, 2, 4, 8)
"""Seconds before a process is begun anew: the more, the oftener it has died lately."""


def _until_one_ends() -> None:
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)


class Watch:
    """The children of this process, by the names that people know them by."""

    def __init__(
        self,
        start: Callable[[list[str]], Child],
        *,
        until_one_ends: Callable[[], None] = _until_one_ends,
        clock: Callable[[], float] = monotonic,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._start, self._until_one_ends, self._clock, self._pause = start, until_one_ends, clock, pause
        self._children: dict[str, Child] = {}
        self._anew: dict[str, list[str]] = {}
        self._deaths: list[float] = []
        self._asked = False

    def over(self, name: str, command: list[str], *, anew: bool = False) -> None:
        """Start a process and watch over it; ``anew`` when it is to be started again after it died."""
        self._children[name] = self._start(command)
        if anew:
            self._anew[name] = command

    def until_the_end(self) -> int:
        """Wait until one ends for good, which takes the others along; 0 when somebody asked for it."""
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)
        self._until_one_ends()
        while not self._asked and self._all_begun_anew():
            self._until_one_ends()
        code = 0 if self._asked else 1
        self._ask()
        for child in self._children.values():
            child.wait()
        return code

    def _ask(self, number: int = 0, frame: FrameType | None = None) -> None:
        self._asked = True
        for child in self._children.values():
            child.terminate()

    def _all_begun_anew(self) -> bool:
        dead = {name: child for name, child in self._children.items() if child.poll() is not None}
        again = [self._begun_anew(name, child) for name, child in dead.items()]
        return bool(again) and all(again)

    def _begun_anew(self, name: str, child: Child) -> bool:
        told = f"Tiến trình {name} dừng đột ngột (mã {child.returncode})"
        now = self._clock()
        self._deaths = [*(at for at in self._deaths if now - at < WITHIN), now]
        if name not in self._anew or len(self._deaths) >= DEATHS:
            print(f"{told}.", file=sys.stderr, flush=True)
            return False
        seconds = PAUSES[len(self._deaths) - 1]
        print(f"{told}, chạy lại sau {seconds} giây.", file=sys.stderr, flush=True)
        self._pause(seconds)
        if self._asked:
            return False
        self._children[name] = self._start(self._anew[name])
        if self._asked:  # while it was started, when it was not yet there to be told
            self._children[name].terminate()
        return True
