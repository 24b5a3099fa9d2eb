"""What a draft changes of the version in force, in Vietnamese sentences, grouped by the constituents of a procedure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.kernel.clock import Limit
from motcua.kernel.refusals import Refusal
from motcua.procedures import conditions
from motcua.procedures.definition import Definition
from motcua.procedures.drafting.parts import PARTS
from motcua.procedures.drafting.texts import flow, value_at
from motcua.procedures.structure import CONSTITUENTS

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
_CONDITIONS = frozenset({"when", "applies"})
_LIMITS = frozenset({"within", "limit.value"})


@dataclass(frozen=True, slots=True)
class Group:
    """What changes of one constituent."""

    id: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: its plain value, and its definition where it has one, which knows the form."""

    value: Mapping[str, Any]
    definition: Definition | None = None

    def said(self, condition: Any) -> str:
        """A condition in words, with the labels of this side's form."""
        known = {one.id: one for one in self.definition.schema.fields} if self.definition else {}
        try:
            logic = _logic(condition)
            found, _ = conditions.parse(logic, known, "")
        except (Refusal, KeyError, TypeError, ValueError):
            found = None
        return found.words if found else flow(condition)


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
    if key in _ROWS and all(_is_rows(one) for one in (before, after)):
        yield from _of_rows(key, before or [], after or [], old, new)
    elif all(isinstance(one, list | None) for one in (before, after)):
        yield from _of_lines(_label(key), before or [], after or [])
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                yield _changed(
                    _label(f"{key}.{name}"), f"{key}.{name}", before.get(name), after.get(name), old, new
                )
    else:
        yield _changed(_label(key), key, before, after, old, new)


def _is_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, Mapping) for one in value))


def _label(name: str) -> str:
    columns = (column for part in PARTS.values() for column in part.facts if column.name == name)
    found = next(columns, None)
    return gettext(found.label) if found else _LABELS.get(name, name)


_LABELS = {
    "process": gettext_noop("Trình tự thực hiện"),
    "conditions": gettext_noop("Yêu cầu, điều kiện"),
    "sets": gettext_noop("Số bộ hồ sơ"),
    "form_name": gettext_noop("Tên mẫu đơn"),
    "children": gettext_noop("hồ sơ con"),
    "consult": gettext_noop("lấy ý kiến"),
    "minutes": gettext_noop("biên bản"),
    "council": gettext_noop("hội đồng"),
    "outside": gettext_noop("cơ quan ngoài hệ thống"),
}


def _changed(label: str, name: str, before: Any, after: Any, old: Side, new: Side) -> str:
    words = {"label": label, "before": _shown(name, before, old), "after": _shown(name, after, new)}
    if before is None:
        return gettext("%(label)s: thêm %(after)s.") % words
    if after is None:
        return gettext("%(label)s: bỏ %(before)s.") % words
    return gettext("%(label)s: %(before)s → %(after)s.") % words


def _shown(name: str, value: Any, side: Side) -> str:
    """A value in words."""
    last = name.rpartition(".")[2]
    if isinstance(value, Mapping) and last in _CONDITIONS:
        return f"“{side.said(value)}”"
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if name in _LIMITS or last in _LIMITS:
        try:
            return Limit.parse(str(value)).in_words()
        except Refusal:
            return f"“{value}”"
    if isinstance(value, str) and (day := _day(value)):
        return f"{day:%d/%m/%Y}"
    return str(value) if isinstance(value, int | float) else f"“{flow(value)}”"


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
        if column.name in ("role", "within", "amount", "channel", *_CONDITIONS) and value is not None:
            called = column.choices.get(str(value), "")
            said = gettext(called).lower() if called else _shown(column.name, value, side)
            told.append(f"{gettext(column.label).lower()} {said}")
    return f", {', '.join(told)}." if told else "."


def _of_cells(
    key: str, words: Mapping[str, str], was: Mapping[str, Any], now: Mapping[str, Any], old: Side, new: Side
) -> Iterator[str]:
    labels = {column.name: gettext(column.label) for column in PARTS[key].columns}
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name), now.get(name)
        if before == after:
            continue
        if name in _CONDITIONS:
            told = {
                **words,
                "before": _shown(name, before, old) if before else gettext("mọi trường hợp"),
                "after": _shown(name, after, new) if after else gettext("mọi trường hợp"),
            }
            yield gettext("Điều kiện của %(kind)s “%(name)s” đổi từ %(before)s thành %(after)s.") % told
        else:
            called = labels.get(name) or gettext(_LABELS.get(name, name))
            label = f"{words['kind'].capitalize()} “{words['name']}”, {called.lower()}"
            yield _changed(label, name, before, after, old, new)


def lines(old: str, new: str) -> list[tuple[str, str]]:
    """The difference of two texts as lines: ``+`` come, ``-`` gone, ``@`` a gap, or a blank for what stays."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    return [(line[:1], line[1:]) for line in found if not line.startswith(("---", "+++"))]
