"""Kinds of field whose answer is counted: a date, a number, an amount of money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from motcua.kernel.forms.fields import Checking, Field, Filled, Input, Json, Kind
from motcua.kernel.forms.phrases import figure
from motcua.kernel.refusals import Invalid

EARLIEST_YEAR = 1800
LATEST_YEAR = 2200
DATE_EXAMPLE = "27 3 2026"
MOST = 999_999_999_999_999
"""The largest number of a form: one that a double keeps exact."""

_PARTS = ("day", "month", "year")
PART_TITLES = ("ngày", "tháng", "năm")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_LOCAL = re.compile(r"([0-9]{0,2})\s*[-/. ]\s*([0-9]{0,2})\s*[-/. ]\s*([0-9]{0,4})")
_MONTH = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{4})")
_SPOKEN = re.compile(r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})", re.IGNORECASE)

_GROUPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_GROUPED_ABROAD = re.compile(r"-?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:,[0-9]{3})+\.[0-9]+)")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_MONEY = re.compile(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")
_CURRENCY = re.compile(r"(?:đồng|vnđ|vnd|đ|₫)$", re.IGNORECASE)


class Date(Kind):
    """A day, kept as ISO 8601; ``partial`` allows a month or a year alone (``1962-03``, ``1962``)."""

    name = "date"
    options = frozenset({"min", "max", "past", "future", "partial", "autocomplete", "max_age", "too_old"})

    def ask(self, field: Field) -> str:
        return f"Nhập {field.subject}, ví dụ {DATE_EXAMPLE}"

    def read(self, field: Field, raw: Json) -> Json:
        if not isinstance(raw, Mapping) or not set(raw) <= set(_PARTS):
            return super().read(field, raw)
        parts = [str(_one(raw.get(part)) or "").strip() for part in _PARTS]
        return "/".join(parts) if any(parts) else None

    def fill(self, field: Field, value: Json) -> Filled:
        text = str(value)
        iso = _ISO.fullmatch(text)
        parts = [part or "" for part in reversed(iso.groups())] if iso else text.split("/", 2)
        padded = [*parts, "", ""][:3]
        return {f"{field.name}.{part}": text.lstrip("0") for part, text in zip(_PARTS, padded, strict=True)}

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        day, month, year = _figures(field, raw)
        self._complete(field, day, month, year)
        found = _real(field, day or 1, month or 1, year)
        self._bounds(field, found, checking.today)
        return found.isoformat()[: 10 if day else 7 if month else 4]

    def _complete(self, field: Field, day: int, month: int, year: int) -> None:
        gaps = [title for title, part in zip(PART_TITLES, (day, month, year), strict=True) if not part]
        allowed = "partial" in field.flags and gaps in ([], ["ngày"], ["ngày", "tháng"])
        if gaps and not allowed:
            raise Invalid(f"{field.title} còn thiếu {', '.join(gaps)}; nhập đủ, ví dụ {DATE_EXAMPLE}")

    def _bounds(self, field: Field, found: date, today: date) -> None:
        if "past" in field.flags and found > today:
            raise Invalid(f"{field.title} không được sau ngày hôm nay ({_shown(today.isoformat())})")
        if "future" in field.flags and found < today:
            raise Invalid(f"{field.title} không được trước ngày hôm nay ({_shown(today.isoformat())})")
        if field.earliest and found < field.earliest:
            raise Invalid(f"{field.title} phải từ ngày {_shown(field.earliest.isoformat())} trở đi")
        if field.latest and found > field.latest:
            raise Invalid(f"{field.title} không được sau ngày {_shown(field.latest.isoformat())}")

        if field.max_age and (today.year - found.year, today.month, today.day) >= (
            field.max_age, found.month, found.day,
        ):  # fmt: skip
            raise Invalid(field.too_old or f"{field.title} phải là của người chưa đủ {field.max_age} tuổi")

    def inputs(self, field: Field) -> tuple[Input, ...]:
        own = field.autocomplete if field.autocomplete != "off" else ""
        return tuple(
            Input(
                f"{field.name}.{part}",
                title.capitalize(),
                autocomplete=f"{own}-{part}" if own else "off",
                inputmode="numeric",
                width=4 if part == "year" else 2,
                maxlength=4 if part == "year" else 2,
            )
            for part, title in zip(_PARTS, PART_TITLES, strict=True)
        )

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        return _shown(str(value))

    def json_schema(self, field: Field) -> dict[str, Json]:
        if "partial" in field.flags:
            return {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
        return {"type": "string", "format": "date"}


def _one(raw: Json) -> Json:
    return raw[0] if isinstance(raw, list) and len(raw) == 1 else raw


def _figures(field: Field, raw: Json) -> tuple[int, int, int]:
    text = " ".join(raw.split()) if isinstance(raw, str) else ""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _LOCAL.fullmatch(text) or _SPOKEN.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH.fullmatch(text):
        day, (month, year) = None, found.groups()
    else:
        raise _not_a_day(field)
    if year and len(year) < 4:
        raise Invalid(f"Năm của {field.subject} phải đủ 4 chữ số, ví dụ {DATE_EXAMPLE}")
    return int(day or 0), int(month or 0), int(year or 0)


def _real(field: Field, day: int, month: int, year: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _not_a_day(field) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise _not_a_day(field)
    return found


def _not_a_day(field: Field) -> Invalid:
    return Invalid(f"{field.title} phải là một ngày có thật, ví dụ {DATE_EXAMPLE}")


def _shown(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


class Number(Kind):
    """A JSON number from 0 up, whole unless ``decimals`` gives it places; ``min`` allows less than 0."""

    name = "number"
    options = frozenset({"min", "max", "decimals", "unit"})
    personal = False

    def clean(self, field: Field, raw: Json, checking: Checking) -> Json:
        number = self.number(field, raw)
        if number < self.least(field):
            raise Invalid(f"{field.title} phải từ {figure(self.least(field))} trở lên")
        if number > self.most(field):
            raise Invalid(f"{field.title} không được quá {figure(self.most(field))}")
        return int(number) if number == int(number) else float(number)

    def least(self, field: Field) -> int | float:
        """Return the smallest number that is allowed."""
        return 0 if field.min is None else field.min

    def most(self, field: Field) -> int | float:
        """Return the largest number that is allowed."""
        return MOST if field.max is None else field.max

    def number(self, field: Field, raw: Json) -> Decimal:
        """Return the number that was written the Vietnamese way (``1.500,5``) or came as a JSON number."""
        found = _decimal(raw)
        if found is None:
            example = "125,5" if field.decimals else "125"
            raise Invalid(f"{field.title} phải là một số, ví dụ {example}")
        if found != round(found, field.decimals):
            places = f"chỉ được có tối đa {field.decimals} chữ số sau dấu phẩy"
            raise Invalid(f"{field.title} {places if field.decimals else 'phải là số nguyên'}")
        return found

    def inputs(self, field: Field) -> tuple[Input, ...]:
        mode = "decimal" if field.decimals else "numeric"
        return (Input(field.name, field.label, "text", "off", mode, 10, suffix=self.unit(field)),)

    def unit(self, field: Field) -> str:
        """Return what the number counts, as shown behind the box."""
        return field.unit

    def fill(self, field: Field, value: Json) -> Filled:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return {field.name: str(value).replace(".", ",") if number else str(value)}

    def show(self, field: Field, value: Json, communes: Mapping[str, str]) -> str:
        shown = figure(value) if isinstance(value, int | float) else str(value)
        return f"{shown} {self.unit(field)}".strip()

    def json_schema(self, field: Field) -> dict[str, Json]:
        kind = "number" if field.decimals else "integer"
        return {"type": kind, "minimum": self.least(field), "maximum": self.most(field)}


def _decimal(raw: Json) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return Decimal(repr(raw)) if abs(raw) <= MOST else None
    text = "".join(raw.split()) if isinstance(raw, str) and len(raw) <= 40 else ""
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _GROUPED_ABROAD.fullmatch(text):
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return None
    found = Decimal(text.replace(",", "."))
    return found if abs(found) <= MOST else None


class Money(Number):
    """An amount in whole đồng; ``1.500.000 đồng`` is read as 1500000."""

    name = "money"
    options = frozenset({"min", "max"})

    def number(self, field: Field, raw: Json) -> Decimal:
        if isinstance(raw, str):
            text = _CURRENCY.sub("", "".join(raw.split()))
            raw = re.sub(r"[.,]", "", text) if _MONEY.fullmatch(text) else None
        found = _decimal(raw)
        if found is None or found != int(found):
            raise Invalid(f"{field.title} phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000")
        return found

    def inputs(self, field: Field) -> tuple[Input, ...]:
        return (Input(field.name, field.label, "text", "off", "numeric", 20, suffix="đồng"),)

    def unit(self, field: Field) -> str:
        return "đồng"
