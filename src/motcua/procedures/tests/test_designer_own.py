"""A procedure that only the province has: begun from nothing on a page, written, published by a second person."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.procedures import acts, reads
from motcua.procedures.drafting import files, texts, writing
from motcua.procedures.models import Procedure, VersionDraft
from motcua.procedures.tests.designing import HOME, inputs, page, signed_in, words
from tests.province import MONDAY, who

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("designer")]
OWN = "3.900001"
BEGIN = f"{HOME}moi/{OWN}/"
TOLD = {
    "title": "Hỗ trợ bảo tồn dân ca ví, giặm",
    "field": "Hộ tịch",
    "decides": "so-noi-vu",
    "source": "Nghị quyết 93/2026/NQ-HĐND",
}
DECISION = writing.Decision("2801/QĐ-UBND", "Chủ tịch UBND tỉnh", MONDAY.date(), "Nguyễn Văn A")


def test_a_code_that_the_nation_does_not_list_is_begun_with_what_the_officer_says(nga):
    asked = nga.post(f"{HOME}moi/", {"code": OWN}, follow=True)
    assert "Danh mục cả nước không có thủ tục nào mang mã 3.900001" in words(asked)
    assert {"title", "field", "decides", "source"} <= inputs(asked).keys()
    begun = nga.post(BEGIN, TOLD, follow=True)
    assert "Hỗ trợ bảo tồn dân ca ví, giặm" in words(begun)
    text = VersionDraft.objects.get(code=OWN).text
    assert "level: province" in text
    assert "competent: {agency: so-noi-vu}" in text
    assert TOLD["source"] in words(nga.get(page(VersionDraft.objects.get(code=OWN), "phan/law/?van-ban")))


def test_what_is_lacking_is_told_beside_its_field_and_what_was_typed_stays(nga):
    answer = nga.post(BEGIN, TOLD | {"decides": "", "title": "Hỗ trợ"})
    assert (answer.status_code, inputs(answer)["title"]) == (422, "Hỗ trợ")
    assert "Chọn cơ quan giải quyết" in words(answer)
    assert not VersionDraft.objects.filter(code=OWN).exists()


def test_a_listed_code_is_not_begun_as_the_provinces_own(nga):
    assert nga.get(f"{HOME}moi/1.000894/").status_code == 404
    assert signed_in("hoa").get(BEGIN).status_code == 404


def test_it_is_published_by_a_second_person_and_loads_as_the_same(nga, good):
    nga.post(BEGIN, TOLD | {"decides": "commune"})
    draft = VersionDraft.objects.get(code=OWN)
    assert "level: commune" in draft.text
    whole = texts.with_facts(good.replace("1.001193", OWN), {"in_force": date(2026, 11, 17)})
    was = texts.digest_of(draft.text)
    writing.write(draft.id, "all", lambda _: whole, was=was, by=who("nga"), at=MONDAY)
    writing.submit(draft.id, DECISION, by=who("nga"), at=MONDAY)
    revision = VersionDraft.objects.get(id=draft.id).revision
    version = writing.approve(draft.id, revision, by=who("son"), at=MONDAY)
    assert reads.version_in_force(OWN, date(2026, 11, 17)).id == version.id
    path = writing.into_catalogue(VersionDraft.objects.get(id=draft.id))
    assert path == files.folder() / f"{OWN}.yaml"
    assert acts.load(path, by="tu", at=MONDAY).published == ()
    assert Procedure.objects.get(code=OWN).national_title == ""
