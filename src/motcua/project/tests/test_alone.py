"""Commands in a process of their own, as a shell starts them: nothing has made Django ready before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from motcua.procedures import importing

EXCERPTS = Path(importing.__file__).parents[1] / "tests" / "excerpts"
BIRTH = Path(__file__).resolve().parents[4] / "catalogue" / "ha-tinh" / "procedures" / "1.001193.yaml"
ALONE = [sys.executable, "-m", "motcua.project.cli"]
DUE = ["due", "--received", "2026-02-12T10:00", "--limit", "5 wd"]
ENVIRONMENT = {"PATH": os.environ["PATH"]}


def alone(words: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ALONE, *words], check=False, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, **more
    )


@pytest.mark.parametrize(
    "words",
    [
        ["import", str(EXCERPTS / "modeler.bpmn")],
        ["import", str(EXCERPTS / "national.jsonl")],
        ["export", "1.001193"],
        ["lint", str(BIRTH)],
        DUE,
    ],
    ids=lambda words: " ".join([words[0], *(Path(word).suffix for word in words[1:2])]),
)
def test_a_command_without_a_database_runs_alone(words, tmp_path):
    run = alone(words, cwd=tmp_path, stdout=subprocess.PIPE)
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr


def test_what_excel_got_from_us_is_read_alone(tmp_path):
    for words in (["export", "1.001193"], ["import", "exports/1.001193.xlsx"]):
        run = alone(words, cwd=tmp_path, stdout=subprocess.PIPE)
        assert run.returncode == 0, run.stderr
    assert (tmp_path / "drafts" / "1.001193.yaml").is_file()


def test_a_reader_that_leaves_early_ends_the_command_quietly():
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        run = alone(DUE, stdout=gone)
    assert (run.returncode, run.stderr) == (141, "")
