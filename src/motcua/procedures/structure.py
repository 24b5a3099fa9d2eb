"""The structural judgement of a procedure file: JSON Schema in, Vietnamese findings out."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from motcua.procedures.drafting import naming
from motcua.web.catalogue_files import Place

SCHEMA_FILE = Path(__file__).with_name("catalogue_schema.json")

_STEP = re.compile(r"([A-Za-z_][\w-]*)|\[(\d+)\]")
CONSTITUENTS: Mapping[str, str] = {
    "title": gettext_noop("a) Tên thủ tục hành chính"),
    "process": gettext_noop("b) Trình tự thực hiện"),
    "channels": gettext_noop("c) Cách thức thực hiện"),
    "papers": gettext_noop("d) Thành phần, số lượng hồ sơ"),
    "limit": gettext_noop("đ) Thời hạn giải quyết"),
    "audience": gettext_noop("e) Đối tượng thực hiện"),
    "competent": gettext_noop("g) Cơ quan giải quyết"),
}
"""The seven constituents that make a procedure complete (NĐ 63/2010/NĐ-CP Đ.8.2), by the field of each."""

TYPES: Mapping[str, str] = {
    "string": "chữ",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "có hoặc không (true, false)",
    "array": "danh sách (mỗi mục bắt đầu bằng “- ”)",
    "object": "nhóm mục (mỗi dòng “tên: giá trị”)",
    "null": "để trống",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at one place of a file, before the place has a line.

    ``todo`` speaks of the procedure; ``written`` tells how files write it, which only their writers are told.
    """

    place: Place
    message: str
    todo: str = ""
    severity: str = "error"
    written: str = ""

    @property
    def sentences(self) -> str:
        """All that whoever writes the file is told."""
        return " ".join(filter(None, (self.message, self.todo, self.written)))


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of a procedure file; editors read the same file."""
    loaded: Mapping[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def plain(value: Any) -> Any:
    """A catalogue value as JSON knows it: dates become texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Error:
    """What the validator found: the broken rule, what it wants, what stands there, its schema."""

    place: Place
    rule: str
    wanted: Any
    found: Any
    schema: Mapping[str, Any]

    @property
    def about(self) -> str:
        """What the schema says about the field."""
        return str(self.schema.get("description", ""))


def flaws(value: Any, judge: Draft202012Validator | None = None) -> list[Flaw]:
    """Every structural flaw of a plain value, once: of a procedure file's, unless another schema judges."""
    errors = (judge or _validator()).iter_errors(value)
    # the validator tells of each missing field apart, and each wording names all that are missing
    return list(dict.fromkeys(flaw for one in errors for flaw in _worded(_error(one))))


def _error(one: ValidationError) -> Error:
    schema: Any = one.schema
    return Error(tuple(one.absolute_path), str(one.validator), one.validator_value, one.instance, schema)


