"""What a review knows and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from motcua.procedures.definition import Definition
from motcua.procedures.lint import ADVICE
from motcua.procedures.structure import Flaw
from motcua.web import words
from motcua.web.catalogue_files import Place


@dataclass(frozen=True, slots=True)
class Register:
    """What the State holds: the papers that it stands for, and the questions that it answers."""

    code: str
    title: str
    papers: tuple[str, ...] = ()
    data: tuple[str, ...] = ()

    @classmethod
    def read(cls, item: Mapping[str, Any]) -> Register:
        """One item of the code list of registers."""
        return cls(item["code"], item["title"], tuple(item.get("papers", ())), tuple(item.get("data", ())))


@dataclass(frozen=True, slots=True)
class PaperLived:
    """A year of one paper: by how many people and closed cases it was asked, and how often it decided something.

    ``returned``: cases in which it was asked for again; ``refused``: cases refused for what papers show.
    """

    applicants: int
    closed: int
    returned: int
    refused: int


@dataclass(frozen=True, slots=True)
class Lived:
    """A year of a procedure: its applicants, the cases with a result, the working minutes that nine in ten of them
    took at most, and its papers by id."""

    applicants: int
    granted: int
    p90: int
    papers: Mapping[str, PaperLived] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when on cases count: at least so many closed ones; a limit is long of which they take at most this share."""

    least: int = 100
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """What surrounds the procedures that are reviewed; ``lived`` by code, None without a database."""

    registers: Sequence[Register] = ()
    ended_laws: Sequence[Mapping[str, Any]] = ()
    on: date | None = None
    lived: Mapping[str, Lived] | None = None
    bounds: Bounds = Bounds()

    def applicants(self, code: str, paper: str = "") -> int | None:
        """How many people a year go through a procedure, or are asked for one of its papers; None: not known."""
        if self.lived is None:
            return None
        lived = self.lived.get(code)
        if lived is None:
            return 0
        if not paper:
            return lived.applicants
        return lived.papers[paper].applicants if paper in lived.papers else 0


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that could be asked less: of which definition, where, why, what to do, how many people a year."""

    of: Definition
    place: Place
    why: str
    todo: str
    people: int | None

    @property
    def touches(self) -> str:
        """How many people a year it touches, in a sentence."""
        if self.people is None:
            return "Chưa biết bao nhiêu người một năm."
        return f"Liên quan {words.number(self.people)} người một năm."

    @property
    def flaw(self) -> Flaw:
        """The advice as the linter tells it."""
        return Flaw(self.place, self.why, f"{self.todo} {self.touches}", ADVICE)
