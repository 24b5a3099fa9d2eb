"""Signing in: allauth with passwords; in a demonstration the cast signs in with one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from motcua.kernel.refusals import Missing
from motcua.people import actors
from motcua.people.models import Account
from motcua.web.access import access_of, page_of_ours, public

#: The cast of docs, demo and tests: user name → who they are on the sign-in page.
CAST = {
    "hoa": gettext_noop("Hoa, công dân"),
    "anphat": gettext_noop("An Phát, doanh nghiệp"),
    "minh": gettext_noop("Minh, cán bộ một cửa"),
    "lan": gettext_noop("Lan, chuyên viên"),
    "ha": gettext_noop("Hà, trưởng phòng"),
    "quan": gettext_noop("Quân, lãnh đạo"),
    "nga": gettext_noop("Nga, kiểm soát thủ tục"),
    "son": gettext_noop("Sơn, duyệt thủ tục"),
    "tu": gettext_noop("Tú, quản trị"),
    "binh": gettext_noop("Bình, người ngoài"),
}

CHANGE = "account_change_password"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Whose session it is, with what they may be, in one query."""

    def get_user(self, user_id: int | str) -> Account | None:
        return actors.signed_in(int(user_id))


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the administration; nobody signs up by themselves yet."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock rồi nhập lại."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Bạn đã nhập sai nhiều lần. Đợi 5 phút rồi thử lại, hoặc gọi đường dây hỗ trợ ở cuối trang."
        ),
        "enter_current_password": gettext_lazy("Mật khẩu đang dùng không đúng. Nhập lại."),
    }

    def set_password(self, user: Account, password: str) -> None:
        user.one_time_password = False
        super().set_password(user, password)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The header of the page says who is signed in; no message repeats it."""

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        return render(request, "people/inactive.html", status=403)


class OneTimePasswordMiddleware:
    """Leads who has come in by a one-time password to the page that changes it, from every page that is not public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        access, here = access_of(view), request.resolver_match
        public_page = access is not None and not access.signed_in and not access.itself
        if public_page or not getattr(request.user, "one_time_password", False):
            return None
        changing = here is not None and here.url_name == CHANGE
        return None if changing else redirect(CHANGE)


@public
@require_POST
def as_cast(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the cast and go where one wanted to; exists only where MOTCUA_DEMO is on."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if not settings.DEMO or username not in CAST or account is None:
        raise Missing
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    wanted = request.POST.get("next", "")
    return redirect(page_of_ours(request, wanted, settings.LOGIN_REDIRECT_URL))
