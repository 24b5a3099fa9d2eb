"""What BPMN files of ours carry beside BPMN 2.0 itself: the names of the standard, and an extension of our own.

The extension holds what BPMN has no word for: ``<motcua:step at="competent" role="leader" within="2 wh"/>``. A text is
an attribute, everything else is JSON in a ``<motcua:value name="needs">``; so a field that is new to the catalogue
needs nothing new here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MOTCUA = "urn:motcua:bpmn:1"
"""The namespace of the extension."""
JSON_LOGIC = "https://jsonlogic.com/"
"""The language of our conditions, by the address of its definition."""
PREFIXES: Mapping[str, str] = {
    "bpmn": BPMN,
    "bpmndi": BPMNDI,
    "dc": DC,
    "di": DI,
    "xsi": XSI,
    "motcua": MOTCUA,
}

Values = dict[str, Any]


def bpmn(name: str) -> str:
    """A name of BPMN as ElementTree writes it."""
    return f"{{{BPMN}}}{name}"


def own(name: str) -> str:
    """A name of the extension as ElementTree writes it."""
    return f"{{{MOTCUA}}}{name}"


def pack(parent: Element, name: str, values: Mapping[str, Any]) -> None:
    """Add an element of the extension that holds values: texts as attributes, the rest as JSON."""
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    packed = SubElement(parent, own(name), texts)
    for key, value in values.items():
        if key not in texts:
            SubElement(packed, own("value"), {"name": key}).text = json.dumps(value, ensure_ascii=False)


def unpack(packed: Element) -> Values:
    """The values of an element of the extension; raises ValueError for JSON that is broken."""
    values: Values = dict(packed.attrib)
    for one in packed.findall(own("value")):
        values[one.get("name", "")] = loaded(one.text or "")
    return values


def loaded(text: str) -> Any:
    """JSON of a file that somebody else may have written; raises ValueError, also when it is nested without end."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
