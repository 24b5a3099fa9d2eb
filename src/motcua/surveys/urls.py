"""The addresses of surveys."""

from __future__ import annotations

from django.urls import path

from motcua.surveys import desk, portal

urlpatterns = [
    path("y-kien/quay/<str:point>/", portal.kiosk, name="survey-kiosk"),
    path("y-kien/<str:token>/", portal.answer, name="survey-answer"),
    path("dieu-hanh/hai-long/", desk.results, name="survey-results"),
    path("ban-lam-viec/y-kien/", desk.kiosks, name="survey-kiosks"),
]
