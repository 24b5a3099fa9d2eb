"""A feature file as scenarios: Cucumber's own parser, its faults in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from motcua.kernel.refusals import Fault, Invalid

KINDS: Mapping[str, str] = {"Context": "Biết", "Action": "Khi", "Outcome": "Thì", "Unknown": "*"}
_WHERE = re.compile(r"\((\d+):\d+\): ")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a scenario: Biết, Khi or Thì, its words, its line from 1."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario by its name, its background included; of an outline one row of its examples."""

    name: str
    line: int
    lines: tuple[Line, ...]

    @property
    def asks(self) -> bool:
        """Whether it says what must come of it."""
        return any(line.kind == KINDS["Outcome"] for line in self.lines)


def feature_of(path: Path) -> Path:
    """Where the scenarios of a procedure file stand."""
    return path.with_suffix(".feature")


def read(text: str, name: str) -> tuple[Scenario, ...]:
    """The scenarios of a feature file; Invalid with a fault ``name:line`` for what is no Gherkin."""
    try:
        document: Any = Parser().parse(text)
    except CompositeParserException as error:
        raise _refused(name, [str(one) for one in error.errors]) from error
    except ParserError as error:
        raise _refused(name, [str(error)]) from error
    document["uri"] = name
    lines = dict(_lines(document))
    found = tuple(_scenario(one, lines) for one in Compiler().compile(document))
    faults = [Fault(f"{name}:{line}", MISSHAPEN) for line in _prose(document)]
    faults += [Fault(f"{name}:{one.line}", NOTHING_ASKED) for one in found if not one.asks]
    if not found:
        faults.append(Fault(f"{name}:1", MISSHAPEN))
    if faults:
        raise Invalid(f"Kịch bản {name} viết chưa đúng.", faults=faults)
    return found


MISSHAPEN = (
    "Dòng này không đúng mẫu: mỗi dòng bắt đầu bằng Tính năng, Bối cảnh, Kịch bản, Biết, Khi, Thì, Và hoặc Nhưng; "
    "đầu tệp là “# language: vi”."
)
NOTHING_ASKED = "Kịch bản không có câu “Thì” nào nên không bao giờ sai; thêm điều phải đúng."


def _refused(name: str, errors: list[str]) -> Invalid:
    places = (_WHERE.search(error) for error in errors)
    faults = [Fault(f"{name}:{found[1] if found else 1}", MISSHAPEN) for found in places]
    return Invalid(f"Không đọc được kịch bản {name}.", faults=faults)


def _prose(document: Any) -> Iterator[int]:
    """The lines of free text after a scenario's name: Gherkin lets them pass, and a mistyped word would say nothing."""
    for child in (document.get("feature") or {}).get("children", ()):
        for part in child.values():
            if part.get("description"):
                yield part["location"]["line"] + 1


def _lines(value: Any) -> Iterator[tuple[str, int]]:
    """The line of everything in the document that has an identity."""
    if isinstance(value, Mapping):
        if "id" in value and "location" in value:
            yield value["id"], value["location"]["line"]
        for inner in value.values():
            yield from _lines(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner)


def _scenario(pickle: Any, lines: Mapping[str, int]) -> Scenario:
    told = tuple(
        Line(KINDS[step["type"]], step["text"], lines[step["astNodeIds"][0]]) for step in pickle["steps"]
    )
    return Scenario(pickle["name"], pickle["location"]["line"], told)
