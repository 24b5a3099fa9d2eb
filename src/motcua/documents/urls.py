"""The addresses of papers and slips."""

from __future__ import annotations

from django.urls import path

from motcua.documents import desk, downloads, portal, register_page

urlpatterns = [
    path("ban-nhap/<uuid:draft>/giay-to/", portal.draft_papers, name="draft-papers"),
    path("ca-nhan/ho-so/<uuid:case>/bo-sung/", portal.supplement, name="my-case-supplement"),
    path("ban-lam-viec/ho-so/<uuid:case>/giay-to/", desk.scans, name="desk-papers"),
    path("ban-lam-viec/tai-quay/<uuid:draft>/giay-to/", desk.counter_papers, name="counter-papers"),
    path("giay-to/<uuid:application>/<int:number>/", downloads.paper, name="paper-file"),
    path("phieu/<uuid:case>/<int:number>/", downloads.slip, name="slip-file"),
    path("phieu/<uuid:case>/du-thao/", downloads.draft, name="result-draft"),
    path("phieu/<uuid:case>/kiem-soat/", downloads.control, name="control-slip"),
    path("phieu/<uuid:case>/tra-ket-qua/", downloads.handed_over, name="return-slip"),
    path("ban-lam-viec/so-theo-doi/", register_page.show, name="register"),
    path("ban-lam-viec/so-theo-doi/pdf/", register_page.pdf, name="register-pdf"),
    path("ban-lam-viec/so-theo-doi/excel/", register_page.excel, name="register-excel"),
    path("phieu/<uuid:case>/mau-<str:form>/", downloads.issue, name="slip-issue"),
]
