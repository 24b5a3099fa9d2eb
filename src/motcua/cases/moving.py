"""Running cases move to a new version of their procedure, many at once: looked at before, chosen by kind, undone.

Each case is moved by an act of its own, under its revision: whoever works at it meanwhile is not run over, and one that
cannot be moved does not stop the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from procrastinate.contrib.django import app

from motcua.cases import opinions, store
from motcua.cases.models import Move, MovedCase
from motcua.cases.reads.querying import json_of, rows
from motcua.journal import acts as journal
from motcua.kernel import moving
from motcua.kernel.moving import Choice, Entries, Kind
from motcua.kernel.position import Law
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, OutOfOrder, Refusal
from motcua.people import access
from motcua.people.actors import Actor
from motcua.people.models import Account
from motcua.procedures import reads as procedures
from motcua.procedures.models import ProcedureVersion

PORTION = 100
"""Cases that one job moves, in one transaction: a worker that is killed leaves them waiting."""
EXAMPLES = 5

RUNNING = """
SELECT c.id FROM cases_case c WHERE c.version_id = %(version)s AND c.finished_at IS NULL ORDER BY c.id"""


@dataclass(frozen=True, slots=True)
class Sort:
    """The cases of one kind: how many, some of their codes, and for vanished steps which steps they stand at.

    ``entries`` are the steps of the new version at which some of them may go on, with what they would skip.
    """

    kind: Kind
    count: int
    codes: tuple[str, ...]
    steps: Mapping[str, int]
    entries: Entries


def preview(source: int, target: int, *, by: Actor) -> tuple[Sort, ...]:
    """The running cases of a version by what moving them to another would do; nothing is written."""
    access.require_administrator(by)
    old, new = _pair(source, target)
    found: dict[Kind, list[tuple[str, str, Entries]]] = {kind: [] for kind in Kind}
    for here in _standing(source):
        kind = _kind(here, old, new)
        entries = moving.entries(here.position, _law(here, new)) if kind is Kind.STEP else {}
        found[kind].append((str(here.row["code"]), here.position.flow_step.title, entries))
    return tuple(
        Sort(
            kind,
            len(cases),
            tuple(code for code, _, _ in cases[:EXAMPLES]),
            _counted(title for _, title, _ in cases),
            _together(entries for _, _, entries in cases),
        )
        for kind, cases in found.items()
    )


def _together(cases: Iterable[Entries]) -> Entries:
    """The steps at which some of the cases may go on, and what any of them would skip."""
    found: dict[str, dict[str, None]] = {}
    for entries in cases:
        for step, skipped in entries.items():
            found.setdefault(step, {}).update(dict.fromkeys(skipped))
    return {step: tuple(skipped) for step, skipped in found.items()}


def _law(here: store.Standing, new: ProcedureVersion) -> Law:
    """What the new version would be for a case."""
    return store.law_of(procedures.definition(new.id), json_of(here.row["form"]), here.row["share"])


def _counted(titles: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for title in titles:
        counts[title] = counts.get(title, 0) + 1
    return counts


def _pair(source: int, target: int) -> tuple[ProcedureVersion, ProcedureVersion]:
    """Two published versions of one procedure; Invalid says why they are no pair."""
    known = ProcedureVersion.objects.select_related("procedure").in_bulk([source, target])
    old, new = known.get(source), known.get(target)
    if old is None or new is None or old.procedure_id != new.procedure_id or old == new:
        raise _refused("target", "Chọn hai phiên bản khác nhau của cùng một thủ tục.")
    if new.published_at is None:
        raise _refused("target", "Phiên bản đích chưa công bố; công bố trước rồi mới chuyển hồ sơ sang.")
    return old, new


def _refused(where: str, message: str) -> Invalid:
    return Invalid(message, faults=[Fault(where, message)])


def _standing(version: int) -> Iterator[store.Standing]:
    for row in rows(RUNNING, {"version": version}):
        here = store.fetch(row["id"])
        if here.position.step is not None:
            yield here


def _kind(here: store.Standing, old: ProcedureVersion, new: ProcedureVersion) -> Kind:
    answers = json_of(here.row["form"])
    before = {paper.id for paper in procedures.definition(old.id).papers_for(answers)}
    then = procedures.definition(new.id).papers_for(answers)
    wanted = {paper.id for paper in then if not paper.optional}
    return moving.kind_of(here.position, _law(here, new), new_papers=bool(wanted - before))


@transaction.atomic
def begin(
    source: int,
    target: int,
    choices: Mapping[Kind, Choice],
    *,
    decision: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Move:
    """Begin a move: every running case of the version waits its turn, and jobs take them in portions."""
    access.require_administrator(by)
    old, new = _pair(source, target)
    missing = [
        Fault(name, f"Nhập {title}.")
        for name, title, text in (("decision", "số quyết định", decision), ("reason", "lý do chuyển", reason))
        if not text.strip()
    ]
    if missing:
        raise Invalid("Nhập số quyết định và lý do chuyển.", faults=missing)
    chosen = {kind: choices.get(kind, Choice(moves=False)) for kind in Kind}
    kinds = {here.row["id"]: (_kind(here, old, new), here.position.received) for here in _standing(source)}
    if chosen[Kind.STEP].moves:
        _require_step(chosen[Kind.STEP].step, new, {got for kind, got in kinds.values() if kind is Kind.STEP})
    move = Move.objects.create(
        procedure=new.procedure, source=old, target=new, decision=decision, reason=reason, by_id=by.account, at=at,
        choices={kind: asdict(choice) for kind, choice in chosen.items()},
    )  # fmt: skip
    waiting = [
        MovedCase(move=move, case_id=case, kind=kind, outcome="waiting") for case, (kind, _) in kinds.items()
    ]
    MovedCase.objects.bulk_create(waiting, batch_size=1000)
    told = {
        "code": new.procedure.code,
        "from": old.number,
        "to": new.number,
        "count": len(waiting),
        "decision": decision,
    }
    journal.record(new.procedure.stream, "procedure.cases-moved", told, by=by.username, at=at)
    app.configure_task("cases.move").defer(move=move.id)
    return move


def _require_step(step: str, new: ProcedureVersion, received: set[bool]) -> None:
    """Invalid unless some of the cases may go on at the step; ``received``: whether these have been received."""
    flow = procedures.definition(new.id).flow
    if received and step not in flow.steps:
        raise _refused("step", "Chọn bước của phiên bản mới để hồ sơ đi tiếp.")
    reasons = [moving.barred(flow, flow.steps[step], received=one) for one in sorted(received)]
    if reasons and all(reasons):
        raise _refused("step", reasons[-1])


@transaction.atomic
def go_on(move: int, *, at: datetime, most: int = PORTION) -> int:
    """Move the next cases that wait and return how many were looked at; a second run finds none of them again."""
    batch = _locked(move)
    actor = _actor(batch.by)
    choices = {kind: Choice(**batch.choices[kind]) for kind in Kind}
    waiting = list(MovedCase.objects.filter(move=batch, outcome="waiting").order_by("id")[:most])
    for one in waiting:
        _move(one, batch, choices[Kind(one.kind)], by=actor, at=at)
    return len(waiting)


def _locked(move: int) -> Move:
    """A move whose cases nobody else takes now; :class:`Missing` when there is none."""
    known = Move.objects.select_related("procedure", "source", "target", "by", "undone_by")
    batch = known.select_for_update(of=("self",)).filter(id=move).first()
    if batch is None:
        raise Missing("Không có lần chuyển này.")
    return batch


def _actor(account: Account) -> Actor:
    return Actor(account=account.id, username=account.username, name=account.full_name)


def _move(one: MovedCase, batch: Move, choice: Choice, *, by: Actor, at: datetime) -> None:
    """Move one case and note what became of it."""
    if not choice.moves:
        MovedCase.objects.filter(id=one.id).update(outcome="kept")
        return
    try:
        here = store.fetch(one.case_id)
        if here.row["version_id"] != batch.source_id:
            raise OutOfOrder("Hồ sơ không còn ở phiên bản cũ.")
        change = moving.move(
            here.position, _law(here, batch.target), batch.target_id, at, choice,
            counted_by=here.row["limit_from_id"] or batch.source_id, decision=batch.decision, reason=batch.reason,
        )  # fmt: skip
        kept = _before(here, batch.source_id)
        seq = store.apply(one.case_id, here.position.revision, change, by=by, at=at)
        _reladder(one.case_id, by=by, at=at)
        MovedCase.objects.filter(id=one.id).update(outcome="moved", seq=seq, before=kept)
    except Conflict:
        return  # somebody acts on it just now: it waits for the next run
    except Refusal as refusal:
        MovedCase.objects.filter(id=one.id).update(outcome="refused", why=refusal.message)


def _before(here: store.Standing, version: int) -> dict[str, Any]:
    step = json_of(here.row["step"])
    limit_from = here.row["limit_from_id"]
    return moving.before(here.position, version, limit_from, step["title"], step["product"])


@transaction.atomic
def undo(move: int, *, reason: str, by: Actor, at: datetime) -> int:
    """Begin to take a move back: its cases wait to be put back, and jobs take them in portions; returns how many."""
    access.require_administrator(by)
    batch = _locked(move)
    if batch.undone_at is not None:
        raise OutOfOrder("Lần chuyển này đã hoàn lại rồi.")
    if not reason.strip():
        raise Invalid("Nhập lý do hoàn lại.", faults=[Fault("reason", "Nhập lý do hoàn lại.")])
    cases = MovedCase.objects.filter(move=batch)
    cases.filter(outcome="waiting").update(outcome="kept", why="Hoàn lại trước khi chuyển.")
    waiting = cases.filter(outcome="moved").update(outcome="going-back")
    Move.objects.filter(id=move).update(undone_at=at, undone_by_id=by.account, undo_reason=reason)
    told = {
        "code": batch.procedure.code,
        "from": batch.target.number,
        "to": batch.source.number,
        "count": waiting,
        "reason": reason,
    }
    journal.record(batch.procedure.stream, "procedure.cases-moved-back", told, by=by.username, at=at)
    app.configure_task("cases.move-back").defer(move=move)
    return waiting


@transaction.atomic
def go_back(move: int, *, at: datetime, most: int = PORTION) -> int:
    """Put back the next cases that nobody has acted on since, and return how many were looked at.

    The others stay under the new version and say why.
    """
    batch = _locked(move)
    if batch.undone_by is None:
        return 0
    actor = _actor(batch.undone_by)
    waiting = list(MovedCase.objects.filter(move=batch, outcome="going-back").order_by("id")[:most])
    for one in waiting:
        _move_back(one, batch.undo_reason, by=actor, at=at)
    return len(waiting)


def _move_back(one: MovedCase, reason: str, *, by: Actor, at: datetime) -> None:
    """Put one case back and note what became of it."""
    try:
        here = store.fetch(one.case_id)
        if here.position.step is None or _acted_on(one.case_id, one.seq or 0):
            raise OutOfOrder("Hồ sơ đã được xử lý tiếp sau khi chuyển.")
        old = procedures.definition(one.before["version"])
        form, share, limit_from = json_of(here.row["form"]), here.row["share"], one.before["limit_from"]
        law = store.law_of(old, form, share, limit_from=limit_from)
        change = moving.move_back(here.position, one.before, law, at, reason=reason)
        store.apply(one.case_id, here.position.revision, change, by=by, at=at)
        _reladder(one.case_id, by=by, at=at)
        MovedCase.objects.filter(id=one.id).update(outcome="back", why="")
    except Conflict:
        return  # somebody acts on it just now: the next run sees what they did
    except Refusal as refusal:
        MovedCase.objects.filter(id=one.id).update(outcome="moved", why=refusal.message)


def _reladder(case: UUID, *, by: Actor, at: datetime) -> None:
    """Have the opinions that a moved case waits for climb the ladder of its version."""
    position = store.fetch(case).position
    for one in opinions.waiting(case) if position.step and position.flow_step.consult else ():
        here = store.fetch(case, one.branch)
        if change := moving.reladder(here.position):
            store.apply(case, here.position.revision, change, by=by, at=at)


def _acted_on(case: UUID, seq: int) -> bool:
    """Whether anybody did anything with a case since an event; that the system rang or passed it on is nothing."""
    found = rows(
        """SELECT 1 FROM journal_event WHERE stream = %s AND seq > %s
        AND kind NOT IN ('case.alarmed', 'case.escalated', 'case.passed-on', 'case.recounted', 'case.reladdered')
        LIMIT 1""",
        [case, seq],
    )
    return bool(found)


# --- reads ---------------------------------------------------------------------------------------------------

SHOWN = 200
"""Cases that the page of a move lists."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A version that is in force no longer and still has running cases, beside the newest of its procedure."""

    code: str
    title: str
    source: int
    source_number: int
    target: int
    target_number: int
    cases: int


