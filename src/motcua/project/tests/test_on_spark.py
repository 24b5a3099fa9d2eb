"""A small province at work, counted by DuckDB and on a Spark cluster: every measure, every dimension, every period."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction
from django.test import override_settings

from motcua.kernel.calendar import LOCAL
from motcua.measures import reads, refreshing, spark
from motcua.measures.counting import DIMENSIONS, PERIODS, Asked
from motcua.measures.store import Store
from motcua.project import cast, simulation
from tests import province

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("spark")]

AT = datetime(2026, 12, 18, 15, 30, tzinfo=LOCAL)
"""A Friday afternoon: the quarter of reports began on Tuesday."""

WAYS = [
    (),
    ("agency", "month"),
    ("successor", "quarter"),
    ("level", "year"),
    ("procedure", "day"),
    ("field", "quarter"),
    ("channel", "month"),
    ("owner", "year"),
]


@pytest.fixture(scope="module")
def facts(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of the facts of sixty cases and the scenes of the cast."""
    folder = tmp_path_factory.mktemp("province")
    with (
        django_db_blocker.unblock(),
        override_settings(FACTS_DIR=folder / "facts", FILES_DIR=folder / "files"),
        transaction.atomic(),
    ):
        province.build()
        cast.engage(at=AT, everywhere=True)
        simulation.run(cases=60, days=30, seed=7, at=AT, progress=lambda *_: None, processes=1)
        refreshing.rebuild(at=AT)
        transaction.set_rollback(True)
    return folder / "facts"


@pytest.fixture(autouse=True)
def at_work(facts, settings):
    settings.FACTS_DIR = facts


@pytest.fixture(scope="module")
def cluster(spark_master, facts):
    with spark.cluster(spark_master, Store(facts)) as engine:
        yield engine


def test_every_dimension_and_period_is_asked_for():
    assert {name for way in WAYS for name in way} == {*DIMENSIONS, *PERIODS}


@pytest.mark.parametrize("by", WAYS, ids="-".join)
def test_every_measure_is_the_same_to_the_last_one(cluster, by):
    asked = Asked(AT, by=by)
    assert reads.lines(reads.chosen([]), asked, cluster) == reads.lines(reads.chosen([]), asked)


def test_form_ii06_of_a_quarter_is_the_same(cluster):
    asked = Asked(AT, datetime(2026, 9, 15, tzinfo=LOCAL).date(), datetime(2026, 12, 14, tzinfo=LOCAL).date())
    on_spark = reads.lines(reads.chosen(["ii-06"]), asked, cluster)
    assert on_spark == reads.lines(reads.chosen(["ii-06"]), asked)
    assert on_spark[0].tally.part > 0
