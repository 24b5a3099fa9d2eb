"""What a benchmark says: lines on the screen and, with ``--record``, its part of docs/reference/performance.md."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench._machine import describe_machine, others_cpu

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "performance.md"


def options(told: str | None, **defaults: int | str) -> argparse.Namespace:
    """The options of a benchmark: ``--record`` and some numbers or texts with their defaults."""
    parser = argparse.ArgumentParser(description=(told or "").partition("\n")[0])
    parser.add_argument(
        "--record", action="store_true", help="write the figures into docs/reference/performance.md"
    )
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"default {default}")
    return parser.parse_args()


@contextmanager
def report(name: str, *own: int, record: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that says a line; ``own`` are processes that are not others, a database server say."""
    lines: list[str] = []

    def say(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    with others_cpu(*own) as others:
        yield say
    say(describe_machine())
    say(f"{others}; {datetime.now(UTC):%Y-%m-%d}")
    if record:
        _record(name, lines)


def _record(name: str, lines: list[str]) -> None:
    """Put the lines in place of those between the marks of ``name``."""
    page = PAGE.read_text(encoding="utf-8")
    fenced = "\n".join(["```", *(line.rstrip() for line in lines), "```"])
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    page, found = marked.subn(lambda mark: mark[1] + fenced + "\n" + mark[2], page)
    if not found:
        raise LookupError(f"{PAGE} has no place for {name}")
    PAGE.write_text(page, encoding="utf-8")
