"""Bundles (liên thông): one application, several procedures, a case of its own for each part (NĐ 61/2018 Đ.19.6).

When a step with ``children`` opens, a child case of each part is filed and received; when the last of them has its
result, the step closes. All of it happens in the transaction of the act that caused it, by the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.agencies import reads as agencies
from motcua.cases import calendars, filing, places, store, writing
from motcua.cases.models import Draft
from motcua.cases.reads import CaseView, PartRow, parts_of
from motcua.kernel import casework, codes, forms, pauses
from motcua.kernel.calendar import local
from motcua.kernel.flow import Part
from motcua.kernel.forms import Field
from motcua.kernel.position import Change
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder
from motcua.kernel.states import State
from motcua.people import acts as people
from motcua.procedures import reads as procedures
from motcua.procedures.reads import Definition

INTO_BUNDLE = "bundle"
"""How a part's result reaches its bundle."""


def concerned(here: store.Standing, change: Change) -> bool:
    """Whether a change of a case touches a bundle: it is a part, or waits for its parts, or begins to."""
    step, opens = here.position.step, change.open_step
    steps = here.position.law.flow.steps
    waits = step is not None and bool(steps[step.name].children)
    return bool(here.row["parent_id"] or waits or (opens and steps[opens["name"]].children))


def follow(here: store.Standing, change: Change, at: datetime) -> None:
    """What an act on a case does to the other cases of its bundle; ``here`` is as it stood before."""
    case, bundle = here.position.id, here.row["parent_id"]
    step = here.position.step
    leaves = change.close_step is not None and step is not None
    if leaves and step is not None and here.position.law.flow.steps[step.name].children:
        _break_off(case, at)
    if change.open_step and here.position.law.flow.steps[change.open_step["name"]].children:
        _file(case, at)
    elif not leaves:
        _settle(case, at)
    if bundle and change.case.get("state") is State.FINISHED:
        _give(case, bundle, at)
    if bundle:
        _settle(bundle, at)


def require_whole(here: store.Standing) -> None:
    """A part of a bundle is asked back and re-dated with the whole only: the citizen has one case with one date."""
    if here.row["parent_id"]:
        raise OutOfOrder(
            "Hồ sơ này là một phần của hồ sơ liên thông; thực hiện việc này ở hồ sơ liên thông, không ở từng phần."
        )


def require_no_parts(here: store.Standing) -> None:
    """An error of a bundle is one of its part: that is reopened, and its result comes back to the bundle."""
    if parts_of(here.position.id):
        raise OutOfOrder("Sai sót của hồ sơ liên thông nằm ở một phần: mở lại phần ấy để đính chính.")


def require_ended(here: store.Standing) -> None:
    """A step that waits for its parts is left when all have ended."""
    running = [part for part in parts_of(here.position.id) if part.running]
    if running:
        told = "; ".join(f"{part.procedure} ({part.agency})" for part in running)
        raise OutOfOrder(f"Còn phần chưa giải quyết xong: {told}. Bước này tự đóng khi tất cả có kết quả.")


def _file(bundle: UUID, at: datetime) -> None:
    """File the parts that the answers ask for; one that runs or was granted is not filed again."""
    here = store.fetch(bundle)
    answers = CaseView(here).answers
    there = {part.part for part in parts_of(bundle) if not part.failed}
    asked = (part for part in here.position.flow_step.children if part.id not in there)
    filed = [
        _file_part(here, part, answers, at) for part in asked if not part.when or part.when.holds(answers)
    ]
    if filed:
        change = casework.parts_filed(here.position, filed)
        store.apply(bundle, here.position.revision, change, by=people.system(), at=at)
    _settle(bundle, at)


def _file_part(bundle: store.Standing, part: Part, answers: Mapping[str, Any], at: datetime) -> str:
    """File and receive one part, and return its code: the bundle was received, so nobody looks at it again."""
    by, day = people.system(), local(at).date()
    version = procedures.version_in_force(part.procedure, day)
    form = _declared(part, version.definition, answers, at)
    draft = _draft(bundle, version.id, by.account, at)
    where = store.places(
        bundle.row["reception_id"],
        _competent(bundle, part, version.definition, at),
        bundle.row["return_at_id"],
    )
    law = store.law_of(version.definition, form, str(part.share))
    edition = calendars.latest()
    said = {"procedure": part.procedure, "channel": draft.get_channel_display()}
    opening = casework.opening(law, where, calendars.edition(edition), at, said)
    facts = filing.facts_of(draft, version.definition, where, form, day) | {
        "edition": edition, "parent": bundle.row["id"], "bundle_part": part.id, "share": str(part.share),
    }  # fmt: skip
    code = store.file(draft.id, at, opening, facts, by=by, at=at)
    here = store.fetch(draft.id).position
    verb = here.law.flow.onward(here.flow_step) or ""
    writing.write(store.fetch(draft.id), casework.accept(here, verb, at), by=by, at=at)
    return str(code)


