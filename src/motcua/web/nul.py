"""A NUL in an address: no keyboard types one, and PostgreSQL keeps none in a text."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from motcua.kernel.refusals import Missing
from motcua.web.refusals import API_ROOT, answer


class NulMiddleware:
    """Nothing lies at a path with a NUL, and a query with one is not read; the API answers both in its own manner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API_ROOT):
            if "\0" in request.path:
                return answer(request, Missing())
            if "\0" in unquote(request.META["QUERY_STRING"]):
                raise BadRequest("a NUL in the query")
        return self.get_response(request)
