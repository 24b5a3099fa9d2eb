"""The text of a catalogue file taken apart and put together: every line that nobody touched keeps its letters."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import structure
from motcua.web import catalogue_files

_KEY = re.compile(r"([A-Za-z_][\w-]*):(\s|$)")
_ITEM = re.compile(r"( *)- ")
_REMARK = re.compile(r"(.*\S)( +)(#.*)")
_CELL = Path("ô")
ONE_LINE = 100
"""Letters of a value that is still written on one line."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of a text: those of a key with the comments above it, or, without a name, the head of the file."""

    name: str
    text: str


def digest_of(text: str) -> str:
    """By which a page knows whether a text is still what it showed."""
    return hashlib.sha256(text.encode()).hexdigest()


def tidy(text: str) -> str:
    """A text as it is stored: lines end as in files, the last one too."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else f"{text}\n"


def chunks(text: str) -> list[Chunk]:
    """The text by its top keys; comments and blank lines above a key go with it."""
    return _cut(text, lambda line: found[1] if (found := _KEY.match(line)) else "")


def _cut(text: str, name_of: Callable[[str], str]) -> list[Chunk]:
    done: list[Chunk] = []
    lines: list[str] = []
    waiting: list[str] = []
    name = ""
    for line in text.splitlines(keepends=True):
        if opened := name_of(line):
            done.append(Chunk(name, "".join(lines)))
            name, lines, waiting = opened, [*waiting, line], []
        elif not line.strip() or line.lstrip().startswith("#"):
            waiting.append(line)
        else:
            lines, waiting = [*lines, *waiting, line], []
    done.append(Chunk(name, "".join([*lines, *waiting])))
    return [one for one in done if one.text]


def part_text(text: str, keys: Collection[str]) -> str:
    """The lines of some keys, in the order of the file."""
    return "".join(one.text for one in chunks(text) if one.name in keys)


def first_line(text: str, key: str) -> int:
    """The line, from 1, on which the lines of a key begin."""
    line = 1
    for one in chunks(text):
        if one.name == key:
            break
        line += one.text.count("\n")
    return line


def with_part(text: str, keys: Collection[str], part: str) -> str:
    """The text with other lines for some keys; a new key comes where files have it, keys that are gone are left out."""
    new: dict[str, str] = {}
    for one in chunks(tidy(part)):
        new[one.name] = new.get(one.name, "") + one.text
    head = new.pop("", "")
    kept: list[Chunk] = []
    for one in chunks(text):
        if one.name not in keys:
            kept.append(one)
        elif one.name in new:
            kept.append(Chunk(one.name, head + new.pop(one.name)))
            head = ""
    for name, lines in new.items():
        kept.insert(_place(name, kept), Chunk(name, head + lines))
        head = ""
    return tidy("".join(one.text for one in kept) + head)


def _place(name: str, among: Sequence[Chunk]) -> int:
    """Where a new key comes: after the nearest one that stands before it in the schema of the file."""
    before = [
        (_rank(one.name), place + 1) for place, one in enumerate(among) if _rank(one.name) < _rank(name)
    ]
    return max(before, default=(0, 0))[1]


def _rank(name: str) -> int:
    known = list(structure.schema()["properties"])
    return known.index(name) if name in known else len(known) if name else -1


# --- values --------------------------------------------------------------------------------------------------


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(value: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(value, stream)
    return stream.getvalue()


def _remarked(was: str, now: str) -> str:
    """A dumped text with its comments at the ends of lines as far from them as they were."""
    gaps = {found[3]: found[2] for line in was.splitlines() if (found := _REMARK.fullmatch(line))}

    def line_of(line: str) -> str:
        found = _REMARK.fullmatch(line)
        return f"{found[1]}{gaps[found[3]]}{found[3]}" if found and found[3] in gaps else line

    return "".join(f"{line_of(line)}\n" for line in now.splitlines()) if gaps else now


def _loaded(text: str) -> Any:
    try:
        return _yaml().load(text)
    except YAMLError as error:
        message = "Phần này sai cú pháp YAML: sửa ở dạng văn bản trước."
        raise Invalid(message, faults=[Fault("", message)]) from error


def flow(value: Any) -> str:
    """A value on one line, as files write it: ``{field: proof, is: hospital}``."""
    if value is None or value == "":
        return ""
    if isinstance(value, str | int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    yaml = _yaml()
    yaml.width = 10_000
    stream = io.StringIO()
    yaml.dump(_in_line(value), stream)
    return stream.getvalue().removesuffix("\n")


def _in_line(value: Any) -> Any:
    inner: CommentedMap | CommentedSeq
    if isinstance(value, Mapping):
        inner = CommentedMap((key, _in_line(one)) for key, one in value.items())
    elif isinstance(value, list):
        inner = CommentedSeq(map(_in_line, value))
    else:
        return value
    inner.fa.set_flow_style()
    return inner


def unflow(text: str, where: str) -> Any:
    """What a cell in the manner of files says; Invalid names the cell."""
    try:
        return catalogue_files.parse(_CELL, text).value
    except Invalid as refusal:
        message = refusal.faults[0].message if refusal.faults else refusal.message
        raise Invalid("Có ô viết chưa đúng.", faults=[Fault(where, message)]) from refusal


def _set(here: Any, name: str, value: Any) -> None:
    """Write one value into a loaded mapping; None takes it out."""
    *outer, last = name.split(".")
    for step in outer:
        if not isinstance(here.get(step), Mapping):
            if value is None:
                return
            here[step] = CommentedMap()
        here = here[step]
    if value is None:
        here.pop(last, None)
    else:
        here[last] = _merged(here.get(last), value)


def _merged(was: Any, now: Any) -> Any:
    """A value that takes the place of another: what it has in common with that keeps its letters and comments."""
    if isinstance(was, CommentedMap) and isinstance(now, Mapping):
        for name in [name for name in was if name not in now]:
            del was[name]
        for name, value in now.items():
            was[name] = value if _same(was.get(name), value) else _merged(was.get(name), value)
        if list(was) != list(now):
            for name in now:
                was.move_to_end(name)
        return was
    if isinstance(was, CommentedSeq) and isinstance(now, list):
        was[:] = _kept(list(was), now)
        return was
    return _new(now)


def _kept(were: list[Any], now: Sequence[Any]) -> list[Any]:
    """The items of a list: those that were there, else those in whose place they come, else new ones."""
    stay = [next((old for old in were if _same(old, one)), None) for one in now]
    left = [old for old in were if not any(old is one for one in stay)]
    return [
        old if old is not None else _merged(left.pop(0) if left else None, one)
        for old, one in zip(stay, now, strict=True)
    ]


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other if isinstance(one, bool | int) else bool(one == other)


def _new(value: Any) -> Any:
    """A value as files write it: on one line while it is short, else an entry a line."""
    if not isinstance(value, Mapping | list) or len(flow(value)) <= ONE_LINE:
        return _in_line(value)
    if isinstance(value, Mapping):
        return CommentedMap((key, _new(one)) for key, one in value.items())
    return CommentedSeq(map(_new, value))


def value_at(value: Any, name: str) -> Any:
    """What stands at ``limit.value``; None when nothing does."""
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


# --- changes -------------------------------------------------------------------------------------------------


def with_facts(text: str, facts: Mapping[str, Any]) -> str:
    """The text with some single values (``title``, ``limit.value``) changed; None takes one out."""
    for name, value in facts.items():
        key = name.partition(".")[0]
        lines = part_text(text, (key,))
        told = _loaded(lines) if lines else CommentedMap()
        if value_at(told, name) == value:
            continue
        _set(told, name, value)
        if isinstance(told.get(key), Mapping) and not told[key]:
            del told[key]
        text = with_part(text, (key,), _remarked(lines, _dumped(told)) if told else "")
    return text


def with_lines(text: str, key: str, lines: Sequence[str]) -> str:
    """The text with other sentences in a list of sentences."""
    now = _loaded(part_text(text, (key,)) or "{}").get(key)
    if list(now or ()) == list(lines) and now is not None:
        return text
    return with_part(text, (key,), _dumped({key: list(lines) or _in_line([])}))


Row = tuple[int | None, Mapping[str, Any]]
"""The row of the text that it was, None for a new one, and its cells."""


def with_rows(text: str, key: str, rows: Iterable[Row]) -> str:
    """The text with the rows of a list as given: moved with their comments, changed only where a cell did."""
    lines = part_text(text, (key,))
    told = _loaded(lines).get(key) if lines else []
    items = _item_texts(lines, len(told or ()))
    done = [_row(items[was] if was is not None else "", cells) for was, cells in rows]
    above, own, _ = lines.partition(f"{key}:") if lines else ("", "", "")
    fresh = f"{_key_line(lines, key)}{''.join(done)}" if done else f"{key}: []\n"
    return with_part(text, (key,), (above if own else "") + fresh)


def _key_line(lines: str, key: str) -> str:
    """The line that opens a list, with its comment unless the list stood on it."""
    line = next((one for one in lines.splitlines() if one.startswith(f"{key}:")), "")
    rest = line.removeprefix(f"{key}:").strip()
    return f"{line}\n" if rest.startswith("#") else f"{key}:\n"


def _item_texts(lines: str, count: int) -> list[str]:
    """The lines of each item, at two spaces; a list on one line is written out."""
    indent = next((found[1] for line in lines.splitlines() if (found := _ITEM.match(line))), None)
    if indent is not None:
        cut = _cut(lines, lambda line: "-" if line.startswith(f"{indent}- ") else "")
        items = [one.text for one in cut if one.name]
        if len(items) == count:
            return [_shifted(one, len(indent)) for one in items]
    told = next(iter(_loaded(lines).values())) if lines else []
    return [_item(one) for one in told or ()]


def _shifted(text: str, indent: int) -> str:
    if indent == 2:
        return text
    return "".join(f"  {line[indent:]}" if line.strip() else line for line in text.splitlines(keepends=True))


def _item(value: Any) -> str:
    return _dumped(CommentedSeq([value]))


def _row(was: str, cells: Mapping[str, Any]) -> str:
    """One item with its cells written into it; untouched when they already say so."""
    told = _loaded(was)[0] if was else CommentedMap()
    changed = {name: value for name, value in cells.items() if _differs(value_at(told, name), value)}
    if was and not changed:
        return was
    for name, value in changed.items():
        _set(told, name, value)
    comments = "".join(line for line in was.splitlines(keepends=True)[: _comment_lines(was)])
    return comments + _remarked(was, _item(told))


def _differs(was: Any, now: Any) -> bool:
    """Whether two values differ; the entries of a mapping stand in an order, as moves do."""
    return bool(was != now) or (isinstance(now, Mapping) and list(was) != list(now))


def _comment_lines(text: str) -> int:
    lines = text.splitlines()
    return next((place for place, line in enumerate(lines) if line.lstrip().startswith("-")), 0)
