"""Figures for the public: open to everybody, nobody in them, the same as files with a dictionary."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from motcua.cases import acts
from motcua.measures import deriving, refreshing
from motcua.measures.boards import telling
from motcua.measures.facts import declared
from motcua.measures.public import pages
from motcua.measures.public.datasets import DATASETS
from motcua.measures.tests import made
from motcua.measures.tests.test_marking import signed
from tests.province import MONDAY, THANH_SEN, agency, later, who
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
    assert '<dt>Đã tiếp nhận</dt><dd><a class="govuk-link" href="#du-lieu">5</a></dd>' in page
    assert "Thành Sen" in page
    assert "Số liệu đến 08:00 thứ Năm 26/11/2026." in page
    assert answer["Cache-Control"] == "public, max-age=600"


def score_on_the_page():
    """Of each group of the score: points, of how many that are known, of how many there are, as the page has it."""
    table = Client().get("/cong-khai/").context["tables"][2]
    return {title: tuple(map(str, told)) for title, *told in table.rows}


def score_in_the_data():
    """The same, added up from the open data of the quarter that runs."""
    groups = {}
    for row in rows("diem-766"):
        if row["quy"] == "2026-4":
            groups.setdefault(row["nhom"], []).append((row["diem"], Fraction(row["diem_toi_da"])))
    return {
        title: (
            sum((Fraction(points) for points, _ in told if points), Fraction(0)),
            sum((most for points, most in told if points), Fraction(0)),
            sum(most for _, most in told),
        )
        for title, told in groups.items()
    }


def test_the_score_of_each_group_is_the_sum_of_what_the_data_say_and_unknown_is_not_zero():
    for _ in range(5):
        signed()
    refreshing.rebuild(at=NOW)
    page, data = score_on_the_page(), score_in_the_data()
    assert page.keys() == data.keys()
    unknown = {title for title, (_, known, _) in data.items() if not known}
    assert unknown
    assert unknown != data.keys()
    for title, (points, known, most) in data.items():
        said = (
            ("chưa có dữ liệu", "–") if title in unknown else (telling.points(points), telling.points(known))
        )
        assert page[title] == (*said, telling.points(most))


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


def test_in_both_languages_the_hour_has_the_same_number():
    received(5)
    vietnamese = Client().get("/cong-khai/").content.decode()
    received(2)
    reader = Client()
    reader.cookies["ngon_ngu"] = "en"
    english = reader.get("/cong-khai/").content.decode()
    number = '<a class="govuk-link" href="#du-lieu">5</a>'
    assert number in vietnamese
    assert number in english
    assert '<html lang="en"' in english


def test_another_process_tells_the_same_moment_of_an_hour():
    received(1)
    first = taken("diem-766")
    refreshing.rebuild(at=NOW + timedelta(minutes=7))
    pages._moment.cache_clear()
    assert taken("diem-766")["ETag"] == first["ETag"]


def test_a_file_that_has_not_changed_is_not_sent_again():
    received(1)
    first = taken("diem-766")
    again = Client().get("/cong-khai/du-lieu/diem-766/csv/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def lies(*groups):
    """Cases of some agencies, procedures and months, put in place of those of the facts."""
    rows = [
        made.case(number, datetime(2026, month, 20, 2, tzinfo=UTC), 60, 90, agency(slug))[0]
        | {"procedure": code}
        for number, (slug, code, month) in enumerate(
            (slug, code, month) for slug, code, month, many in groups for _ in range(many)
        )
    ]
    refreshing.rebuild(at=NOW)
    here = refreshing.store()
    table = pa.Table.from_pylist(rows, schema=deriving.schema(declared()["case"]))
    found = here.manifest()
    here.swap(replace(found, facts={**found.facts, "case": {"whole": here.put("case", "whole", table)}}))


def test_every_form_of_every_dataset_is_of_one_moment_whatever_happens_meanwhile():
    received(5)
    first = taken("ho-so-theo-co-quan")
    received(6)
    assert taken("ho-so-theo-co-quan", "parquet")["ETag"].partition("-")[0] == first["ETag"].partition("-")[0]
    told = pq.read_table(BytesIO(taken("ho-so-theo-co-quan", "parquet").content)).to_pylist()
    (row,) = rows("ho-so-theo-co-quan")
    assert [one["tiep_nhan"] for one in told if one["quy"] == "2026-4"] == [int(row["tiep_nhan"])] == [5]
    (field,) = json.loads(taken("ho-so-theo-linh-vuc", "json").content)["rows"]
    assert field["tiep_nhan"] == 5


def test_a_period_that_is_not_told_is_not_found():
    received(5)
    assert [Client().get(f"/cong-khai/?ky={said}").status_code for said in ("abc", "2010-1", "2026-4", "")] == [
        404, 404, 200, 200,
    ]  # fmt: skip


def on_time(period, caption):
    """The lines of a table of the page: how many cases each group has."""
    page = Client().get(f"/cong-khai/?ky={period}").content.decode()
    table = page.partition(f"{caption}</caption>")[2].partition("</table>")[0]
    lines = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr")[2:]]
    return {re.sub("<[^>]*>", "", line[0]).strip(): line[2].strip() for line in lines}


BIRTH, LAND, BUILDING = "1.001193", "1.013831", "1.008891"
SOUTH, NORTH = "gso-18100", "gso-18754"


def test_no_year_less_its_other_quarters_tells_of_a_group_that_is_hidden_in_one():
    """Two of the south in the third quarter and eight in the fourth: ten in the year would say the two."""
    lies(
        (THANH_SEN, BIRTH, 7, 20), (NORTH, BIRTH, 7, 9), (SOUTH, BIRTH, 7, 2),
        (THANH_SEN, BIRTH, 10, 20), (NORTH, BIRTH, 10, 9), (SOUTH, BIRTH, 10, 8),
    )  # fmt: skip
    assert sorted(on_time("2026-3", "Đúng hạn theo cơ quan").values()) == ["11", "20"]
    assert sorted(on_time("2026-4", "Đúng hạn theo cơ quan").values()) == ["20", "8", "9"]
    assert sorted(on_time("2026", "Đúng hạn theo cơ quan").values()) == ["28", "40"]
    told = {(row["quy"], row["co_quan"]): row["tiep_nhan"] for row in rows("ho-so-theo-co-quan")}
    assert told == {
        ("2026-3", THANH_SEN): "20", ("2026-3", NORTH): "", ("2026-3", SOUTH): "",
        ("2026-4", THANH_SEN): "20", ("2026-4", NORTH): "9", ("2026-4", SOUTH): "8",
    }  # fmt: skip


def test_no_agency_less_its_fields_tells_of_a_field_that_is_hidden():
    """Sixteen of an agency, fourteen of its only field that could be told: the other one would be two."""
    lies((THANH_SEN, LAND, 10, 14), (THANH_SEN, BUILDING, 10, 2), (SOUTH, BIRTH, 10, 6))
    assert sorted(on_time("2026-4", "Đúng hạn theo cơ quan").values()) == ["16", "6"]
    fields = on_time("2026-4", "Đúng hạn theo lĩnh vực")
    assert "14" not in fields.values()
    assert [row["tiep_nhan"] for row in rows("ho-so-theo-linh-vuc") if row["linh_vuc"] == "Đất đai"] == [""]


@pytest.mark.parametrize("wrong", ["khong-co/csv/", "diem-766/exe/"])
def test_what_is_not_offered_is_not_found(wrong):
    received(1)
    assert Client().get(f"/cong-khai/du-lieu/{wrong}").status_code == 404
