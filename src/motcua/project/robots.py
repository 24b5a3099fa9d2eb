"""What search engines may read: the public pages, and of all else nothing, so that a new address is closed to them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motcua.web.access import public

READABLE = ("/$", "/thu-tuc/", "/cong-khai/", "/tra-cuu/$", "/tro-giup/$", "/kha-nang-tiep-can/$")
"""Prefixes of addresses; one with ``$`` is that very page, without what is asked of it (RFC 9309)."""


@public
def robots(request: HttpRequest) -> HttpResponse:
    """The rules for robots; style and pictures are theirs too, because they look at pages as people do."""
    allowed = [f"Allow: {prefix}" for prefix in (*READABLE, settings.STATIC_URL)]
    lines = ["User-agent: *", *allowed, "Disallow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
