"""Scorecards as files: which measures are summed up for whom, what a sum is called; read once, judged whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
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
_KEYS = {"scorecard", "title", "law", "grades", "cards"}
OF_OFFICES = "tt-01-2018"
"""The scorecard by which the pages and reports mark agencies and officers: that of TT 01/2018/TT-VPCP."""


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
    def number(self) -> str:
        """Its number in the scorecard's law: the last part of its code."""
        return self.code.rpartition(".")[2]

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


def read(folder: Path, measures: Mapping[str, Measure]) -> Mapping[str, Scorecard]:
    """Every scorecard in a folder of scorecards, or under a catalogue; raises :class:`Invalid` with all faults."""
    files = catalogue_files.of_kind(folder, FOLDER)
    judged = partial(_judged, measures=measures)
    return catalogue_files.declared(files, judged, called=("Phiếu điểm", "Các tệp phiếu điểm"))


def judge(folder: Path) -> None:
    """Read the scorecards of a folder by the measures of the catalogue; raises :class:`Invalid` with all faults."""
    read(folder, declaring.measures())


def _judged(file: CatalogueFile, measures: Mapping[str, Measure]) -> Iterator[tuple[Place, str, Scorecard]]:
    if faults := list(_faults(file, measures)):
        raise Invalid(f"Phiếu điểm {file.path} khai chưa đúng.", faults=faults)
    one = _scorecard(file.value, measures)
    yield ("scorecard",), one.code, one


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
    for unknown in sorted(set(said) - _KEYS):
        yield file.fault((unknown,), f"Không có trường “{unknown}”; có: {', '.join(sorted(_KEYS))}.")
    graded = said.get("grades") or {}
    if wrong := [name for name in ("grades", "cards") if not isinstance(said.get(name) or {}, dict)]:
        yield file.fault((wrong[0],), f"“{wrong[0]}” là một nhóm trường, mỗi phiếu hay chỉ số một tên.")
        return
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
    if not isinstance(said["from_top"], list):
        yield file.fault((*place, "from_top"), "from_top là danh sách các mức, từ cao xuống.")
        return
    for number, row in enumerate(said["from_top"]):
        here = (*place, "from_top", number)
        sound = isinstance(row, dict) and isinstance(row.get("at_least"), dict)
        if not sound or set(row) != {"points", "at_least", "none"}:
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
    sound = isinstance(said, dict) and all(
        isinstance(said.get(name), list) for name in ("indices", "classes")
    )
    if not sound or set(said) != {"title", "indices", "classes"}:
        yield file.fault(place, "Phiếu cần title, indices (danh sách) và classes (danh sách), không gì khác.")
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
