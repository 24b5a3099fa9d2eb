"""The gate of routes: what declares nothing is refused, what asks for something gets it or is refused."""

import pytest

from motcua.web.access import page_of_ours
from motcua.web.tests.tree import read

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/own/?trang=2"}


def test_a_view_that_declares_nothing_does_not_exist(site):
    assert site.get("/undeclared/").status_code == 404
    assert "không ai được thấy" not in site.get("/undeclared/").content.decode()


def test_a_view_of_another_project_does_not_exist_until_it_is_listed(site, settings):
    assert site.get("/foreign/").status_code == 404
    settings.MOTCUA_PUBLIC_VIEWS = ["motcua.web.tests.urls.Foreign"]
    assert site.get("/foreign/").status_code == 200


def test_a_class_based_view_is_declared_like_any_other(site):
    assert site.get("/declared-class/").status_code == 200


def test_a_public_view_is_open_to_all(site):
    assert site.get("/open/").content.decode() == "mở"


def test_a_visitor_signs_in_first_and_comes_back(site):
    answer = site.get("/own/?trang=2")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/own/%3Ftrang%3D2")


def test_a_fragment_asked_by_a_visitor_leads_the_whole_page_to_sign_in(site):
    answer = site.get("/own/", **HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/own/%3Ftrang%3D2")


def test_hoa_sees_her_own_page(site):
    assert site.get("/own/", HTTP_X_PERSON="hoa").content.decode() == "của hoa"


@pytest.mark.parametrize(("person", "status"), [("lan", 200), ("binh", 404)])
def test_the_resolver_decides_who_has_a_permission(site, person, status):
    assert site.get("/desk/", HTTP_X_PERSON=person).status_code == status


def test_what_is_forbidden_looks_like_what_does_not_exist(site):
    forbidden, missing = (site.get(where, HTTP_X_PERSON="binh") for where in ("/desk/", "/missing/"))
    assert read(forbidden.content.decode()).text == read(missing.content.decode()).text
    assert forbidden.status_code == missing.status_code == 404


@pytest.mark.parametrize(
    ("named", "leads_to"),
    [
        ("/ban-lam-viec/?trang=2", "/ban-lam-viec/?trang=2"),
        ("", "/"),
        ("desk", "/"),
        ("//elsewhere.vn/", "/"),
        ("https://elsewhere.vn/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_only_a_path_of_this_site_is_gone_on_to(rf, named, leads_to):
    assert page_of_ours(rf.get("/"), named, "/") == leads_to
