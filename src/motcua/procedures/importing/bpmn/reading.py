"""The steps of a BPMN file, as the draft of a procedure file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from motcua.kernel.clock import Limit
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing.bpmn.forks import Fork, forks
from motcua.procedures.importing.bpmn.graph import (
    TASKS,
    Flow,
    Graph,
    Node,
    first_name,
    lanes,
    named,
    opened,
    own_of,
)
from motcua.procedures.importing.bpmn.moves import Following
from motcua.procedures.importing.bpmn.timers import Timer, timers
from motcua.procedures.importing.bpmn.unrun import unrun
from motcua.procedures.importing.drafts import CODE, Doubt, Imported, Values, coded, imported, slug
from motcua.procedures.importing.roles import role_of
from motcua.procedures.structure import schema

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WITHIN = "4 wh"
_ORDER = ("id", "title", "at", "agency", "role", "within", "moves", "needs", "product", "law")


def read(name: str, content: bytes) -> Imported:
    """The draft of the process of a file; Invalid when it is no BPMN or has no step."""
    graph = opened(name, content)
    reading = _Reading(graph, forks(graph.nodes.values()), timers(graph.process))
    values = reading.values()
    if not values["steps"]:
        todo = "Vẽ các việc của người (userTask) trong một quy trình."
        raise Invalid(f"“{name}” không có bước nào.", faults=[Fault(name, todo)])
    return imported([(values, [Doubt(values["code"], *one) for one in reading.doubts])])


@dataclass
class _Reading:
    """One process while it is read: its forks, and what turned out doubtful, each with the field it is about."""

    graph: Graph
    forks: Mapping[str, Fork]
    timers: Mapping[str, Timer]
    timed: set[str] = field(default_factory=set)
    doubts: list[tuple[str, str]] = field(default_factory=list)

    def values(self) -> Values:
        kept = own_of(self.graph.process) or {}
        heads = self._ordered(list(self._heads()))
        names = _names(heads)
        held: set[str] = set()
        found = kept | {
            "code": self._code(kept),
            "steps": [self._step(node, names, held) for node in heads],
        }
        values = {key: found[key] for key in schema()["properties"] if key in found}
        runs = held | {node.id for fork in self.forks.values() for node in _inside(fork)} | set(self.forks)
        runs |= {node.id for node in self.graph.nodes.values() if _only_merges(node)}
        runs |= self.timed
        self._compare_names()
        self._compare_lanes()
        self.doubts += (("steps", line) for line in unrun(self.graph, runs))
        return values

    def _compare_names(self) -> None:
        """Doubt the flows whose words somebody changed: what they do is in the extension."""
        for flow in (flow for node in self.graph.nodes.values() for flow in node.outgoing):
            if flow.named and flow.name != flow.named:
                does = f"phần mở rộng vẫn là “{flow.named}”" + (f" ({flow.verb})" if flow.verb else "")
                self._doubt(
                    flow.source, f"hướng “{flow.name}” [{flow.id}] trong sơ đồ, {does}; kiểm tra lại."
                )

    def _compare_lanes(self) -> None:
        """Doubt the lanes whose name somebody changed: who works there is in the extension."""
        for lane in lanes(self.graph.process):
            first, name = first_name(lane), named(lane)
            if first and name != first:
                does = f"phần mở rộng vẫn là “{first}”; kiểm tra nơi làm và vai trò của các bước ở đó."
                self.doubts.append(("steps", f"làn “{name}” [{lane.get('id', '')}] trong sơ đồ, {does}"))

    def _code(self, kept: Values) -> str:
        code = str(kept.get("code", ""))
        if CODE.fullmatch(code):
            return code
        process = self.graph.process
        made = slug(named(process)) or slug(process.get("id", "")) or "quy-trinh"
        self.doubts.append(("code", f"Mã tạm lấy theo tên quy trình “{made}”; ghi mã thủ tục."))
        return made

    def _heads(self) -> Iterator[Node]:
        """The nodes at which a step begins, in the order of the file."""
        inside = {node.id for fork in self.forks.values() for node in _inside(fork)}
        for node in self.graph.nodes.values():
            undoes = node.element.get("isForCompensation") == "true"
            if node.id in self.forks or (node.kind in TASKS and node.id not in inside and not undoes):
                yield node

    def _ordered(self, heads: Sequence[Node]) -> Sequence[Node]:
        """The heads as the file has them when it is ours, otherwise as the flow meets them."""
        if all(node.own for node in heads):
            return heads
        place = {node.id: number for number, node in enumerate(_walked(self.graph.nodes.values()))}
        return sorted(heads, key=lambda node: place[node.id])

    def _step(self, node: Node, names: Mapping[str, str], held: set[str]) -> Values:
        fork = self.forks.get(node.id)
        is_first = names[node.id] == next(iter(names.values()))
        following = Following(node, names, "gathered" if fork else "accept" if is_first else "propose")
        last = fork.join if fork else node
        moves = following.moves(last.outgoing)
        held |= following.held
        step = {
            "id": names[node.id],
            "title": node.name or names[node.id],
            **self._worked(node, moves, is_first=is_first),
            "moves": moves or {"done": "end"},
            **(self._opened(fork) if fork else {}),
        }
        if not moves:
            self._doubt(node, "không dẫn đi đâu; tạm cho hồ sơ kết thúc ở đây.")
        return {key: step[key] for key in sorted(step, key=_place)}

    def _worked(self, node: Node, moves: Values, *, is_first: bool) -> Values:
        """Who works a step and for how long: as the file says, else guessed and doubted."""
        own = {key: value for key, value in (node.own or {}).items() if key not in ("id", "title", "moves")}
        if node.lane_own:  # a step that somebody moved to another lane belongs to whoever has that lane
            own = {key: value for key, value in own.items() if key not in ("at", "agency", "role")}
            own |= node.lane_own
        if "at" not in own:
            own["at"] = "reception" if is_first else "return" if "end" in moves.values() else "competent"
        if "role" not in own:
            own["role"] = role_of(f"{node.lane} {node.name}")
            self._doubt(node, f"nơi làm “{own['at']}” và vai trò “{own['role']}” là đoán; kiểm tra lại.")
        return {**own, "within": self._within(node, own.get("within", ""))}

    def _within(self, node: Node, said: str) -> str:
        """How long somebody has: what a timer on the edge says, since that is what people draw and move."""
        timer = self.timers.get(node.id)
        if timer and not timer.leads_on and (timer.within or (said and not timer.told)):
            self.timed.add(timer.id)
        if said and node.kind in TASKS:
            self._compare(node, timer, said)
        if timer and timer.within:
            if timer.doubt:
                self._doubt(node, timer.doubt)
            return timer.within
        if not said:
            self._doubt(node, "tệp không ghi thời gian; tạm ghi 4 giờ làm việc.")
        return said or _WITHIN

    def _compare(self, node: Node, timer: Timer | None, said: str) -> None:
        """Doubt a limit that the diagram shows otherwise than our extension says it, or no longer shows."""
        kept = (timer.within if timer else "") or said
        label = timer.label if timer else ""
        if label not in (_in_words(said), _in_words(kept)) and (label or kept == said):
            shown = f"trong sơ đồ là “{label}”" if label else "không còn trong sơ đồ"
            self._doubt(node, f"hạn của bước {shown}, phần mở rộng ghi {said}; tạm giữ {kept}, kiểm tra lại.")

    def _doubt(self, node: Node, message: str) -> None:
        self.doubts.append(("steps", f"“{node.name or node.id}” [{node.id}]: {message}"))

    def _opened(self, fork: Fork) -> Values:
        """What a fork opens at once: opinions that are asked for, child cases."""
        asked = [self._ask(flow) for flow in fork.flows if flow.target.kind in TASKS]
        parts = [self._part(flow) for flow in fork.flows if flow.target.kind == "callActivity"]
        opened: Values = {"children": parts} if parts else {}
        if asked:
            kept = (fork.head.own or {}).get("consult") or {"join": "all"}
            opened["consult"] = {**kept, "ask": asked}
        return opened

    def _ask(self, flow: Flow) -> Values:
        node = flow.target
        values = {"id": _slugged(node), **({"title": node.name} if node.name else {}), **(node.own or {})}
        if node.own is None:
            agency = slug(node.lane)
            values |= {"agency": agency or "co-quan", "role": role_of(node.lane)}
            self._doubt(node, "cơ quan được hỏi và vai trò là đoán; kiểm tra lại.")
        values["within"] = self._within(node, values.get("within", ""))
        return {**values, **({"when": flow.logic} if flow.logic is not None else {})}

    def _part(self, flow: Flow) -> Values:
        node = flow.target
        called = node.element.get("calledElement", "").removeprefix("procedure-")
        made = {"id": _slugged(node), "procedure": called, "share": "1 wd", "declare": {}}
        values = {key: value for key, value in (node.own or made).items() if key != "title"}
        first = first_name(node.element)
        if (first and node.name != first) or (called and called != values.get("procedure")):
            shown = f"hồ sơ con trong sơ đồ là “{node.name}” ({called or 'không ghi thủ tục'})"
            kept = f"phần mở rộng vẫn là “{first}” ({values.get('procedure')})"
            self._doubt(node, f"{shown}, {kept}; kiểm tra lại.")
        if node.own is None:
            self._doubt(node, "ghi mã thủ tục của hồ sơ con, phần thời gian và tờ khai lấy từ đâu.")
        return {**values, **({"when": flow.logic} if flow.logic is not None else {})}


def _in_words(limit: str) -> str:
    """A limit as our timers show it; as it stands when it is none."""
    try:
        return Limit.parse(limit).in_words()
    except Invalid:
        return limit


def _inside(fork: Fork) -> list[Node]:
    return [fork.join, *(flow.target for flow in fork.flows)]


def _only_merges(node: Node) -> bool:
    """Whether a gateway only brings ways together."""
    return (
        node.kind in ("parallelGateway", "inclusiveGateway") and len(node.incoming) == len(node.outgoing) == 1
    )


def _names(heads: Iterable[Node]) -> dict[str, str]:
    """A code for each step, by the node at which it begins."""
    names: dict[str, str] = {}
    for node in heads:
        name, number = _slugged(node), 2
        wanted = name
        while name in names.values():
            name, number = f"{wanted}-{number}", number + 1
        names[node.id] = name
    return names


def _slugged(node: Node) -> str:
    if _SLUG.fullmatch(node.id):
        return node.id
    return coded(node.name, "step") or coded(node.id, "step") or "step"


def _walked(nodes: Iterable[Node]) -> list[Node]:
    """All nodes so that each comes before what only it leads to; a way back changes nothing."""
    done: dict[str, Node] = {}
    listed = sorted(nodes, key=lambda node: node.kind != "startEvent")
    for start in reversed(listed):
        _walk(start, done)
    return list(reversed(done.values()))


def _walk(start: Node, done: dict[str, Node]) -> None:
    """Add what a node leads to, each after what it leads to itself."""
    met, waiting = {start.id, *done}, [(start, reversed(start.outgoing))]
    while waiting:
        node, flows = waiting[-1]
        following = next((flow.target for flow in flows if flow.target.id not in met), None)
        if following is not None:
            met.add(following.id)
            waiting.append((following, reversed(following.outgoing)))
        else:
            waiting.pop()
            done.setdefault(node.id, node)


def _place(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)
