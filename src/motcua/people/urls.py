"""The addresses of signing in and out; accounts are opened by the administration, so there is no signing up."""

from __future__ import annotations

from django.urls import path

from motcua.people import portal, sign_in

urlpatterns = [
    path("tai-khoan/dang-nhap/", portal.SignIn.as_view(), name="account_login"),
    path("tai-khoan/dang-xuat/", portal.SignOut.as_view(), name="account_logout"),
    path("tai-khoan/doi-mat-khau/", portal.ChangePassword.as_view(), name="account_change_password"),
    path("dang-nhap/thu/<slug:username>/", sign_in.as_cast, name="as-cast"),
    path("ve-cho-cua-toi/", portal.my_place, name="my-place"),
]
