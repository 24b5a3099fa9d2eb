"""What a simulated case waits for: the parts of its bundle, opinions of other agencies, an agency outside."""

from __future__ import annotations

from motcua.cases import acts, opinions
from motcua.cases.models import Case, Step
from motcua.kernel.flow import Step as FlowStep
from motcua.kernel.sittings import Sitting, Written
from motcua.procedures import reads as procedures
from motcua.project.course import Course, Moments

BY_OTHERS = "by-others"
"""What the system and other agencies do with a case that waits for them."""


def waits(step: FlowStep) -> bool:
    """Whether a step waits for others, who close it."""
    return bool(step.children or step.consult)


def opened(life: Course) -> None:
    """The step has opened: what it waits for was filed or asked, or the clock was stopped."""
    step = life.step
    if step.children:
        parts = Case.objects.filter(parent=life.case, bundle_part__in=[part.id for part in step.children])
        life.stage.done[BY_OTHERS] += 2 * parts.count() + 1
    if step.consult:
        life.stage.done[BY_OTHERS] += len(opinions.waiting(life.case))
    if step.outside and step.outside.suspends:
        life.did(BY_OTHERS)


def be_gathered(life: Course) -> Moments:
    """Others do what is theirs; with the last of them the system closes the step."""
    if life.step.consult:
        yield from _answered(life)
    for part in Case.objects.filter(parent=life.case, finished_at=None).order_by("bundle_part"):
        yield from _walked(life, part)
        life.did(BY_OTHERS)
    life.did(BY_OTHERS)


def _answered(life: Course) -> Moments:
    """Everybody who was asked answers."""
    for asked in opinions.waiting(life.case):
        yield from life.working(_pace(life))
        owner = Step.objects.values_list("owner_id", flat=True).get(id=asked.id)
        opinions.give(
            life.case, asked.branch, answer="agree", content="", by=life.stage.holder(owner), at=life.at
        )
        life.did(BY_OTHERS)


def be_outside(life: Course) -> Moments:
    """An agency outside has the case; when it has answered, who works the step lets the case go on."""
    yield from life.working(life.fate.pace or life.chance.randint(300, 2_000))
    acts.resume(life.case, note=life.pick("outside"), by=life.worker, at=life.at)
    life.did("resumed")


def be_minuted(life: Course) -> None:
    """What was seen on site, or how the council voted, is written down before the step closes."""
    step = life.step
    if step.minutes is None:
        return
    members = life.picks("members")[: step.council.members] if step.council else []
    votes = {"present": len(members), "in_favour": len(members)} if members else {}
    which = "council" if step.minutes is Sitting.COUNCIL else "verification"
    there = "\n".join([*members, *life.picks("participants")])
    written = Written(life.at, life.pick("place"), there, life.pick(which), **votes)
    acts.record(life.case, written, by=life.worker, at=life.at)
    life.did(BY_OTHERS)


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
