"""A refusal is answered in the manner of who asks: page, fragment, JSON. A bug crashes."""

import json

import pytest

from motcua.web.tests.tree import read


def test_a_person_gets_a_page_that_says_what_is_wrong_and_whom_to_call(site):
    answer = site.get("/conflict/")
    page = read(answer.content.decode())
    assert answer.status_code == 409
    assert "Hồ sơ đã được Lê Thị Lan xử lý lúc 9:00." in page.one("main").text
    assert page.one("main").all("a", href="tel:02395551022")


def test_the_page_lists_every_fault(site):
    page = read(site.get("/invalid/").content.decode())
    assert "Nhập ngày sinh" in page.one("main").text


def test_htmx_gets_a_fragment_for_the_place_of_refusals(site):
    answer = site.get("/invalid/", HTTP_HX_REQUEST="true")
    fragment = read(answer.content.decode())
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#refusal")
    assert not fragment.all("html")
    assert "Có 1 chỗ cần sửa" in fragment.one(role="alert").text


def test_a_program_gets_json(site):
    answer = site.get("/api/v1/invalid/")
    assert answer.status_code == 422
    assert json.loads(answer.content) == {
        "error": {
            "code": "invalid",
            "message": "Có 1 chỗ cần sửa",
            "faults": [{"where": "born", "message": "Nhập ngày sinh"}],
        }
    }


def test_what_is_missing_gets_the_page_for_that(site):
    answer = site.get("/missing/")
    assert answer.status_code == 404
    assert read(answer.content.decode()).one("h1").text == "Không tìm thấy trang"


def test_a_bug_crashes(site):
    with pytest.raises(ZeroDivisionError):
        site.get("/broken/")
