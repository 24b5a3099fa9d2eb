"""The flow of a procedure as a drawing: steps from top to bottom, what is skipped or sent back beside them.

The drawing is an SVG without styles of its own; its words stand in ``title`` and ``desc``, and the table of steps
beside it says the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from motcua.kernel.clock import Limit
from motcua.kernel.consulting import Ask
from motcua.kernel.flow import RESERVED, Flow, Place, Step
from motcua.procedures.drafting.parts import PLACES
from motcua.procedures.drafting.steps import ENDS
from motcua.web import words

WIDTH, LEFT, BOX, HEIGHT, GAP, LINE = 340, 50, 240, 64, 30, 16
"""The drawing in its own units: it is as wide as a small telephone."""
LETTERS = 30
"""Letters of a title on one line."""
NOTE = 40
"""Letters of the smaller line below it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its number, the lines of its title, where it is worked and for how long, what goes on inside."""

    number: int
    y: int
    title: tuple[str, ...]
    note: str
    inside: tuple[str, ...]

    @property
    def height(self) -> int:
        return HEIGHT + LINE * len(self.inside)

    @property
    def lines(self) -> list[tuple[int, str]]:
        """What goes on inside, each at its height in the box."""
        return [(HEIGHT - 11 + LINE * place, text) for place, text in enumerate(self.inside, 1)]

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A move: its path, and whether it goes back."""

    path: str
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws."""

    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    words: tuple[str, ...]
    width: int = WIDTH


def place_of(step: Step, agencies: Mapping[str, str]) -> str:
    """What the place of a step is called: one of the case's three, or the agency that the step names."""
    if step.at is Place.AGENCY:
        return agencies.get(step.agency, step.agency)
    return gettext(PLACES.get(step.at.value, step.at.value))


def _end(target: str) -> str:
    return gettext(ENDS.get(target, target))


def draw(flow: Flow, agencies: Mapping[str, str]) -> Drawing:
    """The drawing of a flow, with the same in words; ``agencies`` are the names by slug."""
    boxes: dict[str, Box] = {}
    y = 4
    for name, step in flow.steps.items():
        boxes[name] = _box(len(boxes) + 1, y, step, agencies)
        y = boxes[name].bottom + GAP
    arrows = tuple(
        _arrow(boxes[step.id], boxes[target])
        for step in flow.steps.values()
        for target in sorted(step.targets, key=str)
        if target in boxes
    )
    return Drawing(y - GAP + 4, tuple(boxes.values()), arrows, tuple(_words(flow, agencies)))


def _box(number: int, y: int, step: Step, agencies: Mapping[str, str]) -> Box:
    title = textwrap.wrap(f"{number}. {step.title}", LETTERS, max_lines=2, placeholder="…")
    note = _short(f"{place_of(step, agencies)} · {words.limit(step.within)}")
    return Box(number, y, tuple(title), note, tuple(_short(f"∥ {one}") for one in inside(step, agencies)))


def inside(step: Step, agencies: Mapping[str, str]) -> tuple[str, ...]:
    """What goes on within a step: parts of a bundle, agencies that are asked at once, who sits, who works outside."""
    parts = [
        _line(part.procedure, agencies.get(part.agency, part.agency), part.share) for part in step.children
    ]
    asks = (
        [_line(_asked(one, agencies), one.product, one.within) for one in step.consult.asks]
        if step.consult
        else []
    )
    return (*parts, *asks, *_beside(step, agencies))


def _line(who: str, what: str, limit: Limit) -> str:
    return " · ".join(filter(None, (who, what, words.limit(limit))))


def _asked(one: Ask, agencies: Mapping[str, str]) -> str:
    return agencies.get(one.agency, one.agency) or gettext("xã, phường theo tờ khai")


def _beside(step: Step, agencies: Mapping[str, str]) -> Iterator[str]:
    """What else a step waits for."""
    if step.outside:
        yield gettext("chờ %(agency)s") % {"agency": agencies.get(step.outside.agency, step.outside.agency)}
    if step.council:
        told = {"members": step.council.members, "quorum": step.council.quorum}
        yield gettext("hội đồng %(members)s người, ít nhất %(quorum)s người dự") % told
    elif step.minutes:
        yield gettext("biên bản thẩm tra tại chỗ")


def _short(note: str) -> str:
    return textwrap.shorten(note, NOTE, placeholder="…")


def _arrow(one: Box, other: Box) -> Arrow:
    if other.number == one.number + 1:
        return Arrow(f"M{LEFT + BOX // 2} {one.bottom}V{other.y - 2}", back=False)
    far = abs(other.number - one.number) * 7
    if other.number > one.number:
        side = LEFT + BOX
        return Arrow(f"M{side} {one.middle}C{side + far + 25} {one.middle} {side + far + 25} {other.middle} {side + 2} {other.middle}", back=False)  # noqa: E501  # fmt: skip
    return Arrow(f"M{LEFT} {one.middle}C{LEFT - far - 25} {one.middle} {LEFT - far - 25} {other.middle} {LEFT - 2} {other.middle}", back=True)  # noqa: E501  # fmt: skip


def _words(flow: Flow, agencies: Mapping[str, str]) -> Iterator[str]:
    names = {name: f"{place}. “{step.title}”" for place, (name, step) in enumerate(flow.steps.items(), 1)}
    for step in flow.steps.values():
        ahead = [names[one] for one in flow.steps if one in step.targets]
        ahead += [_end(one) for one in sorted(step.targets & RESERVED)]
        told = "; ".join(inside(step, agencies))
        yield f"{names[step.id]}{f' ({told})' if told else ''} → {', '.join(ahead)}."
