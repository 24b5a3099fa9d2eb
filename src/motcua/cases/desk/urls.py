"""The addresses of the officers' desk. Those of upper slices under a case come first: ``<slug>`` takes the rest."""

from __future__ import annotations

from django.urls import path

from motcua.cases.desk import bulk as desk_bulk
from motcua.cases.desk import case as desk_case
from motcua.cases.desk import counter, counter_draft, moves, notices
from motcua.cases.desk import inbox as desk
from motcua.cases.desk import purpose as desk_purpose

urlpatterns = [
    path("ban-lam-viec/", desk.inbox, name="desk"),
    path("ban-lam-viec/loi-nhac/", notices.listing, name="desk-notices"),
    path("ban-lam-viec/phim-tat/", desk.keys, name="desk-keys"),
    path("ban-lam-viec/hang-loat/", desk_bulk.several, name="desk-several"),
    path("ban-lam-viec/y-kien-cham/", desk.late_opinions, name="desk-late-opinions"),
    path("ban-lam-viec/tai-quay/", counter.start, name="counter"),
    path("ban-lam-viec/tai-quay/<uuid:draft>/", counter_draft.fill, name="counter-draft"),
    path("ban-lam-viec/tai-quay/<str:code>/", counter.person, name="counter-person"),
    path("quan-tri/chuyen-phien-ban/", moves.listing, name="moves"),
    path("quan-tri/chuyen-phien-ban/lan/<int:move>/", moves.show, name="move"),
    path("quan-tri/chuyen-phien-ban/<int:source>/<int:target>/", moves.choose, name="move-choose"),
    path("ban-lam-viec/muc-dich/<uuid:case>/", desk_purpose.ask, name="desk-purpose"),
    path("ban-lam-viec/nhat-ky/<uuid:case>/", desk_case.journal, name="desk-journal"),
    path("ban-lam-viec/ho-so/<uuid:case>/", desk_case.show, name="desk-case"),
    path("ban-lam-viec/ho-so/<uuid:case>/nhan/", desk.claim, name="desk-claim"),
    path("ban-lam-viec/ho-so/<uuid:case>/hien-danh-tinh/", desk_case.reveal, name="desk-reveal"),
    path("ban-lam-viec/ho-so/<uuid:case>/<slug:slug>/", desk_case.deed, name="desk-deed"),
]
