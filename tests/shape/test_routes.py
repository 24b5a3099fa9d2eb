"""Every address has a guard, or stands in this list of what is open to everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.people.access import PAGES
from motcua.web.access import Access, access_of

#: What a visitor may open without signing in, and why.
PUBLIC = {
    "": "home",
    "thu-tuc/": "the catalogue is public by law (NĐ 63/2010 Đ.24)",
    "thu-tuc/<str:code>/": "the catalogue is public by law (NĐ 63/2010 Đ.24)",
    "tra-cuu/": "tracking by code shows the degree of completion, no person",
    "cong-khai/": "figures for the public: counts by group, nobody in them (NĐ 61/2018 Đ.34)",
    "cong-khai/du-lieu/": "what open data there is",
    "cong-khai/du-lieu/<slug:name>/<slug:form>/": "open data: small groups hidden (NĐ 47/2020)",
    "tro-giup/": "help",
    "kha-nang-tiep-can/": "the accessibility statement",
    "ngon-ngu/": "the language of the page",
    "y-kien/<str:token>/": "answering without a name: the token of the link is the key",
    "y-kien/mau/<str:token>/": "the same for who was drawn from a list: the token is signed",
    "y-kien/quay/<str:point>/": "a tablet at the counter, signed in to nothing: the address is signed",
    "healthz": "whether the system is well, for whoever watches it",
    "robots.txt": "what search engines may read",
    "tai-khoan/dang-nhap/": "signing in",
    "tai-khoan/dang-xuat/": "signing out",
    "dang-nhap/thu/<slug:username>/": "the cast of a demonstration; outside one the page does not exist",
}

#: Addresses of the API: each operation names what it needs, and its own tests ask each.
PARTNERS = "api/v1/"

#: Pages with a gate of their own, because a visitor there has something to lose.
THEMSELVES = {
    "ban-nhap/<uuid:draft>/trang/<int:number>/": "keeps what was typed when the sign-in has ended",
    "ban-nhap/<uuid:draft>/luu/": "tells a visitor whose sign-in has ended how not to lose the text",
}

#: Open only where MOTCUA_DEBUG is on.
DEBUG_ONLY = {"web/gallery/", "web/gallery/desk/"}


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one
        else:
            yield from _routes(one.url_patterns, address)


def _access() -> dict[str, Access | None]:
    return {address: access_of(route.callback) for address, route in _routes(get_resolver().url_patterns)}


def test_every_route_declares_who_may_enter():
    assert [address for address, access in _access().items() if access is None] == []


def test_the_public_routes_are_those_of_the_list():
    known = {address: access for address, access in _access().items() if access}
    public = {address for address, access in known.items() if not access.signed_in and not access.itself}
    assert public == PUBLIC.keys() | (DEBUG_ONLY if settings.DEBUG else set())


def test_those_that_guard_themselves_are_the_api_and_those_of_the_list():
    guarded = {address for address, access in _access().items() if access and access.itself}
    assert guarded == {address for address in _access() if address.startswith(PARTNERS)} | THEMSELVES.keys()


def test_pages_ask_only_for_permissions_that_somebody_answers():
    asked = {access.permission for access in _access().values() if access and access.permission}
    assert asked <= PAGES.keys()


def test_addresses_end_with_a_stroke_and_are_named_once():
    for_machines = {"healthz", "robots.txt"}
    for_people = (one for one in _routes(get_resolver().url_patterns) if one[0] not in for_machines)
    routes = [one for one in for_people if not one[0].startswith(PARTNERS)]
    assert [address for address, _ in routes if address and not address.endswith("/")] == []
    names = [route.name for _, route in routes if route.name]
    assert len(names) == len(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/ban-lam-viec/", "/ca-nhan/"])
def test_a_visitor_is_sent_to_sign_in(address, client, province):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/tai-khoan/dang-nhap/?")
