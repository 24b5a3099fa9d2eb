"""The document that a procedure issues, as its file declares it: every word of it and whence it comes.

A *name* is a field of the form (``child``), a part of one (``child.full_name``) or a fact of the case
(``case.code``); in a text it stands in braces. What was not answered is not said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.kernel.forms import Condition, Field, Schema
from motcua.kernel.refusals import Fault
from motcua.procedures.structure import did_you_mean

CASE_FACTS: Mapping[str, str] = {
    "case.code": "Mã hồ sơ",
    "case.applicant": "Người nộp hồ sơ",
    "case.agency": "Cơ quan ban hành",
    "case.submitted": "Ngày nộp hồ sơ",
    "case.received": "Ngày tiếp nhận",
    "case.decided": "Ngày ban hành",
    "case.year": "Năm ban hành",
    "case.valid": "Thời hạn",
    "case.valid_until": "Có giá trị đến ngày",
}
"""What a document may say of its case, with the label that each has of itself."""

DAYS = frozenset({"case.submitted", "case.received", "case.decided", "case.valid_until"})
UPPER, YEAR, WORDS = "upper", "year", "words"
FITTING: Mapping[str, frozenset[str]] = {
    UPPER: frozenset({"text", "textarea", "name", "choice"}),
    YEAR: frozenset({"date"}),
    WORDS: frozenset({"date", "number", "money"}),
}
"""The ways in which a value may be written (``as``) and the types of field that take each."""

SLUG = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)+")
"""A recipient written like this is an agency of the catalogue, by its slug; other texts are said as they stand."""

HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: a name or a text with its label; a label alone leaves room to write in.

    ``style`` says how the value is written, ``words`` what a choice is called here, ``beside`` that it stands on
    the line of the fact before.
    """

    label: str = ""
    name: str = ""
    text: str = ""
    style: str = ""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    beside: bool = False


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under a heading; those of a list make a table. ``blank`` keeps the labels of what was not answered."""

    facts: tuple[Fact, ...]
    heading: str = ""
    when: Condition | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What the procedure yields; ``valid`` is ``forever`` or a span such as ``6 mo``.

    ``authority`` says in whose name it is issued (``agency``, ``head``), ``declares`` what stands over the facts
    (``Quyết định``), ``symbol`` what follows the number; ``recipients`` None means the usual ones, an agency stands
    there by its slug or in words.
    """

    title: str
    shows: tuple[FactGroup, ...]
    code: str = ""
    valid: str = ""
    symbol: str = ""
    heading: tuple[str, ...] = ()
    subtitle: str = ""
    authority: str = ""
    grounds: tuple[str, ...] = ()
    declares: str = ""
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] | None = None


Conditions = Callable[[Mapping[str, Any] | None, str], Condition | None]


def parse(item: Mapping[str, Any], conditions: Conditions) -> Result:
    """Read the ``result`` of a procedure file; ``conditions`` reads a ``when`` at a place."""
    groups = (_group(one, f"result.shows[{index}]", conditions) for index, one in enumerate(item["shows"]))
    taken: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in item.items()
    }
    return Result(**taken | {"shows": tuple(groups)})


def _group(item: Mapping[str, Any], where: str, conditions: Conditions) -> FactGroup:
    renamed = {"as": "style", "field": "name"}
    facts = tuple(
        Fact(**{renamed.get(key, key): value for key, value in one.items()}) for one in item["facts"]
    )
    when = conditions(item.get("when"), f"{where}.when")
    return FactGroup(facts, item.get("heading", ""), when, item.get("blank", False))


def names_in(text: str) -> Iterator[str]:
    """The names that a text asks for."""
    yield from HOLE.findall(text)


def faults_of(result: Result, schema: Schema) -> Iterator[Fault]:
    """Whatever a result says that neither the form nor the case can answer, each at its place in the file."""
    yield from _Judging(result, schema).faults()


