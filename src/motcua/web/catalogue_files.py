"""The manners of catalogue files: safe YAML in which every value knows the line that it stands on.

The dialect is narrower than YAML 1.1, so that what an officer types is what motcua reads: ``no``, ``on``,
``15:00`` and ``0239`` stay texts; ``true``, ``false``, ``null``, plain numbers and ISO dates are more.
Anchors, tags, tabs, duplicate keys and a second document are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from motcua.kernel.refusals import Fault, Invalid

Place = tuple[str | int, ...]
"""Where a value stands in its file: keys and indexes from the top, as ``("steps", 2, "within")``."""

DEEPEST = 40
"""Levels of nesting that a file may have."""

_FORBIDDEN = re.compile("[^\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file that was read: its plain value (dict, list, str, int, float, bool, date, None) and its lines."""

    path: Path
    value: Any = field(repr=False)
    lines: Mapping[Place, int] = field(repr=False)

    def line_of(self, place: Place) -> int:
        """Return the line (from 1) of a place; a place that is absent has the line of its nearest parent."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def where(self, place: Place = ()) -> str:
        """Return ``path:line`` of a place, as refusals name it."""
        return f"{self.path}:{self.line_of(place)}"

    def fault(self, place: Place, message: str) -> Fault:
        """Return a fault of this file that names the file and the line."""
        return Fault(self.where(place), message)


Made = TypeVar("Made")
_KEPT: ContextVar[dict[tuple[Any, Path], Any] | None] = ContextVar("kept", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Within it a file is read once, whoever asks for it: for a command that looks at one state of the catalogue."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def load(path: Path) -> CatalogueFile:
    """Read one catalogue file; raises ``Invalid`` with a fault ``path:line`` for each thing that is wrong."""
    return replace(made(_parsed, path), path=path)


def made(make: Callable[[Path], Made], path: Path) -> Made:
    """What ``make`` makes of a file or a folder; within ``once`` it is made once, what it raises is kept never."""
    kept = _KEPT.get()
    if kept is None:
        return make(path)
    key = (make, path.resolve())
    if key not in kept:
        kept[key] = make(path)
    found: Made = kept[key]
    return found


def _parsed(path: Path) -> CatalogueFile:
    return parse(path, _read(path))


def of_kind(folder: Path, kind: str) -> Sequence[Path]:
    """The files of a folder called ``kind``, or of every such folder under a catalogue, in order.

    In a folder that is called otherwise, those count that say what they are.
    """
    if folder.name == kind:
        return sorted(folder.glob("*.yaml"))
    here = (path for path in folder.glob("*.yaml") if kind_said(path) == kind)
    return sorted([*folder.glob(f"**/{kind}/*.yaml"), *here])


def kind_said(path: Path) -> str:
    """The kind of what a file declares, by the field that names it; empty for a procedure, or what can't be read."""
    try:
        said = load(path).value
    except Invalid:
        return ""
    first = said[0] if isinstance(said, list) and said else said
    named = _NAMED_BY.keys() & first.keys() if isinstance(first, dict) else set()
    if "register" in named and "rows" in first:
        return "so-lieu"
    return _NAMED_BY[min(named)] if named else ""


_NAMED_BY = {
    "measure": "measures",
    "register": "registers",
    "index": "indices",
    "survey": "surveys",
    "scorecard": "scorecards",
    "bullets": "targets",
}


def declared(
    files: Iterable[Path],
    read: Callable[[CatalogueFile], Iterable[tuple[Place, str, Made]]],
    *,
    called: tuple[str, str],
) -> dict[str, Made]:
    """What files declare, by code, in their order; raises ``Invalid`` with the faults of all files.

    Of two that declare one code each is told of the other. ``read`` tells what a file declares: where, by which code,
    what. ``called`` is what one is called, and the files.
    """
    one, those = called
    found: dict[str, Made] = {}
    places: dict[str, str] = {}
    faults: list[Fault] = []
    for path in files:
        try:
            file = load(path)
            for place, code, what in read(file):
                if (other := places.setdefault(code, file.where(place))) != file.where(place):
                    faults.append(file.fault(place, f"{one} “{code}” cũng khai ở {other}."))
                    faults.append(Fault(other, f"{one} “{code}” cũng khai ở {file.where(place)}."))
                found[code] = what
        except Invalid as refusal:
            faults += refusal.faults
    if faults:
        raise Invalid(f"{those} có {len(faults)} lỗi.", faults=faults)
    return found


