"""The one mapping from a refusal to an answer: a page, a fragment for htmx, or JSON for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from motcua.kernel.refusals import Missing, Refusal

API_ROOT = "/api/"


def as_json(refusal: Refusal) -> dict[str, Any]:
    """A refusal for programs: ``{"error": {"code", "message", "faults": [{"where", "message"}]}}``."""
    faults = [{"where": fault.where, "message": fault.message} for fault in refusal.faults]
    return {"error": {"code": refusal.code, "message": refusal.message, "faults": faults}}


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The response that tells the caller of ``request`` about ``refusal``, in the caller's manner."""
    if request.path.startswith(API_ROOT):
        body = as_json(refusal)
        return JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    if request.headers.get("HX-Request"):
        return _fragment(request, refusal)
    template = "404.html" if isinstance(refusal, Missing) else "web/refused.html"
    return render(request, template, {"refusal": refusal}, status=refusal.status)


def _fragment(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response = render(request, "web/refused_fragment.html", {"refusal": refusal}, status=refusal.status)
    response["HX-Retarget"] = "#refusal"
    response["HX-Reswap"] = "innerHTML show:top"
    return response


class RefusalMiddleware:
    """Answers the refusals that views raise; every other exception passes through and crashes loudly."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception) if isinstance(exception, Refusal) else None
