"""The shape of the files of agencies: which fields stand where, and of which type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.kernel.refusals import Fault
from motcua.web.catalogue_files import CatalogueFile, Place


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of value: how a refusal calls it, and the test."""

    words: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with these fields and no other."""

    known: Mapping[str, Kind | Fields | ListOf | MapOf]
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of mappings of one shape."""

    items: Fields


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from free names to mappings of one shape."""

    values: Fields


Shape = Kind | Fields | ListOf | MapOf


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


TEXT = Kind("chữ (đặt trong dấu nháy nếu chỉ gồm chữ số)", _is_text)
TEXTS = Kind("danh sách chữ, ít nhất một mục", _are_texts)
TEXT_OR_TEXTS = Kind("một tên hoặc danh sách tên", lambda value: _is_text(value) or _are_texts(value))
DAY = Kind("ngày, viết năm-tháng-ngày như 2025-07-01", lambda value: type(value) is date)
FLAG = Kind("true hoặc false", lambda value: isinstance(value, bool))
HOURS = Kind(
    "giờ theo mùa, như {01/01: [07:30-11:30, 13:30-17:30]}",
    lambda value: isinstance(value, dict) and bool(value) and all(map(_are_texts, value.values())),
)

_POSTS = ListOf(
    Fields({"key": TEXT, "title": TEXT, "roles": TEXTS}, required=frozenset({"key", "title", "roles"}))
)
_OWN: dict[str, Shape] = {
    **dict.fromkeys(("slug", "kind", "level", "name", "short_name", "place", "code", "code_source"), TEXT),
    **dict.fromkeys(("phone", "address", "email"), TEXT),
    "reception": FLAG,
    "office_hours": HOURS,
    "posts": _POSTS,
}
_WHOLE: dict[str, Shape] = {
    **_OWN,
    **dict.fromkeys(("gso", "parent"), TEXT),
    **dict.fromkeys(("valid_from", "valid_to"), DAY),
    "parts": ListOf(Fields(_OWN, required=frozenset({"slug"}))),
}
_AGENCY = Fields({**_WHOLE, "template": TEXT})
_GROUP = Fields(
    {**_WHOLE, "template": TEXT, "title": TEXT, "agencies": ListOf(_AGENCY)},
    required=frozenset({"agencies"}),
)
_CHOOSE = Fields(
    {**dict.fromkeys(("levels", "fields", "procedures"), TEXTS), "says": TEXT, "declared": FLAG, "to": TEXT}
)
_OFFICERS = Fields({**dict.fromkeys(("posts", "people"), TEXTS), "to": TEXT}, required=frozenset({"to"}))
_ENTRY = Fields(
    {
        **dict.fromkeys(("old", "new"), TEXT_OR_TEXTS),
        **dict.fromkeys(("kind", "rule", "basis", "default"), TEXT),
        "choose": ListOf(_CHOOSE),
        "officers": ListOf(_OFFICERS),
    },
    required=frozenset({"old", "new", "kind"}),
)
_CHANGE = Fields(
    {
        "on": DAY,
        **dict.fromkeys(("decision", "basis", "act", "title"), TEXT),
        "entries": ListOf(_ENTRY),
    },
    required=frozenset({"on", "decision", "basis", "entries"}),
)
FILE = Fields({"templates": MapOf(Fields(_WHOLE)), "groups": ListOf(_GROUP), "changes": ListOf(_CHANGE)})
"""A file of agencies: templates, groups of agencies, changes from one agency to another."""


def faults_of(file: CatalogueFile, shape: Shape, place: Place = (), value: Any = ...) -> Iterator[Fault]:
    """Yield a fault for each place of a file that does not have its shape."""
    value = file.value if value is ... else value
    if isinstance(shape, Kind):
        if not shape.fits(value):
            yield file.fault(place, f"{_named(place)} phải là {shape.words}.")
    elif isinstance(shape, ListOf):
        yield from _list_faults(file, shape, place, value)
    elif not isinstance(value, dict):
        yield file.fault(place, f"{_named(place)} phải gồm các dòng “tên: giá trị”.")
    elif isinstance(shape, MapOf):
        for name, inner in value.items():
            yield from faults_of(file, shape.values, (*place, name), inner)
    else:
        yield from _field_faults(file, shape, place, value)


def _list_faults(file: CatalogueFile, shape: ListOf, place: Place, value: Any) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield file.fault(place, f"{_named(place)} phải là danh sách, mỗi mục bắt đầu bằng dấu gạch ngang.")
        return
    for index, item in enumerate(value):
        yield from faults_of(file, shape.items, (*place, index), item)


def _field_faults(file: CatalogueFile, shape: Fields, place: Place, value: dict[str, Any]) -> Iterator[Fault]:
    for name in sorted(shape.required - value.keys()):
        yield file.fault(place, f"{_named(place)} thiếu trường “{name}”.")
    for name, inner in value.items():
        if known := shape.known.get(name):
            yield from faults_of(file, known, (*place, name), inner)
        else:
            choices = ", ".join(shape.known)
            yield file.fault(
                (*place, name), f"Không có trường “{name}” ở đây; các trường dùng được: {choices}."
            )


def _named(place: Place) -> str:
    if not place:
        return "Tệp"
    last = place[-1]
    return f"Mục thứ {last + 1}" if isinstance(last, int) else f"Trường “{last}”"
