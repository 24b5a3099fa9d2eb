"""Cases of another system on every board: counted and listed like one's own, leading nowhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from motcua.measures import declaring
from motcua.measures.boards.behind import Which, ways
from motcua.measures.public.datasets import DATASETS
from motcua.measures.tests.test_logs import LOG, take  # noqa: F401 - a fixture
from tests.province import MONDAY, THANH_SEN, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

NOW = later(MONDAY, days=30)
DAYS = "tu-ngay=2026-11-01&den-ngay=2026-12-31"
BOARDS = (
    "board", "board-score", "board-forecast", "board-marks", "board-map", "board-ageing", "board-bottlenecks",
    "board-ranking", "targets", "board-reports", "public-figures", "public-dictionary",
)  # fmt: skip


@pytest.fixture
def quan(signed_in_at, take):  # noqa: F811
    take(LOG)
    return signed_in_at(NOW)("quan")


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_their_rows_are_listed_and_lead_nowhere(quan):
    page = " ".join(shown(quan, f"/dieu-hanh/chi-tieu/now.open/?{DAYS}").split())
    assert "<dt>Đếm được</dt><dd>1</dd>" in page
    assert ">C</td>" in page
    assert "/ban-lam-viec/ho-so/" not in page


@pytest.mark.parametrize("code", [code for code, one in declaring.measures().items() if one.part])
def test_every_number_can_be_opened(quan, code):
    for which in ways(declaring.measures()[code]) or [Which.PART]:
        address = f"{reverse('board-measure', args=[code])}?{DAYS}&xem={which}"
        shown(quan, address)
        assert quan.get(f"{address}&xlsx=ho-so").status_code == 200


@pytest.mark.parametrize("name", BOARDS)
def test_every_board_stands(quan, name):
    shown(quan, reverse(name))


@pytest.mark.parametrize("kind", ["II.06", "nghi-quyet"])
def test_reports_count_them(quan, kind):
    assert "Hộ tịch" in shown(quan, f"/dieu-hanh/bao-cao/?loai={kind}&ky=2026-4")


@pytest.mark.parametrize("name", list(DATASETS))
def test_open_data_count_them(quan, name):
    for form in ("csv", "json", "parquet"):
        assert Client().get(f"/cong-khai/du-lieu/{name}/{form}/").status_code == 200


def test_marks_of_an_agency_know_no_officer_of_theirs(quan):
    assert "Nguyễn Văn An" not in shown(quan, f"/dieu-hanh/cham-diem/{THANH_SEN}/")
