"""Somebody who reads English walks through the pages: what is not English there is a name, or marked as Vietnamese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from motcua.agencies.models import Agency
from motcua.cases import acts, filing
from motcua.cases.models import Case, Channel
from motcua.people import actors
from motcua.people.models import Account, Applicant
from motcua.procedures.drafting import looking, texts, writing
from motcua.procedures.drafting.parts import PARTS
from motcua.web.language import COOKIE
from motcua.web.tests.tree import Element, read
from tests.province import MONDAY, agency, later, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, file_birth
from tests.stories.drafts import ready

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LEAD = {
    "": [
        "/",
        "/thu-tuc/?q=khai+sinh",
        "/thu-tuc/?q=zzzz",
        "/tra-cuu/?ma={code}",
        "/tra-cuu/?ma=xyz",
        "/khong-co/",
        "/cong-khai/",
        "/y-kien/xyz/",
    ],
    "hoa": ["/ca-nhan/", f"/nop-ho-so/{BIRTH}/", "/tai-khoan/doi-mat-khau/"],
    "minh": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa", "/ban-lam-viec/?cho=1", "/ban-lam-viec/tai-quay/"],
    "lan": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa"],
    "ha": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa"],
    "quan": ["/ban-lam-viec/", "/ban-lam-viec/?q=hoa", "/dieu-hanh/", "/dieu-hanh/766/"],
    "nga": [
        "/quan-tri/thu-tuc/",
        "/dieu-hanh/so/kiem-tra/",
        "/dieu-hanh/chi-so/pci/?diem=68",
        "/quan-tri/thu-tuc/moi/3.900001/",
        *(f"/quan-tri/thu-tuc/du-thao/{{draft_of_version}}/phan/{one}/" for one in PARTS),
    ],
    "tu": ["/quan-tri/can-bo/", "/quan-tri/can-bo/lan/"],
}
"""Where each reader begins; from there every link is followed."""

SENT = [
    ("hoa", "/ban-nhap/{draft}/trang/2/", {}),
    ("hoa", "/ca-nhan/ho-so/{examined}/rut/", {}),
    ("hoa", "/ca-nhan/ho-so/{asked}/bo-sung/", {"send": "1"}),
    ("nga", "/dieu-hanh/so/kiem-tra/nhap/", {"year": "2031", "all": "mười"}),
    ("nga", "/dieu-hanh/so/kiem-tra/excel/", {}),
    ("minh", f"/ban-lam-viec/tai-quay/{BIRTH}/", {"identity": "042192000124"}),
    ("minh", "/ban-lam-viec/tai-quay/{counter}/", {"viec": "tiep-nhan"}),
    ("minh", "/ban-lam-viec/ho-so/{registered}/tu-choi/", {}),
    ("minh", "/ban-lam-viec/ho-so/{registered}/hien-danh-tinh/", {}),
    ("minh", "/ban-lam-viec/ho-so/{signed}/chuyen-done/", {"revision": "1"}),
    ("lan", "/ban-lam-viec/ho-so/{received}/yeu-cau-bo-sung/", {}),
    ("lan", "/ban-lam-viec/muc-dich/{examined}/", {}),
    ("nga", "/quan-tri/thu-tuc/du-thao/{draft_of_version}/trinh/", {}),
    ("nga", "/quan-tri/thu-tuc/tep/", {}),
    ("tu", "/quan-tri/can-bo/mo/?co-quan=gso-18073", {}),
    ("tu", "/quan-tri/sap-xep/2025-07-01/", {"do": "rehearse"}),
    ("quan", "/ban-lam-viec/hang-loat/", {"viec": "sign", "ho-so": "{examined}:4"}),
]
"""What is typed wrong, and pages that only a button opens."""

OF_A_KIND = 3
"""So many pages of one kind are read, such as procedures; of cases each may look different."""

VIETNAMESE = re.compile("[À-ỹĐđ]")
SAID = ("aria-label", "alt", "placeholder", "title")
"""Attributes that are read out."""

QUOTED = re.compile(r"“[^”]*”|NĐ \d+/\d+(/NĐ-CP)?( Đ\.[\d.]+)?|^đ\) ")
"""Sentences may name a step in its own words; decrees and points of a law keep theirs."""


def at(hour: int, minute: int = 0) -> datetime:
    return MONDAY.replace(hour=hour, minute=minute)


@pytest.fixture
def world(province, settings, tmp_path, monkeypatch) -> dict[str, object]:
    """Cases of Hoa's wherever a case may be, and drafts, by name; it is two in the afternoon."""
    settings.FILES_DIR = tmp_path
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: at(14)))
    names = ["registered", "received", "asked", "withdrawing", "examined", "signed", "done", "stopped"]
    world: dict[str, object] = {name: file_birth(at=at(8)) for name in names}
    world |= {
        "permit": file_birth(at=at(8), code="1.013225"),
        "redated": file_birth(at=at(8), code="1.013225"),
    }
    for name in (*names[1:], "permit", "redated"):
        acts.receive(world[name], by=who("minh"), at=at(9))
    for name in names[2:]:
        acts.claim(world[name], by=who("lan"), at=at(9, 30))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh", "note": "bản rõ hơn"}]
    acts.request_supplement(
        world["asked"], items=items, reason_code="", reason="Mờ", by=who("lan"), at=at(10)
    )
    acts.withdraw(world["withdrawing"], reason="Khai nhầm", by=who("hoa"), at=at(10))
    for name in ("examined", "signed", "done"):
        acts.finish(world[name], "propose", note="Đủ điều kiện.", by=who("lan"), at=at(10))
    for name in ("signed", "done"):
        acts.claim(world[name], by=who("quan"), at=at(10, 30))
        acts.finish(world[name], "sign", by=who("quan"), at=at(10, 40))
    acts.hand_over(world["done"], receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(11))
    acts.stop(world["stopped"], reason="Không đủ điều kiện", basis="Điều 5", by=who("quan"), at=at(11))
    new = later(Case.objects.get(id=world["redated"]).due_at, days=2)
    acts.apologise(world["redated"], reason="Chờ ý kiến", new_due=new, by=who("quan"), at=at(11))
    world["draft_of_version"] = _draft_of_version()
    return world | _drafts() | {"code": Case.objects.get(id=world["received"]).code}


