"""Hoa turns a draft into a case, page by page; nothing she types is lost, and nobody else sees it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from motcua.cases import filing, guards, panels
from motcua.cases.models import Case, Channel, Draft
from motcua.kernel import forms
from motcua.people.models import Account
from motcua.procedures import reads as procedures
from tests.province import MONDAY, agency, later, who
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
def hoa(client):
    client.force_login(Account.objects.get(username="hoa"))
    return client


@pytest.fixture
def client_of():
    from django.test import Client

    def signed_in(username):
        one = Client()
        one.force_login(Account.objects.get(username=username))
        return one

    return signed_in


def schema():
    return procedures.version_in_force(BIRTH, MONDAY.date()).definition.schema


def begun(**values):
    """A draft of Hoa's with some answers."""
    draft = filing.start(BIRTH, by=who("hoa"), at=MONDAY)
    filing.save(draft, values, by=who("hoa"), at=MONDAY)
    return draft


def complete():
    """A draft that lacks nothing."""
    draft = begun(**BIRTH_FORM)
    there = agency(RECEPTION)
    filing.save(
        draft,
        {},
        reception=there,
        competent=agency("gso-18073"),
        return_how="online",
        by=who("hoa"),
        at=MONDAY,
    )
    return draft


def filled(number, form=None):
    """What a browser sends for a page of the birth form."""
    here = {field.id for field in schema().page(number).fields}
    inputs = forms.fill(schema(), form or BIRTH_FORM)
    return {name: value for name, value in inputs.items() if name.partition(".")[0] in here}


def page(draft, number):
    return f"/ban-nhap/{draft}/trang/{number}/"


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


# Starting


def test_looking_at_the_start_begins_nothing(hoa):
    answer = hoa.get(f"/nop-ho-so/{BIRTH}/")
    assert answer.status_code == 200
    assert "Giấy chứng sinh" in text(answer)
    assert not Draft.objects.exists()


def test_starting_leads_to_the_first_page(hoa):
    answer = hoa.post(f"/nop-ho-so/{BIRTH}/", follow=True)
    draft = Draft.objects.get()
    assert answer.redirect_chain[-1][0] == page(draft.id, 1)
    assert draft.channel == Channel.ONLINE


def test_a_draft_of_the_same_procedure_is_offered_first(hoa):
    draft = begun()
    told = hoa.get(f"/nop-ho-so/{BIRTH}/").content.decode()
    assert f"/ban-nhap/{draft}/" in told
    assert told.index("Tiếp tục bản nháp") < told.index("Nộp một hồ sơ mới")


