"""Dossiers for stories of papers: a draft that Hoa has begun, a case whose applicant was asked again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from motcua.cases import acts as cases
from motcua.cases import filing
from motcua.documents import acts, reads
from motcua.documents.tests import samples
from motcua.documents.tests.samples import upload
from tests.province import MONDAY, agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION, file_birth

PROOF = "birth-proof"
PROOF_TITLE = "Giấy chứng sinh"


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the story's week; day 0 is Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def online_draft() -> UUID:
    hoa = who("hoa")
    draft = filing.start(BIRTH, by=hoa, at=at(8))
    filing.save(draft, BIRTH_FORM, reception=agency(RECEPTION), by=hoa, at=at(8))
    return draft


def attach(
    application: UUID,
    name: str = "chung-sinh.pdf",
    content: bytes = samples.PDF,
    by: str = "hoa",
    paper: str = PROOF,
):
    acts.attach(application, paper, upload(name, content), by=who(by), at=at(8, 10))
    return reads.papers(application)[-1]


def asked_again(item: dict[str, str] | None = None) -> UUID:
    """A case whose applicant was asked for a better birth proof, or for something else."""
    case = file_birth(at=at(8))
    cases.receive(case, by=who("minh"), at=at(9))
    cases.claim(case, by=who("lan"), at=at(9, 30))
    cases.request_supplement(
        case,
        items=[item or {"id": PROOF, "title": PROOF_TITLE, "note": "bản rõ hơn"}],
        reason_code="unreadable",
        reason="Ảnh mờ",
        by=who("lan"),
        at=at(10),
    )
    return case


def item_of(case: UUID) -> str:
    from motcua.cases.reads import case as case_for

    return reads.asked_of(case_for(case, actor=who("hoa")), reads.papers(case))[0].id
