"""Stories of the API when other agencies are asked and a site is inspected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from motcua.cases import acts
from motcua.documents.tests.samples import upload
from tests.api.calling import partner
from tests.province import MONDAY
from tests.stories.project import ASSESSMENT, file_investment, file_project, owner, walked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

ONCE = {"Idempotency-Key": "a-file-once"}
MEETING = {
    "place": "Thôn Bắc Tiến",
    "participants": "Trần Thị Bình, đại diện UBND phường\nLê Văn Cường, chủ dự án",
    "content": "Hiện trạng là đất trống",
}


def test_a_partner_system_answers_and_reads_opinions(clock):
    asked = walked(file_investment(at=MONDAY), "assign", "consult", at=MONDAY + timedelta(hours=6))
    clock.at = MONDAY + timedelta(hours=7)

    trade = partner(owner(asked, "trade").username, at=clock.at)
    where = f"/cases/{asked}"
    wrong = trade.post(f"{where}/opinion", {"branch": "trade", "answer": "maybe"})
    assert (wrong.status, wrong.wheres) == (422, ["answer"])
    assert trade.post(f"{where}/opinion", {"branch": "land", "answer": "agree"}).status == 403
    done = trade.post(f"{where}/opinion", {"branch": "trade", "answer": "agree"})
    assert done.status == 200
    opinions = {one["branch"]: one["verb"] for one in trade.get(where).body["opinions"]}
    assert opinions == {"construction": "", "trade": "agree", "commune": "", "land": ""}


def test_a_partner_system_answers_with_a_document(clock, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    asked = walked(file_investment(at=MONDAY), "assign", "consult", at=MONDAY + timedelta(hours=6))
    clock.at = MONDAY + timedelta(hours=7)
    trade = partner(owner(asked, "trade").username, at=clock.at)
    where, papers = f"/cases/{asked}", f"/applications/{asked}/papers"
    waits = next(one for one in trade.get(where).body["opinions"] if one["branch"] == "trade")
    file = {"paper": waits["enclose_as"], "file": upload("góp ý.pdf")}
    kept = trade.raw("POST", papers, encode_multipart(BOUNDARY, file), content_type=MULTIPART_CONTENT, **ONCE)
    assert kept.status == 201, kept.body
    told = {"branch": "trade", "answer": "agree", "number": "45/SCT-QLCN"}
    assert trade.post(f"{where}/opinion", told).wheres == ["dated"]
    assert trade.post(f"{where}/opinion", told | {"dated": "2026-11-16"}).status == 200
    given = next(one for one in trade.get(where).body["opinions"] if one["branch"] == "trade")
    assert (given["number"], given["dated"]) == ("45/SCT-QLCN", "2026-11-16")
    (file,) = given["files"]
    assert file["name"] == "góp ý.pdf"
    assert trade.get(f"{papers}/{file['id']}").status == 200


def test_a_partner_system_sends_minutes(clock):
    site = walked(file_project(ASSESSMENT, at=MONDAY), "assign", at=MONDAY)
    acts.claim(site, by=owner(site), at=MONDAY)
    clock.at = MONDAY + timedelta(hours=7)
    inspector = partner(owner(site).username, at=clock.at)
    where = f"/cases/{site}"
    sent = inspector.post(f"{where}/minutes", {"held_at": "2026-11-16T14:00:00+07:00", **MEETING})
    assert sent.status == 200, sent.body
    [kept] = inspector.get(where).body["minutes"]
    assert (kept["place"], kept["kind"]) == ("Thôn Bắc Tiến", "verification")
    without = inspector.post(f"{where}/minutes", {"held_at": "2026-11-16T14:00:00", **MEETING})
    assert (without.status, without.wheres) == (422, ["held_at"])
