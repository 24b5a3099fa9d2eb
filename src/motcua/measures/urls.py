"""The addresses of boards."""

from __future__ import annotations

from django.urls import path

from motcua.measures import forecast_page, index_pages, marks_page, target_pages
from motcua.measures.boards import communes, measure, ranking, score, today, waiting
from motcua.measures.public import pages as public
from motcua.measures.reports import issued_pages
from motcua.measures.reports import page as reports_page

urlpatterns = [
    path("cong-khai/", public.figures, name="public-figures"),
    path("cong-khai/du-lieu/", public.dictionary, name="public-dictionary"),
    path("cong-khai/du-lieu/<slug:name>/<slug:form>/", public.dataset, name="public-dataset"),
    path("dieu-hanh/", today.today, name="board"),
    path("dieu-hanh/766/", score.score, name="board-score"),
    path("dieu-hanh/du-bao/", forecast_page.board, name="board-forecast"),
    path("dieu-hanh/cham-diem/", marks_page.agencies, name="board-marks"),
    path("dieu-hanh/ban-do/", communes.communes, name="board-map"),
    path("dieu-hanh/ton-dong/", waiting.ageing, name="board-ageing"),
    path("dieu-hanh/diem-nghen/", waiting.bottlenecks, name="board-bottlenecks"),
    path("dieu-hanh/xep-hang/", ranking.ranking, name="board-ranking"),
    path("dieu-hanh/chi-tieu/<str:code>/", measure.measure, name="board-measure"),
    path("dieu-hanh/cham-diem/<str:slug>/", marks_page.officers, name="board-marks-of"),
    path("dieu-hanh/chi-so/", index_pages.indices, name="indices"),
    path("dieu-hanh/chi-so/<slug:code>/", index_pages.index, name="index"),
    path("dieu-hanh/muc-tieu/", target_pages.targets, name="targets"),
    path("dieu-hanh/muc-tieu/<str:code>/", target_pages.target, name="target"),
    path("dieu-hanh/bao-cao/", reports_page.show, name="board-reports"),
    path("dieu-hanh/bao-cao/tep/", reports_page.download, name="board-reports-file"),
    path("dieu-hanh/bao-cao/lap/", issued_pages.prepare, name="report-prepare"),
    path("dieu-hanh/bao-cao/da-phat-hanh/", issued_pages.listing, name="reports-issued"),
    path("dieu-hanh/bao-cao/da-phat-hanh/<int:number>/", issued_pages.show, name="report-issued"),
    path(
        "dieu-hanh/bao-cao/da-phat-hanh/<int:number>/<slug:form>/",
        issued_pages.file,
        name="report-issued-file",
    ),
]
