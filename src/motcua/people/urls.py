"""The addresses of signing in and out, and of the administration, which opens accounts: nobody signs up."""

from __future__ import annotations

from django.urls import path

from motcua.people import administration, delegation_pages, portal, sign_in

urlpatterns = [
    path("tai-khoan/dang-nhap/", portal.SignIn.as_view(), name="account_login"),
    path("tai-khoan/dang-xuat/", portal.SignOut.as_view(), name="account_logout"),
    path("tai-khoan/doi-mat-khau/", portal.ChangePassword.as_view(), name="account_change_password"),
    path("dang-nhap/thu/<slug:username>/", sign_in.as_cast, name="as-cast"),
    path("ve-cho-cua-toi/", portal.my_place, name="my-place"),
    path("quan-tri/can-bo/", administration.listing, name="officers"),
    path("quan-tri/can-bo/mo/", administration.open_account, name="officer-open"),
    path("quan-tri/can-bo/<str:username>/", administration.show, name="officer"),
    path("quan-tri/can-bo/<str:username>/bo-nhiem/", administration.appoint, name="officer-appoint"),
    path(
        "quan-tri/can-bo/<str:username>/thoi/<int:appointment>/",
        administration.dismiss,
        name="officer-dismiss",
    ),
    path("uy-quyen/", delegation_pages.mine, name="delegations"),
    path("uy-quyen/giao/<int:appointment>/", delegation_pages.give, name="delegation-give"),
    path("uy-quyen/<int:delegation>/thu-hoi/", delegation_pages.revoke, name="delegation-revoke"),
    path("quan-tri/can-bo/<str:username>/uy-quyen/", delegation_pages.of_officer, name="officer-delegations"),
    path(
        "quan-tri/can-bo/<str:username>/uy-quyen/giao/<int:appointment>/",
        delegation_pages.give_of,
        name="officer-delegation-give",
    ),
    path(
        "quan-tri/can-bo/<str:username>/uy-quyen/<int:delegation>/thu-hoi/",
        delegation_pages.revoke_of,
        name="officer-delegation-revoke",
    ),
    path("quan-tri/can-bo/<str:username>/mat-khau/", administration.reset_password, name="officer-password"),
    path("quan-tri/can-bo/<str:username>/khoa/", administration.close_account, name="officer-close"),
    path("quan-tri/can-bo/<str:username>/mo-lai/", administration.reopen_account, name="officer-reopen"),
]