def dotted(place: Place) -> str:
    """A place as people write it: ``steps[2].moves.sign``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def place_of(field: str) -> Place:
    """The way back of ``dotted``."""
    return tuple(name or int(index) for name, index in _STEP.findall(field))


def _worded(error: Error) -> Iterator[Flaw]:
    return WORDINGS.get(error.rule, _any_other)(error)


def _missing(error: Error) -> Iterator[Flaw]:
    for name in error.wanted:
        if name in error.found:
            continue
        if not error.place and name in CONSTITUENTS:
            yield constituent_missing(name)
        else:
            about = error.schema["properties"][name].get("description", "")
            place = (*error.place, name)
            written = f"Thêm “{name}:”. {about}".strip()
            yield Flaw(place, f"Chưa có “{naming.label_at(place) or name}”.", written=written)


def constituent_missing(name: str) -> Flaw:
    """One of the seven constituents is not there."""
    return Flaw(
        (name,),
        f"Thiếu bộ phận tạo thành {CONSTITUENTS[name]} (NĐ 63/2010/NĐ-CP Điều 8 khoản 2).",
        written=f"Thêm “{name}:”. {schema()['properties'][name]['description']}",
    )


def _unknown(error: Error) -> Iterator[Flaw]:
    known = list(error.schema.get("properties", {}))
    for name, value in error.found.items():
        if name in known:
            continue
        todo = did_you_mean(name, known, "Bỏ trường này.")
        if value is None:
            todo = "Nếu đây là phần sau dấu phẩy của một câu, đặt cả câu trong nháy kép."
        yield Flaw((*error.place, name), f"Văn bản có “{name}” mà mẫu không có.", written=todo)


def did_you_mean(name: str, known: list[str], otherwise: str) -> str:
    """What to do about a name that is not known: the closest one, or all of them."""
    if close := difflib.get_close_matches(name, known, n=1, cutoff=0.6):
        return f"Có phải “{close[0]}”? Sửa lại."
    return f"{otherwise} Dùng được: {', '.join(known)}."


def _wrong_type(error: Error) -> Iterator[Flaw]:
    if not error.place and error.found is None:
        todo = "Viết thủ tục vào đây, hoặc lập dự thảo trên trang Soạn thủ tục rồi tải xuống."
        yield Flaw((), "Tệp trống.", written=todo)
        return
    kinds = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    wanted = " hoặc ".join(TYPES.get(kind, kind) for kind in kinds)
    hint = " Nếu là mã, giờ hoặc số có dấu chấm, đặt trong nháy kép." if error.wanted == "string" else ""
    message = f"Giá trị phải là {wanted}, đang là {_shown(error.found)}."
    yield Flaw(error.place, message, written=f"Viết lại cho đúng kiểu.{hint}")


def _not_listed(error: Error) -> Iterator[Flaw]:
    todo = did_you_mean(str(error.found), [str(item) for item in error.wanted], "Chọn một giá trị.")
    yield Flaw(error.place, f"{_shown(error.found)} không phải là giá trị dùng được.", written=todo)


def _misshapen(error: Error) -> Iterator[Flaw]:
    if error.schema.get("format") == "date":  # told once, whichever of the two rules it breaks
        yield from _no_such_day(error)
        return
    given = () if "Ví dụ" in error.about else error.schema.get("examples", ())
    examples = "".join(f" Ví dụ: {example}." for example in given if example not in error.about)
    about = error.about or "Viết chữ thường không dấu, số, nối bằng gạch ngang."
    yield Flaw(error.place, f"{_shown(error.found)} viết chưa đúng mẫu.", written=about + examples)


def _empty(error: Error) -> Iterator[Flaw]:
    if len(error.place) == 1 and error.place[0] in CONSTITUENTS:
        yield constituent_missing(str(error.place[0]))
    else:
        yield Flaw(error.place, "Để trống.", written=f"Điền nội dung. {error.about}".strip())


def _out_of_range(error: Error) -> Iterator[Flaw]:
    edge = "nhỏ nhất" if error.rule == "minimum" else "lớn nhất"
    message = f"{_shown(error.found)} vượt giới hạn; {edge} là {error.wanted}."
    yield Flaw(error.place, message, "Sửa lại số này.")


def _too_long(error: Error) -> Iterator[Flaw]:
    yield Flaw(error.place, f"Dài quá {error.wanted} chữ.", "Viết gọn lại.")


def _too_many(error: Error) -> Iterator[Flaw]:
    message = f"Chỉ nhận {error.wanted} mục, đang có {len(error.found)}."
    yield Flaw(error.place, message, written=error.about)


def _repeated(error: Error) -> Iterator[Flaw]:
    twice = next(item for item in error.found if error.found.count(item) > 1)
    yield Flaw(error.place, f"{_shown(twice)} viết hai lần.", "Bỏ bớt một.")


def _no_such_day(error: Error) -> Iterator[Flaw]:
    message = f"{_shown(error.found)} không phải là một ngày có thật."
    yield Flaw(error.place, message, written="Viết năm-tháng-ngày, ví dụ 2025-07-01.")


def _any_other(error: Error) -> Iterator[Flaw]:
    yield Flaw(error.place, f"{_shown(error.found)} chưa đúng mẫu.", written=error.about)


def _shown(value: Any) -> str:
    if value is None:
        return "để trống"
    if isinstance(value, dict | list):
        return TYPES["object" if isinstance(value, dict) else "array"].partition(" (")[0]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


WORDINGS: Mapping[str, Callable[[Error], Iterator[Flaw]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _wrong_type,
    "enum": _not_listed,
    "pattern": _misshapen,
    "format": _no_such_day,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "maxLength": _too_long,
    "maxProperties": _too_many,
    "uniqueItems": _repeated,
}
