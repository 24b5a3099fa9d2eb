"""Signing in and out, and where each person is at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from motcua.kernel.refusals import Fault
from motcua.people.actors import Actor
from motcua.people.forms import ChangePasswordForm, SignInForm
from motcua.people.models import Account
from motcua.people.sign_in import CAST
from motcua.web.access import public, signed_in

#: What each of the cast does in a demonstration.
PARTS = {
    "hoa": gettext_noop("Tìm thủ tục, nộp hồ sơ trên điện thoại, theo dõi và nhận kết quả."),
    "anphat": gettext_noop("Nộp hồ sơ của doanh nghiệp và xem hồ sơ nào đang chờ mình."),
    "minh": gettext_noop("Tiếp nhận hồ sơ trực tuyến và tại quầy, yêu cầu bổ sung, trả kết quả."),
    "lan": gettext_noop("Thẩm định hồ sơ theo hạn, trình lãnh đạo."),
    "ha": gettext_noop("Trưởng phòng: phân công thụ lý, ký thừa ủy quyền, theo dõi việc quá hạn."),
    "quan": gettext_noop("Ký kết quả, phân công, xin lỗi và hẹn lại khi trễ."),
    "nga": gettext_noop("Soạn phiên bản mới của thủ tục: các bước, tờ khai, giấy tờ; trình công bố."),
    "son": gettext_noop("Người thứ hai: đọc dự thảo thủ tục, công bố hoặc trả lại."),
    "tu": gettext_noop("Mở tài khoản cho cán bộ, bổ nhiệm, cho thôi; không xem hồ sơ của ai."),
    "binh": gettext_noop("Không liên quan đến hồ sơ nào: không được thấy gì của người khác."),
}


@dataclass(frozen=True, slots=True)
class Player:
    """One of the cast on the sign-in page."""

    username: str
    name: str
    part: str


def cast() -> list[Player]:
    """Those of the cast who have an account here; nobody outside a demonstration."""
    if not settings.DEMO:
        return []
    known = set(Account.objects.filter(username__in=CAST, is_active=True).values_list("username", flat=True))
    return [Player(one, gettext(CAST[one]), gettext(PARTS[one])) for one in CAST if one in known]


@public
class SignIn(allauth.LoginView):  # type: ignore[misc]
    """The sign-in page; it leads back to where the visitor wanted to go."""

    template_name = "people/sign_in.html"
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == 429:
            return render(request, "people/too_many.html", status=429)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.pop("site", None)  # allauth's idea of a site; ours comes from the frame of the page
        return context | {"cast": cast(), "faults": faults_of(context["form"])}


@public
class SignOut(allauth.LogoutView):  # type: ignore[misc]
    """Ends the session; asked for by a link it asks once more."""

    template_name = "people/sign_out.html"


@signed_in
class ChangePassword(allauth.PasswordChangeView):  # type: ignore[misc]
    """One's own password, changed by who knows the old one."""

    template_name = "people/change_password.html"
    form_class = ChangePasswordForm

    def get_default_success_url(self) -> str:
        return reverse("my-place")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"faults": faults_of(context["form"])}


def faults_of(form: Any) -> list[Fault]:
    """The errors of a Django form as the error summary shows them; those of no field come first."""
    ordered = sorted(form.errors.items(), key=lambda item: item[0] != "__all__")
    return [
        Fault("" if name == "__all__" else name, str(error)) for name, errors in ordered for error in errors
    ]


@signed_in
def my_place(request: HttpRequest) -> HttpResponse:
    """Where a person is at home: officers at their desk, administrators at theirs, applicants at their cases."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None and actor.officer:
        return redirect("/ban-lam-viec/")
    if actor is not None and actor.administrator:
        return redirect("officers")
    return redirect("/ca-nhan/" if actor is not None and actor.applicant is not None else "/")
