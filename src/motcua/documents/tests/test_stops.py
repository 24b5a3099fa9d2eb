"""Stories of cases that stop: the notice of TT 03/2025/TT-VPCP says when, why, and what becomes of the fee."""

from __future__ import annotations

import pytest

from motcua.cases import acts as cases
from motcua.documents import reads, slips
from motcua.documents.tests.test_slips import at, examined, issue, sheet_of
from motcua.kernel.refusals import OutOfOrder
from motcua.procedures import regimes
from motcua.procedures.models import Regime
from tests.province import who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    """What a test says of the law is forgotten with it."""
    yield
    regimes.on.cache_clear()


def test_a_case_that_stops_is_answered_by_a_notice(province):
    case = examined()
    cases.stop(case, reason="Người nộp đã mất.", basis="Bộ luật Dân sự Điều 16", by=who("quan"), at=at(10))
    sheet = sheet_of(case, "TB")
    assert isinstance(sheet, slips.StopNotice)
    assert (sheet.stage, sheet.basis) == ("Thẩm tra, ghi Sổ hộ tịch", "Bộ luật Dân sự Điều 16")
    assert sheet.settlement == "Thủ tục này không thu phí, lệ phí."
    assert sheet.signer.titles[-1] == "CHỦ TỊCH"
    assert issue(case, "TB", by="quan").number == 1


def test_who_asked_for_the_case_back_gets_the_notice_too(province):
    case = examined()
    cases.withdraw(case, reason="Nộp nhầm nơi", by=who("hoa"), at=at(10))
    cases.answer_withdrawal(case, granted=True, by=who("minh"), at=at(11))
    assert sheet_of(case, "TB").reason.startswith("Người nộp yêu cầu rút hồ sơ")


def test_before_the_notice_was_made_nobody_is_offered_one(province):
    Regime.objects.filter(aspect="forms", in_force="2025-09-15").update(in_force="2030-01-01")
    regimes.on.cache_clear()
    case = examined()
    cases.stop(case, reason="Người nộp đã mất.", basis="Bộ luật Dân sự Điều 16", by=who("quan"), at=at(10))
    assert [row.form for row in reads.slips(case)] == ["01"]
    with pytest.raises(OutOfOrder, match="không có việc nào"):
        issue(case, "TB", by="quan")
