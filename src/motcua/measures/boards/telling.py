"""Figures as boards write them; empty where nobody has counted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from django.utils.translation import gettext

from motcua.kernel.calendar import local
from motcua.kernel.measures import rounded
from motcua.measures.language import Kind
from motcua.web import words


def number(counted: int | None) -> str:
    return "" if counted is None else words.number(counted)


def share(of: Fraction | None) -> str:
    """A share as a percentage with one decimal."""
    return "" if of is None else f"{words.number(rounded(of * 100, 1))} %"


def points(of: Fraction | None) -> str:
    return "" if of is None else words.number(rounded(of))


def value(kind: Kind, said: object) -> str:
    """A value of a fact's column; an instant of facts is UTC and says no zone."""
    match said:
        case None:
            return ""
        case bool():
            return gettext("có") if said else gettext("không")
        case datetime():
            return f"{local(said.replace(tzinfo=UTC)):%H:%M %d/%m/%Y}"
        case date():
            return f"{said:%d/%m/%Y}"
    return words.number(said) if kind is Kind.INT and isinstance(said, int) else str(said)
