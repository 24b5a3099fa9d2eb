"""A report before it is PDF, Word, Excel or a page: headings, sentences, tables of typed values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from motcua.kernel.measures import rounded

NO_DATA = "chưa có dữ liệu"


@dataclass(frozen=True, slots=True)
class Percent:
    """A share as people read it, with two decimals."""

    value: Decimal

    @classmethod
    def of(cls, share: Fraction | None) -> Percent | None:
        """The share in percent; what is not quite all, or not quite nothing, is never rounded to it."""
        if share is None:
            return None
        near = rounded(share * 100)
        return cls(near if share in (0, 1) else min(max(near, Decimal("0.01")), Decimal("99.99")))


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a value has risen or fallen since the period before."""

    value: int | Decimal


Cell = str | int | Decimal | Percent | Change | None
"""What a table holds; None is what nobody knows, which is not the same as zero."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``group`` is the head that it shares with its neighbours, ``width`` in characters."""

    title: str
    width: int = 10
    group: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``strong`` for sums and heads of groups."""

    cells: tuple[Cell, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column of words is read as what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences, then tables, under a heading; ``chapter`` for the headings in capitals."""

    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    chapter: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report in the form of NĐ 30/2020/NĐ-CP: who reports what, of which days, as known at ``as_of``.

    The number is left to the clerk (văn thư), the name to the one who signs; ``symbol`` follows the number.
    """

    parent: str
    agency: str
    place: str
    symbol: str
    title: str
    subject: str
    days: str
    as_of: datetime
    sections: tuple[Section, ...]
    recipients: tuple[str, ...]
    signed_as: tuple[str, ...]
    form: str = ""
    across: bool = False

    @property
    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            yield from section.tables


def told(cell: Cell) -> str:
    """A value as a Vietnamese document writes it: 1.234, 95,20 %, +3; what nobody knows is said."""
    match cell:
        case None:
            return NO_DATA
        case Percent(value):
            return f"{figure(value)} %"
        case Change(value):
            return f"+{figure(value)}" if value > 0 else figure(value)
        case int() | Decimal():
            return figure(cell)
        case _:
            return cell


def figure(value: int | Decimal) -> str:
    """A number with its thousands apart, whatever the language of the page: a report is written in Vietnamese."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """The heads over columns, each with how many it covers; a column of its own has none."""
    found: list[tuple[str, int]] = []
    for column in columns:
        if found and column.group and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return found


def is_figure(cell: Cell) -> bool:
    """Whether a value stands at the right of its cell; what nobody knows stands there too."""
    return not isinstance(cell, str)
