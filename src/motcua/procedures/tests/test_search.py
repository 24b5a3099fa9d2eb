"""A procedure is found by what people type."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel.refusals import Invalid, Missing
from motcua.procedures import acts, reads
from motcua.procedures.models import Procedure
from motcua.web import paging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank")]
TODAY = date(2026, 1, 5)


@pytest.fixture
def listed(catalogue, at):
    """The six procedures of the small national list."""
    return acts.load(catalogue / "vietnam" / "procedures", by="tu", at=at)


@pytest.fixture
def published(listed, file, at):
    """One of them is received here."""
    return acts.load(file, by="tu", at=at)


def codes(text: str = "", **filters) -> list[str]:
    return [hit.code for hit in reads.search(text, on=TODAY, **filters).page.rows]


TYPED = {
    "with accents": "đăng ký khai sinh",
    "without accents": "dang ky khai sinh",
    "in any order": "sinh khai ky",
    "in capitals": "KHAI SINH",
    "not to its end": "đăng ký khai si",
    "by code": "1.001193",
    "by a part of the code": "1.0011",
    "by code without its dot": "1001193",
    "as people say": "làm khai sinh",
    "by field": "hộ tịch khai sinh",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_it_is_found(listed, text):
    assert codes(text)[0] == "1.001193"


def test_popular_words_stand_for_official_ones(listed):
    assert codes("sổ đỏ") == ["1.012783"]


@pytest.mark.parametrize("text", ["tôi muốn xin sổ đỏ", "đi làm sổ đỏ ở đâu"])
def test_words_with_which_people_begin_to_ask_stand_in_no_way(listed, text):
    assert codes(text) == codes("sổ đỏ") == ["1.012783"]


def test_what_is_received_here_comes_first(published):
    assert codes("đăng ký")[0] == "1.001193"
    assert codes()[0] == "1.001193"
    first, *others = reads.search("đăng ký", on=TODAY).page.rows
    assert first.here
    assert not any(hit.here for hit in others)
    assert codes("đăng ký", here=True) == ["1.001193"]


def test_a_file_brings_its_own_words(published):
    assert codes("làm giấy cho con") == ["1.001193"]


def test_what_is_no_longer_in_force_is_only_listed(published):
    found = reads.search("khai sinh", on=date(2025, 6, 30))
    assert not any(hit.here for hit in found.page.rows)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"field": "Hộ tịch"}, {"1.001193", "1.004884", "1.000894"}),
        ({"level": "province"}, {"1.012783", "1.002010", "1.005126"}),
        ({"level": "ministry"}, {"1.005126"}),
        ({"life_event": "birth"}, {"1.001193", "1.004884"}),
        ({"life_event": "land"}, {"1.012783"}),
        ({"online": "full"}, {"1.002010"}),
        ({"field": "Hộ tịch", "level": "province"}, set()),
    ],
)
def test_filters_narrow(listed, filters, expected):
    assert set(codes(**filters)) == expected


def test_facets_count_what_each_choice_would_leave(listed):
    found = reads.search("đăng ký", on=TODAY, field="Luật sư")
    assert found.total == 1
    assert {facet.value: facet.count for facet in found.fields} == {"Hộ tịch": 3, "Luật sư": 1}
    assert [(facet.title, facet.count) for facet in found.levels] == [("Cấp tỉnh", 1)]


def test_a_search_is_one_query(listed):
    with CaptureQueriesContext(connection) as queries:
        reads.search("đăng ký", on=TODAY)
    assert len(queries) == 1


def test_pages_follow_each_other_both_ways(listed):
    first = reads.search(on=TODAY, limit=4).page
    second = reads.search(on=TODAY, limit=4, place=paging.decode(first.next_key or "", "procedures")).page
    assert len(first.rows) == 4
    assert len(second.rows) == 2
    assert second.next_key is None
    assert len({hit.code for hit in (*first.rows, *second.rows)}) == 6
    again = reads.search(on=TODAY, limit=4, place=paging.decode(second.previous_key or "", "procedures")).page
    assert again.rows == first.rows


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; DROP TABLE x --", "\\", "(((", "a" * 5000, "🙂"])
def test_odd_input_does_no_harm(listed, text):
    assert reads.search(text, on=TODAY).total >= 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai sih", "khai sinh"),
        ("kết hônn", "kết hôn"),
        ("luat suu", "luật sư"),
        ("khai sinh", ""),
        ("zzzzzz", ""),
    ],
)
def test_a_slip_of_the_finger_is_understood(listed, typed, meant):
    assert reads.suggestion(typed) == meant


def test_a_procedure_is_listed_by_its_code(listed):
    assert reads.listed("1.000894", on=TODAY).title == "Thủ tục đăng ký kết hôn"
    with pytest.raises(Missing):
        reads.listed("1.00089", on=TODAY)


def test_life_events_are_those_that_bring_something(listed):
    found = {event.code: (event.title, event.count) for event in reads.life_events()}
    assert found["birth"] == ("Sinh con", 2)
    assert "vehicle" not in found


def test_the_national_list_loads_whole_and_once(real, at):
    folder = real / "vietnam" / "procedures"
    first, again = (acts.load(folder, by="tu", at=at) for _ in range(2))
    assert (first.listed, first.added) == (2642, 2642)
    assert (again.listed, again.added, again.changed) == (2642, 0, 0)
    assert Procedure.objects.count() == 2642
    found = reads.search("dang ky khai sinh", on=TODAY)
    assert found.page.rows[0].code == "1.001193"
    assert {"birth", "marriage", "land", "business"} <= {event.code for event in reads.life_events()}


def test_a_new_list_changes_the_listed_and_leaves_the_published(published, catalogue, at):
    path = catalogue / "vietnam/procedures/national-list.csv"
    text = (
        path.read_text(encoding="utf-8")
        .replace("đăng ký khai sinh", "khai sinh cho trẻ")
        .replace("kết hôn", "cưới")
    )
    path.write_text(text, encoding="utf-8")
    assert acts.load(path, by="tu", at=at).changed == 2
    known = Procedure.objects.get(code="1.001193")
    assert (known.title, known.national_title) == ("Đăng ký khai sinh", "Thủ tục khai sinh cho trẻ")
    assert Procedure.objects.get(code="1.000894").title == "Thủ tục đăng ký cưới"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("code,title", "ma,title", 1, "Dòng đầu phải là"),
        ("1.004884", "1004884", 3, "Mã thủ tục “1004884” sai"),
        ("1.004884", "1.001193", 3, "đã có ở dòng trên"),
        ("khai sinh,Hộ tịch,commune,,,163", "khai sinh,,xã,,,163", 2, "Thiếu tên thủ tục hoặc lĩnh vực"),
        ("commune,,,163/QĐ-BTP\n1.012783", "commune,half,,163/QĐ-BTP\n1.012783", 4, "“half” sai"),
    ],
)
def test_a_broken_list_is_refused_by_line(catalogue, at, old, new, line, message):
    path = catalogue / "vietnam/procedures/national-list.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        acts.load(path, by="tu", at=at)
    assert any(f.where == f"{path}:{line}" and message in f.message for f in refused.value.faults), (
        refused.value.faults
    )
    assert not Procedure.objects.exists()
