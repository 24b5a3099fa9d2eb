"""Registers as files: what a row says, in which units and bounds, who enters it, who approves, what proves it.

``fields`` are those of a form (:mod:`motcua.kernel.forms`); ``key`` are the fields that tell rows apart; ``year`` is
the field with the year that a row tells of. Rows that are public knowledge lie beside, in ``registers/so-lieu``.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.kernel import forms
from motcua.kernel.forms import Field, Json, Schema
from motcua.kernel.forms.phrases import figure
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

FOLDER = "registers"
DATA = "so-lieu"

_KEYS = {
    "register", "title", "about", "agency", "enters", "approves", "proof", "key", "year", "law", "at_most",
    "fields",
}  # fmt: skip
_LISTS = ("enters", "approves", "key", "fields")
_NEEDED = ("register", "title", "agency", "enters", "approves", "proof", "key", "fields")


@dataclass(frozen=True, slots=True)
class Register:
    """A declared register; ``agency`` is the slug of who keeps it, ``enters`` and ``approves`` are roles there.

    ``at_most`` says of a field that its number is never above that of another: a part is not more than its whole.
    """

    code: str
    title: str
    about: str
    agency: str
    enters: tuple[str, ...]
    approves: tuple[str, ...]
    proof: str
    key: tuple[str, ...]
    year: str
    law: str
    at_most: Mapping[str, str]
    schema: Schema
    where: str

    @property
    def fields(self) -> Sequence[Field]:
        return self.schema.fields

    def field(self, name: str) -> Field:
        """One of its fields; a measure or a target that names another is refused when it is read."""
        return next(one for one in self.fields if one.id == name)

    def key_of(self, values: Mapping[str, Json]) -> list[str]:
        """The values by which a row is known."""
        return [str(values[name]) for name in self.key]

    def check(self, raw: Mapping[str, Json], *, today: date) -> forms.Checked:
        """The row in its normal form and what is wrong with it; no row tells of a year that has not begun."""
        found = forms.validate(self.schema, raw, today=today)
        wrong = [*self._years(raw, today), *self._parts(found.values)]
        named = {fault.where for fault in wrong}
        others = (fault for fault in found.faults if fault.where not in named)
        return forms.Checked(found.values, (*wrong, *others))

    def _years(self, raw: Mapping[str, Json], today: date) -> Iterator[Fault]:
        said, field = str(raw.get(self.year) or "").strip(), self.schema.field(self.year)
        least = int(field.min or 0) if field else 0
        if said.isdecimal() and not least <= int(said) <= today.year:
            message = f"Năm {said} không nhập được: sổ này có từ năm {least} đến năm {today.year}."
            yield Fault(self.year, message)

    def _parts(self, values: Mapping[str, Json]) -> Iterator[Fault]:
        for part, whole in self.at_most.items():
            some, most = values.get(part), values.get(whole)
            if isinstance(some, int | float) and isinstance(most, int | float) and some > most:
                labels = {one.id: one.label for one in self.fields}
                message = f"“{labels[part]}” không được lớn hơn “{labels[whole]}” ({figure(some)} > {figure(most)})."
                yield Fault(part, message)


@dataclass(frozen=True, slots=True)
class Public:
    """Rows that are public knowledge, with the source that says so."""

    register: Register
    document: str
    rows: Sequence[Mapping[str, Json]]
    where: str


@lru_cache(maxsize=1)
def registers() -> Mapping[str, Register]:
    """Every register of the catalogue, by code; a process reads the files once."""
    return read(Path(settings.CATALOGUE))


def register(code: str) -> Register:
    """One register; :class:`Missing` when the catalogue has none of that code."""
    found = registers().get(code)
    if found is None:
        raise Missing("Không tìm thấy sổ này trong danh mục.")
    return found


def read(folder: Path) -> Mapping[str, Register]:
    """Every register declared in a folder of registers, or under a catalogue; raises Invalid with all faults."""
    files = catalogue_files.of_kind(folder, FOLDER)
    return catalogue_files.declared(files, _told, called=("Sổ", "Các tệp sổ"))


def _told(file: CatalogueFile) -> Iterator[tuple[Place, str, Register]]:
    one = _register(file)
    yield ("register",), one.code, one


def judge(folder: Path, *, agencies: Collection[str], roles: Collection[str]) -> None:
    """Read the registers of a folder with their public rows; raises Invalid with all faults, nothing is written.

    Who keeps, enters and approves is one of the agencies and roles of the catalogue.
    """
    known = read(folder)
    faults = [fault for one in known.values() for fault in _strangers(one, agencies, roles)]
    try:
        public(folder, known, today=date.max)
    except Invalid as refusal:
        faults += refusal.faults
    if faults:
        raise Invalid(f"Các tệp sổ có {len(faults)} lỗi.", faults=faults)


def _strangers(one: Register, agencies: Collection[str], roles: Collection[str]) -> Iterator[Fault]:
    """An agency or a role that nobody declares: nobody could enter or approve a row."""
    if one.agency not in agencies:
        yield Fault(one.where, f"Danh mục không có cơ quan “{one.agency}” để giữ sổ này.")
    for role in dict.fromkeys((*one.enters, *one.approves)):
        if role not in roles:
            near = difflib.get_close_matches(str(role), sorted(roles), 1)
            hint = f"có phải “{near[0]}”?" if near else "xem vietnam/code-lists/roles.yaml."
            yield Fault(one.where, f"Không có vai trò “{role}”; {hint}")


def _register(file: CatalogueFile) -> Register:
    said = file.value
    if not isinstance(said, dict):
        raise Invalid("", faults=[file.fault((), "Tệp sổ là một nhóm trường: register, title, fields …")])
    faults = [file.fault((), f"Thiếu “{name}”.") for name in _NEEDED if not said.get(name)]
    faults += [file.fault((name,), f"Không có trường “{name}”.") for name in sorted(said.keys() - _KEYS)]
    faults += [
        file.fault((name,), f"“{name}” là một danh sách, như [{said[name]}].")
        for name in _LISTS
        if said.get(name) and not isinstance(said[name], list)
    ]
    if not isinstance(said.get("at_most") or {}, dict):
        faults.append(
            file.fault(("at_most",), "at_most ghi từng cặp, như {part: whole}: part không lớn hơn whole.")
        )
    if faults:
        raise Invalid("", faults=faults)
    try:
        schema = Schema.parse(said["fields"])
    except Invalid as refusal:
        raise Invalid("", faults=[_placed(file, fault) for fault in refusal.faults]) from refusal
    faults += _unkeyed(file, said, schema)
    if faults:
        raise Invalid("", faults=faults)
    return Register(
        code=str(said["register"]), title=str(said["title"]), about=str(said.get("about", "")),
        agency=str(said["agency"]), enters=tuple(said["enters"]), approves=tuple(said["approves"]),
        proof=str(said["proof"]), key=tuple(said["key"]), year=str(said.get("year", "")),
        law=str(said.get("law", "")), at_most=dict(said.get("at_most") or {}), schema=schema, where=file.where(),
    )  # fmt: skip


def _placed(file: CatalogueFile, fault: Fault) -> Fault:
    """A fault of the schema, which says ``form[3].type``, at its line of the file."""
    number = fault.where.partition("[")[2].partition("]")[0]
    place = ("fields", int(number)) if number.isdecimal() else ("fields",)
    return file.fault(place, f"{fault.where}: {fault.message}")


def _unkeyed(file: CatalogueFile, said: Mapping[str, Any], schema: Schema) -> Iterator[Fault]:
    known = {one.id: one for one in schema.fields}
    for name in [*said["key"], *([said["year"]] if said.get("year") else [])]:
        if name not in known:
            yield file.fault(("key",), f"“{name}” không phải trường của sổ.")
        elif not known[name].required:
            yield file.fault(("key",), f"Trường “{name}” làm khóa nên phải có required: true.")
    for part, whole in (said.get("at_most") or {}).items():
        if not {part, whole} <= known.keys():
            yield file.fault(("at_most",), f"“{part}: {whole}”: cả hai phải là trường của sổ.")


# --- rows that are public knowledge --------------------------------------------------------------------------


def public(folder: Path, known: Mapping[str, Register], *, today: date) -> Sequence[Public]:
    """The rows that lie in a catalogue with their source; raises Invalid with every row that is wrong."""
    faults: list[Fault] = []
    found: list[Public] = []
    places: dict[tuple[str, ...], str] = {}
    for path in catalogue_files.of_kind(folder / DATA if folder.name == FOLDER else folder, DATA):
        try:
            one = _public(catalogue_files.load(path), known, places, today)
        except Invalid as refusal:
            faults += refusal.faults
        else:
            found.append(one)
    if faults:
        raise Invalid(f"Số liệu của danh mục có {len(faults)} lỗi.", faults=faults)
    return found


def _public(
    file: CatalogueFile, known: Mapping[str, Register], places: dict[tuple[str, ...], str], today: date
) -> Public:
    """The rows of a file; ``places`` tells where each key was told first, in this file or in another."""
    said = file.value if isinstance(file.value, dict) else {}
    told, listed = known.get(str(said.get("register"))), said.get("rows")
    rows = listed if isinstance(listed, list) and all(isinstance(row, dict) for row in listed) else []
    if told is None or not str(said.get("document") or "").strip() or not rows:
        todo = "Tệp số liệu ghi register (một sổ đã khai), document (nguồn) và rows (danh sách dòng)."
        raise Invalid("", faults=[file.fault((), todo)])
    faults, values = [], []
    for number, row in enumerate(rows):
        place: Place = ("rows", number)
        checked = told.check(row, today=today)
        values.append(checked.values)
        faults += [file.fault(place, fault.message) for fault in checked.faults]
        if not checked.faults:
            key = (told.code, *told.key_of(checked.values))
            if key in places:
                faults.append(file.fault(place, f"Trùng khóa {', '.join(key[1:])} với {places[key]}."))
            places.setdefault(key, file.where(place))
    if faults:
        raise Invalid("", faults=faults)
    return Public(told, said["document"], values, file.where())
