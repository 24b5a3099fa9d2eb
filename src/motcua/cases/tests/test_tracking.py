"""Where is my case: tracked by its code, however that is typed, and never further along than it is."""

from __future__ import annotations

import pytest

from motcua.cases import acts
from motcua.cases.tests.citizen import text
from motcua.cases.tests.desk_pages import at, claimed, code_of
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


@pytest.mark.parametrize("dash", ["–", " - ", "\u2011", "−"])
def test_a_code_is_known_however_its_dashes_are_typed(client, dash):
    code = code_of(claimed())
    assert code in text(client.get("/tra-cuu/", {"ma": code.lower().replace("-", dash)}))


def test_what_is_asked_or_withdrawn_before_reception_is_not_yet_received(client):
    asked, taken_back = file_birth(at=at(8)), file_birth(at=at(8, 1))
    acts.request_supplement(
        asked,
        items=[{"title": "Giấy chứng sinh"}],
        reason_code="unclear",
        reason="Mờ.",
        by=who("minh"),
        at=at(9),
    )
    acts.withdraw(taken_back, reason="Nộp nhầm", by=who("hoa"), at=at(9))
    for case in (asked, taken_back):
        told = text(client.get("/tra-cuu/", {"ma": code_of(case)}))
        assert "Bước 1/5: Đã nộp, chờ tiếp nhận" in told
        assert "Đã hoàn thành 10%" in told
