"""Where a simulated case is on its way: its moment in working time, its step, and who may act on it."""

from __future__ import annotations

import random
from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.cases.models import Case, Channel
from motcua.kernel.calendar import Calendar
from motcua.kernel.clock import MINUTES_A_DAY
from motcua.kernel.flow import DECIDING, Flow, Place, Step
from motcua.people.actors import Actor
from motcua.project.plans import Plan, traffic
from motcua.project.stage import Stage

Moments = Iterator[datetime]
"""The moments at which a life goes on."""

Stretch = Generator[datetime, None, bool]
"""Moments, and at their end whether the life goes on."""


class Course:
    """Where one simulated case is: its moment, its step, and who may act."""

    def __init__(self, plan: Plan, stage: Stage) -> None:
        self.plan, self.fate, self.stage = plan, plan.fate, stage
        self.definition = stage.province.procedures[plan.procedure]
        self.chance = random.Random(f"{stage.province.seed}/life/{plan.number}")  # noqa: S311
        self.at = plan.at
        self.reception = plan.reception
        self.competent = plan.competent
        self.case = UUID(int=0)
        self.answers: dict[str, Any] = {}
        self.step = self.definition.flow.first
        self.shares: dict[str, float] = {}
        self.due = plan.at
        self.asked = 0
        self.went_back = self.was_held = self.was_redated = self.was_late = self.answered_withdrawal = False

    @property
    def flow(self) -> Flow:
        """The flow of this case, as its answers decide it."""
        return self.definition.flow.decided(self.answers)

    # --- time ---

    def calendar(self) -> Calendar:
        """The working time of whoever has the open step."""
        return self.stage.province.calendar_of(self.agency)

    def until(self, moment: datetime) -> Moments:
        """Wait for a moment, unless it has passed."""
        self.at = max(self.at, moment)
        yield self.at

    def working(self, minutes: float) -> Moments:
        """Wait for so many working minutes."""
        yield from self.until(self.calendar().add_minutes(self.at, round(minutes)))

    def pick(self, name: str) -> str:
        """Words that officers or applicants write."""
        return str(self.chance.choice(traffic()["words"][name]))

    def picks(self, name: str) -> list[str]:
        """All the words that there are for something, in their order."""
        return [str(one) for one in traffic()["words"][name]]

    def happens(self, name: str) -> bool:
        """Whether chance wills it."""
        return self.chance.random() < float(traffic()["chances"][name])

    def did(self, what: str) -> None:
        """Count an act that was done."""
        self.stage.done[what] += 1

    def _minutes(self) -> float:
        return self.fate.pace or self.shares.get(self.step.id, 60)

    def _promised_again(self) -> None:
        """The promise has moved, or is not there yet."""
        due = Case.objects.values_list("due_at", flat=True).get(id=self.case)
        if due is not None:
            self._share_out(due)

    def _share_out(self, due: datetime) -> None:
        """Share the time until the due date among the deciding steps still to come."""
        flow, self.due = self.flow, due
        left = [step for step in flow.steps.values() if step.at in DECIDING and not step.decides]
        left = [step for step in left if flow.order[step.id] >= flow.order[self.step.id]]
        weights = [_weight(step) * self.chance.uniform(0.6, 1.4) for step in left]
        whole = max(self.calendar().minutes_between(self.at, due), 10) * self.chance.uniform(0.3, 0.85)
        self.shares = {
            step.id: whole * weight / sum(weights) for step, weight in zip(left, weights, strict=True)
        }

    # --- where it goes ---

    def _target(self, verb: str) -> str:
        return self.flow.target(self.step, verb)

    def _go(self, verb: str) -> None:
        self.step = self.flow.steps[self._target(verb)]

    def _forward(self) -> str:
        """The first move of the step that leads on."""
        verb = self.flow.onward(self.step)
        if verb is None:
            raise LookupError(f"Nothing leads on from the step {self.step.id!r}")
        return verb

    def _back(self) -> str | None:
        """The move of the step that goes back, if it has one."""
        return next((verb for verb, target in self.step.moves.items() if self._is_back(target)), None)

    def _is_back(self, target: str) -> bool:
        return self.flow.is_return(self.step, target)

    # --- who ---

    @property
    def applicant(self) -> Actor:
        """Who speaks for the applicant: themselves online, else the counter that they came to."""
        online = self.plan.channel == Channel.ONLINE
        return (
            self.stage.named(self.plan.filer.username)
            if online
            else self.stage.first_of(self.reception, "one-stop")
        )

    @property
    def agency(self) -> int:
        """Which agency has the open step; results are returned where they were asked for."""
        if self.step.at is Place.AGENCY:
            return self.stage.province.named(self.step.agency)
        return self.competent if self.step.at is Place.COMPETENT else self.reception

    @property
    def worker(self) -> Actor:
        """Whose desk the open step lies on."""
        return self.stage.owner_of(self.case, self.plan.procedure, self.agency, self.step.role)

    @property
    def leader(self) -> Actor:
        """The head of the agency that decides."""
        return self.stage.first_of(self.competent, "leader")


def _weight(step: Step) -> float:
    return step.within.working_minutes or step.within.value * MINUTES_A_DAY * 5 / 7
