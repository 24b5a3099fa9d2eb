"""The addresses of the public catalogue, and of the drafts from which it is written."""

from __future__ import annotations

from django.urls import path

from motcua.procedures import portal
from motcua.procedures.drafting import editing, pages, phone

urlpatterns = [
    path("thu-tuc/", portal.search, name="procedures"),
    path("thu-tuc/<str:code>/", portal.procedure, name="procedure"),
    path("quan-tri/thu-tuc/", pages.listing, name="version-drafts"),
    path("quan-tri/thu-tuc/moi/", pages.begin, name="version-draft-begin"),
    path("quan-tri/thu-tuc/moi/<str:code>/", pages.begin_own, name="version-draft-own"),
    path("quan-tri/thu-tuc/tep/", pages.upload, name="version-draft-upload"),
    path("quan-tri/thu-tuc/cong-khai/", pages.public_in_time, name="public-in-time"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/", pages.show, name="version-draft"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/phan/<slug:part>/", editing.edit, name="version-draft-part"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/xem-truoc/", phone.preview, name="version-draft-preview"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/dien-thoai/", phone.phone, name="version-draft-phone"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/thu/", pages.trial, name="version-draft-trial"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/so-sanh/", pages.compare, name="version-draft-compare"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/tai-ve/", pages.download, name="version-draft-download"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/xuat/<slug:how>/", pages.export, name="version-draft-export"),
    path(
        "quan-tri/thu-tuc/phien-ban/<int:version>/xuat/<slug:how>/",
        pages.export_version,
        name="version-export",
    ),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/trinh/", pages.submit, name="version-draft-submit"),
    path("quan-tri/thu-tuc/du-thao/<int:draft>/quyet-dinh/", pages.decide, name="version-draft-decide"),
]
