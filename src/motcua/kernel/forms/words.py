"""Kinds of field whose answer is words or a code: text, name, telephone, e-mail, identity and more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from motcua.kernel import codes
from motcua.kernel.forms.fields import Checking, Field, Input, Json, Kind
from motcua.kernel.refusals import Invalid
from motcua.kernel.text import tidy_block, tidy_line

LONGEST_LINE = 255
LONGEST_BLOCK = 4_000
LONGEST_EMAIL = 254

_NAME = re.compile(r"[^\W\d_]+(?:[ '’`.\-]+[^\W\d_]+)*\.?")
_MARKS = re.compile("[\u0300-\u036f]")
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_COMMUNE = re.compile(r"[0-9]{5}")


class Text(Kind):
    """One line of text."""

    name = "text"
    options = frozenset({"min", "max", "pattern", "example", "autocomplete"})
    longest: ClassVar[int] = LONGEST_LINE

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        text = self.text(field, raw)
        most = int(field.max or self.longest)
        if len(text) > most:
            raise Invalid(f"{field.title} dài quá {most} ký tự (đang có {len(text)}); rút ngắn lại")
        if field.min and len(text) < field.min:
            raise Invalid(f"{field.title} phải có ít nhất {int(field.min)} ký tự")
        if field.pattern and not field.pattern.fullmatch(text):
            example = f", ví dụ {field.example}" if field.example else ""
            raise Invalid(f"{field.title} chưa đúng dạng{example}")
        return text

    def tidy(self, text: str) -> str:
        """Return the one way in which this kind of text is kept."""
        return tidy_line(text)

    def text(self, field: Field, raw: Json) -> str:
        """Return the tidy text of an answer; raises ``Invalid`` on another type, on control characters."""
        if not isinstance(raw, str):
            raise Invalid(f"{field.title} phải là chữ, chỉ nhập một giá trị")
        try:
            return self.tidy(raw)
        except Invalid:
            raise Invalid(f"{field.title} có ký tự không hiển thị được; xóa đi và gõ lại") from None

    def inputs(self, field: Field) -> tuple[Input, ...]:
        most = int(field.max or self.longest)
        width = most if most <= 20 else 0
        return (Input(field.name, field.label, autocomplete=field.autocomplete, width=width, maxlength=most),)

    def json_schema(self, field: Field) -> dict[str, Json]:
        found: dict[str, Json] = {"type": "string", "minLength": int(field.min or 1)}
        found["maxLength"] = int(field.max or self.longest)
        if field.pattern:
            found["pattern"] = f"^(?:{field.pattern.pattern})$"
        return found


class TextArea(Text):
    """A text of several lines."""

    name = "textarea"
    options = frozenset({"min", "max"})
    longest = LONGEST_BLOCK

    def tidy(self, text: str) -> str:
        return tidy_block(text)

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return (Input(field.name, field.label, "textarea", maxlength=int(field.max or self.longest)),)


class Name(Text):
    """The full name of a person: letters of any alphabet, no digits."""

    name = "name"
    options = frozenset({"max", "example", "autocomplete"})

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        text = super().clean(field, raw, checking)
        if not isinstance(text, str) or not _NAME.fullmatch(_MARKS.sub("", text)):
            example = field.example or "Nguyễn Thị Hoa"
            raise Invalid(f"{field.title} chỉ gồm chữ cái và dấu cách, ví dụ {example}")
        return text


class Code(Text):
    """A code that the kernel reads; a subclass says how and what it looks like."""

    options = frozenset()
    kind: ClassVar[str] = "text"
    inputmode: ClassVar[str] = "numeric"
    width: ClassVar[int] = 0

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        return self.code(field, self.text(field, raw), checking.today)

    def code(self, field: Field, text: str, today: date) -> str:
        """Return the canonical form of a code; raises ``Invalid``."""
        raise NotImplementedError

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return (Input(field.name, field.label, self.kind, field.autocomplete, self.inputmode, self.width),)

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


class Phone(Code):
    """A Vietnamese telephone number."""

    name = "phone"
    options = frozenset({"hotline", "autocomplete"})
    kind, inputmode, width = "tel", "tel", 20
    autocomplete = "tel"

    def code(self, field: Field, text: str, today: date) -> str:
        return codes.parse_phone(text, hotline="hotline" in field.flags, label=field.title)

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        return codes.show_phone(str(value))


class Email(Code):
    """An e-mail address; the part behind the @ is kept in small letters."""

    name = "email"
    options = frozenset({"autocomplete"})
    kind, inputmode = "email", "email"
    autocomplete = "email"

    def code(self, field: Field, text: str, today: date) -> str:
        if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
            raise Invalid(f"{field.title} phải có dạng ten@noigui.vn, không dấu, không dấu cách")
        local, _, domain = text.partition("@")
        return f"{local}@{domain.lower()}"


class Identity(Code):
    """A personal identification number; ``old`` allows the 9 digits of a CMND, ``passport`` a passport."""

    name = "identity"
    options = frozenset({"old", "passport"})
    width = 20

    def code(self, field: Field, text: str, today: date) -> str:
        if "old" in field.flags and len(re.sub(r"\D", "", text)) == 9:
            return codes.parse_old_identity(text, label=field.title)
        if "passport" in field.flags and re.search("[A-Za-z]", text):
            return codes.parse_passport(text, label=field.title)
        number = codes.parse_person_number(text, label=field.title)
        if number.birth_year > today.year:
            raise Invalid(f"{field.title} cho năm sinh {number.birth_year}, chưa tới; xem lại 12 số trên thẻ")
        return number.text

    def inputs(self, field: Field) -> tuple[Input, ...]:
        letters = "" if "passport" in field.flags else self.inputmode
        return (Input(field.name, field.label, self.kind, field.autocomplete, letters, self.width),)


class TaxCode(Code):
    """A tax code; ``household`` allows the 12 digits of a household business's owner."""

    name = "tax-code"
    options = frozenset({"household"})
    width = 20

    def code(self, field: Field, text: str, today: date) -> str:
        reader = codes.parse_household_tax_code if "household" in field.flags else codes.parse_tax_code
        return reader(text, label=field.title)


class Commune(Code):
    """A commune by its code of 5 digits (QĐ 124/2004/QĐ-TTg and its successors)."""

    name = "commune"
    verb = "Chọn"
    kind, width = "commune", 20

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        code = self.text(field, raw)
        known = checking.communes is None or code in checking.communes
        if not _COMMUNE.fullmatch(code) or not known:
            raise Invalid(f"{field.title} không có trong danh mục; chọn một xã, phường trong danh sách")
        return code

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        return communes.get(str(value), str(value))

    def json_schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[0-9]{5}$"}
