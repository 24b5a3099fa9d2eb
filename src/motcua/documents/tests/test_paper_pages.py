"""Stories of the pages of papers: what is sent is kept, what is refused is told, what goes out harms nobody."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from motcua.cases import acts as cases
from motcua.documents import acts, reads, uploads
from motcua.documents.tests import samples
from motcua.documents.tests.dossier import PROOF, asked_again, at, attach, item_of, online_draft
from motcua.documents.tests.samples import upload
from motcua.journal.models import Reading
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

# --- pages ---------------------------------------------------------------------------------------------------


def test_what_is_right_is_kept_whatever_is_wrong_beside_it(province, signed_in):
    draft = online_draft()
    page = reverse("draft-papers", args=[draft])
    answer = signed_in("hoa").post(
        page,
        {
            PROOF: [upload("chung sinh.pdf"), upload("virus.pdf", samples.EXE)],
            "surrogacy": [upload("trống.pdf", b"")],
            "upload": "1",
        },
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert [row.name for row in reads.papers(draft)] == ["chung sinh.pdf"]
    assert f'href="#field-{PROOF}"' in shown
    assert f'id="field-{PROOF}-error"' in shown
    assert "Tệp “virus.pdf” không phải là PDF" in shown
    assert "Tệp “trống.pdf” trống" in shown


def test_the_page_does_not_go_on_without_what_must_be_there(province, signed_in):
    draft = online_draft()
    page, client = reverse("draft-papers", args=[draft]), signed_in("hoa")
    assert client.post(page, {}).status_code == 422
    answer = client.post(page, {PROOF: [upload("chung sinh.pdf")]})
    assert answer["Location"] == reverse("draft", args=[draft])
    assert "chung sinh.pdf" in client.get(page).content.decode()


def test_the_same_file_again_is_told_so(province, signed_in):
    page, client = reverse("draft-papers", args=[online_draft()]), signed_in("hoa")
    for told in ("Đã tải lên 1 tệp.", "Tệp “chung sinh.pdf” đã có, không thêm lần nữa."):
        client.post(page, {PROOF: [upload("chung sinh.pdf")], "upload": "1"})
        shown = client.get(page).content.decode()
        assert told in shown
    assert "Đã tải lên" not in shown


def test_a_file_is_removed_by_a_button(province, signed_in):
    draft = online_draft()
    paper, client = attach(draft), signed_in("hoa")
    for _ in range(2):
        assert client.post(reverse("draft-papers", args=[draft]), {"remove": paper.id}).status_code == 302
    assert reads.papers(draft) == ()


def test_thirty_megabytes_come_to_the_page_and_are_refused_in_words(province, signed_in):
    draft = online_draft()
    heavy = upload("nặng.pdf", samples.PDF + b"\0" * 30 * uploads.MEGABYTE)
    answer = signed_in("hoa").post(reverse("draft-papers", args=[draft]), {PROOF: [heavy], "upload": "1"})
    assert answer.status_code == 422
    assert "Tệp “nặng.pdf” nặng 30 MB, quá 25 MB" in answer.content.decode()
    assert reads.papers(draft) == ()


def test_a_post_without_its_token_is_refused(province, django_user_model):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(django_user_model.objects.get(username="hoa"))
    draft = online_draft()
    answer = client.post(reverse("draft-papers", args=[draft]), {PROOF: [upload("chung sinh.pdf")]})
    assert answer.status_code == 403
    assert reads.papers(draft) == ()


def test_a_supplement_is_handed_in_on_the_case_s_own_page(province, signed_in):
    case = asked_again()
    client, page = signed_in("hoa"), reverse("my-case-supplement", args=[case])
    assert client.post(page, {"send": "1"}).status_code == 422
    assert "bản rõ hơn" in client.get(page).content.decode()
    answer = client.post(page, {item_of(case): [upload("rõ.png", samples.PNG)], "send": "1"})
    assert answer["Location"] == reverse("my-case", args=[case])
    assert client.get(page)["Location"] == reverse("my-case", args=[case])


def test_the_desk_shows_the_dossier_and_one_file_of_it(province, signed_in):
    case = file_birth(at=at(8))
    first = attach(case, "một.pdf", by="minh")
    second = attach(case, "hai.jpg", samples.JPEG, by="minh")
    client, page = signed_in("minh"), reverse("desk-case", args=[case])
    shown = client.get(page).content.decode()
    assert f'src="{reverse("paper-file", args=[case, first.id])}#' in shown
    assert f'href="{page}?tep={second.id}#xem" rel="next"' in shown
    shown = client.get(f"{page}?tep={second.id}").content.decode()
    assert f'<img src="{reverse("paper-file", args=[case, second.id])}" alt="' in shown
    assert f'href="{page}?tep={first.id}#xem" rel="prev"' in shown
    assert client.get(f"{page}?tep=x").status_code == 200


def test_the_desk_opens_what_a_request_has_brought(province, signed_in):
    case = asked_again()
    attach(case, "cũ.pdf", by="lan")
    page = reverse("my-case-supplement", args=[case])
    signed_in("hoa").post(page, {item_of(case): [upload("rõ.png", samples.PNG)], "send": "1"})
    brought = next(row for row in reads.papers(case) if row.name == "rõ.png")
    shown = signed_in("minh").get(reverse("desk-case", args=[case])).content.decode()
    assert f'<img src="{reverse("paper-file", args=[case, brought.id])}"' in shown


def test_the_desk_adds_scans_to_a_paper(province, signed_in):
    case = file_birth(at=at(8))
    client, address = signed_in("minh"), reverse("desk-papers", args=[case])
    sent = {"paper": PROOF, "files": [upload("quét.pdf"), upload("virus.pdf", samples.EXE)]}
    told = client.post(address, sent, follow=True).content.decode()
    assert "Tệp “virus.pdf” không phải là PDF" in told
    assert [row.name for row in reads.papers(case)] == ["quét.pdf"]
    client.post(address, {"remove": reads.papers(case)[0].id})
    assert reads.papers(case) == ()
    assert signed_in("binh").post(address, sent).status_code == 404
    assert signed_in("hoa").post(address, sent).status_code == 404


def test_the_applicant_sees_what_is_asked_what_is_there_and_what_was_issued(province, signed_in):
    case = asked_again()
    acts.issue(case, "01", by=who("minh"), at=at(16))
    shown = signed_in("hoa").get(reverse("my-case", args=[case])).content.decode()
    assert f'name="{item_of(case)}"' in shown
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả</a>" in shown
    assert reverse("slip-issue", args=[case, "02"]) not in shown
    assert "Đang được lập" in shown


# --- downloads -----------------------------------------------------------------------------------------------


def test_a_file_goes_out_so_that_it_harms_nobody(province, signed_in):
    draft = online_draft()
    paper = attach(draft, "giấy chứng sinh.pdf")
    answer = signed_in("hoa").get(
        reverse("paper-file", args=[draft, paper.id]), headers={"Accept-Encoding": "gzip"}
    )
    assert b"".join(answer) == samples.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''gi")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    known = {"If-None-Match": answer["ETag"]}
    assert (
        signed_in("hoa").get(reverse("paper-file", args=[draft, paper.id]), headers=known).status_code == 304
    )


def test_what_a_browser_cannot_show_is_saved(province, signed_in):
    draft = online_draft()
    paper = attach(draft, "biên bản.docx", samples.DOCX)
    answer = signed_in("hoa").get(reverse("paper-file", args=[draft, paper.id]))
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_is_seen_by_those_who_may_see_the_case_and_looks_are_on_record(province, signed_in):
    case = file_birth(at=at(8))
    paper = attach(case, by="minh")
    cases.receive(case, by=who("minh"), at=at(9))
    address = reverse("paper-file", args=[case, paper.id])
    looks = {
        username: signed_in(username).get(address).status_code
        for username in ("hoa", "minh", "lan", "binh", "anphat")
    }
    assert looks == {"hoa": 200, "minh": 200, "lan": 200, "binh": 404, "anphat": 404}
    on_record = (
        Reading.objects.filter(stream=case).order_by("id").values_list("by", "what", "name", "purpose")
    )
    assert list(on_record) == [
        ("minh", "paper", "chung-sinh.pdf", "Theo dõi, trả lời người nộp tại một cửa"),
        ("lan", "paper", "chung-sinh.pdf", "Xử lý bước: Thẩm tra, ghi Sổ hộ tịch"),
    ]


def test_a_file_of_a_draft_is_the_owner_s_and_a_wrong_address_finds_nothing(province, signed_in):
    draft = online_draft()
    paper = attach(draft)
    for username in ("binh", "minh", "tu"):
        assert signed_in(username).get(reverse("paper-file", args=[draft, paper.id])).status_code == 404
    hoa = signed_in("hoa")
    assert hoa.get(reverse("paper-file", args=[file_birth(at=at(8)), paper.id])).status_code == 404
    assert hoa.get(reverse("paper-file", args=[uuid4(), paper.id])).status_code == 404
    acts.remove(draft, paper.id, by=who("hoa"), at=at(9))
    assert hoa.get(reverse("paper-file", args=[draft, paper.id])).status_code == 404
