"""The addresses of boards."""

from __future__ import annotations

from django.urls import path

from motcua.measures import boards, index_pages, target_pages

urlpatterns = [
    path("dieu-hanh/", boards.today, name="board"),
    path("dieu-hanh/766/", boards.score, name="board-score"),
    path("dieu-hanh/chi-so/", index_pages.indices, name="indices"),
    path("dieu-hanh/chi-so/<slug:code>/", index_pages.index, name="index"),
    path("dieu-hanh/muc-tieu/", target_pages.targets, name="targets"),
    path("dieu-hanh/muc-tieu/<str:code>/", target_pages.target, name="target"),
]
