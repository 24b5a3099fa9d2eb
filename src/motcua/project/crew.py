"""One piece of work shared among processes, this one included; each has its own connection to the database."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

Tell = Callable[[float, int], None]
"""Told how far a share is (0 to 1) and how much it has made."""

EVERY = 0.3
"""Seconds between two words on how far a share is."""


def together(share: str, work: Any, processes: int, tell: Tell) -> Counter[str]:
    """Do all shares of a piece of work; ``share`` names ``module:function(work, number, of, tell)``.

    Raises RuntimeError with the helper's own words when a helper fails; whatever happens, none is left behind.
    """
    helpers = [_Helper(share, work, number, processes) for number in range(1, processes)]
    own = (0.0, 0)

    def told(fraction: float, made: int) -> None:
        nonlocal own
        own = (fraction, made)
        parts = [own, *(helper.heard() for helper in helpers)]
        tell(sum(part for part, _ in parts) / processes, sum(count for _, count in parts))

    try:
        done = _function(share)(work, 0, processes, told)
        while not all(helper.finished for helper in helpers):
            time.sleep(EVERY)
            told(1.0, own[1])
        return sum((helper.done for helper in helpers), done)
    finally:
        for helper in helpers:
            helper.leave()


class _Helper:
    """Another process at its share, and what it has said last."""

    def __init__(self, share: str, work: Any, number: int, of: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, theirs = spawn.Pipe(duplex=False)
        # packed, because what work is made of can only be imported once Django is ready
        packed = pickle.dumps(work)
        self.process = spawn.Process(target=_help, args=(share, packed, number, of, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.last = (0.0, 0)
        self.done: Counter[str] = Counter()
        self.finished = False

    def heard(self) -> tuple[float, int]:
        """How far the helper is; raises RuntimeError when it has failed."""
        while not self.finished and self.pipe.poll():
            self._take()
        return self.last

    def _take(self) -> None:
        try:
            kind, said = self.pipe.recv()
        except EOFError:
            kind, said = "failed", f"tiến trình phụ dừng đột ngột (mã {self.process.exitcode})"
        if kind == "failed":
            raise RuntimeError(said)
        if kind == "done":
            self.done, self.finished = said, True
        else:
            self.last = said

    def leave(self) -> None:
        if not self.finished:
            self.process.terminate()
        self.process.join()


def _help(share: str, packed: bytes, number: int, of: int, pipe: Connection) -> None:
    """The life of a helper: it sets up Django by itself and says how far it is, what it did, or why it failed."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is interrupted at the terminal ends its helpers itself
    django.setup()

    def tell(fraction: float, made: int) -> None:
        pipe.send(("so far", (fraction, made)))

    try:
        pipe.send(("done", _function(share)(pickle.loads(packed), number, of, tell)))  # noqa: S301 - our own
    except Exception:
        pipe.send(("failed", traceback.format_exc()))


def _function(name: str) -> Callable[..., Counter[str]]:
    module, _, function = name.partition(":")
    found: Callable[..., Counter[str]] = getattr(import_module(module), function)
    return found
