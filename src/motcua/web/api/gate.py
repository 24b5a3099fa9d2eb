"""The gate of the API's addresses and the pace at which callers may come."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja.throttling import BaseThrottle

from motcua.web.access import guards_itself


class Pace(BaseThrottle):
    """So many requests a minute from one account, or from one address where nobody has signed in.

    Counted in each process by the clock's minutes; ``MOTCUA_API_PACE`` holds both numbers, 0 is no limit.
    """

    SPAN = 60

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this request is within the pace."""
        caller = getattr(request, "auth", None)
        most: int = settings.MOTCUA_API_PACE["account" if caller else "address"]
        who = f"account {caller.account}" if caller else f"address {self.get_ident(request)}"
        key = f"pace {who} {int(time.time()) // self.SPAN}".replace(" ", ":")
        return not most or _came(key, 2 * self.SPAN) <= most

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return self.SPAN - time.time() % self.SPAN


def _came(key: str, kept: int) -> int:
    """How often this key has come, this time included; a cache that is full may forget, never fail."""
    counted = caches["pace"]
    try:
        return counted.incr(key)
    except ValueError:
        counted.set(key, 1, kept)
        return 1


def guarded(patterns: Sequence[URLPattern | URLResolver]) -> Sequence[URLPattern | URLResolver]:
    """Let the addresses of the API through the gate of pages: each operation keeps its own."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            guards_itself(pattern.callback)
    return patterns
