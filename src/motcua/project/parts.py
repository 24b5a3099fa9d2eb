"""The parts of a simulated bundle: each is worked to its end by whoever has its steps in its own agency."""

from __future__ import annotations

from motcua.cases import acts
from motcua.cases.models import Case, Step
from motcua.procedures import reads as procedures
from motcua.project.course import Course, Moments


def be_gathered(life: Course) -> Moments:
    """Walk all parts that run; with the last of them the system closes the bundle's step."""
    for part in Case.objects.filter(parent=life.case, finished_at=None).order_by("id"):
        yield from _walked(life, part)


def _walked(life: Course, part: Case) -> Moments:
    flow = procedures.definition(part.version_id).flow.decided(part.form)
    while step := Step.objects.filter(case=part, closed_at=None).first():
        verb = flow.onward(flow.steps[step.name])
        if verb is None:  # handed over with its bundle
            return
        by = life.stage.holder(step.owner_id)
        yield from life.working(life.chance.randint(20, 200))
        acts.claim(part.id, by=by, at=life.at)
        yield from life.working(life.chance.randint(20, 200))
        acts.finish(part.id, verb, by=by, at=life.at)
        life.did("steps")
