"""A NUL in an address leads nowhere, and breaks nothing."""

import pytest

from motcua.web.tests.tree import read


@pytest.mark.parametrize("address", ["/open/%00/", "/%00", "/open%00/"])
def test_nothing_lies_at_a_path_with_a_nul(site, address):
    answer = site.get(address)
    assert answer.status_code == 404
    assert read(answer.content.decode()).one("h1").text == "Không tìm thấy trang"


@pytest.mark.parametrize("query", ["q=%00", "%00=a", "a=1&q=b%00"])
def test_a_query_with_a_nul_is_not_read(site, query):
    answer = site.get(f"/open/?{query}")
    assert answer.status_code == 400
    assert read(answer.content.decode()).one("h1").text == "Yêu cầu không đọc được"


def test_what_only_looks_like_one_passes(site):
    assert site.get("/open/?q=%2500").status_code == 200


def test_the_api_answers_in_its_own_manner(site):
    assert site.get("/api/v1/invalid/?q=%00").status_code == 422
