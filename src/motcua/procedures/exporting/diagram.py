"""The flow of a procedure file as BPMN sees it: nodes in lanes, and flows between them.

A step is a task. One that opens several things at once (opinions, child cases) is a parallel gateway, with a branch for
each and another gateway where they meet; an inclusive one when some are opened only under a condition. Several moves
fork at an exclusive gateway: a person chooses. The ways of a move fork at another: the declaration decides. A hold is
an event that is waited for, from which the flow comes back to its step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from motcua.kernel.flow import END, HOLDS, REFUSED, WAIT_PAYMENT
from motcua.procedures import conditions
from motcua.procedures.exporting.titles import Titles

Saying = Callable[[Any], str]
"""What says a condition in words."""

APPLICANT = "_applicant"
START = "_start"
ENDS: Mapping[str, tuple[str, str]] = {
    END: ("_end", "Hồ sơ kết thúc"),
    REFUSED: ("_refused", "Hồ sơ bị từ chối"),
}
_APART = frozenset({"id", "title", "moves", "children", "consult"})
"""Fields of a step that are not in its own values: BPMN has a place for them."""


@dataclass(frozen=True, slots=True)
class Node:
    """One shape: ``kind`` is its element, ``column`` and ``lane`` where it stands, ``own`` what the extension holds."""

    id: str
    kind: str
    name: str
    lane: str
    column: int
    own: tuple[str, Mapping[str, Any]] | None = None
    called: str = ""

    @property
    def limit(self) -> str:
        """How long a task may take; empty for what is no task of one person."""
        return str(self.own[1].get("within", "")) if self.own and self.kind.endswith("Task") else ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One sequence flow; ``verb`` is the move that it is, ``logic`` the condition under which it is taken."""

    source: str
    target: str
    name: str = ""
    verb: str = ""
    logic: Any = None
    is_default: bool = False


@dataclass
class Diagram:
    """What is drawn: lanes by their id with their names and values, nodes by id, arrows in the order of the file."""

    lanes: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)


def logical(when: Mapping[str, Any]) -> Any:
    """A condition as JsonLogic, also when the file has it in short."""
    if "field" not in when:
        return when
    test = next(key for key in when if key != "field")
    values = when[test] if isinstance(when[test], list) else [when[test]]
    return conditions.sugar(str(when["field"]), values, negated=test == "not")


def drawn(steps: Sequence[Mapping[str, Any]], titles: Titles, saying: Saying) -> Diagram:
    """The diagram of the steps of a sound procedure file."""
    drawing = _Drawing(titles, saying, Diagram())
    drawing.all(steps)
    return drawing.diagram


