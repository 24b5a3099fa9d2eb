"""Scenarios beside a procedure: what they say is what the law does, and when it is not, they say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.kernel.refusals import Invalid
from motcua.procedures import acts, lint, scenarios
from motcua.procedures.surroundings import Surroundings

HEAD = "# language: vi\nTính năng: Thử\n  Kịch bản: Một\n"


@pytest.fixture(scope="module")
def surroundings() -> Surroundings:
    return Surroundings(Path(__file__).resolve().parents[4] / "catalogue")


@pytest.fixture(scope="module")
def birth(surroundings):
    sheet = lint.read(surroundings.catalogue / "ha-tinh" / "procedures" / "1.001193.yaml", surroundings)
    return sheet.definition


def failures(birth, surroundings, *lines: str) -> list[str]:
    asked = () if any(line.startswith("Thì") for line in lines) else ("Thì không thu phí",)
    text = HEAD + "".join(f"    {line}\n" for line in (*lines, *asked))
    told = scenarios.read(text, "thu.feature")
    found = scenarios.run(birth, told, surroundings.calendar, surroundings.role_titles)
    return [f"{one.line}: {one.message}" for one in found]


def test_every_procedure_of_the_province_has_scenarios_that_hold(surroundings):
    ran = 0
    for file in lint.files_under(surroundings.catalogue):
        feature = scenarios.feature_of(file)
        assert feature.is_file(), f"{file.name} has no scenarios"
        told = scenarios.read(feature.read_text(encoding="utf-8"), feature.name)
        sheet = lint.read(file, surroundings)
        assert scenarios.run(sheet.definition, told, surroundings.calendar, surroundings.role_titles) == []
        ran += len(told)
    assert ran > 30


def test_a_sentence_that_does_not_hold_says_what_is(birth, surroundings):
    said = failures(
        birth,
        surroundings,
        "Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026",
        "Thì ngày hẹn trả là 05/03/2026",
    )
    assert said == ["5: Cần “05/03/2026”; đang là “02/03/2026”."]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Biết tờ khai có “Quan hệ với trẻ” là “mother”", "có phải “Quan hệ của bạn với trẻ”?"),
        ("Biết tờ khai có “relation” là “aunt”", "không có câu trả lời “aunt”"),
        ("Biết tờ khai có “copies” là “ba”", "là một số"),
        ("Biết tờ khai có “pledge” là “đúng”", "“Có” hoặc “Không”"),
        ("Biết trời mưa", "Không hiểu câu “Biết trời mưa”"),
        ("Khi hồ sơ tiếp nhận lúc 08:00 ngày 02/03/2026", "gần nhất là: Khi hồ sơ được"),
        ("Khi hồ sơ được tiếp nhận lúc 25:00 ngày 02/03/2026", "Không có lúc 25:00"),
        ("Khi hồ sơ được tiếp nhận lúc 08:00 ngày 30/02/2026", "Không có ngày 30/02/2026"),
        ("Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2099", "2099"),
        ("Khi bước “Ký Giấy khai sinh” xong lúc 08:00 ngày 02/03/2026", "chưa được nộp"),
        ("Thì phải nộp “Giấy chứng xinh”", "có phải “Giấy chứng sinh”?"),
        ("Thì trạng thái là “Xong”", "Không có trạng thái “Xong”"),
        ("Thì trạng thái là “Dừng xử lý”", "chưa được nộp"),
        ("Thì phí là 5.000 đồng", "Cần phí 5000 đồng; đang là 0 đồng."),
        ("Thì phải nộp “birth-proof”", "đang là không phải nộp"),
        ("Thì việc ấy bị từ chối vì “lý do”", "đang là được làm"),
    ],
)
def test_what_a_scenario_says_wrongly_is_told_on_its_line(birth, surroundings, line, said):
    (found,) = failures(birth, surroundings, line)
    assert found.startswith("4: ")
    assert said in found, found


def test_a_refusal_that_nobody_expected_fails(birth, surroundings):
    said = failures(
        birth,
        surroundings,
        "Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026",
        "Và hồ sơ được tiếp tục lúc 09:00 ngày 02/03/2026",
    )
    assert said == ["5: Việc này bị từ chối: Hồ sơ không tạm dừng, không có gì để tiếp tục."]


def test_nothing_happens_after_a_refusal_that_nobody_expected(birth, surroundings):
    (said,) = failures(
        birth,
        surroundings,
        "Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026",
        "Và hồ sơ được tiếp tục lúc 09:00 ngày 02/03/2026",
        "Và bước “examine” xong lúc 10:00 ngày 02/03/2026",
    )
    assert said.startswith("6: việc trước đó bị từ chối")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "    Nếu trời mưa\n    Thì không thu phí\n", "Dòng này không đúng mẫu"),
        (HEAD + "    Thì không thu phí\n    Nếu trời mưa\n", "Dòng này không đúng mẫu"),
        (HEAD + "    Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026\n", "không có câu “Thì” nào"),
        ("Feature: x\n  Kịch bản: y\n    Thì không thu phí\n", "Dòng này không đúng mẫu"),
    ],
)
def test_a_file_that_says_nothing_or_no_gherkin_is_refused(text, said):
    with pytest.raises(Invalid) as refused:
        scenarios.read(text, "thu.feature")
    assert said in refused.value.faults[0].message
    assert refused.value.faults[0].where.startswith("thu.feature:")


def test_the_linter_runs_them_and_a_wrong_one_keeps_a_procedure_from_publication(blank, catalogue, file, at):
    calendars = Path(__file__).resolve().parents[4] / "catalogue" / "vietnam" / "calendars"
    (catalogue / "vietnam" / "calendars").symlink_to(calendars)
    feature = scenarios.feature_of(file)
    feature.write_text(HEAD + "    Thì phí là 99 đồng\n", encoding="utf-8")
    (found,) = lint.errors_in(lint.lint(file))
    assert str(found).startswith(f"{feature}:4: lỗi: Một: Cần phí 99 đồng")
    with pytest.raises(Invalid, match="có 1 lỗi"):
        acts.load(file, by="tu", at=at)
    feature.write_text(HEAD + "    Thì không thu phí\n", encoding="utf-8")
    assert acts.load(file, by="tu", at=at).published


def test_without_a_calendar_a_scenario_cannot_count(catalogue, file):
    scenarios.feature_of(file).write_text(HEAD + "    Thì không thu phí\n", encoding="utf-8")
    assert "không có lịch làm việc" in str(lint.lint(file)[0])


def test_a_case_is_filed_through_a_channel_that_the_procedure_takes(birth, surroundings):
    assert failures(birth, surroundings, "Biết hồ sơ nộp “trực tiếp”") == []
    (said,) = failures(birth, surroundings, "Biết hồ sơ nộp “bồ câu”")
    assert "Thủ tục không nhận hồ sơ nộp “bồ câu”; dùng một trong: trực tuyến; trực tiếp" in said
