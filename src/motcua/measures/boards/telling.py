"""Figures as boards write them, for people and for Excel; empty where nobody has counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.measures import rounded
from motcua.measures.language import Kind
from motcua.web import words
from motcua.web.sheets import DAY, MOMENT, SHARE, Figure

UNKNOWN = "–"
"""What stands in a table where nobody has counted, or too few were."""


def number(counted: int | None) -> str:
    return "" if counted is None else Figure(words.number(counted), counted)


def share(of: Fraction | None) -> str:
    """A share as a percentage with one decimal."""
    return "" if of is None else Figure(f"{words.number(rounded(of * 100, 1))} %", float(of), SHARE)


def points(of: Fraction | None) -> str:
    return "" if of is None else decimal(rounded(of))


def decimal(of: Decimal) -> str:
    """A number with the places that it was rounded to."""
    places = max(0, -int(of.as_tuple().exponent))
    return Figure(words.number(of), float(of), f"#,##0.{'0' * places}" if places else "#,##0")


def value(kind: Kind, said: object) -> str:
    """A value of a fact's column; an instant of facts is UTC and says no zone."""
    match said:
        case None:
            return ""
        case bool():
            return gettext("có") if said else gettext("không")
        case datetime():
            moment = local(said.replace(tzinfo=UTC))
            return Figure(f"{moment:%H:%M %d/%m/%Y}", moment.replace(tzinfo=None, microsecond=0), MOMENT)
        case date():
            return Figure(f"{said:%d/%m/%Y}", datetime.combine(said, time.min), DAY)
    return Figure(words.number(said), said) if kind is Kind.INT and isinstance(said, int) else str(said)
