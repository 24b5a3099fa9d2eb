"""What waits: ages, holders, bottlenecks; and ranks that say how sure they are."""

from __future__ import annotations

import pytest

from motcua.cases import acts
from motcua.measures.tests.test_marking import signed
from motcua.people.models import Account
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

DAYS = "?tu-ngay=2026-11-01&den-ngay=2026-12-31"


@pytest.fixture
def reader(signed_in_at):
    return signed_in_at(later(MONDAY, days=12))


def rows(client, address, table=0):
    """The texts of a board's table, row by row."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.context["tables"][table].plain


def test_open_and_late_cases_stand_in_their_bands(reader):
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    quan = reader("quan")
    assert rows(quan, "/dieu-hanh/ton-dong/")[2] == ["10 đến dưới 20 ngày", "1", "0", "1"]
    assert [row[1] for row in rows(quan, "/dieu-hanh/ton-dong/", 1)] == ["0", "0", "1", "0", "0"]


def test_overdue_work_is_told_by_holder_and_named_to_the_head_and_oneself_only(reader):
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, hours=1))
    acts.claim(case, by=who("lan"), at=later(MONDAY, hours=2))
    held = {
        name: rows(reader(name), "/dieu-hanh/ton-dong/", 2)[0][1:] for name in ("lan", "ha", "nga", "minh")
    }
    assert held == {
        "lan": ["Trần Thị Lan", "1"],
        "ha": ["Trần Thị Lan", "1"],
        "nga": ["Trần Thị Lan", "1"],
        "minh": ["đã có người nhận", "1"],
    }


def test_somebody_else_s_work_cannot_be_asked_for_by_address(reader):
    lan = Account.objects.get(username="lan").pk
    address = f"/dieu-hanh/chi-tieu/step.late/?nguoi={lan}"
    assert reader("minh").get(address).status_code == 404
    assert reader("lan").get(address).status_code == 200


def test_a_step_is_slow_because_it_waits_or_because_it_is_worked_on(reader, monkeypatch):
    from motcua.measures.boards import waiting

    monkeypatch.setattr(waiting, "QUANTILES", waiting.QUANTILES.replace(">= 5", ">= 1"))
    signed(days=3)
    told = rows(reader("quan"), f"/dieu-hanh/diem-nghen/{DAYS}")
    assert told
    assert {row[-1] for row in told} <= {"chờ người nhận", "xử lý"}
    assert all(row[3].endswith(" giờ") for row in told)


def test_few_cases_are_no_rank_yet(reader):
    signed(days=3)
    agency = rows(reader("quan"), f"/dieu-hanh/xep-hang/{DAYS}")[0]
    assert (agency[0], agency[2], agency[-1]) == ("1", "0,0 %", "chưa đủ để nói khác")
    assert agency[4].startswith("0,0 % – 79,3"), "one case late says little"


def test_who_is_ranked_by_name_is_seen_by_whom_marks_are_seen(reader):
    signed(days=3)
    named = {
        name: [row[1] for row in rows(reader(name), f"/dieu-hanh/xep-hang/{DAYS}", 1)]
        for name in ("lan", "nga")
    }
    assert all("Trần Thị Lan" in name for name in named["lan"])
    assert len(named["nga"]) > len(named["lan"])
