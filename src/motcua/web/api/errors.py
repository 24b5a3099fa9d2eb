"""Everything that goes wrong under ``/api/`` in the one shape, whoever notices it: Django, ninja, pydantic, an act."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from motcua.kernel.refusals import Fault, Invalid, Missing, Refusal
from motcua.web.api import bodies
from motcua.web.api.once import HEADER
from motcua.web.api.words import STATUSES, in_vietnamese
from motcua.web.refusals import API_ROOT, answer, as_json


class KeyWanted(Refusal):
    """A write came without an Idempotency-Key."""

    code = "idempotency-key-wanted"


def install(api: NinjaAPI) -> None:
    """Have everything that goes wrong in an operation answered in the one shape; a bug crashes as everywhere."""
    api.add_exception_handler(Refusal, lambda request, error: answer(request, cast(Refusal, error)))
    api.add_exception_handler(ValidationError, _faulty)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, lambda request, error: answer(request, Missing()))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: answer(request, bodies.too_large()))
    api.add_exception_handler(UnreadablePostError, lambda request, error: answer(request, _cut_short()))
    api.add_exception_handler(Exception, _crash)


def _faulty(request: HttpRequest, error: Any) -> HttpResponse:
    """What pydantic found, in Vietnamese; a write without its key is a fault of its own."""
    if any(found["loc"] == ("header", HEADER) and found["type"] == "missing" for found in error.errors):
        message = f"Mỗi lần ghi phải mang tiêu đề {HEADER}; đặt một mã mới cho mỗi việc."
        return answer(request, KeyWanted(message, faults=[Fault(HEADER, message)]))
    faults = [Fault(_where(found["loc"]), in_vietnamese(found)) for found in error.errors]
    return answer(request, Invalid(f"Yêu cầu có {len(faults)} chỗ chưa đúng.", faults=faults))


def _where(place: Sequence[str | int]) -> str:
    """``("body", "body", "applicant", "name")`` as ``applicant.name``: the source is clear from the name."""
    head = 2 if place[0] == "body" else 1
    return ".".join(str(part) for part in place[head:])


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, Refusal):  # ninja covers what a parser raises
        return answer(request, error.__cause__)
    response = answer(request, _refusal_of(error.status_code))
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="motcua"'
    return response


def _refusal_of(status: int) -> Refusal:
    code, message = STATUSES.get(status, STATUSES[400])
    refusal = Refusal(message, code=code)
    refusal.status = status
    return refusal


def _crash(request: HttpRequest, error: Any) -> HttpResponse:
    raise error


def _cut_short() -> Refusal:
    return bodies.BadBody("Nội dung gửi lên bị đứt giữa chừng; gửi lại.")


class ApiMiddleware:
    """Whatever answers under ``/api/`` speaks JSON, the parts of Django that know only pages included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(API_ROOT):
            _speak_json(response)
            if "Authorization" in request.headers:
                response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _speak_json(response: HttpResponse) -> None:
    if response.status_code < 400 or response.headers.get("Content-Type", "").startswith("application/json"):
        return
    response.content = json.dumps(as_json(_refusal_of(response.status_code)), ensure_ascii=False)
    response["Content-Type"] = "application/json; charset=utf-8"
    response["Content-Length"] = str(len(response.content))
