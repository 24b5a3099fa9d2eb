"""Tú and the map of 1 July 2025: he rehearses it, looks at what it found, tries to withdraw it too late."""

from __future__ import annotations

import pytest

from motcua.agencies.models import Reorganisation
from tests import old_map


def in_effect() -> None:
    Reorganisation.objects.filter(key=old_map.ACT).update(state="in-effect")


@pytest.fixture
def planned(stage):
    """The change as it was before its day."""
    stage.behind(old_map.plan_again)
    yield
    stage.behind(in_effect)


@pytest.mark.parametrize("screen", [{}, {"phone": True, "javascript": False}])
def test_a_change_of_the_map_is_rehearsed(enter, planned, screen):
    tu = enter("tu", **screen)
    tu.open("/quan-tri/sap-xep/")
    tu.heading("Sắp xếp cơ quan")
    tu.look("80-sap-xep")
    tu.follow("Sắp xếp cơ quan từ 01/07/2025")
    tu.sees("Chưa chạy thử lần nào")
    tu.press("Chạy thử")
    tu.sees("Đã chạy thử; chưa có gì thay đổi.")
    tu.sees("Mã giữ nguyên mà chỉ địa bàn khác")
    tu.look("81-da-chay-thu")
    tu.fill("Số quyết định", "1665/NQ-UBTVQH15")
    tu.press("Xác nhận")
    tu.sees("nhờ một quản trị khác")
    tu.look("82-tu-xac-nhan", status=403)
