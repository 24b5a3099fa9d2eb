"""``motcua map``: the day the map changes at the command line, by somebody who is an administrator."""

from __future__ import annotations

import pytest

from motcua.agencies.models import Reorganisation
from motcua.cases.models import Case
from motcua.kernel.refusals import Invalid, Missing
from motcua.people.models import Account
from motcua.project import cli, rearranging
from motcua.reorganisations.models import Placement
from tests import old_map
from tests.old_map import ACT, EVE, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(province):
    old_map.plan_again()
    old_map.people()
    old_map.cases(230)
    for name in ("an", "ba"):
        Account.objects.create(username=name, full_name=name, is_officer=True, is_administrator=True)


def told(*words: str, at=EVE) -> str:
    options = cli._parser().parse_args(["map", *words])
    return "\n".join(rearranging.rearrange(options, at=at))


def test_without_a_name_all_changes_are_listed(eve):
    assert "2025-07-01: Sắp xếp cơ quan từ 01/07/2025, hiệu lực 01/07/2025; đã lập." in told()


def test_a_change_is_rehearsed_confirmed_and_carried_out(eve):
    seen = told(ACT, "--rehearse", "--by", "an")
    assert "UBND phường Đại Nài → UBND phường Thành Sen" in seen
    assert "221 cơ quan cũ; 70 cơ quan mới" in seen
    assert "[cần biết] Mã giữ nguyên mà chỉ địa bàn khác" in seen
    assert "đã xác nhận" in told(ACT, "--confirm", "1665/NQ-UBTVQH15", "--by", "ba")
    done = told(ACT, "--carry-out", at=MORNING)
    assert done.startswith("Đã chuyển ")
    assert "còn lại" not in done
    assert Reorganisation.objects.get(key=ACT).state == "in-effect"


def test_a_case_is_placed_by_its_code_and_the_plan_withdrawn(eve):
    case = Case.objects.filter(competent__slug="gso-18796", finished_at=None)[0]
    told(ACT, "--place", case.code, "gso-18832", "--by", "an")
    assert Placement.objects.get().agency.slug == "gso-18832"
    with pytest.raises(Missing, match="Không có hồ sơ"):
        told(ACT, "--place", "H27-0", "gso-18832", "--by", "an")
    assert "đã rút" in told(ACT, "--withdraw", "Lùi lại", "--by", "an")


def test_who_decides_is_named_and_an_administrator(eve):
    with pytest.raises(Invalid, match="--by"):
        told(ACT, "--rehearse")
    with pytest.raises(Missing, match="quản trị"):
        told(ACT, "--rehearse", "--by", "lan")
    with pytest.raises(Missing, match="Không có sắp xếp"):
        told("2031-01-01")
