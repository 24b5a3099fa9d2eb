"""The journey of one case, from a few letters in a search box to the result in hand."""

from __future__ import annotations

import re

import pytest

from tests.browser import birth, desk
from tests.browser.papers import photograph

CODE = re.compile(r"H27\.[\d.]+-\d{8}-\d{7}")


@pytest.mark.parametrize(
    ("citizens", "officers"),
    [
        ({"phone": True}, {}),
        ({"phone": True, "javascript": False}, {"javascript": False}),
        ({"keyboard": True}, {"keyboard": True}),
    ],
    ids=["by finger and mouse", "without scripts", "by keyboard"],
)
def test_a_birth_is_registered(enter, stage, tmp_path, citizens, officers):
    hoa = enter(**citizens)
    birth.find(hoa)
    birth.start(hoa)
    birth.fill_in(hoa, photograph(tmp_path))
    code = birth.submit(hoa)
    assert CODE.fullmatch(code)
    desk.all_the_way(lambda name: enter(name, **officers), stage, code, "Nguyễn Thị Hoa")
    birth.receive_the_result(hoa, code)
    birth.track(enter(**citizens), code)
