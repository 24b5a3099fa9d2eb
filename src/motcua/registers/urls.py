"""The addresses of registers."""

from __future__ import annotations

from django.urls import path

from motcua.registers import desk

urlpatterns = [
    path("dieu-hanh/so/", desk.listing, name="registers"),
    path("dieu-hanh/so/dot/<uuid:batch>/", desk.batch, name="register-batch"),
    path("dieu-hanh/so/dot/<uuid:batch>/van-ban/", desk.proof, name="register-proof"),
    path("dieu-hanh/so/<slug:code>/", desk.show, name="register-rows"),
    path("dieu-hanh/so/<slug:code>/nhap/", desk.enter, name="register-enter"),
    path("dieu-hanh/so/<slug:code>/excel/", desk.bring, name="register-import"),
    path("dieu-hanh/so/<slug:code>/tai-ve/", desk.take, name="register-sheet"),
]
