"""A Chromium for the stories, and people before its screens."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.person import DESKTOP, PHONE, Keyboardist, Person

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).resolve().parents[2] / "test-results"


def pytest_collection_modifyitems(items):
    """Stories of one module share a stage, so one worker tells them, in order."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, or the one that Playwright brought.

    Playwright keeps a loop running in this thread, which Django would take for asynchronous code from now on.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def enter(chromium, stage, request):
    """People enter: ``enter("hoa", phone=True)`` gives her a browser of her own, signed in by one click of the cast."""
    contexts = []

    def person(name="", *, phone=False, javascript=True, keyboard=False):
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP,
            is_mobile=phone,
            has_touch=phone,
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        manner = "dien-thoai" if phone else "may-ban"
        manner += "" if javascript else "-khong-js"
        somebody = (Keyboardist if keyboard else Person)(context.new_page(), stage.url, PICTURES / manner)
        if name:
            somebody.sign_in(name)
        return somebody

    yield person
    for context in contexts:
        context.close()