@dataclass
class _Drawing:
    """One diagram while it is drawn, from left to right."""

    titles: Titles
    saying: Saying
    diagram: Diagram
    column: int = 0

    def all(self, steps: Sequence[Mapping[str, Any]]) -> None:
        self.diagram.lanes[APPLICANT] = ("Người nộp hồ sơ", {})
        self.node(START, "startEvent", "Nộp hồ sơ", APPLICANT)
        self.arrow(START, str(steps[0]["id"]))
        for step in steps:
            self.column += 1
            self.step(step)
        self.column += 1
        used = {arrow.target for arrow in self.diagram.arrows}
        for name, title in ENDS.values():
            if name in used:
                self.node(name, "endEvent", title, APPLICANT)

    def node(self, name: str, kind: str, title: str, lane: str, **more: Any) -> str:
        self.diagram.nodes[name] = Node(name, kind, title, lane, self.column, **more)
        return name

    def arrow(self, source: str, target: str, **more: Any) -> None:
        self.diagram.arrows.append(Arrow(source, target, **more))

    def lane(self, worked: Mapping[str, Any]) -> str:
        """The lane of whoever works something; named after what they have in common, so each is drawn once."""
        values = {key: str(worked[key]) for key in ("at", "agency", "commune", "role") if worked.get(key)}
        name = "_lane_" + "_".join(f"{key}-{value}" for key, value in values.items())
        self.diagram.lanes.setdefault(name, (self.titles.who(worked), values))
        return name

    def step(self, step: Mapping[str, Any]) -> None:
        values = {key: value for key, value in step.items() if key not in _APART}
        if asking := step.get("consult"):
            values["consult"] = {key: value for key, value in asking.items() if key != "ask"}
        name, lane = str(step["id"]), self.lane(step)
        branches = list(self.branches(step))
        kind = _kind(step, branches)
        self.node(name, kind, str(step["title"]), lane, own=("step", values))
        last = self.joined(step, kind, branches) if branches else name
        self.moves(step, last)

    def branches(self, step: Mapping[str, Any]) -> Iterator[tuple[Node, Any]]:
        """What a step opens at once, each with the condition under which it does."""
        for ask in (step.get("consult") or {}).get("ask", ()):
            values = {key: value for key, value in ask.items() if key not in ("id", "title", "when")}
            name = f"{step['id']}_ask_{ask['id']}"
            lane = self.lane({key: ask[key] for key in ("agency", "commune", "role") if key in ask})
            values["id"] = ask["id"]
            yield Node(name, "userTask", str(ask.get("title", "")), lane, 0, ("ask", values)), ask.get("when")
        for part in step.get("children", ()):
            values = {key: value for key, value in part.items() if key != "when"}
            title, called = self.titles.procedure(part["procedure"]), f"procedure-{part['procedure']}"
            values["title"] = title
            name = f"{step['id']}_child_{part['id']}"
            lane = self.lane({"agency": part["agency"]} if "agency" in part else step)
            yield Node(name, "callActivity", title, lane, 0, ("child", values), called), part.get("when")

    def joined(self, step: Mapping[str, Any], kind: str, branches: Sequence[tuple[Node, Any]]) -> str:
        """Draw the branches of a step, and the gateway where they meet."""
        name, join = str(step["id"]), f"{step['id']}_join"
        self.column += 1
        for node, when in branches:
            self.diagram.nodes[node.id] = replace(node, column=self.column)
            self.arrow(name, node.id, **self.under(when))
            self.arrow(node.id, join)
        self.column += 1
        return self.node(join, kind, _join_title(step), self.lane(step))

    def under(self, when: Mapping[str, Any] | None) -> dict[str, Any]:
        if when is None:
            return {}
        logic = logical(when)
        return {"logic": logic, "name": self.saying(logic)}

    def moves(self, step: Mapping[str, Any], last: str) -> None:
        moves = step["moves"]
        if len(moves) > 1:
            self.column += 1
            chosen = self.node(f"{step['id']}_moves", "exclusiveGateway", "Hướng xử lý", self.lane(step))
            self.arrow(last, chosen)
            last = chosen
        for number, (verb, to) in enumerate(moves.items(), 1):
            place, told = f"{step['id']}_{number}", {"name": self.titles.verb(verb), "verb": verb}
            if isinstance(to, list):
                self.arrow(last, self.ways(step, place, to), **told)
            else:
                self.arrow(last, self.target(step, to, place), **told)

    def ways(self, step: Mapping[str, Any], place: str, ways: Sequence[Any]) -> str:
        """Draw the gateway at which the declaration decides where a move leads."""
        self.column += 1
        fork = self.node(f"{place}_ways", "exclusiveGateway", "Theo tờ khai", self.lane(step))
        for number, way in enumerate(ways[:-1], 1):
            to = self.target(step, str(way["to"]), f"{place}_{number}")
            self.arrow(fork, to, **self.under(way["when"]))
        self.arrow(fork, self.target(step, str(ways[-1]), place), name="Còn lại", is_default=True)
        return fork

    def target(self, step: Mapping[str, Any], to: str, place: str) -> str:
        """The node to which a move leads; a hold is drawn for each move that has it."""
        if to not in HOLDS:
            return ENDS[to][0] if to in ENDS else to
        title = "Chờ nộp phí, lệ phí" if to == WAIT_PAYMENT else "Chờ bổ sung hồ sơ"
        name = self.node(
            f"{place}_wait", "intermediateCatchEvent", title, APPLICANT, own=("wait", {"for": to})
        )
        self.arrow(name, str(step["id"]))
        return name


def _kind(step: Mapping[str, Any], branches: Sequence[tuple[Node, Any]]) -> str:
    if not branches:
        return "receiveTask" if step.get("outside") else "userTask"
    return "parallelGateway" if all(when is None for _, when in branches) else "inclusiveGateway"


def _join_title(step: Mapping[str, Any]) -> str:
    """When enough has come for the case to go on."""
    join = (step.get("consult") or {}).get("join", "all")
    if isinstance(join, int):
        return f"Đủ {join} ý kiến"
    return {"any": "Có một ý kiến", "deadline": "Đủ ý kiến hoặc hết hạn"}.get(str(join), "Đã có tất cả")
