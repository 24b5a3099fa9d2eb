"""A BPMN file as a graph: opened without trust, one process of it, its nodes and flows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import notation
from motcua.procedures.notation import BPMN, Values, bpmn

MOST_BYTES = 2_000_000
MOST_NODES = 300
TASKS = frozenset({"task", "userTask", "manualTask", "receiveTask"})
"""What becomes a step: work that a person does, or an answer that a person waits for."""
SPLITTING = frozenset({"parallelGateway", "inclusiveGateway"})


@dataclass
class Node:
    """One element of a process that flows lead to or from; ``own`` is what our extension says of it."""

    id: str
    kind: str
    name: str
    element: Element
    own: Values | None
    lane: str = ""
    lane_own: Values = field(default_factory=dict)
    outgoing: list[Flow] = field(default_factory=list)
    incoming: list[Flow] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """One sequence flow; ``logic`` is its condition in JsonLogic, ``foreign`` one in another language.

    ``named`` is what we called it when we wrote the file.
    """

    id: str
    source: Node
    target: Node
    name: str
    verb: str
    logic: Any = None
    foreign: str = ""
    named: str = ""


@dataclass(frozen=True)
class Graph:
    """One process: its nodes by id in the order of the file, the other processes that the file has."""

    process: Element
    nodes: dict[str, Node]
    others: Sequence[Element]


def opened(name: str, content: bytes) -> Graph:
    """The process of a BPMN file; Invalid for what is no BPMN, is too large, or tries to reach outside itself."""
    processes = _parsed(name, content).findall(bpmn("process"))
    if not processes:
        raise _refused(name, "không có quy trình nào", "Vẽ ít nhất một quy trình (process) có các bước.")
    chosen = max(processes, key=lambda one: sum(tag in TASKS for tag in map(kind_of, one)))
    try:
        return Graph(chosen, _nodes(chosen, name), [one for one in processes if one is not chosen])
    except (ValueError, TypeError) as error:
        todo = "Xuất lại tệp; đừng sửa tay phần motcua và các điều kiện."
        raise _refused(name, "ghi sai phần của motcua hoặc điều kiện JsonLogic", todo) from error


def _parsed(name: str, content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise _refused(name, f"lớn hơn {MOST_BYTES // 1_000_000} MB", "Tách thành nhiều quy trình.")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        todo = "Bỏ phần DOCTYPE, ENTITY rồi gửi lại."
        raise _refused(name, "khai báo DTD hoặc thực thể, không được đọc vì an toàn", todo) from error
    except (ParseError, ValueError, LookupError) as error:
        raise _refused(name, "không phải XML", "Xuất lại tệp ở dạng BPMN 2.0 XML.") from error
    if "/DMN/" in root.tag:
        todo = "Viết bảng quyết định thành điều kiện (when) của hướng xử lý."
        raise _refused(name, "là bảng quyết định DMN, không phải quy trình", todo)
    if root.tag != bpmn("definitions"):
        raise _refused(name, "không phải BPMN 2.0", "Xuất lại tệp ở dạng BPMN 2.0 XML.")
    return root


def _refused(name: str, what: str, todo: str) -> Invalid:
    return Invalid(f"Tệp “{name}” {what}.", faults=[Fault(name, todo)])


def _nodes(process: Element, name: str) -> dict[str, Node]:
    flows = process.findall(bpmn("sequenceFlow"))
    ends = {one.get(end, "") for one in flows for end in ("sourceRef", "targetRef")}
    elements = {
        one.get("id", ""): one for one in process if one.get("id", "") in ends or kind_of(one) in TASKS
    }
    if len(elements) > MOST_NODES:
        raise _refused(name, f"có hơn {MOST_NODES} phần tử", "Tách thành nhiều quy trình.")
    nodes = {key: Node(key, kind_of(one), named(one), one, own_of(one)) for key, one in elements.items()}
    for flow in (_flow(one, nodes) for one in flows):
        if flow is not None:
            flow.source.outgoing.append(flow)
            flow.target.incoming.append(flow)
    for lane in lanes(process):
        own = {key: value for key, value in (own_of(lane) or {}).items() if key != "title"}
        for node in (nodes.get((ref.text or "").strip()) for ref in lane.findall(bpmn("flowNodeRef"))):
            if node is not None:
                node.lane, node.lane_own = named(lane), own
    return nodes


def _flow(element: Element, nodes: dict[str, Node]) -> Flow | None:
    """A sequence flow between two nodes of the process; None for one that ends nowhere."""
    source, target = (nodes.get(element.get(end, "")) for end in ("sourceRef", "targetRef"))
    if source is None or target is None:
        return None
    condition = element.find(bpmn("conditionExpression"))
    told = (condition.text or "").strip() if condition is not None else ""
    own = own_of(element) or {}
    ours = condition is not None and condition.get("language", "") == notation.JSON_LOGIC
    return Flow(
        element.get("id", ""),
        source,
        target,
        named(element),
        verb=str(own.get("verb", "")),
        logic=notation.loaded(told) if ours else None,
        foreign="" if ours else told,
        named=first_name(element),
    )


def lanes(process: Element) -> Iterator[Element]:
    """Every lane, inner ones after those around them."""
    return (lane for held in process.findall(bpmn("laneSet")) for lane in held.iter(bpmn("lane")))


def own_of(element: Element) -> Values | None:
    """What our extension says of an element; None when it says nothing."""
    held = element.find(bpmn("extensionElements"))
    found = (
        next((one for one in held if one.tag.startswith(notation.own(""))), None)
        if held is not None
        else None
    )
    return None if found is None else notation.unpack(found)


def first_name(element: Element) -> str:
    """What we called an element when we wrote the file, on one line; empty where we did not say."""
    return " ".join(str((own_of(element) or {}).get("title", "")).split())


def named(element: Element) -> str:
    """The name of an element on one line."""
    return " ".join(element.get("name", "").split())


def kind_of(element: Element) -> str:
    """What an element is, as BPMN calls it."""
    return element.tag.removeprefix(f"{{{BPMN}}}")
