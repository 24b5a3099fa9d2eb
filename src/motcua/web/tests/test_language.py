"""Vietnamese, unless the visitor chose English here."""

import pytest

from motcua.web.tests.tree import read


def page(site, **headers):
    return read(site.get("/tro-giup/", **headers).content.decode())


def test_the_site_opens_in_vietnamese_whatever_the_browser_wishes(site):
    opened = page(site, HTTP_ACCEPT_LANGUAGE="en-GB,en")
    assert opened.one("html")["lang"] == "vi"
    assert opened.one("h1").text == "Hướng dẫn và liên hệ"


def test_english_is_chosen_once_and_kept(site):
    answer = site.post("/ngon-ngu/", {"language": "en", "next": "/tro-giup/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/tro-giup/?a=1")
    assert page(site).one("html")["lang"] == "en"
    assert page(site).one("h1").text == "Guidance and contact"


def test_the_switch_names_the_other_language_in_itself(site):
    assert page(site).one("button", name="language").text == "English"
    site.cookies["ngon_ngu"] = "en"
    assert page(site).one("button", name="language")["lang"] == "vi"


@pytest.mark.parametrize("language", ["fr", "", "<script>"])
def test_an_unknown_language_is_vietnamese(site, language):
    site.post("/ngon-ngu/", {"language": language})
    assert page(site).one("html")["lang"] == "vi"


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(site, address):
    assert site.post("/ngon-ngu/", {"language": "en", "next": address})["Location"] == "/"


def test_a_link_does_not_switch(site):
    assert site.get("/ngon-ngu/?language=en").status_code == 405
