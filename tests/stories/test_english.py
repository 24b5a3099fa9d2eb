"""Somebody who reads English walks through every page: what is not English there is marked as Vietnamese, or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from motcua.agencies.models import Agency
from motcua.cases import acts, filing
from motcua.cases.models import Channel
from motcua.people.models import Account, Applicant
from motcua.web.language import COOKIE
from motcua.web.tests.tree import Element, read
from tests.province import MONDAY, later, who
from tests.stories.birth import BIRTH, BIRTH_FORM, file_birth
from tests.stories.drafts import ready

pytestmark = pytest.mark.django_db

VIETNAMESE = re.compile(r"[À-ỹĐđ]")
SAID = ("aria-label", "alt", "placeholder", "title")
"""Attributes that are read out."""

OF_A_KIND = 4
"""So many pages of one address are read, such as procedures."""

LEAD = {
    "": ["/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/?q=zzzz", "/tra-cuu/?ma={code}", "/tra-cuu/?ma=xyz", "/khong-co/"],
    "hoa": ["/", "/ca-nhan/", f"/nop-ho-so/{BIRTH}/", "/ca-nhan/nhat-ky/", "/tai-khoan/doi-mat-khau/"],
    "minh": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa", "/ban-lam-viec/?cho=1", "/ban-lam-viec/tai-quay/"],
    "lan": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa", "/ve-cho-cua-toi/"],
    "ha": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa"],
    "quan": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa"],
    "tu": ["/", "/ca-nhan/"],
}


def at(hour: int, minute: int = 0):
    return MONDAY.replace(hour=hour, minute=minute)


@pytest.fixture
def code(province, settings, tmp_path) -> str:
    """Cases of Hoa's wherever they may be, and drafts; the code of one."""
    settings.FILES_DIR = tmp_path
    minh, lan, quan = who("minh"), who("lan"), who("quan")
    ready(1, at=at(8))
    filing.start(BIRTH, channel=Channel.COUNTER, by=minh, at=at(8), reception=None) if False else None
    made = [file_birth(at=at(8)) for _ in range(9)]
    made += [file_birth(at=at(8), code="1.013225"), file_birth(at=at(8), code="1.008891")]
    received = made[1:]
    for case in received:
        acts.receive(case, by=minh, at=at(9))
    for case in made[3:9]:
        acts.claim(case, by=lan, at=at(9, 30))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh", "note": "bản rõ hơn"}]
    acts.request_supplement(made[3], items=items, reason_code="", reason="Ảnh mờ", by=lan, at=at(10))
    acts.withdraw(made[4], reason="Khai nhầm", by=who("hoa"), at=at(10))
    for case in made[5:8]:
        acts.finish(case, "propose", note="Đủ điều kiện.", by=lan, at=at(10))
    for case in made[6:8]:
        acts.claim(case, by=quan, at=at(10, 30))
        acts.finish(case, "sign", by=quan, at=at(10, 40))
    acts.hand_over(made[7], receiver="Nguyễn Thị Hoa", how="counter", by=minh, at=at(11))
    acts.stop(made[8], reason="Không đủ điều kiện", basis="Điều 5", by=lan, at=at(11))
    from motcua.cases.models import Case

    due = Case.objects.get(id=made[9]).due_at
    acts.apologise(made[9], reason="Chờ ý kiến", new_due=later(due, days=2), by=quan, at=at(11))
    return Case.objects.get(id=made[2]).code


def names() -> re.Pattern[str]:
    """Proper names stay as they are: of agencies, places and people."""
    known = {name for row in Agency.objects.values_list("name", "short_name", "place", "address") for name in row}
    known |= {*Account.objects.values_list("full_name", flat=True), *Applicant.objects.values_list("name", flat=True)}
    known |= {"Tiếng Việt", "Hà Tĩnh", "tỉnh Hà Tĩnh"}
    return re.compile("|".join(re.escape(name) for name in sorted(known - {""}, key=len, reverse=True)))


def unmarked(page: Element) -> Iterator[str]:
    """The texts of a page that a reader takes for English, attributes included."""
    for part in page.children:
        if isinstance(part, str):
            yield " ".join(part.split())
        elif part.get("lang") != "vi" and part.tag not in ("script", "style"):
            yield from (part[name] for name in SAID if part.get(name))
            yield from unmarked(part)


def walk(browser: Client, lead: list[str]) -> Iterator[tuple[str, Element]]:
    """Every page that links lead to, some of each kind."""
    waiting, known, read_of = list(lead), set(lead), {}
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address, follow=True)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        page = read(answer.content.decode())
        yield address, page
        for link in page.all("a"):
            href = link.get("href") or ""
            if href.startswith("?"):
                href = address.partition("?")[0] + href
            href = href.partition("#")[0]
            if not href.startswith("/") or href in known or href.startswith(("/phieu", "/giay-to", "/api")):
                continue
            known.add(href)
            try:
                kind = resolve(href.partition("?")[0])
            except Resolver404:
                continue
            kind = (kind.url_name, kind.kwargs.get("slug"), "?" in href)
            read_of[kind] = read_of.get(kind, 0) + 1
            if read_of[kind] <= OF_A_KIND * (4 if kind[0] in ("desk-case", "my-case") else 1):
                waiting.append(href)


@pytest.mark.parametrize("name", LEAD)
def test_inventory(code, name, monkeypatch):
    from types import SimpleNamespace
    from motcua.people import actors
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: at(14)))
    browser = Client()
    browser.raise_request_exception = True
    if name:
        browser.force_login(Account.objects.get(username=name))
    browser.cookies[COOKIE] = "en"
    known = names()
    found = {}
    n = 0
    for address, page in walk(browser, [one.format(code=code) for one in LEAD[name]]):
        n += 1
        for text in unmarked(page):
            if VIETNAMESE.search(known.sub("", text)):
                found.setdefault(text, address)
    with open(f"/tmp/brief-left-{name or 'visitor'}.txt", "w") as f:
        print(n, file=f)
        for text, address in found.items():
            print(f"{address}\t{text}", file=f)
