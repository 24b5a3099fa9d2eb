"""What a file says that cannot be meant is told: where, why, what to do."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from motcua.procedures import lint, structure
from motcua.procedures.drafting import frames
from motcua.procedures.surroundings import Surroundings
from motcua.procedures.tests.test_mutations import Plain
from motcua.web import catalogue_files

REAL = Path(__file__).resolve().parents[4] / "catalogue"


def told(tmp_path: Path, change, code: str = "1.013225", catalogue: Path = REAL) -> list[str]:
    import yaml

    value = structure.plain(catalogue_files.load(REAL / "ha-tinh" / "procedures" / f"{code}.yaml").value)
    change(value)
    path = tmp_path / f"{code}.yaml"
    path.write_text(yaml.dump(value, Dumper=Plain, allow_unicode=True), encoding="utf-8")
    found = lint.read(path, Surroundings(catalogue)).findings
    return [f"{one.severity}: {one.field}: {one.message}" for one in found]


def asked_when(when):
    def change(file: dict) -> None:
        next(one for one in file["papers"] if one["id"] == "neighbour-pledge")["when"] = when

    return change


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (
            {"and": [{">": [{"var": "storeys"}, 5]}, {"<": [{"var": "storeys"}, 3]}]},
            "không bao giờ đúng: “Số tầng",
        ),
        ({">=": [{"var": "storeys"}, 1]}, "lúc nào cũng đúng"),
        ({">": [{"var": "storeys"}, 30]}, "không bao giờ đúng"),
        ({"in": [{"var": "land_right"}, ["own", "other"]]}, "lúc nào cũng đúng"),
        ({"field": "land_right", "in": ["own", "other"]}, "lúc nào cũng đúng"),
        ({"or": [{"var": "adjoining"}, {"!": {"var": "adjoining"}}]}, "lúc nào cũng đúng"),
    ],
)
def test_a_condition_that_never_decides_is_told(tmp_path, when, said):
    (found,) = told(tmp_path, asked_when(when))
    assert found.startswith("warning: papers[6].when: Điều kiện ")
    assert said in found


@pytest.mark.parametrize(
    "when",
    [
        {">": [{"var": "storeys"}, 29]},
        {"and": [{"var": "adjoining"}, {"!": {"var": "design_review"}}]},
        {"==": [{"var": "designer"}, "Chủ đầu tư tự thiết kế"]},
    ],
)
def test_a_condition_that_decides_or_that_nobody_can_try_is_left_alone(tmp_path, when):
    assert told(tmp_path, asked_when(when)) == []


def test_a_role_must_be_held_in_every_commune(tmp_path):
    catalogue = shutil.copytree(REAL, tmp_path / "catalogue")
    folder = catalogue / "ha-tinh" / "agencies"
    file = folder / "2-tier.yaml"
    text = file.read_text(encoding="utf-8")
    assert told(tmp_path, lambda file: None, catalogue=catalogue) == []

    def only_the_province(value: dict) -> None:
        next(step for step in value["steps"] if step["id"] == "examine")["role"] = "judicial"

    (found,) = told(tmp_path, only_the_province, catalogue=catalogue)
    assert "vai trò “judicial” ở 69/69 nơi giải quyết" in found
    assert text


def test_a_law_that_had_ended_is_told_with_what_replaces_it(tmp_path):
    (found,) = told(tmp_path, lambda file: file["law"].append({"document": "Nghị định số 61/2018/NĐ-CP"}))
    assert found == "warning: law[7].document: Nghị định số 61/2018/NĐ-CP hết hiệu lực từ 01/07/2025."


def test_a_version_of_a_year_without_a_calendar_is_refused(tmp_path):
    found = told(tmp_path, lambda file: file.update(in_force="2044-01-01"))
    assert "error: in_force: Chưa có lịch làm việc của năm 2044; không tính được ngày hẹn." in found


@pytest.mark.parametrize(
    ("index", "change", "said"),
    [
        (1, {"channel": "post"}, [
            "warning: fees: Không có mức thu nào cho hồ sơ nộp qua kênh “Trực tiếp”, kênh khác thì có.",
            "error: fees[1].channel: Thủ tục không nhận hồ sơ qua kênh “Bưu chính công ích” mà có mức thu riêng.",
        ]),
        (1, {"since": "2026-01-01", "until": "2025-12-01"}, [
            "error: fees[1].until: Mức thu hết áp dụng trước khi bắt đầu.",
        ]),
        (0, {"amount": 0}, []),
    ],
)  # fmt: skip
def test_a_fee_of_one_channel_is_of_one_that_takes_cases_and_leaves_no_other_without(
    tmp_path, index, change, said
):
    found = told(tmp_path, lambda file: file["fees"][index].update(change), code="1.004222")
    assert sorted(found) == sorted(said)


# --- who signs -----------------------------------------------------------------------------------------------


def steps_of(file: dict) -> dict:
    return {step["id"]: step for step in file["steps"]}


def test_a_way_to_the_return_point_on_which_nobody_signs_is_told(tmp_path):
    def change(file: dict) -> None:
        steps_of(file)["examine"]["moves"]["propose"] = [
            {"to": "sign", "when": {"field": "declare_father", "is": True}}, "hand-over",
        ]  # fmt: skip

    (found,) = told(tmp_path, change, "1.001193")
    assert found.startswith("warning: steps[1].moves.propose: ")
    assert "đến nơi trả mà chưa ai ký" in found


def test_a_refusal_that_would_end_as_granted_is_an_error(tmp_path):
    def change(file: dict) -> None:
        steps_of(file)["examine"]["moves"]["refuse"] = "sign"

    found = told(tmp_path, change, "1.001193")
    assert any(
        one.startswith("error: steps[1].moves.refuse: ") and "kết thúc như được" in one for one in found
    )


FILLED = {
    "law: []": "law: [{document: Luật Hộ tịch số 60/2014/QH13, article: Điều 16}]",
    "form: []": "form: [{id: reason, label: Lý do, type: text}]",
    "papers: []": "papers: [{id: declaration, title: Tờ khai, original: 1}]",
    "process: []": "process: [Nộp hồ sơ]",
}


def test_the_empty_frame_once_filled_breaks_no_rule_of_its_own(tmp_path):
    text = frames.frame("1.003677", "Thủ tục thử", "Hộ tịch", date(2026, 12, 1))
    for empty, full in FILLED.items():
        text = text.replace(empty, full, 1)
    path = tmp_path / "1.003677.yaml"
    path.write_text(text, encoding="utf-8")
    assert [one.message for one in lint.read(path, Surroundings(REAL)).findings] == []
