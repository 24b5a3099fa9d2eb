"""The command that turns files of elsewhere into drafts."""

from __future__ import annotations

from pathlib import Path

from motcua.procedures import importing
from motcua.project import cli

NATIONAL = Path(importing.__file__).parents[1] / "tests" / "excerpts" / "national.jsonl"


def test_the_command_writes_drafts_and_a_report_and_overwrites_nothing(tmp_path, capsys):
    command = [
        "import",
        str(NATIONAL),
        "--to",
        str(tmp_path / "drafts"),
        "--report",
        str(tmp_path / "doubts.csv"),
    ]
    assert cli.main(command) == 0
    assert len(list((tmp_path / "drafts").glob("*.yaml"))) == 12
    assert "Mã thủ tục" in (tmp_path / "doubts.csv").read_text(encoding="utf-8-sig")
    assert cli.main(command) == 1
    assert "đã có" in capsys.readouterr().err
