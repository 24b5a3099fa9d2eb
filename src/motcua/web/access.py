"""Who may enter a page at all: every view declares it, and a view that declares nothing is refused.

This is the gate of routes. What a person sees of a case is decided by the reads, row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from motcua.kernel.refusals import Missing
from motcua.web.refusals import answer

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of its visitor: nothing, to be signed in, or besides to hold ``permission``.

    A view that guards ``itself`` has a gate of its own behind this one, as every operation of the API has.
    """

    signed_in: bool
    permission: str = ""
    itself: bool = False


def public(view: View) -> View:
    """Declare a view open to everybody."""
    return _declare(view, Access(signed_in=False))


def signed_in(view: View) -> View:
    """Declare a view open to anybody who is signed in."""
    return _declare(view, Access(signed_in=True))


def needs(permission: str) -> Callable[[View], View]:
    """Declare a view open to those to whom ``MOTCUA_PERMISSION_RESOLVER`` grants ``permission``."""
    return lambda view: _declare(view, Access(signed_in=True, permission=permission))


def guards_itself(view: View) -> View:
    """Declare a view that has a gate of its own."""
    return _declare(view, Access(signed_in=False, itself=True))


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., Any]) -> Access | None:
    """What ``view`` declares, itself or by its class; one listed in ``MOTCUA_PUBLIC_VIEWS`` guards itself."""
    declared = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    if isinstance(declared, Access):
        return declared
    return Access(signed_in=False, itself=True) if _is_listed(view) else None


def _is_listed(view: Callable[..., Any]) -> bool:
    named = getattr(view, "view_class", view)
    name = f"{getattr(named, '__module__', '')}.{getattr(named, '__qualname__', '')}"
    return name.startswith(tuple(settings.MOTCUA_PUBLIC_VIEWS))


def page_of_ours(request: HttpRequest, address: str, otherwise: str) -> str:
    """The page to go on to that a form named, if it is a path of this site; else ``otherwise``."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if ours and address.startswith("/") else otherwise


class AccessMiddleware:
    """Keeps the gate: an undeclared view and a missing permission look like a page that does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        access = access_of(view)
        if access is None:
            return answer(request, Missing())
        if access.signed_in and not request.user.is_authenticated:
            return _to_sign_in(request)
        if access.permission and not granted(request, access.permission):
            return answer(request, Missing())
        return None


def granted(request: HttpRequest, permission: str) -> bool:
    """Whether the visitor of a request holds a permission."""
    resolver = import_string(settings.MOTCUA_PERMISSION_RESOLVER)
    return bool(resolver(request, permission))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, which leads back; htmx is told to leave the page instead of putting it inside."""
    sign_in = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", "/"))
        address = redirect_to_login(page._replace(scheme="", netloc="").geturl(), sign_in).url
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect_to_login(request.get_full_path(), sign_in)