def parse(path: Path, text: str) -> CatalogueFile:
    """Read a text as the catalogue file ``path`` that it is, or would be; raises ``Invalid`` as ``load``."""
    text = _checked(path, text)
    reading = _Reading(path)
    node = _compose(path, text)
    value = reading.value_of(node, ()) if node is not None else None
    if reading.faults:
        raise Invalid(f"Tệp danh mục {path} có {len(reading.faults)} lỗi.", faults=reading.faults)
    return CatalogueFile(path, value, reading.lines)


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(path, 1, "Không mở được tệp: hãy kiểm tra đường dẫn và quyền đọc.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(path, line, "Tệp không phải mã UTF-8: hãy lưu lại với bảng mã UTF-8.") from error


def _checked(path: Path, text: str) -> str:
    if bad := _FORBIDDEN.search(text):
        raise _refused(path, text.count("\n", 0, bad.start()) + 1, _forbidden(bad.group()))
    return unicodedata.normalize("NFC", text)


def _forbidden(character: str) -> str:
    if character == "\t":
        return "Có ký tự tab: hãy thay bằng dấu cách."
    return f"Có ký tự điều khiển U+{ord(character):04X}: hãy xoá ký tự này."


def _compose(path: Path, text: str) -> yaml.Node | None:
    loader = yaml.CBaseLoader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = (
            f"Sai cú pháp YAML từ cột {column}: hãy xem lại thụt lề, dấu hai chấm (cần một dấu cách "
            "theo sau), dấu nháy và dấu ngoặc; mỗi tệp chỉ có một văn bản."
        )
        raise _refused(path, line, message) from error
    finally:
        loader.dispose()
    return node


def _refused(path: Path, line: int, message: str) -> Invalid:
    return Invalid(f"Không đọc được tệp danh mục {path}.", faults=[Fault(f"{path}:{line}", message)])


class _Reading:
    """One pass over the nodes of a file, which gathers plain values, lines and faults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def value_of(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if not self._is_plain(node, place):
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(child, (*place, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and not node.style:
            return self._scalar(node)
        return node.value

    def _is_plain(self, node: yaml.Node, place: Place) -> bool:
        if id(node) in self._seen:
            self._refuse(node, "Không dùng neo (&) và bí danh (*): hãy viết lại giá trị.")
        elif node.tag not in _PLAIN_TAGS:
            self._refuse(node, f"Không dùng thẻ kiểu {node.tag}: hãy viết giá trị thường.")
        elif len(place) > DEEPEST:
            self._refuse(node, f"Lồng quá {DEEPEST} tầng: hãy viết gọn lại.")
        else:
            self._seen.add(id(node))
            return True
        return False

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._refuse(key, "Tên trường phải là một chữ hoặc một cụm chữ.")
                continue
            inner = (*place, key.value)
            if key.value in found:
                self._refuse(key, f"Trường “{key.value}” viết hai lần (lần đầu ở dòng {self.lines[inner]}).")
                continue
            self.lines[inner] = key.start_mark.line + 1
            if node.flow_style and child.start_mark.index == child.end_mark.index:
                self._refuse(
                    key, f"“{key.value}” không có giá trị: câu có dấu phẩy phải đặt trong ngoặc kép."
                )
            found[key.value] = self.value_of(child, inner)
        return found

    def _scalar(self, node: yaml.Node) -> Any:
        text: str = node.value
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
        return self._date(node) if _DATE.fullmatch(text) else text

    def _date(self, node: yaml.Node) -> date | None:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            self._refuse(node, f"Không có ngày {node.value} trong lịch: ngày viết theo năm-tháng-ngày.")
            return None

    def _refuse(self, node: yaml.Node, message: str) -> None:
        self.faults.append(Fault(f"{self.path}:{node.start_mark.line + 1}", message))
