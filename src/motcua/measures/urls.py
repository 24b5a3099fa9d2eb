"""The addresses of boards."""

from __future__ import annotations

from django.urls import path

from motcua.measures import boards

urlpatterns = [
    path("dieu-hanh/", boards.today, name="board"),
    path("dieu-hanh/766/", boards.score, name="board-score"),
]
