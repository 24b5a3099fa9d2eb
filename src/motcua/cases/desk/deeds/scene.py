"""What a deed is judged on: the case as it stands, the officer who looks at it, the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction

from motcua.agencies import reads as agencies
from motcua.cases import acts, reads
from motcua.cases.reads import CaseView, OpinionRow
from motcua.kernel.flow import END, Flow, Place, Step
from motcua.kernel.forms import Json, Schema, Values
from motcua.kernel.position import Position
from motcua.kernel.sittings import missing
from motcua.kernel.states import WAYS, State
from motcua.people import access
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Scene:
    """A case on an officer's desk at a moment."""

    view: CaseView
    actor: Actor
    at: datetime

    @cached_property
    def definition(self) -> Definition:
        return procedures.definition(self.view.row["version_id"])

    @property
    def here(self) -> Position:
        return self.view.standing.position

    @property
    def case(self) -> UUID:
        number: UUID = self.here.id
        return number

    @property
    def flow(self) -> Flow:
        return self.here.law.flow

    @property
    def step(self) -> Step | None:
        """The step of the flow that is open."""
        return self.flow.steps[self.here.step.name] if self.here.step else None

    @cached_property
    def asked(self) -> list[OpinionRow]:
        """Those that wait for an answer of this officer."""
        return self.view.asked_of(self.actor)

    @property
    def moves(self) -> Mapping[str, str]:
        """Where the open step leads, by verb."""
        return self.step.moves if self.step else {}

    def may(self, verb: str) -> bool:
        return access.may(self.actor, verb, self.view.standing.matter)

    @property
    def claimed(self) -> bool:
        return self.here.step is not None and self.here.step.claimed_at is not None

    @property
    def works(self) -> bool:
        """Whether the open step is this officer's to work on."""
        return self.view.works(self.actor)

    @property
    def running(self) -> bool:
        """Whether somebody is expected to work now: the case is neither paused nor asked back."""
        return (
            self.here.step is not None and self.here.hold is None and self.here.state is not State.WITHDRAWING
        )

    @property
    def wants_claim(self) -> bool:
        """Whether the officer's act begins with taking the step: the law wants a named person on a received case.

        A result that is ready anybody at the counter hands over.
        """
        ready = END in self.moves.values()
        return self.works and self.here.received and not ready and not self.claimed

    def leads_to(self, state: State) -> bool:
        """Whether the case may go to a state, by way of being taken up where the officer takes it first."""
        state_now = self.here.state
        taken_up = self.wants_claim and state_now is State.RECEIVED
        return state in WAYS[State.PROCESSING if taken_up else state_now]

    def taken(self, revision: int) -> int:
        """Take the step first where nobody has: two acts, two events; the revision on which the next act builds."""
        if not self.wants_claim:
            return revision
        return acts.claim(self.case, by=self.actor, at=self.at, revision=revision)

    def agency(self, place: Place) -> str:
        """The name of one of the case's three agencies."""
        return self.view.agencies[self.here.places[place]]

    def worked_by(self, step: Step) -> str:
        """The name of the agency that works a step."""
        if step.at is not Place.AGENCY:
            return self.agency(step.at)
        return agencies.agency(self.here.agency_at(step, self.at)).name

    @cached_property
    def waits_for_parts(self) -> bool:
        """Whether the open step goes on by itself when the parts of the bundle that still run have ended."""
        waits = self.step is not None and bool(self.step.children)
        return waits and any(part.running for part in reads.parts_in(self.view))

    @cached_property
    def lacks(self) -> bool:
        """Whether the open step cannot go on yet: its minutes are not there, or too few have answered."""
        step, here = self.step, self.here.step
        if step is None or here is None:
            return False
        if step.minutes:
            return bool(missing(step.minutes, step.council, reads.minutes_of(here.id), self.at))
        return not self.view.enough_answered(self.at)


class Deed:
    """Something an officer may do with a case: when it is offered, what it says, what it asks, how it is done."""

    slug: str
    kind: ClassVar[str] = "secondary"

    def offered(self, scene: Scene) -> bool:
        """Whether flow, law and access let this officer do it now."""
        raise NotImplementedError

    def barred(self, scene: Scene) -> str:
        """Why the law does not let this officer do it any more; empty for what is offered or is not theirs."""
        return ""

    def title(self, scene: Scene) -> str:
        """What its button says."""
        raise NotImplementedError

    def consequence(self, scene: Scene) -> str:
        """What will have happened."""
        raise NotImplementedError

    def look(self, scene: Scene) -> str:
        """The look of its button: the first one, ``secondary`` or ``warning``."""
        return self.kind

    def quick(self, scene: Scene) -> bool:
        """Whether one press on the case page is enough: nothing has to be answered."""
        return False

    def warnings(self, scene: Scene) -> Sequence[str]:
        """What the officer must know before doing it."""
        return ()

    def rows(self, scene: Scene) -> Rows:
        """What its page asks, as a procedure file would write a form."""
        return ()

    def encloses(self, scene: Scene) -> str:
        """Under which name the files are kept that come with it; empty when none do."""
        return ""

    def declaration(self, scene: Scene) -> Schema | None:
        """The declaration, where this deed sets it right: its page shows it whole before what it asks itself."""
        return None

    def suggested(self, scene: Scene) -> Mapping[str, Json]:
        """Answers that its page shows before the officer has typed any: of a declaration what was declared."""
        return scene.view.answers if self.declaration(scene) else {}

    def do(self, scene: Scene, answers: Values, revision: int) -> None:
        """Do it, on the case as the officer saw it; raises what the act raises."""
        raise NotImplementedError

    def perform(self, scene: Scene, answers: Values, revision: int) -> None:
        """Do it whole or not at all, with the taking of the step where it begins with that."""
        with transaction.atomic() if scene.wants_claim else nullcontext():
            self.do(scene, answers, revision)

    def told(self, scene: Scene, answers: Values) -> str:
        """What has happened, for the officer who has just done it."""
        raise NotImplementedError

    def schema(self, scene: Scene) -> Schema | None:
        """The form of its page, or None when it asks nothing."""
        rows, declared = self.rows(scene), self.declaration(scene)
        asked = Schema.parse(list(rows)).fields if rows else ()
        fields = (*(declared.fields if declared else ()), *asked)
        return Schema(fields) if fields else None


def declared(scene: Scene, answers: Values) -> dict[str, Json]:
    """Of the answers on a deed's page those of the declaration."""
    return {one.id: answers[one.id] for one in scene.definition.schema.fields if one.id in answers}


def text(answers: Values, name: str) -> str:
    """An answer in words, empty when there is none."""
    return str(answers.get(name) or "")
