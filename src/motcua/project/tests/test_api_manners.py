"""The manners of the API: who is let in, one shape of errors, bodies that are refused, pages of lists, the pace."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from ninja import Schema

from motcua.people.api import Closed, Key
from motcua.project import openapi
from motcua.project.api import api
from motcua.web.api import gate
from motcua.web.api.bodies import Reader
from tests.api.calling import ROOT, Partner, partner
from tests.stories.birth import BIRTH

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("province", "clock")]

OPENAPI = Path(__file__).parents[4] / "docs" / "reference" / "openapi.json"

#: What anybody may ask, and why.
PUBLIC = {
    "procedures": "the catalogue is public by law (NĐ 63/2010 Đ.24)",
    "procedure": "the catalogue is public by law (NĐ 63/2010 Đ.24)",
    "life_events": "the catalogue is public by law (NĐ 63/2010 Đ.24)",
    "agencies": "where the State is, and its telephones",
    "agency": "where the State is, and its telephones",
    "reception_points": "where the State is, and its telephones",
    "tracking": "the degree of completion, no person",
}
OPERATIONS = [
    (operation, method, address)
    for router in api._get_bound_routers()
    for address, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
]
NAMES = [operation.operation_id for operation, _, _ in OPERATIONS]
NOBODY = "00000000-0000-7000-8000-000000000000"


def address_of(address: str) -> str:
    address = re.sub(r"\{uuid\w*:\w+\}", NOBODY, address)
    return address.replace("{code}", BIRTH).replace("{number}", "1")


@pytest.mark.parametrize(("operation", "method", "address"), OPERATIONS, ids=NAMES)
def test_every_operation_refuses_a_visitor_or_is_listed_as_public(operation, method, address):
    answer = Partner().send(method, address_of(address), {})
    if operation.operation_id in PUBLIC:
        assert not operation.auth_callbacks
        assert answer.status in (200, 404)
    else:
        assert (answer.status, answer.code) == (401, "not-signed-in")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("operation", "method", "address"), OPERATIONS, ids=NAMES)
def test_every_operation_says_what_it_needs_and_may_answer(operation, method, address):
    assert all(isinstance(gate, Key) for gate in operation.auth_callbacks), (
        "an open end is Closed to everybody"
    )
    answered = set(operation.response_models)
    assert {400, 404, 422, 429} <= answered
    assert method == "GET" or {401, 403, 409, 413, 415} <= answered
    assert operation.description


def test_every_write_asks_for_an_idempotency_key():
    written = json.loads(openapi.document())["paths"]
    without = [
        f"{method} {path}"
        for path, methods in written.items()
        for method, operation in methods.items()
        if method != "get"
        and not any(p["name"] == "Idempotency-Key" and p["required"] for p in operation["parameters"])
    ]
    assert without == []


def _shapes(of: type) -> Iterator[type]:
    for one in of.__subclasses__():
        yield from (one, *_shapes(one))


def test_no_two_shapes_bear_one_name():
    named = {one for one in _shapes(Schema) if one.__module__.startswith("motcua.")}
    assert [name for name, often in Counter(one.__name__ for one in named).items() if often > 1] == []


def test_the_document_has_not_drifted():
    assert OPENAPI.read_text(encoding="utf-8") == openapi.document(), "run: python -m motcua.project.openapi"
    served = Client().get(f"{ROOT}/openapi.json").json()
    assert served == json.loads(openapi.document())


def test_an_operation_without_a_gate_is_closed(rf):
    request = rf.get("/", headers={"Authorization": "Bearer x"})
    assert Closed()(request) is None


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "Basic aG9hOng=", "Bearer \xff\xfe", "bearer a b"]
)
def test_a_wrong_key_opens_nothing(header):
    answer = Client().get(f"{ROOT}/cases", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not-signed-in"


def test_a_session_opens_nothing(client):
    client.post("/dang-nhap/thu/minh/")
    assert client.get(f"{ROOT}/cases").status_code == 401


def test_a_key_runs_out_and_a_closed_account_has_none(clock):
    minh = partner("minh")
    assert minh.get("/cases").status == 200
    from motcua.people.models import Account

    Account.objects.filter(username="minh").update(is_active=False)
    assert minh.get("/cases").status == 401


# --- never a page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "missing"),
        ("GET", "/nothing", 404, "missing"),
        ("POST", "/nothing/", 404, "missing"),
        ("GET", "/cases/not-a-uuid/events", 404, "missing"),
        ("DELETE", "/procedures", 405, "wrong-method"),
        ("OPTIONS", "/cases", 405, "wrong-method"),
        ("GET", "/agencies?limit=0", 422, "invalid"),
        ("GET", "/agencies?limit=" + "9" * 5000, 422, "invalid"),
        ("GET", "/procedures?text=%00", 422, "invalid"),
        ("GET", "/procedures/%00", 422, "invalid"),
        ("GET", "/procedures/%ff%fe", 422, "invalid"),
        ("GET", "/procedures?cursor=abc", 422, "bad-cursor"),
        ("GET", "/agencies?as_of=2026-02-30", 422, "invalid"),
        ("GET", "/procedures/9.999999", 404, "missing"),
        ("GET", "/cases/H27.99-20261116-0000001/tracking", 404, "missing"),
        ("GET", "/agencies?" + "&".join(f"a{n}=1" for n in range(2000)), 400, "bad-request"),
    ],
)
def test_what_goes_wrong_is_told_in_the_one_shape(method, path, status, code):
    answer = Partner().raw(method, path, b"")
    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert set(answer.body["error"]) == {"code", "message", "faults"}


def test_a_wrong_method_names_the_right_ones():
    assert Partner().raw("DELETE", "/procedures", b"").headers["Allow"] == "GET"


def test_a_bug_crashes_loudly_and_answers_json(monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("motcua.procedures.reads.life_events", broken)
    with pytest.raises(ZeroDivisionError):
        Partner().get("/life-events")
    quiet = Partner(client=Client(raise_request_exception=False)).get("/life-events")
    assert (quiet.status, quiet.code) == (500, "broken")


def test_private_answers_are_not_stored():
    assert partner("minh").get("/cases").headers["Cache-Control"] == "private, no-store"


# --- bodies --------------------------------------------------------------------------------------------------

FULL = b'{"procedure": "1.001193", "form": {"a": %s}}'


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid"),
        (b"{", 400, "bad-body"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'"\xff"', 400, "bad-body"),
        (FULL % b'"\\u0000"', 400, "bad-body"),
        (FULL % b'"\\ud800"', 400, "bad-body"),
        (FULL % b"NaN", 400, "bad-body"),
        (FULL % b"-Infinity", 400, "bad-body"),
        (FULL % b"1e999", 400, "bad-body"),
        (FULL % (b"9" * 5000), 400, "bad-body"),
        (FULL % (b"[" * 100_000), 400, "bad-body"),
        (FULL % (b"[" * 60 + b"]" * 60), 400, "bad-body"),
        (b'{"procedure": "1.001193", "form": {}, "extra": 1}', 422, "invalid"),
        (b'{"procedure": 5, "form": []}', 422, "invalid"),
        (b'{"procedure": "\xf0\x9f\x98\x80"}', 422, "invalid"),
        (FULL % (b'"' + b"a" * Reader.MOST_BYTES + b'"'), 413, "too-large"),
        (FULL % (b'"' + b"a" * 6_000_000 + b'"'), 413, "too-large"),
    ],
)
def test_a_broken_body_is_refused(body, status, code):
    answer = partner("hoa").raw("POST", "/drafts", body, **{"Idempotency-Key": "x"})
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_of_another_type_is_refused(kind):
    answer = partner("hoa").raw("POST", "/drafts", b"{}", content_type=kind, **{"Idempotency-Key": "x"})
    assert (answer.status, answer.code) == (415, "wrong-type")


def test_what_breaks_the_shape_is_said_in_vietnamese():
    answer = partner("hoa").post(
        "/drafts", {"form": 1, "channel": "fax", "applicant": {"kind": "citizen"}, "x": 1}
    )
    told = {fault["where"]: fault["message"] for fault in answer.body["error"]["faults"]}
    assert told == {
        "procedure": "Thiếu mục này.",
        "form": "Phải là một đối tượng.",
        "channel": "Phải là một trong: 'counter', 'online' or 'post'.",
        "applicant.name": "Thiếu mục này.",
        "applicant.identity": "Thiếu mục này.",
        "x": "Giao diện không có mục này; xem lại tên.",
    }


@pytest.mark.parametrize(
    "moment", ["2026-11-20T17:30:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "mai"]
)
def test_a_moment_is_aware_and_of_our_times(moment):
    where = f"/cases/{NOBODY}/apologise"
    answer = partner("quan").post(where, {"reason": "Bận", "new_due": moment})
    assert (answer.status, answer.wheres) == (422, ["new_due"])


# --- lists ---------------------------------------------------------------------------------------------------


def test_a_list_is_read_forth_and_back():
    visitor = Partner()
    pages, cursor = [], ""
    while cursor is not None:
        page = visitor.get("/agencies", limit=100, cursor=cursor).body
        pages.append(page)
        cursor = page["next"]
    slugs = [row["slug"] for page in pages for row in page["items"]]
    assert len(slugs) == len(set(slugs)) > 200
    back = visitor.get("/agencies", limit=100, cursor=pages[2]["previous"]).body
    assert back["items"] == pages[1]["items"]
    assert pages[0]["previous"] is None


def test_a_cursor_leads_only_through_its_own_list():
    visitor = Partner()
    cursor = visitor.get("/procedures", limit=5).body["next"]
    assert visitor.get("/agencies", cursor=cursor).code == "bad-cursor"
    assert visitor.get("/procedures", limit=5, cursor=cursor).body["items"]


def test_the_catalogue_is_found_without_accents():
    found = Partner().get("/procedures", text="khai sinh", here="true").body
    assert BIRTH in {row["code"] for row in found["items"]}
    whole = Partner().get(f"/procedures/{BIRTH}").body
    assert whole["received"]["form"]["type"] == "object"
    assert [one["name"] for one in whole["received"]["constituents"]][:2] == ["title", "process"]
    assert Partner().get("/procedures", here="false", limit=1).body["total"] > 2000


def test_agencies_are_those_of_the_day():
    visitor = Partner()
    before = visitor.get("/agencies", as_of="2024-12-31", kind="district", limit=100).body
    assert len(before["items"]) == 13
    assert visitor.get("/agencies", kind="district").body["items"] == []
    one = visitor.get("/agencies/gso-18073").body
    assert visitor.get(f"/agencies/{one['code']}").body == one
    assert visitor.get("/reception-points", limit=100).body["items"][0]["reception"] is True


# --- pace ----------------------------------------------------------------------------------------------------


def test_who_comes_too_fast_waits(settings, monkeypatch):
    settings.MOTCUA_API_PACE = {"account": 2, "address": 1}
    monkeypatch.setattr(gate.time, "time", lambda: 12_000_000_030.0)
    visitor, minh = Partner(), partner("minh")
    assert [visitor.get("/life-events").status for _ in range(2)] == [200, 429]
    assert [minh.get("/drafts").status for _ in range(3)] == [200, 200, 429]
    slow = minh.get("/drafts")
    assert (slow.code, slow.headers["Retry-After"]) == ("too-many", "30")
