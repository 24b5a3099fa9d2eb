"""Reads of drafts: which there are, what is wrong with one part by part, its steps as the law lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from motcua.kernel.refusals import Missing
from motcua.people import reads as people
from motcua.procedures import lint, structure
from motcua.procedures.definition import Definition
from motcua.procedures.drafting import differing, drawing, files, naming, speaking, writing
from motcua.procedures.drafting.parts import ALL, PARTS, SCENARIOS, part_of
from motcua.procedures.drafting.speaking import Told
from motcua.procedures.lint import Finding, Sheet
from motcua.procedures.models import DraftState, ProcedureVersion, VersionDraft
from motcua.web import words


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list."""

    id: int
    code: str
    title: str
    state: str
    state_title: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version in a list; ``until`` is the first day no longer in force."""

    id: int
    code: str
    title: str
    number: int
    since: date
    until: date | None
    decision: str
    published_at: datetime
    standing: str


def draft(draft_id: int) -> VersionDraft:
    """A draft by its number; raises Missing."""
    found = VersionDraft.objects.select_related("base").filter(id=draft_id).first()
    if found is None:
        raise Missing("Không tìm thấy dự thảo này.")
    return found


def version(version_id: int) -> ProcedureVersion:
    """A published version by its number; raises Missing."""
    found = ProcedureVersion.objects.filter(id=version_id, published_at__isnull=False).first()
    if found is None:
        raise Missing("Không tìm thấy phiên bản này.")
    return found


def drafts() -> list[DraftRow]:
    """Drafts that are open or wait, the last changed first."""
    found = list(
        VersionDraft.objects.filter(state__in=(DraftState.OPEN, DraftState.SUBMITTED)).order_by("-changed_at")
    )
    names = people.names_of({one.changed_by for one in found})
    return [
        DraftRow(
            one.id, one.code, title_of(one), one.state, DraftState(one.state).label,
            names.get(one.changed_by, one.changed_by), one.changed_at,
        )
        for one in found
    ]  # fmt: skip


def title_of(one: VersionDraft) -> str:
    """What a draft calls its procedure."""
    line = next((line for line in one.text.splitlines() if line.startswith("title:")), "")
    return line.removeprefix("title:").strip().strip("\"'") or one.code


def published(*, on: date) -> list[VersionRow]:
    """Every version in force or still to come, and the last of those that ended, by code."""
    found = ProcedureVersion.objects.filter(published_at__isnull=False).select_related("procedure")
    return [
        VersionRow(
            one.id, one.procedure.code, one.procedure.title, one.number, one.in_force.lower, one.in_force.upper,
            one.decision, one.published_at, _standing(one.in_force.lower, one.in_force.upper, on),
        )
        for one in found.order_by("procedure__code", "-number")
        if one.published_at
    ]  # fmt: skip


def _standing(since: date, until: date | None, on: date) -> str:
    if since > on:
        return "next"
    return "past" if until and until <= on else "now"


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft as the linter sees it; ``by_part`` are the findings of each part, errors first.

    ``unjudged`` says of the parts that cannot be judged whole yet what has to be written before.
    """

    findings: tuple[Finding, ...]
    by_part: Mapping[str, Sequence[Told]]
    value: object
    definition: Definition | None
    errors: int
    unjudged: Mapping[str, str]


def judge(one: VersionDraft, *, on: date, as_text: bool = False) -> Judged:
    """What is wrong with a draft on a day, and where one mends it; ``as_text``: in its text, else on its pages."""
    sheet, findings = writing.judged(one, on=on)
    found: dict[str, list[Finding]] = {name: [] for name in (*PARTS, SCENARIOS, ALL)}
    for finding in sorted(findings, key=lambda found: found.severity):
        found[_place(finding)].append(finding)
    by_part = {
        name: speaking.told(some, sheet.value, as_text=as_text or name == ALL) for name, some in found.items()
    }
    errors = lint.errors_in(findings)
    return Judged(
        findings, by_part, sheet.value, sheet.definition, len(errors), _unjudged(one, sheet, errors)
    )


def _unjudged(one: VersionDraft, sheet: Sheet, errors: Sequence[Finding]) -> Mapping[str, str]:
    parts = {part_of(field) for field in sheet.unjudged} | ({ALL} if sheet.unjudged else set())
    if one.scenarios.strip() and errors:
        parts.add(SCENARIOS)
    lacking = ", ".join(dict.fromkeys(filter(None, map(_called, errors))))
    return dict.fromkeys(parts, lacking) if lacking else {}


def _called(finding: Finding) -> str:
    """What a field, or the list in which it stands, is called."""
    label = naming.label_at(finding.place[:1]) or naming.label_at(finding.place)
    return gettext(label) if label else ""


def _place(finding: Finding) -> str:
    if finding.file.suffix == ".feature":
        return SCENARIOS
    return part_of(finding.field) if finding.field else ALL


def changes(one: VersionDraft, judged: Judged) -> list[differing.Group]:
    """What a draft changes of the version from which it departs; nothing for the first."""
    if one.base is None or not isinstance(judged.value, Mapping):
        return []
    known = files.surroundings()
    titles = {
        "role": known.role_titles, "agency": known.agency_titles, "needs": known.guard_titles,
        "register": {str(one["code"]): str(one["title"]) for one in known.registers},
    }  # fmt: skip
    before = structure.plain(one.base.definition)
    return differing.changes(
        differing.Side(before, Definition.parse(one.base.definition), titles),
        differing.Side(judged.value, judged.definition, titles),
    )


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as internal processes list it (Thông tư 01/2018/TT-VPCP): number, content, unit, time, product."""

    number: int
    title: str
    place: str
    role: str
    time: str
    product: str
    inside: tuple[str, ...]


def steps(definition: Definition, roles: Mapping[str, str], agencies: Mapping[str, str]) -> list[StepRow]:
    """The steps in their order; ``roles`` and ``agencies`` are the titles by code."""
    return [
        StepRow(
            number,
            step.title,
            drawing.place_of(step, agencies),
            roles.get(step.role, step.role),
            words.limit(step.within),
            step.product,
            drawing.inside(step, agencies),
        )
        for number, step in enumerate(definition.flow.steps.values(), 1)
    ]
