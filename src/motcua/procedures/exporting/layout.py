"""Where the shapes of a diagram stand and which way its lines run, in pixels.

Columns follow the flow, rows are the lanes. Vertical lines run between the columns and long horizontal ones along the
edges of the lanes, where no shape stands: so no line runs through one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.procedures.exporting.diagram import Arrow, Diagram, Node

COLUMN, SLOT, CHANNEL, HEADING = 170, 110, 24, 30
SIZES = {"Event": (36, 36), "Gateway": (50, 50)}
TASK = (110, 80)

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def left(self) -> Point:
        return self.x, self.y + self.height // 2

    @property
    def right(self) -> Point:
        return self.x + self.width, self.y + self.height // 2

    @property
    def edge(self) -> Box:
        """Where an event sits on the lower edge."""
        width, height = SIZES["Event"]
        return Box(self.x + self.width - width - 4, self.y + self.height - height // 2, width, height)


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of the pool, of lanes and nodes by their id, and the points of each arrow in its order."""

    pool: Box
    lanes: dict[str, Box]
    nodes: dict[str, Box]
    lines: list[list[Point]]


def laid_out(diagram: Diagram) -> Layout:
    """Place everything that a diagram has."""
    slots = _slots(diagram)
    width = HEADING + COLUMN * (1 + max(node.column for node in diagram.nodes.values()))
    lanes: dict[str, Box] = {}
    top = 0
    for name in diagram.lanes:
        count = 1 + max((slot for one, slot in slots.items() if diagram.nodes[one].lane == name), default=0)
        lanes[name] = Box(HEADING, top, width, count * SLOT + 2 * CHANNEL)
        top += lanes[name].height
    nodes = {name: _box(node, slots[name], lanes[node.lane]) for name, node in diagram.nodes.items()}
    lines = [
        _line(arrow, diagram, nodes, lanes, spread=4 * (number % 5 - 2))
        for number, arrow in enumerate(diagram.arrows)
    ]
    return Layout(Box(0, 0, HEADING + width, top), lanes, nodes, lines)


def _slots(diagram: Diagram) -> dict[str, int]:
    """Of each node how many stand above it in its column and lane."""
    taken: dict[tuple[str, int], int] = {}
    slots = {}
    for name, node in diagram.nodes.items():
        here = (node.lane, node.column)
        slots[name] = taken.get(here, 0)
        taken[here] = slots[name] + 1
    return slots


def _box(node: Node, slot: int, lane: Box) -> Box:
    width, height = next((size for end, size in SIZES.items() if node.kind.endswith(end)), TASK)
    middle = 2 * HEADING + COLUMN * node.column + COLUMN // 2
    centre = lane.y + CHANNEL + SLOT * slot + SLOT // 2
    return Box(middle - width // 2, centre - height // 2, width, height)


def _line(
    arrow: Arrow, diagram: Diagram, nodes: dict[str, Box], lanes: dict[str, Box], *, spread: int
) -> list[Point]:
    """From the right of the source to the left of the target; lines that would coincide are spread a little."""
    source, target = diagram.nodes[arrow.source], diagram.nodes[arrow.target]
    start, end = nodes[arrow.source].right, nodes[arrow.target].left
    out = 2 * HEADING + COLUMN * (source.column + 1) + spread
    if target.column == source.column + 1:
        return [start, end] if start[1] == end[1] else [start, (out, start[1]), (out, end[1]), end]
    into = 2 * HEADING + COLUMN * target.column + spread
    lane, up = lanes[source.lane], end[1] < start[1] or target.column > source.column
    along = lane.y + CHANNEL // 2 + spread if up else lane.y + lane.height - CHANNEL // 2 + spread
    return _straightened([start, (out, start[1]), (out, along), (into, along), (into, end[1]), end])


def above(box: Box) -> Box:
    """Where the words of a line stand that would else lie on the shape to which it leads."""
    return Box(box.x - (COLUMN - box.width) // 2, box.y - CHANNEL, COLUMN, CHANNEL)


def below(box: Box) -> Box:
    """Where the words of an event on the lower edge stand: beside it, under the shape."""
    return Box(box.x, box.y + box.height, box.width - SIZES["Event"][0] - 4, CHANNEL)


def _straightened(points: Sequence[Point]) -> list[Point]:
    """The points without those that repeat the one before."""
    return [point for number, point in enumerate(points) if not number or point != points[number - 1]]
