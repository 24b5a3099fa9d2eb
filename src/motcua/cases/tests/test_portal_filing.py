"""Hoa chooses the place, checks and submits her draft, once; nobody else sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.agencies.models import Agency
from motcua.cases import filing, guards, panels, store
from motcua.cases.journey import Journey
from motcua.cases.models import Case, Channel, Draft
from motcua.cases.tests.citizen import begun, complete, filled, page, schema, signed_in, text
from motcua.kernel import forms
from motcua.kernel.refusals import Fault
from motcua.procedures import reads as procedures
from tests.province import MONDAY, agency, later, who
from tests.stories import law
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, form_for

pytestmark = pytest.mark.django_db
CERTIFY = "2.000815"


@pytest.fixture(autouse=True)
def _monday_morning(province, monkeypatch):
    """It is Monday at eight, no upper slice adds its pages, and all papers are there."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    monkeypatch.setattr(panels, "DRAFT_PAGES", [])
    monkeypatch.setitem(guards._guards, filing.PAPERS, lambda case: "")


@pytest.fixture
def hoa():
    return signed_in("hoa")


# The place


def test_the_likely_places_are_chosen_beforehand(hoa):
    shown = hoa.get(f"/ban-nhap/{begun(**BIRTH_FORM)}/noi-nop/").content.decode()
    assert f'name="reception" value="{agency(RECEPTION)}" checked' in shown
    assert f'<option value="{agency("gso-18073")}" selected>' in shown
    assert "Xem 68 nơi khác" in shown


def test_places_are_found_without_accents(hoa):
    shown = hoa.get(f"/ban-nhap/{begun()}/noi-nop/?tim=vung ang").content.decode()
    assert "phường Vũng Áng" in shown
    assert shown.count('name="reception"') == 1
    assert "Không có nơi nào tên" in text(hoa.get(f"/ban-nhap/{begun()}/noi-nop/?tim=paris"))


def test_the_place_is_kept_and_leads_to_the_check(hoa):
    draft = begun(**BIRTH_FORM)
    chosen = {
        "reception": agency("gso-18823.mot-cua"),
        "competent": agency("gso-18073"),
        "return_how": "post",
    }
    answer = hoa.post(f"/ban-nhap/{draft}/noi-nop/", chosen)
    assert answer["Location"] == f"/ban-nhap/{draft}/kiem-tra/"
    kept = Draft.objects.get(id=draft)
    assert (kept.reception_id, kept.competent_id, kept.return_how) == tuple(chosen.values())


