"""What a page of the citizen's path weighs on a telephone that has never been here: under 60 kB, compressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, takewhile

import pytest

from tests.client import Visitor
from tests.stage import OPENING
from tests.stories.drafts import filed, ready

pytestmark = pytest.mark.once

MOST = 60_000
"""Bytes of HTML, style sheets and scripts, as they travel."""

AS_BROWSERS_DO = {"Accept-Encoding": "gzip, deflate, br"}
PART = re.compile(r'<(?:link rel="stylesheet" href|script src|meta name="htmx" content)="([^"]+)"')
"""What a page loads; htmx is counted on every page, though most do not ask for it."""


@pytest.fixture(scope="module")
def hoa(stage) -> Visitor:
    return Visitor(stage.url, "hoa")


@pytest.fixture(scope="module")
def paths(stage, hoa) -> list[str]:
    """Every page on the way from the first letter typed to the result."""
    code = stage.behind(filed, at=OPENING)
    (draft,) = stage.behind(ready, 1, at=OPENING)
    ((case,),) = stage.rows("SELECT id FROM cases_case WHERE code = %s", code)
    return [
        "/", "/thu-tuc/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/?su-kien=birth", "/thu-tuc/1.001193/",
        "/tai-khoan/dang-nhap/", "/nop-ho-so/1.001193/", *_form_pages(hoa, f"/ban-nhap/{draft}/trang"),
        f"/ban-nhap/{draft}/giay-to/", f"/ban-nhap/{draft}/noi-nop/", f"/ban-nhap/{draft}/kiem-tra/",
        f"/ban-nhap/{case}/da-nop/", "/tra-cuu/", f"/tra-cuu/?ma={code}", "/ca-nhan/", f"/ca-nhan/ho-so/{case}/",
        "/ca-nhan/nhat-ky/", "/tro-giup/",
    ]  # fmt: skip


def _form_pages(hoa: Visitor, path: str) -> Iterator[str]:
    numbered = (f"{path}/{number}/" for number in count(1))
    return takewhile(lambda page: hoa.get(page).status == 200, numbered)


def weigh(hoa: Visitor, path: str) -> int:
    """The bytes of a page with its style sheets and scripts, nothing of it kept from before."""
    return sum(_travels(hoa, one) for one in (path, *PART.findall(hoa.get(path).text)))


def _travels(hoa: Visitor, path: str) -> int:
    answer = hoa.get(path, **AS_BROWSERS_DO)
    assert (answer.status, answer.headers["Content-Encoding"]) in {(200, "gzip"), (200, "br")}, path
    return len(answer.body)


def test_every_page_is_light(hoa, paths):
    assert {path: weight for path in paths if (weight := weigh(hoa, path)) >= MOST} == {}


def test_what_never_changes_is_kept_for_good(hoa):
    """A style sheet or script is named by its content, so that a telephone asks for it once."""
    for part in PART.findall(hoa.get("/").text):
        assert "immutable" in hoa.get(part).headers["Cache-Control"], part
