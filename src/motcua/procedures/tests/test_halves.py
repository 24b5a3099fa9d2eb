"""A draft of which parts are still empty is judged as far as it is written."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from motcua.procedures import lint
from motcua.procedures.drafting import frames, texts
from motcua.procedures.surroundings import Surroundings

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"
FRAME = frames.frame("1.003677", "Một thủ tục", "Hộ tịch", date(2026, 11, 17))
FORM = """\
form:
  - {id: ly_do, label: Lý do, type: choice}
  - {id: ten, label: Họ tên, type: name}
"""


@cache
def surroundings() -> Surroundings:
    return Surroundings(CATALOGUE)


def judged(text: str):
    path = CATALOGUE / "ha-tinh/procedures/1.003677.yaml"
    return lint.judge_text(path, text, "", surroundings())


def told(text: str) -> set[tuple[str, str]]:
    return {(one.field, one.message) for one in lint.errors_in(judged(text)[1])}


def test_of_a_fresh_draft_only_what_is_empty_is_told():
    assert {field for field, _ in told(FRAME)} == {"form", "law", "papers", "process"}


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        (FRAME.replace("value: 5 wd", "value: 3 wd"), "steps", "vượt thời hạn 3 ngày làm việc"),
        (FRAME.replace("form: []\n", FORM), "form[0].choices", "Ghi các lựa chọn"),
        (FRAME.replace("moves: {sign: hand-over", "moves: {sign: hand-on"), "steps[2].moves.sign", "hand-on"),
        (FRAME.replace("level: commune", "level: district"), "level", "không còn giải quyết"),
        (FRAME.replace("title: Ký kết quả", "title:").replace("5 wd", "3 wd"), "steps", "vượt thời hạn"),
        (FRAME.replace("2026-11-17", "").replace("5 wd", "3 wd"), "steps", "vượt thời hạn"),
        (
            FRAME.replace("form: []\n", FORM).replace(
                "fees: []", "fees: [{name: Phí, amount: 1, when: reception, applies: {field: lydo, is: a}}]"
            ),
            "fees[0].applies.field",
            "lydo",
        ),
    ],
)
def test_what_is_written_is_judged_while_other_parts_are_empty(text, field, message):
    assert any(where == field and message in words for where, words in told(text)), told(text)


@pytest.mark.parametrize(
    "text",
    [
        FRAME.replace("limit:\n  value: 5 wd\n", ""),
        FRAME.replace("    within: 4 wd\n", ""),
        FRAME.replace("    role: leader\n", ""),
        FRAME.replace("moves: {sign: hand-over, return: examine}", "moves:"),
        FRAME.replace("in_force: 2026-11-17\n", ""),
        FRAME.replace("channels: [counter]\n", ""),
        FRAME.replace("competent: {kind: commune}\n", ""),
        FRAME.replace("result:", "results:"),
    ],
)
def test_nothing_is_told_of_what_only_stands_in(text):
    lacking = {
        "form",
        "law",
        "papers",
        "process",
        "limit",
        "in_force",
        "channels",
        "competent",
        "result",
        "results",
    }
    assert all(field in lacking or field.startswith("steps[") for field, _ in told(text)), told(text)
    assert not any("x0" in words or "stands" in words or "…" in words for _, words in told(text))


def test_a_condition_on_a_question_without_choices_is_not_called_wrong_yet():
    text = FRAME.replace("form: []\n", FORM).replace(
        "fees: []", "fees: [{name: Phí, amount: 1, when: reception, applies: {field: ly_do, is: a}}]"
    )
    assert not any(field.startswith("fees") for field, _ in told(text))
    assert "fees" in judged(text)[0].unjudged


def test_what_hangs_on_something_empty_is_named_as_not_judged():
    assert judged(FRAME)[0].unjudged == frozenset()
    assert "steps" in judged(FRAME.replace("limit:\n  value: 5 wd\n", ""))[0].unjudged


@pytest.mark.parametrize("key", ["process", "papers", "law", "limit", "steps", "in_force", "audience"])
def test_filling_in_what_is_empty_brings_no_errors_to_light(key):
    whole = (CATALOGUE / "ha-tinh/procedures/1.001193.yaml").read_text(encoding="utf-8")
    half = told(texts.with_part(whole, (key,), ""))
    assert {field.partition("[")[0] for field, _ in half} <= {key, "code"}
