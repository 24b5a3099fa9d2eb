"""The command that turns files of elsewhere into drafts."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from motcua.procedures import importing
from motcua.project import cli

NATIONAL = Path(importing.__file__).parents[1] / "tests" / "excerpts" / "national.jsonl"
CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue" / "ha-tinh" / "procedures"


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


def test_what_is_doubtful_of_every_draft_alike_is_told_once(tmp_path, capsys):
    assert cli.main(["import", str(NATIONAL), "--to", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "mọi bản nháp: in_force: Ngày áp dụng không có trong dữ liệu nguồn" in told
    assert (told.count("Ngày áp dụng"), told.count("Tờ khai điện tử"), told.count("quy trình mặc định")) == (
        1,
        1,
        1,
    )
    assert f"{len(told.splitlines()) - 1} chỗ cần xem lại" in told


def test_a_procedure_goes_out_and_comes_back_as_a_draft(tmp_path, capsys):
    out, drafts = tmp_path / "out", tmp_path / "drafts"
    assert cli.main(["export", "1.008891", "--to", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["1.008891.bpmn", "1.008891.xlsx"]
    assert "Lãnh đạo phòng chuyên môn" in (out / "1.008891.bpmn").read_text(encoding="utf-8")
    assert cli.main(["import", str(out / "1.008891.bpmn"), "--to", str(drafts)]) == 0
    assert "0 chỗ cần xem lại" in capsys.readouterr().out
    original = yaml.safe_load((CATALOGUE / "1.008891.yaml").read_text(encoding="utf-8"))
    assert (
        yaml.safe_load((drafts / "1.008891.yaml").read_text(encoding="utf-8"))["steps"] == original["steps"]
    )


def test_a_whole_catalogue_goes_out_in_one_kind(tmp_path):
    assert cli.main(["export", str(CATALOGUE.parent), "--to", str(tmp_path), "--only", "bpmn"]) == 0
    written = {path.stem for path in tmp_path.iterdir()}
    assert written == {path.stem for path in CATALOGUE.glob("*.yaml")}


def test_what_is_not_there_or_broken_is_refused(tmp_path, capsys):
    assert cli.main(["export", "9.999999", "--to", str(tmp_path)]) == 1
    assert "Không thấy thủ tục “9.999999”" in capsys.readouterr().err
    broken = tmp_path / "procedures" / "1.008891.yaml"
    broken.parent.mkdir()
    broken.write_text("code: x", encoding="utf-8")
    (tmp_path / "vietnam" / "code-lists").mkdir(parents=True)
    assert cli.main(["export", str(broken), "--to", str(tmp_path)]) == 1


def test_a_draft_never_leaves_its_folder(tmp_path, capsys):
    line = NATIONAL.read_text(encoding="utf-8").splitlines()[0]
    told = json.loads(line) | {"code": "../outside"}
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(told), encoding="utf-8")
    assert cli.main(["import", str(source), "--to", str(tmp_path / "drafts")]) == 1
    assert "../outside" in capsys.readouterr().err
    assert not (tmp_path / "outside.yaml").exists()
