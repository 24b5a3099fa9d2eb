"""How the values of targets are taken from registers and measures; where a number is missing there is none."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from shutil import copy

import pytest
from django.conf import settings

from motcua.cases import acts as cases
from motcua.kernel.measures import Tally
from motcua.kernel.refusals import Invalid
from motcua.kernel.targets import Status
from motcua.measures import declaring, promising, readings, reads
from motcua.measures.counting import Asked
from motcua.registers import acts
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]


@pytest.fixture
def told(tmp_path, province):
    """Make rows of a register known, and say what a target makes of them."""

    def known(code: str, register: str, rows: str):
        folder = tmp_path / "registers"
        (folder / "so-lieu").mkdir(parents=True, exist_ok=True)
        copy(Path(settings.CATALOGUE) / f"ha-tinh/registers/{register}.yaml", folder)
        (folder / "so-lieu" / f"{register}.yaml").write_text(
            f"register: {register}\ndocument: Báo cáo\nrows:\n{rows}", encoding="utf-8"
        )
        acts.load(folder, by="system", at=MONDAY)
        return stands(code)

    return known


def stands(code: str):
    reads.at_once(at=later(MONDAY, days=1))
    [one] = readings.kept([promising.targets()[code]], Asked(later(MONDAY, days=1)))
    return one


def values(one) -> dict[int, Fraction]:
    return {reading.on.year: reading.value for reading in one.readings}


def test_a_part_of_a_whole_is_a_share_and_nothing_of_nothing_is_none(told):
    rows = """
  - {year: 2023, staff: 1000, standard: 999}
  - {year: 2024, staff: 0, standard: 0}
  - {year: 2025, staff: 1000}
"""
    one = told("HT22-13.1", "can-bo-cong-chuc", rows)
    assert values(one) == {2023: Fraction(999, 10)}
    assert one.status is Status.NOT_MET


def test_what_comes_together_ends_at_the_first_year_without_a_number(told):
    rows = """
  - {year: 2021, capital: 500}
  - {year: 2022, capital: 60.5}
  - {year: 2023, capital: 70}
  - {year: 2025, capital: 200}
"""
    one = told("HT22-28", "dau-tu-doanh-nghiep", rows)
    assert values(one) == {2022: Fraction("60.5"), 2023: Fraction("130.5")}


def test_what_has_come_together_at_once_is_met(told):
    one = told("HT22-28", "dau-tu-doanh-nghiep", "  - {year: 2022, capital: 221}\n")
    assert one.status is Status.MET


def test_what_fell_since_a_year(told):
    rows = """
  - {year: 2021, units: 800, posts: 20000}
  - {year: 2024, units: 730, posts: 17000}
