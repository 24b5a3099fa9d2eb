"""The frame of a page and the pages for when things go wrong."""

import pytest
from django.db import OperationalError
from django.template import engines

from motcua.web import pages
from motcua.web.tests.tree import read


def page(site, path="/tro-giup/", **headers):
    return read(site.get(path, **headers).content.decode())


def test_a_page_says_whose_it_is_in_which_language_and_where_its_content_begins(site):
    whole = page(site)
    assert whole.one("html")["lang"] == "vi"
    assert whole.one("title").text == "Hướng dẫn và liên hệ · Một cửa số Hà Tĩnh"
    assert whole.one("header").one("a", class_="mc-header__brand").text == "Tỉnh Hà Tĩnh Một cửa số"
    assert whole.one("a", class_="govuk-skip-link")["href"] == "#" + whole.one("main")["id"]
    assert len(whole.all("h1")) == 1


def test_a_visitor_can_sign_in_and_a_person_can_sign_out(site):
    assert page(site).one("a", href="/sign-in/").text == "Đăng nhập"
    header = page(site, HTTP_X_PERSON="Nguyễn Thị Hoa").one("header")
    assert "Nguyễn Thị Hoa" in header.text
    assert header.one("form", action="/sign-out/")["method"] == "post"


def test_the_foot_leads_to_help(site):
    footer = page(site).one("footer")
    for link in footer.all("a"):
        if not link["href"].startswith("tel:"):
            assert site.get(link["href"]).status_code == 200
    assert footer.one("a", href="tel:02395551022").text == "0239 555 1022"


@pytest.mark.parametrize(
    ("path", "current"), [("/thu-tuc/1.001193/", "Thủ tục"), ("/tra-cuu/", "Tra cứu hồ sơ")]
)
def test_the_navigation_knows_where_we_are(rf, path, current):
    from motcua.web.context import PORTAL_NAVIGATION, navigation

    items = navigation(PORTAL_NAVIGATION, path)
    assert [item.text for item in items if item.current] == [current]


def test_the_deepest_entry_of_the_navigation_wins():
    from motcua.web.context import DESK_NAVIGATION, navigation

    current = [
        item.href
        for item in navigation([entry[:2] for entry in DESK_NAVIGATION], "/ban-lam-viec/tai-quay/moi/")
        if item.current
    ]
    assert current == ["/ban-lam-viec/tai-quay/"]


@pytest.mark.parametrize("name", ["400", "500"])
def test_the_worst_pages_need_nothing(name):
    whole = read(engines["django"].get_template(f"{name}.html").render())
    assert whole.one("h1").text
    assert whole.one("main").all("a", href="/")
    assert not whole.all("script")


@pytest.mark.parametrize("name", ["403", "403_csrf", "404"])
def test_the_other_pages_say_what_to_do(site, name, rf):
    request = rf.get("/khong-co/")
    whole = read(engines["django"].get_template(f"{name}.html").render({}, request))
    assert whole.one("main").one("h1").text
    assert len(whole.one("main").text) > 100


def test_a_form_that_was_open_too_long_gets_the_page_for_that(site, client):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})
    assert answer.status_code == 403
    assert read(answer.content.decode()).one("h1").text == "Biểu mẫu đã cũ"


def test_who_watches_the_server_is_told_when_the_database_is_gone(site, monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(pages.connection, "cursor", gone)
    assert site.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_who_watches_the_server_is_told_that_all_is_well(site):
    answer = site.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
