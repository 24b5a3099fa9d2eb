"""Cases that were given back, so that somebody can be asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from motcua.cases import acts
from motcua.cases.tests.conftest import sits, watch  # noqa: F401 - the desk of a story
from motcua.people import acts as people
from motcua.surveys import acts as surveys
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

RETURNED = later(MONDAY, hours=6)


def give_back(how: str = "counter", *, at: datetime = MONDAY, to: str = "hoa") -> UUID:
    """A birth registration filed at a moment, handed over six hours later, and its applicant asked."""
    case = file_birth(at=at, by=to)
    acts.receive(case, by=who("minh"), at=later(at, hours=1))
    acts.claim(case, by=who("lan"), at=later(at, hours=1))
    acts.finish(case, "propose", by=who("lan"), at=later(at, hours=2))
    acts.claim(case, by=who("quan"), at=later(at, hours=2))
    acts.finish(case, "sign", by=who("quan"), at=later(at, hours=3))
    acts.hand_over(case, receiver="Nguyễn Thị Hoa", how=how, by=who("minh"), at=later(at, hours=6))
    surveys.invite(case, by=people.system(), at=later(at, hours=6))
    return case


@pytest.fixture
def asked(province):
    """Hoa was given the certificate, and was asked."""
    return give_back()