"""
    one = told("HT22-11.1", "don-vi-su-nghiep", rows)
    assert values(one) == {2024: Fraction(35, 4)}
    assert one.status is Status.NOT_MET
    assert stands("HT22-11.2").status is Status.MET


def test_what_fell_since_the_mean_of_years_wants_every_year(told):
    years = "".join(f"  - {{year: {year}, support: 100}}\n" for year in (2016, 2017, 2018, 2019, 2020))
    one = told(
        "HT22-19",
        "don-vi-su-nghiep",
        f"{years}  - {{year: 2021, support: 90}}\n  - {{year: 2023, support: 50}}\n",
    )
    assert values(one) == {2021: Fraction(10)}, "2022 is not known, so 2023 has no mean"


def test_a_mean_with_a_gap_at_its_beginning_is_none(told):
    years = "".join(f"  - {{year: {year}, support: 100}}\n" for year in (2016, 2018, 2019, 2020, 2021))
    assert told("HT22-19", "don-vi-su-nghiep", years).status is Status.NO_DATA


def test_cases_outside_the_system_join_the_whole_and_are_told_beside_it(told, signed_in_at):
    cases.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    assert stands("HT22-06.3").status is Status.NO_DATA, "the system alone would always say 100 %"
    one = told("HT22-06.3", "ho-so-ngoai-he-thong", "  - {year: 2026, outside: 3}\n")
    assert values(one) == {2026: Fraction(25)}
    page = signed_in_at(later(MONDAY, days=1))("quan").get("/dieu-hanh/muc-tieu/HT22-06.3/")
    (row,) = page.context["table"].rows
    assert [str(getattr(cell, "text", cell)) for cell in row][1:3] == ["25 %", "3"]


BARE = promising.targets()["HT22-07.2"]
FIELDS = ("survey.satisfied-land", "survey.satisfied-construction", "survey.satisfied-investment")


@pytest.mark.parametrize(
    ("shares", "value", "beyond", "status"),
    [
        ((90, 88, 86), 86, False, Status.MET),
        ((99, 99, 84), 84, False, Status.NOT_MET),
        ((99, None, 84), 84, True, Status.NOT_MET),
        ((99, None, 85), 85, True, Status.NO_DATA),
        ((None, None, 99), 99, True, Status.NO_DATA),
        ((None, None, None), None, False, Status.NO_DATA),
    ],
    ids=str,
)
def test_of_several_measures_the_worst_counts(shares, value, beyond, status):
    said = {
        code: [] if share is None else [(date(2025, 12, 31), said_by(code, share))]
        for code, share in zip(FIELDS, shares, strict=True)
    }
    one = readings.stands(BARE, {}, said, date(2026, 1, 31))
    assert one.status is status
    assert [(told.value, told.beyond) for told in one.readings] == (
        [] if value is None else [(value, beyond)]
    )


def said_by(code: str, share: int) -> reads.Line:
    return reads.Line(declaring.measures()[code], (2025,), Tally(share, 100), None)


def test_the_share_of_procedures_online_comes_from_cases(province):
    cases.receive(file_birth(at=MONDAY), by=who("minh"), at=later(MONDAY, hours=1))
    one = stands("HT22-06.4")
    assert values(one) == {2026: Fraction(100)}
    assert one.status is Status.MET


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('threshold: "<= 10"', 'threshold: "10"'), "không phải một ngưỡng"),
        (("source: entered", "source: guessed"), "source là live, hybrid, entered"),
        (("field: rank}", "field: ranks}"), "Sổ “par-index” không có trường “ranks”"),
        (("register: par-index", "register: par"), "Không có sổ “par”"),
        (("responsible: so-noi-vu", "owner: so-noi-vu"), "Không có trường “owner”"),
        (("title: Thứ hạng Chỉ số cải cách", "text: Thứ hạng\n        title: Thứ hạng Chỉ số cải cách"), "chép nguyên"),
        (("value: {register: par-index, field: rank}", "value: {registers: par-index}"), "Không có cách lấy giá trị"),
        (("value: 16, source: Nghị quyết", "source: Nghị quyết"), "baseline ghi year (năm) và value (số)"),
        (("  - bullet: 1\n", "  - bulet: 1\n"), "Mỗi gạch đầu dòng ghi bullet"),
        (("deadline: 2025-12-31", "deadline: cuối năm"), "deadline là một ngày"),
        (("target: HT22-01.2", "target: HT22-01.1"), "cũng khai ở"),
        (("responsible: so-noi-vu", "responsible: [so-noi-vu, so-y-te]"), "“responsible” là một chữ"),
    ],
)  # fmt: skip
def test_a_file_with_a_slip_is_refused_with_its_line(tmp_path, change, said):
    text = (Path(settings.CATALOGUE) / "ha-tinh/targets/nq-2022-1-chi-so.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "targets"
    folder.mkdir()
    (folder / "a.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        promising.read(folder)
    assert said in " ".join(fault.message for fault in refused.value.faults)
    assert "a.yaml:" in refused.value.faults[0].where


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("measure: ht22.03", "measure: ht22.99"), "Không có chỉ số “ht22.99”"),
        (("survey.satisfied-land", "survey.satisfied-lamp"), "Không có chỉ số “survey.satisfied-lamp”"),
        (("measure: ht22.03", "measure: ht22.03, worst_of: [ht22.08]"), "một trong measure, worst_of"),
        (("measure: ht22.03", "since: 2022"), "Cần measure, worst_of hoặc register"),
    ],
)  # fmt: skip
def test_a_value_that_can_not_be_taken_is_refused(tmp_path, change, said):
    text = (Path(settings.CATALOGUE) / "ha-tinh/targets/nq-2022-2-the-che-thu-tuc.yaml").read_text(
        encoding="utf-8"
    )
    folder = tmp_path / "targets"
    folder.mkdir()
    (folder / "a.yaml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        promising.read(folder)
    assert said in refused.value.faults[0].message
