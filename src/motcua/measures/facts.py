"""Facts as they are declared: a file ``facts/<name>.yaml`` in the folder of the slice whose rows it tells of.

A slice that comes later brings its facts by adding such a file; nothing here changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.apps import apps

from motcua.kernel.refusals import Fault, Invalid
from motcua.measures.language import Kind
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile

MONTH_END = "month_end"
"""A column of this name holds the last day of a month: nothing of the month that runs counts before it is over."""


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column: what it is, what it means in Vietnamese, and so each of its values that are words."""

    name: str
    kind: Kind
    title: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One table of facts, one row for each ``key``, in its order.

    ``streams`` tells which streams of the journal it is made of, and when each began; ``stream`` names a row's.

    ``rows`` is asked over the relation ``chosen(id, at)`` of such streams; a fact without streams is asked whole.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: str
    streams: str = ""
    stream: str = ""
    where: str = ""
    shown: tuple[str, ...] = ()
    """The columns that a list of rows shows, beside the code of the case; all when none is named."""
    private: bool = False
    """Whether rows are nobody's to read, and only counts of many are told."""
    parts: str = ""
    """The column by which rows are parts of another row, that of the whole, in which it is empty.

    A measure that does not look at it counts wholes, or parts where it is told apart by it: nothing is counted twice.
    """

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return {column.name: column.kind for column in self.columns}

    @property
    def digest(self) -> str:
        """By it old files are known to be of another declaration."""
        said = [self.key, self.rows, self.streams, self.stream, [(c.name, c.kind) for c in self.columns]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def read(file: CatalogueFile) -> Fact:
    """A fact as its file declares it; raises :class:`Invalid` with file and line."""
    said = file.value if isinstance(file.value, dict) else {}
    faults = list(_faults(file, said))
    if faults:
        raise Invalid(f"Bảng số liệu {file.path} khai chưa đúng.", faults=faults)
    columns = tuple(
        Column(name, Kind(about["type"]), about["title"], about.get("values", {}))
        for name, about in said["columns"].items()
    )
    return Fact(
        said["fact"], said["title"], columns, tuple(said["key"]), said["rows"], said.get("of", ""),
        said.get("stream", ""), file.where(("rows",)), tuple(said.get("show") or said["columns"]),
        said.get("private") is True, said.get("parts", ""),
    )  # fmt: skip


def _faults(file: CatalogueFile, said: Mapping[str, object]) -> Iterator[Fault]:
    for needed in ("fact", "title", "key", "columns", "rows"):
        if not said.get(needed):
            yield file.fault((), f"Thiếu “{needed}”.")
    columns = said.get("columns")
    for name, about in (columns if isinstance(columns, dict) else {}).items():
        kinds = [kind.value for kind in Kind if kind is not Kind.NOTHING]
        if not isinstance(about, dict) or about.get("type") not in kinds or not about.get("title"):
            yield file.fault(("columns", name), f"Cột “{name}” cần type ({', '.join(kinds)}) và title.")
        elif not isinstance(about.get("values", {}), dict):
            yield file.fault(
                ("columns", name, "values"), "“values” gọi tên từng giá trị: {full: Toàn trình}."
            )
    if said.get("of") and not said.get("stream"):
        yield file.fault(("of",), "Thiếu “stream”: cột nào nói dòng thuộc hồ sơ nào?")
    keys, others = said.get("key"), [said[name] for name in ("stream", "parts") if said.get(name)]
    for key in (*(keys if isinstance(keys, list) else ()), *others):
        if not isinstance(columns, dict) or key not in columns:
            yield file.fault(("key",), f"Khóa “{key}” không phải một cột.")
    shown = said.get("show")
    for one in shown if isinstance(shown, list) else ():
        if not isinstance(columns, dict) or one not in columns:
            yield file.fault(("show",), f"“{one}” không phải một cột.")


@cache
def declared() -> Mapping[str, Fact]:
    """All facts of all installed slices, by name."""
    folders = [Path(app.path) / "facts" for app in apps.get_app_configs()]
    found = [read(catalogue_files.load(path)) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return {fact.name: fact for fact in found}
