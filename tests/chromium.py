"""A Chromium for every test that wants one, in whichever slice it stands: Playwright runs once in a process."""

from __future__ import annotations

import os
import shutil

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000
"""Milliseconds that a story waits for something on a busy machine before it says that it will not come."""


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, or the one that Playwright brought.

    Playwright keeps a loop running in this thread: Django would take what follows for asynchronous code, and holds
    another connection while the loop runs.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        expect.set_options(timeout=PATIENCE)
        yield browser
        connections.close_all()
        browser.close()
