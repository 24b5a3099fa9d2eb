"""Figures for the public: open to everybody, nobody in them, the same as files with a dictionary."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO

import pyarrow.parquet as pq
import pytest
from django.test import Client

from motcua.cases import acts
from motcua.measures import refreshing
from motcua.measures.public.datasets import DATASETS
from motcua.measures.tests.test_marking import signed
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

NOW = later(MONDAY, days=10)


def received(number):
    for place in range(number):
        acts.receive(
            file_birth(at=MONDAY + timedelta(minutes=place)), by=who("minh"), at=later(MONDAY, hours=2)
        )
    refreshing.rebuild(at=NOW)


def taken(name, form="csv"):
    answer = Client().get(f"/cong-khai/du-lieu/{name}/{form}/")
    assert answer.status_code == 200, answer.status_code
    return answer


def rows(name):
    return list(csv.DictReader(StringIO(taken(name).content.decode("utf-8-sig"))))


def test_who_is_not_signed_in_sees_figures_and_who_has_many_cases():
    received(5)
    answer = Client().get("/cong-khai/")
    page = " ".join(answer.content.decode().split())
    assert "<dt>Tiếp nhận</dt><dd>5</dd>" in page
    assert "Thành Sen" in page
    assert "Số liệu đến 08:00 thứ Năm 26/11/2026." in page
    assert answer["Cache-Control"] == "public, max-age=600"


def test_few_cases_are_not_told_of_a_place():
    received(4)
    page = Client().get("/cong-khai/").content.decode()
    assert "Thành Sen" not in page
    (row,) = rows("ho-so-theo-co-quan")
    assert (row["co_quan"], row["tiep_nhan"], row["an"]) == ("gso-18073", "", "true")


def test_before_there_are_facts_the_page_says_so():
    assert "chưa có dữ liệu" in Client().get("/cong-khai/").content.decode()
    assert Client().get("/cong-khai/du-lieu/diem-766/csv/").status_code == 404


def test_agencies_with_enough_finished_cases_are_marked():
    for _ in range(5):
        signed()
    refreshing.rebuild(at=NOW)
    page = Client().get("/cong-khai/").content.decode()
    marks = page.partition("Chấm điểm theo TT 01/2018/TT-VPCP")[2].partition("</table>")[0]
    assert "Thành Sen" in marks
    assert [row["an"] for row in rows("cham-diem-co-quan")].count("false") >= 1


def test_facts_of_an_older_declaration_are_told_by_nobody():
    received(5)
    here = refreshing.store()
    here.swap(replace(here.manifest(), digests={}))
    assert "chưa có dữ liệu" in Client().get("/cong-khai/").content.decode()


def test_the_same_rows_are_csv_json_and_parquet_with_the_columns_of_the_dictionary():
    received(5)
    package = json.loads(Client().get("/cong-khai/du-lieu/").content)
    assert [one["name"] for one in package["resources"]] == list(DATASETS)
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for one in package["resources"]:
        columns = [column["name"] for column in one["schema"]["fields"]]
        as_json = json.loads(taken(one["name"], "json").content)
        table = pq.read_table(BytesIO(taken(one["name"], "parquet").content))
        assert table.column_names == columns
        assert [list(row) for row in as_json["rows"]] == [columns] * len(as_json["rows"])
        assert table.to_pylist() == as_json["rows"]
        assert len(rows(one["name"])) == table.num_rows
    assert [row["tiep_nhan"] for row in rows("ho-so-theo-linh-vuc")] == ["5"]


def test_a_file_that_has_not_changed_is_not_sent_again():
    received(1)
    first = taken("diem-766")
    again = Client().get("/cong-khai/du-lieu/diem-766/csv/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("wrong", ["khong-co/csv/", "diem-766/exe/"])
def test_what_is_not_offered_is_not_found(wrong):
    received(1)
    assert Client().get(f"/cong-khai/du-lieu/{wrong}").status_code == 404
