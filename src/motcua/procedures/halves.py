"""What can be judged of a draft while other parts of it are empty or wrong: harmless stand-ins take their place.

What would only be said about a stand-in is not said; what depends on one is named as not judged yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from motcua.procedures import structure
from motcua.procedures.structure import Flaw
from motcua.web.catalogue_files import Place

Judge = Callable[[Any], tuple[Sequence[Flaw], bool]]
"""What is wrong with a value, and whether that is all: nothing stood in the way of judging the rest."""
ROUNDS = 6
"""How often what stands in the way is replaced before the rest is given up."""
NAME = "x_stands_in"
LOOKS: Mapping[str, Any] = {"field": NAME, "is": True}
"""The stand-in of a condition, and the question on which it looks."""
DEPENDS: Mapping[str, frozenset[str]] = {
    "in_force": frozenset({"level", "law", "role"}),
    "competent": frozenset({"role"}),
    "limit": frozenset({"budget"}),
    "channels": frozenset({"fees"}),
    "steps": frozenset({"steps"}),
}
"""What is not judged at the end while a field of the file has a stand-in; of steps only when it is about their way."""
OF_STEPS = ("role", "budget")
WAY = ("id", "at", "agency", "moves", "decides")
FIXED: Mapping[str, str] = {"limit.value": "9999 wd", "steps.within": "1 wh", "steps.role": "specialist"}
"""Stand-ins that let the rest pass: a long limit, short steps, a desk that signs nothing."""
CONDITIONS = ("when", "applies")


@dataclass(frozen=True, slots=True)
class Half:
    """The flaws of what is written, and the fields of the file of which not all could be judged."""

    flaws: tuple[Flaw, ...]
    unjudged: frozenset[str]


def judged(value: Mapping[str, Any], judge: Judge) -> Half:
    """The flaws of a plain value of which the parts that are empty or wrong are replaced, round by round."""
    half = _Half(value)
    for number in range(ROUNDS):
        flaws, last = judge(half.value)
        half.keep(flaws, last)
        if last:
            return Half(tuple(dict.fromkeys(half.kept)), frozenset(half.unjudged))
        half.stand_in([flaw.place for flaw in flaws], of_forms=number > 0)
    return Half(tuple(dict.fromkeys(half.kept)), frozenset(structure.schema()["properties"]))


class _Half:
    """A value with its stand-ins, and what is known to be wrong with the rest of it."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value: Any = deepcopy(value)
        self.stood: set[Place] = set()
        self.kept: list[Flaw] = []
        self.unjudged: set[str] = set()
        self.shaky: set[str] = set()

    # --- what is kept ----------------------------------------------------------------------------------------

    def keep(self, flaws: Sequence[Flaw], last: bool) -> None:
        out = {name for place in self.stood for name in _dependent(place)} if last else set()
        self.unjudged |= {"steps" if name in OF_STEPS else name for name in out}
        self.kept += [one for one in flaws if not out.intersection(one.place) and self.real(one)]

    def real(self, flaw: Flaw) -> bool:
        """Whether a flaw is of what is written: not of a stand-in, nor of a condition that looks on one."""
        if any(flaw.place[: len(one)] == one for one in self.stood):
            return False
        depth = next((at for at, name in enumerate(flaw.place) if name in CONDITIONS), None)
        if depth is None or not self.shaky:
            return True
        named = {word.partition(".")[0] for word in _words(_at(self.value, flaw.place[: depth + 1]))}
        if "" in self.shaky or named & self.shaky:
            self.unjudged.add(str(flaw.place[0]))
            return False
        return True

    # --- what stands in --------------------------------------------------------------------------------------

    def stand_in(self, places: Sequence[Place], *, of_forms: bool) -> None:
        for place in dict.fromkeys(places):
            condition = next((at for at, name in enumerate(place) if name in CONDITIONS), None)
            if place[:1] == ("form",) and len(place) > 1:
                self.replace_question(place, whole=of_forms)
            elif condition is not None:
                self.put(place[: condition + 1], LOOKS)
            elif place:
                self.shaky |= {""} if place == ("form",) else set()
                around = self.fresh(place)
                self.put(around, _made(_schema_at(around), around))
        if any(NAME in _words(self.value[name]) for name in self.value if name != "form"):
            self.ask_for_conditions()

    def fresh(self, place: Place) -> Place:
        """The place, or the nearest around it that has no stand-in yet: the one that it has did not help."""
        return self.fresh(place[:-1]) if place in self.stood and len(place) > 1 else place

    def replace_question(self, place: Place, *, whole: bool) -> None:
        """A question of which something is wrong: what it lacks, else a plain line of text."""
        row = _at(self.value, place[:2])
        told = row.get("id") if isinstance(row, Mapping) and place[2:] != ("id",) else None
        name = told if isinstance(told, str) else ""
        self.shaky.add(name)
        if whole or len(place) == 2:
            self.put(place[:2], {"id": name or f"x{place[1]}", "label": f"… {place[1]}", "type": "text"})
        else:
            self.put(place, _made(_schema_at(place), place))

    def ask_for_conditions(self) -> None:
        form = self.value.get("form")
        if isinstance(form, list) and not any(NAME in _words(row) for row in form):
            self.stood.add(("form", len(form)))
            form.append({"id": NAME, "label": "…", "type": "yes-no"})

    def put(self, place: Place, made: Any) -> None:
        """Write a stand-in; what need not be there is taken out."""
        self.stood.add(place)
        around, name = _at(self.value, place[:-1]), place[-1]
        free = name not in _schema_at(place[:-1]).get("required", (name,))
        if isinstance(around, dict) and free and made != LOOKS:
            around.pop(name, None)
        elif isinstance(around, dict):
            around[name] = made
        elif isinstance(name, int) and isinstance(around, list):
            around[name : name + 1] = [made]


def _dependent(place: Place) -> frozenset[str]:
    """What cannot be judged while there is a stand-in at a place."""
    top = str(place[0]) if place else ""
    if top == "steps" and len(place) > 2 and place[2] not in WAY:
        return frozenset()
    if top == "steps" and any(name in CONDITIONS for name in place):
        return frozenset()
    return DEPENDS.get(top, frozenset())


def _at(value: Any, place: Place) -> Any:
    for step in place:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _words(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _schema_at(place: Place) -> Mapping[str, Any]:
    """What the schema of the file says of a place; nothing where it says nothing."""
    here = structure.schema()
    for step in place:
        here = here.get("items", {}) if isinstance(step, int) else here.get("properties", {}).get(step, {})
    return here


def _made(schema: Mapping[str, Any], place: Place) -> Any:
    """The least that a schema takes."""
    names = ".".join(name for name in place if isinstance(name, str))
    if names in FIXED:
        return FIXED[names]
    for listed in ("enum", "examples"):
        if listed in schema:
            return schema[listed][0]
    if made := _LEAST.get(str(schema.get("type"))):
        return made(schema, place)
    if "format" in schema:
        return "2099-01-01"
    number = next((one for one in reversed(place) if isinstance(one, int)), 0)
    return f"x{number}" if "pattern" in schema or place[-1:] == ("id",) else "…"


_LEAST: Mapping[str, Callable[[Mapping[str, Any], Place], Any]] = {
    "object": lambda schema, place: {
        name: _made(schema["properties"][name], (*place, name)) for name in schema.get("required", ())
    },
    "array": lambda schema, place: [_made(schema["items"], (*place, 0))] if schema.get("minItems") else [],
    "integer": lambda schema, _: schema.get("minimum", 1),
    "boolean": lambda *_: True,
}