class _Judging:
    """One look at a result beside the form that is to answer it."""

    def __init__(self, result: Result, schema: Schema) -> None:
        self.result, self.schema = result, schema
        self.known = {one.name: one for one in schema.walk() if _says_something(one)}
        self.lists = {one.id for one in schema.fields if one.type == "list"}

    def faults(self) -> Iterator[Fault]:
        for where, text in self._texts():
            yield from self._text(text, where)
        for index, group in enumerate(self.result.shows):
            yield from self._group(group, f"result.shows[{index}]")

    def _texts(self) -> Iterator[tuple[str, str]]:
        for name in ("symbol", "subtitle", "declares"):
            yield f"result.{name}", getattr(self.result, name)
        for name in ("heading", "grounds", "closing", "recipients"):
            for index, text in enumerate(getattr(self.result, name) or ()):
                yield f"result.{name}[{index}]", text

    def _text(self, text: str, where: str) -> Iterator[Fault]:
        for name in names_in(text):
            if fault := self._unknown(name):
                yield Fault(where, fault)
            elif name.partition(".")[0] in self.lists:
                yield Fault(
                    where, f"“{name}” thuộc một danh sách nhiều dòng; ghi thành mục, không ghi trong câu."
                )

    def _group(self, group: FactGroup, where: str) -> Iterator[Fault]:
        yield from self._text(group.heading, f"{where}.heading")
        for index, fact in enumerate(group.facts):
            yield from self._fact(fact, f"{where}.facts[{index}]")
        yield from self._mixed(group.facts, where)

    def _mixed(self, facts: Sequence[Fact], where: str) -> Iterator[Fault]:
        """Facts of a list stand in a table of their own."""
        tops = [fact.name.partition(".")[0] for fact in facts]
        listed = next((top for top in tops if top in self.lists), None)
        for index, top in enumerate(tops):
            if listed and top != listed:
                message = f"Nhóm này ghi danh sách “{listed}” nên chỉ gồm các phần của danh sách đó"
                yield Fault(f"{where}.facts[{index}]", f"{message}; chuyển mục này sang nhóm khác.")

    def _fact(self, fact: Fact, where: str) -> Iterator[Fault]:
        if fact.name and fact.text:
            yield Fault(where, "Mục có cả điều cần ghi và câu ghép; giữ một trong hai.")
        elif not (fact.name or fact.label):
            yield Fault(where, "Mục chưa có nhãn; ghi nhãn.")
        elif not fact.name:
            yield from self._text(fact.text, f"{where}.text")
            yield from self._style(fact, where)
        elif fault := self._unknown(fact.name):
            yield Fault(f"{where}.field", fault)
        else:
            yield from self._style(fact, where)
            yield from self._words(fact, where)

    def _style(self, fact: Fact, where: str) -> Iterator[Fault]:
        asked = self.known.get(fact.name)
        kind = asked.type if asked else "date" if fact.name in DAYS else "text"
        counts = asked is None or not (asked.decimals or (asked.min or 0) < 0)
        if fact.style and not (counts and kind in FITTING[fact.style]):
            fitting = ", ".join(sorted(FITTING[fact.style]))
            told = fact.name or fact.text or fact.label
            yield Fault(
                f"{where}.as", f"“{told}” không ghi được kiểu “{fact.style}”; kiểu này dành cho {fitting}."
            )

    def _words(self, fact: Fact, where: str) -> Iterator[Fault]:
        asked = self.known.get(fact.name)
        offered = [one.value for one in asked.choices] if asked else []
        for value in fact.words:
            if value not in offered:
                message = f"“{value}” không phải câu trả lời của “{fact.name}”"
                yield Fault(f"{where}.words.{value}", f"{message}; {_choose(value, offered)}")
        if fact.words and (left := [value for value in offered if value not in fact.words]):
            yield Fault(
                f"{where}.words", f"Chưa có lời ghi cho “{left[0]}”; thêm một dòng cho mỗi câu trả lời."
            )

    def _unknown(self, name: str) -> str:
        """Why a name cannot be answered, and what to do; empty when it can."""
        if name in self.known:
            return ""
        if name in CASE_FACTS:
            return self._never(name)
        if name.startswith("case."):
            return f"Hồ sơ không có “{name}”; {_choose(name, CASE_FACTS)}"
        asked = self.schema.field(name)
        return self._no_such(name) if asked is None else self._says_nothing(asked)

    def _never(self, name: str) -> str:
        if name in ("case.valid", "case.valid_until") and self.result.valid in ("", "forever"):
            return f"Kết quả không có thời hạn nên không ghi được “{name}”; ghi thời gian có giá trị, ví dụ 6 tháng."
        return ""

    def _no_such(self, name: str) -> str:
        top, _, rest = name.partition(".")
        whole = self.schema.field(top)
        if whole is None:
            tops = dict.fromkeys(known.partition(".")[0] for known in self.known)
            return f"Tờ khai không có trường “{top}”; {_choose(top, tops)}"
        if not whole.fields:
            return f"“{whole.label}” không chia thành phần; ghi “{top}”."
        return f"“{whole.label}” không có phần “{rest}”; {_choose(name, self._parts(whole))}"

    def _says_nothing(self, asked: Field) -> str:
        if asked.fields:
            return f"“{asked.label}” gồm nhiều phần; {_choose('', self._parts(asked))}"
        return f"“{asked.label}” không phải điều để ghi lên kết quả; bỏ mục này."

    def _parts(self, whole: Field) -> Iterator[str]:
        return (name for name in self.known if name.startswith(f"{whole.name}."))


def _choose(name: str, known: Iterable[str]) -> str:
    return did_you_mean(name, list(known), "Chọn một tên.")


def _says_something(one: Field) -> bool:
    """Whether a field has a value of its own that a document can say."""
    return one.type not in ("declaration", "note", "group", "person", "list")
