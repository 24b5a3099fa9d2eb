"""People before the screens of Chromium."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.browser.person import Keyboardist, Person, Unscripted
from tests.chromium import PATIENCE

PHONE_SCREEN = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP_SCREEN = {"viewport": {"width": 1280, "height": 800}}
HERE = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}

SCREENS = pytest.StashKey[list[Person]]()
PICTURES = Path(__file__).resolve().parents[2] / "test-results"


def pytest_collection_modifyitems(items):
    """Stories of one module share a stage, so one worker tells them, in order."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A story that fails leaves behind what its people saw last."""
    report = yield
    if report.failed:
        for number, seen in enumerate(item.stash.get(SCREENS, []), 1):
            seen.picture(f"hong-{item.name}-{number}")
    return report


@pytest.fixture
def enter(chromium, stage, request):
    """People enter: ``enter("hoa", phone=True)`` gives her a browser of her own, signed in by one click of the cast."""
    contexts = []
    request.node.stash[SCREENS] = []

    def person(name="", *, phone=False, javascript=True, keyboard=False):
        screen = PHONE_SCREEN if phone else DESKTOP_SCREEN
        context = chromium.new_context(**screen, **HERE, java_script_enabled=javascript)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        pictures = PICTURES / f"{'dien-thoai' if phone else 'may-ban'}{'' if javascript else '-khong-js'}"
        make = (
            Keyboardist
            if keyboard
            else Person
            if javascript
            else partial(Unscripted, examiner=examiner(screen))
        )
        somebody = make(context.new_page(), stage.url, pictures)
        request.node.stash[SCREENS].append(somebody)
        if name:
            somebody.sign_in(name)
        return somebody

    def examiner(screen):
        contexts.append(chromium.new_context(**screen, **HERE))
        return contexts[-1].new_page()

    yield person
    for context in contexts:
        context.close()
