"""``motcua measure --spark``: the answer of a cluster is the answer of the machine, in every form."""

from __future__ import annotations

import pytest

from motcua.measures.tests.test_marking import signed
from motcua.project import cli, commands
from tests.province import MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.xdist_group("spark")]


@pytest.fixture(autouse=True)
def facts(province, settings, tmp_path, monkeypatch):
    settings.FACTS_DIR = tmp_path / "facts"
    monkeypatch.setattr(commands, "_now", lambda: later(MONDAY, days=20))


def measured(capsys, *options):
    assert cli.main(["measure", "766", "ii-06", "--by", "agency", "--by", "quarter", *options]) == 0
    return capsys.readouterr().out


def test_a_cluster_answers_what_the_machine_answers_and_a_damaged_file_is_mended(
    spark_master, capsys, settings
):
    signed(days=3)
    here = measured(capsys, "--format", "csv")
    assert "766.2.1" in here
    for path in (settings.FACTS_DIR / "case").glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-40])
    assert measured(capsys, "--format", "csv", "--spark", spark_master) == here


def test_a_cluster_that_does_not_answer_is_named(capsys):
    signed()
    assert cli.main(["measure", "--spark", "spark://127.0.0.1:9"]) == 1
    assert "Không nối được cụm Spark ở spark://127.0.0.1:9" in capsys.readouterr().err
