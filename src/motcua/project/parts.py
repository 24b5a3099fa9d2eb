"""The parts of a simulated bundle: each is worked to its end by whoever has its steps in its own agency."""

from __future__ import annotations

from motcua.cases import acts
from motcua.cases.models import Case, Step
from motcua.procedures import reads as procedures
from motcua.project.course import Course, Moments

BY_SYSTEM = "of-bundles"
"""The acts of the system on bundles and their parts."""


def filed(life: Course) -> None:
    """The step has opened: each part was filed and received, and the bundle says so."""
    parts = Case.objects.filter(parent=life.case, bundle_part__in=[part.id for part in life.step.children])
    life.stage.done[BY_SYSTEM] += 2 * parts.count() + 1


def be_gathered(life: Course) -> Moments:
    """Walk all parts that run; with the last of them the system closes the bundle's step."""
    for part in Case.objects.filter(parent=life.case, finished_at=None).order_by("id"):
        yield from _walked(life, part)
        life.did(BY_SYSTEM)
    life.did(BY_SYSTEM)


def _walked(life: Course, part: Case) -> Moments:
    flow = procedures.definition(part.version_id).flow.decided(part.form)
    while step := Step.objects.filter(case=part, closed_at=None).first():
        verb = flow.onward(flow.steps[step.name])
        if verb is None:  # handed over with its bundle
            return
        by = life.stage.holder(step.owner_id)
        yield from life.working(_pace(life))
        acts.claim(part.id, by=by, at=life.at)
        life.did("claimed")
        yield from life.working(_pace(life))
        acts.finish(part.id, verb, by=by, at=life.at)
        life.did("steps")


def _pace(life: Course) -> int:
    return life.fate.pace or life.chance.randint(20, 200)
