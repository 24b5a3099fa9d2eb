"""The flow of a procedure: named steps, the moves between them, and the judgement of its structure.

A step says who works (``at`` + ``role``), for how long (``within``), what must be true before it closes
(``needs``), what it yields (``product``) and where each move leads. A move to a step listed earlier is a
*return* and wants a reason. Targets with a meaning of their own are in :data:`RESERVED`. A move may have several ways:
the declaration decides which; for one case :meth:`Flow.decided` knows them all. A step that ``decides: refused`` is
where a leader signs the refusal that an officer proposes by moving there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from motcua.kernel import consulting, sittings
from motcua.kernel.clock import Limit
from motcua.kernel.consulting import Consult, Rules
from motcua.kernel.forms.fields import Condition, Values
from motcua.kernel.refusals import Fault, Invalid, OutOfOrder
from motcua.kernel.sittings import Council, Sitting

END = "end"
WAIT_APPLICANT = "wait-applicant"
WAIT_PAYMENT = "wait-payment"
REFUSED = "refused"
RESERVED = frozenset({END, WAIT_APPLICANT, WAIT_PAYMENT, REFUSED})
LEADER = "leader"
"""The role that signs for an agency."""
ONE_STOP_HEAD = "one-stop-head"
ONE_STOP = ("one-stop", ONE_STOP_HEAD)
"""The roles of a unit that receives and passes on, and settles nothing."""
SIGNING = frozenset({LEADER, "division-head"})
"""The roles that may sign what an officer proposes, each in what it decides."""
HOLDS = frozenset({WAIT_APPLICANT, WAIT_PAYMENT})


class Place(StrEnum):
    """Who works a step: one of the case's three agencies (NĐ 61/2018 Đ.14), or another that the step names.

    Since 1/7/2025 the three may all differ.
    """

    RECEPTION = "reception"
    COMPETENT = "competent"
    RETURN = "return"
    AGENCY = "agency"


DECIDING = frozenset({Place.COMPETENT, Place.AGENCY})
"""Where a case is settled, between its reception and the hand-over of the result."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a move leads when a condition on the declaration holds."""

    to: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Part:
    """A child case of a bundle: of which procedure, with which share of the time, declared from the bundle's answers.

    ``declare`` tells for a field of the child where its answer comes from: the path of an answer, or ``{is: answer}``.
    """

    id: str
    procedure: str
    share: Limit
    declare: Mapping[str, Any]
    agency: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """An agency that does not work in this system, and whether the case's clock stands still while it has the case."""

    agency: str
    suspends: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a flow; ``moves`` maps a verb to a step id or a reserved target.

    ``ways`` of a verb come before: the first whose condition holds leads elsewhere than ``moves`` says.
    ``decides`` is the outcome that whoever signs here gives the case, where it is not the result: a refusal.
    """

    id: str
    title: str
    at: Place
    role: str
    within: Limit
    moves: Mapping[str, str]
    needs: tuple[str, ...] = ()
    product: str = ""
    law: str = ""
    decides: str = ""
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    agency: str = ""
    children: tuple[Part, ...] = ()
    consult: Consult | None = None
    minutes: Sitting | None = None
    council: Council | None = None
    outside: Outside | None = None

    @property
    def settled_elsewhere(self) -> bool:
        """Whether an agency other than the competent one settles the case here; a one-stop unit only passes it on."""
        return self.at is Place.AGENCY and self.role not in ONE_STOP

    @property
    def targets(self) -> frozenset[str]:
        """Wherever the step may lead, whatever was declared."""
        return frozenset({*self.moves.values(), *(way.to for ways in self.ways.values() for way in ways)})


@dataclass(frozen=True)
class Flow:
    """The steps in the order of the file; the first one opens when a case is submitted."""

    steps: Mapping[str, Step]
    order: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", {name: place for place, name in enumerate(self.steps)})

    @classmethod
    def parse(cls, data: Sequence[Mapping[str, Any]], rules: Rules | None = None) -> Flow:
        """Read the ``steps`` of a procedure file; :class:`Invalid` lists every broken place.

        ``rules`` reads the conditions of ways; without it a move has one way only.
        """
        faults: list[Fault] = []
        steps: dict[str, Step] = {}
        for index, item in enumerate(data):
            step = _parse_step(item, f"steps[{index}]", faults, rules)
            if step and step.id in steps:
                faults.append(Fault(f"steps[{index}].id", f"Bước “{step.id}” đã có ở trên; đặt mã khác."))
            elif step:
                steps[step.id] = step
        if not data:
            faults.append(Fault("steps", "Quy trình chưa có bước nào; thêm ít nhất một bước."))
        if faults:
            raise Invalid("Quy trình viết chưa đúng.", faults=faults)
        return cls(steps)

    def decided(self, answers: Values) -> Flow:
        """The flow of one case: of each move the way that these answers open."""
        if not any(step.ways for step in self.steps.values()):
            return self
        return Flow({name: _decided(step, answers) for name, step in self.steps.items()})

    @property
    def first(self) -> Step:
        return next(iter(self.steps.values()))

    @property
    def hand_over(self) -> Step | None:
        """The first step at the return point: reached, the processing is finished (QĐ 766, 2.1)."""
        return next((step for step in self.steps.values() if step.at is Place.RETURN), None)

    @property
    def last(self) -> Step:
        """The hand-over step of a published flow, which :func:`motcua.kernel.judging.check` has seen."""
        step = self.hand_over
        if step is None:
            raise LookupError("This flow was published without a hand-over step")
        return step

    def has_draft(self, step: Step) -> bool:
        """Whether the result lies as a draft at a step where the case is settled, until it is handed over.

        It does from the step before the one that leads to the hand-over, or from where it may be sent back to.
        """
        granting = [one for one in self.steps.values() if not one.decides]
        signing = {one.id for one in granting if self.last.id in one.targets}
        drawn_up = {one.id for one in granting if signing & one.targets}
        moves = ((one, target) for one in granting for target in one.targets)
        sent_back = {target for one, target in moves if self.is_return(one, target)}
        first = min(self.order[name] for name in signing | drawn_up | sent_back)
        return step.at in DECIDING and not step.decides and self.order[step.id] >= first

    def is_signed(self, step: Step) -> bool:
        """Whether a leader has signed the result before a step."""
        signing = (one for one in self.steps.values() if one.role == LEADER and self.has_draft(one))
        return not step.decides and any(self.order[one.id] < self.order[step.id] for one in signing)

    def ahead(self, step: Step) -> list[Step]:
        """The steps after one on the way to the result, in the order of the file."""
        return [
            one for one in self.steps.values() if self.order[one.id] > self.order[step.id] and not one.decides
        ]

    def way(self, step: Step) -> Iterator[Step]:
        """A step and those that follow it by the moves that go on towards the result."""
        here: Step | None = step
        while here is not None:
            yield here
            verb = self.onward(here)
            here = self.steps.get(here.moves[verb]) if verb else None

    def roles_beside(self, step: Step) -> list[str]:
        """The roles that work a case where a step is worked."""
        there = (step.at, step.agency)
        return sorted({one.role for one in self.steps.values() if (one.at, one.agency) == there})

    def target(self, step: Step, verb: str) -> str:
        """Where a move leads; :class:`OutOfOrder` when the step does not have it."""
        if verb not in step.moves:
            known = ", ".join(step.moves) or "không có"
            raise OutOfOrder(
                f"Bước “{step.title}” không có hướng xử lý “{verb}”. Các hướng có thể chọn: {known}."
            )
        return step.moves[verb]

    def refuses(self, target: str) -> bool:
        """Whether a move there refuses the case: at once, or as a proposal that a leader signs."""
        return target == REFUSED or (target in self.steps and self.steps[target].decides == REFUSED)

    def refusal(self, step: Step) -> str | None:
        """The move by which a step refuses the case or proposes it; None when it cannot."""
        return next((verb for verb, target in step.moves.items() if self.refuses(target)), None)

    def onward(self, step: Step) -> str | None:
        """The move by which a step goes on towards the result: the first that neither returns, waits nor refuses."""
        ahead = ((verb, to) for verb, to in step.moves.items() if to not in HOLDS and not self.refuses(to))
        return next((verb for verb, to in ahead if not self.is_return(step, to)), None)

    def is_return(self, step: Step, target: str) -> bool:
        """Whether a move goes back to an earlier step, which wants a reason."""
        return target in self.steps and self.order[target] <= self.order[step.id]


def _decided(step: Step, answers: Values) -> Step:
    opened = {
        verb: next((way.to for way in ways if way.when.holds(answers)), step.moves[verb])
        for verb, ways in step.ways.items()
    }
    return replace(step, moves={**step.moves, **opened}, ways={})


def _parse_step(item: Mapping[str, Any], where: str, faults: list[Fault], rules: Rules | None) -> Step | None:
    known = len(faults)
    for name in ("id", "title", "at", "role", "within", "moves"):
        if not item.get(name):
            faults.append(Fault(f"{where}.{name}", f"Bước thiếu “{name}”; bổ sung."))
    if len(faults) > known:
        return None
    for verb, target in item["moves"].items():
        if isinstance(target, list) and not (target and isinstance(target[-1], str)):
            faults.append(
                Fault(f"{where}.moves.{verb}", "Ngả cuối phải là mã bước không có điều kiện; thêm vào cuối.")
            )
            return None
    try:
        place, within = Place(item["at"]), Limit.parse(str(item["within"]))
    except (ValueError, Invalid) as error:
        faults.append(Fault(where, str(error)))
        return None
    ways = {
        str(verb): tuple(_ways(target[:-1], f"{where}.moves.{verb}", faults, rules))
        for verb, target in item["moves"].items()
        if isinstance(target, list)
    }
    return Step(
        id=str(item["id"]),
        title=str(item["title"]),
        at=place,
        agency=str(item.get("agency", "")),
        children=tuple(_parts(item.get("children", ()), f"{where}.children", faults, rules)),
        **_extras(item, where, faults, rules),
        role=str(item["role"]),
        within=within,
        moves={
            str(verb): str(target[-1] if isinstance(target, list) else target)
            for verb, target in item["moves"].items()
        },
        ways=ways,
        needs=tuple(item.get("needs", ())),
        product=str(item.get("product") or item["title"]),
        law=str(item.get("law", "")),
        decides=str(item.get("decides", "")),
    )


def _extras(item: Mapping[str, Any], where: str, faults: list[Fault], rules: Rules | None) -> dict[str, Any]:
    """What only some steps have: whom they ask, minutes, a council, an agency outside."""
    extras: dict[str, Any] = {}
    if told := item.get("consult"):
        extras["consult"] = consulting.parse(told, f"{where}.consult", faults, rules)
    if told := item.get("council"):
        extras["council"] = sittings.parse_council(told, f"{where}.council", faults)
    if told := item.get("minutes"):
        extras["minutes"] = Sitting(told)
    if told := item.get("outside"):
        extras["outside"] = Outside(str(told.get("agency", "")), told.get("clock") == "suspend")
    return extras


def _parts(
    given: Sequence[Mapping[str, Any]], where: str, faults: list[Fault], rules: Rules | None
) -> Iterator[Part]:
    """The child cases that a step files."""
    for number, item in enumerate(given):
        here = f"{where}[{number}]"
        condition = consulting.read_when(item, here, faults, rules)
        share = consulting.read_limit(item, "share", here, faults)
        if share is None:
            continue
        told = {name: str(item.get(name, "")) for name in ("id", "procedure", "agency")}
        yield Part(**told, share=share, declare=item.get("declare", {}), when=condition)


def _ways(
    given: Sequence[Mapping[str, Any]], where: str, faults: list[Fault], rules: Rules | None
) -> Iterator[Way]:
    """The ways of a move that stand before its last one, which has no condition."""
    for place, way in enumerate(given):
        here = f"{where}[{place}]"
        if not isinstance(way, Mapping) or set(way) != {"to", "when"} or rules is None:
            faults.append(
                Fault(here, "Mỗi ngả viết {to: mã bước, when: điều kiện}; ngả cuối chỉ có mã bước.")
            )
            continue
        condition, wrong = rules(way["when"], f"{here}.when")
        faults += wrong
        if condition is not None:
            yield Way(str(way["to"]), condition)
