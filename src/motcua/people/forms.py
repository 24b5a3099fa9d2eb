"""The forms of signing in, in words that say what to do."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = gettext_lazy("Nhập tên đăng nhập.")
        self.fields["password"].error_messages["required"] = gettext_lazy("Nhập mật khẩu.")


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].error_messages["required"] = gettext_lazy("Nhập mật khẩu đang dùng.")
        self.fields["password1"].error_messages["required"] = gettext_lazy("Nhập mật khẩu mới.")
        self.fields["password2"].error_messages["required"] = gettext_lazy("Nhập lại mật khẩu mới.")

    def clean(self) -> Any:
        cleaned = super(allauth.PasswordVerificationMixin, self).clean()  # its own words for this are English
        if (
            cleaned.get("password1")
            and cleaned.get("password2")
            and cleaned["password1"] != cleaned["password2"]
        ):
            self.add_error("password2", gettext_lazy("Hai lần nhập mật khẩu mới chưa giống nhau. Nhập lại."))
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            self.add_error("password1", gettext_lazy("Mật khẩu mới phải khác mật khẩu đang dùng."))
        return cleaned
