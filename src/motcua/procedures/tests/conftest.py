"""A catalogue of its own for each test: the real code lists, a few agencies, one short procedure to break."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from motcua.kernel.calendar import LOCAL
from motcua.procedures.drafting import writing
from motcua.procedures.models import VersionDraft
from motcua.procedures.tests.designing import BIRTH, signed_in
from tests.province import MONDAY, who

REAL = Path(__file__).resolve().parents[4] / "catalogue"
GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
LISTING = """\
code,title,field,levels,online,agency,decision
1.001193,Thủ tục đăng ký khai sinh,Hộ tịch,commune,,,163/QĐ-BTP
1.004884,Thủ tục đăng ký lại khai sinh,Hộ tịch,commune,,,163/QĐ-BTP
1.000894,Thủ tục đăng ký kết hôn,Hộ tịch,commune,,,163/QĐ-BTP
1.012783,Cấp đổi Giấy chứng nhận quyền sử dụng đất,Đất đai,province,partial,Văn phòng đất đai,3380/QĐ-BNNMT
1.002010,Đăng ký hoạt động của tổ chức hành nghề luật sư,Luật sư,province,full,Sở Tư pháp,1262/QĐ-BTP
1.005126,Cấp Giấy phép xây dựng đường ngang,Đường sắt,ministry province,,Sở Xây dựng,2267/QĐ-BXD
"""
AGENCIES = """\
agencies:
  - slug: so-xay-dung
    posts:
      - {key: mot-cua, roles: [one-stop, civil-status, leader, division-head, construction]}
"""


@pytest.fixture(scope="session")
def real() -> Path:
    """The catalogue that ships."""
    return REAL


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A small catalogue with everything that a procedure file may name."""
    root = tmp_path / "catalogue"
    shutil.copytree(REAL / "vietnam" / "code-lists", root / "vietnam" / "code-lists")
    for folder in ("vietnam/procedures", "ha-tinh/procedures", "ha-tinh/agencies"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "vietnam/procedures/national-list.csv").write_text(LISTING, encoding="utf-8")
    (root / "ha-tinh/agencies/departments.yaml").write_text(AGENCIES, encoding="utf-8")
    return root


@pytest.fixture
def blank(db: None) -> None:
    """A catalogue without procedures: those of the province step aside until the test is over."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in ("procedureversion", "procedure", "codeitem"):
            cursor.execute(f"DELETE FROM procedures_{table}")
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def good() -> str:
    """The text of a short procedure file without a fault."""
    return GOOD


@pytest.fixture
def file(catalogue: Path, good: str) -> Path:
    """The short procedure file in its place."""
    path = catalogue / "ha-tinh/procedures/1.001193.yaml"
    path.write_text(good, encoding="utf-8")
    return path


@pytest.fixture
def at() -> datetime:
    """The moment of the tests: half a year after the switch to two tiers."""
    return datetime(2026, 1, 5, 9, tzinfo=LOCAL)


@pytest.fixture
def designer(province, monkeypatch, tmp_path, settings, real):
    """A Monday, and a copy of the catalogue to which drafts may be published."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    settings.DEMO = False
    settings.CATALOGUE = shutil.copytree(real, tmp_path / "catalogue")
    return settings.CATALOGUE


@pytest.fixture
def nga() -> Client:
    return signed_in("nga")


@pytest.fixture
def son() -> Client:
    return signed_in("son")


@pytest.fixture
def draft(designer) -> VersionDraft:
    return VersionDraft.objects.get(id=writing.begin(BIRTH, by=who("nga"), at=MONDAY))
