"""Indices from their files and registers: PCI as it was published, and what a what-if says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from motcua.kernel.refusals import Invalid
from motcua.measures import indexing, scores

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("year", range(2013, 2023))
def test_pci_reproduces_what_was_published_from_its_sub_indices(province, year):
    one = next(one for one in scores.results(indexing.index("pci")) if one.year == year)
    assert abs(one.computed - one.score) <= Fraction(2, 100)


def test_the_weights_before_would_not_give_the_year_of_the_change(province):
    pci = indexing.index("pci")
    one = next(one for one in scores.results(pci) if one.year == 2022)
    from motcua.kernel.indices import value

    assert abs(value(pci.edition(2021).root, one.scores) - one.score) > 2


def test_a_year_whose_weights_are_not_known_is_not_computed(province):
    one = next(one for one in scores.results(indexing.index("pci")) if one.year == 2011)
    assert one.computed is None
    assert scores.what_if(one, Fraction(70)) is None


def test_what_if_of_pci_says_what_each_component_would_take(province):
    last = scores.results(indexing.index("pci"))[-1]
    assert last.year == 2023
    found = scores.what_if(last, Fraction(68))
    assert found.gap == 68 - last.computed
    assert found.levers[0].component.id == "labour", "the longest way to go is the least effort"
    assert all(one.worth == 1 for one in found.levers), "equal weights since 2022"
    assert found.together < 1


def test_the_maximum_of_every_index_is_its_scale():
    from motcua.kernel.indices import value

    for index in indexing.indices().values():
        for edition in index.editions:
            best = value(edition.root, {part.id: part.high for part in edition.root.parts})
            assert best == index.scale, index.code


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("roll_up: weighted-mean", "roll_up: average"), "roll_up là sum, mean, weighted-mean"),
        (("register: pci", "register: pcj"), "Không có sổ “pcj”"),
        (("id: labour", "id: labor"), "không có trường “labor” từ 1 đến 10"),
        (("weight: 20, low: 1, high: 10", "weight: 20, low: 1, high: 100"), "từ 1 đến 100"),
        (("times: 10", "time: 10"), "Không có trường “time” ở đây"),
        (("weight: 5,", "weight: 0,"), "weight phải lớn hơn 0"),
        (("scale: 100", "scale: một trăm"), "không phải một số"),
    ],
)
def test_a_file_with_a_slip_is_refused_with_its_line(tmp_path, settings, change, said):
    text = (Path(settings.CATALOGUE) / "vietnam/indices/pci.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "indices"
    folder.mkdir()
    (folder / "pci.yaml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        indexing.read(folder)
    fault = refused.value.faults[0]
    assert said in fault.message
    assert "pci.yaml:" in fault.where


@pytest.fixture
def quan(province):
    from django.test import Client

    from motcua.people.models import Account

    client = Client()
    client.force_login(Account.objects.get(username="quan"))
    return client


def shown(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_shows_where_the_province_stands(quan):
    page = shown(quan.get("/dieu-hanh/chi-so/"))
    row = page.partition("Chỉ số cải cách hành chính (PAR Index)")[2].partition("</tr>")[0]
    assert "89,72" in row
    assert "15/63" in row
    assert "chưa có dữ liệu" in page.partition("(DTI)")[2].partition("</tr>")[0]


def test_the_page_of_an_index_answers_what_if(quan):
    page = shown(quan.get("/dieu-hanh/chi-so/pci/?diem=68"))
    assert "còn thiếu 3,44 để tới 68,00" in page
    assert "Nếu mọi thành phần cùng tiến" in page
    row = page.partition(">Đào tạo lao động<")[2].partition("</tr>")[0]
    assert ">5,04<" in row
    assert ">8,48<" in row
    assert ">69 %<" in row


def test_a_score_that_its_components_do_not_give_is_remarked(quan, monkeypatch):
    said = "điểm công bố khác điểm tính lại từ thành phần"
    assert said not in shown(quan.get("/dieu-hanh/chi-so/pci/"))
    true = scores.results
    monkeypatch.setattr(
        scores,
        "results",
        lambda of: [replace(one, score=one.score + 3) if one.year == 2022 else one for one in true(of)],
    )
    assert f"Năm 2022: {said}" in shown(quan.get("/dieu-hanh/chi-so/pci/"))


def test_pages_and_files_of_indices_say_up_to_which_moment(signed_in_at, province):
    quan = signed_in_at(datetime(2026, 11, 16, 3, 5, tzinfo=UTC))("quan")
    for address, file in (("/dieu-hanh/chi-so/", "chi-so"), ("/dieu-hanh/chi-so/pci/", "cac-nam")):
        assert "Số liệu đến 10:05" in shown(quan.get(address))
        cells = load_workbook(BytesIO(quan.get(f"{address}?xlsx={file}").content)).active
        assert cells["A2"].value.endswith("Số liệu đến 10:05 16/11/2026.")


@pytest.mark.parametrize("typed", ["nhiều", "101", "-1"])
def test_a_score_that_is_none_is_refused(quan, typed):
    answer = quan.get(f"/dieu-hanh/chi-so/pci/?diem={typed}")
    assert answer.status_code == 422
    assert 'href="#field-diem"' in shown(answer)


def test_without_a_score_to_reach_nothing_is_guessed(quan):
    page = shown(quan.get("/dieu-hanh/chi-so/pci/"))
    assert "hệ thống không đoán" in page
    assert "Chưa đủ điểm thành phần" in shown(quan.get("/dieu-hanh/chi-so/par-index/?diem=90"))
    assert quan.get("/dieu-hanh/chi-so/pgi/").status_code == 404
    assert quan.get("/dieu-hanh/chi-so/ddci-so-nganh/").status_code == 200


def test_the_tree_of_an_index_is_shown_where_no_component_is_known(quan):
    rows = sheet(quan, "/dieu-hanh/chi-so/papi/?xlsx=thanh-phan")
    first, second = rows[:2]
    assert first == {
        "Thành phần": "Tham gia của người dân ở cấp cơ sở", "Điểm hiện nay": "–", "Tối đa": "10",
        "Thêm 1 điểm, chỉ số tăng": "1",
    }  # fmt: skip
    assert second["Thành phần"] == "— Tri thức công dân".replace(" ", "\xa0", 1)
    assert second["Thêm 1 điểm, chỉ số tăng"] == "0,25", "a quarter of its dimension"
    assert len(rows) == 8 + 29
    assert "Tri thức công dân" in shown(quan.get("/dieu-hanh/chi-so/papi/"))


def sheet(client, address):
    """The rows of an Excel file under its heads; without a line under the title the heads come second."""
    rows = list(load_workbook(BytesIO(client.get(address).content)).active.values)
    head = next(place for place, row in enumerate(rows) if len([one for one in row if one]) > 1)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def test_the_numbers_of_indices_are_written_as_excel(quan):
    every = {row["Chỉ số"]: row for row in sheet(quan, "/dieu-hanh/chi-so/?xlsx=chi-so")}
    assert len(every) == len(indexing.indices())
    par = next(row for title, row in every.items() if "PAR Index" in title)
    assert (par["Điểm"], par["Thứ hạng"], par["Hạng cần tới"]) == ("89,72", "15/63", "10")
    years = sheet(quan, "/dieu-hanh/chi-so/pci/?xlsx=cac-nam")
    assert next(row for row in years if row["Năm"] == "2022")["Điểm công bố"] == "67,18"
    parts = sheet(quan, "/dieu-hanh/chi-so/pci/?diem=68&xlsx=thanh-phan")
    assert parts[0]["Thành phần"] == "Đào tạo lao động"
    assert parts[0]["Riêng nó phải lên đến"] == "8,48"
