"""A draft of a procedure is held against cases: those that run, and those of the past year; none of them is named."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from motcua.cases import acts, replaying
from motcua.cases.models import Case
from motcua.cases.tests.desk_pages import at
from motcua.cases.tests.test_replay import handed_over
from motcua.procedures.drafting import looking, texts, writing
from tests.province import MONDAY, later, who
from tests.stories.birth import BIRTH, file_birth

pytestmark = pytest.mark.django_db


@pytest.fixture
def nga(province, sits, watch) -> Client:
    watch.at = later(MONDAY, days=7)
    return sits("nga")


@pytest.fixture
def draft(province) -> int:
    return writing.begin(BIRTH, by=who("nga"), at=MONDAY)


def words(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def rewrite(draft: int, *changes: tuple[str, str]) -> None:
    """Change the text of a draft here and there."""
    was = texts.digest_of(writing.shown(looking.draft(draft), "all"))

    def changed(text: str) -> str:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return text

    writing.write(draft, "all", changed, was=was, by=who("nga"), at=MONDAY)


def test_cases_at_a_step_that_the_draft_gives_to_others_are_counted(nga, draft):
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    page = f"/quan-tri/thu-tuc/du-thao/{draft}/"
    assert "1 hồ sơ đang theo phiên bản hiện nay" in words(nga.get(page))
    assert "bước mà dự thảo bỏ" not in words(nga.get(page))
    rewrite(draft, ("role: civil-status", "role: leader"))
    shown = words(nga.get(page))
    assert "1 hồ sơ đang ở bước mà dự thảo bỏ hoặc giao người khác" in shown
    assert Case.objects.get(id=case).code not in shown


def test_a_draft_is_tried_on_the_cases_of_the_past_year(nga, draft):
    page = f"/quan-tri/thu-tuc/du-thao/{draft}/thu/"
    assert "chưa có hồ sơ nào đã xong" in words(nga.get(page))
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    handed_over(case)
    same = words(nga.get(page))
    assert "Kể lại 1 hồ sơ" in same
    assert "1 hồ sơ diễn ra y như cũ" in same
    rewrite(draft, ("papers:\n", "papers:\n  - {id: photo, title: Ảnh của trẻ, original: 1}\n"))
    assert "Phải nộp “Ảnh của trẻ” 0 hồ sơ 1 hồ sơ" in words(nga.get(page))


def test_more_closed_cases_than_are_read_at_once_are_all_told(province, monkeypatch):
    monkeypatch.setattr(replaying, "PORTION", 1)
    for hour in (8, 9):
        case = file_birth(at=at(hour))
        acts.receive(case, by=who("minh"), at=at(10))
        handed_over(case)
    days = {"since": at(0).date(), "until": later(MONDAY, days=7).date()}
    assert [len(list(replaying.pasts(BIRTH, **days, most=most))) for most in (None, 1, 2, 5)] == [2, 1, 2, 2]
