"""What a draft changes of the version in force, in Vietnamese sentences, grouped by the constituents of a procedure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.kernel.clock import Limit
from motcua.kernel.refusals import Refusal
from motcua.procedures import conditions, verbs
from motcua.procedures.definition import Definition
from motcua.procedures.drafting import naming, nested
from motcua.procedures.drafting.cells import said
from motcua.procedures.drafting.columns import Column, Table
from motcua.procedures.drafting.parts import PARTS, STYLES
from motcua.procedures.drafting.steps import ENDS
from motcua.procedures.drafting.texts import flow, value_at
from motcua.procedures.structure import CONSTITUENTS
from motcua.web import words as phrases

SHOWN = naming.labels()["result.shows"]
OTHER = gettext_noop("Nội dung khác")
GROUPS: Mapping[str, str] = {
    **CONSTITUENTS,
    "steps": gettext_noop("Các bước giải quyết"),
    "point_h": gettext_noop("h) Mẫu đơn, kết quả, yêu cầu, phí"),
    "law": gettext_noop("Căn cứ pháp lý"),
    "other": OTHER,
}
_GROUP_OF = {
    **{name: name for name in CONSTITUENTS},
    "form": "point_h", "form_name": "point_h", "result": "point_h", "conditions": "point_h", "fees": "point_h",
    "sets": "papers", "steps": "steps", "law": "law", "immediate": "limit",
}  # fmt: skip
_ROWS = {
    "papers": (("id",), "title", gettext_noop("giấy tờ")),
    "steps": (("id",), "title", gettext_noop("bước")),
    "form": (("id",), "label", gettext_noop("mục tờ khai")),
    "fees": (("name", "channel", "since"), "name", gettext_noop("khoản thu")),
    "law": (("document",), "document", gettext_noop("căn cứ")),
}
_MINUTES = {
    manner.fixed["minutes"]: manner.title for manner in PARTS["steps"].manners if "minutes" in manner.fixed
}
_TOLD_OF_NEW = frozenset({"role", "within", "amount", "when", "channel"})
"""The cells that are told of a row that is new."""
_UNSEEN: Mapping[str, Sequence[Column]] = {
    "steps": (Column("minutes", gettext_noop("biên bản"), "choice", _MINUTES),),
}
"""What rows hold that has no cell of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """What changes of one constituent."""

    id: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: its plain value, and its definition where it has one, which knows the form.

    ``titles`` are what codes of the catalogue are called, by the name of the cell in which they stand.
    """

    value: Mapping[str, Any]
    definition: Definition | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def said(self, condition: Any) -> str:
        """A condition in words, with the labels of this side's form."""
        known = {one.id: one for one in self.definition.schema.fields} if self.definition else {}
        try:
            logic = _logic(condition)
            found, _ = conditions.parse(logic, known, "")
        except (Refusal, KeyError, TypeError, ValueError):
            found = None
        return found.words if found else flow(condition)

    def step(self, name: str) -> str:
        """What a step, or a way out, is called."""
        if name in ENDS:
            return gettext(ENDS[name])
        told = (one for one in _mappings(self.value.get("steps")) if one.get("id") == name)
        return f"“{next(told, {}).get('title', name)}”"

    def way(self, target: Any) -> str:
        """Where a move goes: to one step, or to the first whose condition holds."""
        ways = target if isinstance(target, list) else [target]
        return "; ".join(self._one_way(one, several=len(ways) > 1) for one in ways)

    def _one_way(self, way: Any, *, several: bool) -> str:
        if isinstance(way, Mapping):
            told = {"step": self.step(str(way.get("to"))), "when": self.said(way.get("when"))}
            return gettext("sang %(step)s khi %(when)s") % told
        told = {"step": self.step(str(way))}
        return gettext("còn lại sang %(step)s") % told if several else gettext("sang %(step)s") % told


def _logic(condition: Mapping[str, Any]) -> Any:
    if "field" not in condition:
        return condition
    test = next(key for key in condition if key != "field")
    values = condition[test] if isinstance(condition[test], list) else [condition[test]]
    return conditions.sugar(condition["field"], values, negated=test == "not")


def changes(old: Side, new: Side) -> list[Group]:
    """Everything that differs, each in a sentence; nothing when both say the same."""
    found: dict[str, list[str]] = {name: [] for name in GROUPS}
    for key in dict.fromkeys([*old.value, *new.value]):
        before, after = old.value.get(key), new.value.get(key)
        if before != after:
            found[_GROUP_OF.get(key, "other")] += _sentences(key, before, after, old, new)
    return [
        Group(name, gettext(GROUPS[name]), tuple(sentences)) for name, sentences in found.items() if sentences
    ]


