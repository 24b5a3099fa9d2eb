"""The boards over a million cases: the server's time for each page, right after a change and a moment later.

    python bench/boards.py [--cases 1000000] [--rounds 5] [--record]

The peer is one query written by hand for DuckDB that counts what the first board shows, over the same files in the
same process. The facts are made as files; "changed" is the first look after the facts have changed, "again" the next.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import house, province, server
from bench._report import options, report

LIMIT = 100
"""Milliseconds that a board may take."""
ANSWERED = 5
"""One in so many cases has an answer."""
PAGES = {
    "the province": "/dieu-hanh/",
    "a screen on the wall": "/dieu-hanh/?man-hinh",
    "the score": "/dieu-hanh/766/?ky={year}",
    "the map": "/dieu-hanh/ban-do/?ky={year}",
    "what waits": "/dieu-hanh/ton-dong/",
    "slow steps": "/dieu-hanh/diem-nghen/",
    "ranks": "/dieu-hanh/xep-hang/?ky={year}",
    "a number opened": "/dieu-hanh/chi-tieu/766.2.1/?ky={year}",
    "of one commune": "/dieu-hanh/chi-tieu/now.late/?co-quan=gso-18073",
    "marks": "/dieu-hanh/cham-diem/",
    "the targets": "/dieu-hanh/muc-tieu/",
    "one target": "/dieu-hanh/muc-tieu/HT22-06.3/",
    "the indices": "/dieu-hanh/chi-so/",
    "an index": "/dieu-hanh/chi-so/pci/",
    "the forecast": "/dieu-hanh/du-bao/",
    "how satisfied": "/dieu-hanh/hai-long/",
    "surveys by sample": "/dieu-hanh/khao-sat/",
    "a report": "/dieu-hanh/bao-cao/",
    "a report on an agency": "/dieu-hanh/bao-cao/?co-quan=gso-18073",
    "a report on the resolution": "/dieu-hanh/bao-cao/?loai=nghi-quyet",
    "the public's": "/cong-khai/",
    "open data": "/cong-khai/du-lieu/ho-so-theo-co-quan/csv/",
}
BY_HAND = """
SELECT agency, count(*) FILTER (WHERE received_day BETWEEN DATE '{first}' AND DATE '{last}'),
  count(*) FILTER (WHERE finished_day BETWEEN DATE '{first}' AND DATE '{last}' AND received_at IS NOT NULL),
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL),
  count(*) FILTER (WHERE received_at IS NOT NULL AND finished_at IS NULL AND NOT held
    AND late_after < TIMESTAMP '{now}')
FROM case_facts GROUP BY agency"""


def main() -> None:
    told = options(__doc__, cases=1_000_000, rounds=5)
    at = datetime.now(UTC).replace(microsecond=0)
    with house("boards") as folder:
        _prepare(told.cases, at)
        with report("boards", server(folder), record=told.record) as say:
            say(f"{told.cases:,} cases; target: a board in under {LIMIT} ms of the server's time")
            _look(say, told.rounds, at)


def _prepare(cases: int, at: datetime) -> None:
    from django.core.management import call_command

    from bench import _answers, _facts
    from motcua.measures import forecasting, refreshing
    from motcua.surveys import months

    province(at)
    call_command("collectstatic", interactive=False, verbosity=0)
    _answers.fill(cases // ANSWERED, at=at)
    _facts.make(refreshing.store(), cases, at=at, contributions=True)
    forecasting.learn(at=at)
    months.keep(at=at)


def _look(say: Callable[[str], None], rounds: int, at: datetime) -> None:
    from django.test import Client

    from motcua.people import actors
    from motcua.people.models import Account

    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(username="quan"))
    looked: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in PAGES}
    hands = []
    for turn in range(rounds + 1):
        for place, (name, address) in enumerate(PAGES.items()):
            now = at + timedelta(hours=turn, minutes=place)
            actors.timezone = SimpleNamespace(now=lambda now=now: now)  # type: ignore[attr-defined]
            first, again = (_took(client, address.format(year=at.year)) for _ in range(2))
            if turn:  # the first turn opens files and connections
                looked[name][0].append(first)
                looked[name][1].append(again)
        hands.append(_by_hand(at))
    hand = median(hands)
    say(
        f"  {hand * 1000:6.0f} ms                  one query by hand over the rows, for the counts of the first board"
    )
    for name, (first, again) in looked.items():
        slow, quick = median(first) * 1000, median(again) * 1000
        ratios = f"× {slow / hand / 1000:4.1f} by hand, × {slow / LIMIT:4.2f} of the target"
        say(f"  {slow:6.0f} ms, again {quick:5.0f} ms  {ratios}   {name}")


def _took(client: object, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)  # type: ignore[attr-defined]
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise AssertionError(f"{address}: {answer.status_code}")
    return taken


def _by_hand(at: datetime) -> float:
    from motcua.measures import reads

    now = at.replace(tzinfo=None).isoformat(" ")
    query = BY_HAND.format(first=at.date().replace(day=1), last=at.date(), now=now)
    began = time.perf_counter()
    reads.engine().run(query)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
