"""What becomes a case, and what stays a draft with nothing lost: places, communes, versions, two who save at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.agencies.models import Agency
from motcua.cases import filing, store
from motcua.cases.models import Case, Channel, Draft
from motcua.kernel.refusals import Conflict, Invalid, OutOfOrder, Refusal
from tests.province import MONDAY, THANH_SEN, agency, who
from tests.stories import law
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, form_for

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def drafted(*, by: str = "minh", code: str = BIRTH, form: dict[str, Any] | None = None, **more: int) -> UUID:
    """A draft at the counter of Thành Sen that lacks nothing, but for what is said."""
    hoa, officer = who("hoa"), who(by)
    places = {"reception": agency(RECEPTION)} | more
    draft = filing.start(code, applicant=hoa.applicant, channel=Channel.COUNTER, by=officer, at=at(8))
    filing.save(draft, form or form_for(code), **places, by=officer, at=at(8))
    return draft


def refused(draft: UUID, *, by: str = "minh", days: int = 0) -> dict[str, str]:
    """What is said against filing a draft, by place; it is still there with all its answers."""
    before = Draft.objects.values("form", "reception_id", "competent_id").get(id=draft)
    with pytest.raises(Invalid) as said:
        filing.submit(draft, by=who(by), at=at(9, days=days))
    assert Draft.objects.values("form", "reception_id", "competent_id").get(id=draft) == before
    assert not Case.objects.exists()
    return {fault.where: fault.message for fault in said.value.faults}


# Places


def test_only_who_may_decide_decides(province):
    department = agency("so-xay-dung")
    told = refused(drafted(competent=department))
    assert told == {"competent": "Sở Xây dựng không giải quyết thủ tục này."}


def test_the_agency_that_a_procedure_names_is_not_replaced(province):
    told = refused(drafted(code="1.008891", competent=agency(THANH_SEN)))
    assert list(told) == ["competent"]
    named = filing.submit(drafted(code="1.008891"), by=who("minh"), at=at(9))
    assert Case.objects.get(id=named.id).competent_id == agency("so-xay-dung")


def test_a_case_comes_in_where_cases_are_received(province):
    told = refused(drafted(by="hoa", reception=agency(THANH_SEN)), by="hoa")
    assert told["reception"].endswith("không phải là nơi tiếp nhận hồ sơ; chọn một bộ phận một cửa.")


def test_an_officer_files_for_others_at_the_own_counter(province):
    told = refused(drafted(reception=agency("gso-18823.mot-cua")))
    assert told["reception"].startswith("Tài khoản này không tiếp nhận hồ sơ tại ")


def test_agencies_that_are_no_more_neither_receive_nor_decide(province):
    draft = drafted(competent=agency("gso-18562"))
    Agency.objects.filter(id__in=[agency(RECEPTION), agency("gso-18562")]).update(
        valid_to=at(0, days=1).date()
    )
    told = refused(draft, days=1)
    assert {where: message.partition("17/11/2026")[2] for where, message in told.items()} == {
        "reception": "; chọn nơi nộp khác.",
        "competent": "; chọn cơ quan giải quyết khác.",
    }


# Communes


def test_a_commune_that_is_none_of_the_day_is_refused(province):
    nowhere = BIRTH_FORM | {"birth_place": BIRTH_FORM["birth_place"] | {"commune": "99999"}}
    told = refused(drafted(form=nowhere))
    assert list(told) == ["birth_place.commune"]
    assert told["birth_place.commune"].endswith("chọn một xã, phường trong danh sách")


# Two who save at once


def saved_while_judged(monkeypatch, draft: UUID, **answers: Any) -> None:
    """Have the browser save the draft just when it is about to become a case."""
    file, left = store.file, [1]

    def saving(*told: Any, **more: Any) -> str | None:
        if left:
            left.clear()
            filing.save(draft, answers, by=who("minh"), at=at(8, 59))
        return file(*told, **more)

    monkeypatch.setattr(store, "file", saving)


def test_a_draft_that_is_saved_again_as_it_was_is_filed_all_the_same(province, monkeypatch):
    draft = drafted()
    saved_while_judged(monkeypatch, draft, hospital=BIRTH_FORM["hospital"])
    assert filing.submit(draft, by=who("minh"), at=at(9)).now
    assert not Draft.objects.exists()


def test_what_was_saved_while_it_was_judged_is_not_filed_unseen(province, monkeypatch):
    draft = drafted()
    saved_while_judged(monkeypatch, draft, hospital="Trạm Y tế phường Thành Sen")
    with pytest.raises(Conflict, match="Bản nháp vừa được lưu ở nơi khác; xem lại rồi nộp"):
        filing.submit(draft, by=who("minh"), at=at(9))
    assert Draft.objects.get(id=draft).form["hospital"] == "Trạm Y tế phường Thành Sen"
    assert not Case.objects.exists()
    assert filing.submit(draft, by=who("minh"), at=at(9, 1)).now


def test_who_files_a_draft_twice_at_once_finds_the_case(province, monkeypatch):
    draft, file = drafted(), store.file
    monkeypatch.setattr(store, "file", lambda *told, **more: file(*told, **more) and None)
    filed = filing.submit(draft, by=who("minh"), at=at(9))
    assert (filed.now, filed.code) == (False, Case.objects.get().code)


def test_a_draft_saved_at_every_turn_stays(province, monkeypatch):
    draft = drafted()
    monkeypatch.setattr(store, "file", lambda *told, **more: None)
    with pytest.raises(Conflict):
        filing.submit(draft, by=who("minh"), at=at(9))
    assert Draft.objects.filter(id=draft).exists()


# The law of the day

DECEMBER = date(2026, 12, 1)
MIDWIFE = {"id": "midwife", "label": "Người đỡ đẻ", "type": "text", "required": True, "max": 100}


def test_a_draft_is_filed_under_the_law_of_the_day_once_it_was_looked_at(province):
    draft = drafted()
    new = law.changes(BIRTH, DECEMBER, without="copies", asking=[MIDWIFE])
    for day in (15, 16):
        with pytest.raises(Refusal) as told:
            filing.submit(draft, by=who("minh"), at=at(9, days=day))
        assert [fault.where for fault in told.value.faults] == ["midwife"]
        assert told.value.code == ("procedure-changed" if day == 15 else "invalid")
    kept = Draft.objects.get(id=draft)
    assert kept.version_id == new.id
    assert kept.form == {name: value for name, value in BIRTH_FORM.items() if name != "copies"}
    filing.save(draft, {"midwife": "Lê Thị Mận"}, by=who("minh"), at=at(9, 5, days=16))
    filed = filing.submit(draft, by=who("minh"), at=at(9, 6, days=16))
    assert Case.objects.get(id=filed.id).version_id == new.id


def test_what_has_changed_is_told_with_its_date(province):
    draft = drafted()
    law.changes(BIRTH, DECEMBER)
    with pytest.raises(filing.Changed, match=r"“Đăng ký khai sinh” đã thay đổi từ ngày 01/12/2026"):
        filing.submit(draft, by=who("minh"), at=at(9, days=15))
    assert filing.submit(draft, by=who("minh"), at=at(9, 5, days=15)).now


def test_until_the_day_the_old_law_holds(province):
    draft = drafted()
    old = Draft.objects.get(id=draft).version_id
    law.changes(BIRTH, DECEMBER)
    filed = filing.submit(draft, by=who("minh"), at=at(9, days=14))
    assert Case.objects.get(id=filed.id).version_id == old


def test_who_may_no_longer_decide_is_not_kept(province):
    draft = drafted(competent=agency("gso-18562"))
    law.changes(BIRTH, DECEMBER, competent={"agency": "so-xay-dung"})
    with pytest.raises(filing.Changed):
        filing.submit(draft, by=who("minh"), at=at(9, days=15))
    filed = filing.submit(draft, by=who("minh"), at=at(9, 5, days=15))
    assert Case.objects.get(id=filed.id).competent_id == agency("so-xay-dung")


def test_what_is_no_longer_received_stays_a_draft(province):
    draft = drafted()
    law.ends(BIRTH, DECEMBER)
    with pytest.raises(
        OutOfOrder, match=r"không còn được tiếp nhận từ ngày 01/12/2026\. Bản nháp và các câu trả"
    ):
        filing.submit(draft, by=who("minh"), at=at(9, days=15))
    assert Draft.objects.get(id=draft).form == BIRTH_FORM


def test_a_channel_that_was_closed_takes_no_case(province):
    draft = drafted()
    law.changes(BIRTH, DECEMBER, channels=["online"])
    with pytest.raises(filing.Changed):
        filing.submit(draft, by=who("minh"), at=at(9, days=15))
    with pytest.raises(OutOfOrder, match="không nhận hồ sơ qua kênh “Trực tiếp”"):
        filing.submit(draft, by=who("minh"), at=at(9, 5, days=15))