def _sentences(key: str, before: Any, after: Any, old: Side, new: Side) -> Iterator[str]:
    fact = _fact(key)
    if key in _ROWS and all(_is_rows(one) for one in (before, after)):
        yield from _of_rows(key, before or [], after or [], old, new)
    elif all(isinstance(one, list | None) for one in (before, after)) and fact.kind != "many":
        yield from _of_lines(gettext(fact.label), before or [], after or [])
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                inner = _fact(f"{key}.{name}")
                if inner.name == PARTS["result"].rows:
                    yield from _of_result(_facts(before.get(name)), _facts(after.get(name)))
                    continue
                yield _changed(gettext(inner.label), inner, before.get(name), after.get(name), old, new)
    else:
        yield _changed(gettext(fact.label), fact, before, after, old, new)


def _of_result(was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    if was == now:
        yield gettext("%(label)s: đổi cách ghi.") % {"label": gettext(SHOWN)}
    else:
        yield from _of_lines(gettext(SHOWN), was, now)


def _facts(groups: Any) -> list[str]:
    """What a result says, a fact a line: ``Trẻ: Họ, chữ đệm, tên (Chữ in hoa)``."""
    found = []
    for group, fact in ((one, fact) for one in _mappings(groups) for fact in _mappings(one.get("facts"))):
        styles = [gettext(STYLES[style])] if (style := str(fact.get("as"))) in STYLES else []
        name = fact.get("label") or fact.get("text") or fact.get("field", "")
        line = ": ".join(str(one) for one in (group.get("heading"), name) if one)
        found.append(f"{line} ({', '.join(styles)})" if styles else line)
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    """A value that should be a mapping; of a draft that is not sound yet it may be anything."""
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _is_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, Mapping) for one in value))


def _fact(name: str) -> Column:
    """What is known of a single value of the file."""
    return naming.columns().get(name) or Column(name, naming.labels().get(name, name))


def _changed(label: str, column: Column, before: Any, after: Any, old: Side, new: Side) -> str:
    words = {"label": label, "before": _shown(column, before, old), "after": _shown(column, after, new)}
    if before is None:
        return gettext("%(label)s: thêm %(after)s.") % words
    if after is None:
        return gettext("%(label)s: bỏ %(before)s.") % words
    return gettext("%(label)s: %(before)s → %(after)s.") % words


def _shown(column: Column, value: Any, side: Side) -> str:
    """A value in words."""
    last = column.name.rpartition(".")[2]
    titles = {**column.choices, **side.titles.get(last, {})}
    if isinstance(value, list) and column.kind == "many":
        return ", ".join(gettext(titles.get(str(one), str(one))) for one in value)
    if isinstance(value, Mapping) and column.kind == "condition":
        return f"“{side.said(value)}”"
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if str(value) in titles:
        return f"“{gettext(titles[str(value)])}”"
    return _limit(str(value)) if column.kind in ("limit", "validity") else _plain(column, value)


def _plain(column: Column, value: Any) -> str:
    if isinstance(value, str) and (day := _day(value)):
        return f"{day:%d/%m/%Y}"
    return (
        str(value) if isinstance(value, int | float) else f"“{'; '.join(said(column, value).splitlines())}”"
    )


