"""The screen on a wall: asks again by itself, can be stopped, says when its figures are old, and fits every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.cases import acts
from tests.browser.person import Person
from tests.province import later, who
from tests.stage import OPENING, Stage
from tests.stories.birth import file_birth

WALL = "/dieu-hanh/?man-hinh"
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  const block = getComputedStyle(one).display !== "inline";
  return box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || (block && one.scrollWidth > one.clientWidth + 1);
}).map((one) => `${one.tagName} ${one.textContent}`)"""
"""What sticks out of the screen, or of its own place."""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize))) / innerHeight"""
"""The size of the smallest words, as a share of the height."""


@pytest.fixture
def before(enter, stage):
    """Quân before the wall, who has a keyboard only, at so many minutes after nine."""

    def quan(minutes: int) -> Person:
        it_is(stage, minutes)
        quan: Person = enter("quan", keyboard=True)
        quan.page.clock.install()
        quan.open(WALL)
        return quan

    return quan


def it_is(stage: Stage, minutes: int) -> None:
    """So many minutes after nine, however long the story takes to go on."""
    stage.set_watch(later(OPENING, minutes=minutes), still=True)


def later_on(quan: Person, minutes: int) -> None:
    """Minutes pass before the screen in one leap: what is asked at its end has its whole time for an answer."""
    quan.page.clock.fast_forward(minutes * 60_000)


def received(minutes: int) -> None:
    """One more case is received."""
    case = file_birth(at=later(OPENING, minutes=minutes))
    acts.receive(case, by=who("minh"), at=later(OPENING, minutes=minutes))


def test_it_asks_again_by_itself(before, stage: Stage):
    quan = before(minutes=1)
    quan.look("100-man-hinh-lon")
    assert quan.text_of(".mc-wall__tile dd") == "0"
    stage.behind(received, 10)
    it_is(stage, 11)
    later_on(quan, minutes=1)
    quan.sees("Số liệu đến 09:11 thứ Hai 16/11/2026.")
    assert quan.text_of(".mc-wall__tile dd") == "1"
    quan.look()


def test_who_needs_longer_stops_it_and_lets_it_go_on(before, stage: Stage):
    quan = before(minutes=20)
    quan.press("Dừng tự tải lại")
    quan.sees("Đã dừng tự tải lại: đây là số của 09:20 thứ Hai 16/11/2026.")
    quan.look("101-man-hinh-lon-dung")
    it_is(stage, 30)
    asked = []
    quan.page.on("request", lambda request: asked.append(request.url))
    later_on(quan, minutes=10)
    quan.follow("Tải lại")
    quan.sees("Đã dừng tự tải lại: đây là số của 09:30 thứ Hai 16/11/2026.")
    later_on(quan, minutes=10)
    assert [url for url in asked if url.endswith(WALL)] == [quan.page.url]
    it_is(stage, 40)
    quan.press("Tự tải lại")
    quan.sees("Số liệu đến 09:40 thứ Hai 16/11/2026.")
    quan.does_not_see("Đã dừng")
    it_is(stage, 45)
    later_on(quan, minutes=1)
    quan.sees("Số liệu đến 09:45 thứ Hai 16/11/2026.")


def test_what_cannot_be_asked_again_stays_and_says_how_old_it_is(before, stage: Stage):
    quan = before(minutes=50)
    quan.page.context.set_offline(True)
    it_is(stage, 60)
    later_on(quan, minutes=1)
    quan.sees("Chưa tải lại được: đây là số cũ, của 09:50 thứ Hai 16/11/2026.")
    quan.sees("Đã tiếp nhận")
    quan.is_open_to_all()
    quan.picture("102-man-hinh-lon-so-cu")
    quan.page.context.set_offline(False)
    later_on(quan, minutes=1)
    quan.sees("Số liệu đến 10:00 thứ Hai 16/11/2026.")
    quan.does_not_see("số cũ")
    quan.page.context.clear_cookies()
    later_on(quan, minutes=1)
    quan.sees("Chưa tải lại được: đây là số cũ, của 10:00 thứ Hai 16/11/2026.")


def test_a_new_look_of_the_page_is_taken_up(before):
    quan = before(minutes=65)
    style = quan.page.locator("link[rel=stylesheet]")
    style.evaluate("style => style.dataset.old = ''")
    later_on(quan, minutes=1)
    expect(quan.page.locator("[data-old]")).to_have_count(0)
    expect(style).to_have_count(1)


def test_without_scripts_a_link_asks_again(enter, stage: Stage):
    it_is(stage, 70)
    quan = enter("quan", javascript=False)
    quan.open(WALL)
    quan.look("103-man-hinh-lon")
    quan.does_not_see("tự tải lại")
    it_is(stage, 80)
    quan.follow("Tải lại")
    quan.sees("Số liệu đến 10:20 thứ Hai 16/11/2026.")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (1280, 720)])
def test_it_fits_the_screen_in_type_that_is_read_across_the_room(before, width, height):
    quan = before(minutes=90)
    quan.page.set_viewport_size({"width": width, "height": height})
    quan.look(f"104-man-hinh-lon-{height}")
    assert quan.page.evaluate(CUT_OFF) == []
    assert quan.page.evaluate(SMALLEST) > 1 / 29
