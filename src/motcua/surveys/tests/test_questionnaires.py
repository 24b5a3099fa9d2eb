"""Questionnaires as files: what the catalogue has, and what the linter says of one that is wrong."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from motcua.kernel.refusals import Invalid
from motcua.surveys.questionnaires import after_hand_over, questionnaires, read

pytestmark = pytest.mark.once

GOOD = """survey: thu
title: Thử
audience: applicant
period: hand-over
law: QĐ 1
in_force: 2026-01-01
overall: overall
factors:
  - {id: result, title: Kết quả}
questions:
  - {id: overall, text: Hài lòng?, scale: satisfaction, factor: result}
topics:
  - {id: waiting, title: Chờ lâu, words: [chờ lâu]}
"""


def judged(tmp_path, text, name="thu.yaml"):
    folder = tmp_path / "surveys"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder)


@pytest.mark.parametrize(
    ("was", "now", "line", "said"),
    [
        ("title: Thử\n", "title: Thử\nmau: xanh\n", 3, "Không có trường “mau”"),
        ("law: QĐ 1\n", "", 1, "Thiếu “law”"),
        ("in_force: 2026-01-01", "in_force: hôm qua", 6, "không phải ngày"),
        ("audience: applicant", "audience: ai-do", 3, "“ai-do” không có; có: applicant, business"),
        ("overall: overall", "overall: chung", 7, "“chung” không có; có: overall."),
        ("text: Hài lòng?, ", "", 11, "Thiếu “text”"),
        ("scale: satisfaction", "scale: ten", 11, "“ten” không có; có: satisfaction, agreement."),
        ("factor: result}\n", "factor: khac}\n", 11, "“khac” không có"),
        (
            "topics:",
            "  - {id: overall, text: Nữa, scale: satisfaction, factor: result}\ntopics:",
            12,
            "đã dùng",
        ),
        ("in_force:", "level: tinh\nin_force:", 6, "“tinh” không có; có: ministry, province"),
        ("questions:", "  - {id: khac, title: Khác}\nquestions:", 10, "không có câu hỏi nào"),
        ("words: [chờ lâu]", "words: chờ lâu", 13, "“words” là danh sách"),
    ],
)
def test_a_wrong_questionnaire_is_refused_by_file_and_line(tmp_path, was, now, line, said):
    assert was in GOOD
    with pytest.raises(Invalid) as refused:
        judged(tmp_path, GOOD.replace(was, now, 1))
    told = [f"{fault.where}: {fault.message}" for fault in refused.value.faults]
    assert any(f"thu.yaml:{line}: " in one and said in one for one in told), told


@pytest.mark.parametrize(
    "weight",
    ["1/0", "1/3", "0", "0.0", "-1", "-0.5", "true", "null", "hai", "1001", "'2'", "[2]", f"{10**400}.0"],
)
@pytest.mark.parametrize(
    ("was", "line"),
    [("{id: result, title: Kết quả", 9), ("{id: overall, text: Hài lòng?, scale: satisfaction", 11)],
    ids=["of a factor", "of a question"],
)
def test_a_weight_that_weighs_nothing_is_refused_by_file_and_line(tmp_path, was, line, weight):
    with pytest.raises(Invalid) as refused:
        judged(tmp_path, GOOD.replace(was, f"{was}, weight: {weight}", 1))
    (fault,) = refused.value.faults
    assert fault.where.endswith(f"thu.yaml:{line}")
    assert fault.message.startswith("Trọng số")
    assert "ghi một số trên 0" in fault.message


def test_weights_are_kept_to_the_last_digit(tmp_path):
    said = GOOD.replace("title: Kết quả}", "title: Kết quả, weight: 0.1}", 1)
    found = judged(tmp_path, said.replace("factor: result}", "factor: result, weight: 3}", 1))["thu"]
    assert (found.factors[0].weight, found.questions[0].weight) == (Fraction(1, 10), 3)


def test_two_files_may_not_declare_the_same_questionnaire(tmp_path):
    judged(tmp_path, GOOD)
    with pytest.raises(Invalid) as refused:
        judged(tmp_path, GOOD, "thu-2.yaml")
    assert "cũng khai ở" in refused.value.faults[0].message


def test_the_catalogue_asks_applicants_businesses_patients_and_parents():
    found = read(Path(settings.CATALOGUE))
    assert {one.audience for one in found.values()} == {"applicant", "business", "patient", "parent"}
    assert len(found["ddci-so-nganh"].factors) == 8
    assert len(found["hai-long-tthc"].factors) == 5


def test_nobody_is_asked_before_the_questionnaire_is_in_force():
    assert after_hand_over(date(2023, 12, 31)) is None
    assert after_hand_over(date(2026, 11, 16)).id == "hai-long-tthc"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Phải chờ lâu, xếp hàng hai lần.", ["waiting"]),
        ("Toi phai CHO LAU qua", ["waiting"]),
        ("Lệ phí rõ ràng, cô Lan nhiệt tình", ["manner", "fees"]),
        ("Chi tiết lời dặn dễ hiểu", []),
        ("Phi công", []),
    ],
)
def test_open_answers_are_told_by_topic_with_or_without_accents(text, topics):
    assert questionnaires()["hai-long-tthc"].topics_of(text) == topics
