"""Facts and reports on the command line: what was broken is said first; a file is the same that the page gives."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from motcua.kernel.refusals import Invalid, Missing
from motcua.measures.tests.test_marking import signed
from motcua.project import measuring
from tests.province import MONDAY, THANH_SEN, later
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.once]

AT = later(MONDAY, days=20)


@pytest.fixture(autouse=True)
def facts(province, settings, tmp_path):
    settings.FACTS_DIR = tmp_path / "facts"


def test_a_damaged_file_is_named_and_the_facts_are_whole_again(settings):
    file_birth(at=MONDAY)
    list(measuring.facts(anew=True, at=MONDAY))
    (path,) = (settings.FACTS_DIR / "case").glob("*.parquet")
    path.write_bytes(path.read_bytes()[:-40])
    first, *told = measuring.facts(anew=False, at=MONDAY)
    name = path.relative_to(settings.FACTS_DIR).as_posix()
    assert first == f"Tệp số liệu {name} hỏng hoặc mất: đã dựng lại từ cơ sở dữ liệu."
    assert "case: 1 dòng" in told


def report(kind, period="2026-4", *, agency=None, by="field", form="xlsx", out=None):
    return measuring.report(kind, period, agency=agency, by=by, form=form, out=out, at=AT)


def test_form_ii06_of_a_commune_as_excel(tmp_path):
    signed(days=3)
    path = report("II.06", agency=THANH_SEN, by="agency", out=tmp_path / "bieu.xlsx")
    rows = list(load_workbook(BytesIO(path.read_bytes())).active.values)
    assert ("1", "Ủy ban nhân dân phường Thành Sen", 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0) in rows


def test_the_resolution_of_a_year_under_a_name_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    signed()
    path = report("nghi-quyet", "2026", form="pdf")
    assert path.name == "nghi-quyet-2026.pdf"
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("kind", "period", "refusal", "said"),
    [
        ("II.07", "2026-4", Missing, "có: II.06, nghi-quyet"),
        ("II.06", "2026-7", Invalid, "2026-4 (quý 4)"),
        ("II.06", "2030-1", Invalid, "chưa đến"),
    ],
)
def test_what_there_is_not_is_refused_and_nothing_written(tmp_path, kind, period, refusal, said):
    out = tmp_path / "x.pdf"
    with pytest.raises(refusal, match="") as refused:
        report(kind, period, form="pdf", out=out)
    assert said in refused.value.message
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(Invalid, match=r"Không ghi được .*x\.xlsx: "):
        report("II.06", out=tmp_path / "nowhere" / "x.xlsx")
