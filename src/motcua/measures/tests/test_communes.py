"""The map: every commune of today has its shape, its class in words and by pattern, and its row."""

from __future__ import annotations

import re
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.test import Client

from motcua.agencies import reads as agencies
from motcua.cases import acts
from motcua.measures.boards.borders import drawing
from motcua.measures.boards.communes import class_of
from motcua.people import actors
from motcua.people.models import Account
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]


def test_the_drawing_has_the_communes_of_today():
    assert {shape.code for shape in drawing().shapes} == agencies.communes(MONDAY.date()).keys()
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", shape.path) for shape in drawing().shapes)


@pytest.mark.parametrize(
    ("share", "pattern"),
    [
        (None, "p0"),
        (Fraction(1), "p1"),
        (Fraction(95, 100), "p1"),
        (Fraction(949, 1000), "p2"),
        (Fraction(0), "p4"),
    ],
)
def test_shares_fall_into_classes(share, pattern):
    assert class_of(share).pattern == pattern


def test_a_commune_leads_to_its_row_and_the_row_to_its_number(monkeypatch):
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: later(MONDAY, days=30)))
    acts.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    client = Client()
    client.force_login(Account.objects.get(username="quan"))
    page = client.get("/dieu-hanh/ban-do/?tu-ngay=2026-11-01&den-ngay=2026-12-31").content.decode()
    assert '<a href="#xa-18073" aria-label="Phường Thành Sen: 0,0 % (dưới 70 %)">' in page
    assert '<td id="xa-18073"' in page
    assert len(re.findall(r'<path d="[^"]+" fill="url', page)) == 69
    assert 'chi-tieu/766.2.1/?tu-ngay=2026-11-01&amp;den-ngay=2026-12-31&amp;co-quan=gso-18073"' in page
