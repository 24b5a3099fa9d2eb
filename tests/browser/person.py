"""Somebody before a screen: does what people do there, and notices what people and their machines would notice."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect
from pypdf import PdfReader

LEVEL_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
NAMES = {"hoa": "Hoa,", "anphat": "An Phát,", "minh": "Minh,", "lan": "Lan,", "ha": "Hà,", "quan": "Quân,",
         "tu": "Tú,", "binh": "Bình,", "nga": "Nga,", "son": "Sơn,"}  # fmt: skip
LEFT_BEHIND = "net::ERR_ABORTED"
"""What became of a request whose page was left meanwhile, such as saving a draft a moment before it is sent."""


FOCUS_IS_SEEN = """() => {
  const here = document.activeElement;
  const ring = (style) => style.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px");
  const drawn = here.matches("[type=radio], [type=checkbox]") ? here.nextElementSibling : null;
  return ring(getComputedStyle(here)) || (drawn && ring(getComputedStyle(drawn, "::before")));
}"""
"""An outline or a shadow around what has the focus, or around the picture that stands for it."""


class Person:
    """Acts with finger or mouse; :meth:`look` is what one does on every new page."""

    def __init__(self, page: Page, url: str, pictures: Path) -> None:
        self.page = page
        self.url = url
        self.pictures = pictures
        self.troubles: list[str] = []
        self.answers: list[tuple[int, str]] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._note)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self.troubles.append(f"{request.failure}: {request.url}")

    def _note(self, response: Response) -> None:
        if response.status >= 400:
            self.answers.append((response.status, response.url))

    # --- going about ---------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Go to an address of the site."""
        self.page.goto(f"{self.url}{path}")

    def sign_in(self, name: str) -> None:
        """Come in by one click on one's name, from the sign-in page unless one was sent there."""
        if "/tai-khoan/dang-nhap/" not in self.page.url:
            self.open("/tai-khoan/dang-nhap/")
        self.press(re.compile(f"^{NAMES[name]}"))
        self.page.wait_for_url(lambda url: "dang-nhap" not in url)

    def press(self, name: str | re.Pattern[str], *, of: str = "") -> None:
        """Press a button, whatever it is made of."""
        self._activate(self._named("button", name, of).first)

    def follow(self, name: str | re.Pattern[str], *, of: str = "") -> None:
        """Follow a link."""
        self._activate(self._named("link", name, of).first)

    def _named(self, role: str, name: str | re.Pattern[str], of: str) -> Locator:
        return self._part(of).get_by_role(role, name=name, exact=isinstance(name, str))

    def _part(self, of: str) -> Page | Locator:
        """The part of the page that a legend or a heading names."""
        if not of:
            return self.page
        return self.page.get_by_role("group", name=of).or_(self.page.get_by_role("region", name=of)).last

    def _activate(self, target: Locator) -> None:
        target.click()

    # --- filling in ----------------------------------------------------------------------------------------

    def fill(self, label: str, text: str, *, of: str = "") -> None:
        """Type into a box, over what stands there."""
        self._type(self._part(of).get_by_label(label, exact=True), text)

    def fill_day(self, day: int, month: int, year: int, *, of: str) -> None:
        """Type a day into its three boxes."""
        for label, number in (("Ngày", day), ("Tháng", month), ("Năm", year)):
            self.fill(label, str(number), of=of)

    def _type(self, box: Locator, text: str) -> None:
        box.fill(text)

    def choose(self, option: str, *, of: str = "") -> None:
        """Choose one of the options in sight."""
        self._check(self._part(of).get_by_role("radio", name=option, exact=True))

    def tick(self, option: str | re.Pattern[str], *, of: str = "") -> None:
        """Tick a box."""
        self._check(self._named("checkbox", option, of))

    def _check(self, box: Locator) -> None:
        box.check()

    def pick(self, label: str, option: str, *, of: str = "") -> None:
        """Pick from a list that folds out."""
        self._part(of).get_by_label(label, exact=True).select_option(label=option)

    def unfold(self, title: str) -> None:
        """Open what is folded under a title."""
        self._activate(self.page.locator("summary").filter(has_text=title).first)

    def attach(self, label: str | re.Pattern[str], *files: Path, of: str = "") -> None:
        """Choose files for a paper."""
        self._part(of).get_by_label(label).set_input_files([str(file) for file in files])

    # --- noticing ------------------------------------------------------------------------------------------

    def sees(self, text: str | re.Pattern[str], *, of: str = "") -> None:
        """What ought to be in sight is."""
        expect(self._part(of).get_by_text(text).locator("visible=true").first).to_be_visible()

    def does_not_see(self, text: str | re.Pattern[str]) -> None:
        """What ought not to be in sight is not."""
        expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)

    def heading(self, text: str | re.Pattern[str]) -> None:
        """The page is the one with this heading of the first level."""
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def pdf(self, link: str) -> str:
        """The words of the document behind a link, which is a PDF."""
        address = self._named("link", link, "").first.get_attribute("href")
        answer = self.page.request.get(f"{self.url}{address}")
        assert answer.ok, (address, answer.status)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")
        pages = PdfReader(BytesIO(answer.body())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def text_of(self, selector: str) -> str:
        """The words of a part of the page."""
        return self.page.locator(selector).first.inner_text().strip()

    def look(self, picture: str = "", *, status: int = 200) -> None:
        """Nothing failed, nothing is written in red in the console, nothing sticks out, nobody is shut out."""
        self.page.wait_for_load_state()
        refused = [answer for answer in self.answers if answer[0] != status]
        assert (self.troubles, refused) == ([], []), (self.page.url, self.troubles, refused)
        self.answers.clear()
        width, room = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if picture:
            self.picture(picture)
        assert width <= room, f"{self.page.url} is {width} wide, the screen {room}"
        self.is_open_to_all()

    def is_open_to_all(self) -> None:
        """Axe finds nothing at level AA."""
        found = Axe().run(self.page, options=LEVEL_AA)
        assert not found.violations_count, f"{self.page.url}\n{found.generate_report()}"

    def picture(self, name: str) -> None:
        """Keep the page to be looked at."""
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True, caret="initial")


