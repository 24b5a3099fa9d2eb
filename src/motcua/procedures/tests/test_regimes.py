"""The law of the day: what was in force when, and files that say it wrongly."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid
from motcua.procedures import lint, regimes
from tests.province import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    """What a test says of the law is forgotten with it."""
    yield
    regimes.on.cache_clear()


def spoil(catalogue, before: str, after: str) -> None:
    file = regimes.file_of(catalogue)
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "anywhere", "scheme", "district", "full", "proactive"),
    [
        ("2010-01-01", False, "2018", True, "Mức độ 4", ""),
        ("2022-08-14", False, "2018", True, "Mức độ 4", ""),
        ("2022-08-15", False, "2018", True, "Toàn trình", ""),
        ("2025-06-30", False, "2018", True, "Toàn trình", ""),
        ("2025-07-01", True, "2026", False, "Toàn trình", ""),
        ("2026-07-01", True, "2026", False, "Toàn trình", "Chủ động nhắc thực hiện"),
    ],
)
def test_each_day_has_the_law_of_its_day(province, day, anywhere, scheme, district, full, proactive):
    law = regimes.on(date.fromisoformat(day))
    assert (law.anywhere, law.scheme, "district" in law.levels) == (anywhere, scheme, district)
    assert (law.online["full"], law.proactive.get("1", "")) == (full, proactive)


def test_loading_again_changes_nothing_and_a_change_is_told(province, catalogue):
    assert regimes.load(catalogue, by="tu", at=MONDAY) == 0
    spoil(catalogue, "in_force: 2026-07-01", "in_force: 2026-08-01")
    assert regimes.load(catalogue, by="tu", at=MONDAY) == 2
    assert regimes.on(date(2026, 7, 1)).proactive == {}
    told = Event.objects.filter(kind="regimes.loaded").order_by("-id")[0].data["regimes"]
    assert told == ["proactive 01/07/2026", "proactive 01/08/2026"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('scheme: "2026"', 'scheme: "2099"', "không phải là giá trị dùng được"),
        ("118/2025/NĐ-CP, anywhere", "118/2025/NĐ-CP, anywher", "Có phải “anywhere”"),
        ('"2018"}\n  - {in_force: 2025-07-01', '"2018"}\n  - {in_force: 2018-01-01', "không sau"),
        ("anywhere: true", "anywhere: mọi nơi", "có hoặc không (true, false)"),
        ("tiers:", "tầng:", "tiers"),
    ],
)  # fmt: skip
def test_a_wrong_regime_is_refused_with_its_line(province, catalogue, before, after, said):
    spoil(catalogue, before, after)
    with pytest.raises(Invalid) as refused:
        regimes.load(catalogue, by="tu", at=MONDAY)
    assert any(said in fault.message and "regimes.yaml:" in fault.where for fault in refused.value.faults)
    assert any("regimes.yaml" in str(finding) for finding in lint.errors_in(lint.lint(catalogue)))


def test_a_level_that_is_gone_decides_nothing(file):
    file.write_text(
        file.read_text(encoding="utf-8").replace("level: commune", "level: district"), encoding="utf-8"
    )
    found = [one.message for one in lint.lint(file)]
    assert "Cấp huyện không còn giải quyết thủ tục vào ngày 01/07/2025." in found
