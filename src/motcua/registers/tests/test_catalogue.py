"""The registers that ship: somebody enters each and another approves, and every sheet can be filled and read."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.kernel.refusals import Invalid
from motcua.registers import declaring, keeping
from motcua.web import filled_sheets
from tests.province import MONDAY

CODES = sorted(declaring.read(settings.CATALOGUE))
PAR = settings.CATALOGUE / "ha-tinh" / "registers" / "par-index.yaml"


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("code", CODES)
def test_somebody_enters_and_another_approves(province, code):
    register = declaring.register(code)
    day = MONDAY.date()
    posts = agencies.posts(keeping.keeper(register, day), day)
    entering = {post.id for post in posts if {*post.roles} & {*register.enters}}
    approving = {post.id for post in posts if {*post.roles} & {*register.approves}}
    assert entering
    assert approving
    assert len(entering | approving) > 1, "two people"


@pytest.mark.parametrize("code", CODES)
def test_an_empty_sheet_of_a_register_is_read_as_empty(code):
    register = declaring.register(code)
    with pytest.raises(Invalid) as refused:
        filled_sheets.read(register, BytesIO(filled_sheets.workbook(register, [])), today=MONDAY.date())
    assert "không có dòng số liệu nào" in refused.value.faults[0].message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("proof:", "prof:"), "Thiếu “proof”"),
        (("key: [year]", "key: [years]"), "“years” không phải trường của sổ"),
        (("type: number, required: true, min: 2012", "type: number, min: 2012"), "phải có required: true"),
        (("type: number, required: true", "type: figure, required: true"), "figure"),
        (("rank: ranked", "rank: last"), "“rank: last”: cả hai phải là trường của sổ"),
        (("at_most: {rank: ranked", "at_most: [rank, ranked]\nnote: {a: b"), "at_most ghi từng cặp"),
        (("enters: [", "enters: specialist #"), "“enters” là một danh sách, như [specialist]."),
        (("approves: [", "approves: [leeder, "), "Không có vai trò “leeder”; có phải “leader”?"),
        (("agency: ", "agency: so-khong-co #"), "Danh mục không có cơ quan “so-khong-co”"),
    ],
)
def test_a_register_with_a_slip_is_refused_with_its_line(tmp_path, change, said):
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "par.yaml").write_text(PAR.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        declaring.judge(folder, agencies=["so-noi-vu"], roles=["leader", "specialist"])
    assert any(said in fault.message and "par.yaml:" in fault.where for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("  - {year: 2024, procedures: 50}", "không được quá 13"),
        ("  - {year: 2024, points: 50}", "points"),
        ("  - {rank: 5}", "năm"),
        ("  - 2024", "rows (danh sách dòng)"),
        ("", "rows (danh sách dòng)"),
    ],
)
def test_public_rows_are_judged_like_all_others(tmp_path, rows, said):
    folder = tmp_path / "registers"
    (folder / "so-lieu").mkdir(parents=True)
    (folder / "par.yaml").write_text(PAR.read_text(encoding="utf-8"), encoding="utf-8")
    text = f"register: par-index\ndocument: Báo\nrows:\n{rows}\n"
    (folder / "so-lieu" / "par.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        declaring.judge(folder, agencies=["so-noi-vu"], roles=["leader", "specialist"])
    assert said in refused.value.faults[0].message
    assert refused.value.faults[0].where.endswith("par.yaml:4") or "rows (" in said


def test_two_public_rows_of_one_key_are_told_with_both_places(tmp_path):
    folder = tmp_path / "registers"
    (folder / "so-lieu").mkdir(parents=True)
    (folder / "par.yaml").write_text(PAR.read_text(encoding="utf-8"), encoding="utf-8")
    for name, years in (("a", (2023, 2024)), ("b", (2024,))):
        rows = "".join(f"  - {{year: {year}, score: 80, rank: 20}}\n" for year in years)
        text = f"register: par-index\ndocument: Báo\nrows:\n{rows}"
        (folder / "so-lieu" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        declaring.judge(folder, agencies=["so-noi-vu"], roles=["leader", "specialist"])
    (fault,) = refused.value.faults
    assert fault.where.endswith("b.yaml:4")
    assert fault.message.startswith("Trùng khóa 2024 với ")
    assert fault.message.endswith("a.yaml:5.")
