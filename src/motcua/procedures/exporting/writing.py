"""A procedure as a BPMN 2.0 file with its diagram."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from motcua.kernel.clock import Limit, Unit
from motcua.kernel.forms import Schema
from motcua.procedures import conditions, notation
from motcua.procedures.exporting.diagram import Arrow, Diagram, Node, drawn
from motcua.procedures.exporting.layout import Box, Layout, above, below, laid_out
from motcua.procedures.exporting.titles import Titles
from motcua.procedures.notation import BPMNDI, DC, DI, JSON_LOGIC, MOTCUA, XSI, bpmn

_DURATIONS: Mapping[Unit, str] = {Unit.CALENDAR_DAYS: "P{}D", Unit.MONTHS: "P{}M"}
"""Limits that any tool can count; working time needs our calendar."""

for _prefix, _namespace in notation.PREFIXES.items():
    register_namespace(_prefix, _namespace)


def written(file: Mapping[str, Any], titles: Titles) -> str:
    """A sound procedure file, of plain values, as BPMN 2.0 with a diagram; what is no flow is in our extension."""
    diagram = drawn(file["steps"], titles, lambda logic: _said(logic, file))
    name, title = f"procedure-{file['code']}", str(file.get("title", file["code"]))
    root = Element(
        bpmn("definitions"), {"id": "_definitions", "targetNamespace": MOTCUA, "exporter": "motcua"}
    )
    collaboration = SubElement(root, bpmn("collaboration"), {"id": "_collaboration"})
    SubElement(collaboration, bpmn("participant"), {"id": "_pool", "name": title, "processRef": name})
    process = SubElement(root, bpmn("process"), {"id": name, "name": title, "isExecutable": "false"})
    kept = {key: value for key, value in file.items() if key != "steps"}
    notation.pack(SubElement(process, bpmn("extensionElements")), "procedure", kept)
    _write_process(process, diagram)
    _write_diagram(root, diagram, laid_out(diagram))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _said(logic: Any, file: Mapping[str, Any]) -> str:
    """A condition with the labels of the form; nothing for one that the form can't answer."""
    schema = Schema.parse(file.get("form", ()), rules=conditions.parse)
    rule, _ = conditions.parse(logic, {one.id: one for one in schema.fields}, "when")
    return rule.words if rule else ""


def _write_process(process: Element, diagram: Diagram) -> None:
    lanes = SubElement(process, bpmn("laneSet"), {"id": "_lanes"})
    for name, (title, values) in diagram.lanes.items():
        lane = SubElement(lanes, bpmn("lane"), {"id": name, "name": title})
        if values:
            own = {**values, "title": title}
            notation.pack(SubElement(lane, bpmn("extensionElements")), "lane", own)
        for node in diagram.nodes.values():
            if node.lane == name:
                SubElement(lane, bpmn("flowNodeRef")).text = node.id
    for node in diagram.nodes.values():
        _write_node(process, node, diagram)
        _write_timer(process, node)
    for number, arrow in enumerate(diagram.arrows, 1):
        _write_arrow(process, number, arrow)


def _write_node(process: Element, node: Node, diagram: Diagram) -> None:
    written = SubElement(process, bpmn(node.kind), {"id": node.id, "name": node.name})
    if node.called:
        written.set("calledElement", node.called)
    if node.own:
        notation.pack(SubElement(written, bpmn("extensionElements")), *node.own)
    for way, end in (("incoming", "target"), ("outgoing", "source")):
        for number, arrow in enumerate(diagram.arrows, 1):
            if getattr(arrow, end) == node.id:
                SubElement(written, bpmn(way)).text = _flow(number)
                if arrow.is_default and way == "outgoing":
                    written.set("default", _flow(number))
    if node.kind == "intermediateCatchEvent":
        SubElement(written, bpmn("messageEventDefinition"), {"id": f"{node.id}_message"})


def _write_timer(process: Element, node: Node) -> None:
    """The limit of a task, at which it is late and goes on; only a calendar knows when working time is up."""
    if not node.limit:
        return
    attributes = {"id": f"{node.id}_timer", "attachedToRef": node.id, "cancelActivity": "false"}
    limit = Limit.parse(node.limit)
    event = SubElement(process, bpmn("boundaryEvent"), {**attributes, "name": limit.in_words()})
    timer = SubElement(event, bpmn("timerEventDefinition"), {"id": f"{node.id}_time"})
    if duration := _DURATIONS.get(limit.unit):
        expression = {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
        SubElement(timer, bpmn("timeDuration"), expression).text = duration.format(limit.value)


def _flow(number: int) -> str:
    return f"_flow_{number}"


def _write_arrow(process: Element, number: int, arrow: Arrow) -> None:
    written = SubElement(
        process,
        bpmn("sequenceFlow"),
        {"id": _flow(number), "sourceRef": arrow.source, "targetRef": arrow.target},
    )
    if arrow.name:
        written.set("name", arrow.name)
    if arrow.verb or (arrow.name and arrow.logic is not None):
        own = {"verb": arrow.verb} if arrow.verb else {}
        notation.pack(
            SubElement(written, bpmn("extensionElements")),
            "move",
            {**own, "title": " ".join(arrow.name.split())},
        )
    if arrow.logic is not None:
        attributes = {f"{{{XSI}}}type": "bpmn:tFormalExpression", "language": JSON_LOGIC}
        condition = SubElement(written, bpmn("conditionExpression"), attributes)
        condition.text = json.dumps(arrow.logic, ensure_ascii=False)


def _write_diagram(root: Element, diagram: Diagram, layout: Layout) -> None:
    whole = SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "_diagram"})
    plane = SubElement(whole, f"{{{BPMNDI}}}BPMNPlane", {"id": "_plane", "bpmnElement": "_collaboration"})
    _write_shape(plane, "_pool", layout.pool, {"isHorizontal": "true"})
    for name, box in layout.lanes.items():
        _write_shape(plane, name, box, {"isHorizontal": "true"})
    for name, node in diagram.nodes.items():
        marker = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
        _write_shape(plane, name, layout.nodes[name], marker)
        if node.limit:
            shape = _write_shape(plane, f"{name}_timer", layout.nodes[name].edge, {})
            _write_bounds(SubElement(shape, f"{{{BPMNDI}}}BPMNLabel"), below(layout.nodes[name]))
    for number, (arrow, line) in enumerate(zip(diagram.arrows, layout.lines, strict=True), 1):
        name = _flow(number)
        edge = SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"{name}_edge", "bpmnElement": name})
        for x, y in line:
            SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})
        if arrow.logic is not None:
            _write_bounds(SubElement(edge, f"{{{BPMNDI}}}BPMNLabel"), above(layout.nodes[arrow.target]))


def _write_shape(plane: Element, name: str, box: Box, more: Mapping[str, str]) -> Element:
    attributes = {"id": f"{name}_shape", "bpmnElement": name, **more}
    shape = SubElement(plane, f"{{{BPMNDI}}}BPMNShape", attributes)
    _write_bounds(shape, box)
    return shape


def _write_bounds(parent: Element, box: Box) -> None:
    sides = {key: str(getattr(box, key)) for key in ("x", "y", "width", "height")}
    SubElement(parent, f"{{{DC}}}Bounds", sides)
