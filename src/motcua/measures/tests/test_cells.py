"""Cells say what the rows say, whatever is asked, and follow files and moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.measures import deriving
from motcua.measures.counting import DIMENSIONS, Asked, at_end_of, of_period, scan
from motcua.measures.declaring import Count
from motcua.measures.duck import PERIODS_KEPT, Duck
from motcua.measures.facts import declared
from motcua.measures.language import Kind
from motcua.measures.store import Manifest, Store

pytestmark = pytest.mark.once

NOW = datetime(2026, 3, 20, 5, tzinfo=UTC)

JUDGED = Count("case", "finished_at <= due_at or finished_day > last_day", Kind.BOOL, "received_day")
COUNTS = (
    JUDGED,
    *(at_end_of(name, JUDGED) for name in ("month", "quarter", "year")),
    Count("case", "finished_at <= due_at or (finished_at is null and as_of <= due_at)", Kind.BOOL, "received_day"),
    Count("case", "true", Kind.BOOL, "received_day"),
    Count("case", "channel = 2", Kind.BOOL, "received_day", "procedure"),
    Count("case", "finished_at > due_at", Kind.BOOL, "finished_day"),
    Count("case", "worked", Kind.INT, "finished_day"),
    Count("case", "case when bundled then worked end", Kind.INT, "finished_day"),
    Count("case", "finished_at is null and due_at < as_of", Kind.BOOL),
    Count("case", "case when due_at < as_of then worked end", Kind.INT),
    Count("case", "received_day <= last_day and (finished_day is null or finished_day > last_day)", Kind.BOOL),
    Count("case", "finished_day between first_day and last_day", Kind.BOOL, "", "channel"),
    Count("case", "due_at < as_of and received_day >= first_day", Kind.BOOL),
)  # fmt: skip

REPEATABLE = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
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


KNOWN = [name for name, told in DIMENSIONS.items() if told.column in ("agency", "procedure", "channel")]


def table(fact, rows):
    plain = dict.fromkeys(declared()[fact].kinds)
    return pa.Table.from_pylist([plain | row for row in rows], deriving.schema(declared()[fact]))


def both(duck, when, asked, looking_at_the_period=False):
    """What the cells say and what the rows say; empty groups say nothing."""
    fact = declared()["case"]
    counts = [one for one in COUNTS if one.when == when and of_period(fact, one) == looking_at_the_period]
    query = scan(fact, when, counts, asked).sql(dialect="duckdb")
    return sorted(duck.counted(fact, when, counts, asked), key=str), sorted(duck.run(query), key=str)


@REPEATABLE
@given(
    by=st.lists(st.sampled_from([*KNOWN, "day", "month", "quarter", "year"]), max_size=3, unique=True),
    first=DAYS, last=DAYS, later=st.integers(-90, 90), when=st.sampled_from(["received_day", "finished_day", ""]),
)  # fmt: skip
def test_cells_say_what_the_rows_say(filled, engine, by, first, last, later, when):
    if not when and {"day", "month", "quarter", "year"} & set(by):
        by = []
    asked = Asked(NOW + timedelta(days=later), first, last, tuple(by))
    with engine.following(filled[1]) as duck:
        said, counted = both(duck, when, asked)
    assert said == counted


@REPEATABLE
@given(
    by=st.lists(st.sampled_from(KNOWN), max_size=2, unique=True),
    first=DAYS, last=DAYS, later=st.integers(-90, 90), when=st.sampled_from(["received_day", ""]),
)  # fmt: skip
def test_cells_of_a_period_say_what_the_rows_say(filled, engine, by, first, last, later, when):
    asked = Asked(NOW + timedelta(days=later), first, last, tuple(by))
    with engine.following(filled[1]) as duck:
        said, counted = both(duck, when, asked, looking_at_the_period=True)
    assert said == counted


@settings(REPEATABLE, max_examples=3)
@given(
    turns=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(-60, 60)), min_size=17, max_size=20
    )
)
def test_files_change_and_time_goes_on_and_back(filled, turns):
    """Whatever changes in whatever order, time and again: what was taken off and added is what is there."""
    store, manifest = filled
    duck, files = Duck(store, COUNTS), dict(manifest.facts["case"])
    for turn, (place, many, later) in enumerate(turns):
        month = sorted(manifest.facts["case"])[place]
        rows = cases(Random(turn), date.fromisoformat(f"{month}-01"), many)
        files = {**files, month: store.put("case", month, rows)} if many else {
            one: piece for one, piece in files.items() if one != month
        }  # fmt: skip
        asked = Asked(NOW + timedelta(days=later), by=("agency",))
        with duck.following(Manifest(NOW, facts={**manifest.facts, "case": files})):
            for when, period in (("", True), ("", False), ("received_day", True), ("received_day", False)):
                said, counted = both(duck, when, asked, looking_at_the_period=period)
                assert said == counted


@pytest.fixture(scope="module")
def engine(filled):
    return Duck(filled[0], COUNTS)


@pytest.fixture
def counting(filled, monkeypatch):
    """An engine, and every query that it runs to count rows of files."""
    duck, ran = Duck(filled[0], COUNTS), []
    run = Duck.run

    def noted(self, query):
        if "read_parquet" in query and "VIEW" not in query:
            ran.append(query)
        return run(self, query)

    monkeypatch.setattr(Duck, "run", noted)
    return duck, ran


def test_a_moment_later_only_rows_are_counted_over_which_it_has_passed(filled, counting):
    duck, ran = counting
    for later in (0, 1):
        asked = Asked(NOW + timedelta(days=later), by=("agency", "month"))
        with duck.following(filled[1]):
            duck.counted(declared()["case"], "received_day", COUNTS[:2], asked)
    at_first, afterwards = ran
    assert "case/2025-12" in at_first
    assert "case/2025-12" not in afterwards
    assert "case/2026-03" in afterwards
    assert "due_at BETWEEN TIMESTAMP '2026-03-20 05:00:00' AND TIMESTAMP '2026-03-21 05:00:00'" in afterwards


def test_all_days_until_now_are_a_period_that_goes_on(filled, counting):
    duck, ran = counting
    for later in (timedelta(0), timedelta(minutes=1), timedelta(days=1)):
        with duck.following(filled[1]):
            both(duck, "", Asked(NOW + later, by=("agency",)), looking_at_the_period=True)
    at_first, a_minute_later, a_day_later = ran
    assert "received_day <= CAST('2026-03-20' AS DATE)" in at_first
    assert "received_day BETWEEN" not in a_minute_later
    assert "received_day BETWEEN DATE '2026-03-20' AND DATE '2026-03-21'" in a_day_later
    assert "case/2025-12" not in a_day_later


def test_cells_of_many_periods_are_let_go(filled, counting):
    duck, _ = counting
    count = next(one for one in COUNTS if "first_day" in one.expression)
    for day in range(1, 20):
        with duck.following(filled[1]):
            duck.counted(declared()["case"], "", [count], Asked(NOW, date(2026, 1, day)))
    tables = duck.run("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'case_cells%'")
    assert tables[0][0] <= 2 * PERIODS_KEPT


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
    assert quarters_of(tmp_path, day) == [quarter, quarter]


@pytest.mark.parametrize(
    ("report_day", "day", "quarter"),
    [(1, "2025-12-31", 20254), (1, "2026-01-01", 20261), (1, "2026-03-31", 20261), (1, "2026-04-01", 20262),
     (20, "2025-12-19", 20254), (20, "2025-12-20", 20261), (20, "2026-03-20", 20262)],
)  # fmt: skip
def test_or_on_the_day_that_a_province_sets(tmp_path, settings, report_day, day, quarter):
    settings.REPORT_DAY = report_day
    assert quarters_of(tmp_path, day) == [quarter, quarter]


def quarters_of(tmp_path, day):
    """The quarter of a day by cells, and by rows."""
    store, fact = Store(tmp_path), declared()["case"]
    row = {"case_id": "x", "received_day": date.fromisoformat(day), "received_at": NOW.replace(tzinfo=None)}
    pieces = {"case": {"2026-03": store.put("case", "2026-03", table("case", [row]))}}
    found = []
    for duck in (Duck(store, COUNTS), Duck(store)):
        with duck.following(Manifest(NOW, facts=pieces)):
            ((said, _),) = duck.counted(fact, "received_day", COUNTS[1:2], Asked(NOW, by=("quarter",)))
            found.append(said)
    return found
