"""The parts of a bundle, the bundle of a part, and how long each agency has held them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from motcua.agencies.reads import agency
from motcua.cases import store
from motcua.cases.reads.querying import rows
from motcua.cases.reads.whole import CaseView, StepRow
from motcua.kernel import charging
from motcua.kernel.charging import Charge, Stint
from motcua.kernel.clock import Limit
from motcua.kernel.judging import minutes
from motcua.kernel.position import worked
from motcua.kernel.states import State
from motcua.procedures.reads import definition


@dataclass(frozen=True, slots=True)
class PartRow:
    """One child case of a bundle, as whoever may see the bundle sees it; ``bundle`` is the bundle's code."""

    id: UUID
    code: str
    bundle: str
    part: str
    procedure: str
    agency: str
    state: State
    outcome: str
    share: str
    due_at: datetime | None
    finished_at: datetime | None

    @property
    def running(self) -> bool:
        return not self.state.ended

    @property
    def granted(self) -> bool:
        return self.state is State.RETURNED and self.outcome == "granted"

    @property
    def failed(self) -> bool:
        """Whether it ended without what was asked for."""
        return self.state.ended and not self.granted

    @property
    def time(self) -> str:
        """Its share of the time, in words."""
        return Limit.parse(self.share).in_words()


PARTS = """
SELECT c.id, c.code, b.code AS bundle, c.bundle_part AS part,
  coalesce(nullif(v.definition ->> 'short', ''), p.title) AS procedure, g.short_name AS agency, c.state,
  c.outcome, c.share, c.due_at, c.finished_at
FROM cases_case c JOIN cases_case b ON b.id = c.parent_id JOIN procedures_procedure p ON p.id = c.procedure_id
JOIN procedures_procedureversion v ON v.id = c.version_id JOIN agencies_agency g ON g.id = c.competent_id
WHERE c.parent_id = %s ORDER BY c.submitted_at, c.id"""


def parts_of(bundle: UUID) -> tuple[PartRow, ...]:
    """The child cases of a bundle in the order in which they were filed."""
    return tuple(PartRow(**(row | {"state": State(row["state"])})) for row in rows(PARTS, [bundle]))


def parts_in(view: CaseView) -> tuple[PartRow, ...]:
    """The same of a case in sight; of one that has none nothing is read."""
    return parts_of(view.row["id"]) if view.row["has_parts"] else ()


@dataclass(frozen=True, slots=True)
class BundleRow:
    """The bundle that a case is a part of."""

    id: UUID
    code: str
    procedure: str


BUNDLE = """
SELECT b.id, b.code, p.title AS procedure FROM cases_case c JOIN cases_case b ON b.id = c.parent_id
JOIN procedures_procedure p ON p.id = b.procedure_id WHERE c.id = %s"""


def bundle_of(case: UUID) -> BundleRow | None:
    """The bundle that a case is a part of; None for a case that stands alone."""
    return next((BundleRow(**row) for row in rows(BUNDLE, [case])), None)


FOLLOWED = """
SELECT DISTINCT before.short_name AS before, after.short_name AS after
FROM cases_resettlement r JOIN cases_case c ON c.id = r.case_id
CROSS JOIN LATERAL (VALUES (r.competent_id, c.competent_id), (r.reception_id, c.reception_id),
  (r.return_at_id, c.return_at_id)) moved (before, after)
JOIN agencies_agency before ON before.id = moved.before JOIN agencies_agency after ON after.id = moved.after
WHERE r.case_id = %s"""


def _followed(view: CaseView) -> Mapping[str, str]:
    """Who carries on for the agencies that a case had before the map changed, by their names; most had no other."""
    found = rows(FOLLOWED, [view.row["id"]]) if view.row["resettled"] else ()
    return {row["before"]: row["after"] for row in found}


def charges(view: CaseView, *, now: datetime) -> tuple[Charge, ...]:
    """For how many working minutes each agency has held a case and its parts, against what they were given.

    The minutes in which a step waited for its parts are the parts', not its own; those of an agency that is no more are
    its successor's, as is the time that it was given.
    """
    parts = [CaseView(store.fetch(part.id)) for part in parts_in(view)]
    inside = [stint for part in parts for stint in _of_part(part, now)]
    return charging.charged([*_of_steps(view, now, waiting=bool(parts)), *inside])


def _of_steps(view: CaseView, now: datetime, *, waiting: bool) -> Iterator[Stint]:
    for step in _counted(view):
        opened_in = definition(step.version).flow.steps[step.name]
        if not (waiting and opened_in.children):
            yield Stint(step.body, _held(view, step, now), minutes(opened_in.within))


def _counted(view: CaseView) -> Iterator[StepRow]:
    """The steps whose time counts: not a wait for collection, nor what a step that was opened again has too."""
    heirs = _followed(view)
    for step in sorted(view.steps, key=lambda one: one.id):
        if not (step.awaits_collection or step.undone):
            yield replace(step, body=heirs.get(step.body, step.body))


def _of_part(view: CaseView, now: datetime) -> Iterator[Stint]:
    """A part is measured as a whole, by its share; nobody holds it before or after its agency does."""
    held: dict[str, int] = {}
    for step in _counted(view):
        held[step.body] = held.get(step.body, 0) + _held(view, step, now)
    share = minutes(Limit.parse(view.row["share"]))
    competent = agency(view.row["competent_id"]).short_name
    for body, spent in held.items():
        if spent or body == competent:
            yield Stint(body, spent, share if body == competent else 0)


def _held(view: CaseView, step: StepRow, now: datetime) -> int:
    """The working minutes of a step: as it closed, or until now."""
    return worked(view.standing.position, now) if step.worked is None else step.worked
