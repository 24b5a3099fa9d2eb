"""How often pages and acts ask the database: a bound for each, whatever there is in the tables."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.cases import acts, filing, store
from motcua.people.models import Account
from tests.province import MONDAY, who
from tests.stories.drafts import ready

pytestmark = pytest.mark.django_db

VISITOR = {
    "/": 2,
    "/thu-tuc/?q=khai+sinh": 2,
    "/thu-tuc/?su-kien=birth": 2,
    "/thu-tuc/1.001193/": 2,
    "/tra-cuu/": 0,
    "/tra-cuu/?ma={code}": 1,
}
HOA = {
    "/ca-nhan/": 5,
    "/ca-nhan/ho-so/{case}/": 11,
    "/nop-ho-so/1.001193/": 5,
    "/ban-nhap/{draft}/trang/1/": 6,
    "/ban-nhap/{draft}/trang/2/": 5,
    "/ban-nhap/{draft}/trang/4/": 6,
    "/ban-nhap/{draft}/giay-to/": 5,
    "/ban-nhap/{draft}/noi-nop/": 6,
    "/ban-nhap/{draft}/kiem-tra/": 8,
    "/ban-nhap/{case}/da-nop/": 3,
}
MINH = {
    "/ban-lam-viec/": 7,
    "/ban-lam-viec/?han=qua-han&kenh=tai-quay": 7,
    "/ban-lam-viec/?q=hoa": 3,
    "/ban-lam-viec/ho-so/{case}/": 15,
    "/ban-lam-viec/tai-quay/": 5,
}
TU = {
    "/quan-tri/can-bo/": 4,
    "/quan-tri/can-bo/?q=lan&co-quan=gso-18073": 7,
    "/quan-tri/can-bo/lan/": 5,
    "/quan-tri/can-bo/mo/?co-quan=gso-18073": 5,
}
QUAN = {
    "/dieu-hanh/chi-so/": 3,
    "/dieu-hanh/chi-so/pci/?diem=68": 3,
    "/dieu-hanh/so/": 4,
    "/dieu-hanh/so/pci/": 9,
}
"""Two of each are spent on session and account; one of a case on the look itself."""


@pytest.fixture
def places(province, settings, tmp_path) -> dict[str, object]:
    """A draft and a case of Hoa's, to be put into addresses."""
    settings.FILES_DIR = tmp_path
    draft, filed = ready(2, at=MONDAY)
    code = filing.submit(filed, by=who("hoa"), at=MONDAY).code
    return {"draft": draft, "case": filed, "code": code}


def asked(client, path: str) -> int:
    """How many statements a page takes when what never changes is known."""
    client.get(path)
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(statements)


@pytest.mark.parametrize("path", VISITOR)
def test_pages_of_a_visitor(client, places, path):
    assert asked(client, path.format(**places)) <= VISITOR[path]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (name, path)
        for name, paths in (("hoa", HOA), ("minh", MINH), ("quan", QUAN), ("tu", TU))
        for path in paths
    ],
)
def test_pages_of_hoa_minh_quan_and_tu(client, places, name, path):
    client.force_login(Account.objects.get(username=name))
    assert asked(client, path.format(**places)) <= (HOA | MINH | QUAN | TU)[path]


def test_an_act_fetches_once_and_writes_once(places):
    """By a process that has worked before: it knows the law and the calendar of the case."""
    case = places["case"]
    here = store.fetch(case).position
    assert all(here.calendar_of(agency) for agency in here.places.values())
    for act, name in (
        (partial(acts.receive, case), "minh"),
        (partial(acts.claim, case), "lan"),
        (partial(acts.finish, case, "propose"), "lan"),
        (partial(acts.claim, case), "quan"),
        (partial(acts.finish, case, "sign"), "quan"),
        (partial(acts.hand_over, case, receiver="Nguyễn Thị Hoa", how="counter"), "minh"),
    ):
        by = who(name)
        with CaptureQueriesContext(connection) as statements:
            act(by=by, at=MONDAY)
        told = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"]]
        assert len(told) <= 2, told


def test_submitting_asks_for_what_it_judges_and_writes_once(places):
    hoa = who("hoa")
    with CaptureQueriesContext(connection) as statements:
        filing.submit(places["draft"], by=hoa, at=MONDAY)
    told = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"]]
    assert len(told) <= 6
    assert sum("INSERT" in sql or "UPDATE" in sql for sql in told) == 1
