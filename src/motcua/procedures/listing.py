"""The national list as rows of the catalogue, and what a search can find them by."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.text import fold
from motcua.procedures.models import Level, Online, Procedure
from motcua.web import catalogue_files

COLUMNS = ("code", "title", "field", "levels", "online", "agency", "decision")
PREFIX = re.compile(r"^thu tuc (hanh chinh )?")
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
"""A word of the search: letters and digits; dots only inside numbers, so that a code is one word."""


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """An event of life or business and the procedures that it brings: by field or by words of the title."""

    code: str
    title: str
    fields: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def brings(self, said: str, field: str) -> bool:
        """Whether a procedure belongs to the event, ``said`` being the folded words of its title."""
        if any(f" {word} " in f" {said} " for word in self.unless):
            return False
        return field in self.fields or any(f" {word} " in f" {said} " for word in self.words)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What people say: life events, and popular words beside the official ones (both folded)."""

    life_events: tuple[LifeEvent, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()

    def events_of(self, title: str, field: str, levels: Collection[str]) -> list[str]:
        """The codes of the life events of a procedure; what only a ministry settles belongs to none."""
        if not {Level.PROVINCE, Level.COMMUNE} & set(levels):
            return []
        said = " ".join(words_of(title))
        return [event.code for event in self.life_events if event.brings(said, field)]

    def searchable(self, code: str, *texts: str) -> str:
        """All words by which a procedure is found, folded, each after one space."""
        said = " ".join(word for text in texts for word in words_of(text))
        popular = " ".join(words for official, words in self.synonyms if f" {official} " in f" {said} ")
        return f" {code} {code.replace('.', '')} {said} {popular} "


def words_of(text: str) -> list[str]:
    """The folded words of a text: ``Nghị định 61/2018/NĐ-CP`` is ``nghi dinh 61 2018 nd cp``."""
    return WORD.findall(fold(text))


def title_folded(title: str) -> str:
    """A title as searches compare it: folded words without a leading “Thủ tục”."""
    return PREFIX.sub("", " ".join(words_of(title)))


def vocabulary(catalogue: Path) -> Vocabulary:
    """Read life events and search words from the code lists; raises Invalid with ``path:line`` faults."""
    return Vocabulary(
        life_events=tuple(_life_event(item) for item in code_list(catalogue, "life-events")),
        synonyms=tuple(
            (" ".join(words_of(item["official"])), " ".join(words_of(" ".join(item["popular"]))))
            for item in code_list(catalogue, "search-words")
        ),
    )


def _life_event(item: Mapping[str, Any]) -> LifeEvent:
    return LifeEvent(
        code=item["code"],
        title=item["title"],
        fields=frozenset(item.get("fields", ())),
        words=tuple(" ".join(words_of(word)) for word in item.get("words", ())),
        unless=tuple(" ".join(words_of(word)) for word in item.get("except", ())),
    )


def code_list(catalogue: Path, name: str) -> Sequence[Mapping[str, Any]]:
    """The items of one shared code list; raises Invalid when the file cannot be read."""
    items: Sequence[Mapping[str, Any]] = catalogue_files.load(
        catalogue / "vietnam" / "code-lists" / f"{name}.yaml"
    ).value["items"]
    return items


def rows_of(path: Path, said: Vocabulary) -> list[Procedure]:
    """The procedures of a national list, not yet saved; raises Invalid with a fault for each broken line."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise Invalid(
                f"Danh mục {path} không đúng cột.",
                faults=[Fault(f"{path}:1", f"Dòng đầu phải là: {','.join(COLUMNS)}.")],
            )
        lines = [(reader.line_num, line) for line in reader]
    faults = [Fault(f"{path}:{number}", fault) for number, line in lines for fault in _faults(line)]
    faults += [Fault(f"{path}:{number}", "Mã thủ tục đã có ở dòng trên.") for number in _repeated(lines)]
    if faults:
        raise Invalid(f"Danh mục {path} có {len(faults)} lỗi.", faults=faults)
    return [_procedure(line, said) for _, line in lines]


def _faults(line: Mapping[str, str]) -> Iterable[str]:
    if not re.fullmatch(r"[0-9]\.[0-9]{6}", line["code"] or ""):
        yield f"Mã thủ tục “{line['code']}” sai; viết như 1.001193."
    if not line["title"] or not line["field"]:
        yield "Thiếu tên thủ tục hoặc lĩnh vực; bổ sung."
    if not line["levels"] or set(line["levels"].split()) - set(Level.values):
        yield f"Cấp giải quyết “{line['levels']}” sai; dùng: {', '.join(Level.values)}."
    if line["online"] not in ("", *Online.values):
        yield f"Mức độ trực tuyến “{line['online']}” sai; dùng: {', '.join(Online.values)} hoặc để trống."


def _repeated(lines: Sequence[tuple[int, Mapping[str, str]]]) -> Iterable[int]:
    seen: set[str] = set()
    for number, line in lines:
        if line["code"] in seen:
            yield number
        seen.add(line["code"])


def _procedure(line: Mapping[str, str], said: Vocabulary) -> Procedure:
    code, title, field, levels = line["code"], line["title"], line["field"], line["levels"].split()
    return Procedure(
        code=code,
        title=title,
        title_folded=title_folded(title),
        national_title=title,
        words=said.searchable(code, title, field),
        field=field,
        levels=levels,
        online=line["online"],
        life_events=said.events_of(title, field, levels),
        agency_name=line["agency"],
        decision=line["decision"],
    )
