"""Stories of papers: Hoa attaches them, Minh ticks and scans them, nobody else sees them, nothing vanishes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from motcua.cases import acts as cases
from motcua.cases import filing
from motcua.cases.models import Channel, Draft, Hold
from motcua.documents import acts, reads, uploads
from motcua.documents.models import File, Paper, Source
from motcua.documents.tests import samples
from motcua.documents.tests.samples import upload
from motcua.journal.models import Event, Reading
from motcua.kernel.refusals import Invalid, Missing, NotAllowed, OutOfOrder
from tests.province import MONDAY, agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, file_birth

pytestmark = pytest.mark.django_db

PROOF = "birth-proof"
PROOF_TITLE = "Giấy chứng sinh"


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def online_draft() -> UUID:
    hoa = who("hoa")
    draft = filing.start(BIRTH, by=hoa, at=at(8))
    filing.save(draft, BIRTH_FORM, reception=agency(RECEPTION), by=hoa, at=at(8))
    return draft


def attach(
    application: UUID,
    name: str = "chung-sinh.pdf",
    content: bytes = samples.PDF,
    by: str = "hoa",
    paper: str = PROOF,
):
    acts.attach(application, paper, upload(name, content), by=who(by), at=at(8, 10))
    return reads.papers(application)[-1]


def asked_again(item: dict[str, str] | None = None) -> UUID:
    """A case whose applicant was asked for a better birth proof, or for something else."""
    case = file_birth(at=at(8))
    cases.receive(case, by=who("minh"), at=at(9))
    cases.claim(case, by=who("lan"), at=at(9, 30))
    cases.request_supplement(
        case,
        items=[item or {"id": PROOF, "title": PROOF_TITLE, "note": "bản rõ hơn"}],
        reason_code="unreadable",
        reason="Ảnh mờ",
        by=who("lan"),
        at=at(10),
    )
    return case


def item_of(case: UUID) -> str:
    from motcua.cases.reads import case as case_for

    return reads.asked_of(case_for(case, actor=who("hoa")), reads.papers(case))[0].id


@pytest.fixture
def signed_in(client, django_user_model):
    def sign_in(username: str):
        client.force_login(django_user_model.objects.get(username=username))
        return client

    return sign_in


# --- what is asked -------------------------------------------------------------------------------------------


def test_the_answers_decide_which_papers_are_asked(province):
    draft = online_draft()
    asked = {one.id: one for one in reads.wanted_of_draft(Draft.objects.get(id=draft))}
    assert set(asked) == {"declaration", PROOF, "surrogacy"}
    assert (asked[PROOF].required, asked["surrogacy"].required, asked["declaration"].uploaded) == (
        True,
        False,
        False,
    )

    filing.save(draft, {"birth_proof": "pledge"}, by=who("hoa"), at=at(8))
    assert "birth-pledge" in {one.id for one in reads.wanted_of_draft(Draft.objects.get(id=draft))}


def test_an_online_case_is_not_submitted_without_its_papers(province):
    draft = online_draft()
    with pytest.raises(OutOfOrder, match=f"còn thiếu “{PROOF_TITLE}”"):
        filing.submit(draft, by=who("hoa"), at=at(8, 20))
    assert Draft.objects.filter(id=draft).exists()

    paper = attach(draft)
    filed = filing.submit(draft, by=who("hoa"), at=at(8, 20))
    assert filed.id == draft
    assert reads.papers(filed.id) == (paper,)
    assert reads.lacking(filed.id) == ()


def test_a_case_of_the_counter_is_filed_without_files(province):
    case = file_birth(at=at(8))
    assert reads.lacking(case) == (PROOF_TITLE,)


# --- files come and go ---------------------------------------------------------------------------------------


def test_the_same_file_twice_is_there_once(province):
    draft = online_draft()
    attach(draft), attach(draft, "cùng nội dung.pdf")
    assert [row.name for row in reads.papers(draft)] == ["chung-sinh.pdf"]
    assert File.objects.count() == 1


def test_a_removed_file_is_marked_and_may_come_again(province):
    draft = online_draft()
    first = attach(draft)
    acts.remove(draft, first.id, by=who("hoa"), at=at(8, 11))
    assert reads.papers(draft) == ()
    again = attach(draft)
    assert again.id != first.id
    assert Paper.objects.filter(application=draft).count() == 2
    assert File.objects.count() == 1


def test_what_was_there_at_a_moment_can_be_told(province):
    draft = online_draft()
    paper = attach(draft)
    acts.remove(draft, paper.id, by=who("hoa"), at=at(9))
    assert reads.papers_at(draft, at(8, 30)) == (paper,)
    assert reads.papers_at(draft, at(9, 30)) == ()


def test_a_paper_has_its_limit_of_files(province):
    draft = online_draft()
    for number in range(uploads.MOST_FILES):
        attach(draft, f"{number}.pdf", samples.PDF + b"%d" % number)
    with pytest.raises(Invalid, match="đã có 20 tệp"):
        attach(draft, "nữa.pdf", samples.PDF + b"more")


def test_a_paper_that_the_procedure_does_not_know_is_not_taken(province):
    with pytest.raises(Missing):
        attach(online_draft(), paper="anything")


@pytest.mark.parametrize("username", ["binh", "minh", "anphat"])
def test_a_draft_is_its_owner_s_alone(province, username):
    draft = online_draft()
    paper = attach(draft)
    with pytest.raises(Missing):
        attach(draft, by=username)
    with pytest.raises(Missing):
        acts.remove(draft, paper.id, by=who(username), at=at(9))


# --- a filed case --------------------------------------------------------------------------------------------


def test_the_one_stop_scans_what_came_on_paper(province):
    case = file_birth(at=at(8))
    paper = attach(case, by="minh")
    assert paper.source == Source.SCANNED
    told = Event.objects.get(stream=acts.stream_of(case), kind="paper.attached")
    assert told.data == {"case": str(case), "paper": PROOF_TITLE, "name": "chung-sinh.pdf"}


def test_after_filing_only_who_works_the_step_adds_papers(province):
    case = file_birth(at=at(8))
    with pytest.raises(NotAllowed):
        attach(case, by="hoa")
    with pytest.raises(NotAllowed):
        attach(case, by="lan")
    with pytest.raises(Missing):
        attach(case, by="binh")


def test_a_supplement_is_handed_in_when_each_thing_has_a_file(province):
    case = asked_again()
    item = item_of(case)
    with pytest.raises(Invalid) as refused:
        acts.supplement(case, by=who("hoa"), at=at(14))
    assert [fault.where for fault in refused.value.faults] == [item]

    paper = attach(case, "rõ hơn.jpg", samples.JPEG, paper=item)
    assert paper.source == Source.UPLOADED
    acts.supplement(case, by=who("hoa"), at=at(14))
    with pytest.raises(NotAllowed):
        acts.remove(case, paper.id, by=who("hoa"), at=at(15))
    assert [row.name for row in reads.papers(case)] == ["rõ hơn.jpg"]


def test_what_is_no_paper_may_be_answered_in_words(province, signed_in):
    case = asked_again({"id": "", "title": "Ghi lại nơi sinh trên tờ khai"})
    client, page = signed_in("hoa"), reverse("my-case-supplement", args=[case])
    assert "Nội dung bổ sung" in client.post(page, {"send": "1", "note": " "}).content.decode()
    assert client.post(page, {"send": "1", "note": "x" * 2001}).status_code == 422
    client.post(page, {"send": "1", "note": "Nơi sinh: Bệnh viện Thạch Hà"})
    assert Hold.objects.get(case=case).note == "Nơi sinh: Bệnh viện Thạch Hà"


def test_the_one_stop_may_bring_the_supplement_for_the_applicant(province):
    case = asked_again()
    attach(case, by="minh", paper=item_of(case))
    acts.supplement(case, by=who("minh"), at=at(14))
    assert reads.papers(case)[0].source == Source.SCANNED


# --- the counter ---------------------------------------------------------------------------------------------


def counter_draft() -> UUID:
    minh = who("minh")
    draft = filing.start(
        BIRTH,
        applicant=who("hoa").applicant,
        channel=Channel.COUNTER,
        reception=agency(RECEPTION),
        by=minh,
        at=at(8),
    )
    filing.save(draft, BIRTH_FORM, by=minh, at=at(8))
    return draft


def noted(application: UUID) -> list[tuple[str, str]]:
    return [(row.paper, row.in_words) for row in reads.papers(application)]


def test_ticks_replace_what_was_noted_before(province):
    draft, minh = counter_draft(), who("minh")
    acts.note_papers(draft, {PROOF: {"original": 1, "copy": 2}}, by=minh, at=at(8, 5))
    assert noted(draft) == [(PROOF, "2 bản sao"), (PROOF, "1 bản chính")]
    acts.note_papers(draft, {PROOF: {"original": 1, "copy": 0}}, by=minh, at=at(8, 6))
    assert noted(draft) == [(PROOF, "1 bản chính")]
    assert Paper.objects.filter(application=draft).count() == 2
    acts.note_papers(draft, {PROOF: {"original": 0, "copy": 0}}, by=minh, at=at(8, 7))
    assert noted(draft) == []


def test_the_counter_ticks_and_scans_in_one_post(province, signed_in):
    draft, client = counter_draft(), signed_in("minh")
    shown = client.get(reverse("counter-draft", args=[draft])).content.decode()
    assert f'id="tick-{PROOF}"' in shown
    sent = {
        "birth_proof": "hospital",
        "giay-to": "1",
        "tick": [PROOF],
        f"original-{PROOF}": "1",
        f"copy-{PROOF}": "x",
        "original-surrogacy": "1",
    }
    answer = client.post(
        reverse("counter-draft", args=[draft]), sent | {PROOF: [upload("quét.pdf")], "viec": "luu"}
    )
    assert answer.status_code == 302
    assert [(row.paper, row.source, row.name) for row in reads.papers(draft)] == [
        (PROOF, Source.HANDED_IN, ""),
        (PROOF, Source.SCANNED, "quét.pdf"),
    ]


def test_a_scan_that_is_refused_is_told_on_the_counter_s_page(province, signed_in):
    draft = counter_draft()
    bad = {
        "birth_proof": "hospital",
        PROOF: [upload("virus.pdf", samples.EXE)],
        "giay-to": "1",
        "viec": "tiep-nhan",
    }
    answer = signed_in("minh").post(reverse("counter-draft", args=[draft]), bad)
    assert answer.status_code == 422
    assert f'id="field-{PROOF}-error"' in answer.content.decode()


def test_a_part_of_the_counter_s_list_is_kept_at_once(province, signed_in):
    draft, client = counter_draft(), signed_in("minh")
    address = reverse("counter-papers", args=[draft])
    client.post(address, {"giay-to": "1", "tick": PROOF, f"original-{PROOF}": "2"})
    shown = client.post(address, {PROOF: [upload("quét.pdf")]}).content.decode()
    assert "quét.pdf" in shown
    assert noted(draft)[0] == (PROOF, "2 bản chính")
    scan = reads.papers(draft)[1]
    assert "quét.pdf" not in client.post(address, {"remove": scan.id}).content.decode()
    assert signed_in("hoa").post(address, {"giay-to": "1"}).status_code == 404


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
    assert f'src="{reverse("paper-file", args=[case, second.id])}#' in shown
    assert f'href="{page}?tep={first.id}#xem" rel="prev"' in shown
    assert client.get(f"{page}?tep=x").status_code == 200


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
    assert reverse("slip-issue", args=[case, "02"]) in shown


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
    address = reverse("paper-file", args=[case, paper.id])
    looks = {
        username: signed_in(username).get(address).status_code
        for username in ("hoa", "minh", "lan", "binh", "anphat")
    }
    assert looks == {"hoa": 200, "minh": 200, "lan": 200, "binh": 404, "anphat": 404}
    on_record = Reading.objects.filter(stream=case).order_by("id").values_list("by", "purpose")
    assert list(on_record) == [("minh", "Xem tệp “chung-sinh.pdf”"), ("lan", "Xem tệp “chung-sinh.pdf”")]


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


# --- the law of the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_file SET size = 1",
        "DELETE FROM documents_file",
        "DELETE FROM documents_paper",
        "UPDATE documents_paper SET name = 'khác'",
        "UPDATE documents_paper SET removed_at = now(), removed_by = 'minh', name = 'khác'",
    ],
)
def test_the_database_keeps_papers_as_they_were_written(province, statement):
    attach(online_draft())
    with pytest.raises(Error, match="documents: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_removal_cannot_be_taken_back(province):
    draft = online_draft()
    paper = attach(draft)
    acts.remove(draft, paper.id, by=who("hoa"), at=at(9))
    with pytest.raises(Error, match="only be marked as removed"), transaction.atomic():
        Paper.objects.filter(id=paper.id).update(removed_at=None, removed_by="")
