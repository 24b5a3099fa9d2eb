"""Cells say what the rows say, whatever is asked, and follow files and moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.measures import deriving
from motcua.measures.counting import DIMENSIONS, Asked, scan
from motcua.measures.declaring import Count
from motcua.measures.duck import Duck
from motcua.measures.facts import declared
from motcua.measures.language import Kind
from motcua.measures.store import Manifest, Store

pytestmark = pytest.mark.once

NOW = datetime(2026, 3, 20, 5, tzinfo=UTC)

COUNTS = (
    Count("case", "finished_at <= due_at or (finished_at is null and as_of <= due_at)", Kind.BOOL, "received_day"),
    Count("case", "true", Kind.BOOL, "received_day"),
    Count("case", "channel = 2", Kind.BOOL, "received_day", "procedure"),
    Count("case", "finished_at > due_at", Kind.BOOL, "finished_day"),
    Count("case", "worked", Kind.INT, "finished_day"),
    Count("case", "case when bundled then worked end", Kind.INT, "finished_day"),
    Count("case", "finished_at is null and due_at < as_of", Kind.BOOL),
)  # fmt: skip

DAYS = st.none() | st.dates(date(2025, 11, 20), date(2026, 4, 10))


def cases(random, month, many=40):
    fact = declared()["case"]
    rows = [case(random, month, number) for number in range(many)]
    plain = {column.name: None for column in fact.columns}
    return deriving.ordered(fact, pa.Table.from_pylist([plain | row for row in rows], deriving.schema(fact)))


def case(random, month, number):
    received = datetime.combine(month, datetime.min.time()) + timedelta(hours=random.randrange(28 * 24))
    finished = received + timedelta(hours=random.randrange(900)) if random.random() < 0.8 else None
    if finished and finished > NOW.replace(tzinfo=None):
        finished = None
    return {
        "case_id": f"{month}-{number}", "agency": random.choice([1, 2, None]), "channel": random.choice([1, 2, 3]),
        "procedure": random.choice(["a", "b", "c"]), "bundled": random.random() < 0.3, "received_at": received,
        "received_day": received.date() if random.random() < 0.9 else None, "finished_at": finished,
        "due_at": received + timedelta(hours=random.randrange(900)), "worked": random.choice([None, 5, 60]),
        "finished_day": finished.date() if finished else None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("facts"))
    return store, written(store, Random(3))


def written(store, random):
    agencies = [
        {"agency": 1, "successor": 2, "level": "commune"},
        {"agency": 2, "successor": 2, "level": "province"},
    ]
    procedures = [{"procedure": "a", "field": "Hộ tịch"}, {"procedure": "b", "field": "Đất đai"}]
    months = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    pieces = {
        "case": {
            f"{month:%Y-%m}": store.put("case", f"{month:%Y-%m}", cases(random, month)) for month in months
        },
        "agency": {"whole": store.put("agency", "whole", table("agency", agencies))},
        "procedure": {"whole": store.put("procedure", "whole", table("procedure", procedures))},
    }
    return Manifest(NOW, facts=pieces)


def table(fact, rows):
    plain = dict.fromkeys(declared()[fact].kinds)
    return pa.Table.from_pylist([plain | row for row in rows], deriving.schema(declared()[fact]))


def both(duck, when, asked):
    """What the cells say and what the rows say; empty groups say nothing."""
    fact, counts = declared()["case"], [one for one in COUNTS if one.when == when]
    query = scan(fact, when, counts, asked).sql(dialect="duckdb")
    return sorted(duck.counted(fact, when, counts, asked), key=str), sorted(duck.run(query), key=str)


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    by=st.lists(st.sampled_from([*DIMENSIONS, "day", "month", "quarter", "year"]), max_size=3, unique=True),
    first=DAYS, last=DAYS, later=st.integers(-90, 90), when=st.sampled_from(["received_day", "finished_day", ""]),
)  # fmt: skip
def test_cells_say_what_the_rows_say(filled, engine, by, first, last, later, when):
    if not when and {"day", "month", "quarter", "year"} & set(by):
        by = []
    asked = Asked(NOW + timedelta(days=later), first, last, tuple(by))
    with engine.following(filled[1]) as duck:
        said, counted = both(duck, when, asked)
    assert said == counted


@pytest.fixture(scope="module")
def engine(filled):
    return Duck(filled[0], COUNTS)


def test_the_cells_are_used_and_a_settled_file_is_counted_once(filled, monkeypatch):
    store, manifest = filled
    duck, ran = Duck(store, COUNTS), []
    run = duck.run
    cells = duck._cells["case"]
    monkeypatch.setattr(cells, "_run", lambda query: (ran.append(query), run(query))[1])
    for later in (0, 1):
        asked = Asked(NOW + timedelta(days=later), by=("agency", "month"))
        with duck.following(manifest):
            duck.counted(declared()["case"], "received_day", COUNTS[:2], asked)
    of_december = [query for query in ran if "INSERT" in query and "case/2025-12" in query]
    of_march = [query for query in ran if "INSERT" in query and "case/2026-03" in query]
    assert (len(of_december), len(of_march)) == (1, 2), "only what lies ahead is counted for each moment"


def test_a_file_that_changed_is_counted_anew_and_the_others_are_not(filled):
    store, manifest = filled
    duck = Duck(store, COUNTS)
    asked = Asked(NOW + timedelta(days=90), by=("month",))
    with duck.following(manifest):
        before, _ = both(duck, "received_day", asked)
    fewer = cases(Random(9), date(2025, 12, 1), many=7)
    changed = {**manifest.facts["case"], "2025-12": store.put("case", "2025-12", fewer)}
    with duck.following(Manifest(NOW, facts={**manifest.facts, "case": changed})):
        said, counted = both(duck, "received_day", asked)
    assert said == counted != before


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2025-12-14", 20254), ("2025-12-15", 20261), ("2026-03-14", 20261), ("2026-03-15", 20262),
        ("2026-06-14", 20262), ("2026-06-15", 20263), ("2026-09-14", 20263), ("2026-09-15", 20264),
    ],
)  # fmt: skip
def test_a_quarter_begins_on_the_fifteenth(tmp_path, day, quarter):
    store, fact = Store(tmp_path), declared()["case"]
    row = {"case_id": "x", "received_day": date.fromisoformat(day), "received_at": NOW.replace(tzinfo=None)}
    pieces = {"case": {"2026-03": store.put("case", "2026-03", table("case", [row]))}}
    with Duck(store, COUNTS).following(Manifest(NOW, facts=pieces)) as duck:
        for one in (duck, Duck(store)):
            with one.following(Manifest(NOW, facts=pieces)):
                ((found, _),) = one.counted(fact, "received_day", COUNTS[1:2], Asked(NOW, by=("quarter",)))
                assert found == quarter
