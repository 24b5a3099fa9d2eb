"""A procedure as its file defines it, parsed: what a case keeps from its reception, until a decision moves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Self, TypeVar

from django.conf import settings
from django.utils.translation import gettext, ngettext

from motcua.kernel import ladder
from motcua.kernel.clock import Effect, Limit, Policy, Rule
from motcua.kernel.consulting import Rules
from motcua.kernel.flow import Flow
from motcua.kernel.forms import Condition, Field, Schema, Values, When
from motcua.kernel.ladder import Rung
from motcua.kernel.refusals import Fault, Invalid, Refusal
from motcua.procedures import conditions, results
from motcua.procedures.results import Result

T = TypeVar("T")

CONTROLLERS = frozenset({"choice", "choices", "yes-no", "declaration"})
"""Types of field whose answer may decide whether a paper or a fee is asked."""


@dataclass(frozen=True, slots=True)
class Law:
    """One document that the procedure rests on; ``recalled``: written from memory, to be checked.

    ``effective`` is the day on which it came into force, where the file tells.
    """

    document: str
    article: str = ""
    recalled: bool = False
    effective: date | None = None

    def __str__(self) -> str:
        return f"{self.document}, {self.article}" if self.article else self.document


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee in whole đồng; ``per`` is what it is counted by, ``most`` its ceiling, ``when`` when to pay.

    ``counts`` names the answer that says how many, ``applies`` the condition under which it is owed at all;
    with a ``channel`` (online, counter, post) only the cases owe it that come through that one.
    """

    id: str
    name: str
    amount: int
    when: str
    per: str = ""
    counts: str = ""
    most: int | None = None
    law: str = ""
    note: str = ""
    channel: str = ""
    since: date | None = None
    until: date | None = None
    applies: Condition | None = None

    @property
    def is_for_some(self) -> bool:
        """Whether only some cases owe it, or owe it so many times: as they declare."""
        return self.applies is not None or bool(self.counts)

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since or date.min) <= on < (self.until or date.max)

    def is_due(self, answers: Values, on: date, channel: str) -> bool:
        """Whether a case with these answers owes it on a day; what is counted is not owed for none."""
        meant = self.channel in ("", channel)
        asked = self.applies is None or self.applies.holds(answers)
        return meant and self.holds(on) and asked and (not self.counts or bool(answers.get(self.counts)))

    def owed(self, answers: Values) -> int | None:
        """What these answers come to; None while nobody knows how many."""
        many = answers.get(self.counts) if self.counts else None if self.per else 1
        return min(self.amount * many, self.most or self.amount * many) if isinstance(many, int) else None


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: originals and copies, or shown; ``satisfied_by`` is what the State holds already."""

    id: str
    title: str
    hint: str = ""
    original: int = 0
    copy: int = 0
    show: bool = False
    optional: bool = False
    from_form: bool = False
    form_file: str = ""
    digitise: bool = False
    law: str = ""
    when: Condition | None = None
    satisfied_by: tuple[Mapping[str, str], ...] = field(default=(), hash=False)
    effort: Mapping[str, float] | None = field(default=None, hash=False)

    @property
    def is_for_some(self) -> bool:
        """Whether only some cases bring it: those that declare so, or have one."""
        return self.optional or self.when is not None

    def is_asked(self, answers: Values) -> bool:
        """Whether these answers ask for it."""
        return self.when is None or self.when.holds(answers)

    @property
    def quantity(self) -> str:
        """How many, in words: ``2 bản chính``."""
        if self.show:
            return gettext("xuất trình")
        original = ngettext("%(n)s bản chính", "%(n)s bản chính", self.original) % {"n": self.original}
        copy = ngettext("%(n)s bản sao", "%(n)s bản sao", self.copy) % {"n": self.copy}
        parts = [*([original] if self.original else []), *([copy] if self.copy else [])]
        return ", ".join(parts) or gettext("1 bản")


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason for a supplement or a refusal."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Competent:
    """Who decides: the agency with a slug, or the unit of a kind that the applicant chooses."""

    kind: str = ""
    agency: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Definition:
    """A whole procedure file, parsed and immutable."""

    code: str
    title: str
    short: str
    kind: str
    field: str
    level: str
    online: str
    level_2011: int | None
    proactive: int | None
    decision: str
    decided: date | None
    law: tuple[Law, ...]
    in_force: date
    until: date | None
    rule: Rule
    limit_note: str
    immediate: bool
    audience: tuple[str, ...]
    channels: tuple[str, ...]
    reception: str
    competent: Competent
    returned_at: str
    fees: tuple[Fee, ...]
    form_name: str
    schema: Schema
    sets: int
    papers: tuple[Paper, ...]
    process: tuple[str, ...]
    conditions: tuple[str, ...]
    flow: Flow
    effects: Mapping[str, Effect]
    ladder: tuple[Rung, ...]
    result: Result
    life_events: tuple[str, ...]
    keywords: tuple[str, ...]
    contact: str
    supplement_reasons: tuple[Reason, ...]
    refuse_reasons: tuple[Reason, ...]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.short or self.title

    def papers_for(self, answers: Values) -> tuple[Paper, ...]:
        """The papers that a case with these normal answers needs, in the order of the file."""
        return tuple(paper for paper in self.papers if paper.is_asked(answers))

    def fees_for(self, answers: Values, on: date, *, channel: str) -> tuple[Fee, ...]:
        """The fees that a case with these normal answers owes on a day, when it comes through this channel."""
        return tuple(fee for fee in self.fees if fee.is_due(answers, on, channel))

    @classmethod
    def parse(cls, file: Mapping[str, Any]) -> Self:
        """Read a structurally sound file (:mod:`motcua.procedures.structure`); dates may be texts.

        Raises Invalid with a fault (``form[2].type``, ``papers[0].when.is``) for each broken place.
        """
        parsing = _Parsing()
        schema = parsing.part("form", lambda: Schema.parse(_with_days(file["form"]), rules=conditions.parse))
        flow = parsing.part("steps", lambda: Flow.parse(file["steps"], parsing.rules(schema))) or Flow({})
        rule = parsing.part("limit", lambda: _rule(file["limit"])) or Rule(Limit.parse("1 wd"))
        papers = tuple(parsing.paper(item, index, schema) for index, item in enumerate(file["papers"]))
        fees = tuple(parsing.fee(item, index, schema) for index, item in enumerate(file["fees"]))
        result = _on_checked_ground(parsing.result(file["result"], schema), file["law"])
        rungs = parsing.part("ladder", lambda: ladder.parse(file.get("ladder") or settings.LADDER)) or ()
        if parsing.faults:
            raise Invalid(f"Thủ tục {file['code']} có {len(parsing.faults)} lỗi.", faults=parsing.faults)
        return cls(
            **_identity(file),
            **_service(file),
            schema=schema or Schema(()),
            flow=flow,
            ladder=rungs,
            rule=rule,
            papers=papers,
            fees=fees,
            result=result,
        )


def _identity(file: Mapping[str, Any]) -> dict[str, Any]:
    """What the procedure is called, rests on, and when it is in force."""
    return {
        **{name: file[name] for name in ("code", "title", "kind", "field", "level", "online")},
        "short": file.get("short", ""),
        "level_2011": file.get("level_2011"),
        "proactive": file.get("proactive"),
        "decision": file.get("decision", {}).get("document", ""),
        "decided": _day(file["decision"]["date"]) if "date" in file.get("decision", {}) else None,
        "law": tuple(Law(**_effective(item)) for item in file["law"]),
        "in_force": _day(file["in_force"]),
        "until": _day(file["until"]) if file.get("until") else None,
        "life_events": tuple(file.get("life_events", ())),
        "keywords": tuple(file.get("keywords", ())),
    }


def _effective(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**item, "effective": _day(item["effective"])} if "effective" in item else item


def _service(file: Mapping[str, Any]) -> dict[str, Any]:
    """How it is asked for, who settles it, and what comes of it."""
    return {
        **{name: tuple(file[name]) for name in ("audience", "channels", "process", "conditions")},
        "limit_note": file["limit"].get("note", ""),
        "immediate": file.get("immediate", False),
        "reception": file["reception"]["one_stop"],
        "competent": Competent(**file["competent"]),
        "returned_at": file["return"]["one_stop"],
        "contact": file.get("contact", {}).get("agency", ""),
        "form_name": file.get("form_name", ""),
        "sets": file.get("sets", 1),
        "effects": {kind: Effect(effect) for kind, effect in file["holds"].items()},
        "supplement_reasons": _reasons(file.get("supplement_reasons", ())),
        "refuse_reasons": _reasons(file.get("refuse_reasons", ())),
    }


def _on_checked_ground(result: Result, law: Sequence[Mapping[str, Any]]) -> Result:
    """A result that names no law as its ground which nobody has checked."""
    recalled = [item["document"] for item in law if item.get("recalled")]
    checked = tuple(text for text in result.grounds if not any(name in text for name in recalled))
    return replace(result, grounds=checked)


def _with_days(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The form's rows with the bounds of its dates as dates: a stored file has them as texts."""
    return [_with_day(row) if isinstance(row, Mapping) else row for row in rows]


