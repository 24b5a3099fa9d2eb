"""TT 01/2018/TT-VPCP: each case earns points for its speed; who lost one is told which case, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from motcua.cases import acts
from motcua.kernel.measures import Tally
from motcua.kernel.refusals import Invalid
from motcua.measures import declaring, marking, reads, refreshing, scorecards
from motcua.measures.counting import Asked
from tests.province import MONDAY, THANH_SEN, agency, later, who
from tests.stories.birth import RECEPTION, file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

OFFICE = f"{THANH_SEN}.van-phong"
ASKED = Asked(later(MONDAY, days=30), date(2026, 9, 15), date(2026, 12, 14))


@pytest.fixture
def card():
    return scorecards.scorecard("tt-01-2018")


def signed(*, days: int = 0):
    """A birth that Lan proposes within an hour and Quân signs some days after."""
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(MONDAY, minutes=30))
    for name, verb, at in (("lan", "propose", later(hours=1)), ("quan", "sign", later(days=days, hours=2))):
        acts.claim(case, by=who(name), at=at)
        acts.finish(case, verb, by=who(name), at=at)
    return case


def house():
    """The commune with the units that work in it."""
    return [agency(THANH_SEN), agency(OFFICE), agency(RECEPTION)]


def derived():
    refreshing.rebuild(at=ASKED.as_of)


def points(mark, card):
    return {
        index.code.removeprefix("01-2018."): str(told)
        for index, told in zip(card.indices, mark.points, strict=True)
        if told is not None
    }


def test_officers_earn_the_mean_of_the_cases_in_which_they_took_part(card):
    signed()
    signed(days=3)
    derived()
    marks = {mark.officer: mark for mark in marking.officers(card, house(), ASKED)}
    lan, quan = marks[who("lan").account], marks[who("quan").account]
    assert points(lan, card.cards["officer"]) == {"1": "0.5", "2": "2.0", "3": "2.0", "4": "2.0"}
    assert points(quan, card.cards["officer"]) == {"1": "0.5", "2": "1.0", "3": "2.0", "4": "2.0"}
    assert (lan.cases, lan.standing.total, lan.standing.best) == (2, Decimal("6.5"), Decimal("8.5"))
    assert lan.standing.title == "Hoàn thành 100 % nhiệm vụ", "whatever the index of manners will be"
    assert not lan.standing.complete


def test_whoever_works_in_two_units_is_marked_once(card, monkeypatch):
    def tallies(*_):
        return {
            (agency(OFFICE), 7): {"01-2018.1": Tally(2, 1)},
            (agency(RECEPTION), 7): {"01-2018.1": Tally(1, 3)},
            (agency("vp-ubnd-tinh"), 7): {"01-2018.1": Tally(2, 1)},
        }

    monkeypatch.setattr(marking, "_tallies", tallies)
    (mark,) = marking.officers(card, house(), ASKED)
    assert (mark.cases, points(mark, card.cards["officer"])) == (4, {"1": "0.8"})
    assert mark.whose == [(agency(OFFICE), 7), (agency(RECEPTION), 7)]


def test_every_point_lost_names_its_case_and_its_reason(card):
    signed()
    late = signed(days=3)
    derived()
    of_lan = marking.lost(card.cards["officer"], [(agency(OFFICE), who("lan").account)], ASKED, limit=10)
    assert [(one.case_id == str(late), one.points, one.because) for one in of_lan] == [
        (True, 0, "Xong sau hạn trả"),
        (False, 1, "Xong đúng ngày hẹn trả, không sớm hơn"),
    ]
    both = [(agency(OFFICE), who("lan").account), (agency(THANH_SEN), who("quan").account)]
    assert marking.reasons(card.cards["officer"], both, ASKED) == [
        ("Có bước làm quá hạn", 1),
        ("Xong sau hạn trả", 1),
        ("Xong đúng ngày hẹn trả, không sớm hơn", 1),
    ], "a case counts once, whoever of them took part"
    assert len(marking.lost(card.cards["officer"], both, ASKED, limit=1)) == 2, "the latest of each index"


def test_an_agency_is_marked_for_all_its_cases_and_its_class_waits_for_what_is_unknown(card):
    signed()
    derived()
    marks = {mark.agency: mark for mark in marking.agencies(card, ASKED)}
    commune = marks[agency(THANH_SEN)]
    told = points(commune, card.cards["agency"])
    assert told == {"1": "1.0", "2": "2.0", "3": "2.0", "4": "2.0", "9": "0"}
    assert (commune.standing.total, commune.standing.title) == (Decimal(7), "")


def test_who_withdrew_costs_nobody_a_point(card):
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(hours=1))
    acts.withdraw(case, reason="Đổi ý", by=who("hoa"), at=later(hours=2))
    derived()
    assert marking.officers(card, house(), ASKED) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (('"01-2018.3", "01-2018.4"', '"01-2018.3", "01-2018.44"'), "Không có chỉ số “01-2018.44”."),
        (("from: 3.5", "from: 6"), "Các loại xếp từ điểm cao xuống, loại cuối từ 0 điểm."),
        (('"01-2018.9.online": 15 %', '"01-2018.9.online": many'), "“many” không phải một phần trăm"),
        (("  officer:", "  everybody:"), "Phiếu chỉ có cho officer"),
        (("title: Chấm điểm", "titel: Chấm điểm"), "Phiếu điểm cần scorecard, title và cards."),
    ],
)
def test_a_wrong_scorecard_is_refused_with_file_and_line(tmp_path, wrong, said):
    text = (settings.CATALOGUE / "vietnam/scorecards/tt-01-2018.yaml").read_text(encoding="utf-8")
    assert wrong[0] in text
    folder = tmp_path / "scorecards"
    folder.mkdir()
    (folder / "x.yaml").write_text(text.replace(*wrong, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        scorecards.read(tmp_path, declaring.read(settings.CATALOGUE))
    assert any(said in fault.message and "x.yaml:" in fault.where for fault in refused.value.faults)


def test_a_step_of_hours_that_ran_into_the_next_day_is_late_by_the_hour():
    """Lan's two hours begin on Monday afternoon and end on Tuesday morning; she proposes on Tuesday afternoon."""
    case = file_birth(at=later(hours=7))
    acts.receive(case, by=who("minh"), at=later(hours=8))
    acts.claim(case, by=who("lan"), at=later(days=1))
    acts.finish(case, "propose", by=who("lan"), at=later(days=1, hours=7))
    acts.claim(case, by=who("quan"), at=later(days=1, hours=7))
    acts.finish(case, "sign", by=who("quan"), at=later(days=1, hours=7, minutes=5))
    derived()
    found = reads.engine().run("SELECT owner, own_time FROM contribution_facts WHERE owner IS NOT NULL")
    assert dict(found)[who("lan").account] == "longer"
