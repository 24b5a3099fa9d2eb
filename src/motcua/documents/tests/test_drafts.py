"""Stories of drafts: who signs sees before signing what will be issued; nobody else does, and nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.urls import reverse
from pypdf import PdfReader

from motcua.cases import acts as cases
from motcua.cases import telling
from motcua.documents import acts, contents, reads, slips
from motcua.documents.models import Book, File, Slip
from motcua.documents.tests.dossier import at, attach, online_draft
from motcua.documents.tests.test_slips import examined, received, sheet_of
from motcua.journal.models import Event, Reading
from motcua.people import actors
from motcua.people.models import Account
from tests.province import who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Pages are asked at half past ten on the Monday of the story."""
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: at(10, 30)))


def proposed() -> UUID:
    """A case that Lan has proposed and Quân has taken up."""
    case = examined()
    cases.finish(case, "propose", by=who("lan"), at=at(10))
    cases.claim(case, by=who("quan"), at=at(10, 10))
    return case


def text_of(pdf: bytes) -> list[str]:
    """The words on a paper, without the marks of a draft."""
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return words.replace("DỰ THẢO", "").split()


def test_quan_sees_the_draft_and_what_is_issued_equals_it_but_for_mark_and_number(province, signed_in):
    case = proposed()
    seen = b"".join(signed_in("quan").get(reverse("result-draft", args=[case])))
    draft = contents.draft(case, at(10, 30))
    assert slips.typeset(draft) == seen

    cases.finish(case, "sign", by=who("quan"), at=at(10, 30))
    slip = acts.issue(case, "KQ", by=who("quan"), at=at(11))
    issued = sheet_of(case, "KQ", slip.number)
    assert issued == replace(draft, draft=False, number="01", result_code=issued.result_code)

    kept = slips.typeset(issued)
    assert set(text_of(seen)) - set(text_of(kept)) == {
        "/2026",
        "Dự",
        "thảo,",
        "chưa",
        "có",
        "giá",
        "trị",
        "pháp",
        "lý",
    }
    assert set(text_of(kept)) - set(text_of(seen)) == {"01/2026", "Mã", "kết", "quả:", issued.result_code}


def test_a_draft_says_so_and_has_no_number(province, signed_in):
    case = proposed()
    answer = signed_in("quan").get(reverse("result-draft", args=[case]))
    content = b"".join(answer)
    printed = " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert printed.count("DỰ THẢO") == 2
    assert "Số: /2026" in printed
    assert "Dự thảo, chưa có giá trị pháp lý" in printed
    assert "KQ26" not in printed
    assert PdfReader(BytesIO(content)).metadata.title.startswith("Dự thảo Giấy khai sinh")


def test_looking_at_a_draft_keeps_nothing_but_the_look(province, signed_in):
    case = proposed()

    def kept():
        return [*(model.objects.count() for model in (Slip, Book, File, Event))]

    before = kept()
    for _ in range(2):
        assert signed_in("quan").get(reverse("result-draft", args=[case])).status_code == 200
    assert kept() == before
    looks = Reading.objects.filter(stream=case).values_list("by", "what")
    assert [*looks] == [("quan", telling.DRAFT)] * 2
    assert telling.seen([(telling.DRAFT, "")]) == "dự thảo kết quả"


def test_only_who_sees_inside_the_case_sees_its_draft(province, signed_in):
    address = reverse("result-draft", args=[proposed()])
    for username, status in (("minh", 200), ("quan", 200), ("hoa", 404), ("binh", 404), ("anphat", 404)):
        assert signed_in(username).get(address).status_code == status, username
    assert signed_in("quan").get(reverse("result-draft", args=[UUID(int=7)])).status_code == 404


