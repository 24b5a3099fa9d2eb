"""Who signs in whose place: the lines above the signature, by the kind of the written act (NĐ 30/2020 Đ.13)."""

from __future__ import annotations

import pytest

from motcua.cases import acts as cases
from motcua.documents import contents, slips
from motcua.documents.tests.test_slips import at, examined, sheet_of
from motcua.people import delegating
from motcua.people.models import Appointment
from tests.province import MONDAY, who

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("authorisation", ("TUQ. CHỦ TỊCH",)),
        ("substitute", (f"TM. {contents.COMMITTEE.upper()}", "KT. CHỦ TỊCH")),
    ],
)
def test_a_result_signed_in_the_chairman_s_place_says_so(province, kind, lines):
    case, today = examined(), MONDAY.date()
    leads = Appointment.objects.get(account__username="quan", post__roles__contains=["leader"])
    lan = Appointment.objects.get(account__username="lan", post__roles__contains=["civil-status"])
    act = delegating.WrittenAct(
        kind=kind, number="12/UQ-UBND", signed_on=today, since=today, until=today, roles=["leader"]
    )
    delegating.delegate(leads.pk, lan.pk, act, by=who("tu"), at=MONDAY)
    cases.finish(case, "propose", by=who("lan"), at=at(10))
    cases.claim(case, by=who("lan"), at=at(14))
    cases.finish(case, "sign", by=who("lan"), at=at(14, 5))
    sheet = sheet_of(case, "KQ", 12)
    assert isinstance(sheet, slips.ResultSheet)
    assert sheet.signer == slips.Signer((*lines, lan.post.title.upper()), "Trần Thị Lan")
