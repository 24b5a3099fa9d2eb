"""The words of moves are data: the nation's list, then each place's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from motcua.kernel.refusals import Invalid
from motcua.procedures import lint, verbs
from motcua.procedures.surroundings import Surroundings
from motcua.web import words

OWN = """\
title: Các hướng của tỉnh
items:
  - {code: transfer, title: Chuyển về xã, english: Transfer to the commune}
  - {code: sign, title: Ký số}
"""


@pytest.fixture
def own(catalogue, settings) -> Path:
    """The list of a province, in a catalogue in use."""
    settings.CATALOGUE = catalogue
    return written(catalogue / "ha-tinh" / "code-lists" / "moves.yaml", OWN)


def written(path: Path, text: str, at: int = 1) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))
    return path


def test_a_province_adds_verbs_and_says_those_of_the_nation_in_its_words(own):
    assert [verbs.called(one) for one in ("transfer", "sign", "propose")] == [
        "Chuyển về xã",
        "Ký số",
        "Đề xuất",
    ]
    assert verbs.title("transfer") == "Chuyển về xã"
    with translation.override("en"):
        assert verbs.called("transfer") == "Transfer to the commune"
        assert verbs.called("propose") == "Propose"
    assert verbs.called("nobody-s") == verbs.title("nobody-s") == "nobody-s"


def test_every_verb_of_the_nation_is_told_in_english_as_a_verb():
    with translation.override("en"):
        told = {verb: verbs.called(verb) for verb in verbs.known(Path(settings.CATALOGUE))}
        field = words.listed("Chứng thực")
    assert {verb for verb, said in told.items() if said == verbs.title(verb)} == set()
    assert (told["certify"], field) == ("Certify", "Certification")


def test_a_list_that_was_written_is_read_again_in_the_next_second_and_looked_at_once_in_each(
    own, monkeypatch
):
    now, looks = [1.0], []
    monkeypatch.setattr(verbs, "monotonic", lambda: now[0])
    monkeypatch.setattr(
        verbs, "lists", lambda catalogue, lists=verbs.lists: looks.append(1) or lists(catalogue)
    )
    assert verbs.called("transfer") == "Chuyển về xã"
    written(own, OWN.replace("Chuyển về xã", "Chuyển xuống xã"), at=2)
    now[0] = 1.9
    assert [verbs.called("transfer"), verbs.title("transfer")] == ["Chuyển về xã"] * 2
    assert len(looks) == 1
    now[0] = 2.0
    assert [verbs.called("transfer"), verbs.title("transfer")] == ["Chuyển xuống xã"] * 2
    assert len(looks) == 2


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (OWN.replace(", title: Ký số", ""), 4, "Cần code và title là chữ"),
        (OWN.replace("title: Ký số", "title: Ký số, tiếng: Anh"), 4, "Cần code và title là chữ"),
        (OWN.replace("code: sign", "code: transfer"), 3, "Mã này có hai lần"),
        ("title: Trống\n", 1, "Thiếu “items”"),
    ],
)
def test_a_broken_list_is_told_with_its_line_and_stops_no_page(own, file, text, line, said):
    written(own, text, at=3)
    found = lint.lint(file)[0]
    assert (found.file, found.line) == (own, line)
    assert said in found.message
    assert verbs.called("propose") == "propose"
    with pytest.raises(Invalid):
        verbs.known(own.parents[2])


def test_a_move_without_words_is_told_with_what_to_do(catalogue, file):
    text = file.read_text(encoding="utf-8")
    assert "propose: " in text
    file.write_text(text.replace("propose: ", "transfer: "), encoding="utf-8")
    found = [one for one in lint.lint(file) if one.field.endswith("moves.transfer")]
    assert "“transfer” chưa có chữ" in found[0].message
    assert "thêm {code: transfer, title: …} vào code-lists/moves.yaml" in found[0].sentences
    assert text.splitlines()[found[0].line - 1].count("propose: ")
    written(catalogue / "ha-tinh" / "code-lists" / "moves.yaml", OWN)
    assert not [one for one in lint.read(file, Surroundings(catalogue)).findings if "transfer" in one.field]
