"""The whole catalogue is advised upon on the command line; with cases it says how many people a year are touched."""

from __future__ import annotations

import pytest

from motcua.cases.tests.test_lived import settled
from motcua.project import cli, environment, linting
from motcua.web import catalogue_files
from tests.province import later

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def few(monkeypatch):
    """Three closed cases are enough for advice."""
    monkeypatch.setenv(environment.REVIEW_CASES.name, "3")


def told(capsys, *, cases: bool, name: str = "1.004873") -> list[str]:
    path = environment.catalogue_dir() / "ha-tinh" / "procedures" / f"{name}.yaml"
    assert linting.lint(path, cases=cases, at=later(days=10)) == 0
    return [line for line in capsys.readouterr().out.splitlines() if ": góp ý: " in line]


def test_without_a_database_nobody_says_how_many(capsys):
    lines = told(capsys, cases=False)
    assert lines
    assert all(line.endswith("Chưa biết bao nhiêu người một năm.") for line in lines)


def test_closed_cases_tell_a_limit_that_is_too_long_and_papers_that_never_decided(province, few, capsys):
    for hour in (0, 1, 2):
        settled(later(hours=hour), later(hours=hour + 1), code="1.004873")
    lines = told(capsys, cases=True)
    (limit,) = [line for line in lines if "limit.value" in line]
    assert "Thời hạn là 3 ngày làm việc, mà 9 phần 10 trong 3 hồ sơ" in limit
    assert "Rút thời hạn xuống “1 wd”" in limit
    assert limit.endswith("Liên quan 1 người một năm.")
    assert any("chưa lần nào đổi một quyết định: 3 hồ sơ" in line for line in lines)


def test_three_cases_are_too_few_unless_the_installation_says_so(province, capsys):
    for hour in (0, 1, 2):
        settled(later(hours=hour), later(hours=hour + 1), code="1.004873")
    lines = told(capsys, cases=True)
    assert not any("limit.value" in line or "chưa lần nào" in line for line in lines)


def test_advice_is_counted_apart_and_stops_nobody(capsys):
    assert cli.main(["lint"]) == 0
    assert "0 lỗi, 0 nhắc nhở, " in capsys.readouterr().err


def test_each_file_of_the_catalogue_is_read_once(monkeypatch, capsys):
    read: list[str] = []
    parse = catalogue_files.parse
    monkeypatch.setattr(
        catalogue_files, "parse", lambda path, text: read.append(str(path.resolve())) or parse(path, text)
    )
    assert linting.lint(environment.catalogue_dir(), cases=False, at=later(days=10)) == 0
    assert any("/agencies/" in one for one in read)
    assert len(read) == len(set(read))
