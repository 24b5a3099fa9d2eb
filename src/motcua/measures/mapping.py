"""How the log of another system is to be read: a file that names its columns and says what its values mean here."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from motcua.agencies import reads as agencies
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

CHANNELS = {"counter": 1, "online": 2, "post": 3}
NEEDED = ("case", "activity", "at")
KNOWN = (*NEEDED, "received", "due", "finished", "channel", "agency", "procedure", "lifecycle")
_KEYS = ("log", "title", "dates", "columns", "values", "defaults")
_HOURS = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
MEANT = ("channel", "agency", "procedure", "activity")
ISO, VIETNAMESE = "yyyy-mm-dd", "dd/mm/yyyy"
DATES: Mapping[str, Sequence[str]] = {
    ISO: (),
    VIETNAMESE: [
        way
        for day in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
        for way in (day, *(f"{day} {hour}" for hour in _HOURS), *(f"{hour} {day}" for hour in _HOURS))
    ],
}
"""How the moments of a log may be written, with an hour or without; none named is what ISO 8601 says."""
DATES_TOLD = {
    ISO: "như 2026-11-16 08:00 hay 2026-11-16T08:00+07:00; sổ viết 16/11/2026 thì khai dates: dd/mm/yyyy",
    VIETNAMESE: "như 16/11/2026 hay 16/11/2026 08:00",
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """A read mapping: the log's name, column by meaning, what values mean, and what holds where nothing is said."""

    name: str
    title: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, int] = field(default_factory=dict)
    """The agencies of the catalogue that it names, by slug."""
    dates: str = ISO


def read(path: Path, header: list[str], *, on: date) -> Mapped:
    """The mapping of a file for a log with such columns, with the agencies of a day.

    Raises :class:`Invalid` with file and line.
    """
    file = catalogue_files.load(path)
    said = file.value if isinstance(file.value, dict) else {}
    faults = [*_shape(file, said)] or [*_columns(file, said, header), *_meanings(file, said)]
    found = {} if faults else _agencies(file, said, faults, on)
    if faults:
        raise Invalid(f"Tệp {path} khai chưa đúng.", faults=faults)
    texts = {
        name: {str(key): str(one) for key, one in of.items()} for name, of in said.get("values", {}).items()
    }
    defaults = {name: str(value) for name, value in said.get("defaults", {}).items()}
    title, dates = str(said.get("title", said["log"])), said.get("dates", ISO)
    return Mapped(said["log"], title, said["columns"], texts, defaults, found, dates)


def _shape(file: CatalogueFile, said: Mapping[str, Any]) -> Iterator[Fault]:
    for unknown in sorted(set(said) - set(_KEYS)):
        yield file.fault((unknown,), f"Không có trường “{unknown}”; có: {', '.join(_KEYS)}.")
    if said.get("dates", ISO) not in DATES:
        yield file.fault(("dates",), f"dates là cách sổ viết ngày: {' hoặc '.join(DATES)}.")
    name = said.get("log")
    if not isinstance(name, str) or not name.replace("-", "").isalnum() or not name.isascii():
        yield file.fault(("log",), "“log” là tên của sổ: chữ không dấu, số và gạch nối.")
    for group in ("columns", "values", "defaults"):
        if not isinstance(said.get(group, {}), dict):
            yield file.fault((group,), f"“{group}” là một nhóm trường.")


def _columns(file: CatalogueFile, said: Mapping[str, Any], header: list[str]) -> Iterator[Fault]:
    columns = said.get("columns", {})
    for needed in NEEDED:
        if needed not in columns:
            yield file.fault(("columns",), f"Thiếu “{needed}”: cột nào là mã hồ sơ, hoạt động, thời điểm?")
    for meaning, column in columns.items():
        if meaning not in KNOWN:
            yield file.fault(("columns", meaning), f"Không có “{meaning}”; có: {', '.join(KNOWN)}.")
        elif column not in header:
            near = difflib.get_close_matches(str(column), header, 1)
            hint = f"có phải “{near[0]}”?" if near else f"các cột có: {', '.join(header)}."
            yield file.fault(("columns", meaning), f"Sổ không có cột “{column}”; {hint}")
    defaults = said.get("defaults", {})
    for needed in ("agency", "procedure"):
        if needed not in columns and needed not in defaults:
            yield file.fault((), f"Chưa biết {needed}: khai cột ở columns hoặc một giá trị ở defaults.")


def _meanings(file: CatalogueFile, said: Mapping[str, Any]) -> Iterator[Fault]:
    for group in ("values", "defaults"):
        for name, of in said.get(group, {}).items():
            if name not in MEANT:
                yield file.fault((group, name), f"Không có “{name}”; có: {', '.join(MEANT)}.")
            elif group == "values" and not isinstance(of, dict):
                yield file.fault((group, name), "Mỗi giá trị của sổ một dòng: giá trị cũ: giá trị ở đây.")
            elif name == "channel":
                told = of.values() if isinstance(of, dict) else [of]
                for wrong in sorted({str(one) for one in told} - set(CHANNELS)):
                    yield file.fault((group, name), f"Kênh “{wrong}” không có; có: {', '.join(CHANNELS)}.")


def _agencies(file: CatalogueFile, said: Mapping[str, Any], faults: list[Fault], on: date) -> dict[str, int]:
    by_value, default = said.get("values", {}).get("agency", {}), said.get("defaults", {}).get("agency")
    told: dict[str, Place] = {str(one): ("values", "agency", name) for name, one in by_value.items()}
    told |= {str(default): ("defaults", "agency")} if default else {}
    found: dict[str, int] = {}
    for slug, place in told.items():
        try:
            found[slug] = agencies.agency_by_key(slug, on).id
        except Missing:
            faults.append(file.fault(place, f"Danh mục không có cơ quan “{slug}”."))
    return found
