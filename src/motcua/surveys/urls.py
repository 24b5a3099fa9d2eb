"""The addresses of surveys."""

from __future__ import annotations

from django.urls import path

from motcua.surveys import desk, list_pages, portal, sample_pages

urlpatterns = [
    path("y-kien/quay/<str:point>/", portal.kiosk, name="survey-kiosk"),
    path("y-kien/mau/<str:token>/", portal.drawn, name="survey-drawn"),
    path("y-kien/<str:token>/", portal.answer, name="survey-answer"),
    path("dieu-hanh/hai-long/", desk.results, name="survey-results"),
    path("dieu-hanh/hai-long/y-kien/", desk.opinions, name="survey-opinions"),
    path("dieu-hanh/hai-long/excel/", desk.results_excel, name="survey-results-excel"),
    path("dieu-hanh/khao-sat/", sample_pages.listing, name="survey-samples"),
    path("dieu-hanh/khao-sat/danh-sach/", list_pages.order, name="survey-list"),
    path("dieu-hanh/khao-sat/danh-sach/mau/", list_pages.sheet, name="survey-list-sheet"),
    path("dieu-hanh/khao-sat/<int:number>/", sample_pages.show, name="survey-sample"),
    path("dieu-hanh/khao-sat/<int:number>/y-kien/", sample_pages.opinions, name="survey-sample-opinions"),
    path("dieu-hanh/khao-sat/<int:number>/danh-sach/", sample_pages.contacts, name="survey-contacts"),
    path("dieu-hanh/khao-sat/<int:number>/phieu/<int:drawn>/", sample_pages.enter, name="survey-enter"),
    path("ban-lam-viec/y-kien/", desk.kiosks, name="survey-kiosks"),
]
