"""Stories of the counter: a known citizen in a minute, an unknown one with a few lines more, nothing typed lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from motcua.cases import filing
from motcua.cases.models import Case, Channel, Draft
from motcua.cases.tests.desk_pages import appoint, at, page
from motcua.kernel import forms
from motcua.kernel.states import State
from motcua.people.models import Applicant, Appointment
from motcua.procedures import reads as procedures
from tests.province import MONDAY, agency, who
from tests.stories import law
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, file_birth

pytestmark = pytest.mark.django_db

COUNTER = "/ban-lam-viec/tai-quay/"
HOA = "042192000123"


def filled(values: dict[str, Any] | None = None) -> dict[str, Any]:
    """The inputs of the birth form as a browser sends them."""
    schema = procedures.version_in_force(BIRTH, MONDAY.date()).definition.schema
    return dict(forms.fill(schema, forms.read(schema, values or BIRTH_FORM)))


def begun(browser, identity: str = HOA, **more: str) -> str:
    """The address of a reception of a birth that has just begun."""
    answer = browser.post(f"{COUNTER}{BIRTH}/", {"identity": identity, "channel": "1", **more})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


# --- which procedure, whose ----------------------------------------------------------------------------------


def test_the_procedure_is_found_by_words_or_among_the_usual(province, sits, watch):
    file_birth(at=at(8), code="2.000815")
    minh = sits("minh")
    usual = [link["href"] for link in page(minh.get(COUNTER)).all("a", data_row_link="")]
    assert usual[0] == f"{COUNTER}2.000815/"
    assert f"{COUNTER}1.011609/" in usual
    found = page(minh.get(COUNTER, {"q": "dang ky"})).all("a", data_row_link="")
    assert {"Đăng ký khai sinh", "Đăng ký thành lập hộ kinh doanh"} <= {link.text for link in found}
    assert "Không thấy thủ tục nào" in page(minh.get(COUNTER, {"q": "xyz"})).text


def test_the_only_hit_opens_at_once(province, sits):
    answer = sits("minh").get(COUNTER, {"q": "1.001612"})
    assert answer["Location"] == f"{COUNTER}1.001612/"


def test_a_known_citizen_is_received_in_two_pages(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh, " 042 192 000 123 ")
    draft = Draft.objects.get()
    assert (draft.account.username, draft.applicant.name, draft.channel) == (
        "minh",
        "Nguyễn Thị Hoa",
        Channel.COUNTER,
    )
    shown = page(minh.get(address))
    assert shown.one("input", id="field-applicant.full_name")["value"] == "Nguyễn Thị Hoa"
    assert shown.one("input", name="applicant.phone")["value"] == "0912000123"
    assert "Hẹn trả 17:30 thứ Hai 16/11/2026" in shown.text
    answer = minh.post(address, {**filled(), "viec": "tiep-nhan", "giay-to": "1", "tick": ["birth-proof"]})
    case = Case.objects.get()
    assert answer["Location"] == f"{reverse('desk-case', args=[case.id])}#phieu"
    assert (State(case.state), case.received_at, case.competent_id) == (
        State.RECEIVED,
        at(9),
        agency("gso-18073"),
    )
    assert f"Đã tiếp nhận hồ sơ {case.code}" in page(minh.get(answer["Location"])).text


def test_by_post(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh, channel="3")
    minh.post(address, {**filled(), "viec": "tiep-nhan", "return_how": "post"})
    case = Case.objects.get()
    assert (case.channel, case.return_how) == (Channel.POST, "post")


def test_an_unknown_citizen_says_the_rest_once(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    number = "042088000780"
    asked = page(minh.post(f"{COUNTER}{BIRTH}/", {"identity": number, "channel": "1"}))
    assert "Chưa có ai mang số này" in asked.text
    assert asked.one("input", id="field-identity")["value"] == number
    assert asked.one("input", value="citizen").get("checked") == ""
    rest = {
        "kind": "citizen",
        "name": "Phan Văn Đông",
        "birth_date": "20/11/1988",
        "phone": "0912 000 780",
        "address": "",
    }
    address = begun(minh, number, **rest)
    applicant = Applicant.objects.get(identity=number)
    assert (applicant.name, applicant.phone, str(applicant.birth_date)) == (
        "Phan Văn Đông",
        "0912000780",
        "1988-11-20",
    )
    assert page(minh.get(address)).one("input", id="field-applicant.full_name")["value"] == "Phan Văn Đông"
    assert begun(minh, number)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"identity": ""}, "field-identity"),
        ({"identity": "04219200012"}, "field-identity"),
        ({"identity": "042088000780", "kind": "citizen", "name": ""}, "field-name"),
        ({"identity": "042088000780", "kind": "citizen", "name": "A", "phone": "12"}, "field-phone"),
        (
            {"identity": "042088000780", "kind": "citizen", "name": "A", "birth_date": "31/2/1988"},
            "field-birth_date",
        ),
        ({"identity": "042088000780", "name": "A"}, "field-kind"),
    ],
)
def test_a_wrong_answer_about_the_applicant_is_told_at_its_field(province, sits, typed, fault):
    shown = page(sits("minh").post(f"{COUNTER}{BIRTH}/", {"channel": "1", **typed}), 422)
    assert shown.one("div", class_="govuk-error-summary").all("a", href=f"#{fault}")
    assert shown.all(id=fault)
    assert not Draft.objects.exists()


# --- the dossier ---------------------------------------------------------------------------------------------


def test_a_faulty_form_comes_back_with_all_that_was_typed(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh)
    wrong = filled() | {"mother.full_name": "M4y", "hospital": "", "return_how": "post", "viec": "tiep-nhan"}
    shown = page(minh.post(address, wrong), 422)
    faults = {link["href"] for link in shown.one("div", class_="govuk-error-summary").all("a")}
    assert {"#field-mother.full_name", "#field-hospital"} <= faults
    assert shown.one("input", id="field-mother.full_name")["value"] == "M4y"
    assert shown.one("input", id="field-child.full_name")["value"] == "Trần An Nhiên"
    assert shown.one("input", value="post").get("checked") == ""
    assert not Case.objects.exists()
    assert "M4y" in page(minh.get(address)).one("input", id="field-mother.full_name")["value"]


def test_a_mother_at_the_counter_is_written_down_once(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh)
    said = {name: value for name, value in filled().items() if not name.startswith("mother.")}
    minh.post(address, said | {"mother.birth_date": "08/03/1992", "viec": "luu"})
    assert Draft.objects.get().form["mother"] == {
        name: BIRTH_FORM["mother"][name] for name in ("full_name", "id_number", "residence")
    } | {"birth_date": "08/03/1992"}


def test_saved_and_not_received_it_waits_in_the_list(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh)
    answer = minh.post(address, {"child.full_name": "Trần An", "viec": "luu"})
    shown = page(minh.get(answer["Location"]))
    assert "Đã lưu bản nháp, chưa tiếp nhận." in shown.text
    assert shown.one("a", href=address).text == "Nguyễn Thị Hoa"
    assert page(minh.get(address)).one("input", id="field-child.full_name")["value"] == "Trần An"


def test_a_reception_that_was_begun_goes_on(province, sits, watch):
    minh = sits("minh")
    address = begun(minh)
    minh.post(address, {"child.full_name": "Trần An", "viec": "luu"})
    assert begun(minh) == address
    assert "Tiếp tục bản nháp đã lưu" in page(minh.get(address)).text


def test_a_reception_that_goes_on_comes_by_the_way_that_was_chosen_now(province, sits, watch):
    minh = sits("minh")
    address = begun(minh)
    assert begun(minh, channel="3") == address
    assert Draft.objects.get().channel == Channel.POST
    assert "bưu chính" in page(minh.get(address)).one("p", class_="mc-case-header__code").text.lower()


def test_only_the_ways_that_a_procedure_takes_are_offered_and_begun(province, sits, watch):
    minh = sits("minh")
    offered = page(minh.get(f"{COUNTER}1.004222/")).all("input", name="channel")
    assert [one["value"] for one in offered] == ["1"]
    answer = minh.post(f"{COUNTER}1.004222/", {"identity": HOA, "channel": "3"})
    assert "không nhận hồ sơ qua kênh" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_procedure_that_is_filed_online_only_leads_to_the_portal(province, sits, watch):
    law.changes(BIRTH, MONDAY.date(), channels=["online"])
    minh = sits("minh")
    shown = page(minh.get(f"{COUNTER}{BIRTH}/"))
    assert "chỉ nhận hồ sơ trực tuyến, không nhận tại quầy" in shown.text
    assert shown.one("a", href=reverse("procedure", args=[BIRTH])).text == "trên cổng dịch vụ công"
    assert not shown.all("input", name="identity")
    assert minh.post(f"{COUNTER}{BIRTH}/", {"identity": HOA}).status_code == 409
    assert not Draft.objects.exists()


def test_a_script_saves_along_the_way(province, sits, watch):
    minh = sits("minh")
    address = begun(minh)
    answer = minh.post(address, {"child.full_name": "Trần An"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert Draft.objects.get().form["child"]["full_name"] == "Trần An"


def test_other_answers_owe_other_fees_at_once(province, sits, watch):
    minh = sits("minh")
    address = begun(minh)
    assert "bản sao trích lục" not in page(minh.get(address)).one("div", id="counter-panels").text
    answer = minh.post(address, {"copies": "3"}, headers={"HX-Request": "true"})
    assert "24.000 đồng (3 bản)" in answer.content.decode()


def test_at_the_counter_the_fee_of_the_counter_is_owed(province, sits, watch):
    minh = sits("minh")
    answer = minh.post(f"{COUNTER}1.004222/", {"identity": HOA, "channel": "1"})
    told = minh.post(answer["Location"], {"exempt": "false"}, headers={"HX-Request": "true"}).content.decode()
    assert "20.000 đồng" in told
    assert "10.000 đồng" not in told


def test_other_answers_ask_for_other_papers_at_once(province, sits, watch):
    minh = sits("minh")
    address = begun(minh)
    assert "Giấy chứng sinh" not in page(minh.get(address)).one("div", id="counter-panels").text
    answer = minh.post(address, {"birth_proof": "hospital"}, headers={"HX-Request": "true"})
    assert "Giấy chứng sinh" in page(answer).text
    same = minh.post(
        address, {"birth_proof": "hospital", "hospital": "Trạm y tế"}, headers={"HX-Request": "true"}
    )
    assert same.status_code == 204


def test_another_commune_may_decide(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address, there = begun(minh), agency("gso-18562")
    assert page(minh.get(address)).one("option", value=str(agency("gso-18073"))).get("selected") == ""
    minh.post(address, {**filled(), "competent": str(there), "viec": "tiep-nhan"})
    case = Case.objects.get()
    assert (case.reception_id, case.competent_id) == (agency(RECEPTION), there)
    assert State(case.state) is State.RECEIVED


@pytest.mark.parametrize("posted", ["so-xay-dung", "gso-18073.van-phong", "99999999", "x"])
def test_who_was_not_offered_does_not_decide(province, sits, watch, posted):
    watch.at = at(9)
    minh = sits("minh")
    known = {slug: str(agency(slug)) for slug in ("so-xay-dung", "gso-18073.van-phong")}
    minh.post(begun(minh), {**filled(), "competent": known.get(posted, posted), "viec": "tiep-nhan"})
    assert Case.objects.get().competent_id == agency("gso-18073")


def test_where_nobody_is_in_charge_the_case_is_filed_and_the_page_says_so(province, sits, watch):
    watch.at = at(9)
    Appointment.objects.filter(post__agency__slug="gso-18562.van-phong").delete()
    minh = sits("minh")
    answer = minh.post(begun(minh), {**filled(), "competent": str(agency("gso-18562")), "viec": "tiep-nhan"})
    assert "Chưa có ai đảm nhiệm bước tiếp theo" in page(minh.get(answer["Location"])).text
    assert State(Case.objects.get().state) is State.REGISTERED


def test_a_procedure_that_has_changed_is_looked_at_before_it_is_received(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh)
    law.changes(BIRTH, at(0, days=1).date())
    watch.at = at(9, days=1)
    told = page(minh.post(address, {**filled(), "viec": "tiep-nhan"}), 422)
    assert "đã thay đổi từ ngày 17/11/2026. Các câu trả lời vẫn còn" in told.text
    assert "Thủ tục này đã thay đổi từ ngày 17/11/2026" in page(minh.get(address)).text
    minh.post(address, {**filled(), "viec": "tiep-nhan"})
    assert State(Case.objects.get().state) is State.RECEIVED


def test_a_double_press_files_once(province, sits, watch):
    watch.at = at(9)
    minh = sits("minh")
    address = begun(minh)
    minh.post(address, {**filled(), "viec": "tiep-nhan"})
    again = minh.post(address, {**filled(), "viec": "tiep-nhan"})
    assert again["Location"] == reverse("desk-case", args=[Case.objects.get().id])


def test_a_draft_is_thrown_away_on_request_only(province, sits, watch):
    minh = sits("minh")
    address = begun(minh)
    assert minh.post(address, {"viec": "bo"})["Location"] == COUNTER
    assert not Draft.objects.exists()


# --- who may -------------------------------------------------------------------------------------------------


def test_only_the_one_stop_has_a_counter(province, sits):
    for username in ("lan", "quan", "hoa", "binh"):
        assert sits(username).get(COUNTER).status_code == 404, username
        assert sits(username).post(f"{COUNTER}{BIRTH}/", {"identity": HOA}).status_code == 404, username


def test_anothers_draft_is_not_there(province, sits, watch):
    address = begun(sits("minh"))
    appoint("la", "Võ Thị Lạ", "gso-18562.mot-cua/tiep-nhan")
    assert sits("la").get(address).status_code == 404
    assert sits("la").post(address, {"viec": "bo"}).status_code == 404
    assert Draft.objects.exists()


def test_a_procedure_that_is_not_received_here_is_no_page(province, sits):
    assert sits("minh").get(f"{COUNTER}9.999999/").status_code == 404


def test_the_head_of_the_one_stop_files_and_says_who_receives(province, sits, watch):
    watch.at = at(9)
    appoint("kim", "Hồ Thị Kim", "gso-18073.mot-cua/giam-doc")
    kim = sits("kim")
    address = begun(kim)
    answer = kim.post(address, {**filled(), "viec": "tiep-nhan"})
    case = Case.objects.get()
    assert answer["Location"] == reverse("desk-case", args=[case.id])
    assert "đã nộp nhưng chưa tiếp nhận được" in page(kim.get(answer["Location"])).text
    assert State(case.state) is State.REGISTERED


def test_the_counter_of_a_draft_is_the_officers_own(province, sits, watch):
    begun(sits("minh"))
    assert Draft.objects.get().reception_id == agency(RECEPTION)
    assert filing.own(Draft.objects.get().id, by=who("minh"))
