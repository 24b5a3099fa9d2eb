"""What is wrong with a bundle, or with a step at a named agency, is told before anything is published."""

from __future__ import annotations

import re
import shutil

import pytest

from motcua.procedures.tests.test_scrutiny import REAL, told

BUNDLE = "2.000986"


def residence(file: dict) -> dict:
    return file["steps"][2]["children"][0]


def appraisal(file: dict) -> dict:
    return next(step for step in file["steps"] if step["id"] == "appraise")


def without(name):
    return lambda file: residence(file)["declare"].pop(name)


def declaring(name, source):
    return lambda file: residence(file)["declare"].update({name: source})


def part(**columns):
    return lambda file: residence(file).update(columns)


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (part(procedure="9.999999"), "steps[2].children[0].procedure", "không có tệp thủ tục 9.999999"),
        (part(procedure=BUNDLE), "steps[2].children[0].procedure", "đi vòng"),
        (part(share="8 wd"), "steps[2].children[0].share", "vượt thời hạn"),
        (part(agency="cong-an-huyen"), "steps[2].children[0].agency", "Không có cơ quan nào"),
        (part(id="insurance"), "steps[2].children[1].id", "hai hồ sơ con"),
        (without("household_head"), "steps[2].children[0].declare", "Họ và tên chủ hộ"),
        (without("mover.sex"), "steps[2].children[0].declare", "Giới tính"),
        (declaring("wife", "applicant"), "steps[2].children[0].declare.wife", "không có trường “wife”"),
        (declaring("pledge", "pledges"), "steps[2].children[0].declare.pledge", "không có trường “pledges”"),
        (declaring("mover.sex", "child.gender"), "steps[2].children[0].declare.mover.sex", "“child.gender”"),
        (declaring("exempt", {"value": True}), "steps[2].children[0].declare.exempt", "{is: giá trị}"),
        (lambda file: file["steps"][1].update(at="return"), "steps[1].children", "nơi giải quyết"),
    ],
)
def test_a_broken_bundle_is_told(tmp_path, change, where, said):
    found = told(tmp_path, change, BUNDLE)
    assert any(one.startswith(f"error: {where}: ") and said in one for one in found), found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"agency": "so-khong-co"}, "Không có cơ quan nào mang mã"),
        ({"agency": "so-y-te"}, "không có vị trí việc làm nào giữ vai trò"),
        ({"agency": "so-nong-nghiep-phat-trien-nong-thon"}, "cơ quan"),
        ({"at": "competent"}, "không ở nơi ấy"),
        ({"agency": ""}, "agency"),
    ],
)
def test_a_step_at_an_agency_that_cannot_work_it_is_told(tmp_path, change, said):
    found = told(tmp_path, lambda file: appraisal(file).update(change), "3.000244")
    assert any(said in one for one in found), found


def test_two_bundles_that_open_each_other_are_told(tmp_path):
    catalogue = tmp_path / "catalogue"
    shutil.copytree(REAL, catalogue)
    birth = catalogue / "ha-tinh" / "procedures" / "1.001193.yaml"
    text = birth.read_text(encoding="utf-8")
    again = '    children: [{id: again, procedure: "2.000986", share: 1 wh, declare: {pledge: pledge}}]\n'
    birth.write_text(text.replace("    product: Dự thảo Giấy khai sinh\n", again), encoding="utf-8")
    found = told(tmp_path, lambda file: None, BUNDLE, catalogue)
    assert any("đi vòng" in one for one in found), found


def test_a_part_whose_fees_forget_a_channel_of_its_bundle_is_told(tmp_path):
    catalogue = tmp_path / "catalogue"
    shutil.copytree(REAL, catalogue)
    birth = catalogue / "ha-tinh" / "procedures" / "1.001193.yaml"
    text = birth.read_text(encoding="utf-8")
    of_counter = re.sub(
        r"(?m)^  - id: (birth-(?:registration|copies))$", r"  - id: \1\n    channel: counter", text
    )
    birth.write_text(of_counter, encoding="utf-8")
    found = told(tmp_path, lambda file: None, BUNDLE, catalogue)
    assert [one for one in found if "chưa có mức thu cho kênh" in one], found


def test_the_files_of_the_catalogue_are_sound(tmp_path):
    assert told(tmp_path, lambda file: None, BUNDLE) == []
    assert told(tmp_path, lambda file: None, "3.000244") == []
