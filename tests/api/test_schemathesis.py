"""Whatever the document allows and much that it does not: never a crash, never an answer that it does not tell of.

Schemathesis makes the requests from the committed document and sends them to the real WSGI application, once with
the key of somebody who holds every post of a commune, once without a key. Most requests are led to cases, drafts and
files that exist, in every stage, so that they get further than a 404.
"""

from __future__ import annotations

import os
import zlib
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from motcua.agencies.models import Post
from motcua.cases import acts, filing
from motcua.cases.models import Case, Channel
from motcua.documents import acts as documents
from motcua.documents import reads as papers
from motcua.people import acts as people
from motcua.people.models import Account, Applicant, Appointment
from motcua.project.wsgi import application
from tests.api.calling import Clock
from tests.province import MONDAY, THANH_SEN, agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EXAMPLES = int(os.environ.get("MOTCUA_API_EXAMPLES", "12"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CONFIG = {
    "suppress-health-check": ["all"],
    "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
    "phases": {"coverage": {"enabled": EXAMPLES > 50}, "examples": {"enabled": False}},
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
HOA = {"kind": "citizen", "name": "Nguyễn Thị Hoa", "identity": "042192000123"}
REASONS = ("not-eligible", "missing-paper", "unreadable")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def document() -> Any:
    """The committed document, bound to the real application."""
    schema = schemathesis.openapi.from_path(DOCUMENT, config=schemathesis.Config.from_dict(CONFIG))
    schema.app = served
    return schema


def served(environ: Any, start_response: Any) -> Any:
    """The application behind one more door, so that nobody opens its addresses while tests are collected."""
    return application(environ, start_response)


as_partner, as_nobody = document(), document()


@pytest.fixture
def one_connection():
    """Requests stay in the test's own transaction, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def quiet(province, one_connection, settings, monkeypatch):
    """Eleven o'clock on a Monday, and nobody is too fast."""
    settings.MOTCUA_API_PACE = {"account": 0, "address": 0}
    monkeypatch.setattr("motcua.people.actors.timezone", Clock(MONDAY + timedelta(hours=3)))


@pytest.fixture
def world(quiet):
    """A partner with every post of Thành Sen, and something in every stage to act on."""
    cases = [file_birth(at=MONDAY, code=code) for code in (BIRTH, BIRTH, BIRTH, BIRTH, "1.013225")]
    for case in cases[1:]:
        acts.receive(case, by=who("minh"), at=MONDAY + timedelta(hours=1))
    for case in cases[2:4]:
        acts.claim(case, by=who("lan"), at=MONDAY + timedelta(hours=1))
    acts.request_supplement(
        cases[2], items=[{"title": "Giấy chứng sinh"}], reason_code="", reason="Ảnh mờ", by=who("lan"),
        at=MONDAY + timedelta(hours=2),
    )  # fmt: skip
    acts.finish(cases[3], "propose", by=who("lan"), at=MONDAY + timedelta(hours=2))
    return {"key": _partner(), **_things(cases)}


def _partner() -> str:
    account = Account.objects.create(username="doi-tac", full_name="Đối tác", password="!")
    for post in Post.objects.filter(agency__slug__startswith=THANH_SEN, agency__valid_to=None):
        Appointment.objects.create(account=account, post=post, valid_from=date(2026, 1, 1))
    facts = HOA | {"name": "Đối Tác", "identity": "042192000999"}
    number = people.know_applicant(facts, by=people.system(), at=MONDAY)
    Applicant.objects.filter(id=number).update(account=account)
    return people.issue_token(account.pk, "test", until=MONDAY + timedelta(days=9))


def _things(cases: list[Any]) -> dict[str, list[Any]]:
    """What stands behind the parameters of addresses: drafts of the partner's own, their files, cases."""
    partner = who("doi-tac")
    drafts = [
        filing.start(
            BIRTH,
            applicant=partner.applicant,
            channel=Channel.COUNTER,
            reception=agency(RECEPTION),
            by=partner,
            at=MONDAY,
        )
        for _ in range(3)
    ]
    filing.save(drafts[0], BIRTH_FORM, by=partner, at=MONDAY)
    documents.attach(drafts[0], "birth-proof", SimpleUploadedFile("giấy.pdf", PDF), by=partner, at=MONDAY)
    files = [row.id for row in papers.papers(drafts[0])]
    return {
        "case": [str(case) for case in cases],
        "draft": [str(draft) for draft in drafts],
        "application": [str(drafts[0]), *(str(case) for case in cases)],
        "number": files,
        "code": [BIRTH, "gso-18073", "H27", Case.objects.values_list("code", flat=True).get(id=cases[0])],
    }


def led(case: Any, world: dict[str, Any]) -> None:
    """Lead most requests to what exists; which one follows from the request itself, so runs are alike."""
    turn = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode(errors="replace"))
    for name, known in world.items():
        if name in (case.path_parameters or {}) and turn % 5:
            case.path_parameters[name] = known[turn % len(known)]
    if case.query and turn % 3:
        case.query.pop("cursor", None)
    if isinstance(case.body, dict):
        case.body |= {name: value for name, value in _sense(turn).items() if name in case.body and turn % 7}


def _sense(turn: int) -> dict[str, Any]:
    """Values that mean something where the document asks for any text."""
    return {
        "revision": None,
        "procedure": BIRTH,
        "applicant": HOA if turn % 3 else None,
        "channel": None,
        "reception": None,
        "competent": None,
        "form": BIRTH_FORM if turn % 2 else {"child": turn},
        "verb": ("accept", "propose", "sign", "return", "done")[turn % 5],
        "reason_code": (REASONS[turn % len(REASONS)]),
        "kind": ("payment", "force-majeure", "supplement")[turn % 3],
        "paper": "birth-proof",
    }


PLAIN = {"Accept-Encoding": "identity"}
_keys = count()


@as_partner.parametrize()
def test_a_partner_never_meets_a_crash(case, world):
    led(case, world)
    headers = {"Authorization": f"Bearer {world['key']}", **PLAIN}
    if case.method != "GET" and "Idempotency-Key" in (case.headers or {}):
        headers["Idempotency-Key"] = f"key-{next(_keys)}"
    case.call_and_validate(headers=headers, checks=CHECKS)


@as_nobody.parametrize()
def test_a_visitor_never_meets_a_crash(case, quiet):
    answer = case.call(headers={"Authorization": "", **PLAIN})
    case.validate_response(answer, checks=CHECKS)
    assert case.method == "GET" or answer.status_code >= 400
