"""Targets as files: what was promised in which words, how its value is taken, from when, until when, who answers.

``value`` names a measure, several of which the ``worst_of`` counts, or a field of a register: as it stands
(``field``), a ``part`` of a ``whole``, what has come together ``since`` a year, or by how much it fell
(``reduced_from`` a year, or the mean of two years).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.targets import Promise, Reading, Threshold
from motcua.measures import declaring
from motcua.measures.declaring import unheard_of
from motcua.registers import declaring as registers
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

FOLDER = "targets"


class Source(StrEnum):
    """Whence the value comes: from operating, from operating and a number that is entered, or entered."""

    LIVE = "live"
    HYBRID = "hybrid"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class Value:
    """How the value of a target is taken; ``register`` and ``measure`` together: the entered counts join the whole."""

    measure: str = ""
    worst_of: tuple[str, ...] = ()
    register: str = ""
    field: str = ""
    part: str = ""
    whole: str = ""
    listed: str = ""
    since: int = 0
    reduced_from: tuple[int, ...] = ()

    @property
    def measures(self) -> Sequence[str]:
        """The codes of the measures that it looks at."""
        return (self.measure,) if self.measure else self.worst_of

    @property
    def fields(self) -> Sequence[str]:
        """The fields of the register on which it looks."""
        return [one for one in (self.field, self.part, self.whole, self.listed) if one]


@dataclass(frozen=True, slots=True)
class Target:
    """One promise of a resolution; ``waits_for`` is what has no data here yet."""

    code: str
    bullet: int
    group: str
    title: str
    text: str
    unit: str
    source: Source
    promise: Promise
    value: Value | None
    baseline_source: str
    responsible: str
    law: str
    note: str
    waits_for: str
    where: str


@lru_cache(maxsize=1)
def targets() -> Mapping[str, Target]:
    """Every target of the catalogue, by code; a process reads the files once."""
    return read(Path(settings.CATALOGUE))


def read(folder: Path) -> Mapping[str, Target]:
    """Every target in a folder of targets, or under a catalogue, in the order of the files; Invalid with all faults."""
    files = catalogue_files.of_kind(folder, FOLDER)
    return catalogue_files.declared(files, _targets, called=("Chỉ tiêu", "Các tệp chỉ tiêu"))


def judge(folder: Path, *, agencies: Collection[str]) -> None:
    """Read the targets of a folder; whoever answers for one is an agency of the catalogue. Invalid with all faults."""
    faults = [
        Fault(one.where, f"Danh mục không có cơ quan “{one.responsible}” để chịu trách nhiệm chỉ tiêu này.")
        for one in read(folder).values()
        if one.responsible not in agencies
    ]
    if faults:
        raise Invalid(f"Các tệp chỉ tiêu có {len(faults)} lỗi.", faults=faults)


def _targets(file: CatalogueFile) -> Iterator[tuple[Place, str, Target]]:
    """The targets of a file; those that are whole come before its faults are told."""
    reading = _Reading(file)
    yield from ((place, one.code, one) for place, one in reading.targets())
    if reading.faults:
        raise Invalid(f"Chỉ tiêu trong {file.path} khai chưa đúng.", faults=reading.faults)


_NEEDED = ("target", "title", "unit", "threshold", "source", "responsible")
_KEYS = {*_NEEDED, "text", "value", "baseline", "until", "each", "note", "waits_for"}
_WORDS = (*_NEEDED, "text", "note")
_VALUE_KEYS = set(Value.__slots__)
_LISTS = {"worst_of", "reduced_from"}


def _listed(said: Any) -> list[Any]:
    """A list as it is, what is none as the only one."""
    return said if isinstance(said, list) else [said]


class _Reading:
    """One pass over a file of targets, which gathers its faults."""

    def __init__(self, file: CatalogueFile) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def targets(self) -> Iterator[tuple[Place, Target]]:
        head = self.file.value
        if not isinstance(head, dict) or not isinstance(head.get("bullets"), list):
            self._refuse((), "Tệp chỉ tiêu ghi from, deadline, law, group và bullets.")
            return
        if wrong := [name for name in ("from", "deadline") if not isinstance(head.get(name), date)]:
            self._refuse((wrong[0],), f"{', '.join(wrong)} là một ngày, như 2025-12-31.")
            return
        for number, bullet in enumerate(head["bullets"]):
            if not isinstance(bullet, dict) or not {"bullet", "text"} <= bullet.keys():
                self._refuse(
                    ("bullets", number), "Mỗi gạch đầu dòng ghi bullet (số), text (chép nguyên) và targets."
                )
                continue
            for index, said in enumerate(bullet.get("targets") or []):
                place: Place = ("bullets", number, "targets", index)
                if found := self._target(place, head, bullet, said):
                    yield place, found

    def _target(
        self, place: Place, head: Mapping[str, Any], bullet: Mapping[str, Any], said: Any
    ) -> Target | None:
        if not self._is_whole(place, said):
            return None
        text = said.get("text") or bullet["text"]
        if text not in bullet["text"]:
            self._refuse((*place, "text"), "Lời văn phải là một đoạn chép nguyên của gạch đầu dòng.")
        if said["source"] not in [*Source]:
            self._refuse((*place, "source"), f"source là {', '.join(Source)}.")
            return None
        promise = self._promise(place, head, said)
        if promise is None:
            return None
        return Target(
            code=said["target"], bullet=int(bullet["bullet"]), group=str(head.get("group", "")),
            title=said["title"], text=text, unit=said["unit"], source=Source(said["source"]), promise=promise,
            value=self._value((*place, "value"), said.get("value")),
            baseline_source=str((said.get("baseline") or {}).get("source", "")),
            responsible=said["responsible"], law=str(head.get("law", "")), note=str(said.get("note", "")),
            waits_for=str(said.get("waits_for", "")), where=self.file.where(place),
        )  # fmt: skip

    def _is_whole(self, place: Place, said: Any) -> bool:
        if not isinstance(said, dict):
            self._refuse(place, "Mỗi chỉ tiêu là một nhóm trường: target, title, threshold …")
            return False
        for unknown in sorted(said.keys() - _KEYS):
            self._refuse((*place, unknown), f"Không có trường “{unknown}”; có: {', '.join(sorted(_KEYS))}.")
        missing = [name for name in _NEEDED if not said.get(name)]
        if not said.get("value") and not said.get("waits_for"):
            missing.append("value")
        for name in missing:
            self._refuse(place, f"Thiếu “{name}”.")
        if wrong := unheard_of(said.get("waits_for", "")):
            self._refuse((*place, "waits_for"), wrong)
        many = [name for name in _WORDS if isinstance(said.get(name), list | dict)]
        for name in many:
            self._refuse((*place, name), f"“{name}” là một chữ, không phải danh sách.")
        return not (missing or many)

    def _promise(self, place: Place, head: Mapping[str, Any], said: Mapping[str, Any]) -> Promise | None:
        try:
            threshold = Threshold.parse(str(said["threshold"]))
        except Invalid as refusal:
            self._refuse((*place, "threshold"), refusal.message)
            return None
        until = said.get("until")
        if until is not None and not isinstance(until, date):
            self._refuse((*place, "until"), "until là ngày cuối còn hỏi được, như 2025-06-30.")
        baseline = self._baseline((*place, "baseline"), said.get("baseline"))
        return Promise(
            threshold, head["from"], head["deadline"], baseline, until, each=bool(said.get("each"))
        )

    def _baseline(self, place: Place, said: Any) -> Reading | None:
        if said is None:
            return None
        year, value = (said.get("year"), said.get("value")) if isinstance(said, dict) else (None, None)
        if type(year) is not int or type(value) not in (int, float):
            self._refuse(place, "baseline ghi year (năm) và value (số), có thể có source.")
            return None
        return Reading(date(year, 12, 31), Fraction(str(value)))

    def _value(self, place: Place, said: Any) -> Value | None:
        if not isinstance(said, dict):
            return None
        if unknown := sorted(said.keys() - _VALUE_KEYS):
            self._refuse(place, f"Không có cách lấy giá trị “{', '.join(unknown)}”.")
            return None
        lists = {name: tuple(_listed(said[name])) for name in _LISTS & said.keys()}
        value = Value(**{**said, **lists})
        if value.register:
            self._known(place, value)
        if value.measure and value.worst_of:
            self._refuse(place, "Chỉ ghi một trong measure, worst_of: worst_of đã kể hết các chỉ số.")
        if not (value.measures or value.register):
            self._refuse(place, "Cần measure, worst_of hoặc register: giá trị lấy từ đâu?")
        for code in value.measures:
            if code not in declaring.measures():
                self._refuse(place, f"Không có chỉ số “{code}”.")
        return value

    def _known(self, place: Place, value: Value) -> None:
        register = registers.registers().get(value.register)
        if register is None:
            self._refuse(place, f"Không có sổ “{value.register}”.")
            return
        known = {one.id for one in register.fields}
        for name in value.fields:
            if name not in known:
                self._refuse(place, f"Sổ “{value.register}” không có trường “{name}”.")

    def _refuse(self, place: Place, message: str) -> None:
        self.faults.append(self.file.fault(place, message))
