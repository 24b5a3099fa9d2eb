"""Hoa fills in a form page by page; nothing she types is lost."""

from __future__ import annotations

import pytest
from django.utils import timezone

from motcua.cases import filing, guards, panels
from motcua.cases.models import Channel, Draft
from motcua.cases.tests.citizen import begun, filled, page, schema, signed_in, text
from motcua.procedures import reads as procedures
from tests.province import MONDAY, later, who
from tests.stories.birth import BIRTH, BIRTH_FORM

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


def test_a_page_that_only_pledges_has_its_heading(hoa):
    hoa.post("/nop-ho-so/1.010733/", follow=True)
    told = hoa.get(page(Draft.objects.get().id, 3)).content.decode()
    assert 'type="checkbox"' in told
    assert told.count("<h1") == 1


def test_a_draft_of_the_same_procedure_is_offered_first(hoa):
    draft = begun()
    told = hoa.get(f"/nop-ho-so/{BIRTH}/").content.decode()
    assert f"/ban-nhap/{draft}/" in told
    assert told.index("Tiếp tục bản nháp") < told.index("Nộp một hồ sơ mới")


def test_a_visitor_signs_in_first_and_comes_back(client):
    answer = client.get(f"/nop-ho-so/{BIRTH}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/tai-khoan/dang-nhap/?next=/nop-ho-so/{BIRTH}/"


def test_an_officer_is_told_to_use_another_account():
    answer = signed_in("minh").get(f"/nop-ho-so/{BIRTH}/")
    assert answer.status_code == 403
    assert "tài khoản công dân hoặc doanh nghiệp" in text(answer)


def test_a_business_is_warned_of_a_procedure_for_citizens():
    assert "không dành cho loại tài khoản" in text(signed_in("anphat").get(f"/nop-ho-so/{BIRTH}/"))


def test_a_procedure_that_is_only_listed_cannot_be_started(hoa):
    assert hoa.get("/nop-ho-so/1.000005/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_procedure_of_the_counter_cannot_be_started_online(hoa, method):
    answer = getattr(hoa, method)(f"/nop-ho-so/{CERTIFY}/", follow=True)
    assert answer.redirect_chain == [(f"/thu-tuc/{CERTIFY}/", 302)]
    assert "Thủ tục này chưa nộp trực tuyến. Cách nộp: trực tiếp, tại bộ phận một cửa." in text(answer)
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
    draft = filing.start(code, channel=Channel.COUNTER, by=who("hoa"), at=MONDAY)
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


@pytest.mark.parametrize("number", ["", "99", "x", "9" * 5000])
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


@pytest.mark.parametrize("much", ["a" * 120_000, "a"])
def test_only_a_form_for_a_draft_that_is_there_is_kept(client, much):
    where = page(begun(), 2) if len(much) > 1 else page("00000000-0000-7000-8000-000000000000", 2)
    client.post(where, {"child.full_name": much})
    assert not client.session.keys()


def test_a_moment_later_the_page_says_when_it_was_saved(hoa, monkeypatch):
    draft = begun()
    monkeypatch.setattr(timezone, "now", lambda: later(minutes=65))
    hoa.post(f"/ban-nhap/{draft}/luu/", {"trang": "2", "child.full_name": "Trần An"})
    assert "Đã lưu lúc 09:05" in text(hoa.get(page(draft, 2)))


# What the form knows already


def test_a_mother_finds_herself_filled_in_until_she_says_otherwise(hoa):
    draft = begun(relation="mother", applicant=BIRTH_FORM["applicant"])
    told = hoa.get(page(draft, 6)).content.decode()
    assert 'value="Nguyễn Thị Hoa"' in told
    assert 'value="042192000123"' in told
    assert "Thông tin của bạn đã được điền sẵn." in told
    assert "field-mother.sex" not in told
    hoa.post(page(draft, 6), {"mother.full_name": "Lê Thị Lan"})
    assert 'value="042192000123"' not in hoa.get(page(draft, 6)).content.decode()


def test_a_grandmother_names_the_mother_herself(hoa):
    draft = begun(relation="grandparent", applicant=BIRTH_FORM["applicant"])
    told = hoa.get(page(draft, 6)).content.decode()
    assert "Nguyễn Thị Hoa" not in told.partition("field-mother.full_name")[2]
