"""Stories of the deeds: each done through its page, each refusal told, nothing typed lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.cases import acts
from motcua.cases.models import Case, Hold
from motcua.cases.tests.desk_pages import (
    appoint,
    at,
    claimed,
    colleague,
    do,
    examined,
    offered,
    open_step,
    page,
    received,
    show,
    signed,
)
from motcua.journal.models import Event
from motcua.kernel.states import State
from motcua.people.models import Applicant
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

ASKED = {
    "items": ["birth-proof", "other-content"], "note_1": "bản rõ, đủ bốn góc",
    "other": "Ghi lại nơi sinh\n\nGhi lại dân tộc", "reason_code": "unreadable",
    "reason": "Ảnh mờ, không đọc được số.",
}  # fmt: skip


def state_of(case) -> State:
    return State(Case.objects.values_list("state", flat=True).get(id=case))


def kinds(case) -> list[str]:
    return list(Event.objects.filter(stream=case).order_by("seq").values_list("kind", flat=True))


def told(browser, answer) -> str:
    """What the next page says has happened."""
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return page(browser.get(answer["Location"])).text


def test_a_case_goes_its_way_by_buttons(province, sits, watch):
    case = file_birth(at=at(8))
    minh, lan, quan = sits("minh"), sits("lan"), sits("quan")
    watch.at = at(9)
    button = show(minh, case).one("form", action=reverse("desk-deed", args=[case, "chuyen-accept"]))
    assert "Hẹn trả 17:30 thứ Hai 16/11/2026 theo thời hạn 1 ngày làm việc." in button.text
    assert "Đã tiếp nhận hồ sơ H27" in told(minh, do(minh, case, "chuyen-accept"))
    watch.at = at(10)
    assert "chuyển sang bước “Ký Giấy khai sinh”" in told(lan, do(lan, case, "chuyen-propose"))
    watch.at = at(14)
    assert "Giải quyết xong; chuyển" in show(quan, case).text
    do(quan, case, "chuyen-sign")
    watch.at = at(15)
    answer = do(minh, case, "tra-ket-qua", relation="self", receiver="Nguyễn Thị Hoa", how="counter")
    assert "Đã trả kết quả hồ sơ" in told(minh, answer)
    assert state_of(case) is State.RETURNED
    assert kinds(case) == [
        "case.submitted", "case.received", "case.claimed", "case.step-finished", "case.claimed", "case.finished",
        "case.handed-over",
    ]  # fmt: skip


def test_an_unclaimed_step_is_taken_and_finished_at_one_press(province, sits, watch):
    case = received()
    watch.at = at(10)
    lan = sits("lan")
    do(lan, case, "chuyen-propose", note="Đủ điều kiện.")
    step = Case.objects.get(id=case).steps.get(name="examine")
    assert (step.owner.username, step.claimed_at, step.closed_at, step.note) == (
        "lan", at(10), at(10), "Đủ điều kiện.",
    )  # fmt: skip
    assert kinds(case)[-2:] == ["case.claimed", "case.step-finished"]


def test_going_back_wants_a_reason_on_its_own_page(province, sits, watch):
    case = examined()
    watch.at = at(11)
    quan = sits("quan")
    back = reverse("desk-deed", args=[case, "chuyen-return"])
    assert back in [link.get("href") for link in show(quan, case).all("a")]
    shown = page(do(quan, case, "chuyen-return", note=" "), 422)
    assert shown.one("a", href="#field-note").text == "Nhập lý do trả lại"
    do(quan, case, "chuyen-return", note="Sai họ đệm của cha")
    assert open_step(case).name == "examine"


def test_a_move_that_is_not_there_is_refused_in_words(province, sits, watch):
    case = claimed()
    watch.at = at(10)
    for deed in ("chuyen-sign", "chuyen-burn", "tra-ket-qua", "xin-loi"):
        assert sits("lan").get(reverse("desk-deed", args=[case, deed])).status_code == 409
        assert "hiện không có việc đó cho bạn" in page(do(sits("lan"), case, deed), 409).text
    assert kinds(case)[-1] == "case.claimed"


def test_a_proxy_brings_an_authorisation(province, sits, watch):
    case = signed()
    watch.at = at(15)
    minh = sits("minh")
    proxy = {"relation": "proxy", "receiver": "Trần Văn Nam", "how": "counter"}
    shown = page(do(minh, case, "tra-ket-qua", **proxy), 422)
    assert {fault["href"] for fault in shown.one("div", class_="govuk-error-summary").all("a")} == {
        "#field-identity",
        "#field-authority",
    }
    assert shown.one("input", id="field-receiver")["value"] == "Trần Văn Nam"
    do(minh, case, "tra-ket-qua", **proxy, identity="042088000789", authority="UBND xã chứng thực 12/11/2026")
    event = Event.objects.get(stream=case, kind="case.handed-over")
    assert event.data["authority"] == "UBND xã chứng thực 12/11/2026"
    row = Case.objects.get(id=case)
    assert (row.receiver, row.receiver_identity) == ("Trần Văn Nam", "042088000789")


def test_who_comes_for_a_company_is_asked_for_by_name(province, sits, watch):
    case = signed()
    watch.at = at(15)
    Applicant.objects.filter(cases=case).update(kind="business")
    shown = page(sits("minh").get(reverse("desk-deed", args=[case, "tra-ket-qua"])))
    assert "Người đại diện của đơn vị nộp hồ sơ" in shown.text
    assert shown.one("input", id="field-receiver")["value"] == ""


def test_the_number_of_a_proxy_is_masked_until_somebody_asks(province, sits, watch):
    case = signed()
    watch.at = at(15)
    minh = sits("minh")
    authority = "Giấy ủy quyền 12 của 042088000789"
    do(
        minh, case, "tra-ket-qua", relation="proxy", receiver="Trần Văn Nam", how="counter",
        identity="042088000789", authority=authority,
    )  # fmt: skip
    shown = show(minh, case)
    assert "Trần Văn Nam, 042*****0789" in shown.text
    assert "(Trực tiếp tại quầy). Giấy ủy quyền 12 của 042*****0789." in shown.text
    assert "042088000789" not in shown.text
    revealed = page(minh.post(reverse("desk-reveal", args=[case])))
    assert "Trần Văn Nam, 042088000789" in revealed.text
    assert f"(Trực tiếp tại quầy). {authority}." in revealed.text


# --- supplements and refusals --------------------------------------------------------------------------------


def test_a_supplement_asks_for_exact_items(province, sits, watch):
    case = received()
    watch.at = at(10)
    lan = sits("lan")
    asked = page(lan.get(reverse("desk-deed", args=[case, "yeu-cau-bo-sung"])))
    assert [box["value"] for box in asked.all("input", name="items")] == [
        "declaration",
        "birth-proof",
        "surrogacy",
        "other-content",
    ]
    assert "chỉ cho yêu cầu bổ sung một lần" in asked.text
    assert "Thông tin trên giấy chứng sinh không khớp với tờ khai" in asked.text
    assert "bổ sung 3 nội dung" in told(lan, do(lan, case, "yeu-cau-bo-sung", **ASKED))
    hold = Hold.objects.get(case=case)
    assert hold.items == [
        {"id": "birth-proof", "title": "Giấy chứng sinh", "note": "bản rõ, đủ bốn góc"},
        {"id": "", "title": "Ghi lại nơi sinh", "note": ""},
        {"id": "", "title": "Ghi lại dân tộc", "note": ""},
    ]
    assert (hold.reason_code, hold.reason, hold.breach) == ("unreadable", ASKED["reason"], False)
    assert state_of(case) is State.SUPPLEMENT
    assert kinds(case)[-2:] == ["case.claimed", "case.supplement-requested"]


def test_a_supplement_of_nothing_is_refused_and_nothing_typed_is_lost(province, sits, watch):
    case = received()
    watch.at = at(10)
    asked = {name: text for name, text in ASKED.items() if name not in ("items", "other")}
    shown = page(do(sits("lan"), case, "yeu-cau-bo-sung", **asked), 422)
    assert shown.one("a", href="#field-items").text == "Chọn giấy tờ, nội dung cần bổ sung"
    assert shown.one("textarea", id="field-reason").text == ASKED["reason"]
    assert shown.one("option", value="unreadable").get("selected") == ""
    assert state_of(case) is State.RECEIVED
    assert kinds(case)[-1] == "case.received"


def test_the_one_stop_asks_before_reception_too(province, sits, watch):
    case = file_birth(at=at(8))
    watch.at = at(9)
    do(sits("minh"), case, "yeu-cau-bo-sung", **ASKED)
    assert state_of(case) is State.SUPPLEMENT
    assert kinds(case) == ["case.submitted", "case.supplement-requested"]


def test_what_was_asked_is_ticked_off_one_by_one(province, sits, watch):
    case = claimed()
    do(sits("lan"), case, "yeu-cau-bo-sung", **ASKED)
    watch.at = at(14)
    minh = sits("minh")
    assert offered(minh, case) == {"nhan-bo-sung", "rut-ho-so"}
    assert "Ngày hẹn trả giữ nguyên: 17:30 thứ Hai 16/11/2026" in show(minh, case).text
    assert "Chọn ít nhất 3 mục" in page(do(minh, case, "nhan-bo-sung", received=["1", "2"]), 422).text
    do(minh, case, "nhan-bo-sung", received=["1", "2", "3"])
    assert state_of(case) is State.PROCESSING


def asked_once():
    case = claimed()
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    acts.request_supplement(
        case, items=items, reason_code="unreadable", reason="Mờ", by=who("lan"), at=at(9, 40)
    )
    acts.supplement(case, by=who("hoa"), at=at(10))
    return case


def test_a_second_request_is_not_the_officers(province, sits, watch):
    case = asked_once()
    watch.at = at(11)
    lan = sits("lan")
    assert "yeu-cau-bo-sung" not in offered(lan, case)
    assert page(do(lan, case, "yeu-cau-bo-sung", **ASKED), 409)
    assert Hold.objects.filter(case=case).count() == 1


def test_a_second_request_is_the_heads_own_act_and_a_breach(province, sits, watch):
    case = asked_once()
    watch.at = at(11)
    quan = sits("quan")
    assert "yeu-cau-bo-sung" in offered(quan, case)
    asked = page(quan.get(reverse("desk-deed", args=[case, "yeu-cau-bo-sung"])))
    assert "bị ghi nhận là vi phạm" in asked.text
    shown = page(do(quan, case, "yeu-cau-bo-sung", **ASKED), 422)
    assert shown.all("a", href="#field-override")
    do(quan, case, "yeu-cau-bo-sung", **ASKED, override="Giấy vừa nộp là giấy của trẻ khác")
    hold = Hold.objects.filter(case=case).latest("id")
    assert (hold.breach, hold.opened_by.username) == (True, "quan")
    assert hold.override == {"reason": "Giấy vừa nộp là giấy của trẻ khác", "approver": "quan"}
    assert open_step(case).owner.username == "lan"


def test_a_late_request_is_warned_of(province, sits, watch):
    case = received(code="1.013225")
    acts.assign(case, _division_head(), reason="Thụ lý", by=who("quan"), at=at(9, 30))
    acts.finish(case, "assign", by=who("ngoc"), at=at(10))
    watch.at = at(10, days=5)
    shown = page(sits("lan").get(reverse("desk-deed", args=[case, "yeu-cau-bo-sung"])))
    assert "Đã quá hạn gửi yêu cầu bổ sung (17:30 thứ Năm 19/11/2026)" in shown.text


def _division_head() -> int:
    return appoint("ngoc", "Bùi Thị Ngọc", "gso-18073.kinh-te/truong-phong").pk


def test_a_refusal_names_reason_and_law(province, sits, watch):
    case = received()
    watch.at = at(10)
    lan = sits("lan")
    shown = page(do(lan, case, "tu-choi", reason_code="already-registered", reason="Đã đăng ký"), 422)
    assert [fault["href"] for fault in shown.one("div", class_="govuk-error-summary").all("a")] == [
        "#field-basis"
    ]
    answers = {"reason_code": "already-registered", "reason": "Đã đăng ký", "basis": "Luật Hộ tịch Đ.16"}
    assert "Đã trình lãnh đạo ký từ chối hồ sơ" in told(lan, do(lan, case, "tu-choi", **answers))
    assert state_of(case) is State.PROCESSING


def test_a_refusal_at_the_counter_ends_the_case(province, sits, watch):
    case = file_birth(at=at(8))
    watch.at = at(9)
    answers = {"reason_code": "not-competent", "reason": "Nơi khác", "basis": "Luật Hộ tịch Đ.13"}
    do(sits("minh"), case, "tu-choi", **answers)
    assert state_of(case) is State.NOT_RECEIVED


# --- steering ------------------------------------------------------------------------------------------------


def test_the_head_gives_the_step_to_somebody(province, sits, watch):
    case = claimed()
    mai = colleague("mai", "Phan Thị Mai", like="lan")
    watch.at = at(10)
    quan = sits("quan")
    shown = page(quan.get(reverse("desk-deed", args=[case, "phan-cong"])))
    choices = [label.text for label in shown.all("label", class_="govuk-radios__label")]
    assert choices == ["Phan Thị Mai, Công chức Tư pháp - hộ tịch"]
    assert "Chưa giữ việc nào" in shown.text
    assert "Đã giao hồ sơ" in told(quan, do(quan, case, "phan-cong", to=str(mai.pk), reason="Lan nghỉ phép"))
    assert open_step(case).owner == mai
    assert (
        "cho Phan Thị Mai, lý do: Lan nghỉ phép." in page(quan.get(reverse("desk-journal", args=[case]))).text
    )


def test_a_pause_and_its_end(province, sits, watch):
    case = claimed()
    watch.at = at(10)
    lan = sits("lan")
    shown = page(do(lan, case, "tam-dung", cause="force-majeure", reason="Bão số 9"), 422)
    assert shown.all("a", href="#field-decision")
    do(lan, case, "tam-dung", cause="force-majeure", reason="Bão số 9", decision="45/CĐ-UBND")
    assert Case.objects.get(id=case).held
    watch.at = at(10, days=2)
    assert "Hẹn trả mới 17:30 thứ Tư 18/11/2026" in show(lan, case).text
    assert "chạy tiếp" in told(lan, do(lan, case, "tiep-tuc"))
    assert not Case.objects.get(id=case).held


def test_an_apology_gives_a_new_date_a_day_ahead(province, sits, watch):
    case = received(code="1.013225")
    due = Case.objects.get(id=case).due_at
    watch.at = at(10, days=1)
    quan = sits("quan")
    shown = page(quan.get(reverse("desk-deed", args=[case, "xin-loi"])))
    assert "Phải gửi chậm nhất một ngày trước thứ Ba 01/12/2026" in shown.text
    assert shown.one("input", name="new_due.day")["value"] == "2"
    saturday = {"new_due.day": "5", "new_due.month": "12", "new_due.year": "2026", "reason": "Chờ ý kiến"}
    assert "Ngày hẹn mới phải là ngày làm việc" in page(do(quan, case, "xin-loi", **saturday), 422).text
    assert "hẹn lại hồ sơ" in told(quan, do(quan, case, "xin-loi", **saturday | {"new_due.day": "4"}))
    row = Case.objects.get(id=case)
    assert (row.due_original, row.due_at) == (due, at(17, 30, days=18))
    assert "xin-loi" not in offered(quan, case)
    assert "Hồ sơ này đã hẹn lại một lần" in no_apology(quan, case)


def test_on_the_last_day_an_apology_is_too_late_and_the_page_says_why(province, sits, watch):
    case = received()
    watch.at = at(10)
    quan = sits("quan")
    assert "xin-loi" not in offered(quan, case)
    why = "văn bản xin lỗi phải gửi chậm nhất 01 ngày trước ngày hết hạn (thứ Hai 16/11/2026; NĐ 61/2018 Đ.19.9)"
    assert why in no_apology(quan, case)
    assert why in page(quan.get(reverse("desk-deed", args=[case, "xin-loi"])), 409).text
    answers = {"new_due.day": "17", "new_due.month": "11", "new_due.year": "2026", "reason": "Bận"}
    assert why in page(do(quan, case, "xin-loi", **answers), 409).text


def test_who_may_not_apologise_is_not_told_that_it_is_too_late(province, sits, watch):
    case = received()
    watch.at = at(10)
    assert "Xin lỗi và hẹn lại" not in show(sits("minh"), case).text
    assert "Xin lỗi và hẹn lại" not in show(sits("lan"), case).text


def no_apology(browser, case) -> str:
    """What the page says where the button would be."""
    others = show(browser, case).one("ul", class_="mc-deeds__list").all("li")
    return next(one.text for one in others if one.text.startswith("Xin lỗi và hẹn lại"))


def test_a_case_is_stopped_by_a_head_who_says_why(province, sits, watch):
    case = claimed()
    watch.at = at(10)
    ha = sits("ha")
    answers = {"reason": "Người nộp qua đời", "basis": "Bộ luật Dân sự Đ.16"}
    shown = page(do(ha, case, "dung", reason="x", basis="x"), 422)
    assert {"#field-reason", "#field-basis"} <= {link["href"] for link in shown.all("a")}
    assert "dung" not in offered(sits("lan"), case)
    assert "Đã dừng giải quyết" in told(ha, do(ha, case, "dung", **answers))
    assert state_of(case) is State.STOPPED


def test_a_withdrawal_is_written_down_and_answered(province, sits, watch):
    case = claimed()
    watch.at = at(10)
    minh = sits("minh")
    assert page(do(minh, case, "rut-ho-so", reason="Nộp nhầm nơi"), 422).all("a", href="#field-evidence")
    do(minh, case, "rut-ho-so", reason="Nộp nhầm nơi", evidence="Đơn viết tay ngày 16/11")
    assert state_of(case) is State.WITHDRAWING
    for name in ("lan", "minh"):
        assert offered(sits(name), case) == set()
        assert "Chờ người khác ở một cửa hoặc lãnh đạo trả lời." in show(sits(name), case).text
    quan = sits("quan")
    assert offered(quan, case) == {"tra-loi-rut"}
    shown = page(do(quan, case, "tra-loi-rut", granted="no"), 422)
    assert shown.all("a", href="#field-note")
    assert (
        "Nguyễn Văn Minh ghi nhận người nộp yêu cầu rút hồ sơ, lý do: Nộp nhầm nơi; căn cứ: Đơn viết"
        in shown.text
    )
    do(quan, case, "tra-loi-rut", granted="yes")
    assert state_of(case) is State.STOPPED


def test_a_returned_case_reopens_by_a_correction(province, sits, watch):
    case = signed()
    acts.hand_over(case, receiver="Hoa", how="counter", by=who("minh"), at=at(15))
    watch.at = at(9, days=1)
    quan = sits("quan")
    answer = do(quan, case, "dinh-chinh", reason="Sai năm sinh của mẹ", decision="12/QĐ-UBND")
    assert "để đính chính" in told(quan, answer)
    assert state_of(case) is State.PROCESSING
