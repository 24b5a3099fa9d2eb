"""A walk through the engine at random: whatever the cast tries, in whatever order, these things hold.

Every act is tried by everybody at any time; the engine may refuse, but it may not bend.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from motcua.cases import acts, checks, store
from motcua.cases.models import Case, Hold, Step
from motcua.journal.models import Event
from motcua.kernel import pauses
from motcua.kernel.clock import cutoff
from motcua.kernel.flow import END
from motcua.kernel.position import SUPPLEMENT, Position
from motcua.kernel.refusals import Refusal
from motcua.kernel.states import ENDED, WAYS, State
from motcua.people.actors import Actor
from motcua.people.models import Account
from tests.province import MONDAY, who
from tests.stories.birth import BIRTH, file_birth

PROCEDURES = (BIRTH, "1.001612", "1.001612", "1.013225", "1.013225")
"""A birth on the same day; a household business in three working days, a building permit in fifteen days."""

CAST = ("hoa", "minh", "lan", "ha", "quan", "binh")
OWNER = "whoever has the open step"
REACHED: set[State] = set()
AFTER_AN_APOLOGY: set[str] = set()


def go_on(case: UUID, *, by: Actor, at: datetime) -> int:
    """What comes next in a running case."""
    here = store.fetch(case).position
    moves = here.flow_step.moves
    if not here.received:
        return acts.receive(case, by=by, at=at)
    if END in moves.values():
        return acts.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=by, at=at)
    if here.open_step.claimed_at is None:
        return acts.claim(case, by=by, at=at)
    forward = here.law.flow.onward(here.flow_step)
    return acts.finish(case, forward, by=by, at=at)


def redate(case: UUID, *, days: int, by: Actor, at: datetime) -> int:
    """An apology with a date so many days after the one that was promised."""
    due = Case.objects.values_list("due_at", flat=True).get(id=case) or at
    return acts.apologise(case, reason="Quá tải", new_due=due + timedelta(days=days), by=by, at=at)


DEEDS: list[tuple[Callable[..., int], tuple[str, ...], dict[str, Any]]] = [
    *[(go_on, (OWNER,), {})] * 6,
    (acts.receive, ("minh",), {}),
    (acts.claim, (OWNER,), {}),
    (acts.finish, (OWNER,), {"verb": ("propose", "sign", "return", "done", "supplement"), "note": "Đã xem"}),
    *[(acts.refuse, (OWNER,), {"reason_code": "", "reason": "Không đủ điều kiện", "basis": "Luật Hộ tịch Đ.16"})] * 2,
    *[(acts.request_supplement, (OWNER, "quan"), {"items": [{"title": "Giấy chứng sinh"}], "reason_code": "",
        "reason": "Ảnh mờ", "override_reason": ("", "Giấy tờ giả")})] * 2,
    *[(acts.supplement, ("hoa", "minh"), {})] * 3,
    *[(acts.hold, (OWNER,), {"kind": ("payment", "force-majeure", "supplement"), "reason": "Bão số 10",
        "decision": ("45/CĐ-UBND", "")})] * 3,
    *[(acts.resume, ("quan",), {})] * 3,
    (acts.withdraw, ("hoa", "minh"), {"reason": "Nộp nhầm", "evidence": ("Đơn viết tay", "")}),
    (acts.answer_withdrawal, ("quan",), {"granted": (False, True), "note": "Còn thiếu phí"}),
    (acts.stop, ("lan",), {"reason": "Không bổ sung", "basis": "NĐ 118/2025/NĐ-CP"}),
    *[(redate, ("quan",), {"days": (1, 2, 5, 9)})] * 5,
    (acts.hand_over, (OWNER,), {"receiver": "Nguyễn Thị Hoa", "how": "counter"}),
    *[(acts.correct, ("quan",), {"reason": "Sai tên đệm", "decision": "12/QĐ-UBND"})] * 2,
]  # fmt: skip
"""What is tried, those whose business it is, and the words of it; of several one is drawn."""

MINUTES = (1, 1, 1, 1, 7, 7, 60, 60, 240, 240, 24 * 60, 3 * 24 * 60)


class Walk(RuleBasedStateMachine):
    """One case after the other; ``at`` only goes forward, by minutes or by days."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.at = MONDAY

    @initialize(seed=st.integers(0, 2**32 - 1))
    def the_day_begins(self, seed: int) -> None:
        """Every walk has its own luck: what Hypothesis draws later resembles what it drew before."""
        self.chance = Random(seed)
        self.file()

    def file(self) -> None:
        self.case = file_birth(at=self.at, code=self.chance.choice(PROCEDURES))
        self.promised, self.broken = self.at, False
        self.tries_after_the_end = 0
        self.here = self.fetched()
        self.states = [self.here.state]

    def teardown(self) -> None:
        self.remember()
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def remember(self) -> None:
        """How far the case came, and what happened to it after an apology."""
        REACHED.update(self.states)
        kinds = Event.objects.filter(stream=self.case).order_by("seq").values_list("kind", flat=True)
        AFTER_AN_APOLOGY.update(itertools.dropwhile("case.apologised".__ne__, kinds))

    def fetched(self) -> Position:
        return store.fetch(self.case).position

    def actor(self, name: str, here: Position) -> Actor:
        known = here.step and Account.objects.get(id=here.step.owner).username
        return who((known or "lan") if name == OWNER else name)

    def is_late(self) -> bool:
        """Whether the promise has been broken, not waiting for anything."""
        here = self.here
        return here.due_at is not None and here.hold is None and self.at > cutoff(here.law.rule, here.due_at)

    def drawn(self) -> tuple[Callable[..., int], str, dict[str, Any]]:
        """Something to try; half of the time by somebody whose business it is."""
        act, fitting, words = self.chance.choice(DEEDS)
        name = self.chance.choice(self.chance.choice((fitting, CAST)))
        return (
            act,
            name,
            {
                key: self.chance.choice(word) if isinstance(word, tuple) else word
                for key, word in words.items()
            },
        )

    @rule()
    def somebody_tries_something(self) -> None:
        """On the case as long as it lives, a few times more when it has ended; then the next case is filed."""
        self.at += timedelta(minutes=self.chance.choice(MINUTES))
        self.tries_after_the_end += self.here.state.ended
        if self.tries_after_the_end > 3:
            self.remember()
            self.file()
        self.broken = self.broken or self.is_late()
        act, name, words = self.drawn()
        note(f"{self.at} {self.here.state.name}: {name} {act.__name__} {words}")
        try:
            with transaction.atomic():
                act(self.case, **words, by=self.actor(name, self.here), at=self.at)
        except Refusal:
            return
        self.tries_after_the_end = 0
        self.here = self.fetched()
        self.states.append(self.here.state)

    @invariant()
    def it_could_be_brought_to_its_end(self) -> None:
        """Wherever a case stands there are people who bring it on until its result is handed over."""
        if self.here.state.ended or len(self.states) % 4:
            return
        with transaction.atomic():
            for _ in range(20):
                if not (here := self.fetched()).state.ended:
                    self.bring_on(here)
            assert self.fetched().state.ended
            transaction.set_rollback(True)

    def bring_on(self, here: Position) -> None:
        if here.state is State.WITHDRAWING:
            acts.answer_withdrawal(self.case, granted=False, note="Đã ký", by=who("quan"), at=self.at)
        elif here.hold is not None and here.hold.kind == SUPPLEMENT:
            acts.supplement(self.case, by=who("hoa"), at=self.at)
        elif here.hold is not None:
            acts.resume(self.case, by=who("quan"), at=self.at)
        else:
            go_on(self.case, by=self.actor(OWNER, here), at=self.at)

    @invariant()
    def an_open_case_has_one_open_step_with_one_owner(self) -> None:
        owners = list(Step.objects.filter(case=self.case, closed_at=None).values_list("owner_id", flat=True))
        assert len(owners) == (0 if self.here.state in ENDED else 1)
        assert all(owners)

    @invariant()
    def states_follow_the_national_ways(self) -> None:
        assert all(new is old or new in WAYS[old] for old, new in itertools.pairwise(self.states))

    @invariant()
    def a_case_that_is_asked_back_can_be_answered(self) -> None:
        here = self.here
        assert (here.state is State.WITHDRAWING) == (here.state_before is not None)
        if here.state_before is not None:
            back = pauses.answer_withdrawal(here, self.at, granted=False, note="Đã ký")
            assert back.case["state"] is here.state_before is not State.WITHDRAWING

    @invariant()
    def no_promise_is_taken_back_and_no_broken_one_given_again(self) -> None:
        """Only a changed calendar brings a promise forward, and here none changes."""
        if self.here.due_at is not None:
            assert self.here.due_at >= self.promised
            assert self.here.due_at == self.promised or not self.broken
            self.promised = self.here.due_at

    @invariant()
    def nothing_is_due_before_it_is_opened(self) -> None:
        for opened, due in Step.objects.filter(case=self.case).values_list("opened_at", "due_at"):
            assert due >= opened

    @invariant()
    def a_paused_case_says_since_when_and_why(self) -> None:
        held = self.here.hold is not None
        assert Hold.objects.filter(case=self.case, closed_at=None).count() == int(held)
        assert Step.objects.filter(case=self.case, closed_at=None, held=True).count() == int(held)

    @invariant()
    def the_time_that_each_agency_held_the_case_adds_up(self) -> None:
        """Worked minutes of closed steps and the pauses within them are the working time since the first one opened."""
        closed = list(Step.objects.filter(case=self.case, closed_at__isnull=False).order_by("id"))
        for step in closed:
            spans = Hold.objects.filter(step=step).values_list("opened_at", "closed_at")
            paused = sum(
                self.here.calendar.minutes_between(start, min(end, step.closed_at)) for start, end in spans
            )
            whole = self.here.calendar.minutes_between(step.opened_at, step.closed_at)
            assert step.worked + paused == whole
        for earlier, later in itertools.pairwise(closed):
            assert earlier.closed_at == later.opened_at or State.RETURNED in self.states

    @invariant()
    def the_journal_replays_to_the_same_row(self) -> None:
        assert checks.rows_that_differ() == []
        assert Event.objects.filter(stream=self.case).count() == len(self.states)


@pytest.mark.once
@pytest.mark.django_db
def test_whatever_is_tried_the_engine_does_not_bend(province):
    walk = settings(
        max_examples=60,
        stateful_step_count=80,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],  # a walk's luck does not shrink
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=walk)
    assert set(State) <= REACHED, "the walk was too short to prove anything"
    wanted = {"case.held", "case.resumed", "case.supplement-requested", "case.supplemented"}
    assert wanted <= AFTER_AN_APOLOGY, "nothing happened after an apology"
