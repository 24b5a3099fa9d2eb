"""Signing in: allauth with passwords; in a demonstration the cast signs in with one click."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.kernel.refusals import Missing
from motcua.people.models import Account
from motcua.web.access import public

#: The cast of docs, demo and tests: user name → who they are on the sign-in page.
CAST = {
    "hoa": "Hoa, công dân",
    "anphat": "An Phát, doanh nghiệp",
    "minh": "Minh, cán bộ một cửa",
    "lan": "Lan, chuyên viên",
    "quan": "Quân, lãnh đạo",
    "tu": "Tú, quản trị",
    "binh": "Bình, người ngoài",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the administration; nobody signs up by themselves yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@public
@require_POST
def as_cast(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the cast; exists only where MOTCUA_DEMO is on."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if not settings.DEMO or username not in CAST or account is None:
        raise Missing
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)
