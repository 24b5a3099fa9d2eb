"""The addresses of the citizen's pages."""

from __future__ import annotations

from django.urls import path

from motcua.cases.portal import case as portal_case
from motcua.cases.portal import draft as portal_draft
from motcua.cases.portal import pages as portal

urlpatterns = [
    path("", portal.home, name="home"),
    path("tra-cuu/", portal.track, name="track"),
    path("nop-ho-so/<str:code>/", portal_draft.start, name="start"),
    path("ban-nhap/<uuid:draft>/", portal_draft.resume, name="draft"),
    path("ban-nhap/<uuid:draft>/trang/<int:number>/", portal_draft.page, name="draft-page"),
    path("ban-nhap/<uuid:draft>/luu/", portal_draft.autosave, name="draft-autosave"),
    path("ban-nhap/<uuid:draft>/noi-nop/", portal_draft.place, name="draft-place"),
    path("ban-nhap/<uuid:draft>/kiem-tra/", portal_draft.check, name="draft-check"),
    path("ban-nhap/<uuid:draft>/da-nop/", portal_draft.filed, name="draft-filed"),
    path("ban-nhap/<uuid:draft>/bo/", portal_draft.discard, name="draft-discard"),
    path("ca-nhan/", portal.mine, name="my-cases"),
    path("ca-nhan/ho-so/<uuid:case>/", portal_case.case, name="my-case"),
    path("ca-nhan/ho-so/<uuid:case>/rut/", portal_case.withdraw, name="my-case-withdraw"),
    path("ca-nhan/nhat-ky/", portal.looks, name="my-looks"),
]
