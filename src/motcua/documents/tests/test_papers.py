"""Stories of papers: Hoa attaches them, Minh ticks and scans them, nobody else sees them, nothing vanishes."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from motcua.cases import filing
from motcua.cases.models import Channel, Draft, Hold
from motcua.documents import acts, reads, uploads
from motcua.documents.models import File, Paper, Source
from motcua.documents.tests import samples
from motcua.documents.tests.dossier import PROOF, PROOF_TITLE, asked_again, at, attach, item_of, online_draft
from motcua.documents.tests.samples import upload
from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid, Missing, NotAllowed, OutOfOrder
from tests.province import agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, file_birth

pytestmark = pytest.mark.django_db

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
