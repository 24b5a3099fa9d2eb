"""Stories of papers over the API: brought, looked at, taken out again; supplements; slips."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.journal.models import Reading
from tests.api.calling import ROOT, Answer, Partner, answer_of, partner, post_office
from tests.province import MONDAY
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province", "clock")]

HOA = {"kind": "citizen", "name": "Nguyễn Thị Hoa", "identity": "042192000123"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def bring(
    by: Partner, application: str, paper: str, content: bytes = PDF, *, name="giấy.pdf", once=""
) -> Answer:
    sent = by.client.post(
        f"{ROOT}/applications/{application}/papers",
        {"paper": paper, "file": SimpleUploadedFile(name, content)},
        headers=by._headers() | {"Idempotency-Key": once or str(uuid.uuid4())},
    )
    return answer_of(sent)


def lacking(papers: dict) -> list[str]:
    return [one["id"] for one in papers["wanted"] if one["lacks_file"]]


def test_hoa_files_online_once_her_papers_are_there():
    hoa = partner("hoa")
    draft = hoa.post("/drafts", {"procedure": BIRTH, "form": BIRTH_FORM, "reception": RECEPTION}).body
    where = f"/applications/{draft['id']}/papers"
    refused = hoa.post(f"/drafts/{draft['id']}/submit")
    assert (refused.status, refused.code) == (409, "guard")
    assert refused.body["error"]["message"].startswith("Chưa nộp được hồ sơ: ")
    for paper in lacking(hoa.get(where).body):
        assert bring(hoa, draft["id"], paper).status == 201
    assert lacking(hoa.get(where).body) == []
    filed = hoa.post(f"/drafts/{draft['id']}/submit").body
    assert filed["state"]["number"] == 1
    assert hoa.get("/cases/own").body["items"][0]["code"] == filed["code"]


def test_a_file_is_read_by_those_who_see_the_case_and_looks_are_on_record():
    office = post_office()
    case = office.post("/cases", {"procedure": BIRTH, "applicant": HOA, "form": BIRTH_FORM}).body
    paper = office.get(f"/applications/{case['id']}/papers").body["wanted"][-1]["id"]
    there = bring(office, case["id"], paper).body["wanted"][-1]["there"]
    where = f"/applications/{case['id']}/papers/{there[0]['id']}"
    got = office.get(where)
    assert (got.body, got.headers["Content-Type"]) == (PDF, "application/pdf")
    assert Reading.objects.filter(by="buu-dien", what="paper", name="giấy.pdf", purpose="API: test").exists()
    assert partner("binh").get(where).status == 404
    assert office.delete(where).body["wanted"][-1]["there"] == []
    assert office.get(where).status == 404


def test_an_upload_is_done_once():
    hoa = partner("hoa")
    draft = hoa.post("/drafts", {"procedure": BIRTH, "form": BIRTH_FORM}).body
    paper = lacking(hoa.get(f"/applications/{draft['id']}/papers").body)[0]
    first = bring(hoa, draft["id"], paper, once="tep-1")
    again = bring(hoa, draft["id"], paper, once="tep-1")
    assert (again.body, again.headers["Idempotency-Replayed"]) == (first.body, "true")
    other = bring(hoa, draft["id"], paper, PDF + b"x", once="tep-1")
    assert (other.status, other.code) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00" * 100])
def test_what_is_no_paper_is_refused(content):
    hoa = partner("hoa")
    draft = hoa.post("/drafts", {"procedure": BIRTH, "form": BIRTH_FORM}).body
    paper = lacking(hoa.get(f"/applications/{draft['id']}/papers").body)[0]
    answer = bring(hoa, draft["id"], paper, content)
    assert (answer.status, answer.wheres) == (422, ["file"])
    assert bring(hoa, draft["id"], "unknown").status == 404


def test_paper_is_noted_at_the_counter():
    office = post_office()
    case = office.post("/cases", {"procedure": BIRTH, "applicant": HOA, "form": BIRTH_FORM}).body
    where = f"/applications/{case['id']}"
    paper = office.get(f"{where}/papers").body["wanted"][-1]["id"]
    noted = office.put(f"{where}/handed-in", {"papers": {paper: {"original": 1, "copies": 2}}}).body
    assert [(one["form"], one["quantity"]) for one in noted["wanted"][-1]["there"]] == [
        ("copy", 2),
        ("original", 1),
    ]


def test_the_applicant_brings_what_was_asked_for(clock):
    office, hoa = post_office(), partner("hoa")
    case = office.post("/cases", {"procedure": BIRTH, "applicant": HOA, "form": BIRTH_FORM}).body
    paper = office.get(f"/applications/{case['id']}/papers").body["wanted"][-1]
    asked = {
        "items": [{"id": paper["id"], "title": paper["title"]}],
        "reason_code": "unreadable",
        "reason": "Ảnh mờ",
    }
    office.post(f"/cases/{case['id']}/supplement-request", asked)
    clock.at = MONDAY + timedelta(hours=2)
    empty = hoa.post(f"/cases/{case['id']}/supplement", {})
    wanted = hoa.get(f"/applications/{case['id']}/papers").body["asked"][0]["id"]
    assert (empty.status, empty.wheres) == (422, [wanted])
    assert bring(hoa, case["id"], wanted).status == 201
    assert hoa.post(f"/cases/{case['id']}/supplement", {}).body["state"]["number"] == 1


def test_the_applicant_mends_the_declaration_that_was_asked_for(clock):
    office, hoa = post_office(), partner("hoa")
    case = office.post("/cases", {"procedure": BIRTH, "applicant": HOA, "form": BIRTH_FORM}).body
    asked = {
        "items": [{"id": "declaration", "title": "Tờ khai", "note": "Sửa tên đệm"}],
        "reason": "Sai tên đệm",
    }
    office.post(f"/cases/{case['id']}/supplement-request", asked | {"reason_code": "unreadable"})
    clock.at = MONDAY + timedelta(hours=2)
    mended = BIRTH_FORM | {"child": BIRTH_FORM["child"] | {"full_name": "Trần Ân Nhiên"}}
    assert hoa.post(f"/cases/{case['id']}/supplement", {}).status == 422
    wrong = hoa.post(f"/cases/{case['id']}/supplement", {"form": mended | {"relation": "x"}})
    assert (wrong.status, wrong.wheres) == (422, ["relation"])
    assert hoa.post(f"/cases/{case['id']}/supplement", {"form": mended}).body["state"]["number"] == 1
    assert hoa.get(f"/cases/{case['id']}").body["form"]["child"]["full_name"] == "Trần Ân Nhiên"
    assert office.post(f"/cases/{case['id']}/amend", {"form": mended, "reason": "Sai"}).status in (403, 409)


def test_a_slip_is_issued_and_fetched():
    office = post_office()
    case = office.post("/cases", {"procedure": BIRTH, "applicant": HOA, "form": BIRTH_FORM}).body
    assert office.get(f"/cases/{case['id']}/slips").body == {"items": []}
    assert office.post(f"/cases/{case['id']}/slips", {"form": "01"}).code == "out-of-order"
    office.post(f"/cases/{case['id']}/receive", {})
    issued = office.post(f"/cases/{case['id']}/slips", {"form": "01"}).body["items"]
    assert [(one["form"], one["number"]) for one in issued] == [("01", 1)]
    pdf = partner("hoa").get(f"/cases/{case['id']}/slips/{issued[0]['id']}")
    assert pdf.body.startswith(b"%PDF-")
