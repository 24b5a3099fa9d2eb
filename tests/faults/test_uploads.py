"""What people and their machines bring as a paper, through the real server: refused in words, nothing else lost."""

from __future__ import annotations

import re

import pytest

from motcua.documents.tests.samples import EXE, JPEG, PDF
from tests.client import Answer, Visitor
from tests.stage import OPENING, Stage
from tests.stories.drafts import ready

PROOF = "birth-proof"
CLEAR = JPEG + b"another picture"

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def hoa(stage: Stage) -> Visitor:
    return Visitor(stage.url, "hoa")


@pytest.fixture
def draft(stage):
    return stage.behind(ready, 1, at=OPENING)[0]


def bring(hoa: Visitor, draft, *files: tuple[str | bytes, bytes]) -> Answer:
    """Choose files for the certificate of birth and upload them."""
    return hoa.post(
        f"/ban-nhap/{draft}/giay-to/", {"upload": "1"}, [(PROOF, name, content) for name, content in files]
    )


def kept(stage: Stage, draft) -> list[str]:
    """The names of the files of a draft."""
    return [
        name
        for (name,) in stage.rows(
            "SELECT name FROM documents_paper WHERE application = %s ORDER BY id", draft
        )
    ]


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("bản quét.pdf", b"%PDF-1.7\n" + b"\0" * 30 * 1024 * 1024, "nặng 30 MB, quá 25 MB"),
        ("trống.pdf", b"", "trống, không có nội dung"),
        ("giấy chứng sinh.pdf", EXE, "không phải là PDF"),
        ("phần mềm.exe", EXE, "thuộc loại không nhận"),
    ],
    ids=["30 MB", "empty", "an executable that says it is a PDF", "an executable"],
)
def test_what_cannot_be_kept_is_refused_beside_what_can(stage, hoa, draft, name, content, wrong):
    answer = bring(hoa, draft, (name, content), ("rõ nét.jpg", CLEAR))
    assert answer.status == 422
    assert f"Tệp “{name}”" in answer.words
    assert wrong in answer.words
    assert kept(stage, draft) == ["chứng sinh.jpg", "rõ nét.jpg"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\Hoa\giấy.pdf", "giấy.pdf"),
        ("a\x00b\x07.pdf", "ab.pdf"),
        ("chứng sinh\u202efdp.exe", "chứng sinhfdp.exe.pdf"),
        (".pdf", "tep.pdf"),
        ("   .  ", "tep.pdf"),
        ("dài " * 100 + ".pdf", None),
        (b"\xff\xfe\xfa.pdf", None),
        ('"><img src=x onerror=alert(1)>.pdf', None),
    ],
    ids=["upwards", "Windows", "control letters", "turned around", "only an ending", "only spaces", "endless",
         "not UTF-8", "markup"],
)  # fmt: skip
def test_a_broken_name_becomes_one_that_can_be_shown(stage, hoa, draft, name, shown):
    answer = bring(hoa, draft, (name, PDF))
    assert answer.status == 200, answer.words
    last = kept(stage, draft)[-1]
    assert shown is None or last == shown
    assert len(last) <= 120
    assert not re.search(r"[/\\\x00-\x1f\u202e<>\"]", last)
    assert b"<img src=x" not in answer.body


def test_the_press_that_brings_nothing_loses_nothing(stage, hoa, draft):
    assert bring(hoa, draft, ("", b"")).status == 200
    assert kept(stage, draft) == ["chứng sinh.jpg"]


def test_others_cannot_bring_anything(stage, draft):
    binh = Visitor(stage.url, "binh")
    assert bring(binh, draft, ("x.pdf", PDF)).status == 404
    assert kept(stage, draft) == ["chứng sinh.jpg"]


def test_a_full_disk_is_said_and_nothing_else_is_lost(stage, hoa, draft):
    """Halfway through a photograph the disk takes no more; when there is room again the same press succeeds."""
    photograph = JPEG + b"x" * 3_000_000
    stage.close()
    stage.open(largest_file=1_000_000)
    answer = bring(hoa, draft, ("lớn.jpg", photograph))
    assert answer.status == 422
    assert "Máy chủ tạm hết chỗ chứa nên chưa nhận được tệp." in answer.words
    assert kept(stage, draft) == ["chứng sinh.jpg"]
    stage.close()
    stage.open()
    assert bring(hoa, draft, ("lớn.jpg", photograph)).status == 200
    assert kept(stage, draft) == ["chứng sinh.jpg", "lớn.jpg"]
