"""The kinds of events that exist, each with its one Vietnamese sentence and what of it is personal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.kernel.calendar import LOCAL
from motcua.kernel.codes import mask_numbers


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event; ``personal`` names the keys of ``data`` in which somebody may have written about a person."""

    name: str
    sentence: str
    personal: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {}


def declare(name: str, sentence: str, *, personal: tuple[str, ...] = ()) -> None:
    """Make a kind known; its sentence is a format string over ``{by}`` and the keys of ``data``."""
    KINDS[name] = Kind(name, sentence, personal)


def sentence(kind: str, by: str, data: Mapping[str, Any], *, revealed: bool = False) -> str:
    """The event as an inspector reads it; what the data lacks is shown as “—”, or not at all within brackets.

    Numbers of identity and telephones in what is personal are masked, unless the reader has asked to see them.
    """
    declared = KINDS[kind]
    masked = {} if revealed else {key: _masked(data[key]) for key in declared.personal if key in data}
    told = _OPTIONAL.sub(lambda part: _if_known(part[1], data), declared.sentence)
    return told.format_map(_Spoken({"by": by, **data, **masked}))


_OPTIONAL = re.compile(r"\[([^]]+)\]")
_KEY = re.compile(r"{(\w+)}")


def _if_known(part: str, data: Mapping[str, Any]) -> str:
    return part if all(data.get(key) for key in _KEY.findall(part)) else ""


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_numbers(value)
    if isinstance(value, Mapping):
        return {key: _masked(part) for key, part in value.items()}
    return [_masked(part) for part in value] if isinstance(value, list) else value


class _Spoken(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"

    def __getitem__(self, key: str) -> str:
        return _spoken(super().__getitem__(key))


def _spoken(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_spoken(item) for item in value) or "—"
    if isinstance(value, Mapping):
        return str(value.get("title") or value.get("name") or "; ".join(map(_spoken, value.values())))
    if isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-":
        return _moment(value) if "T" in value else _day(value)
    return str(value) if value not in (None, "") else "—"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(LOCAL).strftime("%H:%M ngày %d/%m/%Y")
    except ValueError:
        return text
