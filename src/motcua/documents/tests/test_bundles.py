"""The papers of a bundle: shown in the part that asks for them, and in no other; one receipt for the whole."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.cases import acts as cases
from motcua.cases.models import Case
from motcua.documents import acts, reads
from motcua.documents.models import Slip
from motcua.documents.tests.dossier import at, attach
from motcua.journal import outbox
from motcua.journal.models import Event
from motcua.kernel.refusals import Missing, OutOfOrder
from tests.province import who
from tests.stories.birth import file_birth
from tests.stories.bundle import BUNDLE, BUNDLE_FORM, file_bundle, granted, part

pytestmark = pytest.mark.django_db


def row(case) -> dict:
    return Case.objects.filter(id=case).values().get()


def test_a_part_shows_the_papers_that_its_procedure_asks_for(province):
    bundle = file_birth(code=BUNDLE, form=BUNDLE_FORM, at=at(8))
    paper = attach(bundle, "giấy chứng sinh.pdf", by="minh")
    cases.receive(bundle, by=who("minh"), at=at(9))
    birth = part(bundle, "birth").id
    granted(birth, at=at(10))
    residence = part(bundle, "residence").id
    assert [one.name for one in reads.papers_seen(row(birth))] == ["giấy chứng sinh.pdf"]
    assert reads.paper_seen(row(birth), paper.id).name == "giấy chứng sinh.pdf"
    assert reads.papers_seen(row(residence)) == ()
    with pytest.raises(Missing):
        reads.paper_seen(row(residence), paper.id)


def test_one_application_has_one_receipt(province):
    bundle = file_bundle(at=at(8))
    for event in Event.objects.filter(kind="case.received"):
        acts.answer(
            outbox.Happened(event.id, event.stream, event.seq, event.kind, event.at, event.by, event.data)
        )
    assert [slip.case_id for slip in Slip.objects.all()] == [bundle]


def test_each_part_has_its_result_and_the_whole_has_one(province):
    bundle = file_bundle(at=at(8))
    for name, hour in (("birth", 10), ("insurance", 14), ("residence", 15)):
        granted(part(bundle, name).id, at=at(hour))
    for event in Event.objects.filter(kind="case.finished"):
        acts.answer(
            outbox.Happened(event.id, event.stream, event.seq, event.kind, event.at, event.by, event.data)
        )
    assert Slip.objects.filter(form=Slip.Form.RESULT).count() == 4


def test_the_citizen_sees_in_a_part_what_the_officers_see_and_no_receipt_to_come(province, signed_in):
    bundle = file_birth(code=BUNDLE, form=BUNDLE_FORM, at=at(8))
    attach(bundle, "giấy chứng sinh.pdf", by="minh")
    cases.receive(bundle, by=who("minh"), at=at(9))
    birth = part(bundle, "birth").id
    shown = signed_in("hoa").get(reverse("my-case", args=[birth])).content.decode()
    assert "giấy chứng sinh.pdf" in shown
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" not in shown
    assert reads.slips(birth) == ()
    with pytest.raises(OutOfOrder):
        acts.issue(birth, "01", by=who("minh"), at=at(10))


def test_a_bundle_that_is_taken_back_has_one_notice(province):
    bundle = file_bundle(at=at(8))
    cases.withdraw(bundle, reason="Chuyển đi nơi khác", by=who("hoa"), at=at(9))
    cases.answer_withdrawal(bundle, granted=True, by=who("minh"), at=at(10))
    for event in Event.objects.filter(kind="case.withdrawn"):
        acts.answer(
            outbox.Happened(event.id, event.stream, event.seq, event.kind, event.at, event.by, event.data)
        )
    assert [slip.case_id for slip in Slip.objects.filter(form=Slip.Form.STOP)] == [bundle]