def _draft(bundle: store.Standing, version: int, account: int, at: datetime) -> Draft:
    """The part as it comes in: by the channel of the one application, whatever channels its procedure takes alone.

    The applicant files once, at one place (NĐ 61/2018 Đ.3.2, Đ.19.6); how the parts reach their agencies is not theirs.
    Who counts channels counts the bundle and not its parts (``volumes``); the linter advises where a part takes less.
    """
    row = bundle.row
    draft = Draft(
        id=codes.uuid7(at), account_id=account, applicant_id=row["applicant_id"], version_id=version,
        channel=row["channel"], reception_id=row["reception_id"], return_how=row["return_how"], created_at=at,
        updated_at=at,
    )  # fmt: skip
    draft.save(force_insert=True)
    return draft


def _declared(part: Part, of: Definition, answers: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    """The declaration of a part, taken from the bundle's; :class:`Invalid` names what the bundle does not say."""
    given: dict[str, Any] = {}
    for target, source in part.declare.items():
        value = source["is"] if isinstance(source, Mapping) else _answer(answers, source)
        if value is not None:
            _put(given, target, value)
    day = local(at).date()
    checked = forms.validate(
        of.schema, _asked(of.schema.fields, given), today=day, communes=places.communes(of, on=day)
    )
    if checked.faults:
        faults = [Fault(f"{part.id}.{fault.where}", fault.message) for fault in checked.faults]
        raise Invalid(
            f"Chưa mở được phần “{of.name}”: tờ khai liên thông chưa đủ. Yêu cầu người nộp bổ sung tờ khai.",
            faults=faults,
        )
    return checked.values


def _asked(fields: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was taken, the parts of a person or a place that the part asks for too."""
    known = {one.id: one for one in fields}
    return {
        name: _asked(known[name].fields, value)
        if isinstance(value, Mapping) and known[name].fields
        else value
        for name, value in given.items()
        if name in known
    }


def _answer(answers: Mapping[str, Any], path: str) -> Any:
    value: Any = answers
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(given: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for name in above:
        given = given.setdefault(name, {})
    given[last] = value


def _competent(bundle: store.Standing, part: Part, of: Definition, at: datetime) -> int:
    """Who decides a part: the agency that the bundle names, else the one of its kind for the bundle's territory."""
    day = local(at).date()
    if named := part.agency or of.competent.agency:
        return agencies.agency_carrying(named, day).id
    lead = bundle.row["competent_id"]
    found = places.competent_for(of, lead, on=day)
    if found is None:
        name = agencies.agency(lead).name
        raise OutOfOrder(
            f"Không có cơ quan nào giải quyết phần “{of.name}” cho {name}; báo quản trị bổ sung."
        )
    return found


def _give(case: UUID, bundle: UUID, at: datetime) -> None:
    """The result of a part goes to its bundle, which is handed over as a whole."""
    here = store.fetch(case).position
    told = store.fetch(bundle).row["code"]
    change = casework.hand_over(here, at, receiver=told, how=INTO_BUNDLE)
    store.apply(case, here.revision, change, by=people.system(), at=at)


def _settle(bundle: UUID, at: datetime) -> None:
    """Close the step that waited for the parts once all were granted; anything else is for its owner to decide."""
    standing = store.fetch(bundle)
    here = standing.position
    waits = here.step is not None and here.flow_step.children and not here.flow_step.needs
    if not waits or here.hold is not None or here.state is State.WITHDRAWING:
        return
    answers, granted = CaseView(standing).answers, {p.part for p in parts_of(bundle) if p.granted}
    asked = {part.id for part in here.flow_step.children if not part.when or part.when.holds(answers)}
    if asked <= granted:
        change = casework.joined(here, at)
        writing.write(standing, change, by=people.system(), at=at)


def _break_off(bundle: UUID, at: datetime) -> None:
    """The bundle does not wait any longer: what still runs of it is taken back."""
    for part in parts_of(bundle):
        if part.running:
            _take_back(part, at)


def _take_back(part: PartRow, at: datetime) -> None:
    by, why = people.system(), "Hồ sơ liên thông đã dừng."
    here = store.fetch(part.id)
    asked = pauses.record_withdrawal(here.position, at, reason=why, evidence=part.bundle)
    store.apply(part.id, here.position.revision, asked, by=by, at=at)
    here = store.fetch(part.id)
    ended = pauses.answer_withdrawal(here.position, at, granted=True, note=why)
    store.apply(part.id, here.position.revision, ended, by=by, at=at)
    if concerned(here, ended):
        _break_off(part.id, at)
