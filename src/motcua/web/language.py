"""The language of a page: Vietnamese, unless the visitor has chosen another one here.

The browser's own wish is not asked: a public service of a Vietnamese province opens in Vietnamese everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from motcua.web.access import page_of_ours, public

COOKIE = "ngon_ngu"
COOKIE_AGE = 365 * 24 * 3600


class LanguageMiddleware:
    """Renders the response in the language of the cookie ``ngon_ngu``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _known(request.COOKIES.get(COOKIE))
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


@public
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen by the visitor and go back to the page it was chosen on."""
    response = HttpResponseRedirect(page_of_ours(request, request.POST.get("next", ""), "/"))
    response.set_cookie(
        COOKIE,
        _known(request.POST.get("language")),
        max_age=COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


def _known(language: str | None) -> str:
    return language if language and language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
