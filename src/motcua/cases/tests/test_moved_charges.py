"""Stories of what each agency held of cases that moved: each minute counts once, by the budget it began with."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from motcua.cases import acts, checks, lived, reads
from motcua.cases.tests.test_moved_clocks import undone
from motcua.cases.tests.test_moving import AT, at_signing, moved, published, without_signing
from motcua.kernel.moving import Choice
from motcua.procedures import reads as procedures
from motcua.procedures.models import ProcedureVersion
from tests.province import later, who

pytestmark = pytest.mark.django_db


def held(case: UUID, at: datetime) -> list[tuple[int, int, int]]:
    """What its only agency held, was given and went beyond, in minutes."""
    charges = reads.charges(reads.case(case, actor=who("quan")), now=at)
    return [(one.held, one.budget, one.late) for one in charges if one.agency == "UBND phường Thành Sen"]


def signing_paused():
    """At the signature from ten on Monday, and half the afternoon in a storm."""
    case = at_signing()
    acts.claim(case, by=who("quan"), at=later(hours=3.5))
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="1/CĐ", by=who("quan"), at=later(hours=6))
    acts.resume(case, by=who("quan"), at=later(hours=8))
    return case


def test_a_step_that_was_left_counts_with_the_time_that_it_was_given_in_its_version(province):
    old = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    case = at_signing()
    [(before, budget, late)] = held(case, AT)
    moved(old, published(old, without_signing), step=Choice(step="examine"))
    assert held(case, AT) == [(before, budget + 240, late)]


def test_what_a_move_that_was_undone_took_is_counted_once(province):
    old = ProcedureVersion.objects.get(procedure__code="1.001193", number=1)
    case = signing_paused()
    now = later(days=1, hours=2)
    before = held(case, now)
    undone(moved(old, published(old, without_signing), step=Choice(step="examine")), at=now)
    assert held(case, now) == before
    acts.claim(case, by=who("quan"), at=now)
    acts.finish(case, "sign", by=who("quan"), at=now)
    assert held(case, now) == before
    year = lived.year_of(procedures.definition(old.pk), until=date(2026, 12, 1), elsewhere=())
    assert year is not None
    assert year.p90 == before[0][0]
    assert checks.rows_that_differ() == []