def _with_day(row: Mapping[str, Any]) -> dict[str, Any]:
    bounds = (
        {name: _bound(row[name]) for name in ("min", "max") if name in row}
        if row.get("type") == "date"
        else {}
    )
    inner = {"fields": _with_days(row["fields"])} if isinstance(row.get("fields"), list) else {}
    return {**row, **bounds, **inner}


class _Parsing:
    """One reading of a file, which gathers the faults of all its parts."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def part(self, where: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Refusal as refusal:
            self.faults += refusal.faults or (Fault(where, refusal.message),)
            return None

    def paper(self, item: Mapping[str, Any], index: int, schema: Schema | None) -> Paper:
        taken = {key: value for key, value in item.items() if key not in ("when", "satisfied_by")}
        when = self.when(item.get("when"), f"papers[{index}].when", schema)
        return Paper(**taken, when=when, satisfied_by=tuple(item.get("satisfied_by", ())))

    def fee(self, item: Mapping[str, Any], index: int, schema: Schema | None) -> Fee:
        taken = {key: value for key, value in item.items() if key not in ("id", "since", "until", "applies")}
        self.counted(item.get("counts", ""), f"fees[{index}].counts", schema)
        return Fee(
            **taken,
            id=item.get("id", f"fee-{index + 1}"),
            since=_day(item["since"]) if item.get("since") else None,
            until=_day(item["until"]) if item.get("until") else None,
            applies=self.when(item.get("applies"), f"fees[{index}].applies", schema),
        )

    def counted(self, name: str, where: str, schema: Schema | None) -> None:
        numbers = [one.id for one in schema.fields if one.type == "number"] if schema else [name]
        if name and name not in numbers:
            message = (
                f"Tờ khai không có trường số “{name}”; dùng một trong: {', '.join(numbers) or 'chưa có'}."
            )
            self.faults.append(Fault(where, message))

    def result(self, item: Mapping[str, Any], schema: Schema | None) -> Result:
        result = results.parse(item, lambda given, where: self.when(given, where, schema))
        self.faults += results.faults_of(result, schema) if schema else ()
        return result

    def rules(self, schema: Schema | None) -> Rules:
        """What reads the conditions of the flow; faults come back with what was read."""

        def read(given: Mapping[str, Any], where: str) -> tuple[Condition | None, Sequence[Fault]]:
            before, self.faults = self.faults, []
            found = self.when(given, where, schema)
            faults, self.faults = self.faults, before
            return found, faults

        return read

    def when(self, given: Mapping[str, Any] | None, where: str, schema: Schema | None) -> Condition | None:
        if given is None or schema is None:  # a form that could not be read is told already
            return None
        if "field" not in given:
            found, faults = conditions.parse(given, {one.id: one for one in schema.fields}, where)
            self.faults += faults
            return found
        asked = next((one for one in schema.fields if one.id == given["field"]), None)
        if asked is None or asked.type not in CONTROLLERS:
            known = ", ".join(one.id for one in schema.fields if one.type in CONTROLLERS)
            message = (
                f"Tờ khai không có trường lựa chọn “{given['field']}”; dùng một trong: {known or 'chưa có'}."
            )
            self.faults.append(Fault(f"{where}.field", message))
            return None
        test = next(key for key in given if key != "field")
        values = tuple(given[test] if isinstance(given[test], list) else [given[test]])
        if unknown := [value for value in values if value not in _offered(asked)]:
            answers = ", ".join(map(_said, _offered(asked)))
            message = f"“{_said(unknown[0])}” không phải câu trả lời của “{asked.label}”; dùng một trong: {answers}."
            self.faults.append(Fault(f"{where}.{test}", message))
        return When(asked.id, values, negated=test == "not")


def _bound(given: Any) -> Any:
    """A bound as a date; what is none stays for the reading of the field, which tells it."""
    try:
        return _day(given)
    except (TypeError, ValueError):
        return given


def _said(answer: object) -> str:
    return str(answer) if not isinstance(answer, bool) else "có" if answer else "không"


def _offered(asked: Field) -> Sequence[str | bool]:
    return [choice.value for choice in asked.choices] or [True, False]


def _rule(limit: Mapping[str, Any]) -> Rule:
    same_day = limit.get("same_day_until")
    return Rule(
        limit=Limit.parse(limit["value"]),
        policy=Policy(limit.get("policy", Policy.END_OF_DAY)),
        same_day_until=time.fromisoformat(same_day) if same_day else None,
        late_cutoff=limit.get("late_cutoff", "midnight"),
    )


def _day(given: date | str) -> date:
    return given if isinstance(given, date) else date.fromisoformat(given)


def _reasons(items: Sequence[Mapping[str, str]]) -> tuple[Reason, ...]:
    return tuple(Reason(**item) for item in items)
