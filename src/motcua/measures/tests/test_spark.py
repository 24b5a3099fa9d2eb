"""Spark says what DuckDB says, to the last one: on made-up facts full of gaps, ties and edges of periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pyarrow as pa
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.refusals import Missing
from motcua.measures import counting, deriving, spark
from motcua.measures.counting import DIMENSIONS, PERIODS, Asked, scan
from motcua.measures.declaring import Count, measures
from motcua.measures.duck import Duck
from motcua.measures.facts import declared
from motcua.measures.language import Kind
from motcua.measures.spark import Spark
from motcua.measures.store import Manifest, Store
from tests.spark_cluster import WORKERS

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("spark")]

NOW = datetime(2026, 3, 20, 5, 0, 0, 123_456, tzinfo=UTC)
EDGES = [
    date(*day)
    for day in (
        (2025, 12, 14), (2025, 12, 15), (2025, 12, 31), (2026, 1, 1), (2026, 2, 28), (2026, 3, 1), (2026, 3, 14),
        (2026, 3, 15), (2024, 2, 29), (1970, 1, 1), (1969, 12, 31),
    )
]  # fmt: skip
WORDS = ["", "a", "A", "đ", "Đất đai", "it's", "a\\b", "a ", '"', "%", "\n"]


def instant(random):
    """A moment of an edge or the last day of the year before, a tie with the others more often than not."""
    return random.choice(
        [
            NOW.replace(tzinfo=None),
            NOW.replace(tzinfo=None) - timedelta(microseconds=random.choice([-1, 1])),
            datetime.combine(random.choice(EDGES), datetime.min.time()),
            datetime.combine(random.choice(EDGES), datetime.max.time()),
        ]
    )


def value(random, kind):
    made = {
        Kind.BOOL: lambda: random.random() < 0.5,
        Kind.INT: lambda: random.choice([0, 1, 2, 3, -7, 2**33]),
        Kind.TEXT: lambda: random.choice(WORDS),
        Kind.INSTANT: lambda: instant(random),
        Kind.DAY: lambda: random.choice(EDGES),
    }
    return made[kind]() if random.random() < 0.8 else None


def rows(random, fact, many):
    return [{name: value(random, kind) for name, kind in fact.kinds.items()} for _ in range(many)]


def of_places(random):
    """Agencies and procedures, one row each; some that cases name are in neither."""
    return {
        "agency": [dict(rows(random, declared()["agency"], 1)[0], agency=number) for number in (0, 1, 2, -7)],
        "procedure": [
            dict(rows(random, declared()["procedure"], 1)[0], procedure=word) for word in WORDS[:8]
        ],
    }


def filled(store, random):
    places = of_places(random)
    pieces = {}
    for fact in declared().values():
        for part in ("2025-12", "2026-01") if fact.streams else ("whole",):
            made = places.get(fact.name) or rows(random, fact, 300)
            table = pa.Table.from_pylist(made, deriving.schema(fact))
            pieces.setdefault(fact.name, {})[part] = store.put(fact.name, part, table)
    return Manifest(NOW, facts=pieces)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="module")
def manifest(store):
    return filled(store, Random(11))


@pytest.fixture(scope="module")
def cluster(spark_master, store):
    with spark.cluster(spark_master, store) as engine:
        yield engine


@pytest.fixture(scope="module")
def engines(store, manifest, cluster):
    """DuckDB and Spark, over the same files."""
    with Duck(store).following(manifest) as duck, cluster.following(manifest) as on_spark:
        yield duck, on_spark


def told(counts, asked, engines):
    duck, on_spark = (counting.count(counts, asked, engine) for engine in engines)
    return duck, on_spark


SHIPPED = [count for measure in measures().values() for count in measure.counts]


def test_every_shipped_count_is_spark_sql():
    for one in SHIPPED:
        query = scan(declared()[one.fact], one.when, [one], Asked(NOW)).sql(dialect="spark")
        assert sqlglot.parse_one(query, dialect="spark").sql(dialect="spark") == query


def test_two_machines_take_part(cluster):
    executors = cluster.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert len(executors) == 1 + WORKERS, "and the driver"


@settings(max_examples=4)
@given(
    by=st.lists(st.sampled_from([*DIMENSIONS, *PERIODS]), max_size=4, unique=True).map(tuple),
    first=st.none() | st.sampled_from(EDGES), last=st.none() | st.sampled_from(EDGES), later=st.integers(-90, 90),
)  # fmt: skip
def test_shipped_measures_are_the_same_to_the_last_one(engines, by, first, last, later):
    duck, on_spark = told(SHIPPED, Asked(NOW + timedelta(days=later), first, last, by), engines)
    assert on_spark == duck


def test_the_finest_that_can_be_told_apart_is_the_same(engines):
    duck, on_spark = told(
        SHIPPED, Asked(NOW, by=("agency", "procedure", "channel", "day", "quarter")), engines
    )
    assert on_spark == duck
    assert len(duck) > 20


FACT = declared()["case"]


def columns(kind):
    return st.sampled_from([name for name, each in FACT.kinds.items() if each is kind])


LITERALS = {
    Kind.BOOL: st.sampled_from(["true", "false"]),
    Kind.INT: st.integers(-9, 9).map(str),
    Kind.TEXT: st.sampled_from(["'" + word.replace("'", "''") + "'" for word in WORDS]),
    Kind.INSTANT: st.just("as_of"),
    Kind.DAY: st.sampled_from(["first_day", "last_day"]),
}
LEAVES = {kind: columns(kind) | literal for kind, literal in LITERALS.items()}


def chosen(inner):
    """What yields the kind of its parts: of some, one."""
    return (
        st.builds("coalesce({}, {})".format, inner, inner)
        | st.builds("least({}, {})".format, inner, inner)
        | st.builds("greatest({}, {})".format, inner, inner)
        | st.builds("case when {} then {} else {} end".format, LEAVES[Kind.BOOL], inner, inner)
        | st.builds("case when {} then {} end".format, LEAVES[Kind.BOOL], inner)
    )


def compared(kind):
    one = LEAVES[kind] | chosen(LEAVES[kind])
    return (
        st.builds("{} {} {}".format, one, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), one)
        | st.builds("{} between {} and {}".format, one, one, one)
        | st.builds("{} in ({}, {})".format, one, one, one)
        | st.builds("{} not in ({}, {})".format, one, one, one)
        | st.builds("{} is {}".format, columns(kind), st.sampled_from(["null", "not null"]))
    )


SUMS = st.builds(
    "({}) {} ({})".format, LEAVES[Kind.INT], st.sampled_from("+-*"), LITERALS[Kind.INT]
) | st.builds("-({})".format, LEAVES[Kind.INT])
CONDITIONS = st.recursive(
    LEAVES[Kind.BOOL] | st.one_of(*(compared(kind) for kind in LITERALS)),
    lambda inner: (
        st.builds("({}) and ({})".format, inner, inner)
        | st.builds("({}) or ({})".format, inner, inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=4,
)
DAY = st.just("received_day")
COUNTED = (
    st.builds(Count, st.just("case"), CONDITIONS, st.just(Kind.BOOL), DAY, st.sampled_from(["", "agency", "procedure"]))
    | st.builds(Count, st.just("case"), SUMS | chosen(SUMS), st.just(Kind.INT), DAY)
)  # fmt: skip


@settings(max_examples=4)
@given(
    counts=st.lists(COUNTED, min_size=30, max_size=40),
    first=st.sampled_from(EDGES),
    last=st.sampled_from(EDGES),
)
def test_whatever_is_written_in_the_language_counts_the_same(engines, counts, first, last):
    duck, on_spark = told(counts, Asked(NOW, min(first, last), max(first, last), ("channel",)), engines)
    assert on_spark == duck


def test_a_quarter_begins_on_the_fifteenth(engines):
    duck, on_spark = told(
        [Count("case", "true", Kind.BOOL, "received_day")], Asked(NOW, by=("day", "quarter")), engines
    )
    assert on_spark == duck
    (quarters,) = on_spark.values()
    edges = {"2025-12-14": 20254, "2025-12-15": 20261, "2026-03-14": 20261, "2026-03-15": 20262}
    assert {(date.fromisoformat(day), quarter) for day, quarter in edges.items()} <= set(quarters)


def test_facts_that_nobody_has_filled_are_counted_as_nothing(store, cluster):
    beside = Spark(cluster.session.newSession(), store)
    with Duck(store).following(Manifest(NOW)) as duck, beside.following(Manifest(NOW)) as on_spark:
        for by in ((), ("agency", "month")):
            nothing, on_spark_too = told(SHIPPED, Asked(NOW, by=by), (duck, on_spark))
            assert on_spark_too == nothing


def test_a_sum_too_large_is_refused_and_not_turned_over(tmp_path, cluster):
    store, fact = Store(tmp_path), declared()["case"]
    manifest = filled(store, Random(5))
    huge = [one | {"worked": 2**62, "received_day": EDGES[0]} for one in rows(Random(5), fact, 3)]
    pieces = {"2026-01": store.put("case", "2026-01", pa.Table.from_pylist(huge, deriving.schema(fact)))}
    worked = Count("case", "worked", Kind.INT, "received_day")
    beside = Spark(cluster.session.newSession(), store)
    with beside.following(Manifest(NOW, facts={**manifest.facts, "case": pieces})) as on_spark:
        with pytest.raises(Missing, match="không đếm được"):
            counting.count([worked], Asked(NOW), on_spark)


def test_a_file_that_the_cluster_cannot_read_is_told_with_its_folder(tmp_path, cluster):
    store = Store(tmp_path)
    manifest = filled(store, Random(5))
    for path in tmp_path.glob("case/*.parquet"):
        path.write_bytes(b"?" * path.stat().st_size)
    beside = Spark(cluster.session.newSession(), store)
    with pytest.raises(Missing, match=str(tmp_path)), beside.following(manifest) as on_spark:
        counting.count(SHIPPED, Asked(NOW), on_spark)


def test_a_cluster_that_is_not_there_is_named(store):
    with pytest.raises(Missing, match=r"spark://127\.0\.0\.1:9"), spark.cluster("spark://127.0.0.1:9", store):
        pass


def test_without_pyspark_it_is_said_what_to_install(store, monkeypatch):
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(Missing, match=r"\.\[spark\]"), spark.cluster("spark://127.0.0.1:7077", store):
        pass