def test_who_draws_up_the_draft_sees_it_and_later_is_asked_what_for(province, signed_in):
    drawn_up, sent_on = examined(), proposed()
    client = signed_in("lan")
    assert client.get(reverse("result-draft", args=[drawn_up])).status_code == 200
    asked = client.get(reverse("result-draft", args=[sent_on]))
    assert asked["Location"].startswith(reverse("desk-purpose", args=[sent_on]))


def test_a_visitor_is_asked_to_sign_in(province, client):
    assert client.get(reverse("result-draft", args=[proposed()])).status_code == 302


def test_there_is_no_draft_before_the_agency_draws_it_up_nor_after_it_was_signed(province, signed_in):
    case = received()
    client, address = signed_in("minh"), reverse("result-draft", args=[case])
    assert client.get(address).status_code == 200
    cases.claim(case, by=who("lan"), at=at(9, 30))
    cases.refuse(
        case, reason_code="already-registered", reason="Đã có", basis="Luật Hộ tịch", by=who("lan"), at=at(10)
    )
    assert client.get(address).status_code == 200
    cases.claim(case, by=who("quan"), at=at(10, 10))
    cases.finish(case, "sign", by=who("quan"), at=at(10, 20))
    assert client.get(address).status_code == 409
    filed = filed_online()
    assert client.get(reverse("result-draft", args=[filed])).status_code == 409
    assert "Xem dự thảo kết quả" not in client.get(reverse("desk-case", args=[filed])).content.decode()


def test_the_draft_of_a_refusal_says_what_the_leader_is_asked_to_sign(province, signed_in):
    case = examined()
    cases.refuse(case, reason_code="disputed", reason="Có tranh chấp", basis="Đ.16", by=who("lan"), at=at(10))
    said = {"reason_code": "disputed", "reason": "Có tranh chấp", "basis": "Đ.16"}
    draft = contents.refusal_draft(case, at(10, 30), signer="quan", refusal=said)
    assert (draft.draft, draft.number, draft.legal_basis) == (True, "", ("Đ.16",))
    assert draft.signer == slips.Signer(
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), Account.objects.get(username="quan").full_name
    )
    shown = signed_in("quan").get(reverse("result-draft", args=[case]))
    assert shown["Content-Type"] == "application/pdf"
    assert signed_in("hoa").get(reverse("result-draft", args=[case])).status_code == 404


def test_the_draft_of_an_officer_leaves_open_who_will_sign(province):
    case = examined()
    draft = contents.draft(case, at(10, 30))
    assert draft.signer == slips.Signer(("ỦY BAN NHÂN DÂN PHƯỜNG THÀNH SEN",), "")
    assert slips.typeset(draft)


def test_what_was_sent_back_is_drawn_up_again_for_who_signs_now(province):
    case = proposed()
    cases.finish(case, "return", note="Sửa quê quán", by=who("quan"), at=at(10, 20))
    cases.claim(case, by=who("lan"), at=at(10, 25))
    cases.finish(case, "propose", by=who("lan"), at=at(10, 26))
    assert contents.draft(case, at(10, 30)).signer.name == Account.objects.get(username="quan").full_name


def test_the_draft_stands_in_the_viewer_next_to_the_papers(province, signed_in):
    case = filed_online()
    paper = reads.papers(case)[0]
    cases.receive(case, by=who("minh"), at=at(9))
    page, draft = reverse("desk-case", args=[case]), reverse("result-draft", args=[case])
    client = signed_in("quan")
    first = client.get(page).content.decode()
    assert "Xem dự thảo kết quả" in first
    assert f'href="{page}?tep=du-thao#xem"' in first
    assert reverse("paper-file", args=[case, paper.id]) in first
    shown = client.get(page, {"tep": "du-thao"}).content.decode()
    assert f'<iframe class="mc-viewer" src="{draft}#' in shown
    assert f'href="{page}?tep={paper.id}#xem" rel="prev"' in shown


def filed_online() -> UUID:
    from motcua.cases import filing

    application = online_draft()
    attach(application)
    filing.submit(application, by=who("hoa"), at=at(8, 20))
    return application
