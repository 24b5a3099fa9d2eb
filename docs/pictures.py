"""Takes the pictures of the README from a running demonstration: ``python -m docs.pictures http://localhost:8000``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
COLOURS = 128
"""Colours that a picture keeps: pages of text lose nothing, and weigh a third."""


def enter(browser: Browser, url: str, name: str = "", *, phone: bool = False) -> Page:
    """A browser of somebody's own, signed in by one click of the cast."""
    context = browser.new_context(
        base_url=url, viewport=PHONE if phone else DESKTOP, is_mobile=phone, device_scale_factor=2 if phone else 1,
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(60_000)
    if name:
        page.goto("/tai-khoan/dang-nhap/")
        page.locator(f"form[action='/dang-nhap/thu/{name}/'] button").click()
    return page


def home(browser: Browser, url: str) -> Page:
    page = enter(browser, url)
    page.goto("/")
    return page


def procedure(browser: Browser, url: str) -> Page:
    page = enter(browser, url)
    page.goto("/thu-tuc/1.001193/")
    return page


def form(browser: Browser, url: str) -> Page:
    """Hoa goes on with the draft that she has begun."""
    page = enter(browser, url, "hoa", phone=True)
    page.goto("/nop-ho-so/1.001193/")
    page.get_by_text("Tiếp tục bản nháp").click()
    return page


def mine(browser: Browser, url: str) -> Page:
    return enter(browser, url, "hoa", phone=True)


def tracking(browser: Browser, url: str) -> Page:
    """Anybody who has the code of one of Hoa's cases."""
    hoa = enter(browser, url, "hoa")
    code = hoa.locator("text=/H27\\.\\S+-\\d{8}-\\d{7}/").nth(-2).inner_text().strip()
    page = enter(browser, url, phone=True)
    page.goto(f"/tra-cuu/?ma={code}")
    return page


def inbox(browser: Browser, url: str) -> Page:
    return enter(browser, url, "lan")


def case(browser: Browser, url: str) -> Page:
    page = enter(browser, url, "lan")
    page.locator("main a[href*='/ban-lam-viec/ho-so/']").first.click()
    return page


def board(browser: Browser, url: str) -> Page:
    """What a leader sees of the quarter of reports that runs."""
    page = enter(browser, url, "quan")
    page.goto("/dieu-hanh/")
    return page


def targets(browser: Browser, url: str) -> Page:
    page = enter(browser, url, "quan")
    page.goto("/dieu-hanh/muc-tieu/")
    return page


PAGES: dict[str, Callable[[Browser, str], Page]] = {
    "home": home,
    "procedure": procedure,
    "form-phone": form,
    "my-cases-phone": mine,
    "tracking-phone": tracking,
    "inbox": inbox,
    "case": case,
    "board": board,
    "targets": targets,
}


def keep(name: str, path: Path) -> None:
    """A picture with few colours, as light as it gets."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{name}: {path.stat().st_size // 1000} kB")


def slip(browser: Browser, url: str) -> None:
    """The receipt of the first case on Lan's desk that has none yet, as it is printed."""
    page = case(browser, url)
    form = page.locator("form[action*='/phieu/']").first
    token = form.locator("[name=csrfmiddlewaretoken]").get_attribute("value") or ""
    address = f"{url}{form.get_attribute('action')}"
    answer = page.request.post(address, form={"csrfmiddlewaretoken": token}, headers={"Referer": address})
    path = FOLDER / "slip.png"
    pypdfium2.PdfDocument(answer.body())[0].render(scale=1.1).to_pil().save(path)
    keep("slip", path)


def main(url: str) -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, open_page in PAGES.items():
            path = FOLDER / f"{name}.png"
            page = open_page(browser, url)
            page.wait_for_load_state()
            page.screenshot(path=path)
            keep(name, path)
        slip(browser, url)


if __name__ == "__main__":
    main(sys.argv[1])
