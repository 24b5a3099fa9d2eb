"""Drafts that lack nothing but the press on the button."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.cases import filing
from motcua.documents import acts as documents
from motcua.documents.tests.samples import JPEG
from tests.province import THANH_SEN, agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION


def ready(count: int, *, at: datetime) -> list[UUID]:
    """Hoa's birth registrations, each filled in, its paper attached, its place chosen."""
    return [_ready(at) for _ in range(count)]


def _ready(at: datetime) -> UUID:
    hoa = who("hoa")
    draft = filing.start(BIRTH, by=hoa, at=at)
    filing.save(
        draft,
        BIRTH_FORM,
        reception=agency(RECEPTION),
        competent=agency(THANH_SEN),
        return_how="online",
        by=hoa,
        at=at,
    )
    documents.attach(draft, "birth-proof", SimpleUploadedFile("chứng sinh.jpg", JPEG), by=hoa, at=at)
    return draft


def filed(*, at: datetime) -> str:
    """The code of a birth registration that Hoa has filed online."""
    (draft,) = ready(1, at=at)
    return filing.submit(draft, by=who("hoa"), at=at).code
