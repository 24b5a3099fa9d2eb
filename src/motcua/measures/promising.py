"""Targets as files: what was promised in which words, how its value is taken, from when, until when, who answers.

``value`` names a measure, or a field of a register: as it stands (``field``), a ``part`` of a ``whole``, what has
come together ``since`` a year, or by how much it fell (``reduced_from`` a year, or the mean of two years).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    register: str = ""
    field: str = ""
    part: str = ""
    whole: str = ""
    listed: str = ""
    since: int = 0
    reduced_from: tuple[int, ...] = ()

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
    found: dict[str, Target] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml" if folder.name == FOLDER else f"**/{FOLDER}/*.yaml")):
        try:
            reading = _Reading(catalogue_files.load(path))
        except Invalid as refusal:
            faults += refusal.faults
            continue
        for place, one in reading.targets():
            if one.code in found:
                faults.append(reading.file.fault(place, f"Chỉ tiêu “{one.code}” đã khai ở trên."))
            found[one.code] = one
        faults += reading.faults
    if faults:
        raise Invalid(f"Các tệp chỉ tiêu có {len(faults)} lỗi.", faults=faults)
    return found


_NEEDED = ("target", "title", "unit", "threshold", "source", "responsible")
_KEYS = {*_NEEDED, "text", "value", "baseline", "until", "each", "note", "waits_for"}
_VALUE_KEYS = set(Value.__slots__)


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
        for number, bullet in enumerate(head["bullets"]):
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
        try:
            promise, source = self._promise(head, said), Source(said["source"])
        except (Invalid, ValueError) as error:
            self._refuse(place, getattr(error, "message", f"source là {', '.join(Source)}."))
            return None
        return Target(
            code=said["target"], bullet=int(bullet["bullet"]), group=str(head.get("group", "")),
            title=said["title"], text=text, unit=said["unit"], source=source, promise=promise,
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
        return not missing

    def _promise(self, head: Mapping[str, Any], said: Mapping[str, Any]) -> Promise:
        told = said.get("baseline")
        baseline = Reading(date(told["year"], 12, 31), Fraction(str(told["value"]))) if told else None
        return Promise(
            Threshold.parse(said["threshold"]),
            head["from"],
            head["deadline"],
            baseline,
            said.get("until"),
            each=bool(said.get("each")),
        )

    def _value(self, place: Place, said: Any) -> Value | None:
        if not isinstance(said, dict):
            return None
        if unknown := sorted(said.keys() - _VALUE_KEYS):
            self._refuse(place, f"Không có cách lấy giá trị “{', '.join(unknown)}”.")
            return None
        years = said.get("reduced_from") or []
        value = Value(**{**said, "reduced_from": tuple(years if isinstance(years, list) else [years])})
        if value.register:
            self._known(place, value)
        if value.measure and value.measure not in declaring.measures():
            self._refuse(place, f"Không có chỉ số “{value.measure}”.")
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
