"""A page as one user meets it and as many meet it at once, beside the floor of a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench._web import FLOOR, Times, Visitor, closed_loop, serving

MANY = 16


@dataclass(frozen=True, slots=True)
class Measured:
    """An address measured: one user, then ``MANY``; ``cpu`` is of the web server and of the database server."""

    one: Times
    many: Times
    length: int

    def lines(self, floor: Measured) -> Iterator[str]:
        """What one says of it beside the floor."""
        for users, own, bare in ((1, self.one, floor.one), (MANY, self.many, floor.many)):
            web, database = own.cpu_each
            yield (
                f"  {users:2} at once: {own}   × {own.median / bare.median:4.1f} the floor   "
                f"CPU {web:5.2f} ms web + {database:5.2f} ms database a page"
            )


def measure(visitors: Sequence[Visitor], path: str, *, seconds: float, watched: Sequence[int]) -> Measured:
    """Have ``MANY`` visitors ask for a page; the first of them alone before."""
    length = len(_page(visitors[0], path))
    visits = [lambda visitor=visitor: bool(_page(visitor, path)) for visitor in visitors]
    closed_loop(visits, seconds=min(seconds, 3), at_most=40 * MANY)  # connections open, plans are learnt
    one = closed_loop(visits[:1], seconds=seconds, at_most=300, watched=watched)
    many = closed_loop(visits, seconds=seconds, at_most=4000, watched=watched)
    return Measured(one, many, length)


def _page(visitor: Visitor, path: str) -> bytes:
    answer = visitor.get(path)
    if answer.status != 200:
        sys.exit(f"{path} answers {answer.status}")
    return answer.body


def floor(length: int, *, seconds: float, database: int) -> Measured:
    """The same of a bare Django that answers ``length`` bytes."""
    with serving(FLOOR, MOTCUA_BENCH_BYTES=str(length)) as web:
        visitors = [Visitor(web.port) for _ in range(MANY)]
        return measure(visitors, "/", seconds=seconds, watched=(web.pid, database))


@contextmanager
def visited(username: str = "") -> Iterator[tuple[list[Visitor], int]]:
    """``MANY`` visitors of motcua, all of them signed in as one of the cast or nobody; and the server's process."""
    with serving() as web:
        visitors = [Visitor(web.port) for _ in range(MANY)]
        yield [visitor.sign_in(username) if username else visitor for visitor in visitors], web.pid
