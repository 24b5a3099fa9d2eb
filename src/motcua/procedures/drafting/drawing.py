"""The flow of a procedure as a drawing: steps from top to bottom, what is skipped or sent back beside them.

The drawing is an SVG without styles of its own; its words stand in ``title`` and ``desc``, and the table of steps
beside it says the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from motcua.kernel.flow import END, REFUSED, RESERVED, WAIT_APPLICANT, WAIT_PAYMENT, Flow, Place, Step
from motcua.procedures.drafting.parts import PLACES
from motcua.web import words

WIDTH, LEFT, BOX, HEIGHT, GAP = 340, 50, 240, 64, 30
"""The drawing in its own units: it is as wide as a small telephone."""
LETTERS = 30
"""Letters of a title on one line."""
NOTE = 40
"""Letters of the smaller line below it."""

ENDS = {
    END: gettext_noop("kết thúc"),
    REFUSED: gettext_noop("từ chối"),
    WAIT_APPLICANT: gettext_noop("chờ người nộp bổ sung"),
    WAIT_PAYMENT: gettext_noop("chờ nộp tiền"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its number, the lines of its title, where it is worked and for how long, where it may leave the flow."""

    number: int
    y: int
    title: tuple[str, ...]
    note: str
    leaves: str

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2


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
    boxes = {name: _box(place, step, agencies) for place, (name, step) in enumerate(flow.steps.items())}
    arrows = tuple(
        _arrow(boxes[step.id], boxes[target])
        for step in flow.steps.values()
        for target in sorted(step.targets, key=str)
        if target in boxes
    )
    return Drawing(len(boxes) * (HEIGHT + GAP), tuple(boxes.values()), arrows, tuple(_words(flow)))


def _box(place: int, step: Step, agencies: Mapping[str, str]) -> Box:
    title = textwrap.wrap(f"{place + 1}. {step.title}", LETTERS, max_lines=2, placeholder="…")
    note = _short(f"{place_of(step, agencies)} · {words.limit(step.within)}")
    leaves = ", ".join(_end(one) for one in sorted(step.targets & RESERVED - {END}))
    return Box(place + 1, place * (HEIGHT + GAP) + 4, tuple(title), note, leaves)


def _short(note: str) -> str:
    return textwrap.shorten(note, NOTE, placeholder="…")


def _arrow(one: Box, other: Box) -> Arrow:
    if other.number == one.number + 1:
        return Arrow(f"M{LEFT + BOX // 2} {one.y + HEIGHT}V{other.y - 2}", back=False)
    far = abs(other.number - one.number) * 7
    if other.number > one.number:
        side = LEFT + BOX
        return Arrow(f"M{side} {one.middle}C{side + far + 25} {one.middle} {side + far + 25} {other.middle} {side + 2} {other.middle}", back=False)  # noqa: E501  # fmt: skip
    return Arrow(f"M{LEFT} {one.middle}C{LEFT - far - 25} {one.middle} {LEFT - far - 25} {other.middle} {LEFT - 2} {other.middle}", back=True)  # noqa: E501  # fmt: skip


def _words(flow: Flow) -> Iterator[str]:
    names = {name: f"{place}. “{step.title}”" for place, (name, step) in enumerate(flow.steps.items(), 1)}
    for step in flow.steps.values():
        ahead = [names[one] for one in flow.steps if one in step.targets]
        ahead += [_end(one) for one in sorted(step.targets & RESERVED)]
        yield f"{names[step.id]} → {', '.join(ahead)}."
