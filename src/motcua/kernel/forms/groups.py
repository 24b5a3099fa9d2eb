"""Kinds of field made of fields: a group, a person, a place, and a list of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from motcua.kernel import codes
from motcua.kernel.forms.fields import (
    Checking,
    Field,
    Filled,
    Input,
    Json,
    Kind,
    Outcome,
    Values,
    When,
    nothing,
)
from motcua.kernel.forms.phrases import shown_name
from motcua.kernel.refusals import Fault, Invalid

MOST_ROWS = 20
"""Rows that a list takes unless it says otherwise."""

Rows = Sequence[Mapping[str, object]]

_SEXES = [{"value": value, "label": label} for value, label in codes.SEX_TITLES.items()]
_PERSON: dict[str, dict[str, object]] = {
    "full_name": {"label": "Họ, chữ đệm, tên", "type": "name", "max": 100, "required": True},
    "birth_date": {"label": "Ngày sinh", "type": "date", "past": True, "required": True},
    "sex": {"label": "Giới tính", "type": "choice", "choices": _SEXES, "required": True},
    "id_number": {
        "label": "Số định danh cá nhân",
        "type": "identity",
        "required": True,
        "hint": "12 chữ số in trên thẻ căn cước",
    },
    "ethnicity": {"label": "Dân tộc", "type": "choice", "choices": codes.PEOPLES},
    "nationality": {"label": "Quốc tịch", "type": "name", "max": 50, "example": "Việt Nam"},
    "residence": {"label": "Nơi cư trú", "type": "place", "required": True},
    "id_issued_on": {"label": "Ngày cấp giấy tờ tùy thân", "type": "date", "past": True, "required": True},
    "id_issued_by": {"label": "Nơi cấp giấy tờ tùy thân", "type": "text", "max": 100, "required": True},
    "phone": {"label": "Số điện thoại", "type": "phone", "required": True},
    "email": {"label": "Thư điện tử", "type": "email"},
}
_ASKED = ("full_name", "birth_date", "sex", "id_number", "ethnicity", "nationality", "residence")
_PASSED_ON = {
    "birth_date": ("partial", "max_age", "too_old"),
    "id_number": ("old", "passport"),
    "residence": ("own", "brief"),
}
_TOKENS = {"full_name": "name", "birth_date": "bday", "phone": "tel", "email": "email"}


class Group(Kind):
    """Several fields under one name, kept as an object."""

    name = "group"
    options = frozenset({"fields"})

    def parts(self, row: Mapping[str, object]) -> Rows:
        """Return the sub-fields as a procedure file would write them."""
        return cast(Rows, row.get("fields", ()))

    def subject(self, part: str, whole: str) -> str:
        """Return the subject of a sub-field inside the subject of the group."""
        return f"{part} ({whole})"

    def check(self, field: Field, raw: Json, checking: Checking) -> Outcome:
        if nothing(raw):
            return self.absent(field, checking)
        if not isinstance(raw, Mapping):
            return Outcome(None, (Fault(field.name, f"{field.title} phải gồm các mục con"),))
        outcome = check_fields(field.fields, raw, checking, field.name)
        return self._consistent(field, outcome)

    def absent(self, field: Field, checking: Checking) -> Outcome:
        if not field.required or checking.partial:
            return Outcome(None)
        first = field.fields[0]
        if field.missing:
            return Outcome(None, (Fault(first.name, field.missing),))
        missing = check_fields(field.fields, {}, checking, field.name).faults
        return Outcome(None, missing or (Fault(first.name, first.kind.ask(first)),))

    def _consistent(self, field: Field, outcome: Outcome) -> Outcome:
        values = cast(dict[str, Json], outcome.value)
        wrong = tuple(self.contradictions(field, values))
        kept = {
            key: value
            for key, value in values.items()
            if f"{field.name}.{key}" not in {f.where for f in wrong}
        }
        return Outcome(kept or None, (*outcome.faults, *wrong))

    def contradictions(self, field: Field, values: Values) -> Iterator[Fault]:
        """Yield the sub-answers that are right alone and wrong together."""
        yield from ()

    def read(self, field: Field, raw: Json) -> Json:
        raw = super().read(field, raw)
        return read_fields(field.fields, raw) if isinstance(raw, Mapping) else raw

    def fill(self, field: Field, value: Json) -> Filled:
        return fill_fields(field.fields, value) if isinstance(value, Mapping) else {}

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return tuple(one for sub in field.fields for one in sub.inputs())

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        answers = value if isinstance(value, Mapping) else {}
        shown = (sub.kind.show(sub, answers[sub.id], communes) for sub in field.fields if sub.id in answers)
        return ", ".join(shown)

    def json_schema(self, field: Field) -> dict[str, Json]:
        return object_schema(field.fields)


class Person(Group):
    """A person: ``ask`` picks the parts, ``optional`` those not required and ``must`` those that are.

    ``own``: it is the applicant; ``max_age``: not yet of that age, else ``too_old`` says what to do.
    """

    name = "person"
    options = frozenset(
        {"ask", "optional", "must", "own", "partial", "old", "passport", "brief", "max_age", "too_old"}
    )

    def parts(self, row: Mapping[str, object]) -> Rows:
        asked = cast(Sequence[str], row.get("ask", _ASKED))
        optional, must = (cast(Sequence[str], row.get(key, ())) for key in ("optional", "must"))
        settled = dict.fromkeys(optional, False) | dict.fromkeys(must, True)
        return [self._part(part, row, settled.get(part)) for part in asked]

    def _part(self, part: str, row: Mapping[str, object], required: bool | None) -> dict[str, object]:
        found = {
            "id": part,
            **_PERSON[part],
            **{option: row[option] for option in _PASSED_ON.get(part, ()) if row.get(option)},
        }
        if part in _TOKENS:
            found["autocomplete"] = _TOKENS[part] if row.get("own") else "off"
        return found if required is None else {**found, "required": required}

    def subject(self, part: str, whole: str) -> str:
        return f"{part} của {whole}"

    def contradictions(self, field: Field, values: Values) -> Iterator[Fault]:
        number = values.get("id_number")
        if not isinstance(number, str) or len(number) != 12 or not number.isdecimal():
            return
        born, sex = str(values.get("birth_date", ""))[:4], values.get("sex")
        where = next(sub for sub in field.fields if sub.id == "id_number")
        try:
            codes.parse_person_number(number).check(
                born=int(born) if born else None, sex=cast(codes.Sex | None, sex), label=where.title
            )
        except Invalid as refusal:
            yield Fault(where.name, refusal.message)


PERSON_PARTS: Mapping[str, str] = {part: str(row["label"]) for part, row in _PERSON.items()}


class Place(Group):
    """A commune and the address in it.

    ``local``: the place lies in the province and the commune is required; else an address elsewhere may be
    written out whole. ``brief``: the commune is enough, as for a place of origin. ``own``: the applicant's.
    """

    name = "place"
    options = frozenset({"local", "brief", "own"})

    def parts(self, row: Mapping[str, object]) -> Rows:
        local, brief = bool(row.get("local")), bool(row.get("brief"))
        elsewhere = "" if local else "Nếu ở ngoài tỉnh, bỏ trống và ghi đủ xã, tỉnh ở ô địa chỉ"
        finer = "Số nhà, đường, thôn hoặc tổ dân phố"
        whole = "Ở ngoài tỉnh thì ghi đủ xã, tỉnh; trong tỉnh thì không cần"
        return [
            {"id": "commune", "label": "Xã, phường", "type": "commune", "required": local, "hint": elsewhere},
            {"id": "detail", "label": "Địa chỉ cụ thể", "type": "text", "max": 200, "required": not brief,
             "hint": whole if brief and not local else finer,
             "autocomplete": "street-address" if row.get("own") else "off"},
        ]  # fmt: skip

    def absent(self, field: Field, checking: Checking) -> Outcome:
        found = super().absent(field, checking)
        if field.missing or not found.faults or any(part.required for part in field.fields):
            return found
        first = field.fields[0]
        message = f"{first.kind.ask(first)}, hoặc ghi địa chỉ nếu ở ngoài tỉnh"
        return Outcome(None, (Fault(first.name, message),))

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        answers = value if isinstance(value, Mapping) else {}
        commune = str(answers.get("commune", ""))
        shown = (str(answers.get("detail", "")), communes.get(commune, commune))
        return ", ".join(part for part in shown if part)


class List(Group):
    """Rows of the same fields, kept as a list of objects; ``min`` and ``max`` count the rows."""

    name = "list"
    options = frozenset({"fields", "min", "max"})

    def subject(self, part: str, whole: str) -> str:
        return part

    def check(self, field: Field, raw: Json, checking: Checking) -> Outcome:
        if nothing(raw):
            return self.absent(field, checking)
        most = int(field.max or MOST_ROWS)
        if not isinstance(raw, list):
            return Outcome(None, (Fault(field.name, f"{field.title} phải là một danh sách"),))
        if len(raw) > most:
            return Outcome(None, (Fault(field.name, f"{field.title} có nhiều nhất {most} dòng; bớt lại"),))
        outcomes = [self._row(field, index, row, checking) for index, row in enumerate(raw)]
        faults = [fault for outcome in outcomes for fault in outcome.faults]
        rows: list[Json] = [outcome.value for outcome in outcomes if outcome.value]
        if field.min and len(rows) < field.min and not faults and not checking.partial:
            faults.append(Fault(field.name, f"{field.title} phải có ít nhất {int(field.min)} dòng"))
        return Outcome(rows or None, tuple(faults))

    def _row(self, field: Field, index: int, raw: Json, checking: Checking) -> Outcome:
        where = f"{field.name}.{index}"
        if not isinstance(raw, Mapping):
            return Outcome(None, (Fault(where, f"{field.title}: dòng {index + 1} phải gồm các mục con"),))
        return check_fields(field.row(index), raw, checking, where)

    def absent(self, field: Field, checking: Checking) -> Outcome:
        if not field.required or checking.partial:
            return Outcome(None)
        return Outcome(
            None, (Fault(field.name, field.missing or f"Nhập ít nhất một dòng vào {field.subject}"),)
        )

    def read(self, field: Field, raw: Json) -> Json:
        if isinstance(raw, Mapping) and all(_is_index(key) for key in raw):
            raw = [raw[key] for key in sorted(raw, key=int)]
        if not isinstance(raw, list):
            return raw
        rows = [read_fields(field.fields, row) if isinstance(row, Mapping) else row for row in raw]
        return [row for row in rows if not nothing(row)]

    def fill(self, field: Field, value: Json) -> Filled:
        filled: Filled = {}
        for index, row in enumerate(value if isinstance(value, list) else []):
            filled |= fill_fields(field.row(index), row) if isinstance(row, Mapping) else {}
        return filled

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return tuple(one for sub in field.row(0) for one in sub.inputs())

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        rows = value if isinstance(value, list) else []
        return "; ".join(super(List, self).show(field, row, communes) for row in rows)

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {
            "type": "array",
            "items": object_schema(field.fields),
            "minItems": int(field.min or 1),
            "maxItems": int(field.max or MOST_ROWS),
        }


def _is_index(key: str) -> bool:
    return len(key) <= 3 and key.isascii() and key.isdecimal()


def check_fields(fields: Iterable[Field], raw: Values, checking: Checking, where: str) -> Outcome:
    """Check the answers to fields that stand together; what is not asked under these answers is dropped."""
    values: dict[str, Json] = {}
    checking = checking if where else replace(checking, answers=values)
    faults: list[Fault] = []
    known: set[str] = set()
    for field in fields:
        if not field.kind.holds_value:
            continue
        known.add(field.id)
        if not field.shows(checking.answers, values):
            continue
        outcome = field.kind.check(field, raw.get(field.id), checking)
        faults += outcome.faults
        if outcome.value is not None:
            values[field.id] = outcome.value
    faults += unknown(raw, known, where)
    return Outcome(values, tuple(faults))


def unknown(raw: Values, known: set[str], where: str) -> Iterator[Fault]:
    """Yield a fault for each answer to something that the form does not ask."""
    for key in raw:
        if key not in known:
            name = shown_name(key)
            yield Fault(f"{where}.{name}" if where else name, f"Biểu mẫu không có mục “{name}”; bỏ mục này")


def read_fields(fields: Iterable[Field], raw: Values) -> dict[str, Json]:
    """Return answers as one shape, whatever sent them; answers to nothing stay, to be refused."""
    read = dict(raw)
    for field in fields:
        if field.id in read:
            read[field.id] = field.kind.read(field, read[field.id])
    return read


def fill_fields(fields: Iterable[Field], values: Values) -> Filled:
    """Return the inputs of a page filled with answers."""
    filled: Filled = {}
    for field in fields:
        value = values.get(field.id)
        if value is not None and field.kind.holds_value:
            filled |= field.kind.fill(field, value)
    return filled


def object_schema(fields: Sequence[Field]) -> dict[str, Json]:
    """Return the JSON Schema of the answers to fields that stand together."""
    held = [field for field in fields if field.kind.holds_value]
    found: dict[str, Json] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.id: {"title": field.label, **field.kind.json_schema(field)} for field in held},
    }
    if always := [field.id for field in held if field.required and not field.when]:
        found["required"] = list[Json](always)
    here = {field.id: field for field in held}
    conditional = [(field, field.when) for field in held if field.required and isinstance(field.when, When)]
    if rules := [_rule(field, when, here[when.field]) for field, when in conditional if when.local]:
        found["allOf"] = rules
    return found


def _rule(field: Field, when: When, other: Field) -> Json:
    met: dict[str, Json] = {"enum": list[Json](when.values)}
    if other.type == "choices":
        met = {"contains": met}
    test: dict[str, Json] = {"not": met} if when.negated else met
    return {
        "if": {"properties": {when.field: test}, "required": [when.field]},
        "then": {"required": [field.id]},
    }
