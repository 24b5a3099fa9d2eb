"""Refusals after the reception: proposed by who examines, read and signed by a leader, or sent back."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from motcua.cases import acts
from motcua.cases.checks import rows_that_differ
from motcua.cases.models import Case, Step
from motcua.cases.tests.desk_pages import at, do, page
from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid, NotAllowed, OutOfOrder
from motcua.kernel.states import State
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db


def proposed_to_refuse() -> UUID:
    """A case whose refusal lies with the leader."""
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    acts.refuse(case, reason_code="disputed", reason="Tranh chấp", basis="Đ.16", by=who("lan"), at=at(10))
    return case


def test_a_refusal_that_is_not_signed_goes_back_to_be_examined(province):
    case = proposed_to_refuse()
    acts.claim(case, by=who("quan"), at=at(10, 30))
    with pytest.raises(Invalid):
        acts.finish(case, "return", by=who("quan"), at=at(10, 40))
    acts.finish(case, "return", note="Chưa đủ căn cứ", by=who("quan"), at=at(10, 40))
    acts.claim(case, by=who("lan"), at=at(10, 50))
    acts.finish(case, "propose", by=who("lan"), at=at(11))
    assert Step.objects.get(case=case, closed_at=None).name == "sign"
    assert Case.objects.get(id=case).outcome == ""


def test_nobody_refuses_by_moving_a_case_on_nor_signs_in_the_leaders_place(province):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    acts.claim(case, by=who("lan"), at=at(9, 30))
    with pytest.raises(OutOfOrder, match="thao tác riêng"):
        acts.finish(case, "refuse", by=who("lan"), at=at(10))
    with pytest.raises(NotAllowed):
        acts.finish(proposed_to_refuse(), "sign", by=who("lan"), at=at(10, 40))


def test_what_is_proposed_and_signed_is_told_in_the_journal(province):
    case = proposed_to_refuse()
    acts.claim(case, by=who("quan"), at=at(10, 30))
    acts.finish(case, "sign", note="Đồng ý", by=who("quan"), at=at(10, 40))
    said = {"reason_code": "disputed", "reason": "Tranh chấp", "basis": "Đ.16"}
    told = Event.objects.filter(stream=case, kind__startswith="case.refus").order_by("seq")
    assert [event.kind for event in told] == ["case.refusal-proposed", "case.refused"]
    assert all(event.data.items() >= said.items() for event in told)


def test_a_proposal_that_was_changed_behind_the_journal_is_seen(province):
    case = proposed_to_refuse()
    assert rows_that_differ() == []
    Step.objects.filter(case=case, closed_at=None).update(proposal={"reason": "Khác"})
    assert "“proposal”" in rows_that_differ()[0].message


def test_the_leader_reads_what_is_proposed_and_signs_it(province, sits, watch):
    case = proposed_to_refuse()
    watch.at = at(10, 10)
    quan = sits("quan")
    shown = page(quan.get(reverse("desk-case", args=[case])))
    assert "Xem dự thảo phiếu từ chối" in shown.text
    assert "Ký từ chối" in shown.text
    asked = page(quan.get(reverse("desk-deed", args=[case, "chuyen-sign"])))
    assert "Tranh chấp. Căn cứ: Đ.16." in asked.text
    assert "Không thể lấy lại sau khi gửi" in asked.text
    do(quan, case, "chuyen-sign")
    row = Case.objects.get(id=case)
    assert (State(row.state), row.outcome) == (State.FINISHED, "refused")