BEHIND = """
SELECT p.code, p.title, v.id AS source, v.number AS source_number, n.id AS target, n.number AS target_number,
  count(c.id) AS cases
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
JOIN LATERAL (SELECT id, number FROM procedures_procedureversion w WHERE w.procedure_id = v.procedure_id
  AND w.published_at IS NOT NULL ORDER BY w.number DESC LIMIT 1) n ON n.number > v.number
JOIN cases_case c ON c.version_id = v.id AND c.finished_at IS NULL
GROUP BY p.code, p.title, v.id, v.number, n.id, n.number ORDER BY p.code, v.number"""


def behind() -> tuple[Behind, ...]:
    """The old versions that still have running cases."""
    return tuple(Behind(**row) for row in rows(BEHIND, {}))


AT_STEPS = """
SELECT s.name, count(*) AS cases FROM cases_case c JOIN cases_step s ON s.case_id = c.id AND s.closed_at IS NULL
WHERE c.version_id = %(version)s AND c.finished_at IS NULL AND s.branch = '' GROUP BY s.name"""


def open_steps(version: int) -> Mapping[str, int]:
    """How many running cases of a version stand at each step of it."""
    return {row["name"]: row["cases"] for row in rows(AT_STEPS, {"version": version})}


@dataclass(frozen=True, slots=True)
class Told:
    """A move with what became of its cases: how many of each outcome, and the first of them by code."""

    move: Move
    counts: Mapping[str, int]
    rows: tuple[tuple[str, str, str], ...]

    @property
    def waiting(self) -> int:
        return self.counts.get("waiting", 0)

    @property
    def going_back(self) -> int:
        return self.counts.get("going-back", 0)

    @property
    def may_go_back(self) -> bool:
        return self.move.undone_at is None and bool(self.counts.get("moved"))


def moves() -> tuple[Told, ...]:
    """The moves there were, the latest first."""
    known = Move.objects.select_related("procedure", "source", "target", "by").order_by("-id")[:50]
    return tuple(Told(one, _outcomes(one.id), ()) for one in known)


def told(move: int, *, outcome: str = "") -> Told:
    """One move with its cases, or those of one outcome; :class:`Missing` when there is none."""
    found = Move.objects.select_related("procedure", "source", "target", "by").filter(id=move).first()
    if found is None:
        raise Missing("Không có lần chuyển này.")
    cases = MovedCase.objects.filter(move=found, **({"outcome": outcome} if outcome else {})).order_by("id")
    listed = cases.values_list("case__code", "outcome", "why")[:SHOWN]
    return Told(found, _outcomes(move), tuple(listed))


def _outcomes(move: int) -> dict[str, int]:
    counted = MovedCase.objects.filter(move=move).values_list("outcome").annotate(Count("id"))
    return dict(counted.order_by("outcome"))
