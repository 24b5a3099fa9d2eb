"""What a result says: the words that its procedure declares, filled in from the form and from the case."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.documents import slips
from motcua.kernel import forms, spoken
from motcua.kernel.forms import Field, Json
from motcua.kernel.forms.phrases import upper_first
from motcua.procedures.results import CASE_FACTS, HOLE, UPPER, WORDS, YEAR, Fact, FactGroup, Result

SPANS: Mapping[str, str] = {"cd": "ngày", "mo": "tháng", "yr": "năm"}


def written(result: Result, source: Source) -> dict[str, Any]:
    """The content of a result as the fields of its sheet."""
    return {
        "title_lines": source.sentences(result.heading) or (result.title,),
        "subtitle": source.sentence(result.subtitle),
        "opening": source.sentences(result.grounds),
        "declares": source.sentence(result.declares),
        "groups": tuple(source.groups(result.shows)),
        "closing": source.sentences(result.closing),
    }


@dataclass(frozen=True, slots=True)
class Source:
    """Whence a result takes its facts: the form and its answers, the facts of the case, the communes' names."""

    schema: forms.Schema
    answers: forms.Values
    case: Mapping[str, str | date]
    communes: Mapping[str, str]

    def sentences(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The texts that can be said whole."""
        return tuple(filter(None, map(self.sentence, texts)))

    def sentence(self, text: str) -> str:
        """A text with its names filled in; empty when one of them has no answer."""
        told = {name: self._cells(Fact(name=name), prose=True)[0] for name in HOLE.findall(text)}
        return HOLE.sub(lambda hole: told[hole[1]], text) if all(told.values()) else ""

    def groups(self, shows: Sequence[FactGroup]) -> Iterator[slips.FactGroup | slips.FactTable]:
        """The groups that have something to say under these answers."""
        for group in shows:
            if group.when is None or group.when.holds(self.answers):
                yield from self._table(group) if self._is_table(group) else self._lines(group)

    def _is_table(self, group: FactGroup) -> bool:
        top = self.schema.field(group.facts[0].name.partition(".")[0])
        return top is not None and top.type == "list"

    def _table(self, group: FactGroup) -> Iterator[slips.FactTable]:
        columns = [self._cells(fact) for fact in group.facts]
        rows = tuple(row for row in zip(*columns, strict=True) if any(row))
        if rows:
            yield slips.FactTable(self.sentence(group.heading), tuple(map(self._label, group.facts)), rows)

    def _lines(self, group: FactGroup) -> Iterator[slips.FactGroup]:
        told = ((fact, self._line(fact)) for fact in group.facts)
        facts = tuple(
            slips.Fact(self._label(fact), value, fact.beside)
            for fact, value in told
            if value or group.blank or not (fact.name or fact.text)
        )
        if facts:
            yield slips.FactGroup(self.sentence(group.heading), facts)

    def _line(self, fact: Fact) -> str:
        return _styled(self.sentence(fact.text), fact.style) if fact.text else self._cells(fact)[0]

    def _label(self, fact: Fact) -> str:
        asked = self.schema.field(fact.name)
        return fact.label or (asked.label if asked else CASE_FACTS.get(fact.name, ""))

    def _cells(self, fact: Fact, *, prose: bool = False) -> tuple[str, ...]:
        """What a fact says: once, or for a part of a list once a row; ``prose`` spells days as sentences do."""
        if fact.name in CASE_FACTS:
            told = self.case[fact.name]
            if isinstance(told, date):
                return (_day(told.isoformat(), fact.style, prose),)
            return (_styled(told, fact.style),)
        asked = self.schema.field(fact.name)
        if asked is None:
            return ("",)
        found = _found(dict(self.answers), fact.name.split("."))
        return tuple(self._said(asked, value, fact, prose) for value in found)

    def _said(self, asked: Field, value: Json, fact: Fact, prose: bool) -> str:
        if value is None:
            return ""
        if fact.words:
            return fact.words[str(value)]
        if asked.type == "date":
            return _day(str(value), fact.style, prose)
        shown = asked.kind.show(asked, value, self.communes)
        if fact.style == WORDS and isinstance(value, int | float):
            return upper_first(f"{spoken.number(int(value))} {shown.partition(' ')[2]}".strip())
        return _styled(shown, fact.style)


def _found(answers: Json, path: Sequence[str]) -> tuple[Json, ...]:
    """The answers along a path: one, or within a list one of each row."""
    if not path:
        return (answers,)
    if isinstance(answers, list):
        return tuple(found for row in answers for found in _found(row, path))
    return _found(answers.get(path[0]) if isinstance(answers, Mapping) else None, path[1:])


def _styled(text: str, style: str) -> str:
    return text.upper() if style == UPPER else text


def _day(iso: str, style: str, prose: bool) -> str:
    """A day, or the month or year alone where no more is known: ``08/03/1992``."""
    if style == YEAR:
        return iso[:4]
    if style == WORDS:
        return upper_first(spoken.day(iso))
    if prose and len(iso) == len("2026-11-23"):
        return slips.date_in_words(date.fromisoformat(iso))
    return "/".join(reversed(iso.split("-")))


def validity(valid: str, decided: date) -> dict[str, str | date]:
    """How long a result decided on a day is good for, as facts of its case (BLDS Đ.147, Đ.148)."""
    amount, _, unit = valid.partition(" ")
    if unit not in SPANS:
        return {"case.valid": "", "case.valid_until": ""}
    return {
        "case.valid": f"{int(amount):02} {SPANS[unit]}",
        "case.valid_until": _later(decided, int(amount), unit),
    }


def _later(day: date, amount: int, unit: str) -> date:
    if unit == "cd":
        return date.fromordinal(day.toordinal() + amount)
    years, month = divmod(day.month - 1 + amount * (12 if unit == "yr" else 1), 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
