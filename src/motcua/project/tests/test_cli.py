"""What is typed at the command line: answers, refusals in Vietnamese, exit codes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from django.db import ProgrammingError
from psycopg.errors import UndefinedTable

from motcua.measures import declaring as measures
from motcua.project import cli, commands, environment
from motcua.registers import declaring as registers


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-02-12T10:00", "5 wd", "2026-02-26T17:30"),
        ("2026-02-12T10:00+07:00", "1 wh", "2026-02-12T11:00"),
        ("2026-02-12T03:00+00:00", "1 wh", "2026-02-12T11:00"),
        ("2026-02-12T03:00Z", "1 wh", "2026-02-12T11:00"),
    ],
)
def test_due_reads_a_moment_with_or_without_its_offset(capsys, received, limit, due):
    assert cli.main(["due", "--received", received, "--limit", limit]) == 0
    assert capsys.readouterr().out == f"{due}\n"


@pytest.mark.parametrize(
    ("received", "limit", "said"),
    [
        ("mai", "5 wd", "không phải là một thời điểm"),
        ("2026-02-12T10:00", "5", "5"),
        ("2031-02-12T10:00", "5 wd", "2031"),
    ],
)
def test_what_cannot_be_counted_is_refused(capsys, received, limit, said):
    assert cli.main(["due", "--received", received, "--limit", limit]) == 1
    assert said in capsys.readouterr().err


@pytest.fixture
def catalogue(tmp_path):
    """A copy of the catalogue to spoil."""
    return shutil.copytree(environment.catalogue_dir(), tmp_path / "catalogue")


def test_the_catalogue_is_clean(capsys):
    assert cli.main(["lint"]) == 0
    assert "0 lỗi" in capsys.readouterr().err


def test_an_error_of_a_file_is_told_with_its_line(capsys, catalogue):
    file = catalogue / "ha-tinh" / "procedures" / "1.001193.yaml"
    broken = file.read_text().replace("return: examine", "return: end", 1)
    file.write_text(broken)
    line = broken[: broken.index("return: end")].count("\n") + 1
    assert cli.main(["lint", str(catalogue)]) == 1
    told = capsys.readouterr()
    assert f"{file}:{line}: lỗi: steps[2].moves.return: Bước “Ký Giấy khai sinh” kết thúc" in told.out
    assert "1 lỗi" in told.err


def test_a_condition_that_nobody_answers_is_refused(capsys, catalogue):
    conditions = catalogue / "vietnam" / "code-lists" / "guards.yaml"
    conditions.write_text(conditions.read_text() + "  - {code: stamped, title: Đã đóng dấu}\n")
    assert cli.main(["lint", str(catalogue)]) == 1
    assert "“stamped” mà hệ thống không biết kiểm tra" in capsys.readouterr().err


def test_calendars_and_agencies_are_judged_with_the_procedures(capsys, catalogue):
    year = catalogue / "vietnam" / "calendars" / "2026.yaml"
    year.write_text(year.read_text().replace("2026-01-01", "2026-13-01"))
    assert cli.main(["lint", str(catalogue)]) == 1
    assert "“2026-13-01” không phải là một ngày của năm 2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "{old: vp-ubnd-tinh, new: so-khong-co, kind: merge}",
            [
                "Cơ quan cũ Văn phòng UBND tỉnh (“vp-ubnd-tinh”) không hết hiệu lực vào ngày 01/01/2027: "
                "ghi “valid_to: 2027-01-01” ở ",
                "Không có cơ quan mới “so-khong-co” vào ngày",
            ],
        ),
        ("{old: vp-ubnd-tinh, new: so-noi-vu, kind: marge}", ["Không có kiểu kế thừa “marge”"]),
    ],
)
def test_a_wrong_succession_is_told_as_a_load_would_and_nothing_else_is(capsys, catalogue, entry, said):
    file = catalogue / "ha-tinh" / "agencies" / "succession.yaml"
    change = "  - on: 2027-01-01\n    decision: 1/NQ-HĐND\n    basis: source\n    entries:\n"
    file.write_text(spoilt := f"{file.read_text()}{change}      - {entry}\n")
    line = spoilt.count("\n")
    assert cli.main(["lint", str(catalogue)]) == 1
    faults = [told for told in capsys.readouterr().out.splitlines() if ": lỗi: " in told]
    assert [told.startswith(f"{file}:{line}: lỗi: {words}") for told, words in zip(faults, said, strict=True)]


def test_one_file_of_calendars_is_judged_as_a_calendar(capsys, catalogue):
    assert cli.main(["lint", str(catalogue / "vietnam" / "calendars" / "2026.yaml")]) == 0


NQ = "ha-tinh/measures/nq-2022.yaml"


@pytest.fixture
def installed(catalogue, settings):
    """The catalogue as that of this installation, read anew."""
    settings.CATALOGUE = catalogue
    kept = (measures.measures, registers.registers)
    for one in kept:
        one.cache_clear()
    yield catalogue
    for one in kept:
        one.cache_clear()


@pytest.mark.parametrize(
    ("file", "change", "line", "said"),
    [
        (NQ, ("part: channel = 2", "part: chanel = 2"), "chanel", "có phải “channel”?"),
        (NQ, ("part: channel = 2", "part: channel / 0 = 2"), "channel /", "phép chia"),
        (NQ, ("facts: procedure", "facts: procedure, case"), "procedure, case", "không ghép bảng"),
        ("ha-tinh/targets/nq-2022-4-tai-chinh.yaml", (">= 20", "at least 20"), "at least", "không phải một ngưỡng"),
        ("ha-tinh/registers/pci.yaml", ("key: [year]", "key: [yaer]"), "key:", "“yaer” không phải trường của sổ"),
        ("vietnam/indices/pci.yaml", ("scale: 100", "scale: nhiều"), "scale:", "không phải một số"),
        ("vietnam/scorecards/tt-01-2018.yaml", ("30 %", "ba mươi"), "ba mươi", "không phải một phần trăm"),
        ("vietnam/scorecards/tt-01-2018.yaml", ("classes:", "clases:"), "officer:", "classes (danh sách)"),
        ("vietnam/indices/pci.yaml", ("scale: 100", "scale: 1/0"), "scale:", "không phải một số"),
        ("vietnam/measures/qd-766.yaml", ("points: 2", "points: 1/0"), "points: 1/0", "points là số điểm"),
        ("ha-tinh/registers/pci.yaml", ("enters: [", "enters: [specalist, "), "register:", "có phải “specialist”?"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_beside_procedures_is_said_once_with_its_line(
    capsys, installed, file, change, line, said
):
    path = installed / file
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(wrong := text.replace(*change, 1), encoding="utf-8")
    place = next(number for number, one in enumerate(wrong.splitlines(), 1) if line in one)
    for asked in (installed, path.parent, path):
        assert cli.main(["lint", str(asked)]) == 1
        told = [one for one in capsys.readouterr().out.splitlines() if ": lỗi: " in one]
        assert len(told) == 1, told
        assert told[0].startswith(f"{path}:{place}: lỗi: ")
        assert said in told[0]


def test_what_two_folders_declare_is_told_at_both_with_the_other(capsys, installed):
    first = installed / "ha-tinh" / "measures" / "trung.yaml"
    first.write_text("measure: 'now.open'\ntitle: Trùng\nfacts: case\npart: held\n", encoding="utf-8")
    second = installed / "vietnam" / "measures" / "hien-trang.yaml"
    line = second.read_text(encoding="utf-8").splitlines().index('- measure: "now.open"') + 1
    places = [f"{first}:1", f"{second}:{line}"]
    for asked, told in ((installed, places), (first, places[:1]), (second.parent, places[1:])):
        assert cli.main(["lint", str(asked)]) == 1
        faults = [one for one in capsys.readouterr().out.splitlines() if ": lỗi: " in one]
        assert sorted(one.partition(": lỗi: ")[0] for one in faults) == told
        assert all(place in one for one in faults for place in places)


@pytest.mark.parametrize(
    ("file", "change", "errors"),
    [
        ("ha-tinh/registers/pci.yaml", ("", ""), 0),
        ("ha-tinh/registers/pci.yaml", ("key: [year]", "key: [yaer]"), 1),
        ("vietnam/measures/hien-trang.yaml", ("", ""), 0),
        ("vietnam/scorecards/tt-01-2018.yaml", ("classes:", "clases:"), 1),
        ("vietnam/indices/pci.yaml", ("", ""), 0),
    ],
)
def test_a_lone_folder_is_judged_by_what_its_files_say_they_are(capsys, tmp_path, file, change, errors):
    text = (environment.catalogue_dir() / file).read_text(encoding="utf-8")
    (tmp_path / "nhap.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    for asked in (tmp_path, tmp_path / "nhap.yaml"):
        assert cli.main(["lint", str(asked)]) == min(errors, 1)
        assert f"{errors} lỗi, 0 nhắc nhở, 0 góp ý" in capsys.readouterr().err


def test_a_path_where_nothing_is_says_so(capsys, tmp_path):
    assert cli.main(["lint", str(tmp_path / "khong-co")]) == 1
    assert "Không có tệp hoặc thư mục nào" in capsys.readouterr().err


def test_one_broken_field_of_a_form_is_told_once(capsys, catalogue):
    file = catalogue / "ha-tinh" / "procedures" / "1.001193.yaml"
    file.write_text(
        file.read_text().replace(
            "when: {field: birth_proof, is: hospital}", "when: {field: proof, is: hospital}", 1
        )
    )
    assert cli.main(["lint", str(file)]) == 1
    assert "1 lỗi" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["due"], "còn thiếu --received, --limit"),
        (["simulate", "--cases", "-3"], "-3 không dùng được"),
        (["serve", "--port", "80000"], "80000 không phải là một cổng"),
        (["fly"], "không có 'fly'"),
    ],
)
def test_a_command_that_is_typed_wrongly_is_told_in_vietnamese(capsys, words, said):
    with pytest.raises(SystemExit, match="2"):
        cli.main(words)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "code"), [("0", 1), ("29", 1), ("31", 1), ("-1", 1), ("mười", 1), ("", 1), ("1", 0), ("28", 0)]
)
def test_a_report_day_that_not_every_month_has_is_refused_at_the_start(day, code):
    command = [
        sys.executable,
        "-m",
        "motcua.project.cli",
        "lint",
        str(environment.catalogue_dir() / "vietnam/indices"),
    ]
    done = subprocess.run(
        command, env=os.environ | {"MOTCUA_REPORT_DAY": day}, capture_output=True, text=True, check=False
    )
    refusal = f"MOTCUA_REPORT_DAY={day} không dùng được; viết một số nguyên từ 1 đến 28.\n"
    assert (done.returncode, done.stderr == refusal) == (code, bool(code)), done.stderr


def test_a_database_without_tables_tells_how_to_work_on_the_demo_s(monkeypatch, capsys):
    def lacking(options):
        raise ProgrammingError from UndefinedTable()

    monkeypatch.setattr(commands, "map_", lacking)
    assert cli.main(["map"]) == 1
    assert "MOTCUA_DATA_DIR=var/demo" in capsys.readouterr().err
