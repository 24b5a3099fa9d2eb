"""The forecast warns beside the inbox before it is too late, and its page says how far it can be trusted."""

from __future__ import annotations

import json

import pytest

from motcua.cases import acts
from motcua.cases.models import Case, Step
from motcua.kernel.forecasting import Bin, Calibration, Curve
from motcua.measures import forecasting, jobs, refreshing
from motcua.measures.forecasting import Forecaster
from motcua.web import sheets
from tests.province import MONDAY, later, who
from tests.stories.birth import BIRTH, file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

NOW = later(MONDAY, hours=1)


@pytest.fixture
def lan(signed_in_at):
    return signed_in_at(NOW)("lan")


@pytest.fixture
def case():
    case = file_birth(at=MONDAY)
    acts.receive(case, by=who("minh"), at=later(minutes=30))
    return case


def learnt(case, share=0.8, *, score=0.05, late=80):
    """A past in which a share of such cases took longer than an hour, and far longer."""
    step = Step.objects.get(case=case, closed_at=None).name
    curves = {(BIRTH, step): Curve((60, 10_000), (share, 0.0), 120)}
    found = Forecaster(MONDAY, curves, Calibration(), 300, late, score, 0.2, (Bin(300, 0.3, 0.25),))
    refreshing.store().keep(forecasting.FILE, json.dumps(forecasting.written(found)).encode())
    refreshing.rebuild(at=NOW)


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_the_inbox_names_what_will_likely_be_late(lan, case):
    learnt(case)
    page = shown(lan, "/ban-lam-viec/")
    assert "1 hồ sơ ở trang này dễ trễ hạn" in page
    assert "khả năng trễ 80 %" in page


def test_a_case_that_is_not_received_yet_has_no_date_and_no_forecast(signed_in_at):
    case = file_birth(at=MONDAY)
    learnt(case)
    page = shown(signed_in_at(NOW)("minh"), "/ban-lam-viec/")
    assert f"/ban-lam-viec/ho-so/{case}/" in page
    assert "dễ trễ hạn" not in page


@pytest.mark.parametrize(("share", "score"), [(0.8, 0.3), (0.1, 0.05)], ids=["no use", "time enough"])
def test_the_inbox_is_silent_where_there_is_nothing_to_warn_of(lan, case, share, score):
    learnt(case, share, score=score)
    assert "dễ trễ hạn" not in shown(lan, "/ban-lam-viec/")


@pytest.mark.parametrize(("from_percent", "warned"), [(30, True), (31, False)])
def test_from_which_chance_it_warns_is_a_setting(lan, case, settings, from_percent, warned):
    settings.WARN_FROM = from_percent
    learnt(case, share=0.3)
    assert ("dễ trễ hạn" in shown(lan, "/ban-lam-viec/")) is warned


def test_the_board_says_how_well_forecasts_came_true(lan, case):
    learnt(case)
    page = shown(lan, "/dieu-hanh/du-bao/")
    assert "sai số Brier 0,050, so với 0,200" in page
    assert f'href="/ban-lam-viec/ho-so/{case}/"' in page
    assert "80 %" in page


def test_the_board_lists_the_cases_of_ones_own_agency_only(lan, case, signed_in_at):
    learnt(case)
    code = Case.objects.get(id=case).code
    assert code in shown(lan, "/dieu-hanh/du-bao/")
    assert lan.get("/dieu-hanh/du-bao/?xlsx=du-bao").headers["Content-Type"] == sheets.EXCEL
    assert code in shown(signed_in_at(NOW)("quan"), "/dieu-hanh/du-bao/"), "whose ward it is"
    page = shown(signed_in_at(NOW)("nga"), "/dieu-hanh/du-bao/")
    assert code not in page
    assert "Cơ quan của bạn không có hồ sơ còn hạn nào" in page


def test_before_there_are_facts_nothing_is_learnt():
    jobs.learn(timestamp=0)
    assert forecasting.forecaster() is None


def test_the_board_says_why_it_says_nothing(lan, case):
    assert "Chưa học từ hồ sơ nào" in shown(lan, "/dieu-hanh/du-bao/")
    learnt(case, score=0.3)
    page = shown(lan, "/dieu-hanh/du-bao/")
    assert "Chưa dự báo: thử 300 lần" in page
    assert "sai số Brier 0,300, không nhỏ hơn 0,200" in page
    assert "Dự báo có thành thật không" in page, "what was said, and what came of it"
    learnt(case, late=7)
    assert "trong đó 7 lần hồ sơ trễ" in shown(lan, "/dieu-hanh/du-bao/")
    assert "dễ trễ hạn" not in shown(lan, "/ban-lam-viec/")


def test_it_is_learnt_as_soon_as_there_are_facts(lan, case):
    jobs.refresh(timestamp=0)
    assert "Chưa dự báo: chỉ thử được 0 lần" in shown(lan, "/dieu-hanh/du-bao/")
