"""What every page knows without its view saying so: province, hotline, navigation, languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, gettext_noop

from motcua.web.access import granted

SERVICE = gettext_noop("Một cửa số")
PORTAL_NAVIGATION = (
    ("/thu-tuc/", gettext_noop("Thủ tục")),
    ("/tra-cuu/", gettext_noop("Tra cứu hồ sơ")),
    ("/ca-nhan/", gettext_noop("Hồ sơ của tôi")),
    ("/cong-khai/", gettext_noop("Số liệu")),
)
DESK_NAVIGATION = (
    ("/ban-lam-viec/", gettext_noop("Hộp việc"), "desk"),
    ("/ban-lam-viec/tai-quay/", gettext_noop("Tiếp nhận tại quầy"), "counter"),
    ("/ban-lam-viec/so-theo-doi/", gettext_noop("Sổ theo dõi"), "counter"),
    ("/dieu-hanh/", gettext_noop("Điều hành"), "board"),
    ("/uy-quyen/", gettext_noop("Ủy quyền"), "delegate"),
    ("/quan-tri/thu-tuc/", gettext_noop("Soạn thủ tục"), "control"),
    ("/quan-tri/can-bo/", gettext_noop("Cán bộ"), "administer"),
    ("/quan-tri/chuyen-phien-ban/", gettext_noop("Chuyển phiên bản"), "administer"),
    ("/quan-tri/sap-xep/", gettext_noop("Sắp xếp cơ quan"), "administer"),
)
"""The pages of the desk, each with the permission that it wants: who lacks it is not led there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation; ``current`` when the page is it or stands under it."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the visitor may switch to, named in itself."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page, as templates read it under the name ``site``."""

    province: str
    service: str
    hotline: str
    portal_navigation: tuple[Item, ...]
    desk_navigation: tuple[Item, ...]
    other_language: Language | None
    demo: bool

    @property
    def hotline_digits(self) -> str:
        """The hotline as a telephone dials it."""
        return "".join(letter for letter in self.hotline if letter.isdigit() or letter == "+")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page: ``site``."""
    portal = getattr(settings, "MOTCUA_PORTAL_NAVIGATION", PORTAL_NAVIGATION)
    desk = getattr(settings, "MOTCUA_DESK_NAVIGATION", DESK_NAVIGATION)
    return {
        "site": Site(
            province=settings.PROVINCE,
            service=gettext(SERVICE),
            hotline=settings.HOTLINE,
            portal_navigation=navigation(portal, request.path),
            desk_navigation=navigation(
                [(href, text) for href, text, permission in desk if granted(request, permission)],
                request.path,
            ),
            other_language=_other_language(),
            demo=getattr(settings, "DEMO", False),
        )
    }


def navigation(entries: Iterable[tuple[str, str]], path: str) -> tuple[Item, ...]:
    """The entries (address, text) of a navigation; the longest address over ``path`` is current."""
    known = tuple(entries)
    current = max((href for href, _ in known if path.startswith(href)), key=len, default=None)
    return tuple(Item(href, gettext(text), href == current) for href, text in known)


def _other_language() -> Language | None:
    others = [Language(code, name) for code, name in settings.LANGUAGES if code != get_language()]
    return others[0] if others else None
