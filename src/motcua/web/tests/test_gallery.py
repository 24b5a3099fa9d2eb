"""Every component in a real browser: axe finds nothing, nothing sticks out, nothing needs a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

LEVEL_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = ["/gallery/", "/gallery/desk/", "/tro-giup/", "/kha-nang-tiep-can/", "/khong-co/", "/conflict/"]
pytestmark = pytest.mark.browser


@pytest.fixture
def address(site):
    """The small site, served from a thread."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def visit(address, chromium):
    """Opens an address at a width; what the page says on its console is collected."""
    contexts = []

    def opened(path, width=1280, **options):
        context = chromium.new_context(locale="vi-VN", viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on(
            "console", lambda message: page.said.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(visit, path, width):
    page = visit(path, width)
    found = Axe().run(page, options=LEVEL_AA)
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [text for text in page.said if "404" not in text and "409" not in text] == []


def test_without_scripts_the_navigation_is_open_and_the_form_is_whole(visit):
    page = visit("/gallery/", 360, java_script_enabled=False)
    assert page.get_by_role("link", name="Tra cứu hồ sơ").is_visible()
    assert page.get_by_label("Quan hệ").is_visible()


def test_with_scripts_a_question_waits_for_the_answer_it_depends_on(visit):
    page = visit("/gallery/")
    relation = page.get_by_label("Quan hệ")
    assert not relation.is_visible()
    page.get_by_role("group", name="Là người thân?").get_by_label("Có").check()
    assert relation.is_visible()


def test_the_error_summary_takes_the_keyboard_to_the_field(visit):
    page = visit("/gallery/")
    page.get_by_role("link", name="Nhập họ, chữ đệm, tên của người mẹ").press("Enter")
    assert page.evaluate("document.activeElement.name") == "mother.full_name"


def test_arrows_walk_over_the_rows_of_the_desk(visit):
    page = visit("/gallery/desk/")
    page.locator("[data-row-link]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent").endswith("0002")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit):
    page = visit("/gallery/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Chuyển đến nội dung chính"
    assert page.evaluate("getComputedStyle(document.activeElement).position") != "absolute"
