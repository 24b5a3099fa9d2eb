"""Hoa has her certificate and is asked how it went; the next one taps a face at the counter; Quân looks at the sums."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.surveys.portal import kiosk_of
from motcua.surveys.tests.answers import lie
from motcua.surveys.tests.conftest import give_back
from tests.province import THANH_SEN, agency, later
from tests.stage import OPENING
from tests.stories.birth import RECEPTION


def _before() -> str:
    """Two cases given back today, a month of answers behind; the address of the kiosk."""
    for slug, marks in (
        (THANH_SEN, [5] * 14 + [4] * 5 + [2]),
        ("gso-18754", [4] * 6),
        ("gso-18100", [3] * 2),
    ):
        lie(slug, marks, month=date(2026, 10, 1), comment="Chờ lâu, gọi 0912000123 không được")
    give_back(at=OPENING)
    give_back(at=later(OPENING, minutes=1))
    return f"/y-kien/quay/{kiosk_of(agency(RECEPTION))}/"


@pytest.mark.parametrize("phone", [True])
def test_how_did_it_go(enter, stage, phone):
    kiosk = stage.behind(_before)
    stage.set_watch(later(OPENING, hours=6, minutes=2))
    tablet = enter(phone=phone, javascript=False)
    tablet.open(kiosk)
    tablet.sees("Ông/bà có hài lòng")
    for wide, high in ((1024, 768), (768, 1024)):
        tablet.page.set_viewport_size({"width": wide, "height": high})
        tops = tablet.page.locator(".mc-faces button").evaluate_all("all => all.map(one => one.offsetTop)")
        assert (len(tops), len(set(tops))) == (5, 1), "no face stands apart from the others"
        tablet.look(f"80-may-hoi-{wide}")
    tablet.press("Rất hài lòng")
    tablet.heading("Cảm ơn ông/bà")

    hoa = enter("hoa", phone=phone)
    hoa.open("/ca-nhan/")
    hoa.page.get_by_role("link", name="Đăng ký khai sinh").last.click()
    hoa.sees("Lần giải quyết này thế nào?")
    hoa.look("82-duoc-moi")
    hoa.press("Trả lời")
    hoa.press("Gửi phiếu")
    hoa.sees("Chọn một mức cho câu hỏi chung.")
    hoa.look("83-thieu-muc", status=422)
    link = hoa.page.url
    hoa.page.get_by_role("radio", name="Hài lòng", exact=True).first.check()
    hoa.press("Gửi phiếu")
    hoa.heading("Cảm ơn ông/bà")
    hoa.page.goto(link)
    hoa.heading("Không trả lời được qua liên kết này")
    hoa.look("85-da-dung", status=404)

    quan = enter("quan", phone=False)
    quan.open("/dieu-hanh/hai-long/")
    quan.sees("Chung và theo yếu tố")
    quan.look("86-ket-qua")
    quan.follow("Khảo sát theo mẫu")
    quan.look("87-khao-sat")
