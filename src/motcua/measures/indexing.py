"""Indices as files: components with scales and weights, by editions; results come from a register.

An edition holds from a year to a year. The ids of its components are fields of the register; of a component whose
own parts are not entered, the register has the component itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.kernel.indices import Component, RollUp
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.registers import declaring as registers
from motcua.registers.declaring import Register
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

FOLDER = "indices"
_NEEDED = ("index", "title", "issuer", "register", "goal", "scale", "editions")
_KEYS = {*_NEEDED, "each"}
_EDITION_KEYS = {"from", "until", "basis", "roll_up", "times", "components"}
_COMPONENT_KEYS = {"id", "title", "weight", "low", "high", "raw", "reverse", "roll_up", "components"}


@dataclass(frozen=True, slots=True)
class Edition:
    """The tree of an index from ``first`` to ``last`` (None: still), by a decision."""

    first: int
    last: int | None
    basis: str
    root: Component

    def holds(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Index:
    """A declared index; ``goal`` is the rank that the province wants, ``each`` the field that tells units apart."""

    code: str
    title: str
    issuer: str
    register: str
    each: str
    goal: int
    scale: Fraction
    editions: tuple[Edition, ...]

    def edition(self, year: int) -> Edition | None:
        """The tree by which a year was scored; None where it isn't known."""
        return next((one for one in self.editions if one.holds(year)), None)


@lru_cache(maxsize=1)
def indices() -> Mapping[str, Index]:
    """Every index of the catalogue, by code; a process reads the files once."""
    return read(Path(settings.CATALOGUE))


def index(code: str) -> Index:
    """One index; :class:`Missing` when the catalogue has none of that code."""
    found = indices().get(code)
    if found is None:
        raise Missing("Không có chỉ số này trong danh mục.")
    return found


def read(folder: Path) -> Mapping[str, Index]:
    """Every index in a folder of indices, or under a catalogue; raises :class:`Invalid` with all faults."""
    files = catalogue_files.of_kind(folder, FOLDER)
    return catalogue_files.declared(files, _told, called=("Chỉ số", "Các tệp chỉ số tổng hợp"))


def _told(file: CatalogueFile) -> Iterator[tuple[Place, str, Index]]:
    one = _index(file)
    if faults := list(_strangers(file, one)):
        raise Invalid(f"Chỉ số trong {file.path} khai chưa đúng.", faults=faults)
    yield ("index",), one.code, one


def _index(file: CatalogueFile) -> Index:
    said = _whole(file, (), file.value, _NEEDED, _KEYS)
    return Index(
        code=str(said["index"]), title=str(said["title"]), issuer=str(said["issuer"]),
        register=str(said["register"]), each=str(said.get("each", "")), goal=int(said["goal"]),
        scale=_number(file, ("scale",), said["scale"]),
        editions=tuple(
            _edition(file, ("editions", number), one) for number, one in enumerate(said["editions"])
        ),
    )  # fmt: skip


def _edition(file: CatalogueFile, place: Place, said: Any) -> Edition:
    said = _whole(file, place, said, ("from", "roll_up", "components"), _EDITION_KEYS)
    root = Component(
        "", roll_up=_roll_up(file, place, said["roll_up"]), parts=_parts(file, place, said["components"])
    )
    times = _number(file, (*place, "times"), said.get("times", 1))
    return Edition(
        int(said["from"]), said.get("until"), str(said.get("basis", "")), replace(root, times=times)
    )


def _parts(file: CatalogueFile, place: Place, said: Any) -> tuple[Component, ...]:
    return tuple(
        _component(file, (*place, "components", number), one) for number, one in enumerate(said or [])
    )


def _component(file: CatalogueFile, place: Place, said: Any) -> Component:
    said = _whole(file, place, said, ("id", "title", "high"), _COMPONENT_KEYS)
    low, high, weight = (
        _number(file, (*place, name), said.get(name, otherwise))
        for name, otherwise in (("low", 0), ("high", 0), ("weight", 1))
    )
    if not low < high or weight <= 0:
        raise Invalid("", faults=[file.fault(place, "low phải nhỏ hơn high, weight phải lớn hơn 0.")])
    return Component(
        str(said["id"]), str(said["title"]), weight, low, high,
        roll_up=_roll_up(file, place, said.get("roll_up", RollUp.SUM)),
        parts=_parts(file, place, said.get("components")),
        raw=bool(said.get("raw")), reverse=bool(said.get("reverse")),
    )  # fmt: skip


def _whole(file: CatalogueFile, place: Place, said: Any, needed: tuple[str, ...], known: set[str]) -> Any:
    if not isinstance(said, dict):
        raise Invalid("", faults=[file.fault(place, f"Phải là một nhóm trường: {', '.join(needed)}.")])
    faults = [file.fault(place, f"Thiếu “{name}”.") for name in needed if said.get(name) is None]
    faults += [
        file.fault((*place, name), f"Không có trường “{name}” ở đây.") for name in sorted(said.keys() - known)
    ]
    if faults:
        raise Invalid("", faults=faults)
    return said


def _number(file: CatalogueFile, place: Place, said: Any) -> Fraction:
    try:
        return Fraction(str(said))
    except (ValueError, ZeroDivisionError):
        raise Invalid("", faults=[file.fault(place, f"“{said}” không phải một số.")]) from None


def _roll_up(file: CatalogueFile, place: Place, said: Any) -> RollUp:
    try:
        return RollUp(said)
    except ValueError:
        raise Invalid(
            "", faults=[file.fault((*place, "roll_up"), f"roll_up là {', '.join(RollUp)}.")]
        ) from None


def _strangers(file: CatalogueFile, one: Index) -> Iterator[Fault]:
    """Components that the register does not hold within the same bounds: nobody could enter them."""
    register = registers.registers().get(one.register)
    if register is None:
        yield file.fault(("register",), f"Không có sổ “{one.register}”.")
        return
    for edition in one.editions:
        for part in edition.root.parts:
            if not _is_held(register, part):
                bounds = f"từ {float(part.low):g} đến {float(part.high):g}"
                yield file.fault(("editions",), f"Sổ “{one.register}” không có trường “{part.id}” {bounds}.")


def _is_held(register: Register, part: Component) -> bool:
    field = register.schema.field(part.id)
    if field is None:
        return bool(part.parts) and all(_is_held(register, one) for one in part.parts)
    if part.raw:
        return True
    return (Fraction(str(field.min or 0)), Fraction(str(field.max or 0))) == (part.low, part.high)