def _draft_of_version() -> int:
    draft = writing.begin(BIRTH, by=who("nga"), at=at(8))
    was = texts.digest_of(writing.shown(looking.draft(draft), "identity"))
    facts = {"short": "Sinh con", "limit.value": "nhanh"}
    writing.write(
        draft, "identity", lambda text: texts.with_facts(text, facts), was=was, by=who("nga"), at=at(8)
    )
    return draft


def _drafts() -> dict[str, object]:
    applicant, reception = Applicant.objects.get(account__username="hoa").id, agency(RECEPTION)
    begun = filing.start(
        BIRTH, channel=Channel.COUNTER, applicant=applicant, reception=reception, by=who("minh"), at=at(8)
    )
    filing.save(begun, {"child": BIRTH_FORM["child"]}, by=who("minh"), at=at(8))
    return {"draft": ready(1, at=at(8))[0], "counter": begun}


def reader(name: str) -> Client:
    """The browser of somebody who has chosen English."""
    browser = Client()
    if name:
        browser.force_login(Account.objects.get(username=name))
    browser.cookies[COOKIE] = "en"
    return browser


def walk(browser: Client, lead: list[str]) -> Iterator[tuple[str, Element]]:
    """Every page that links lead to, a few of each kind."""
    waiting, known, seen = list(lead), set(lead), Counter[object]()
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address, follow=True)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        page = read(answer.content.decode())
        yield address, page
        for link in page.all("a"):
            onward = _onward(address, link.get("href") or "")
            kind = _kind(onward)
            if onward in known or kind is None:
                continue
            known.add(onward)
            seen[kind] += 1
            if seen[kind] <= OF_A_KIND or "case" in str(kind):
                waiting.append(onward)


def _onward(address: str, href: str) -> str:
    href = href.partition("#")[0]
    return address.partition("?")[0] + href if href.startswith("?") else href


def _kind(address: str) -> object | None:
    """What kind of page an address leads to; none when it leads out or to a file."""
    path, _, query = address.partition("?")
    try:
        found: ResolverMatch = resolve(path)
    except Resolver404:
        return None
    return (found.url_name, found.kwargs.get("slug"), bool(query))


def unmarked(page: Element) -> Iterator[str]:
    """The texts of a page that are read as English, attributes included; the name of a window cannot be marked."""
    for part in page.children:
        if isinstance(part, str):
            yield " ".join(part.split())
        elif part.get("lang") != "vi" and part.tag not in ("script", "style", "title"):
            yield from (part[name] for name in SAID if part.get(name))
            yield from unmarked(part)


def names() -> re.Pattern[str]:
    """Proper names stay what they are: of agencies, places and people."""
    known = {
        one for row in Agency.objects.values_list("name", "short_name", "place", "address") for one in row
    }
    people = {*Account.objects.values_list("full_name", flat=True), "An Phát", "Tiếng Việt", "Hà Tĩnh"}
    known |= people | {name.split()[-1] for name in people}
    known |= {*Applicant.objects.values_list("name", flat=True)}
    by_length = sorted(known - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, by_length)), re.IGNORECASE)


def left_over(page: Element, known: re.Pattern[str]) -> list[str]:
    """What is Vietnamese on a page without saying so."""
    texts = dict.fromkeys(unmarked(page))
    return [text for text in texts if VIETNAMESE.search(known.sub("", QUOTED.sub("", text)))]


@pytest.mark.parametrize("name", LEAD)
def test_whoever_reads_english_finds_nothing_else_unmarked(world, name):
    known, found = names(), {}
    for address, page in walk(reader(name), [one.format(**world) for one in LEAD[name]]):
        assert page.one("html")["lang"] == "en", address
        found[address] = left_over(page, known)
    assert {address: texts for address, texts in found.items() if texts} == {}
    assert len(found) > 10


def test_what_is_typed_wrong_is_told_in_english_or_marked(world):
    known, found = names(), {}
    for name, address, sent in SENT:
        body = {key: value.format(**world) for key, value in sent.items()}
        answer: HttpResponse = reader(name).post(address.format(**world), body)
        assert answer.status_code in (200, 409, 422), (address, answer.status_code)
        found[address] = left_over(read(answer.content.decode()), known)
    assert {address: texts for address, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    ("name", "address", "told"),
    [
        ("", "/", ["Having a child", "Opening a shop or business"]),
        ("", f"/thu-tuc/{BIRTH}/", ["a) Name of the procedure", "g) Deciding agency", "4 working hours"]),
        ("hoa", "/ca-nhan/ho-so/{asked}/", ["Waiting for the applicant's papers", "Received 09:00 Monday"]),
        ("minh", "/ban-lam-viec/", ["One-stop officer", "Overdue by 2 hours", "Online"]),
        ("lan", "/ban-lam-viec/ho-so/{received}/", ["3 working hours 30 working minutes left", "Ask for a supplement"]),
    ],
)  # fmt: skip
def test_closed_sets_and_clocks_speak_english(world, name, address, told):
    page = read(reader(name).get(address.format(**world)).content.decode()).text
    assert [text for text in told if text not in page] == []