def test_a_visitor_signs_in_first_and_comes_back(client):
    answer = client.get(f"/nop-ho-so/{BIRTH}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/tai-khoan/dang-nhap/?next=/nop-ho-so/{BIRTH}/"


def test_an_officer_is_told_to_use_another_account(client_of):
    answer = client_of("minh").get(f"/nop-ho-so/{BIRTH}/")
    assert answer.status_code == 403
    assert "tài khoản công dân hoặc doanh nghiệp" in text(answer)


def test_a_business_is_warned_of_a_procedure_for_citizens(client_of):
    assert "không dành cho loại tài khoản" in text(client_of("anphat").get(f"/nop-ho-so/{BIRTH}/"))


def test_a_procedure_that_is_only_listed_cannot_be_started(hoa):
    assert hoa.get("/nop-ho-so/1.000005/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_procedure_of_the_counter_cannot_be_started_online(hoa, method):
    answer = getattr(hoa, method)(f"/nop-ho-so/{CERTIFY}/")
    assert answer.status_code == 409
    assert "Nộp tại bộ phận một cửa" in text(answer)
    assert not Draft.objects.exists()


# Pages of the form


def test_what_is_known_of_the_applicant_is_filled_in(hoa):
    shown = hoa.get(page(begun(), 1)).content.decode()
    assert 'value="042192000123"' in shown
    assert 'value="Số 12 đường Nguyễn Công Trứ"' in shown
    assert '<option value="18073" selected>' in shown
    assert "đã được điền sẵn" in shown


def test_a_right_page_leads_to_the_next(hoa):
    draft = begun()
    answer = hoa.post(page(draft, 1), filled(1))
    assert answer["Location"] == page(draft, 2)
    assert Draft.objects.get(id=draft).form["relation"] == "mother"


def test_every_wrong_field_is_named_twice_and_nothing_typed_is_lost(hoa):
    draft = begun()
    wrong = {"child.full_name": "An 5", "child.birth_date.day": "31", "child.birth_date.month": "2",
             "child.birth_date.year": "2026", "child.ethnicity": "Kinh"}  # fmt: skip
    answer = hoa.post(page(draft, 2), wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi:" in shown
    for field in ("child.full_name", "child.birth_date", "child.sex"):
        assert f'<a href="#field-{field}">' in shown
        assert f'id="field-{field}-error"' in shown
    assert 'value="An 5"' in shown
    assert 'value="31"' in shown
    assert hoa.get(page(draft, 2)).content.decode().count('value="An 5"') == 1


def test_a_wrong_page_is_clean_when_one_comes_back_later(hoa):
    draft = begun(child={"full_name": "An 5"})
    assert "govuk-error-message" not in hoa.get(page(draft, 2)).content.decode()
    assert "govuk-error-message" in hoa.get(page(draft, 2) + "?sua=1").content.decode()


def test_saving_and_leaving_keeps_even_what_is_wrong(hoa):
    draft = begun()
    answer = hoa.post(page(draft, 2), {"child.full_name": "An 5", "exit": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/ca-nhan/"
    assert "Đã lưu bản nháp" in text(answer)
    assert Draft.objects.get(id=draft).form["child"]["full_name"] == "An 5"


def test_an_answer_taken_back_is_gone(hoa):
    draft = begun(pledge=True)
    last = schema().page_of("pledge").number
    hoa.post(page(draft, last), {"copies": "1"})
    assert Draft.objects.get(id=draft).form["pledge"] is None


def test_a_page_that_is_not_asked_any_more_is_passed_over(hoa):
    draft = begun(**BIRTH_FORM)
    father = schema().page_of("father").number
    assert hoa.get(page(draft, father))["Location"] == page(draft, father + 1)


def test_there_is_no_page_beyond_the_last(hoa):
    assert hoa.get(page(begun(), 99)).status_code == 404


def test_letters_that_no_database_keeps_are_dropped(hoa):
    draft = begun()
    hoa.post(page(draft, 2), {"child.full_name": "An\0 Nhiên"})
    assert Draft.objects.get(id=draft).form["child"]["full_name"] == "An Nhiên"


def test_what_another_page_asks_cannot_be_sent_along(hoa):
    draft = begun(**BIRTH_FORM)
    hoa.post(page(draft, 1), filled(1) | {"pledge": "no", "made_up": "1"})
    form = Draft.objects.get(id=draft).form
    assert form["pledge"] is True
    assert "made_up" not in form


def test_a_commune_that_is_none_is_refused(hoa):
    answer = hoa.post(page(begun(), 1), filled(1) | {"applicant.residence.commune": "99999"})
    assert "không có trong danh mục" in text(answer)


def test_a_row_is_added_without_script(hoa):
    code = "1.011609"
    draft = filing.start(code, by=who("hoa"), at=MONDAY)
    asked = procedures.version_in_force(code, MONDAY.date()).definition.schema.page_of("members").number
    assert hoa.get(page(draft, asked)).content.decode().count("mc-composite--row") == 1
    answer = hoa.post(page(draft, asked), {"members.0.full_name": "Nguyễn Văn Ba", "more": "members"})
    assert answer["Location"] == f"{page(draft, asked)}#field-members"
    assert hoa.get(page(draft, asked)).content.decode().count("mc-composite--row") == 2


def test_the_way_back_leads_one_page_back_or_to_the_check(hoa):
    draft = begun()
    assert f'<a href="{page(draft, 1)}" class="govuk-back-link">' in hoa.get(page(draft, 2)).content.decode()
    mending = hoa.get(page(draft, 2) + "?sua=1").content.decode()
    assert f'<a href="/ban-nhap/{draft}/kiem-tra/" class="govuk-back-link">' in mending


# Autosave


def test_what_is_typed_is_saved_along_the_way(hoa):
    draft = begun()
    answer = hoa.post(
        f"/ban-nhap/{draft}/luu/",
        {"trang": "2", "child.full_name": "Trần An"},
        headers={"HX-Request": "true"},
    )
    assert text(answer) == "Đã lưu lúc 08:00"
    assert Draft.objects.get(id=draft).form["child"]["full_name"] == "Trần An"


def test_a_visitor_whose_sign_in_has_ended_is_told_so_and_stays_on_the_page(client):
    draft = begun()
    answer = client.post(f"/ban-nhap/{draft}/luu/", {"trang": "2", "child.full_name": "Trần An"})
    assert answer.status_code == 200
    assert "Phiên đăng nhập đã hết" in text(answer)
    assert "child" not in Draft.objects.get(id=draft).form


@pytest.mark.parametrize("number", ["", "99", "x"])
def test_a_page_that_is_not_there_is_not_saved(hoa, number):
    assert hoa.post(f"/ban-nhap/{begun()}/luu/", {"trang": number}).status_code == 404


# The sign-in ends in between


def test_what_was_sent_after_the_sign_in_ended_comes_back_after_signing_in(client):
    draft = begun()
    sent = client.post(page(draft, 2), filled(2) | {"child.full_name": "Trần Bảo"})
    assert sent["Location"] == f"/tai-khoan/dang-nhap/?next={page(draft, 2)}"
    back = client.post("/dang-nhap/thu/hoa/", {"next": page(draft, 2)}, follow=True)
    assert back.redirect_chain[-1][0] == page(draft, 2)
    assert "đã được giữ lại" in text(back)
    assert 'value="Trần Bảo"' in back.content.decode()
    assert Draft.objects.get(id=draft).form["child"]["full_name"] == "Trần Bảo"


def test_what_was_sent_is_not_kept_for_somebody_else(client):
    draft = begun()
    client.post(page(draft, 2), {"child.full_name": "Trần Bảo"})
    back = client.post("/dang-nhap/thu/binh/", {"next": page(draft, 2)}, follow=True)
    assert back.status_code == 404
    assert "Trần Bảo" not in back.content.decode()


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
    draft = filing.start(CERTIFY, by=who("hoa"), at=MONDAY)
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


def test_upper_pages_stand_between_the_form_and_the_place(hoa, monkeypatch):
    from motcua.kernel.refusals import Fault

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
def test_nobody_else_sees_a_draft(client_of, username, which):
    draft = complete()
    stranger = client_of(username)
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


def test_a_moment_later_the_page_says_when_it_was_saved(hoa, monkeypatch):
    draft = begun()
    monkeypatch.setattr(timezone, "now", lambda: later(minutes=65))
    hoa.post(f"/ban-nhap/{draft}/luu/", {"trang": "2", "child.full_name": "Trần An"})
    assert "Đã lưu lúc 09:05" in text(hoa.get(page(draft, 2)))
