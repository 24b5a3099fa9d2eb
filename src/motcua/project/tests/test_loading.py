"""A part of a catalogue is judged in the catalogue in which it lies, and what is wrong named as the part was."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from motcua.project import environment, loading
from motcua.surveys.tests.test_questionnaires import GOOD


@pytest.fixture
def houses(tmp_path, monkeypatch):
    """A catalogue with two places that declare one questionnaire, and a lone folder with the same beside it."""
    lists = Path("vietnam", "code-lists")
    copytree(environment.catalogue_dir() / lists, tmp_path / "catalogue" / lists)
    for place in ("catalogue/one", "catalogue/two", "apart"):
        folder = tmp_path / place / "surveys"
        folder.mkdir(parents=True)
        (folder / "thu.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(path: str) -> list[str]:
    return [f"{fault.where}: {fault.message}" for fault in loading.faults_beside_procedures(Path(path))]


@pytest.mark.parametrize("path", ["catalogue/one", "catalogue/one/surveys", "catalogue/one/surveys/thu.yaml"])
def test_a_part_is_judged_with_the_others_of_its_catalogue(houses, path):
    (said,) = faults(path)
    assert said.startswith("catalogue/one/surveys/thu.yaml:1: ")
    assert "cũng khai ở catalogue/two/surveys/thu.yaml:1" in said


def test_who_stands_in_the_part_gets_whole_names(houses, monkeypatch):
    monkeypatch.chdir(houses / "catalogue" / "one")
    (said,) = faults("surveys")
    assert said.startswith(f"{houses}/catalogue/one/surveys/thu.yaml:1: ")


def test_a_lone_folder_is_judged_alone_wherever_one_stands(houses, monkeypatch):
    assert faults("apart") == []
    monkeypatch.chdir(houses / "catalogue")
    assert faults("../apart") == []
    lone = houses / "apart" / "surveys" / "thu.yaml"
    lone.write_text(GOOD.replace("audience: applicant", "audience: ai-do"), encoding="utf-8")
    (said,) = faults("../apart")
    assert said.startswith("../apart/surveys/thu.yaml:3: “ai-do” không có")