class Unscripted(Person):
    """Acts in a browser that runs no script."""

    def __init__(self, page: Page, url: str, pictures: Path, examiner: Page) -> None:
        super().__init__(page, url, pictures)
        self.examiner = examiner

    def is_open_to_all(self) -> None:
        """Axe is itself a script, so it looks at a copy of the page whose own scripts never arrive."""
        self.examiner.unroute_all()
        self.examiner.route("**/*.js", lambda route: route.abort())
        self.examiner.route(
            self.page.url, lambda route: route.fulfill(body=self.page.content(), content_type="text/html")
        )
        self.examiner.goto(self.page.url)
        found = Axe().run(self.examiner, options=LEVEL_AA)
        assert not found.violations_count, f"{self.page.url}\n{found.generate_report()}"


class Keyboardist(Person):
    """Acts by keyboard alone: everything is reached with Tab, pressed with Enter or the space bar."""

    MOST = 250
    """Presses of Tab after which nobody would go on."""

    def _activate(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _type(self, box: Locator, text: str) -> None:
        self._reach(box)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text) if text else self.page.keyboard.press("Delete")

    def _check(self, box: Locator) -> None:
        """A set of radio buttons is entered at the chosen one or the first, and walked with the arrows."""
        radio = box.get_attribute("type") == "radio"
        here = self.page.locator(f"input[name='{box.get_attribute('name')}']") if radio else box
        self._reach(here)
        for _ in range(here.count() if radio else 0):
            if self._has_focus(box):
                break
            self.page.keyboard.press("ArrowDown")
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked()

    def pick(self, label: str, option: str, *, of: str = "") -> None:
        box = self._part(of).get_by_label(label, exact=True)
        self._reach(box)
        self.page.keyboard.press("Home")
        for _ in range(box.locator("option").count()):
            if box.evaluate("box => box.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} is not in {label}")

    def attach(self, label: str | re.Pattern[str], *files: Path, of: str = "") -> None:
        self._reach(self._part(of).get_by_label(label))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files([str(file) for file in files])

    def _reach(self, target: Locator) -> None:
        target.first.wait_for()
        self.page.wait_for_load_state()
        for _ in range(self.MOST):
            if self._has_focus(target):
                self._sees_focus()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached with Tab on {self.page.url}")

    def _has_focus(self, target: Locator) -> bool:
        return bool(target.evaluate_all("found => found.includes(document.activeElement)"))

    def _sees_focus(self) -> None:
        """Where one stands is to be seen."""
        seen = self.page.evaluate(FOCUS_IS_SEEN)
        assert seen, f"the focus is not to be seen on {self.page.url}"
