"""Reading the ``form:`` of a procedure file into fields; every fault names its path and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from motcua.kernel.forms import amounts, groups, picks, words
from motcua.kernel.forms.fields import Carry, Choice, Condition, Field, Kind, When
from motcua.kernel.forms.patterns import LONGEST_REPEAT, compile_pattern
from motcua.kernel.forms.phrases import shown_name, subject_of
from motcua.kernel.refusals import Fault, Invalid

Lists = Mapping[str, Sequence[Choice]]
Rules = Callable[[object, Mapping[str, Field], str], tuple[Condition | None, Sequence[Fault]]]
"""What reads a condition in a rule language: given it, the fields that it may name, and where it stands."""
T = TypeVar("T")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        words.Text(), words.TextArea(), words.Name(), words.Phone(), words.Email(), words.Identity(),
        words.TaxCode(), words.Commune(), amounts.Date(), amounts.Number(), amounts.Money(), picks.Pick(),
        picks.Picks(), picks.YesNo(), picks.Declaration(), picks.Note(), groups.Group(), groups.Person(),
        groups.Place(), groups.List(),
    )
}  # fmt: skip

COMMON = frozenset(
    {"id", "label", "type", "required", "hint", "section", "page", "when", "prefill", "personal", "missing"}
)
FLAGS = frozenset(
    {"past", "future", "partial", "old", "passport", "household", "hotline", "local", "brief", "own"}
)
AUTOCOMPLETE = frozenset(
    {"off", "name", "bday", "tel", "email", "organization", "street-address", "organization-title", "url"}
)
MOST_FIELDS = 300
LONGEST_TEXT = 20_000
MOST_DECIMALS = 4
MOST_YEARS = 150

_ID = re.compile(r"[a-z][a-z0-9_]{0,49}")
_PREFILL = re.compile(r"[a-z][a-z0-9_.\-]{0,99}")
_CONTROLLERS = ("choice", "choices", "yes-no", "declaration")
_YES_NO: dict[object, bool] = {"yes": True, "no": False, True: True, False: False}


class Whole(NamedTuple):
    """The group in which fields are read: its name, its way to name a part, what its parts inherit."""

    name: str = ""
    subject: Callable[[str], str] = str
    personal: bool | None = None


def parse_fields(rows: object, lists: Lists, where: str, rules: Rules | None = None) -> tuple[Field, ...]:
    """Read a list of fields; raises ``Invalid`` with all faults, ``where`` as ``form[2].type``."""
    parsing = _Parsing(lists, rules)
    fields = parsing.fields(rows, where, Whole(), {})
    if parsing.faults:
        raise Invalid(f"Biểu mẫu có {len(parsing.faults)} lỗi.", faults=parsing.faults)
    return fields


class _Parsing:
    """One reading of a form, which gathers its faults."""

    def __init__(self, lists: Lists, rules: Rules | None) -> None:
        self.lists, self.rules = lists, rules
        self.faults: list[Fault] = []

    def refuse(self, where: str, message: str) -> None:
        self.faults.append(Fault(where, message))

    def fields(self, rows: object, where: str, whole: Whole, outer: Mapping[str, Field]) -> tuple[Field, ...]:
        if not isinstance(rows, list | tuple) or not rows or len(rows) > MOST_FIELDS:
            self.refuse(where, f"Phải là danh sách từ 1 đến {MOST_FIELDS} mục, mỗi mục có mã, nhãn và kiểu.")
            return ()
        found: dict[str, Field] = {}
        section = ""
        for index, row in enumerate(rows):
            here = f"{where}[{index}]"
            if not isinstance(row, Mapping):
                self.refuse(here, "Mỗi mục phải có id, label và type.")
                continue
            field = _Row(self, row, here).field(whole, found, outer, section)
            if field and field.id in found:
                self.refuse(f"{here}.id", f"Mã “{field.id}” đã có ở mục trên; đặt mã khác.")
            elif field:
                found[field.id], section = field, field.section
        return tuple(found.values())


class _Row:
    """The reading of one field."""

    def __init__(self, parsing: _Parsing, row: Mapping[str, object], where: str) -> None:
        self.parsing, self.row, self.where = parsing, row, where
        self.faults_before = len(parsing.faults)

    def refuse(self, key: str, message: str) -> None:
        self.parsing.refuse(f"{self.where}.{key}" if key else self.where, message)

    def value(self, key: str, kind: type[T], expected: str, default: T) -> T:
        found = self.row.get(key, default)
        if isinstance(found, kind) and not (kind is int and isinstance(found, bool)):
            return found
        self.refuse(key, f"Phải là {expected}.")
        return default

    def text(self, key: str, *, must: bool = False) -> str:
        found = self.value(
            key, str, "một chuỗi chữ; nếu là số hoặc true, false thì đặt trong dấu nháy", ""
        ).strip()
        if must and not found and key not in self.row:
            self.refuse(key, "Chưa ghi.")
        elif must and not found and isinstance(self.row[key], str):
            self.refuse(key, "Không được để trống.")
        return found

    def flag(self, key: str) -> bool:
        return self.value(key, bool, "true hoặc false", False)

    def field(
        self, whole: Whole, siblings: Mapping[str, Field], outer: Mapping[str, Field], section: str
    ) -> Field | None:
        kind = self.kind()
        name, label = self.identifier(), self.text("label", must=True)
        if kind is None or not name or not label:
            return None
        path = f"{whole.name}.{name}" if whole.name else name
        subject = whole.subject(subject_of(label))
        personal = self.personal(kind, whole)
        self.known_keys(kind)
        field = Field(
            id=name,
            kind=kind,
            label=label,
            name=path,
            subject=subject,
            required=self.required(kind),
            hint=self.text("hint"),
            section=self.text("section") or section,
            page=self.text("page"),
            when=self.when("when", self.row.get("when"), siblings, outer),
            prefill=self.prefill(),
            carry=self.carry(kind, {} if whole.name else siblings),
            personal=personal,
            missing=self.text("missing"),
            example=self.text("example"),
            unit=self.text("unit"),
            decimals=self.decimals(),
            min=self.bound(kind, "min"),
            max=self.bound(kind, "max"),
            earliest=self.day(kind, "min"),
            latest=self.day(kind, "max"),
            max_age=self.count("max_age"),
            too_old=self.text("too_old"),
            pattern=self.pattern(kind),
            choices=self.choices(kind),
            fields=self.parts(kind, path, subject, personal, outer if whole.name else siblings),
            flags=frozenset(flag for flag in FLAGS & kind.options if self.flag(flag)),
            autocomplete=self.autocomplete(kind),
        )
        return field if self.consistent(field) else None

    def kind(self) -> Kind | None:
        name = self.text("type", must=True)
        if name and name not in KINDS:
            self.refuse(
                "type",
                f"Không có loại “{shown_name(name)}”{_meant(name, KINDS)}. Các loại: {_listed(KINDS)}.",
            )
        return KINDS.get(name)

    def identifier(self) -> str:
        name = self.text("id", must=True)
        if name and not _ID.fullmatch(name):
            self.refuse("id", "Chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, ví dụ child_name.")
        return name

    def known_keys(self, kind: Kind) -> None:
        usable = COMMON | kind.options
        everything = usable.union(*(other.options for other in KINDS.values()))
        for key in map(str, self.row):
            if key not in everything:
                self.refuse(key, f"Không có thuộc tính “{shown_name(key)}”{_meant(key, usable)}.")
            elif key not in usable:
                self.refuse(key, f"Loại {kind.name} không dùng mục này; để trống.")

    def required(self, kind: Kind) -> bool:
        required = self.flag("required")
        if required and not kind.holds_value:
            self.refuse("required", "Mục chỉ để đọc không thể bắt buộc; bỏ thuộc tính này.")
        return required

    def personal(self, kind: Kind, whole: Whole) -> bool:
        inherited = kind.personal if whole.personal is None else whole.personal
        return self.value("personal", bool, "true hoặc false", inherited)

    def prefill(self) -> str:
        source = "" if isinstance(self.row.get("prefill"), Mapping) else self.text("prefill")
        if source and not _PREFILL.fullmatch(source):
            self.refuse(
                "prefill", "Tên nguồn chỉ gồm chữ thường không dấu, chữ số, dấu chấm, ví dụ population."
            )
        return source

    def carry(self, kind: Kind, above: Mapping[str, Field]) -> Carry | None:
        given = self.row.get("prefill")
        if not isinstance(given, Mapping):
            return None
        if not {"field"} <= set(given) <= {"field", "when"}:
            self.refuse("prefill", "Viết {field: id} hoặc {field: id, when: {field: id, is: giá trị}}.")
            return None
        source = above.get(str(given["field"]))
        if source is None or source.kind is not kind:
            self.refuse("prefill.field", "Phải là mã của một mục ở trên, ngoài nhóm, cùng kiểu.")
            return None
        return Carry(source.id, self.when("prefill.when", given.get("when"), above, {}))

    def count(self, key: str) -> int | None:
        found = self.row.get(key)
        if found is None or (
            isinstance(found, int) and not isinstance(found, bool) and 0 < found <= MOST_YEARS
        ):
            return found
        self.refuse(key, f"Phải là số năm tròn, từ 1 đến {MOST_YEARS}.")
        return None

    def decimals(self) -> int:
        places = self.value("decimals", int, "một số nguyên", 0)
        if not 0 <= places <= MOST_DECIMALS:
            self.refuse("decimals", f"Phải từ 0 đến {MOST_DECIMALS}.")
        return places

    def bound(self, kind: Kind, key: str) -> int | float | None:
        found = self.row.get(key)
        if found is None or kind.name == "date":
            return None
        counts = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= LONGEST_TEXT
        if kind.name in ("number", "money"):
            if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= amounts.MOST:
                return found
            self.refuse(key, "Phải là một số.")
        elif isinstance(found, int) and counts:
            return found
        else:
            self.refuse(key, f"Phải là một số nguyên từ 0 đến {LONGEST_TEXT}.")
        return None

    def day(self, kind: Kind, key: str) -> date | None:
        found = self.row.get(key)
        if found is None or kind.name != "date":
            return None
        if isinstance(found, date):
            return found
        self.refuse(key, "Phải là một ngày.")
        return None

    def pattern(self, kind: Kind) -> re.Pattern[str] | None:
        text = self.text("pattern") if "pattern" in kind.options else ""
        try:
            return compile_pattern(text) if text else None
        except Invalid as refusal:
            self.refuse("pattern", refusal.message)
            return None

    def autocomplete(self, kind: Kind) -> str:
        token = self.text("autocomplete") or kind.autocomplete
        if token not in AUTOCOMPLETE:
            self.refuse("autocomplete", f"Phải là một trong: {_listed(AUTOCOMPLETE)}.")
        return token

    def choices(self, kind: Kind) -> tuple[Choice, ...]:
        if "choices" not in kind.options:
            return ()
        given = self.row.get("choices")
        if isinstance(given, str):
            return self.listed(given)
        if not isinstance(given, list | tuple) or not given:
            self.refuse("choices", "Ghi các lựa chọn, hoặc mã một danh mục.")
            return ()
        found = [self.choice(f"choices[{index}]", one) for index, one in enumerate(given)]
        values = [choice.value for choice in found]
        if len(set(values)) < len(values):
            self.refuse("choices", "Có hai lựa chọn cùng mã; mỗi lựa chọn một mã.")
        return tuple(found)

    def listed(self, name: str) -> tuple[Choice, ...]:
        if name not in self.parsing.lists:
            self.refuse(
                "choices", f"Không có danh mục “{shown_name(name)}”{_meant(name, self.parsing.lists)}."
            )
        return tuple(self.parsing.lists.get(name, ()))

    def choice(self, key: str, given: object) -> Choice:
        row = {"value": given, "label": given} if isinstance(given, str) else given
        if not isinstance(row, Mapping) or not set(row) <= {"value", "label", "hint"}:
            self.refuse(key, "Mỗi lựa chọn gồm value, label và có thể có hint.")
            return Choice("", "")
        part = _Row(self.parsing, row, f"{self.where}.{key}")
        return Choice(part.text("value", must=True), part.text("label", must=True), part.text("hint"))

    def when(
        self, key: str, given: object, siblings: Mapping[str, Field], outer: Mapping[str, Field]
    ) -> Condition | None:
        if given is None:
            return None
        if self.parsing.rules and isinstance(given, Mapping) and "field" not in given:
            known = outer or siblings  # in a group it looks at the fields outside
            found, faults = self.parsing.rules(given, known, f"{self.where}.{key}")
            self.parsing.faults += faults
            return found
        if (
            not isinstance(given, Mapping)
            or len(given) != 2
            or not {"field"} < set(given) <= {"field", *_TESTS}
        ):
            self.refuse(
                key, "Viết {field: id, is: giá trị}, {field: id, in: [các giá trị]} hoặc not thay cho is."
            )
            return None
        name = given["field"]
        other = siblings.get(str(name)) or outer.get(str(name))
        if other is None or other.type not in _CONTROLLERS:
            self.refuse(
                f"{key}.field",
                "Phải là mã của một mục ở trên có sẵn câu trả lời để chọn.",
            )
            return None
        test = next(one for one in given if one != "field")
        values = self.answers(other, f"{key}.{test}", given[test])
        return When(other.id, values, negated=test == "not", local=other.id in siblings)

    def answers(self, other: Field, key: str, given: object) -> tuple[str | bool, ...]:
        many = given if isinstance(given, list | tuple) else [given]
        offered: Mapping[object, str | bool] = {
            choice.value: choice.value for choice in other.choices
        } or _YES_NO
        if not many or any(not isinstance(one, str | bool) or one not in offered for one in many):
            self.refuse(key, f"Phải là câu trả lời có ở mục “{other.id}”: {_listed(map(str, offered))}.")
            return ()
        return tuple(offered[one] for one in many)

    def parts(
        self, kind: Kind, path: str, subject: str, personal: bool, outer: Mapping[str, Field]
    ) -> tuple[Field, ...]:
        if not isinstance(kind, groups.Group) or not self.known_parts():
            return ()
        inherited = (
            None if type(kind) in (groups.Group, groups.List) and "personal" not in self.row else personal
        )
        whole = Whole(path, lambda part: kind.subject(part, subject), inherited)
        fields = self.parsing.fields(kind.parts(self.row), f"{self.where}.fields", whole, outer)
        if any(sub.type in ("group", "list") for sub in fields):
            self.refuse("fields", "Nhóm và danh sách không lồng trong nhau; đưa mục này ra ngoài.")
        return fields

    def known_parts(self) -> bool:
        for key in ("ask", "optional", "must"):
            named = self.row.get(key, [])
            if not isinstance(named, list | tuple) or any(part not in groups.PERSON_PARTS for part in named):
                self.refuse(key, f"Phải là danh sách trong số: {', '.join(groups.PERSON_PARTS)}.")
                return False
        return True

    def consistent(self, field: Field) -> bool:
        low, high = field.min, field.max
        if (low is not None and high is not None and low > high) or _reversed(field.earliest, field.latest):
            self.refuse("min", "Giá trị ít nhất không được lớn hơn giá trị nhiều nhất.")
        if field.pattern and (field.max or LONGEST_REPEAT + 1) > LONGEST_REPEAT:
            self.refuse("pattern", f"Mục có pattern phải có max, không quá {LONGEST_REPEAT}.")
        return len(self.parsing.faults) == self.faults_before


_TESTS = ("is", "in", "not")


def _reversed(earliest: date | None, latest: date | None) -> bool:
    return earliest is not None and latest is not None and earliest > latest


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), 1)
    return f" (ý là “{close[0]}”?)" if close else ""
