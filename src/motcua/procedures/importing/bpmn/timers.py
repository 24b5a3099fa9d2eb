"""Timers on the edge of a task: how long whoever has it has for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from motcua.procedures.importing.bpmn.graph import named
from motcua.procedures.notation import bpmn

_PLAIN = re.compile(r"P(?:T(?P<hours>\d+)H|(?P<days>\d+)D|(?P<weeks>\d+)W|(?P<months>\d+)M|(?P<years>\d+)Y)")
_UNITS: Mapping[str, tuple[int, str]] = {
    "hours": (1, "wh"), "days": (1, "cd"), "weeks": (7, "cd"), "months": (1, "mo"), "years": (12, "mo"),
}  # fmt: skip

MOST = 9999
"""The largest amount of a limit."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One timer: its event, what it says, the words beside it, its limit, what is doubtful about it; empty for none."""

    id: str
    told: str
    label: str
    within: str
    doubt: str
    leads_on: bool
    """The process goes on from it, which a late step here never does."""


def timers(process: Element) -> dict[str, Timer]:
    """The timer of each task that has one, by the task's id; the first of several."""
    leaves = {flow.get("sourceRef", "") for flow in process.findall(bpmn("sequenceFlow"))}
    found: dict[str, Timer] = {}
    for task, timer in _timers(process, leaves):
        found.setdefault(task, timer)
    return found


def _timers(process: Element, leaves: Collection[str]) -> Iterator[tuple[str, Timer]]:
    for event in process.findall(bpmn("boundaryEvent")):
        when = event.find(bpmn("timerEventDefinition"))
        if when is not None:
            name = event.get("id", "")
            told = " ".join(
                "".join(one.text or "" for one in when if one.tag.startswith(bpmn("time"))).split()
            )
            yield (
                event.get("attachedToRef", ""),
                Timer(name, told, named(event), *_limit(told), name in leaves),
            )


def _limit(told: str) -> tuple[str, str]:
    """The limit that a duration means and what is doubtful about it; nothing for any but a plain one."""
    plain = _PLAIN.fullmatch(told)
    if plain is None or plain.lastgroup is None:
        return "", ""
    scale, unit = _UNITS[plain.lastgroup]
    doubt = f"hẹn giờ “{told}” được hiểu là giờ làm việc." if unit == "wh" else ""
    amount = int(plain[plain.lastgroup]) * scale
    return (f"{amount} {unit}", doubt) if 1 <= amount <= MOST else ("", "")
