"""Scorecards as files: which measures are summed up for whom, what a sum is called; read once, judged whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.kernel.scoring import Class, Grade
from motcua.measures import declaring
from motcua.measures.declaring import Measure
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

FOLDER = "scorecards"


@dataclass(frozen=True, slots=True)
class Index:
    """One index of a card: the points of a measure's rows, or grades over several measures."""

    code: str
    title: str
    most: int
    measure: Measure | None
    grades: tuple[Grade, ...] = ()
    otherwise: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes of what has to be counted for it."""
        if not self.grades:
            return (self.code,)
        return tuple(dict.fromkeys(name for grade in self.grades for name in (grade.none, *grade.at_least)))


@dataclass(frozen=True, slots=True)
class Card:
    """Whom the indices are summed up for, and the classes of sums from the best."""

    title: str
    indices: tuple[Index, ...]
    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A declared scorecard; ``cards`` are those of ``officer`` and ``agency``."""

    code: str
    title: str
    law: str
    cards: Mapping[str, Card]


@lru_cache(maxsize=1)
def scorecards() -> Mapping[str, Scorecard]:
    """Every scorecard of the catalogue, by code; a process reads the files once."""
    return read(Path(settings.CATALOGUE), declaring.measures())


def scorecard(code: str) -> Scorecard:
    """A scorecard by its code; raises :class:`Missing`."""
    found = scorecards().get(code)
    if found is None:
        raise Missing(f"Không có phiếu điểm “{code}”; có: {', '.join(scorecards()) or 'chưa có phiếu nào'}.")
    return found


def read(catalogue: Path, measures: Mapping[str, Measure]) -> Mapping[str, Scorecard]:
    """The scorecards under a catalogue; raises :class:`Invalid` with all faults, each with file and line."""
    files = [catalogue_files.load(path) for path in sorted(catalogue.glob(f"**/{FOLDER}/*.yaml"))]
    if faults := [fault for file in files for fault in _faults(file, measures)]:
        raise Invalid(f"Các tệp phiếu điểm có {len(faults)} lỗi.", faults=faults)
    found = [_scorecard(file.value, measures) for file in files]
    return {one.code: one for one in found}


def _scorecard(said: Mapping[str, Any], measures: Mapping[str, Measure]) -> Scorecard:
    graded = said.get("grades", {})
    cards = {
        whom: Card(
            card["title"],
            tuple(_index(code, measures, graded.get(code)) for code in card["indices"]),
            tuple(Class(_number(row["from"]), row["title"]) for row in card["classes"]),
        )
        for whom, card in said["cards"].items()
    }
    return Scorecard(said["scorecard"], said["title"], str(said.get("law", "")), cards)


def _index(code: str, measures: Mapping[str, Measure], graded: Mapping[str, Any] | None) -> Index:
    if graded is None:
        return Index(code, measures[code].title, measures[code].most, measures[code])
    grades = tuple(
        Grade(row["points"], {name: _share(least) for name, least in row["at_least"].items()}, row["none"])
        for row in graded["from_top"]
    )
    return Index(code, graded["title"], graded["most"], None, grades, graded["otherwise"])


def _number(said: Any) -> Decimal:
    return Decimal(str(said))


def _share(said: Any) -> Fraction:
    return Fraction(str(said).removesuffix("%").strip()) / 100


# --- what may be wrong with a file -----------------------------------------------------------------------------


def _faults(file: CatalogueFile, measures: Mapping[str, Measure]) -> Iterator[Fault]:
    said = file.value
    if not isinstance(said, dict) or not {"scorecard", "title", "cards"} <= set(said):
        yield file.fault((), "Phiếu điểm cần scorecard, title và cards.")
        return
    graded = said.get("grades") or {}
    most = {code: one.most for code, one in measures.items()} | dict.fromkeys(graded, 1)
    for code, grade in graded.items():
        yield from _grade_faults(file, ("grades", code), grade, measures)
    for whom, card in said["cards"].items():
        yield from _card_faults(file, ("cards", whom), card, most)


def _grade_faults(
    file: CatalogueFile, place: Place, said: Any, measures: Mapping[str, Measure]
) -> Iterator[Fault]:
    if not isinstance(said, dict) or set(said) != {"title", "most", "from_top", "otherwise"}:
        yield file.fault(place, "Chỉ số chấm theo mức cần title, most, from_top và otherwise.")
        return
    for number, row in enumerate(said["from_top"]):
        here = (*place, "from_top", number)
        if not isinstance(row, dict) or set(row) != {"points", "at_least", "none"}:
            yield file.fault(
                here, "Mỗi mức cần points, at_least (chỉ số: phần trăm) và none (chỉ số phải bằng 0)."
            )
            continue
        for name in (row["none"], *row["at_least"]):
            if name not in measures:
                yield file.fault(here, f"Không có chỉ số “{name}”.")
        for least in row["at_least"].values():
            if not str(least).removesuffix("%").strip().replace(".", "", 1).isdigit():
                yield file.fault(here, f"“{least}” không phải một phần trăm, như 30 %.")


def _card_faults(file: CatalogueFile, place: Place, said: Any, known: Mapping[str, int]) -> Iterator[Fault]:
    if place[-1] not in ("officer", "agency"):
        yield file.fault(place, "Phiếu chỉ có cho officer (từng người) và agency (từng cơ quan).")
    if not isinstance(said, dict) or set(said) != {"title", "indices", "classes"}:
        yield file.fault(place, "Phiếu cần title, indices và classes.")
        return
    for number, code in enumerate(said["indices"]):
        if code not in known:
            yield file.fault((*place, "indices", number), f"Không có chỉ số “{code}”.")
        elif not known[code]:
            yield file.fault(
                (*place, "indices", number), f"Chỉ số “{code}” chưa khai most, số điểm cao nhất."
            )
    borders = [row.get("from") for row in said["classes"] if isinstance(row, dict)]
    numbers = [border for border in borders if isinstance(border, int | float)]
    if (
        len(numbers) != len(said["classes"])
        or sorted(numbers, reverse=True) != numbers
        or numbers[-1:] != [0]
    ):
        yield file.fault((*place, "classes"), "Các loại xếp từ điểm cao xuống, loại cuối từ 0 điểm.")
