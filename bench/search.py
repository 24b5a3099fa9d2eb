"""Finding with a million cases: a case by its code in public, cases on the desk, procedures in the catalogue.

    python bench/search.py [--seconds 5] [--record]

Each page over HTTP, for one user and for sixteen, beside a bare Django that answers as many bytes in the same run; the
statements of each search alone beside ``SELECT 1``. The words are those of people in the province that was built.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import _million, _pages
from bench._report import options, report

TARGET = "target: median and p95 under 50 ms for one user"


@dataclass(frozen=True, slots=True)
class Search:
    """One way of finding: the page that a person asks for, and the read behind it."""

    title: str
    path: str
    username: str
    read: Callable[[], object]


def main() -> None:
    told = options(__doc__, seconds=5)
    database = _million.build()
    from bench._sql import milliseconds, round_trip, statements_of

    with report("search", database, record=told.record) as say:
        say(f"searches beside {_million.CASES:,} cases; {TARGET}")
        floor, trip = _pages.floor(6000, seconds=told.seconds, database=database), round_trip()
        for search in searches():
            with _pages.visited(search.username) as (visitors, web):
                page = _pages.measure(visitors, search.path, seconds=told.seconds, watched=(web, database))
            say(search.title)
            for line in page.lines(floor):
                say(line)
            taken = sum(milliseconds(statement.run, rounds=50) for statement in statements_of(search.read))
            say(f"  SQL alone {taken:6.2f} ms   × {taken / trip:4.1f} a round trip ({trip:.2f} ms)")


def searches() -> Iterator[Search]:
    """By code in public; on the desk by code, its beginning, name and personal number; procedures by words."""
    from django.utils import timezone

    from motcua.cases import reads
    from motcua.cases.models import Case
    from motcua.kernel.calendar import local
    from motcua.people.actors import actor_named
    from motcua.procedures import reads as procedures

    today = local(timezone.now()).date()
    minh = actor_named("minh", on=today)
    assert minh is not None
    case = Case.objects.filter(reception__in=minh.agencies).select_related("applicant").order_by("id")[1000]
    name = case.applicant.name.lower()
    yield Search("tracking by code", f"/tra-cuu/?ma={quote(case.code)}", "", lambda: reads.track(case.code))
    words = {
        "code": case.code,
        "beginning of a code": case.code[:15],
        "name": name,
        "rare name": "zzz khong ai",
        "personal number": case.applicant.identity,
    }
    for title, text in words.items():
        yield Search(
            f"desk, by {title}: {text}", f"/ban-lam-viec/?q={quote(text)}", "minh",
            lambda text=text: reads.search(minh, text),
        )  # fmt: skip
    for text in ("khai sinh", "giay phep xay dung nha o", "1.001193"):
        yield Search(
            f"procedures: {text}", f"/thu-tuc/?q={quote(text)}", "",
            lambda text=text: procedures.search(text, on=today),
        )  # fmt: skip


if __name__ == "__main__":
    main()