def _limit(text: str) -> str:
    if text == "forever":
        return gettext("vô thời hạn")
    try:
        return phrases.limit(Limit.parse(text))
    except Refusal:
        return f"“{text}”"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _of_lines(label: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    gone, come = (
        [flow(x) for x in one if x not in other] for one, other in ((before, after), (after, before))
    )
    for line in gone:
        yield gettext("%(label)s: bỏ “%(line)s”.") % {"label": label, "line": line}
    for line in come:
        yield gettext("%(label)s: thêm “%(line)s”.") % {"label": label, "line": line}
    if not gone and not come:
        yield gettext("%(label)s: đổi thứ tự.") % {"label": label}


def _of_rows(key: str, before: Any, after: Any, old: Side, new: Side) -> Iterator[str]:
    by, called, what = _ROWS[key]
    was, now = ({tuple(row.get(name) for name in by): row for row in rows} for rows in (before, after))
    kind = gettext(what)
    for name, row in was.items():
        if name not in now:
            yield gettext("Bỏ %(kind)s “%(name)s”.") % {"kind": kind, "name": row.get(called, name[0])}
    for name, row in now.items():
        words = {"kind": kind, "name": row.get(called, name[0])}
        if name not in was:
            yield gettext("Thêm %(kind)s “%(name)s”") % words + _details(key, row, new)
        elif row != was[name]:
            yield from _of_cells(key, words, was[name], row, old, new)
    if [one for one in was if one in now] != [one for one in now if one in was]:
        yield gettext("Đổi thứ tự các %(kind)s.") % {"kind": kind}


def _details(key: str, row: Mapping[str, Any], side: Side) -> str:
    """What a new row is, in brief: its role and time, or under which condition."""
    told = []
    for column in PARTS[key].columns:
        value = value_at(row, column.name)
        shown = column.name in _TOLD_OF_NEW or column.kind == "condition"
        if shown and value is not None:
            called = column.choices.get(str(value), "")
            said = gettext(called).lower() if called else _shown(column, value, side)
            told.append(f"{gettext(column.label).lower()} {said}")
    return f", {', '.join(told)}." if told else "."


def _of_cells(
    key: str, words: Mapping[str, str], was: Mapping[str, Any], now: Mapping[str, Any], old: Side, new: Side
) -> Iterator[str]:
    """What differs between two states of a row: its cells, the moves of a step, what it waits for."""
    part = PARTS[key]
    who = f"{words['kind'].capitalize()} “{words['name']}”"
    for column in _cells_of(key, (was, now)):
        yield from _of_cell(who, words, column, (was, now), (old, new))
    yield from _of_moves(who, _mapping(was.get("moves")), _mapping(now.get("moves")), old, new)
    small = [*part.tables, *(table for manner in part.manners for table in manner.tables)]
    for table in (one for one in small if not one.moves):
        before, after = value_at(was, table.name), value_at(now, table.name)
        if before != after:
            yield from _of_items(who, table, before, after, old, new)


def _cells_of(key: str, states: Sequence[Mapping[str, Any]]) -> Iterator[Column]:
    """The cells of a row, and whatever else it holds: that by the name which files give it."""
    part = PARTS[key]
    known = [*part.columns, *(column for one in part.manners for column in one.facts), *_UNSEEN.get(key, ())]
    yield from known
    tables = [*part.tables, *(table for one in part.manners for table in one.tables)]
    names = [*(one.name for one in known), *(one.name for one in tables)]
    told = {name.partition(".")[0] for name in names}
    rest = [name for name in dict.fromkeys(chain(*states)) if name not in told]
    yield from (Column(name, naming.labels().get(f"{part.rows}[].{name}", name)) for name in rest)


def _of_cell(
    who: str,
    words: Mapping[str, str],
    column: Column,
    states: tuple[Mapping[str, Any], Mapping[str, Any]],
    sides: tuple[Side, Side],
) -> Iterator[str]:
    before, after = (value_at(one, column.name) for one in states)
    if before == after:
        return
    if column.kind == "condition":
        everywhere = gettext("mọi trường hợp")
        told = {
            **words,
            "before": _shown(column, before, sides[0]) if before else everywhere,
            "after": _shown(column, after, sides[1]) if after else everywhere,
        }
        yield gettext("Điều kiện của %(kind)s “%(name)s” đổi từ %(before)s thành %(after)s.") % told
    else:
        yield _changed(f"{who}, {gettext(column.label).lower()}", column, before, after, *sides)


def _of_moves(
    who: str, was: Mapping[str, Any], now: Mapping[str, Any], old: Side, new: Side
) -> Iterator[str]:
    """Each move that goes elsewhere, in words: ``sang “Ký kết quả”``."""
    for verb in dict.fromkeys([*was, *now]):
        label = f"{who}, {gettext('hướng “%(verb)s”') % {'verb': verbs.called(verb)}}"
        words = {"label": label, "before": old.way(was.get(verb)), "after": new.way(now.get(verb))}
        if verb not in was:
            yield gettext("%(label)s: thêm %(after)s.") % words
        elif verb not in now:
            yield gettext("%(label)s: bỏ %(before)s.") % words
        elif was[verb] != now[verb]:
            yield gettext("%(label)s: %(before)s → %(after)s.") % words


def _of_items(who: str, table: Table, was: Any, now: Any, old: Side, new: Side) -> Iterator[str]:
    """Who is asked besides or no more, which child case is filed otherwise."""
    before, after = dict(nested.items(table, was)), dict(nested.items(table, now))
    for name in dict.fromkeys([*before, *after]):
        item = after.get(name) or before[name]
        words = {"kind": gettext(table.one).lower(), "name": _called(table, item)}
        told = f"{who}, {words['kind']} “{words['name']}”"
        if name not in before:
            yield gettext("%(label)s: thêm %(after)s.") % {"label": who, "after": _brief(table, item, new)}
        elif name not in after:
            yield gettext("%(label)s: bỏ %(before)s.") % {"label": who, "before": _brief(table, item, old)}
        else:
            for column in table.columns:
                yield from _of_cell(told, words, column, (before[name], item), (old, new))


def _called(table: Table, item: Mapping[str, Any]) -> str:
    """What an item is called: its first long text, else the first cell that it fills."""
    ordered = sorted(table.columns, key=lambda one: one.kind != "long")
    return next((str(item[one.name]) for one in ordered if item.get(one.name)), "")


def _brief(table: Table, item: Mapping[str, Any], side: Side) -> str:
    """``nơi được hỏi: hỏi về việc gì “Giao thông”, cơ quan được hỏi “Sở Xây dựng”, …``"""
    told = [
        f"{gettext(column.label).lower()} {_shown(column, value, side)}"
        for column in table.columns
        if (value := value_at(item, column.name)) is not None
    ]
    return f"{gettext(table.one).lower()} ({', '.join(told)})"


def lines(old: str, new: str) -> list[tuple[str, str]]:
    """The difference of two texts as lines: ``+`` come, ``-`` gone, ``@`` a gap, or a blank for what stays."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    return [(line[:1], line[1:]) for line in found if not line.startswith(("---", "+++"))]