def test_each_missing_choice_of_place_is_named(hoa):
    draft = begun()
    answer = hoa.post(f"/ban-nhap/{draft}/noi-nop/", {"reception": "1", "return_how": "by-pigeon"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    for field in ("competent", "reception", "return_how"):
        assert f'<a href="#field-{field}">' in shown
        assert f'id="field-{field}-error"' in shown


def test_where_the_agency_settles_the_place_only_the_agency_is_asked(hoa):
    draft = filing.start(CERTIFY, channel=Channel.COUNTER, by=who("hoa"), at=MONDAY)
    assert 'name="reception"' not in hoa.get(f"/ban-nhap/{draft}/noi-nop/").content.decode()
    hoa.post(f"/ban-nhap/{draft}/noi-nop/", {"competent": agency("gso-18823"), "return_how": "counter"})
    assert Draft.objects.get(id=draft).reception_id == agency("gso-18823.mot-cua")


# Check and submit


def test_what_is_missing_is_listed_with_the_way_to_mend_it(hoa):
    draft = begun(relation="mother")
    shown = hoa.get(f"/ban-nhap/{draft}/kiem-tra/").content.decode()
    assert f'href="{page(draft, 2)}?sua=1#field-child.full_name"' in shown
    assert f'href="/ban-nhap/{draft}/noi-nop/?sua=1#field-reception"' in shown
    assert "Nộp hồ sơ</button>" not in shown


def test_a_place_that_is_no_more_is_to_be_chosen_again(hoa):
    draft = complete()
    Agency.objects.filter(id=agency(RECEPTION)).update(valid_to=MONDAY.date())
    answer = hoa.post(f"/ban-nhap/{draft}/kiem-tra/")
    assert answer.status_code == 422
    assert "không hoạt động vào ngày 16/11/2026; chọn nơi nộp khác." in text(answer)
    assert f'href="/ban-nhap/{draft}/noi-nop/?sua=1#field-reception"' in answer.content.decode()


def test_a_commune_that_is_none_is_to_be_chosen_again(hoa):
    draft = complete()
    filing.save(draft, {"home_town": {"commune": "99999"}}, by=who("hoa"), at=MONDAY)
    answer = hoa.post(f"/ban-nhap/{draft}/kiem-tra/")
    assert answer.status_code == 422
    assert "?sua=1#field-home_town.commune" in answer.content.decode()
    assert "chọn một xã, phường trong danh sách" in text(answer)


def test_mending_leads_back_to_the_check(hoa):
    draft = complete()
    shown = hoa.get(f"/ban-nhap/{draft}/kiem-tra/").content.decode()
    assert f'href="{page(draft, 2)}?sua=1"' in shown
    assert "Trần An Nhiên" in shown
    assert "Trung tâm Phục vụ hành chính công phường Thành Sen" in shown
    answer = hoa.post(page(draft, 2) + "?sua=1", filled(2))
    assert answer["Location"] == f"/ban-nhap/{draft}/kiem-tra/"


def test_resuming_goes_where_something_is_missing(hoa):
    assert hoa.get(f"/ban-nhap/{begun(relation='mother')}/")["Location"].endswith("/trang/1/")
    whole = complete()
    assert hoa.get(f"/ban-nhap/{whole}/")["Location"] == f"/ban-nhap/{whole}/kiem-tra/"


def test_submitting_shows_the_code_and_what_happens_next(hoa):
    draft = complete()
    answer = hoa.post(f"/ban-nhap/{draft}/kiem-tra/", follow=True)
    case = Case.objects.get(id=draft)
    assert answer.redirect_chain[-1][0] == f"/ban-nhap/{draft}/da-nop/"
    assert case.code in text(answer)
    assert "trước 08:00 thứ Ba 17/11/2026" in text(answer)
    assert f"/ca-nhan/ho-so/{draft}/" in answer.content.decode()


def test_submitting_twice_and_the_back_button_end_at_the_same_case(hoa):
    draft = complete()
    first = hoa.post(f"/ban-nhap/{draft}/kiem-tra/")
    again = hoa.post(f"/ban-nhap/{draft}/kiem-tra/")
    assert first["Location"] == again["Location"] == f"/ban-nhap/{draft}/da-nop/"
    for back in ("", "kiem-tra/", "noi-nop/", "trang/1/"):
        assert hoa.get(f"/ban-nhap/{draft}/{back}")["Location"] == f"/ban-nhap/{draft}/da-nop/"
    assert hoa.post(page(draft, 1), filled(1))["Location"] == f"/ban-nhap/{draft}/da-nop/"
    assert Case.objects.filter(applicant__account__username="hoa").count() == 1


def test_what_is_missing_is_never_submitted(hoa):
    draft = begun(**BIRTH_FORM)
    assert hoa.post(f"/ban-nhap/{draft}/kiem-tra/").status_code == 422
    assert Draft.objects.filter(id=draft).exists()


def test_a_refusal_at_the_last_moment_is_told_and_the_draft_stays(hoa, monkeypatch):
    monkeypatch.setitem(guards._guards, filing.PAPERS, lambda case: "thiếu Giấy chứng sinh")
    draft = complete()
    answer = hoa.post(f"/ban-nhap/{draft}/kiem-tra/")
    assert answer.status_code == 409
    assert "thiếu Giấy chứng sinh" in text(answer)
    assert Draft.objects.filter(id=draft).exists()


def test_what_was_saved_elsewhere_meanwhile_is_shown_before_it_is_filed(hoa, monkeypatch):
    draft, file = complete(), store.file

    def saving(*told, **more):
        filing.save(draft, {"hospital": "Trạm Y tế phường Thành Sen"}, by=who("hoa"), at=later(minutes=1))
        return file(*told, **more)

    monkeypatch.setattr(store, "file", saving)
    answer = hoa.post(f"/ban-nhap/{draft}/kiem-tra/")
    assert answer.status_code == 409
    assert "Bản nháp vừa được lưu ở nơi khác" in text(answer)
    assert "Trạm Y tế phường Thành Sen" in text(answer)


def test_a_procedure_that_has_changed_is_looked_at_before_it_is_filed(monkeypatch):
    draft, check = complete(), "kiem-tra/"
    asking = [{"id": "midwife", "label": "Người đỡ đẻ", "type": "text", "required": True, "max": 100}]
    law.changes(BIRTH, MONDAY.date() + timedelta(days=1), asking=asking)
    monkeypatch.setattr(timezone, "now", lambda: later(days=1))
    hoa = signed_in("hoa")
    answer = hoa.post(f"/ban-nhap/{draft}/{check}")
    assert answer.status_code == 409
    assert "đã thay đổi từ ngày 17/11/2026. Các câu trả lời vẫn còn" in text(answer)
    assert text(answer).count("Nhập người đỡ đẻ") == 1
    number = Journey.of(Draft.objects.get(id=draft), MONDAY.date()).schema.page_of("midwife").number
    shown = hoa.get(f"{page(draft, number)}?sua=1")
    assert "Thủ tục này đã thay đổi từ ngày 17/11/2026, sau khi bản nháp được bắt đầu." in text(shown)
    hoa.post(f"{page(draft, number)}?sua=1", filled(number) | {"midwife": "Lê Thị Mận"})
    assert hoa.post(f"/ban-nhap/{draft}/{check}")["Location"].endswith("/da-nop/")


def test_upper_pages_stand_between_the_form_and_the_place(hoa, monkeypatch):
    papers = panels.DraftPage(
        slug="giay-to",
        title="Giấy tờ",
        url=lambda draft: f"/ban-nhap/{draft}/giay-to/",
        applies=lambda draft: True,
        faults=lambda draft: [Fault("birth-proof", "Tải lên “Giấy chứng sinh”.")],
        summary=lambda draft: [("Giấy chứng sinh", "Chưa có")],
    )
    monkeypatch.setattr(panels, "DRAFT_PAGES", [papers])
    draft = complete()
    last = schema().page_of("pledge").number
    assert hoa.post(page(draft, last), filled(last))["Location"] == f"/ban-nhap/{draft}/giay-to/"
    shown = hoa.get(f"/ban-nhap/{draft}/kiem-tra/").content.decode()
    assert f'href="/ban-nhap/{draft}/giay-to/?sua=1#field-birth-proof"' in shown


# What it costs


def test_what_a_case_owes_is_told_before_filing_and_after(hoa):
    draft = complete()
    filing.save(draft, {"copies": "2"}, by=who("hoa"), at=MONDAY)
    owed = "Phí cấp bản sao trích lục khai sinh: 16.000 đồng (2 bản) . Nộp tại quầy khi nhận kết quả."
    assert owed in text(hoa.get(f"/ban-nhap/{draft}/kiem-tra/"))
    assert owed in text(hoa.post(f"/ban-nhap/{draft}/kiem-tra/", follow=True))
    assert owed in text(hoa.get(f"/ca-nhan/ho-so/{draft}/"))


# Discarding


def test_a_draft_is_thrown_away_only_after_asking(hoa):
    draft = begun()
    assert "không lấy lại được" in text(hoa.get(f"/ban-nhap/{draft}/bo/"))
    assert Draft.objects.filter(id=draft).exists()
    assert hoa.post(f"/ban-nhap/{draft}/bo/")["Location"] == "/ca-nhan/"
    assert not Draft.objects.filter(id=draft).exists()


# Access

PAGES = ("", "trang/1/", "noi-nop/", "kiem-tra/", "da-nop/", "bo/")


@pytest.mark.parametrize("which", PAGES)
def test_a_visitor_signs_in_before_seeing_a_draft(client, which):
    answer = client.get(f"/ban-nhap/{begun()}/{which}")
    assert answer["Location"].startswith("/tai-khoan/dang-nhap/?next=/ban-nhap/")


@pytest.mark.parametrize("username", ["binh", "anphat", "minh", "tu"])
@pytest.mark.parametrize("which", PAGES)
def test_nobody_else_sees_a_draft(username, which):
    draft = complete()
    stranger = signed_in(username)
    assert stranger.get(f"/ban-nhap/{draft}/{which}").status_code == 404
    assert stranger.post(f"/ban-nhap/{draft}/{which}", {"relation": "father"}).status_code == 404
    assert stranger.post(f"/ban-nhap/{draft}/luu/", {"trang": "1", "relation": "father"}).status_code == 404
    assert Draft.objects.get(id=draft).form["relation"] == "mother"


# Every procedure, and the budget of queries


@pytest.mark.parametrize("code", ["1.001612", "1.004873", "1.008891", "1.011475", "1.011477", "1.013225"])
def test_every_online_procedure_can_be_filed_online(hoa, code):
    form = form_for(code)
    asked = procedures.version_in_force(code, MONDAY.date()).definition.schema
    hoa.post(f"/nop-ho-so/{code}/")
    draft = Draft.objects.get().id
    inputs = forms.fill(asked, form)
    for one in asked.pages():
        here = {field.id for field in one.fields}
        sent = {name: value for name, value in inputs.items() if name.partition(".")[0] in here}
        answer = hoa.post(page(draft, one.number), sent)
        assert answer.status_code == 302, text(answer)
    places = {"competent": agency("gso-18073"), "reception": agency(RECEPTION), "return_how": "counter"}
    assert hoa.post(f"/ban-nhap/{draft}/noi-nop/", places)["Location"].endswith("/kiem-tra/")
    assert hoa.post(f"/ban-nhap/{draft}/kiem-tra/")["Location"].endswith("/da-nop/")
    assert Case.objects.filter(id=draft).exists()


@pytest.mark.parametrize(
    ("which", "most"),
    [("trang/1/", 8), ("trang/2/", 7), ("noi-nop/", 8), ("kiem-tra/", 8)],
)
def test_a_page_of_a_draft_asks_few_questions_of_the_database(
    hoa, django_assert_max_num_queries, which, most
):
    draft = complete()
    hoa.get(f"/ban-nhap/{draft}/{which}")
    with django_assert_max_num_queries(most):
        assert hoa.get(f"/ban-nhap/{draft}/{which}").status_code == 200


def test_saving_a_page_asks_few_questions_of_the_database(hoa, django_assert_max_num_queries):
    draft = complete()
    sent = filled(1)
    hoa.post(page(draft, 1), sent)
    with django_assert_max_num_queries(7):
        hoa.post(page(draft, 1), sent)
