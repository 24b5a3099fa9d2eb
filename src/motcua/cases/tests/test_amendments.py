"""Stories of a declaration that is set right: by the agency that erred, by the applicant who was asked to."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from motcua.cases import acts, checks
from motcua.cases.models import Amendment, Case
from motcua.journal.models import Event
from motcua.kernel.refusals import Conflict, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.kernel.states import State
from tests.province import who
from tests.stories.birth import BIRTH_FORM, posted

from .desk_pages import at, claimed, do, offered, page, received, show, signed
from .test_replay import behind, first_wrong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

REASON = "Ghi sai tên đệm của trẻ"
DECLARATION = {"id": "declaration", "title": "Tờ khai đăng ký khai sinh", "note": "Sửa tên đệm của trẻ"}


def renamed(name: str = "Trần Ân Nhiên") -> dict[str, object]:
    """The declaration with another name of the child."""
    form = deepcopy(BIRTH_FORM)
    form["child"]["full_name"] = name
    return form


def reopened():
    """A case whose certificate was handed over with an error, reopened by decision, before Lan again."""
    case = signed()
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(15))
    acts.correct(case, reason=REASON, decision="12/QĐ-UBND", by=who("quan"), at=at(9, days=1))
    return case


def taken():
    case = reopened()
    acts.claim(case, by=who("lan"), at=at(9, 30, days=1))
    return case


def asked():
    """A case whose applicant Lan has asked to mend the declaration."""
    case = claimed()
    acts.request_supplement(
        case, items=[DECLARATION], reason_code="unclear", reason="Sai tên đệm", by=who("lan"), at=at(10)
    )
    return case


def name_in(case) -> str:
    return str(Case.objects.get(id=case).form["child"]["full_name"])


def last(case) -> Event:
    return Event.objects.filter(stream=case).order_by("seq").last()


# --- by the agency -------------------------------------------------------------------------------------------


def test_an_amendment_changes_the_declaration_and_keeps_what_it_was():
    case = taken()
    acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(10, days=1))
    assert name_in(case) == "Trần Ân Nhiên"
    kept = Amendment.objects.select_related("by").get(case=case)
    assert (kept.by.username, kept.at, kept.reason) == ("lan", at(10, days=1), REASON)
    assert kept.before["child"]["full_name"] == "Trần An Nhiên"


def test_the_journal_tells_which_answers_changed_and_none_of_them():
    case = taken()
    acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(10, days=1))
    event = last(case)
    assert event.kind == "case.amended"
    assert event.data["fields"] == ["Trẻ: Họ, chữ đệm, tên"]
    assert "Nhiên" not in str(event.data)
    assert "042192000123" not in str(event.data)
    acts.amend(case, renamed("Trần Ân Nhi"), reason=REASON, by=who("lan"), at=at(10, 5, days=1))
    assert last(case).data["set"]["form"] != event.data["set"]["form"]
    assert list(checks.rows_that_differ()) == []


def test_both_ends_of_an_amendment_are_compared_with_the_journal():
    case = taken()
    for minute, name in ((0, "Trần Ân Nhiên"), (5, "Trần Ân Nhi")):
        acts.amend(case, renamed(name), reason=REASON, by=who("lan"), at=at(10, minute, days=1))
    assert checks.rows_that_differ() == []
    behind("UPDATE cases_amendment SET before = before || '{\"copies\": 9}' WHERE case_id = %s", case)
    assert "lần sửa tờ khai" in first_wrong()
    assert "cột “before” không phải là nội dung mà sự kiện số 10 (“case.amended”)" in first_wrong()
    behind("DELETE FROM cases_amendment WHERE case_id = %s", case)
    assert "nay không còn trong bảng" in first_wrong()


def test_what_was_declared_before_stays():
    case = taken()
    acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(10, days=1))
    for touch in (Amendment.objects.all().delete, lambda: Amendment.objects.update(before={})):
        with pytest.raises(IntegrityError), transaction.atomic():
            touch()


def test_a_case_that_runs_is_not_amended_silently():
    with pytest.raises(OutOfOrder, match="người nộp sửa: yêu cầu bổ sung"):
        acts.amend(claimed(), renamed(), reason=REASON, by=who("lan"), at=at(10))


def test_an_amendment_wants_a_reason_an_answer_that_changed_and_the_step_in_hand():
    case = reopened()
    with pytest.raises(OutOfOrder, match="Nhận việc"):
        acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(10, days=1))
    acts.claim(case, by=who("lan"), at=at(10, days=1))
    with pytest.raises(Invalid):
        acts.amend(case, renamed(), reason=" ", by=who("lan"), at=at(10, days=1))
    with pytest.raises(Invalid, match="chưa được sửa"):
        acts.amend(case, BIRTH_FORM, reason=REASON, by=who("lan"), at=at(10, days=1))
    with pytest.raises(Invalid) as refused:
        acts.amend(case, renamed(""), reason=REASON, by=who("lan"), at=at(10, days=1))
    assert [fault.where for fault in refused.value.faults] == ["child.full_name"]
    wrong = renamed() | {"home_town": {"commune": "99999", "detail": "Số 1"}}
    with pytest.raises(Invalid):
        acts.amend(case, wrong, reason=REASON, by=who("lan"), at=at(10, days=1))
    assert name_in(case) == "Trần An Nhiên"


def test_only_who_works_the_step_at_the_competent_agency_amends():
    case = taken()
    for name, refusal in (
        ("hoa", NotAllowed), ("minh", NotAllowed), ("quan", NotAllowed),
        ("anphat", Missing), ("binh", Missing), ("tu", Missing),
    ):  # fmt: skip
        with pytest.raises(refusal):
            acts.amend(case, renamed(), reason=REASON, by=who(name), at=at(10, days=1))
    acts.finish(case, "propose", by=who("lan"), at=at(10, days=1))
    acts.claim(case, by=who("quan"), at=at(11, days=1))
    acts.finish(case, "sign", by=who("quan"), at=at(11, days=1))
    with pytest.raises(NotAllowed):
        acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(12, days=1))
    with pytest.raises(NotAllowed):
        acts.amend(case, renamed(), reason=REASON, by=who("minh"), at=at(12, days=1))


def test_who_was_overtaken_is_told_by_whom():
    case = taken()
    seen = Case.objects.get(id=case).revision
    acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(10, days=1))
    with pytest.raises(Conflict, match="Lan đã sửa nội dung tờ khai"):
        acts.amend(case, renamed("A B"), reason=REASON, by=who("lan"), at=at(10, days=1), revision=seen)


# --- by the applicant ----------------------------------------------------------------------------------------


def test_a_supplement_carries_the_mended_declaration_through():
    case = asked()
    acts.supplement(case, form=renamed(), by=who("hoa"), at=at(14))
    assert name_in(case) == "Trần Ân Nhiên"
    assert (last(case).kind, last(case).data["fields"]) == ("case.supplemented", ["Trẻ: Họ, chữ đệm, tên"])
    assert Amendment.objects.get(case=case).before["child"]["full_name"] == "Trần An Nhiên"


def test_a_declaration_that_was_not_asked_for_stays_as_it_is():
    case = claimed()
    with pytest.raises(OutOfOrder, match="hỏi tờ khai"):
        acts.supplement(case, form=renamed(), by=who("hoa"), at=at(10))
    paper = DECLARATION | {"id": "birth-proof"}
    acts.request_supplement(case, items=[paper], reason_code="unclear", reason="Mờ", by=who("lan"), at=at(10))
    with pytest.raises(OutOfOrder, match="hỏi tờ khai"):
        acts.supplement(case, form=renamed(), by=who("hoa"), at=at(11))


def test_who_leaves_the_declaration_as_it_was_says_why():
    case = asked()
    with pytest.raises(Invalid, match="ghi vì sao giữ nguyên"):
        acts.supplement(case, form=BIRTH_FORM, by=who("hoa"), at=at(14))
    acts.supplement(case, form=BIRTH_FORM, note="Tên đệm đúng là An", by=who("hoa"), at=at(14))
    assert not Amendment.objects.filter(case=case).exists()


def test_nobody_but_the_applicant_and_the_one_stop_supplements():
    case = asked()
    for name, refusal in (("lan", NotAllowed), ("anphat", Missing), ("binh", Missing)):
        with pytest.raises(refusal):
            acts.supplement(case, form=renamed(), by=who(name), at=at(14))


def test_the_applicant_does_not_amend_a_case_that_was_received():
    with pytest.raises(NotAllowed):
        acts.amend(received(), renamed(), reason=REASON, by=who("hoa"), at=at(10))


# --- on the pages --------------------------------------------------------------------------------------------


def test_lan_mends_the_declaration_on_one_page_with_why_it_was_reopened_in_sight(watch, sits):
    case = reopened()
    watch.at, lan = at(9, 30, days=1), sits("lan")
    shown = show(lan, case).text
    assert "mở lại hồ sơ để đính chính theo 12/QĐ-UBND, lý do: Ghi sai tên đệm của trẻ." in shown
    assert "sua-to-khai" in offered(lan, case)
    asked_page = page(lan.get(reverse("desk-deed", args=[case, "sua-to-khai"])))
    assert asked_page.one("input", name="child.full_name").get("value") == "Trần An Nhiên"
    assert not asked_page.all("input", name="pledge")
    sent = posted({name: value for name, value in renamed().items() if name != "pledge"})
    do(lan, case, "sua-to-khai", **sent, amendment_reason=REASON)
    assert name_in(case) == "Trần Ân Nhiên"
    assert last(case).data["fields"] == ["Trẻ: Họ, chữ đệm, tên"]
    told = show(lan, case).text
    assert "Những lần sửa tờ khai" in told
    assert "Trần An Nhiên → Trần Ân Nhiên" in told
    assert Event.objects.filter(stream=case, kind="case.claimed", seq__gt=7).exists()


def test_a_fault_keeps_what_was_typed(watch, sits):
    case = reopened()
    watch.at, lan = at(9, 30, days=1), sits("lan")
    answer = do(lan, case, "sua-to-khai", **posted(renamed("Trần Ân Nhi")))
    told = page(answer, 422)
    assert told.one("input", name="child.full_name").get("value") == "Trần Ân Nhi"
    assert name_in(case) == "Trần An Nhiên"


def test_others_find_no_such_deed(watch, sits):
    case = reopened()
    watch.at = at(9, 30, days=1)
    address = reverse("desk-deed", args=[case, "sua-to-khai"])
    for name, status in (("hoa", 404), ("binh", 404), ("tu", 404), ("anphat", 404)):
        assert sits(name).post(address, posted(renamed())).status_code == status, name
    for name in ("minh", "quan"):
        assert sits(name).post(address, posted(renamed()) | {"amendment_reason": REASON}).status_code == 409
    assert name_in(case) == "Trần An Nhiên"


def test_after_a_correction_the_first_press_takes_the_step(watch, sits):
    case = reopened()
    watch.at = at(10, days=1)
    do(sits("lan"), case, "chuyen-propose")
    do(sits("quan"), case, "chuyen-sign")
    assert Case.objects.get(id=case).state == State.FINISHED
    assert "tra-ket-qua" in offered(sits("minh"), case)


def test_minh_takes_the_mended_declaration_at_the_counter(watch, sits):
    case = asked()
    watch.at, minh = at(14), sits("minh")
    do(minh, case, "nhan-bo-sung", received="1", **posted(renamed()))
    assert name_in(case) == "Trần Ân Nhiên"


def test_hoa_reads_what_was_mended_and_by_which_decision(watch, sits):
    case = taken()
    acts.amend(case, renamed(), reason=REASON, by=who("lan"), at=at(10, days=1))
    watch.at = at(11, days=1)
    told = page(sits("hoa").get(reverse("my-case", args=[case]))).text
    assert "12/QĐ-UBND" in told
    assert "sửa Trẻ: Họ, chữ đệm, tên (Ghi sai tên đệm của trẻ)" in told
